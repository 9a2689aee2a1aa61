//! `desk`: the same calls as the window's, for scheduled jobs, other programs and tests.
//!
//! Replies go to standard output as JSON; a refusal goes there too, as `{ "code", "field", "args" }`, with exit
//! code 1. What people read (progress, prompts) goes to standard error.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand, ValueEnum};
use domain::{Code, Moment, Refusal};

mod commands;
mod now;
mod sign_in;

/// 延伸服务台的命令行工具：与窗口相同的功能，供定时任务、其他程序和测试使用。
#[derive(Parser)]
#[command(name = "desk", version, disable_help_subcommand = true)]
struct Arguments {
    /// 数据文件夹
    #[arg(long, env = "DESK_DATA", global = true)]
    data: Option<PathBuf>,
    /// 登录姓名（不给出则询问）
    #[arg(long, env = "DESK_USER", global = true)]
    user: Option<String>,
    /// 以此刻运行，如 2026-11-23T02:10:00+08:00；仅限演示数据文件夹
    #[arg(long, global = true)]
    now: Option<String>,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 建立数据文件夹
    Init {
        /// 演示数据文件夹：所有打印页均注明“演示数据”
        #[arg(long)]
        demo: bool,
    },
    /// 调用一个命令，如 ticket_list；请求为 JSON，"-" 表示从标准输入读取
    Call {
        /// 命令名
        name: String,
        /// 请求
        request: Option<String>,
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
        which: Report,
    },
    /// 打印表单
    Print {
        /// 哪一种
        page: Page,
        /// 工单编号（如 WX2611230017）或内部序号
        ticket: String,
        /// 保存到
        #[arg(long)]
        pdf: PathBuf,
    },
    /// 校验全部记录与签字确认单
    Verify,
    /// 由记录重建各表
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
    /// 用备份恢复；原有数据另存保留
    Restore {
        /// 备份文件
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum Report {
    /// 月度服务报告
    Monthly {
        /// 月份，如 2026-11
        #[arg(long)]
        month: String,
        /// 保存到
        #[arg(long)]
        pdf: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Page {
    /// 派工单
    WorkOrder,
    /// 用户签字确认单
    Ack,
    /// 回复单
    Reply,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .init();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            commands::print(&refusal);
            ExitCode::FAILURE
        }
    }
}

/// The time of this run: the clock's, or the one given, which only a demo folder takes: a real file can't be
/// back-dated.
fn time(arguments: &Arguments, data: &Path) -> Result<Moment, Refusal> {
    let Some(text) = &arguments.now else {
        return Ok(now::now());
    };
    let at = Moment::parse(text).ok_or_else(|| Refusal::at(Code::BadTime, "now"))?;
    domain::check::moment("now", at)?;
    let founding = matches!(arguments.what, What::Init { demo: true });
    let demo = founding || commands::is_demo(data, at)?;
    if demo {
        Ok(at)
    } else {
        Err(Refusal::at(Code::DemoOnly, "now"))
    }
}

fn run(arguments: &Arguments) -> Result<(), Refusal> {
    if let What::Commands { schema } = arguments.what {
        commands::list(schema);
        return Ok(());
    }
    let data = arguments
        .data
        .as_deref()
        .ok_or_else(|| Refusal::at(Code::Required, "data"))?;
    let now = time(arguments, data)?;
    let at = commands::At {
        data,
        user: arguments.user.as_deref(),
        now,
    };
    match &arguments.what {
        What::Init { demo } => commands::init(&at, *demo),
        What::Call { name, request } => commands::call(&at, name, request.as_deref()),
        What::Commands { .. } => Ok(()),
        What::Demo {
            tickets,
            seed,
            months,
        } => commands::demo(&at, *tickets, *seed, *months),
        What::Report {
            which: Report::Monthly { month, pdf },
        } => commands::monthly(&at, month, pdf),
        What::Print { page, ticket, pdf } => commands::page(&at, page.code(), ticket, pdf),
        What::Verify => commands::verify(&at),
        What::Rebuild { check } => commands::rebuild(&at, *check),
        What::Backup { file } => commands::backup(&at, file),
        What::Restore { file } => commands::restore(&at, file),
    }
}

impl Page {
    const fn code(self) -> &'static str {
        match self {
            Self::WorkOrder => "work_order",
            Self::Ack => "acknowledgement",
            Self::Reply => "reply",
        }
    }
}
