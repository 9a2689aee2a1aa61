//! What is said of a file that was looked at.

use domain::{Code, Moment, Refusal, attachment::LARGEST, hash, normal_form::is_unseen};
use seal::{Added, Broken, Signature, timestamp::Stamp};
use store::{Placed, Tx};

use crate::{authority, certificate};

/// A file that is more than any of this program.
pub(super) fn too_large(pdf: &[u8]) -> Refusal {
    if pdf.len() <= LARGEST {
        return Refusal::at(Code::ContentTooLarge, "base64");
    }
    Refusal::at(Code::FileTooLarge, "base64")
        .with("most", LARGEST)
        .with("is", pdf.len())
}

/// Signs that are not seen, or turn the letters after them round.
fn turns_or_hides(letter: char) -> bool {
    let marks =
        matches!(letter, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    letter.is_control() || is_unseen(letter) || marks
}

/// A text that a stranger wrote, on one line.
pub(super) fn one_line(text: &str) -> String {
    text.chars().filter(|letter| !turns_or_hides(*letter)).collect()
}

/// A name that a stranger chose, as it stands within quotation marks: none of them ends there.
pub(super) fn quoted(name: &str) -> String {
    let name = one_line(name).replace(['“', '”', '"', '‘', '’', '「', '」'], " ");
    format!("“{}”", name.trim())
}

/// Whose signature stands in the company's field.
pub(super) fn signature_zh(tx: &Tx, signature: &Signature) -> Result<String, Refusal> {
    let Some((certificate, said)) = &signature.by else {
        return Ok("有，签名算法不在本系统的核验范围内，请用加盖签章的程序核验".to_owned());
    };
    let known = certificate::known(tx)?;
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
        quoted(&said.subject),
        quoted(&said.issuer)
    ))
}

/// What an authority says of the time, if it is one that was registered.
pub(super) fn stamp_zh(tx: &Tx, stamp: Option<&Stamp>, signed_at: Moment) -> Result<String, Refusal> {
    let Some(stamp) = stamp else {
        return Ok("没有，时间为导出时本机的时间".to_owned());
    };
    let print = hash::sha256(&[&stamp.certificate]);
    let by = format!("{}（证书 SHA-256 {print}）", quoted(&stamp.by));
    Ok(if !authority::knows(tx, stamp)? {
        format!("由不认识的机构{by}加盖，不能证明时间")
    } else if authority::is_early(stamp, signed_at) {
        format!("由{by}加盖，但早于签字时间，不能证明时间")
    } else {
        format!("{}，由已登记的{by}签发", stamp.at.text())
    })
}

/// What was put behind the seal.
pub(super) fn all_added_zh(all: &[Added]) -> String {
    let words: Vec<String> = all.iter().map(added_zh).collect();
    words.join("；")
}

fn added_zh(added: &Added) -> String {
    match added {
        Added::Bytes(many) => format!("{many} 个字节，内容不能读取"),
        Added::Signature(field) if field.is_empty() => "另一个签名".to_owned(),
        Added::Signature(field) => format!("“{field}”中的签名"),
        Added::BrokenSignature => "公司签章，但其签名无效".to_owned(),
        Added::Pages => "增加、删除或移动了页面".to_owned(),
        Added::Content => "改动了页面内容".to_owned(),
        Added::Notes => "在页面上添加或删除了批注、链接等".to_owned(),
        Added::Attachments => "改动了附件".to_owned(),
        Added::Seal => "改动了原有的封存签名".to_owned(),
        Added::Properties => "改动了文件属性".to_owned(),
        Added::Objects(many) => format!("{many} 项内部数据"),
        Added::Irregular => "不合 PDF 规范的内容，用不同的程序打开时显示可能不同".to_owned(),
    }
}

pub(super) const fn broken_zh(broken: Broken) -> &'static str {
    match broken {
        Broken::Changed => "无效：签名覆盖的内容被改动",
        Broken::Damaged => "无效：签名本身被损坏",
    }
}

pub(super) fn neighbour(placed: Option<&Placed>, holds: bool, alone: &str) -> String {
    match (placed.map(|placed| &placed.record), holds) {
        (None, true) => format!("没有，{alone}"),
        (None, false) => "缺失".to_owned(),
        (Some(record), true) => format!("{}，衔接完好", record.number),
        (Some(record), false) => format!("{}，衔接断裂或内容被改动", record.number),
    }
}
