//! Spellings of phones that stand in texts, and what is none.

use proptest::prelude::*;

use super::*;

fn found(text: &str) -> Vec<(&str, String)> {
    find_phones(text)
        .into_iter()
        .map(|found| (text.get(found.place.clone()).unwrap(), found.digits))
        .collect()
}

#[test]
fn phones_stand_in_texts_in_every_spelling() {
    for (text, phone) in [
        ("打13987654321找我", "13987654321"),
        ("打139-8765-4321找我", "139-8765-4321"),
        ("打 139 8765 4321 或别的", "139 8765 4321"),
        ("１３９－８７６５－４３２１", "１３９－８７６５－４３２１"),
        ("1 3 9 8 7 6 5 4 3 2 1", "1 3 9 8 7 6 5 4 3 2 1"),
        ("139.8765.4321 90 分钟", "139.8765.4321"),
        ("电话一三九八七六五四三二一，", "一三九八七六五四三二一"),
        ("幺三九八七六五四三二幺", "幺三九八七六五四三二幺"),
        ("+86 13987654321", "+86 13987654321"),
        ("0086-13987654321", "0086-13987654321"),
        ("8613987654321", "8613987654321"),
        ("tel13987654321", "13987654321"),
        ("139\u{200b}8765\u{200b}4321", "139\u{200b}8765\u{200b}4321"),
        ("(0533) 5271239 转 8001", "0533) 5271239 转 8001"),
        ("0533-5271239", "0533-5271239"),
        ("座机5271239", "5271239"),
        ("座机5271 234", "5271 234"),
        ("壹叁捌零零零零零零零零", "壹叁捌零零零零零零零零"),
        ("么叁捌〇〇〇〇〇〇〇〇", "么叁捌〇〇〇〇〇〇〇〇"),
        ("١٣٨٠٠٠٠٠٠٠٠", "١٣٨٠٠٠٠٠٠٠٠"),
        ("๑๓๘ ๐๐๐๐ ๐๐๐๐", "๑๓๘ ๐๐๐๐ ๐๐๐๐"),
        ("१३८0000००००", "१३८0000००००"),
        ("❶❸❽⓪⓪⓪⓪⓪⓪⓪⓪", "❶❸❽⓪⓪⓪⓪⓪⓪⓪⓪"),
        ("〡〣〨〇〇〇〇〇〇〇〇", "〡〣〨〇〇〇〇〇〇〇〇"),
        ("幺三九拐拐洞洞四四四四", "幺三九拐拐洞洞四四四四"),
        ("一参八〇〇〇〇〇〇〇〇", "一参八〇〇〇〇〇〇〇〇"),
        ("telno5271239", "5271239"),
        ("座机 527 1239", "527 1239"),
        ("客服 400 618 0001", "400 618 0001"),
    ] {
        let told = found(text);
        assert_eq!(told.len(), 1, "{text}: {told:?}");
        assert_eq!(told[0].0, phone, "{text}");
    }
    assert_eq!(found("13800000000 13900000000").len(), 2);
    assert_eq!(found("13800000000/5271239、0533-5271230").len(), 3);
}

#[test]
fn any_sign_may_stand_between_the_digits_of_a_phone() {
    for text in [
        "139/8765/4321",
        "139，8765，4321",
        "139、8765、4321",
        "139:8765:4321",
        "139~8765~4321",
        "139～8765～4321",
        "139•8765•4321",
        "139・8765・4321",
        "139    8765    4321",
        "139……8765……4321",
        "139。8765。4321",
        "139|8765|4321",
        "139*8765*4321",
        "139丨8765丨4321",
        "139【8765】4321",
        "139ー8765ー4321",
        "139八七六五4321",
        "13987654三二一",
        "1三9八7六5四3二1",
        "13/98/76/54/32/1",
        "527/0300",
        "52 70 30 0",
        "5 2 7 0 3 0 0",
        "527-03-00",
        "0533，5270300",
        "0533/527/0300",
        "013987654321",
    ] {
        let told = found(text);
        assert_eq!(told.len(), 1, "{text}: {told:?}");
        assert_eq!(told[0].0, text, "{text}");
    }
    for (text, phone) in [
        ("[139]8765[4321]", "139]8765[4321"),
        ("tel05335270300", "05335270300"),
        ("tel5270300", "5270300"),
        ("微信abcdefgh13987654321", "13987654321"),
        ("zhang13987654321weixin", "13987654321"),
        ("11-24 139-8765-4321", "139-8765-4321"),
        ("14:30，139 8765 4321", "139 8765 4321"),
        ("周三13987654321", "13987654321"),
        ("0533-5270300 5 分钟", "0533-5270300"),
    ] {
        let told = found(text);
        assert_eq!(told.len(), 1, "{text}: {told:?}");
        assert_eq!(told[0].0, phone, "{text}");
    }
    // Two that may be meant: both go.
    assert_eq!(found("13-24 139-8765-4321").len(), 2);
}

#[test]
fn what_is_no_phone() {
    for text in [
        "WX2611230017",
        "WX26112300171",
        "编号 2611230017",
        "2026-11-24 10:00",
        "20261124",
        "20261124-100012",
        "龙泉花园 7 号楼 3 单元 902 室",
        "12-3-1101",
        "第 3 次，共 120 分钟",
        "M9000123",
        "1380000",
        "ab13987654321cd0123456789",
        "本期 1304，上期 1280",
        "2304，2280",
        "2025-2026",
        "902、1101 两户",
        "18:30-19:00，12-5",
        "2026-11-24 14:30~16:00，12-5",
        "DN15、20、25、32、40、5",
        "浊度 0.35、0.42、0.38、0.51",
        "0.35 0.42 0.38 0.51",
        "15.25，16.5，17.125",
        "2、3、4、5、6、7、8 号楼",
        "IMG_20261124_143012.jpg",
        "金额 12,345.00",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

/// What stands between the digits of a phone: nothing, or one of these, or several.
const SIGNS: &[&str] = &[
    "", " ", "-", ".", "/", "，", "、", ":", "：", "~", "～", "•", "・", "    ", "[", "】", "*", "+", "|",
    "=", "\\", "……", "。", "\n", "'", " - ", "—", "_", "\u{200b}", "丨",
];

fn spelled(digits: &str, kind: usize, sizes: &[usize], signs: &[usize]) -> String {
    let mut out = String::new();
    let mut group = 0;
    let mut left = sizes.first().copied().unwrap_or(1);
    for (at, c) in digits.chars().enumerate() {
        if left == 0 {
            group += 1;
            left = sizes.get(group).copied().unwrap_or(11);
            let sign = signs.get(group % signs.len()).and_then(|sign| SIGNS.get(*sign));
            out.push_str(sign.copied().unwrap_or_default());
        }
        left -= 1;
        let value = c.to_digit(10).unwrap_or(0);
        let chinese = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        out.push(match (kind, group % 2, at) {
            (1, ..) | (3, 1, _) => chinese[value as usize],
            (2, ..) => char::from_u32(0xff10 + value).unwrap(),
            _ => c,
        });
    }
    out
}

proptest! {
    #[test]
    fn a_mobile_is_found_whatever_stands_between_its_digits(
        digits in "1[3-9][0-9]{9}", kind in 0usize..4, shape in 0usize..9, sign in 0..SIGNS.len(), other in 0..SIGNS.len(), mixed in any::<bool>(),
    ) {
        let shapes: [&[usize]; 9] = [
            &[11], &[3, 4, 4], &[4, 3, 4], &[4, 4, 3], &[3, 3, 5], &[3, 8], &[7, 4], &[5, 6], &[1; 11],
        ];
        // Digit by digit with nothing seen between every second pair is a list of figures.
        let signs = if mixed && shape != 8 { vec![sign, other] } else { vec![sign] };
        for around in [["请打", "找我"], ["", ""], ["电话：", "。"], ["11-24 10:00 ", " 902 室"], ["abcdefgh", ""]] {
            let text = spelled(&digits, kind, shapes[shape], &signs);
            let text = format!("{}{text}{}", around[0], around[1]);
            prop_assert!(find_phones(&text).iter().any(|found| found.digits == digits), "{text}");
        }
    }

    #[test]
    fn a_known_phone_is_found_however_it_is_cut(
        digits in "(1[3-9][0-9]{9}|0533[2-9][0-9]{6}|[2-9][0-9]{6})", sizes in prop::collection::vec(1usize..5, 11),
        kind in 0usize..4, signs in prop::collection::vec(0..SIGNS.len(), 5),
    ) {
        let text = spelled(&digits, kind, &sizes, &signs);
        let text = format!("3 号楼{text}转告");
        prop_assert!(!find_known_phones(&text, std::slice::from_ref(&digits)).is_empty(), "{text}");
    }
}
