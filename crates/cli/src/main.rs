//! `desk`: the same calls as the window's, for scheduled jobs, other programs and tests.
//!
//! Replies go to standard output as JSON; a refusal goes there too, as `{ "code", "field", "args" }`, with exit
//! code 1. What people read (progress, prompts) goes to standard error.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use domain::{Code, Moment, Refusal};
use serde_json::json;

mod commands;
mod now;
mod request;
mod sign_in;
mod words;

/// 延伸服务台的命令行工具：与窗口相同的功能，供定时任务、其他程序和测试使用。
#[derive(Parser)]
#[command(name = "desk", version, disable_help_subcommand = true)]
struct ConsoleArguments {
    /// 数据文件夹
    #[arg(long, env = "DESK_DATA", global = true)]
    data: Option<PathBuf>,
    /// 本机核对记录和密钥文件所在的文件夹（不给出则为当前用户的配置文件夹）
    #[arg(long, env = "DESK_CONFIGURATION", global = true)]
    configuration: Option<PathBuf>,
    /// 登录姓名（不给出则询问）
    #[arg(long, env = "DESK_USER", global = true)]
    user: Option<String>,
    /// 以此刻运行，如 "2026-11-23 02:10"；仅限演示数据文件夹
    #[arg(long, env = "DESK_NOW", global = true)]
    now: Option<String>,
    #[command(subcommand)]
    what: ConsoleCommand,
}

#[derive(Subcommand)]
enum ConsoleCommand {
    /// 建立数据文件夹、系统管理员和封存密钥
    ///
    /// 本机系统不能保管密钥的，或要把密钥放在口令加密的文件中的，先在环境变量 DESK_KEY_PASSPHRASE
    /// 中给出口令（至少 12 个字）。随后请用 key sheet 打印密钥核对单，存入保险柜。
    Init {
        /// 演示数据文件夹：所有打印页均注明“演示数据”
        #[arg(long)]
        demo: bool,
    },
    /// 调用一个命令，如 ticket_list；请求为 JSON，"-" 表示从标准输入读取
    ///
    /// 请求中的时间可写作 "@now" 或 "@2026-11-24 09:00"（北京时间）。
    Call {
        /// 命令名
        name: String,
        /// 请求
        request: Option<String>,
        /// 把磁盘上的文件放入请求的某一项，如 file=计划.xlsx；可多次给出
        #[arg(long, value_name = "FIELD=PATH")]
        file: Vec<String>,
    },
    /// 办理一个步骤，如 desk step hand-over SZ2611240001 '{"taken_by":"张三"}'
    ///
    /// 内容为 JSON，可用 desk example <步骤> 查看；时间可写作 "@now" 或 "@2026-11-24 09:00"（北京时间）。
    Step {
        /// 步骤
        #[arg(value_parser = words::build_step_parser())]
        step: String,
        /// 工单编号或内部序号
        ticket: String,
        /// 内容，"-" 表示从标准输入读取
        details: Option<String>,
        /// 由谁办理（不给出则为登录人）
        #[arg(long)]
        by: Option<String>,
        /// 何时办理，如 "2026-11-24 10:20"（不给出则为现在）
        #[arg(long)]
        at: Option<String>,
        /// 要添加的附件（用于 attach）
        #[arg(long, conflicts_with = "details")]
        file: Option<PathBuf>,
    },
    /// 输出一个命令或步骤的内容样例：可选的词以 | 分隔
    Example {
        /// 命令或步骤，如 ticket_open、sample
        name: String,
    },
    /// 服务进社区的年度计划
    Plan {
        #[command(subcommand)]
        which: PlanCommand,
    },
    /// 列出全部命令
    Commands {
        /// 输出请求与答复的 JSON Schema
        #[arg(long)]
        schema: bool,
    },
    /// 在演示数据文件夹中生成演示工单
    Demo {
        /// 工单数
        #[arg(long)]
        tickets: u32,
        /// 随机种子：相同种子生成相同数据
        #[arg(long)]
        seed: u64,
        /// 分布在最近几个月
        #[arg(long, default_value_t = 1)]
        months: u32,
    },
    /// 月度报告
    Report {
        #[command(subcommand)]
        which: ReportCommand,
    },
    /// 打印表单
    Print {
        /// 哪一种
        #[arg(value_parser = words::build_form_parser())]
        page: String,
        /// 工单编号（如 WX2611230017）或内部序号
        ticket: String,
        /// 保存到
        #[arg(long)]
        pdf: PathBuf,
    },
    /// 打印多张工单的表单，合成一个文件，每张工单一个书签
    PrintMany {
        /// 工单编号或内部序号，一次最多 500 张
        #[arg(required = true)]
        tickets: Vec<String>,
        /// 哪一种；不给出则打印每张工单现有的全部表单
        #[arg(long, value_parser = words::build_form_parser())]
        page: Option<String>,
        /// 派工单一页两张
        #[arg(long)]
        two_up: bool,
        /// 保存到
        #[arg(long)]
        pdf: PathBuf,
    },
    /// 校验全部记录与签字确认单，以及人员、设置等各表；给出文件时只查验这份导出的签字确认单
    ///
    /// 工单列表与统计所用的各表由 desk rebuild --check 逐行比较；封账时，当月工单按记录重新计算。
    Verify {
        /// 导出的签字确认单（PDF）
        file: Option<PathBuf>,
        /// 同时核对月报上印的锚点
        #[arg(long, conflicts_with = "file")]
        anchor: Option<String>,
        /// 封存后另有添加的，把封存时的部分另存为文件
        #[arg(long, requires = "file")]
        sealed: Option<PathBuf>,
        /// 只校验签字确认单，不校验其他记录和附件
        #[arg(long, conflicts_with_all = ["file", "anchor"])]
        records: bool,
    },
    /// 导出证据包：不用本系统也能查验的签字确认单
    Prove {
        /// 工单编号或内部序号
        ticket: String,
        /// 保存到
        #[arg(long)]
        zip: PathBuf,
    },
    /// 封存密钥
    Key {
        #[command(subcommand)]
        which: KeyCommand,
    },
    /// 公司标志：印在报告封面；不给出图片时显示现在用的是哪一个
    Logo {
        /// 图片（PNG 或 JPEG，不超过 512 KB）
        file: Option<PathBuf>,
        /// 移除，封面恢复为本系统的标志
        #[arg(long, conflicts_with = "file")]
        remove: bool,
    },
    /// 到期清除：办结满保存年限的工单，清除其中的个人信息；不给出依据时只显示到期数量
    Erase {
        /// 依据，记入每张工单；清除后不能恢复
        #[arg(long)]
        reason: Option<String>,
    },
    /// 由记录重建各表，并清除数据文件中不属于本系统的内容
    Rebuild {
        /// 只比较，不替换
        #[arg(long)]
        check: bool,
    },
    /// 备份到一个新文件
    Backup {
        /// 文件
        file: PathBuf,
    },
    /// 安装更新文件（旁边须有同名的 .minisig 签名文件）：核对签名和版本，备份数据，然后启动安装程序
    Update {
        /// 更新文件，可以在共享文件夹或移动硬盘上
        file: PathBuf,
        /// 只核对，不安装
        #[arg(long)]
        check: bool,
    },
    /// 用备份恢复：只取其中的记录和附件，各表重新建立；原有数据另存保留
    Restore {
        /// 备份文件
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum KeyCommand {
    /// 列出全部密钥，最新在前
    List,
    /// 打印密钥核对单，存入保险柜
    Sheet {
        /// 保存到
        pdf: PathBuf,
    },
    /// 核对密钥：照核对单输入密钥编号，确认本数据由此密钥继续使用
    Confirm {
        /// 核对单上的密钥编号
        id: String,
        /// 原因
        #[arg(long)]
        reason: String,
    },
    /// 启用新密钥，由旧密钥签署
    Renew {
        /// 原因
        #[arg(long)]
        reason: String,
        /// 旧密钥已丢失，无法签署
        #[arg(long)]
        lost: bool,
    },
    /// 导出密钥文件（以 DESK_KEY_EXPORT 给出的口令加密），用于保管或换机
    Export {
        /// 保存到
        file: PathBuf,
    },
    /// 导入密钥文件（口令同上）
    Import {
        /// 密钥文件
        file: PathBuf,
    },
    /// 列出已登记的时间戳服务机构；给出文件时登记它，以后只认已登记机构的时间戳
    Authority {
        /// 机构公布的证书（.cer、.crt 或 .pem）
        #[arg(requires = "reason")]
        file: Option<PathBuf>,
        /// 取消登记：证书的 SHA-256
        #[arg(long, conflicts_with = "file", requires = "reason")]
        remove: Option<String>,
        /// 原因
        #[arg(long)]
        reason: Option<String>,
    },
    /// 列出公司证书；给出文件时启用它，以后导出的签字确认单由公司证书签名（口令由 DESK_CERTIFICATE 给出）
    Certificate {
        /// 证书文件（PKCS#12：.p12 或 .pfx）
        #[arg(requires = "reason")]
        file: Option<PathBuf>,
        /// 停用现有证书
        #[arg(long, conflicts_with = "file", requires = "reason")]
        remove: bool,
        /// 原因
        #[arg(long)]
        reason: Option<String>,
    },
}

#[derive(Subcommand)]
enum ReportCommand {
    /// 服务报告：月度、季度、半年度或年度
    Monthly {
        /// 报告期，如 2026-11、2026-Q3、2026-H1、2026
        #[arg(long, alias = "span")]
        month: String,
        /// 与另一报告期对比（不给出则与上期、去年同期相比）
        #[arg(long)]
        against: Option<String>,
        /// 按已保存的模板选取内容（不给出则为全部内容）
        #[arg(long)]
        template: Option<String>,
        /// 保存到
        #[arg(long)]
        pdf: PathBuf,
    },
    /// 报告的电子表格：每项数字由公式从各张工单相加
    Workbook {
        /// 报告期，如 2026-11、2026-Q3、2026-H1、2026
        #[arg(long, alias = "span")]
        month: String,
        /// 保存到
        #[arg(long)]
        xlsx: PathBuf,
    },
    /// 报告期的工单明细（CSV，UTF-8），供其他程序使用
    Csv {
        /// 报告期，如 2026-11、2026-Q3、2026-H1、2026
        #[arg(long, alias = "span")]
        month: String,
        /// 保存到
        #[arg(long)]
        csv: PathBuf,
    },
    /// 生成上个月的月报（PDF 和 Excel），放入月报文件夹；已有的不再生成，封账后重新生成。供计划任务使用，无须登录
    Due {
        /// 放入另一个文件夹（须登录）
        #[arg(long)]
        folder: Option<PathBuf>,
    },
    /// 服务日报：一天的情况，与前一日相比
    Daily {
        /// 日期，如 2026-11-24
        #[arg(long)]
        day: String,
        /// 保存到
        #[arg(long)]
        pdf: PathBuf,
    },
    /// 工时核定表：一个月的申报与核定工时，供签字
    Hours {
        /// 月份，如 2026-11
        #[arg(long)]
        month: String,
        /// 只列一个班组
        #[arg(long)]
        crew: Option<String>,
        /// 保存到
        #[arg(long)]
        pdf: PathBuf,
    },
    /// 交接班记录：本班接到的、在办的、超时的和已约定的
    Shift {
        /// 班次开始，如 "2026-11-24 08:00"
        #[arg(long)]
        from: String,
        /// 班次结束
        #[arg(long)]
        to: String,
        /// 交班事项
        #[arg(long, default_value = "")]
        note: String,
        /// 保存到
        #[arg(long)]
        pdf: PathBuf,
    },
    /// 封账：月份的数字不再变化，以后补录的在下月月报中列为补报
    Close {
        /// 月份，如 2026-11
        #[arg(long)]
        month: String,
    },
    /// 重新打开已封账的月份
    Reopen {
        /// 月份，如 2026-11
        #[arg(long)]
        month: String,
        /// 原因
        #[arg(long)]
        reason: String,
    },
    /// 列出封账以后有变动的工单及其影响的数字
    Changes {
        /// 月份，如 2026-11
        #[arg(long)]
        month: String,
    },
}

#[derive(Subcommand)]
enum PlanCommand {
    /// 从表格导入（xlsx、xls、ods、csv），表头须有日期、小区、地点、活动内容；有一行不对则全部不导入
    Import {
        /// 表格文件
        file: PathBuf,
        /// 只检查，不导入
        #[arg(long)]
        dry_run: bool,
    },
    /// 一年的计划与举办情况
    Show {
        /// 年份
        year: i32,
    },
}

fn main() -> ExitCode {
    let arguments = ConsoleArguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .init();
    match run_console_command(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            commands::print_json(&refusal);
            // Nothing is wrong, and nothing outside of the file says that all is right.
            if refusal.code == Code::NotConfirmed {
                return ExitCode::from(2);
            }
            ExitCode::FAILURE
        }
    }
}

/// The time of this run: the clock's, or the one given, which only a demo folder takes: a real file can't be
/// back-dated.
fn resolve_run_time(arguments: &ConsoleArguments, data: &Path) -> Result<Moment, Refusal> {
    let Some(text) = &arguments.now else {
        return Ok(now::now());
    };
    let at = request::parse_local_time(text).ok_or_else(|| Refusal::at_field(Code::BadTime, "now"))?;
    domain::check::check_moment("now", at)?;
    let founding = matches!(arguments.what, ConsoleCommand::Init { demo: true });
    let demo = founding || commands::is_demo(data, at)?;
    if demo {
        Ok(at)
    } else {
        Err(Refusal::at_field(Code::DemoOnly, "now"))
    }
}

fn run_console_command(arguments: &ConsoleArguments) -> Result<(), Refusal> {
    if let ConsoleCommand::Commands { schema } = arguments.what {
        commands::list_commands(schema);
        return Ok(());
    }
    if let ConsoleCommand::Example { name } = &arguments.what {
        return commands::print_example(name);
    }
    let data = arguments
        .data
        .as_deref()
        .ok_or_else(|| Refusal::at_field(Code::Required, "data"))?;
    let now = resolve_run_time(arguments, data)?;
    let configuration = arguments
        .configuration
        .clone()
        .or_else(desk::witness::configuration_folder);
    let at = commands::ConsoleContext {
        data,
        configuration: configuration.as_deref(),
        user: arguments.user.as_deref(),
        now,
    };
    match &arguments.what {
        ConsoleCommand::Init { demo } => commands::init_data_folder(&at, *demo),
        ConsoleCommand::Call { name, request, file } => {
            commands::call_command(&at, name, request.as_deref(), file)
        }
        ConsoleCommand::Step { .. } => run_step_command(&at, &arguments.what),
        ConsoleCommand::Plan {
            which: PlanCommand::Import { file, dry_run },
        } => commands::plan_import(&at, file, *dry_run),
        ConsoleCommand::Plan {
            which: PlanCommand::Show { year },
        } => commands::plan_show(&at, *year),
        ConsoleCommand::Commands { .. } | ConsoleCommand::Example { .. } => Ok(()),
        ConsoleCommand::Demo {
            tickets,
            seed,
            months,
        } => commands::fill_demo_data(&at, *tickets, *seed, *months),
        ConsoleCommand::Report { which } => match which {
            ReportCommand::Monthly {
                month,
                against,
                template,
                pdf,
            } => {
                let ask = json!({ "span": month, "against": against, "template": template });
                commands::call_and_save_file(&at, "report_monthly", ask, pdf)
            }
            ReportCommand::Workbook { month, xlsx } => {
                commands::call_and_save_file(&at, "report_workbook", json!({ "span": month }), xlsx)
            }
            ReportCommand::Csv { month, csv } => {
                commands::call_and_save_file(&at, "report_csv", json!({ "span": month }), csv)
            }
            ReportCommand::Due { folder } => commands::report_due(&at, folder.as_deref()),
            ReportCommand::Daily { day, pdf } => {
                commands::call_and_save_file(&at, "report_daily", json!({ "day": day }), pdf)
            }
            ReportCommand::Hours { month, crew, pdf } => commands::call_and_save_file(
                &at,
                "report_hours",
                json!({ "month": month, "crew": crew }),
                pdf,
            ),
            ReportCommand::Shift { from, to, note, pdf } => {
                commands::save_shift_report(&at, (from.as_str(), to.as_str()), note, pdf)
            }
            ReportCommand::Close { month } => {
                commands::call_and_print_reply(&at, "report_close", json!({ "month": month }))
            }
            ReportCommand::Reopen { month, reason } => commands::call_and_print_reply(
                &at,
                "report_reopen",
                json!({ "month": month, "reason": reason }),
            ),
            ReportCommand::Changes { month } => {
                commands::call_and_print_reply(&at, "report_changes", json!({ "month": month }))
            }
        },
        ConsoleCommand::Print { page, ticket, pdf } => {
            commands::print_ticket_form(&at, &words::parse_form_word(page), ticket, pdf)
        }
        ConsoleCommand::PrintMany {
            tickets,
            page,
            two_up,
            pdf,
        } => commands::print_many_forms(
            &at,
            tickets,
            page.as_deref().map(words::parse_form_word),
            *two_up,
            pdf,
        ),
        ConsoleCommand::Verify {
            file: Some(file),
            sealed,
            ..
        } => commands::verify_file(&at, file, sealed.as_deref()),
        ConsoleCommand::Verify { records: true, .. } => commands::verify_records(&at),
        ConsoleCommand::Verify { anchor, .. } => commands::verify_data_file(&at, anchor.as_deref()),
        ConsoleCommand::Prove { ticket, zip } => commands::save_proof_bundle(&at, ticket, zip),
        ConsoleCommand::Key { which } => match which {
            KeyCommand::List => commands::list_keys(&at),
            KeyCommand::Sheet { pdf } => commands::call_and_save_file(&at, "key_sheet", json!({}), pdf),
            KeyCommand::Confirm { id, reason } => commands::key_confirm(&at, id, reason),
            KeyCommand::Renew { reason, lost } => commands::key_renew(&at, reason, *lost),
            KeyCommand::Export { file } => commands::key_export(&at, file),
            KeyCommand::Import { file } => commands::key_import(&at, file),
            KeyCommand::Authority { file, remove, reason } => commands::manage_authorities(
                &at,
                file.as_deref(),
                remove.as_deref(),
                reason.as_deref().unwrap_or_default(),
            ),
            KeyCommand::Certificate { file, remove, reason } => commands::manage_certificates(
                &at,
                file.as_deref(),
                *remove,
                reason.as_deref().unwrap_or_default(),
            ),
        },
        ConsoleCommand::Logo { file, remove } => commands::manage_logo(&at, file.as_deref(), *remove),
        ConsoleCommand::Erase { reason } => commands::run_erasure(&at, reason.as_deref()),
        ConsoleCommand::Rebuild { check } => commands::rebuild_projections(&at, *check),
        ConsoleCommand::Backup { file } => commands::make_backup(&at, file),
        ConsoleCommand::Update { file, check } => commands::install_update(&at, file, *check),
        ConsoleCommand::Restore { file } => commands::restore_backup(&at, file),
    }
}

fn run_step_command(at: &commands::ConsoleContext, what: &ConsoleCommand) -> Result<(), Refusal> {
    let ConsoleCommand::Step {
        step,
        ticket,
        details,
        by,
        at: when,
        file,
    } = what
    else {
        return Ok(());
    };
    let step = words::parse_step_word(step)
        .ok_or_else(|| Refusal::new(Code::UnknownCommand).with_arg("name", step.clone()))?;
    let taking = commands::StepArguments {
        step,
        ticket,
        by: by.as_deref(),
        when: when.as_deref(),
        details: details.as_deref(),
        file: file.as_deref(),
    };
    commands::take_step(at, &taking)
}
