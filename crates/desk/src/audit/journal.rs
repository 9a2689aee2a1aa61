//! The journal, for who audits: reading it, checking its chain, making the projections again.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use domain::{
    JournalEntry, Moment, Refusal,
    confirmation::format_key_id,
    fact::{Fact, OldTicketFact, ScanFact},
    moment::Month,
    month_closing::MonthFact,
    timeline,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{JournalRow, ListPage, Store, Tx, page};
use ts_rs::TS;

use crate::{Call, FILE, wire::Nothing};

/// A page of the journal, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct JournalList {
    /// Rows of a page, 1 to 200; 50 if empty.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// A line of the journal.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct JournalLine {
    /// Place in the journal.
    #[ts(type = "number")]
    pub seq: i64,
    /// What it belongs to: `ticket/12`, `person/1`, `customers`, `old_ticket`, `settings`, `calendar`, `file`.
    pub stream: String,
    /// The same in words: a ticket's number, a person's name, 用户资料.
    pub subject: String,
    /// Place in its stream.
    #[ts(type = "number")]
    pub version: i64,
    /// What happened, in words.
    pub title: String,
    pub performed_by: String,
    /// Who typed it.
    pub recorder: String,
    pub happened_at: Moment,
    /// When it was typed.
    pub recorded_at: Moment,
    pub hash: String,
}

/// The chain holds.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct VerifyResult {
    /// Lines of the journal that were checked.
    #[ts(type = "number")]
    pub entries: i64,
    /// Acknowledgement records that were checked.
    #[ts(type = "number")]
    pub records: i64,
    /// Of the lines those where the chain is broken, or that give nothing, and an administrator went on with them.
    #[ts(type = "number")]
    pub accepted: i64,
    /// Where this part ended, if there may be more.
    #[ts(type = "number | null")]
    pub next: Option<i64>,
    /// The last line of the journal.
    #[ts(type = "number")]
    pub of: i64,
}

impl VerifyResult {
    pub(crate) fn from_store(call: &Call, verified: store::VerifiedPart) -> Result<Self, Refusal> {
        Ok(Self {
            entries: verified.entries,
            records: verified.records,
            accepted: verified.accepted,
            next: verified.next,
            of: read_last_seq(call)?,
        })
    }
}

/// Which part to check.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VerifyPart {
    /// Where the part before ended, 0 to begin. Without it everything is checked at once.
    #[ts(optional = nullable, type = "number")]
    pub after: Option<i64>,
}

impl VerifyPart {
    /// The part, of at most so many.
    ///
    /// # Errors
    /// `out_of_range` at `after`: there is no such line.
    pub(crate) fn to_journal_part(&self, call: &Call, most: i64) -> Result<store::JournalPart, Refusal> {
        let Some(after) = self.after else {
            return Ok(store::JournalPart::ALL);
        };
        domain::check::check_range("after", after, 0, read_last_seq(call)?)?;
        Ok(store::JournalPart { after, most })
    }
}

/// The last line of the journal.
fn read_last_seq(call: &Call) -> Result<i64, Refusal> {
    let newest = call.read_tx(|tx| tx.list_newest_lines(i64::MAX, 1))?;
    Ok(newest.first().map_or(0, |line| line.entry.seq))
}

/// How every table stands to the journal. Whose rows they are is not said: whoever audits is shown no phones.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ComparedTables {
    /// Rows that differ; counted up to 1000.
    #[ts(type = "number")]
    pub differences: i64,
    /// The tables they stand in.
    pub tables: Vec<String>,
}

/// Makes the projections again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JournalRebuild {
    /// Only compare.
    pub check: bool,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct RebuildResult {
    /// Rows that differed, at most 100 of them.
    pub differences: Vec<store::TableDifference>,
    /// Whether the projections were replaced.
    pub replaced: bool,
    /// Where the file as it was lies; nowhere if nothing differed or nothing was replaced.
    pub copy: Option<String>,
}

/// A page of the journal.
///
/// # Errors
/// `out_of_range` at `limit`, `bad_request` at `after`.
pub fn list_journal(call: &Call, ask: JournalList) -> Result<ListPage<JournalLine>, Refusal> {
    let size = page::page_size(ask.limit)?;
    let below = page::parse_descending_cursor(ask.after.as_deref())?;
    call.read_tx(|tx| {
        let rows = tx.list_newest_lines(below, size)?;
        let listed = ListPage::from_rows(rows, size, |row| row.entry.seq.to_string());
        let rows = listed.rows.into_iter().map(|row| build_journal_line(tx, row));
        Ok(ListPage {
            rows: rows.collect::<Result<_, _>>()?,
            next: listed.next,
        })
    })
}

fn build_journal_line(tx: &Tx, row: JournalRow) -> Result<JournalLine, Refusal> {
    let entry = row.entry;
    Ok(JournalLine {
        title: describe_fact_title(&entry.fact),
        subject: describe_entry_subject(tx, &entry)?,
        seq: entry.seq,
        stream: entry.stream,
        version: entry.version,
        performed_by: entry.performed_by,
        recorder: entry.recorder,
        happened_at: entry.happened_at,
        recorded_at: entry.recorded_at,
        hash: row.hash,
    })
}

fn describe_entry_subject(tx: &Tx, entry: &JournalEntry) -> Result<String, Refusal> {
    let id = entry.stream_id().unwrap_or_default();
    Ok(match &entry.fact {
        Fact::Ticket(_) => tx.ticket_number(id)?.unwrap_or_default(),
        Fact::Person(_) => tx
            .find_current_person(id)?
            .map(|person| person.name)
            .unwrap_or_default(),
        Fact::Customers { .. } => "用户资料".to_owned(),
        Fact::Settings(_) => "设置".to_owned(),
        Fact::Calendar(_) => "工作日历".to_owned(),
        Fact::Standard(_) => "水质标准".to_owned(),
        Fact::Templates(_) => "报告模板".to_owned(),
        Fact::Logo(_) => "公司标志".to_owned(),
        Fact::KeyAnnounced(_) | Fact::KeyExported { .. } => "封存密钥".to_owned(),
        Fact::Certificate(it) if it.stamps.is_some() => "时间戳服务机构".to_owned(),
        Fact::Certificate(_) => "公司证书".to_owned(),
        Fact::Confirmation(_) => "封存密钥".to_owned(),
        Fact::Month(_) => {
            let month = entry
                .stream
                .split_once('/')
                .and_then(|(_, month)| Month::parse(month));
            month.map_or_else(String::new, |month| format!("{}月报", month.zh()))
        }
        Fact::Revealed { number, .. } => number.clone(),
        Fact::Scan(ScanFact::Gone { number, .. }) if !number.is_empty() => number.clone(),
        Fact::Scan(_) => "扫描单据".to_owned(),
        Fact::OldTicket(OldTicketFact::Filed(it)) => it.number.clone(),
        Fact::OldTicket(OldTicketFact::Erased(_)) => "旧工单".to_owned(),
        Fact::Founded { .. } => "数据文件".to_owned(),
    })
}

fn describe_fact_title(fact: &Fact) -> String {
    use domain::fact::PersonFact as P;
    match fact {
        Fact::Ticket(fact) => timeline::fact_title(fact).to_owned(),
        Fact::Person(P::Added { name, .. }) => format!("新增人员 {name}"),
        Fact::Person(P::Changed { active: true, .. }) => "变更人员岗位".to_owned(),
        Fact::Person(P::Changed { active: false, .. }) => "停用人员".to_owned(),
        Fact::Person(P::PasswordSet { .. }) => "设置密码".to_owned(),
        Fact::Person(P::SignedIn {}) => "登录".to_owned(),
        Fact::Person(P::SignInFailed {}) => "登录失败".to_owned(),
        Fact::Customers { customers, source } => format!("用户资料 {} 户（{source}）", customers.len()),
        Fact::Settings(_) => "修改设置".to_owned(),
        Fact::Calendar(_) => "修改工作日历".to_owned(),
        Fact::Standard(_) => "修改水质标准".to_owned(),
        Fact::Templates(_) => "修改报告模板".to_owned(),
        Fact::Logo(Some(file)) => format!("更换公司标志 {}", file.name),
        Fact::Logo(None) => "移除公司标志".to_owned(),
        Fact::Revealed { .. } => "查看电话和地址".to_owned(),
        Fact::Scan(ScanFact::Kept { file, .. }) => format!("放入扫描单据 {}", file.name),
        Fact::Scan(ScanFact::Gone { number, .. }) if number.is_empty() => "移出扫描单据".to_owned(),
        Fact::Scan(ScanFact::Gone { .. }) => "扫描单据归入工单".to_owned(),
        Fact::Scan(ScanFact::Erased(it)) => format!("到期清除扫描单据 {} 张", it.files.len()),
        Fact::OldTicket(OldTicketFact::Filed(it)) => format!("导入旧工单（{}）", it.ledger),
        Fact::OldTicket(OldTicketFact::Erased(it)) => format!("到期清除旧工单 {} 张", it.lines.len()),
        Fact::KeyAnnounced(it) => format!("启用封存密钥 {}", format_key_id(&it.key.id)),
        Fact::KeyExported { key } => format!("导出封存密钥 {}", format_key_id(key)),
        Fact::Month(MonthFact::Closed(it)) if !it.mended.is_empty() => {
            format!("封账（封账前按记录更正 {} 张工单的数据）", it.mended.len())
        }
        Fact::Month(MonthFact::Closed(_)) => "封账".to_owned(),
        Fact::Month(MonthFact::Reopened { reason }) => format!("重新打开（{reason}）"),
        Fact::Certificate(it) if it.stamps == Some(true) => "登记时间戳服务机构".to_owned(),
        Fact::Certificate(it) if it.stamps.is_some() => "取消时间戳服务机构的登记".to_owned(),
        Fact::Certificate(it) if it.certificates.is_empty() => "停用公司证书".to_owned(),
        Fact::Certificate(_) => "启用公司证书".to_owned(),
        Fact::Confirmation(it) if it.reason.is_empty() => {
            format!("核对密钥（{}） {}", it.cause.zh(), format_key_id(&it.key))
        }
        Fact::Confirmation(it) => format!(
            "核对密钥（{}；原因：{}） {}",
            it.cause.zh(),
            it.reason,
            format_key_id(&it.key)
        ),
        Fact::Founded { demo: true } => "建立演示数据文件".to_owned(),
        Fact::Founded { demo: false } => "建立数据文件".to_owned(),
    }
}

/// Checks what the file consists of, the whole chain, every record, and the tables that decide something.
///
/// # Errors
/// `foreign_object`, `schema_changed`; `damaged` with `seq` and `detail`: the first broken place; `table_differs`; `out_of_range` at
/// `after`.
pub fn verify_journal(call: &Call, ask: VerifyPart) -> Result<VerifyResult, Refusal> {
    let part = ask.to_journal_part(call, 20_000)?;
    VerifyResult::from_store(call, call.desk.store.verify_part(part)?)
}

/// Compares every table with what the journal says, and changes nothing.
///
/// # Errors
/// `damaged` if the journal itself cannot be read.
pub fn compare_tables(call: &Call, _: Nothing) -> Result<ComparedTables, Refusal> {
    let differences = call.desk.store.rebuild_check()?;
    let tables: BTreeSet<String> = differences.iter().map(|it| it.table.clone()).collect();
    Ok(ComparedTables {
        differences: i64::try_from(differences.len()).unwrap_or(i64::MAX),
        tables: tables.into_iter().collect(),
    })
}

/// Keeps the file as it is beside it, under the time given: what somebody did to its tables is to be looked into.
pub(crate) fn copy_before_rebuild(store: &Store, folder: &Path, now: Moment) -> Result<PathBuf, Refusal> {
    let name = format!("{FILE}.before-rebuild-{}", now.to_local().format("%Y%m%d-%H%M%S"));
    let copy = folder.join(name);
    store.write_backup(&copy, &mut |_, _| Ok(()))?;
    Ok(copy)
}

/// Makes the projections again and compares, or replaces them. What differs is kept in a copy of the file.
///
/// # Errors
/// `damaged` if the journal itself cannot be read; before replacing also those of writing the copy.
pub fn rebuild_projections(call: &Call, ask: JournalRebuild) -> Result<RebuildResult, Refusal> {
    // What is not this program's stands in this list too, and is taken away with the replacing.
    let mut differences = call.desk.store.rebuild_check()?;
    differences.truncate(100);
    let differences = call.viewer.show_value(differences)?.into_inner();
    let mut copy = None;
    if !ask.check {
        if !differences.is_empty() {
            copy = Some(copy_before_rebuild(
                &call.desk.store,
                &call.desk.folder,
                call.now,
            )?);
        }
        call.desk.store.rebuild_tables()?;
    }
    Ok(RebuildResult {
        differences,
        replaced: !ask.check,
        copy: copy.map(|path| path.display().to_string()),
    })
}
