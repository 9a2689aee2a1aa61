//! What a file proves: an exported acknowledgement is looked at by its signature, its record, and the record's place in
//! the chain. Anchors: a place in the journal, written down outside of this computer.

use domain::{
    Code, Moment, Refusal,
    acknowledgement::{Answer, Line, Record, Seal},
    attachment::LARGEST,
    confirmation::write_key_id,
    hash,
    key::Secret,
    normal_form::letters,
};
use schemars::JsonSchema;
use seal::{After, Look, Sealed};
use serde::{Deserialize, Serialize};
use store::{KeyStanding, Placed, Tx};
use ts_rs::TS;

use crate::{
    Call, Desk, certificate,
    journal::{Verified, VerifyPart},
    key,
    limit::{self, base64::Base64},
    wire,
    witness::WitnessState,
};

mod bundle;
mod words;

pub use bundle::{ProofBundle, bundle};
use words::{all_added_zh, broken_zh, neighbour, one_line, quoted, signature_zh, stamp_zh, too_large};

domain::words! {
    /// What a file proves.
    FileVerdict {
        Genuine "genuine" = "未经改动，由本公司密钥封存",
        Changed "changed" = "已被改动",
        UnknownKey "unknown_key" = "由本系统不认识的密钥封存，不能确认来源",
        UnconfirmedKey "unconfirmed_key" = "由尚未核对的密钥封存，核对密钥以前不能确认来源",
        ChainBroken "chain_broken" = "本单完好，但前后记录的链条不完整",
        NotRecorded "not_recorded" = "封存有效，但本系统中没有这条记录",
        NotSealed "not_sealed" = "没有封存签名，不是本系统导出的签字确认单",
        Unreadable "unreadable" = "不是可以读取的 PDF 文件",
    }
}

domain::words! {
    /// What an anchor says of this file.
    AnchorVerdict {
        Holds "holds" = "与锚点一致，此处及以前的记录没有改动",
        HoldsWeakly "holds_weakly" = "与锚点一致；此为旧版较短的锚点，核对作用较弱，请以新月报上的锚点为准",
        Changed "changed" = "与锚点不符：如未输错，此处或以前的记录被改动过",
        Older "older" = "数据比锚点旧：如未输错，可能恢复过旧的备份，其后的记录已丢失",
    }
}

/// What is genuine in a folder of demo data: everybody has its key.
const SEALED_BY_DEMO_KEY: &str = "未经改动，由演示密钥封存，不能作为凭据";

/// What cannot be said while the key is locked or away: whether the record outside speaks for it.
const LOCKED_KEY: &str = "未发现改动，但本机密钥尚未解锁，输入密钥口令后才能确认来源";

/// Of a record whose key cannot be said to be the company's.
const UNCHANGED: &str = "未经改动";

/// What cannot be said in data that differ from what is known outside of them, whatever becomes of their keys.
const IN_A_COPY: &str = "未发现改动，但这是数据副本，不能确认来源，请在原数据中查验";
const WITHOUT_RECORD: &str = "未发现改动，但本机尚无核对记录，核对密钥以前不能确认来源";
const WHERE_IT_DIFFERS: &str = "未发现改动，但数据与本机核对记录不符，核对密钥以前不能确认来源";

/// A file to look at.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofCheck {
    /// The PDF.
    pub base64: Base64,
}

/// What it proves, and why.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Proof {
    /// The verdict.
    pub verdict: FileVerdict,
    /// The verdict in words.
    pub verdict_zh: String,
    /// What was looked at, one by one.
    pub lines: Vec<Line>,
    /// Where something follows that may not: how many of the file's first bytes are as they were sealed by this desk. They are a
    /// file of their own.
    #[ts(type = "number | null")]
    pub sealed_bytes: Option<usize>,
}

/// An anchor to check.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnchorCheck {
    /// As it was printed.
    pub code: String,
}

/// What it says.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct AnchorProof {
    /// The verdict.
    pub verdict: AnchorVerdict,
    /// The verdict in words.
    pub verdict_zh: String,
    /// When the line was typed, where there is one.
    pub at: Option<Moment>,
}

/// Looks at a file.
///
/// # Errors
/// `bad_request`, `file_too_large` at `base64`, `content_too_large` at `file`; those of reading the journal. A bad file is no error but a verdict.
pub fn check(call: &Call, ask: ProofCheck) -> Result<Proof, Refusal> {
    let pdf = ask.base64.bytes("base64")?;
    check_bounds(&pdf)?;
    call.read(|tx| looked(call.desk, tx, &pdf))
}

/// The same for whoever holds the data folder.
///
/// # Errors
/// `file_too_large`, `content_too_large` at `file`; those of reading the journal.
pub fn examine(desk: &Desk, pdf: &[u8]) -> Result<Proof, Refusal> {
    check_bounds(pdf)?;
    desk.store.read(|tx| looked(desk, tx, pdf))
}

/// Before a library sees what a stranger brought.
fn check_bounds(pdf: &[u8]) -> Result<(), Refusal> {
    limit::base64::check_size("file", pdf.len(), LARGEST)?;
    limit::pdf::check(pdf)
}

fn looked(desk: &Desk, tx: &Tx, pdf: &[u8]) -> Result<Proof, Refusal> {
    let mut found = Found::default();
    let mut verdict = found.look(tx, pdf)?;
    let state = desk.compare_witness(tx)?.state;
    // What holds together is still nobody's where nothing outside the file confirms its keys.
    if verdict == FileVerdict::Genuine && !state.confirms() {
        verdict = FileVerdict::UnconfirmedKey;
    }
    let countersigned = found.countersigned && verdict == FileVerdict::Genuine;
    if !state.confirms() {
        found.say_unconfirmed();
    }
    let is_newer = matches!(verdict, FileVerdict::UnknownKey | FileVerdict::NotRecorded);
    if state == WitnessState::OtherFolder && is_newer {
        found.say(
            "说明",
            "这是数据副本，原数据中后来的记录和密钥不在这里，请在原数据中查验",
        );
    }
    let words = match verdict {
        FileVerdict::UnconfirmedKey => unconfirmed_zh(state),
        _ if countersigned => "封存完好，其后另有 1 个签名",
        FileVerdict::Genuine if tx.founded_as_demo()? == Some(true) => SEALED_BY_DEMO_KEY,
        _ => verdict.zh(),
    };
    Ok(Proof {
        verdict,
        verdict_zh: words.to_owned(),
        lines: found.lines,
        sealed_bytes: found.sealed_bytes,
    })
}

/// Why it cannot be said whose key sealed a file that is unchanged.
const fn unconfirmed_zh(state: WitnessState) -> &'static str {
    match state {
        WitnessState::Unchecked => LOCKED_KEY,
        WitnessState::OtherFolder => IN_A_COPY,
        WitnessState::Absent => WITHOUT_RECORD,
        _ if state.stops_sealing() => WHERE_IT_DIFFERS,
        _ => FileVerdict::UnconfirmedKey.zh(),
    }
}

/// What holds together is still nobody's as long as its key was not compared with a sheet.
fn confirmed_key(tx: &Tx, record: &Record, verdict: FileVerdict) -> Result<FileVerdict, Refusal> {
    let power = tx.power_keys()?;
    let counts = |id: &String| power.standing(id) == Some(KeyStanding::Counts);
    Ok(match verdict {
        FileVerdict::Genuine if !record.key.as_ref().is_none_or(counts) => FileVerdict::UnconfirmedKey,
        verdict => verdict,
    })
}

/// Whose certificate signed a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Ours,
    Unknown,
    /// Ours, but with others beside it than were registered.
    Changed,
}

#[derive(Default)]
struct Found {
    lines: Vec<Line>,
    sealed_bytes: Option<usize>,
    /// The company has signed behind the seal.
    countersigned: bool,
}

impl Found {
    fn say(&mut self, label: &str, value: impl Into<String>) {
        self.lines.push(Line {
            label: label.to_owned(),
            value: one_line(&value.into()),
        });
    }

    /// Whose key sealed the record cannot be said: the line of the record must not say it either.
    fn say_unconfirmed(&mut self) {
        let inside = self
            .lines
            .iter_mut()
            .filter(|line| line.value == Seal::Genuine.zh());
        inside.for_each(|line| UNCHANGED.clone_into(&mut line.value));
    }

    fn look(&mut self, tx: &Tx, pdf: &[u8]) -> Result<FileVerdict, Refusal> {
        match seal::look(pdf) {
            Look::TooLarge => Err(too_large(pdf)),
            Look::Unreadable => Ok(FileVerdict::Unreadable),
            Look::Unsigned => Ok(FileVerdict::NotSealed),
            Look::Broken(broken, inside) => {
                self.say("文件签名", broken_zh(broken));
                if let Some(record) = self.inside(inside.as_deref()) {
                    self.record(tx, &record)?;
                }
                Ok(FileVerdict::Changed)
            }
            Look::Sealed(sealed) => self.sealed(tx, pdf, &sealed),
        }
    }

    /// A file whose seal holds.
    fn sealed(&mut self, tx: &Tx, pdf: &[u8], sealed: &Sealed) -> Result<FileVerdict, Refusal> {
        let covers = match sealed.after {
            After::Nothing => "有效，覆盖整个文件".to_owned(),
            _ => format!("有效，覆盖文件的前 {} 个字节，其后另有内容", sealed.length),
        };
        self.say("文件签名", covers);
        self.after(tx, &sealed.after)?;
        let Some(record) = self.inside(sealed.record.as_deref()) else {
            return Ok(FileVerdict::Changed);
        };
        self.say("时间戳", stamp_zh(tx, sealed.stamp.as_ref(), record.signed_at)?);
        let signed = self.record(tx, &record)?;
        let whose = self.certificate(tx, &sealed.certificate, &sealed.authorities)?;
        let verdict = match signed {
            // No file is made of a record whose content is gone.
            Seal::Changed | Seal::Erased => FileVerdict::Changed,
            Seal::UnknownKey => FileVerdict::UnknownKey,
            _ if whose == Whose::Changed => FileVerdict::Changed,
            Seal::Genuine | Seal::HashOnly if whose == Whose::Unknown => FileVerdict::UnknownKey,
            Seal::Genuine | Seal::HashOnly => confirmed_key(tx, &record, self.chain(tx, &record)?)?,
        };
        let ours = !matches!(verdict, FileVerdict::Changed | FileVerdict::UnknownKey);
        if ours && matches!(sealed.after, After::Added(_)) {
            self.sealed_bytes = Some(sealed.length.min(pdf.len()));
            return Ok(FileVerdict::Changed);
        }
        Ok(verdict)
    }

    fn inside(&mut self, json: Option<&[u8]>) -> Option<Record> {
        let record = json.and_then(|json| serde_json::from_slice(json).ok());
        if record.is_none() {
            self.say("内附记录", "没有，或已不能读取");
        }
        record
    }

    /// What stands behind the seal.
    fn after(&mut self, tx: &Tx, after: &After) -> Result<(), Refusal> {
        match after {
            After::Nothing => {}
            After::Signature(signature) => {
                self.countersigned = true;
                let said = signature_zh(tx, signature)?;
                self.say("公司签章", said);
            }
            After::Added(all) => {
                self.say("封存后添加的内容", all_added_zh(all));
            }
        }
        Ok(())
    }

    /// The record inside: who signed what, and whether it is as it was signed.
    fn record(&mut self, tx: &Tx, record: &Record) -> Result<Seal, Refusal> {
        let checker = key::checker(tx, record.key.as_deref())?;
        let state = record.state(checker.as_ref());
        let by_demo_key = record.key.as_ref().is_some_and(|id| *id == Secret::demo().id());
        let power = tx.power_keys()?;
        let counts = |id: &String| power.standing(id) == Some(KeyStanding::Counts);
        let words = match state {
            Seal::Genuine if by_demo_key => SEALED_BY_DEMO_KEY,
            // Whose a key is that nobody compared, cannot be said.
            Seal::Genuine if !record.key.as_ref().is_none_or(counts) => UNCHANGED,
            _ => state.zh(),
        };
        self.say("内附记录", words);
        self.say("记录编号", &record.number);
        self.say("工单编号", &record.content.ticket_number);
        // The place of a signature is a free text: what must not stand in it is what the ticket says.
        if let Some(id) = tx.ticket_by_number(&record.content.ticket_number)? {
            tx.row(id)?;
        }
        self.say("确认事项", record.content.kind.zh());
        let (how, who) = match &record.answer {
            Answer::OnScreen { signer, .. } | Answer::Paper { signer, .. } => ("签字人", &signer.name),
            Answer::Refused { witness, .. } => ("拒签，见证人", witness),
            Answer::Left { place, .. } => ("留置于", place),
        };
        self.say(how, who);
        self.say("签字时间", record.signed_at.text());
        if let Some(at) = record.recorded_at {
            self.say("登记时间", at.text());
        }
        if let Some(corrects) = &record.corrects {
            self.say("更正原记录", format!("{}（{}）", corrects.number, corrects.why));
        }
        if let Some(key) = &record.key {
            self.say("封存密钥", write_key_id(key));
        }
        Ok(state)
    }

    /// Whose the certificate is; and those beside it, which no signature covers, must be the ones that were registered.
    fn certificate(
        &mut self,
        tx: &Tx,
        certificate: &[u8],
        authorities: &[Vec<u8>],
    ) -> Result<Whose, Refusal> {
        let base64 = wire::base64(certificate);
        let own = key::announced(tx)?
            .iter()
            .any(|(_, it)| it.key.certificate == base64);
        let same = |above: &[Vec<u8>]| {
            above.len() == authorities.len() && above.iter().all(|it| authorities.contains(it))
        };
        let company: Vec<bool> = certificate::known(tx)?
            .iter()
            .filter_map(|known| known.split_first())
            .filter(|(first, _)| first.as_slice() == certificate)
            .map(|(_, above)| same(above))
            .collect();
        let print = hash::sha256(&[certificate]);
        let named = || {
            seal::said(certificate).map_or_else(String::new, |said| {
                let until = said.until.text();
                let (subject, issuer) = (quoted(&said.subject), quoted(&said.issuer));
                format!("{subject}，由{issuer}签发，有效期至 {until}，")
            })
        };
        let (whose, words) = if own && authorities.is_empty() {
            (Whose::Ours, "本系统".to_owned())
        } else if company.contains(&true) {
            (Whose::Ours, format!("公司证书{}已由本系统登记", named()))
        } else if own || !company.is_empty() {
            (Whose::Changed, "随附的上级证书被改动".to_owned())
        } else {
            (Whose::Unknown, "不认识".to_owned())
        };
        self.say("文件证书", format!("{words}（SHA-256 {print}）"));
        Ok(whose)
    }

    /// The record's own place, and its neighbours.
    fn chain(&mut self, tx: &Tx, record: &Record) -> Result<FileVerdict, Refusal> {
        let Some(around) = tx.record_around(&record.number)? else {
            self.say(
                "记录链",
                "没有这条记录，可能来自另一台电脑，或数据恢复到了旧的备份",
            );
            return Ok(FileVerdict::NotRecorded);
        };
        if let Some(later) = &around.corrected_by {
            self.say("更正", format!("后来由 {later} 更正，请同时查看"));
        }
        let erased = around.record.erased && around.record.record.hash == record.hash;
        if around.record.record != *record && !erased {
            // Its seal holds: what differs is our data, which were put back and went on under the same number.
            let words = "本系统中同一编号的是另一份记录，数据可能恢复到了旧的备份，或被改动过，请系统管理员校验全部记录";
            self.say("记录链", words);
            return Ok(FileVerdict::NotRecorded);
        }
        if erased {
            let kept = "保存期满，本系统已清除其中的个人信息；所留校验值与本文件一致";
            self.say("本系统的记录", kept);
        }
        let before = match &around.before {
            None => record.previous == domain::acknowledgement::genesis(),
            Some(before) => before.record.hash == record.previous && sound(tx, before)?,
        };
        let after = match &around.after {
            None => true,
            Some(after) => after.record.previous == record.hash && sound(tx, after)?,
        };
        self.say(
            "前一条记录",
            neighbour(around.before.as_ref(), before, "这是第一份"),
        );
        self.say(
            "后一条记录",
            neighbour(around.after.as_ref(), after, "这是目前最后一份"),
        );
        Ok(if before && after {
            FileVerdict::Genuine
        } else {
            FileVerdict::ChainBroken
        })
    }
}

fn sound(tx: &Tx, placed: &Placed) -> Result<bool, Refusal> {
    if placed.erased {
        return Ok(true);
    }
    let record = &placed.record;
    let checker = key::checker(tx, record.key.as_deref())?;
    Ok(matches!(
        record.state(checker.as_ref()),
        Seal::Genuine | Seal::HashOnly
    ))
}

/// Checks every record, its seal and its place in the chain; not the rest of the journal, nor attachments.
///
/// # Errors
/// `damaged` with `seq`, `number` and `detail`: the first that does not hold; `out_of_range` at `after`.
pub fn records(call: &Call, ask: VerifyPart) -> Result<Verified, Refusal> {
    let part = ask.part(call, 5_000)?;
    Verified::of(call, call.desk.store().verify_records_part(part)?)
}

/// The newest place in the journal, as it is printed: `19583-9f3a-77c2-01bd-55e0-8d41`. A file always has one.
///
/// # Errors
/// Those of reading the journal.
pub(crate) fn anchor(tx: &Tx) -> Result<String, Refusal> {
    let newest = tx.journal_newest(i64::MAX, 1)?;
    let line = newest.first().ok_or_else(|| Refusal::new(Code::Damaged))?;
    Ok(code(line.entry.seq, &line.hash, DIGITS))
}

/// Digits of the hash in an anchor: 80 bits, which nobody finds a second journal for.
const DIGITS: usize = 20;
/// Digits of anchors printed by earlier versions: 48 bits, which a computer can search through in a day.
const WEAK_DIGITS: usize = 12;

/// The place of a line, and the first digits of its hash in groups of four.
fn code(seq: i64, hash: &str, digits: usize) -> String {
    let digits: Vec<char> = hash.chars().take(digits).collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    format!("{seq}-{}", groups.join("-"))
}

/// An anchor as it stands on paper, whatever input method typed it.
fn anchor_as_printed(typed: &str) -> String {
    let letters = letters(typed);
    let parts = letters.split([' ', '-']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// Checks an anchor.
///
/// # Errors
/// `bad_anchor` at `code`; `stopped`; those of reading the journal.
pub fn anchor_check(call: &Call, ask: AnchorCheck) -> Result<AnchorProof, Refusal> {
    let of = call.read(|tx| tx.last_seq())?;
    anchored(call.desk.store(), &ask.code, &mut |done| call.work.at(done, of))
}

/// The same for whoever holds the data folder.
///
/// # Errors
/// As [`anchor_check`].
pub fn anchored(
    store: &store::Store,
    text: &str,
    each: &mut dyn FnMut(i64) -> Result<(), Refusal>,
) -> Result<AnchorProof, Refusal> {
    let bad = || Refusal::at(Code::BadAnchor, "code");
    let text = anchor_as_printed(text);
    let seq: i64 = text
        .split('-')
        .next()
        .and_then(|seq| seq.parse().ok())
        .ok_or_else(bad)?;
    let digits: String = text.split('-').skip(1).collect();
    let weak = digits.len() == WEAK_DIGITS;
    let hex = digits.chars().all(|digit| digit.is_ascii_hexdigit());
    if !hex || !(weak || digits.len() == DIGITS) || code(seq, &digits, DIGITS) != text {
        return Err(bad());
    }
    let line = store.read(|tx| tx.journal_line(seq))?;
    let verdict = match &line {
        None => AnchorVerdict::Older,
        // The stored hash is worth nothing before every line up to it was computed again.
        Some(line) if code(seq, &line.hash, digits.len()) == text => match store.check_chain(seq, each) {
            Ok(()) if weak => AnchorVerdict::HoldsWeakly,
            Ok(()) => AnchorVerdict::Holds,
            Err(refusal) if refusal.code == Code::Damaged => AnchorVerdict::Changed,
            Err(refusal) => return Err(refusal),
        },
        Some(_) => AnchorVerdict::Changed,
    };
    Ok(AnchorProof {
        verdict,
        verdict_zh: verdict.zh().to_owned(),
        at: line.map(|line| line.entry.recorded_at),
    })
}
