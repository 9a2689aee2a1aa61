//! The campaign of `crash` against the console. `cargo xtask crash` does it for longer.
#![cfg(target_os = "linux")]

use std::path::Path;

#[test]
fn whatever_happens_to_the_console_what_was_acknowledged_is_there() {
    let program = Path::new(env!("CARGO_BIN_EXE_desk"));
    crash::Campaign::run(program, 6, crash::console::MISFORTUNES);
}
