//! `cargo xtask run` sets everything up and opens the program; `cargo xtask test` sets everything up and passes
//! all tests. Both need nothing but Rust and Node.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod crash;
mod display;
mod packages;
mod pictures;
mod run;
mod speed;
mod step;
mod test;
mod windows;

#[derive(Parser)]
#[command(name = "cargo xtask")]
struct XtaskArguments {
    #[command(subcommand)]
    what: XtaskCommand,
}

#[derive(Subcommand)]
enum XtaskCommand {
    /// Sets everything up, builds and opens the program.
    Run {
        /// On fresh demo data instead of the default data folder.
        #[arg(long)]
        demo: bool,
    },
    /// Sets everything up and passes all tests.
    Test,
    /// Kills programs, cuts logs, fills disks and turns clocks, and looks whether anything acknowledged was lost (Linux only).
    Crash {
        /// How long, for the bridge and for the console.
        #[arg(long, default_value_t = 180)]
        seconds: u64,
        /// Repeats what was drawn before.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Renews the pictures of screens and pages in docs/screens (Debian and Ubuntu only).
    Pictures,
    /// Measures the window with a million tickets; nothing else should run beside it.
    Speed,
    /// Builds the program, the console and the installer for Windows and tries them under Wine (Debian and Ubuntu only).
    Windows {
        /// Only the installer and its life, of what was built before.
        #[arg(long)]
        built: bool,
    },
}

fn main() -> ExitCode {
    let done = match XtaskArguments::parse().what {
        XtaskCommand::Run { demo } => run::run_program(demo),
        XtaskCommand::Test => test::run_all_tests(),
        XtaskCommand::Crash { seconds, seed } => crash::run_crash_campaign(seconds, seed),
        XtaskCommand::Pictures => pictures::renew_pictures(),
        XtaskCommand::Speed => speed::measure_speed(),
        XtaskCommand::Windows { built } => windows::build_and_try_windows(built),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n✗ {problem}");
            ExitCode::FAILURE
        }
    }
}
