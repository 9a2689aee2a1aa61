//! What is said of a file that was looked at.

use domain::{Code, Moment, Refusal, attachment::LARGEST, hash, normal_form::is_unseen};
use seal::{CompanySignature, PostSealChange, SealDefect, timestamp::Timestamp};
use store::{StoredRecord, Tx};

use crate::{authority, certificate};

/// A file that is more than any of this program.
pub(super) fn proof_too_large_refusal(pdf: &[u8]) -> Refusal {
    if pdf.len() <= LARGEST {
        return Refusal::at_field(Code::ContentTooLarge, "base64");
    }
    Refusal::at_field(Code::FileTooLarge, "base64")
        .with_arg("most", LARGEST)
        .with_arg("is", pdf.len())
}

/// Signs that are not seen, or turn the letters after them round.
fn is_hidden_or_turning(letter: char) -> bool {
    let marks =
        matches!(letter, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    letter.is_control() || is_unseen(letter) || marks
}

/// A text that a stranger wrote, on one line.
pub(super) fn to_one_line(text: &str) -> String {
    text.chars()
        .filter(|letter| !is_hidden_or_turning(*letter))
        .collect()
}

/// A name that a stranger chose, as it stands within quotation marks: none of them ends there.
pub(super) fn quote_name(name: &str) -> String {
    let name = to_one_line(name).replace(['“', '”', '"', '‘', '’', '「', '」'], " ");
    format!("“{}”", name.trim())
}

/// Whose signature stands in the company's field.
pub(super) fn signature_zh(tx: &Tx, signature: &CompanySignature) -> Result<String, Refusal> {
    let Some((certificate, said)) = &signature.by else {
        return Ok("有，签名算法不在本系统的核验范围内，请用加盖签章的程序核验".to_owned());
    };
    let known = certificate::read_certificate_chains(tx)?;
    let known = known.iter().any(|chain| chain.first() == Some(certificate));
    // Said first: what follows a stranger may have worded.
    let whose = if known {
        "签名有效，证书已由本系统登记"
    } else {
        "签名有效，证书未在本系统登记"
    };
    Ok(format!(
        "{whose}（SHA-256 {}）：{}，签发者{}",
        said.sha256,
        quote_name(&said.subject),
        quote_name(&said.issuer)
    ))
}

/// What an authority says of the time, if it is one that was registered.
pub(super) fn stamp_zh(tx: &Tx, stamp: Option<&Timestamp>, signed_at: Moment) -> Result<String, Refusal> {
    let Some(stamp) = stamp else {
        return Ok("没有，时间为导出时本机的时间".to_owned());
    };
    let print = hash::sha256_hex(&[&stamp.certificate]);
    let by = format!("{}（证书 SHA-256 {print}）", quote_name(&stamp.by));
    Ok(if !authority::is_by_trusted_authority(tx, stamp)? {
        format!("由不认识的机构{by}加盖，不能证明时间")
    } else if authority::is_early(stamp, signed_at) {
        format!("由{by}加盖，但早于签字时间，不能证明时间")
    } else {
        format!("{}，由已登记的{by}签发", stamp.at.date_time_text())
    })
}

/// What was put behind the seal.
pub(super) fn all_added_zh(all: &[PostSealChange]) -> String {
    let words: Vec<String> = all.iter().map(added_zh).collect();
    words.join("；")
}

fn added_zh(added: &PostSealChange) -> String {
    match added {
        PostSealChange::Bytes(many) => format!("{many} 个字节，内容不能读取"),
        PostSealChange::Signature(field) if field.is_empty() => "另一个签名".to_owned(),
        PostSealChange::Signature(field) => format!("“{field}”中的签名"),
        PostSealChange::BrokenSignature => "公司签章，但其签名无效".to_owned(),
        PostSealChange::Pages => "增加、删除或移动了页面".to_owned(),
        PostSealChange::Content => "改动了页面内容".to_owned(),
        PostSealChange::Notes => "在页面上添加或删除了批注、链接等".to_owned(),
        PostSealChange::Attachments => "改动了附件".to_owned(),
        PostSealChange::Seal => "改动了原有的封存签名".to_owned(),
        PostSealChange::Properties => "改动了文件属性".to_owned(),
        PostSealChange::Objects(many) => format!("{many} 项内部数据"),
        PostSealChange::Irregular => "不合 PDF 规范的内容，用不同的程序打开时显示可能不同".to_owned(),
    }
}

pub(super) const fn broken_zh(broken: SealDefect) -> &'static str {
    match broken {
        SealDefect::Changed => "无效：签名覆盖的内容被改动",
        SealDefect::Damaged => "无效：签名本身被损坏",
    }
}

pub(super) fn neighbour_zh(placed: Option<&StoredRecord>, holds: bool, alone: &str) -> String {
    match (placed.map(|placed| &placed.record), holds) {
        (None, true) => format!("没有，{alone}"),
        (None, false) => "缺失".to_owned(),
        (Some(record), true) => format!("{}，衔接完好", record.number),
        (Some(record), false) => format!("{}，衔接断裂或内容被改动", record.number),
    }
}
