//! 封存密钥核对单: what the safe keeps of the installation's key. It holds nothing secret; it says which key is the right one when the file
//! and the computer no longer agree.

use domain::{Moment, settings::Settings};

use pdf::{
    PdfDocument,
    flow::Flow,
    sheet::{DocumentPage, Ink},
};

use crate::{
    form::{write_field, write_field_pair, write_heading, write_signature_lines},
    office::begin_office_page,
    qr,
};

/// What the sheet says.
pub struct KeySheet<'a> {
    /// The company.
    pub settings: &'a Settings,
    /// The key's id, in groups.
    pub id: String,
    /// The public half, 64 hex digits.
    pub public: String,
    /// Since when it is in use.
    pub since: Moment,
    /// Who took it into use.
    pub by: String,
    /// Whether an administrator has compared it, and the data agree with what is known outside of them.
    pub confirmed: bool,
    /// Whether the key before it was lost and did not announce it.
    pub after_lost: bool,
    /// Ids of the keys before it, newest first.
    pub before: Vec<String>,
    pub installation: String,
    pub folder: String,
    /// Where the secret half lies.
    pub place: String,
    /// What these data are, if not the original ones.
    pub not_original: Option<&'a str>,
    /// When it is printed.
    pub now: Moment,
}

#[must_use]
pub fn lay_out_key_sheet(input: &KeySheet) -> PdfDocument {
    let about = "由系统管理员打印、签名，存入保险柜；换电脑、恢复数据或程序提示核对时使用。";
    let mut flow = begin_office_page(
        DocumentPage::a4_portrait(),
        input.settings,
        "封存密钥核对单",
        about,
    );
    flow.draw_figure(&format!("二维码：{}", input.id), |flow| {
        for mark in qr::build_qr_marks(&input.id, (172.0, 13.0), 20.0) {
            flow.draw_mark(mark);
        }
    });
    write_heading(&mut flow, "密钥");
    write_field(&mut flow, "密钥编号", &input.id);
    write_field(&mut flow, "公钥", &group_digits(&input.public));
    write_field_pair(
        &mut flow,
        ("启用时间", &input.since.date_time_text()),
        ("启用人", &input.by),
    );
    let lost = if input.after_lost {
        "（上一密钥遗失，未签署本密钥）"
    } else {
        ""
    };
    let before = format!("{}{lost}", input.before.join("、"));
    write_field(&mut flow, "以前的密钥", &before);
    let state = if input.confirmed {
        "已核对"
    } else {
        "尚未核对：请先查明数据和密钥的来源，再签名、存放和照单核对"
    };
    write_field(&mut flow, "核对状态", state);
    write_heading(&mut flow, "数据");
    write_field(&mut flow, "数据编号", &input.installation);
    write_field(&mut flow, "数据文件夹", &input.folder);
    write_field(&mut flow, "密钥存放处", &input.place);
    write_heading(&mut flow, "用法");
    write_key_instructions(&mut flow);
    write_signature_lines(&mut flow, &["系统管理员", "见证人", "日期"]);
    flow.finish_with_footers(
        &format!("封存密钥核对单 {}", input.id),
        &input.settings.company,
        input.now,
        input.not_original,
    )
}

fn write_key_instructions(flow: &mut Flow) {
    for text in [
        "1. 程序提示数据与核对记录不符、尚无核对记录或密钥尚未核对时，在 设置与日历 → 封存密钥 → 核对密钥 中，照本单输入密钥编号。输入前先查明原因；数据副本和恢复演练不必核对。",
        "2. 每月月报的末页印有密钥编号，应与当时启用的密钥一致：启用新密钥以后的月报与本单相同，以前的与上面所列“以前的密钥”相同；都不相同时，请勿继续使用，先查明原因。",
        "3. 本单不含密钥本身，不能代替密钥。密钥请另行导出，以口令加密后异地保管。",
        "4. 启用新密钥或移动数据文件夹后，请重新打印本单，旧单留存备查。",
    ] {
        flow.write_paragraph(9.5, Ink::Black, text);
        flow.add_gap(1.0);
    }
    flow.add_gap(3.0);
}

/// Eight digits at a time, so that it can be read out.
fn group_digits(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let groups: Vec<String> = digits.chunks(8).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}
