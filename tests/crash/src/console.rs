//! Misfortunes of a program that does one command and ends: `desk`.

use std::{
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use domain::Moment;
use serde_json::Value;

use crate::{BEGIN, Campaign, Misfortune, report};

/// What happens to consoles.
pub const MISFORTUNES: &[(&str, Misfortune)] = &[
    ("killed within commands", |campaign| {
        let within = time(campaign);
        for _ in 0..6 {
            kill(campaign, within);
        }
    }),
    ("killed one of several", |campaign| {
        let within = time(campaign);
        let others: Vec<_> = (0..3).map(|_| begin(campaign)).collect();
        kill(campaign, within);
        for (text, child) in others {
            end(campaign, text, child);
        }
    }),
];

/// Begins to take a report.
fn begin(campaign: &mut Campaign) -> (String, Child) {
    let text = campaign.text();
    let received = Moment::parse(BEGIN).unwrap().0;
    let child = Command::new(&campaign.program)
        .arg("--data")
        .arg(campaign.data())
        .args([
            "--now",
            BEGIN,
            "call",
            "ticket_open",
            &report(received, &text).to_string(),
        ])
        .env("DESK_USER", "admin")
        .env("DESK_PASSWORD", "Demo-2026")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    (text, child)
}

/// Waits for its end; what it has acknowledged is remembered. Whether it has.
fn end(campaign: &mut Campaign, text: String, child: Child) -> bool {
    let out = child.wait_with_output().unwrap();
    let acknowledged = out.status.success() && serde_json::from_slice::<Value>(&out.stdout).is_ok();
    campaign.acknowledge(acknowledged.then_some(text));
    acknowledged
}

/// How long a command takes that nothing happens to.
fn time(campaign: &mut Campaign) -> Duration {
    let (text, child) = begin(campaign);
    #[allow(clippy::disallowed_methods, reason = "it is measured to be cut off within")]
    let begun = std::time::Instant::now();
    assert!(end(campaign, text, child));
    begun.elapsed()
}

/// Kills a command somewhere on its way.
fn kill(campaign: &mut Campaign, within: Duration) {
    let (text, mut child) = begin(campaign);
    let most = u64::try_from(within.as_micros()).unwrap_or(u64::MAX);
    sleep(Duration::from_micros(campaign.draw(most)));
    // It may have ended by itself.
    let _ = child.kill();
    end(campaign, text, child);
}
