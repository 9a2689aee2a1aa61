//! `cargo xtask run` sets everything up and opens the program; `cargo xtask test` sets everything up and passes
//! all tests. Both need nothing but Rust and Node.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod display;
mod packages;
mod pictures;
mod run;
mod speed;
mod step;
mod test;

#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Sets everything up, builds and opens the program.
    Run {
        /// On fresh demo data instead of the default data folder.
        #[arg(long)]
        demo: bool,
    },
    /// Sets everything up and passes all tests.
    Test,
    /// Renews the pictures of screens and pages in docs/screens (Debian and Ubuntu only).
    Pictures,
    /// Measures the window with a million tickets; nothing else should run beside it.
    Speed,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().what {
        What::Run { demo } => run::run(demo),
        What::Test => test::test(),
        What::Pictures => pictures::pictures(),
        What::Speed => speed::speed(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n✗ {problem}");
            ExitCode::FAILURE
        }
    }
}
