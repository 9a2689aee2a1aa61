//! Addresses: one form of `龙泉花园 7 号楼 3 单元 902 室`, `龙泉花园7幢3-902` and what else people write for it.

use std::ops::Range;

use super::{FoldedLetter, chinese_digit, is_dot, read_letters};

/// What follows a number and says only what it counts.
const SIGNS: &[&str] = &[
    "号楼", "栋楼", "幢楼", "#楼", "单元", "房间", "业主", "门", "梯", "座", "房", "幢", "栋", "楼", "#",
    "室", "号", "户",
];
/// Those that the words of older tickets were not spelled by.
const NOT_SPELLED: &[&str] = &["房间", "业主", "门", "梯", "座", "房"];
/// Of these the ones that a flight of stairs bears.
const UNITS: &[&str] = &["单元", "门", "梯"];
/// Of these the ones that a door bears.
const DOORS: &[&str] = &["室", "号", "户", "房间", "房", "业主"];

/// What one of [`SIGNS`] begins with, or may stand before one.
pub(super) const fn is_sign(c: char) -> bool {
    matches!(c, '幢' | '栋' | '#' | '楼' | '单' | '室' | '户' | '号')
}

/// A piece of an address, and the bytes of the text it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AddressPiece {
    is: PieceKind,
    place: Range<usize>,
    /// What it counts, if the text says so.
    sign: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum PieceKind {
    Letter(char),
    Number(String),
    /// A comma or an end of line: nothing goes on over it.
    Break,
}

/// Which sign a text begins with, and how many letters that takes with the blanks before.
fn read_sign(letters: &[FoldedLetter]) -> Option<(&'static str, usize)> {
    let blank = letters.iter().take_while(|letter| letter.is == ' ').count();
    let behind = letters.get(blank..)?;
    SIGNS.iter().find_map(|sign| {
        let wanted = sign.chars();
        let mut taken = 0;
        let mut rest = behind.iter();
        // 5 # 楼: a blank inside is nothing.
        for want in wanted {
            let mut letter = rest.next()?;
            taken += 1;
            while letter.is == ' ' {
                letter = rest.next()?;
                taken += 1;
            }
            if letter.is != want {
                return None;
            }
        }
        Some((*sign, blank + taken))
    })
}

/// A number in Chinese: digits that are read out (九〇二), or with 十, 百 and 千 (十二, 九百零二). Short ones are numbers before a sign alone.
fn read_chinese_number(letters: &[FoldedLetter]) -> Option<(String, usize)> {
    const UNITS: [(char, u32); 3] = [('十', 10), ('百', 100), ('千', 1_000)];
    let unit = |c: char| UNITS.iter().find(|(sign, _)| *sign == c).map(|(_, value)| *value);
    let digit = |c: char| chinese_digit(c).and_then(|digit| digit.to_digit(10));
    let is = |letter: &&FoldedLetter| unit(letter.is).is_some() || digit(letter.is).is_some();
    let taken = letters.iter().take_while(is).count();
    let run: Vec<char> = letters.iter().take(taken).map(|letter| letter.is).collect();
    if taken < LONG && read_sign(letters.get(taken..)?).is_none() {
        return None;
    }
    if run.iter().all(|c| unit(*c).is_none()) {
        let digits: Option<String> = run.iter().map(|c| chinese_digit(*c)).collect();
        return Some((digits?, taken)).filter(|_| taken > 0);
    }
    let (mut value, mut last) = (0_u32, None);
    for c in run {
        match unit(c) {
            Some(unit) => value = value.checked_add(last.take().unwrap_or(1) * unit)?,
            None => last = digit(c),
        }
    }
    Some((value.checked_add(last.unwrap_or(0))?.to_string(), taken))
}

/// So many letters are a number wherever they stand.
const LONG: usize = 3;

/// A number in digits, or in Chinese before a sign.
fn read_number(letters: &[FoldedLetter]) -> Option<(String, usize)> {
    let digits: String = letters
        .iter()
        .map(|letter| letter.is)
        .take_while(char::is_ascii_digit)
        .collect();
    if digits.is_empty() {
        return read_chinese_number(letters);
    }
    let taken = digits.len();
    // 03 is 3.
    let whole = digits.trim_start_matches('0');
    let value = if whole.is_empty() { "0" } else { whole };
    Some((value.to_owned(), taken))
}

fn split_pieces(text: &str) -> Vec<AddressPiece> {
    let letters = read_letters(text);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let from = letters.get(at..).unwrap_or_default();
        if let Some((digits, taken)) = read_number(from) {
            let (sign, signs) = from.get(taken..).and_then(read_sign).unwrap_or(("", 0));
            let last = from.get(taken + signs - 1).map_or(letter.to, |letter| letter.to);
            out.push(AddressPiece {
                is: PieceKind::Number(digits),
                place: letter.from..last,
                sign,
            });
            at += taken + signs;
            continue;
        }
        let is = match letter.is {
            '杠' => None,
            c if c.is_alphanumeric() => Some(PieceKind::Letter(c)),
            ' ' | '-' | '(' | ')' | '_' | '#' | '/' | '.' => None,
            c if is_dot(c) => None,
            _ => Some(PieceKind::Break),
        };
        out.extend(is.map(|is| AddressPiece {
            is,
            place: letter.from..letter.to,
            sign: "",
        }));
        at += 1;
    }
    out
}

/// The form of an address: letters, and numbers with a stroke between two. `龙泉花园7-3-902`.
#[must_use]
pub fn normalise_address(text: &str) -> String {
    let mut out = String::new();
    let mut after_number = false;
    for piece in split_pieces(text) {
        match piece.is {
            PieceKind::Letter(c) => {
                out.push(c);
                after_number = false;
            }
            PieceKind::Number(digits) => {
                if after_number {
                    out.push('-');
                }
                out.push_str(&digits);
                after_number = true;
            }
            PieceKind::Break => after_number = false,
        }
    }
    out
}

/// A text whose buildings are all spelled as 5号楼, and whose names have no dots.
pub(super) fn normalise_buildings(text: &str) -> String {
    let letters = read_letters(text);
    let mut out = String::new();
    let mut at = 0;
    while at < letters.len() {
        let from = letters.get(at..).unwrap_or_default();
        let counted = read_number(from).and_then(|(digits, taken)| {
            let (sign, signs) = read_sign(from.get(taken..)?)?;
            (!NOT_SPELLED.contains(&sign)).then_some((digits, sign, taken + signs))
        });
        if let Some((digits, sign, taken)) = counted {
            let building = matches!(sign, "号楼" | "栋楼" | "幢楼" | "#楼" | "幢" | "栋" | "#");
            out.push_str(&digits);
            out.push_str(if building { "号楼" } else { sign });
            at += taken;
            continue;
        }
        // A run of digits is passed over whole, so that its end is not read as another number.
        let digits = from
            .iter()
            .take_while(|letter| letter.is.is_ascii_digit())
            .count();
        let many = digits.max(1);
        let taken = from.iter().take(many).map(|letter| letter.is);
        out.extend(taken.filter(|c| !is_dot(*c)));
        at += many;
    }
    out
}

/// An address that may stand in texts, ready to be found there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressPattern(Vec<AddressPiece>);

impl AddressPattern {
    /// None for a text without any letter or number.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut pieces = split_pieces(text);
        pieces.retain(|piece| piece.is != PieceKind::Break);
        (!pieces.is_empty()).then_some(Self(pieces))
    }
}

/// How a text is left out: the place, and how much of its beginning may stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressMatch {
    /// The bytes it takes.
    pub place: Range<usize>,
    /// Where the part that may stay ends.
    pub shown: usize,
}

/// Where addresses, or the telling part of them, stand in a text; and every door behind its unit, whosever it is.
#[must_use]
pub fn find_addresses(text: &str, addresses: &[AddressPattern]) -> Vec<AddressMatch> {
    // Whoever writes neither a digit nor a building names no door.
    let may = addresses.iter().any(|address| !address.0.is_empty());
    if !may && !UNITS.iter().any(|unit| text.contains(unit)) {
        return Vec::new();
    }
    let pieces = split_pieces(text);
    let mut hits = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let from = pieces.get(at..).unwrap_or_default();
        let own = addresses
            .iter()
            .filter_map(|address| count_matching_pieces(from, &address.0))
            .max();
        match own.max(count_door_pieces(from)) {
            Some(taken) => {
                hits.extend(build_address_match(from.get(..taken).unwrap_or_default()));
                at += taken;
            }
            None => at += 1,
        }
    }
    hits
}

fn build_address_match(pieces: &[AddressPiece]) -> Option<AddressMatch> {
    let (first, last) = (pieces.first()?, pieces.last()?);
    let shown = find_last_visible_letter(pieces, SHOWN).map_or(first.place.start, |piece| piece.place.end);
    Some(AddressMatch {
        place: first.place.start..last.place.end,
        shown,
    })
}

/// How many letters of an address are shown.
const SHOWN: usize = 4;

/// The last letter that is shown of what begins with letters.
fn find_last_visible_letter(pieces: &[AddressPiece], most: usize) -> Option<&AddressPiece> {
    let letters = pieces
        .iter()
        .take_while(|piece| matches!(piece.is, PieceKind::Letter(_)));
    letters.take(most).last()
}

/// 3 单元 902, 3 门 902: two numbers, of which the first counts a unit; with the building before.
fn count_door_pieces(pieces: &[AddressPiece]) -> Option<usize> {
    let number = |at: usize| {
        pieces
            .get(at)
            .filter(|piece| matches!(piece.is, PieceKind::Number(_)))
    };
    let unit =
        |at: usize| number(at).is_some_and(|piece| UNITS.contains(&piece.sign)) && number(at + 1).is_some();
    if unit(0) {
        return Some(2);
    }
    (!number(0)?.sign.is_empty() && unit(1)).then_some(3)
}

/// How many pieces of a text, from its beginning, are a telling part of an address.
fn count_matching_pieces(text: &[AddressPiece], address: &[AddressPiece]) -> Option<usize> {
    (0..address.len())
        .filter_map(|at| {
            let part = address.get(at..)?;
            let MatchingPieces { same, taken, reached } = match_pieces(text, part);
            let whole = at == 0 && same.len() == address.len();
            is_identifying_part(&same, whole, reached == part.len()).then_some(taken)
        })
        .max()
}

/// The pieces with which a text says the same as an address.
struct MatchingPieces {
    same: Vec<AddressPiece>,
    /// How many pieces of the text that takes,
    taken: usize,
    /// and how many of the address.
    reached: usize,
}

/// Between two pieces a comma may stand, or an end of line; a number may be left out, as the unit often is.
fn match_pieces(text: &[AddressPiece], address: &[AddressPiece]) -> MatchingPieces {
    let mut found = MatchingPieces {
        same: Vec::new(),
        taken: 0,
        reached: 0,
    };
    while found.reached < address.len() {
        let rest = text.get(found.taken..).unwrap_or_default();
        let breaks = rest
            .iter()
            .take_while(|piece| piece.is == PieceKind::Break)
            .count();
        let begun = !found.same.is_empty();
        let skipped = if begun && breaks <= BREAKS { breaks } else { 0 };
        let Some(piece) = rest.get(skipped) else { break };
        let is = |at: usize| address.get(at).is_some_and(|wanted| wanted.is == piece.is);
        let number = matches!(
            address.get(found.reached),
            Some(AddressPiece {
                is: PieceKind::Number(_),
                ..
            })
        );
        let left_out = usize::from(!is(found.reached) && begun && number);
        if !is(found.reached + left_out) {
            break;
        }
        found.same.push(piece.clone());
        found.taken += skipped + 1;
        found.reached += left_out + 1;
    }
    found
}

/// So many commas and ends of lines may stand between two pieces of an address.
const BREAKS: usize = 2;

/// Whether a part of an address says where somebody lives.
fn is_identifying_part(part: &[AddressPiece], whole: bool, last: bool) -> bool {
    let is_number = |piece: &&AddressPiece| matches!(piece.is, PieceKind::Number(_));
    let numbers = part.iter().filter(is_number).count();
    let letters = part.iter().take_while(|piece| !is_number(piece)).count();
    let signs = part.iter().any(|piece| !piece.sign.is_empty());
    let door = last
        && part
            .last()
            .is_some_and(|piece| is_number(&piece) && DOORS.contains(&piece.sign) && is_room_number(piece));
    (whole && (part.len() >= SHOWN || numbers >= 1 && part.len() >= 3))
        || (numbers >= 2 && (signs || letters > 0 || numbers >= 3))
        || (numbers >= 1 && letters >= 2)
        || door
}

/// A room has three digits or more.
fn is_room_number(piece: &AddressPiece) -> bool {
    matches!(&piece.is, PieceKind::Number(digits) if digits.len() >= 3)
}

/// Where a room of three digits or more stands at the end of a text.
#[must_use]
pub fn find_trailing_room(text: &str) -> Option<usize> {
    let pieces = split_pieces(text);
    let last = pieces.iter().rev().find(|piece| piece.is != PieceKind::Break)?;
    is_room_number(last).then_some(last.place.start)
}

/// Whether a text names a building, a door or a long number, as what says where somebody lives does. A year is none.
#[must_use]
pub fn has_location_detail(text: &str) -> bool {
    split_pieces(text).iter().any(|piece| match &piece.is {
        PieceKind::Number(digits) => {
            let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
            !piece.sign.is_empty() || (digits.len() >= 3 && !year)
        }
        _ => false,
    })
}

/// The beginning of an address that may be shown: letters before the first number, four at most.
#[must_use]
pub fn take_visible_beginning(text: &str) -> &str {
    let pieces = split_pieces(text);
    let numbers = pieces
        .iter()
        .any(|piece| matches!(piece.is, PieceKind::Number(_)));
    // Where no number says which door it is, the letters do.
    let most = if numbers {
        SHOWN
    } else {
        SHOWN.min(pieces.len() / 2)
    };
    let end = find_last_visible_letter(&pieces, most).map_or(0, |piece| piece.place.end);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_of_every_spelling() {
        for text in [
            "龙泉花园 7 号楼 3 单元 902 室",
            "龙泉花园7号楼3单元902室",
            "龙泉花园7幢3单元902",
            "龙泉花园 7#楼 3-902",
            "龙泉花园７＃３单元９０２室",
            "龙泉花园七号楼三单元902户",
            "龙泉花园（7-3-902）",
        ] {
            assert_eq!(normalise_address(text), "龙泉花园7-3-902", "{text}");
        }
        assert_eq!(normalise_address("人民路 118 号院 3 号楼"), "人民路118院3");
        assert_eq!(normalise_address("三里屯十二号楼"), "三里屯12");
        assert_eq!(normalise_address(" ，"), "");
        assert_ne!(
            normalise_address("龙泉花园 73 号楼 902"),
            normalise_address("龙泉花园 7 号楼 3902")
        );
    }

    fn left(text: &str, address: &str) -> String {
        let addresses: Vec<AddressPattern> = AddressPattern::from_text(address).into_iter().collect();
        let mut out = text.to_owned();
        for hit in find_addresses(text, &addresses).iter().rev() {
            out.replace_range(hit.shown..hit.place.end, "****");
        }
        out
    }

    #[test]
    fn the_own_address_is_found_in_every_spelling() {
        let own = "龙泉花园 7 号楼 3 单元 902 室";
        for (text, shown) in [
            ("家住龙泉花园7号楼3单元902室，漏水", "家住龙泉花园****，漏水"),
            ("家住龙泉花园7幢3单元902漏水", "家住龙泉花园****漏水"),
            ("我家7号楼3单元902室漏水", "我家****漏水"),
            ("3单元902室有人", "****有人"),
            ("902 室有人", "****有人"),
            ("7-3-902 漏水", "**** 漏水"),
            ("花园7号楼停水", "花园****停水"),
            ("902 分钟", "902 分钟"),
            ("3 次，7 天", "3 次，7 天"),
            ("龙泉花园停水", "龙泉花园停水"),
            ("对门3单元901", "对门****"),
            ("7栋3门902漏水", "****漏水"),
            ("7栋3门没水", "****没水"),
            ("对面5门301", "对面****"),
            ("7号楼，3单元，902", "****"),
            ("龙泉花园7号楼，\n3单元，902漏水", "龙泉花园****漏水"),
            ("七栋三单元九〇二漏水", "****漏水"),
            ("七栋三单元九百零二漏水", "****漏水"),
            ("柒号楼叁单元玖零贰漏水", "****漏水"),
            ("902房漏水", "****漏水"),
            ("902房间漏水", "****漏水"),
            ("902业主来电", "****来电"),
            ("龙泉花园7座902", "龙泉花园****"),
            ("7栋3梯902", "****"),
            ("7、3、902", "****"),
            ("7:3:902", "****"),
            ("7~3~902", "****"),
            ("7-03-0902", "****"),
            ("7杠3杠902", "****"),
            ("一百二十块", "一百二十块"),
            ("修了三次，二十分钟", "修了三次，二十分钟"),
        ] {
            assert_eq!(left(text, own), shown, "{text}");
        }
        assert_eq!(left("到人民西路１１８号", "人民西路 118 号"), "到人民西路****");
        assert_eq!(
            left("原演示新村老王家隔壁", "演示新村老王家"),
            "原演示新村****隔壁"
        );
        assert_eq!(
            left("住锦绣家园9号楼2单元1503室", "锦绣家园 9-2-1503"),
            "住锦绣家园****"
        );
        assert_eq!(
            left("水岸名邸3号楼4单元802", "水岸名邸三号楼 4 单元 802"),
            "水岸名邸****"
        );
    }

    #[test]
    fn an_address_keeps_its_beginning() {
        for (text, shown) in [
            ("龙泉花园 7 号楼", "龙泉花园"),
            ("人民路 12 号", "人民路"),
            ("清泉小区（演示） 3 号楼", "清泉小区"),
            ("7号楼902", ""),
            ("老李家", "老"),
            ("演示新村北区老王家", "演示新村"),
            ("", ""),
        ] {
            assert_eq!(take_visible_beginning(text), shown, "{text}");
        }
    }
}
