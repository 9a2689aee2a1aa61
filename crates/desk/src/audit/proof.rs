//! What a file proves: an exported acknowledgement is looked at by its signature, its record, and the record's place in
//! the chain. Anchors: a place in the journal, written down outside of this computer.

use domain::{
    Code, Moment, Refusal,
    acknowledgement::{AcknowledgementAnswer, AcknowledgementRecord, LabelledValue, SealState},
    attachment::LARGEST,
    confirmation::format_key_id,
    hash,
    key::SealingKey,
    normal_form::normalise_text,
};
use schemars::JsonSchema;
use seal::{Inspection, PostSealUpdate, ValidSeal};
use serde::{Deserialize, Serialize};
use store::{KeyStanding, StoredRecord, Tx};
use ts_rs::TS;

use crate::{
    Call, Desk, certificate,
    journal::{VerifyPart, VerifyResult},
    key,
    limit::{self, base64::Base64},
    wire,
    witness::WitnessState,
};

mod bundle;
mod words;

pub use bundle::{ProofBundle, export_proof_bundle};
use words::{
    all_added_zh, broken_zh, neighbour_zh, proof_too_large_refusal, quote_name, signature_zh, stamp_zh,
    to_one_line,
};

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
pub struct FileProof {
    pub verdict: FileVerdict,
    /// The verdict in words.
    pub verdict_zh: String,
    /// What was looked at, one by one.
    pub lines: Vec<LabelledValue>,
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
pub fn check_proof(call: &Call, ask: ProofCheck) -> Result<FileProof, Refusal> {
    let pdf = ask.base64.decode_bytes("base64")?;
    check_bounds(&pdf)?;
    call.read_tx(|tx| build_proof(call.desk, tx, &pdf))
}

/// The same for whoever holds the data folder.
///
/// # Errors
/// `file_too_large`, `content_too_large` at `file`; those of reading the journal.
pub fn check_pdf_proof(desk: &Desk, pdf: &[u8]) -> Result<FileProof, Refusal> {
    check_bounds(pdf)?;
    desk.store.read_tx(|tx| build_proof(desk, tx, pdf))
}

/// Before a library sees what a stranger brought.
fn check_bounds(pdf: &[u8]) -> Result<(), Refusal> {
    limit::base64::check_size("file", pdf.len(), LARGEST)?;
    limit::pdf::check_pdf(pdf)
}

fn build_proof(desk: &Desk, tx: &Tx, pdf: &[u8]) -> Result<FileProof, Refusal> {
    let mut found = ProofBuilder::default();
    let mut verdict = found.inspect_file(tx, pdf)?;
    let state = desk.compare_witness(tx)?.state;
    // What holds together is still nobody's where nothing outside the file confirms its keys.
    if verdict == FileVerdict::Genuine && !state.has_confirmed_keys() {
        verdict = FileVerdict::UnconfirmedKey;
    }
    let countersigned = found.countersigned && verdict == FileVerdict::Genuine;
    if !state.has_confirmed_keys() {
        found.mark_lines_unconfirmed();
    }
    let is_newer = matches!(verdict, FileVerdict::UnknownKey | FileVerdict::NotRecorded);
    if state == WitnessState::OtherFolder && is_newer {
        found.add_line(
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
    Ok(FileProof {
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
fn downgrade_unconfirmed_key(
    tx: &Tx,
    record: &AcknowledgementRecord,
    verdict: FileVerdict,
) -> Result<FileVerdict, Refusal> {
    Ok(match verdict {
        FileVerdict::Genuine if !has_counting_key(tx, record)? => FileVerdict::UnconfirmedKey,
        verdict => verdict,
    })
}

/// Whether the key of a record was compared with its sheet; a record from before there were keys has none.
fn has_counting_key(tx: &Tx, record: &AcknowledgementRecord) -> Result<bool, Refusal> {
    let power = tx.power_keys()?;
    let counts = |id: &String| power.key_standing(id) == Some(KeyStanding::Counts);
    Ok(record.key.as_ref().is_none_or(counts))
}

/// Whose certificate signed a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CertificateOwner {
    Ours,
    Unknown,
    /// Ours, but with others beside it than were registered.
    Changed,
}

#[derive(Default)]
struct ProofBuilder {
    lines: Vec<LabelledValue>,
    sealed_bytes: Option<usize>,
    /// The company has signed behind the seal.
    countersigned: bool,
}

impl ProofBuilder {
    fn add_line(&mut self, label: &str, value: impl Into<String>) {
        self.lines.push(LabelledValue {
            label: label.to_owned(),
            value: to_one_line(&value.into()),
        });
    }

    /// Whose key sealed the record cannot be said: the line of the record must not say it either.
    fn mark_lines_unconfirmed(&mut self) {
        let inside = self
            .lines
            .iter_mut()
            .filter(|line| line.value == SealState::Genuine.zh());
        inside.for_each(|line| UNCHANGED.clone_into(&mut line.value));
    }

    fn inspect_file(&mut self, tx: &Tx, pdf: &[u8]) -> Result<FileVerdict, Refusal> {
        match seal::inspect_pdf(pdf) {
            Inspection::TooLarge => Err(proof_too_large_refusal(pdf)),
            Inspection::Unreadable => Ok(FileVerdict::Unreadable),
            Inspection::Unsigned => Ok(FileVerdict::NotSealed),
            Inspection::Broken(broken, inside) => {
                self.add_line("文件签名", broken_zh(broken));
                if let Some(record) = self.read_embedded_record(inside.as_deref()) {
                    self.inspect_record(tx, &record)?;
                }
                Ok(FileVerdict::Changed)
            }
            Inspection::Sealed(sealed) => self.inspect_sealed(tx, pdf, &sealed),
        }
    }

    /// A file whose seal holds.
    fn inspect_sealed(&mut self, tx: &Tx, pdf: &[u8], sealed: &ValidSeal) -> Result<FileVerdict, Refusal> {
        let covers = match sealed.after {
            PostSealUpdate::Nothing => "有效，覆盖整个文件".to_owned(),
            _ => format!("有效，覆盖文件的前 {} 个字节，其后另有内容", sealed.length),
        };
        self.add_line("文件签名", covers);
        self.inspect_after_seal(tx, &sealed.after)?;
        let Some(record) = self.read_embedded_record(sealed.record.as_deref()) else {
            return Ok(FileVerdict::Changed);
        };
        self.add_line("时间戳", stamp_zh(tx, sealed.stamp.as_ref(), record.signed_at)?);
        let signed = self.inspect_record(tx, &record)?;
        let whose = self.inspect_certificate(tx, &sealed.certificate, &sealed.authorities)?;
        let verdict = match signed {
            // No file is made of a record whose content is gone.
            SealState::Changed | SealState::Erased => FileVerdict::Changed,
            SealState::UnknownKey => FileVerdict::UnknownKey,
            _ if whose == CertificateOwner::Changed => FileVerdict::Changed,
            SealState::Genuine | SealState::HashOnly if whose == CertificateOwner::Unknown => {
                FileVerdict::UnknownKey
            }
            SealState::Genuine | SealState::HashOnly => {
                downgrade_unconfirmed_key(tx, &record, self.inspect_chain(tx, &record)?)?
            }
        };
        let ours = !matches!(verdict, FileVerdict::Changed | FileVerdict::UnknownKey);
        if ours && matches!(sealed.after, PostSealUpdate::Added(_)) {
            self.sealed_bytes = Some(sealed.length.min(pdf.len()));
            return Ok(FileVerdict::Changed);
        }
        Ok(verdict)
    }

    fn read_embedded_record(&mut self, json: Option<&[u8]>) -> Option<AcknowledgementRecord> {
        let record = json.and_then(|json| serde_json::from_slice(json).ok());
        if record.is_none() {
            self.add_line("内附记录", "没有，或已不能读取");
        }
        record
    }

    /// What stands behind the seal.
    fn inspect_after_seal(&mut self, tx: &Tx, after: &PostSealUpdate) -> Result<(), Refusal> {
        match after {
            PostSealUpdate::Nothing => {}
            PostSealUpdate::Signature(signature) => {
                self.countersigned = true;
                let said = signature_zh(tx, signature)?;
                self.add_line("公司签章", said);
            }
            PostSealUpdate::Added(all) => {
                self.add_line("封存后添加的内容", all_added_zh(all));
            }
        }
        Ok(())
    }

    /// The record inside: who signed what, and whether it is as it was signed.
    fn inspect_record(&mut self, tx: &Tx, record: &AcknowledgementRecord) -> Result<SealState, Refusal> {
        let checker = key::find_key_verifier(tx, record.key.as_deref())?;
        let state = record.seal_state(checker.as_ref());
        let by_demo_key = record
            .key
            .as_ref()
            .is_some_and(|id| *id == SealingKey::demo_key().key_id());
        let words = match state {
            SealState::Genuine if by_demo_key => SEALED_BY_DEMO_KEY,
            // Whose a key is that nobody compared, cannot be said.
            SealState::Genuine if !has_counting_key(tx, record)? => UNCHANGED,
            _ => state.zh(),
        };
        self.add_line("内附记录", words);
        self.add_line("记录编号", &record.number);
        self.add_line("工单编号", &record.content.ticket_number);
        // The place of a signature is a free text: what must not stand in it is what the ticket says.
        if let Some(id) = tx.ticket_by_number(&record.content.ticket_number)? {
            tx.find_ticket_row(id)?;
        }
        self.add_line("确认事项", record.content.kind.zh());
        let (how, who) = match &record.answer {
            AcknowledgementAnswer::OnScreen { signer, .. } | AcknowledgementAnswer::Paper { signer, .. } => {
                ("签字人", &signer.name)
            }
            AcknowledgementAnswer::Refused { witness, .. } => ("拒签，见证人", witness),
            AcknowledgementAnswer::Left { place, .. } => ("留置于", place),
        };
        self.add_line(how, who);
        self.add_line("签字时间", record.signed_at.date_time_text());
        if let Some(at) = record.recorded_at {
            self.add_line("登记时间", at.date_time_text());
        }
        if let Some(corrects) = &record.corrects {
            self.add_line("更正原记录", format!("{}（{}）", corrects.number, corrects.why));
        }
        if let Some(key) = &record.key {
            self.add_line("封存密钥", format_key_id(key));
        }
        Ok(state)
    }

    /// Whose the certificate is; and those beside it, which no signature covers, must be the ones that were registered.
    fn inspect_certificate(
        &mut self,
        tx: &Tx,
        certificate: &[u8],
        authorities: &[Vec<u8>],
    ) -> Result<CertificateOwner, Refusal> {
        let base64 = wire::encode_base64(certificate);
        let own = key::read_announced_keys(tx)?
            .iter()
            .any(|(_, it)| it.key.certificate == base64);
        let same = |above: &[Vec<u8>]| {
            above.len() == authorities.len() && above.iter().all(|it| authorities.contains(it))
        };
        let company: Vec<bool> = certificate::read_certificate_chains(tx)?
            .iter()
            .filter_map(|known| known.split_first())
            .filter(|(first, _)| first.as_slice() == certificate)
            .map(|(_, above)| same(above))
            .collect();
        let print = hash::sha256_hex(&[certificate]);
        let named = || {
            seal::read_certificate_info(certificate).map_or_else(String::new, |said| {
                let until = said.until.date_time_text();
                let (subject, issuer) = (quote_name(&said.subject), quote_name(&said.issuer));
                format!("{subject}，由{issuer}签发，有效期至 {until}，")
            })
        };
        let (whose, words) = if own && authorities.is_empty() {
            (CertificateOwner::Ours, "本系统".to_owned())
        } else if company.contains(&true) {
            (
                CertificateOwner::Ours,
                format!("公司证书{}已由本系统登记", named()),
            )
        } else if own || !company.is_empty() {
            (CertificateOwner::Changed, "随附的上级证书被改动".to_owned())
        } else {
            (CertificateOwner::Unknown, "不认识".to_owned())
        };
        self.add_line("文件证书", format!("{words}（SHA-256 {print}）"));
        Ok(whose)
    }

    /// The record's own place, and its neighbours.
    fn inspect_chain(&mut self, tx: &Tx, record: &AcknowledgementRecord) -> Result<FileVerdict, Refusal> {
        let Some(around) = tx.read_record_with_neighbours(&record.number)? else {
            self.add_line(
                "记录链",
                "没有这条记录，可能来自另一台电脑，或数据恢复到了旧的备份",
            );
            return Ok(FileVerdict::NotRecorded);
        };
        if let Some(later) = &around.corrected_by {
            self.add_line("更正", format!("后来由 {later} 更正，请同时查看"));
        }
        let erased = around.record.erased && around.record.record.hash == record.hash;
        if around.record.record != *record && !erased {
            // Its seal holds: what differs is our data, which were put back and went on under the same number.
            let words = "本系统中同一编号的是另一份记录，数据可能恢复到了旧的备份，或被改动过，请系统管理员校验全部记录";
            self.add_line("记录链", words);
            return Ok(FileVerdict::NotRecorded);
        }
        if erased {
            let kept = "保存期满，本系统已清除其中的个人信息；所留校验值与本文件一致";
            self.add_line("本系统的记录", kept);
        }
        let before = match &around.before {
            None => record.previous == domain::acknowledgement::genesis_hash(),
            Some(before) => before.record.hash == record.previous && is_record_sound(tx, before)?,
        };
        let after = match &around.after {
            None => true,
            Some(after) => after.record.previous == record.hash && is_record_sound(tx, after)?,
        };
        self.add_line(
            "前一条记录",
            neighbour_zh(around.before.as_ref(), before, "这是第一份"),
        );
        self.add_line(
            "后一条记录",
            neighbour_zh(around.after.as_ref(), after, "这是目前最后一份"),
        );
        Ok(if before && after {
            FileVerdict::Genuine
        } else {
            FileVerdict::ChainBroken
        })
    }
}

fn is_record_sound(tx: &Tx, placed: &StoredRecord) -> Result<bool, Refusal> {
    if placed.erased {
        return Ok(true);
    }
    let record = &placed.record;
    let checker = key::find_key_verifier(tx, record.key.as_deref())?;
    Ok(matches!(
        record.seal_state(checker.as_ref()),
        SealState::Genuine | SealState::HashOnly
    ))
}

/// Checks every record, its seal and its place in the chain; not the rest of the journal, nor attachments.
///
/// # Errors
/// `damaged` with `seq`, `number` and `detail`: the first that does not hold; `out_of_range` at `after`.
pub fn verify_records(call: &Call, ask: VerifyPart) -> Result<VerifyResult, Refusal> {
    let part = ask.to_journal_part(call, 5_000)?;
    VerifyResult::from_store(call, call.desk.store().verify_records_part(part)?)
}

/// The newest place in the journal, as it is printed: `19583-9f3a-77c2-01bd-55e0-8d41`. A file always has one.
///
/// # Errors
/// Those of reading the journal.
pub(crate) fn read_anchor(tx: &Tx) -> Result<String, Refusal> {
    let newest = tx.list_newest_lines(i64::MAX, 1)?;
    let line = newest.first().ok_or_else(|| Refusal::new(Code::Damaged))?;
    Ok(format_anchor(line.entry.seq, &line.hash, DIGITS))
}

/// Digits of the hash in an anchor: 80 bits, which nobody finds a second journal for.
const DIGITS: usize = 20;
/// Digits of anchors printed by earlier versions: 48 bits, which a computer can search through in a day.
const WEAK_DIGITS: usize = 12;

/// The place of a line, and the first digits of its hash in groups of four.
fn format_anchor(seq: i64, hash: &str, digits: usize) -> String {
    let digits: Vec<char> = hash.chars().take(digits).collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    format!("{seq}-{}", groups.join("-"))
}

/// An anchor as it stands on paper, whatever input method typed it.
fn normalize_anchor(typed: &str) -> String {
    let letters = normalise_text(typed);
    let parts = letters.split([' ', '-']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// Checks an anchor.
///
/// # Errors
/// `bad_anchor` at `code`; `stopped`; those of reading the journal.
pub fn check_anchor(call: &Call, ask: AnchorCheck) -> Result<AnchorProof, Refusal> {
    let of = call.read_tx(|tx| tx.last_seq())?;
    check_anchor_in_store(call.desk.store(), &ask.code, &mut |done| {
        call.work.set_progress(done, of)
    })
}

/// The same for whoever holds the data folder.
///
/// # Errors
/// As [`check_anchor`].
pub fn check_anchor_in_store(
    store: &store::Store,
    text: &str,
    each: &mut dyn FnMut(i64) -> Result<(), Refusal>,
) -> Result<AnchorProof, Refusal> {
    let bad = || Refusal::at_field(Code::BadAnchor, "code");
    let text = normalize_anchor(text);
    let seq: i64 = text
        .split('-')
        .next()
        .and_then(|seq| seq.parse().ok())
        .ok_or_else(bad)?;
    let digits: String = text.split('-').skip(1).collect();
    let weak = digits.len() == WEAK_DIGITS;
    let hex = digits.chars().all(|digit| digit.is_ascii_hexdigit());
    if !hex || !(weak || digits.len() == DIGITS) || format_anchor(seq, &digits, DIGITS) != text {
        return Err(bad());
    }
    let line = store.read_tx(|tx| tx.journal_line(seq))?;
    let verdict = match &line {
        None => AnchorVerdict::Older,
        // The stored hash is worth nothing before every line up to it was computed again.
        Some(line) if format_anchor(seq, &line.hash, digits.len()) == text => {
            match store.check_chain(seq, each) {
                Ok(()) if weak => AnchorVerdict::HoldsWeakly,
                Ok(()) => AnchorVerdict::Holds,
                Err(refusal) if refusal.code == Code::Damaged => AnchorVerdict::Changed,
                Err(refusal) => return Err(refusal),
            }
        }
        Some(_) => AnchorVerdict::Changed,
    };
    Ok(AnchorProof {
        verdict,
        verdict_zh: verdict.zh().to_owned(),
        at: line.map(|line| line.entry.recorded_at),
    })
}
