//! Misfortunes of a program that stands, with several clients at once: `bridge`, which is the window's desk behind a port.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        process::CommandExt as _,
    },
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    thread::{ScopedJoinHandle, sleep},
    time::Duration,
};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use serde_json::{Value, json};

use crate::{Campaign, Misfortune, check_whole, hashes, log, report};

/// What happens to a bridge.
pub const MISFORTUNES: &[(&str, Misfortune)] = &[
    ("killed within commands", |campaign| {
        let bridge = Bridge::start(campaign, &Start::default()).unwrap();
        let stops = campaign.draw(40);
        hammer(campaign, bridge, 3, Some(stops));
    }),
    ("killed between commands", between),
    ("log cut", cut),
    ("disk full", disk_full),
    ("folder that may only be read", read_only),
    ("clock that jumps", jump),
];

/// How many texts a client sends at most: it ends where nothing stops it.
const MOST: u64 = 60;

/// A bridge at work; it is killed with this.
struct Bridge {
    child: Child,
    address: String,
}

impl Drop for Bridge {
    fn drop(&mut self) {
        // SIGKILL: nothing of it goes on.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a bridge is started.
#[derive(Default)]
struct Start<'a> {
    /// What its clock shows; without it [`crate::BEGIN`].
    now: Option<&'a str>,
    /// The largest file it may write, in blocks of 512 bytes.
    blocks: Option<u64>,
    /// As somebody who owns nothing.
    stranger: bool,
}

impl Bridge {
    /// Starts one; nothing if it ends at once, because it cannot open its file.
    fn start(campaign: &Campaign, start: &Start) -> Option<Self> {
        let data = campaign.data();
        let mut command = Command::new("sh");
        // Without the trap the signal of a full file would end it.
        let limit = start
            .blocks
            .map(|blocks| format!("trap '' XFSZ; ulimit -f {blocks}; "));
        let script = format!("{}exec \"$0\" \"$@\"", limit.unwrap_or_default());
        command.args(["-c", &script]).arg(&campaign.program);
        command
            .arg("--data")
            .arg(&data)
            .arg("--screens")
            .arg("/nonexistent");
        command.args(["--now", start.now.unwrap_or(crate::BEGIN)]);
        if start.stranger {
            command.uid(65_534).gid(65_534);
        }
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("http://").map(str::to_owned);
        let mut bridge = Self {
            child,
            address: address.clone().unwrap_or_default(),
        };
        if address.is_none() {
            assert!(!bridge.child.wait().unwrap().success());
            return None;
        }
        Some(bridge)
    }
}

/// Calls a command; the reply, or the refusal, or nothing where the program is gone.
fn call(address: &str, name: &str, request: &Value) -> Option<Result<Value, Value>> {
    let body = json!({ "name": name, "request": request }).to_string();
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(100))).ok()?;
    let head = format!(
        "POST /call HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    // An answer that was cut off acknowledges nothing.
    let value: Value = serde_json::from_str(body).ok()?;
    match head.split(' ').nth(1)? {
        "200" => Some(Ok(value)),
        "400" => Some(Err(value)),
        other => panic!("{name}: the program answered {other}"),
    }
}

/// Signs in; the refusal if it is not possible.
fn sign_in(address: &str) -> Option<Result<Value, Value>> {
    let request = json!({ "name": "admin", "password": "Demo-2026" });
    call(address, "person_sign_in", &request)
}

/// What one client came to: what was acknowledged, and the codes of what was refused.
#[derive(Default)]
struct Came {
    acknowledged: Vec<String>,
    refused: Vec<String>,
}

/// Sends what a person does all day, until the program is gone or it has sent enough; counts what was answered.
fn client(address: &str, texts: Vec<String>, seed: u64, answered: &AtomicU64) -> Came {
    let mut random = StdRng::seed_from_u64(seed);
    let mut came = Came::default();
    let mut tickets: Vec<Value> = Vec::new();
    for text in texts {
        let old =
            (!tickets.is_empty() && random.random_bool(0.7)).then(|| random.random_range(0..tickets.len()));
        let answer = match old {
            // Several notes on one ticket, each on the version before.
            Some(place) => {
                let ticket = &tickets[place]["ticket"];
                let step = json!({ "ticket": ticket["id"], "version": ticket["version"], "details": { "note": text } });
                call(address, "ticket_note", &step)
            }
            None => {
                let now = call(address, "desk_state", &json!({})).and_then(Result::ok);
                let Some(now) = now.and_then(|state| state["now"].as_i64()) else {
                    break;
                };
                call(address, "ticket_open", &report(now, &text))
            }
        };
        answered.fetch_add(1, Ordering::Relaxed);
        match answer {
            Some(Ok(reply)) => {
                came.acknowledged.push(text);
                match old {
                    Some(place) => tickets[place] = reply["value"].clone(),
                    None => tickets.push(reply["value"].clone()),
                }
            }
            Some(Err(refusal)) => came.refused.push(refusal["code"].as_str().unwrap().to_owned()),
            None => break,
        }
    }
    came
}

/// Several clients at once. The bridge is killed soon after so many answers, in the midst of others, or when they have sent everything. The
/// codes of what was refused.
fn hammer(campaign: &mut Campaign, mut bridge: Bridge, clients: usize, stops: Option<u64>) -> Vec<String> {
    let address = bridge.address.clone();
    if let Some(Err(refusal)) = sign_in(&address) {
        return vec![refusal["code"].as_str().unwrap().to_owned()];
    }
    let answered = AtomicU64::new(0);
    let moment = Duration::from_micros(campaign.draw(50_000));
    let given: Vec<(Vec<String>, u64)> = (0..clients)
        .map(|_| {
            (
                (0..MOST).map(|_| campaign.text()).collect(),
                campaign.random.random(),
            )
        })
        .collect();
    let came: Vec<Came> = std::thread::scope(|scope| {
        let (address, count) = (&address, &answered);
        let threads: Vec<_> = given
            .into_iter()
            .map(|(texts, seed)| scope.spawn(move || client(address, texts, seed, count)))
            .collect();
        if let Some(stops) = stops {
            while answered.load(Ordering::Relaxed) < stops
                && !threads.iter().all(ScopedJoinHandle::is_finished)
            {
                sleep(Duration::from_millis(1));
            }
            sleep(moment);
            bridge.child.kill().unwrap();
        }
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    drop(bridge);
    let mut refused = Vec::new();
    for one in came {
        campaign.acknowledge(one.acknowledged);
        refused.extend(one.refused);
    }
    refused
}

/// A kill when nothing is on its way.
fn between(campaign: &mut Campaign) {
    let bridge = Bridge::start(campaign, &Start::default()).unwrap();
    let address = bridge.address.clone();
    sign_in(&address).unwrap().unwrap();
    let texts = (0..=campaign.draw(8)).map(|_| campaign.text()).collect();
    let seed = campaign.random.random();
    let came = client(&address, texts, seed, &AtomicU64::new(0));
    assert!(came.refused.is_empty(), "{:?}", came.refused);
    drop(bridge);
    campaign.acknowledge(came.acknowledged);
}

/// A kill, and a log that lost its end, or got something else there: behind the last transaction nothing may be lost, within it everything
/// up to some line must be there.
fn cut(campaign: &mut Campaign) {
    let bridge = Bridge::start(campaign, &Start::default()).unwrap();
    let stops = 5 + campaign.draw(40);
    hammer(campaign, bridge, 3, Some(stops));
    let Some(end) = log::end_of_last_transaction(&campaign.data()) else {
        return;
    };
    let length = fs::metadata(log::path(&campaign.data())).unwrap().len();
    let behind = end + campaign.draw(length.saturating_sub(end) + 1);
    let mut noise = vec![0; usize::try_from(campaign.draw(9_000)).unwrap()];
    campaign.random.fill(noise.as_mut_slice());
    for noise in [&[][..], &noise] {
        let copy = campaign.copied();
        log::cut(copy.path(), behind, noise);
        campaign.check(copy.path());
    }
    let copy = campaign.copied();
    log::cut(copy.path(), campaign.draw(end), &[]);
    check_whole(copy.path());
    let (cut, whole) = (hashes(copy.path()), hashes(&campaign.data()));
    assert!(
        whole.starts_with(&cut),
        "{} of {} lines, but others",
        cut.len(),
        whole.len()
    );
}

/// A disk that takes a few more kilobytes: refused, and the program goes on.
fn disk_full(campaign: &mut Campaign) {
    let size = |name: &str| fs::metadata(campaign.data().join(name)).map_or(0, |file| file.len());
    let largest = size(desk::FILE).max(size("desk.db-wal"));
    let blocks = (largest + 40_000 + campaign.draw(300_000)) / 512;
    let start = Start {
        blocks: Some(blocks),
        ..Start::default()
    };
    let Some(bridge) = Bridge::start(campaign, &start) else {
        return;
    };
    let address = bridge.address.clone();
    let refused = hammer(campaign, bridge, 2, None);
    for code in &refused {
        assert!(
            matches!(code.as_str(), "disk_full" | "file_problem" | "busy"),
            "{address}: {refused:?}"
        );
    }
}

/// A folder that nobody may write into: nothing is acknowledged and nothing changed; with its rights back everything goes on.
fn read_only(campaign: &mut Campaign) {
    // A file that stands alone, as after an orderly end.
    check_whole(&campaign.data());
    let file = campaign.data().join(desk::FILE);
    let before = fs::read(&file).unwrap();
    let whose = fs::metadata(&file).unwrap().uid();
    permit(campaign, 0o555, 0o444);
    let start = Start {
        stranger: whose == 0,
        ..Start::default()
    };
    if let Some(bridge) = Bridge::start(campaign, &start) {
        let refused = hammer(campaign, bridge, 1, None);
        assert!(!refused.is_empty(), "nothing was refused");
        for code in &refused {
            assert!(
                matches!(code.as_str(), "read_only" | "file_problem"),
                "{refused:?}"
            );
        }
    }
    assert_eq!(fs::read(&file).unwrap(), before);
    permit(campaign, 0o755, 0o644);
}

fn permit(campaign: &Campaign, folder: u32, file: u32) {
    let set = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for entry in fs::read_dir(campaign.data()).unwrap() {
        set(&entry.unwrap().path(), file);
    }
    set(&campaign.data(), folder);
    // Others must get as far as that.
    set(campaign.data().parent().unwrap(), 0o755);
}

/// Clocks that show any time of some years, one after the other.
fn jump(campaign: &mut Campaign) {
    for _ in 0..3 {
        let (year, month, hour) = (2026 + campaign.draw(6), 1 + campaign.draw(12), campaign.draw(24));
        let now = format!("{year}-{month:02}-15T{hour:02}:00:00+08:00");
        let start = Start {
            now: Some(&now),
            ..Start::default()
        };
        let bridge = Bridge::start(campaign, &start).unwrap();
        let stops = 1 + campaign.draw(8);
        hammer(campaign, bridge, 2, Some(stops));
    }
}
