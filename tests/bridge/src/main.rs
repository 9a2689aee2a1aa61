//! A loopback door to the desk, so that a browser can show the screens against the real core in tests.
//!
//! `POST /call` with `{ "name", "request", "work" }` answers what the desk answers, 400 with the refusal otherwise;
//! everything else is a file of the screens' test build. It listens on 127.0.0.1 only.

use std::{
    path::{Component, Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use desk::{Desk, Moment, Refusal};
use domain::Code;
use serde_json::{Value, json};
use tiny_http::{Header, Method, Request, Response, Server};

#[derive(Parser)]
struct Arguments {
    /// Data folder.
    #[arg(long)]
    data: PathBuf,
    /// The screens' test build.
    #[arg(long)]
    screens: PathBuf,
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What the clock shows at the beginning, such as 2026-11-24T02:10:00+08:00; it runs on from there. Without
    /// it the clock is the machine's.
    #[arg(long)]
    now: Option<String>,
    /// A file with the public key whose updates this desk takes.
    #[arg(long)]
    update_key: Option<PathBuf>,
}

/// The clock of this desk: the machine's, moved by so many milliseconds.
#[derive(Clone, Copy)]
struct Clock {
    moved: i64,
}

impl Clock {
    fn showing(text: Option<&str>) -> Result<Self, Refusal> {
        let machine = Self { moved: 0 };
        let Some(text) = text else { return Ok(machine) };
        let wanted = Moment::parse(text).ok_or_else(|| Refusal::at(Code::BadTime, "now"))?;
        Ok(Self {
            moved: wanted.since(machine.now()),
        })
    }

    fn now(self) -> Moment {
        Moment(machine_now().0.saturating_add(self.moved))
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "a shell of its own: the tests' clock starts from the machine's"
)]
fn machine_now() -> Moment {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let opened = Clock::showing(arguments.now.as_deref())
        .and_then(|clock| Ok((Desk::open(&arguments.data, clock.now())?, clock)));
    let (desk, clock) = match opened {
        Ok(opened) => opened,
        Err(refusal) => {
            eprintln!("{refusal}");
            return ExitCode::FAILURE;
        }
    };
    let desk = match arguments.update_key.as_ref().map(std::fs::read_to_string) {
        None => desk,
        Some(Ok(key)) => desk.taking_updates_of(&key),
        Some(Err(error)) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let server = match Server::http(("127.0.0.1", arguments.port)) {
        Ok(server) => server,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    println!("http://{}", server.server_addr());
    // One thread for each request, as in the window: long work is watched and stopped by other calls.
    std::thread::scope(|scope| {
        for request in server.incoming_requests() {
            // A page that went away does not end the tests.
            scope.spawn(|| answer(&desk, clock, &arguments.screens, request));
        }
    });
    ExitCode::SUCCESS
}

fn answer(desk: &Desk, clock: Clock, screens: &Path, mut request: Request) -> std::io::Result<()> {
    if *request.method() == Method::Post && request.url() == "/call" {
        let mut text = String::new();
        request.as_reader().read_to_string(&mut text)?;
        let (status, reply) = match call(desk, clock.now(), &text) {
            Ok(reply) => (200, reply),
            Err(refusal) => (400, json!(refusal)),
        };
        let response = Response::from_string(reply.to_string()).with_status_code(status);
        return request.respond(typed(response, "application/json"));
    }
    let url = request.url().split('?').next().unwrap_or_default().to_owned();
    match file(screens, &url) {
        Some((bytes, media)) => request.respond(typed(Response::from_data(bytes), media)),
        None => request.respond(Response::empty(404)),
    }
}

fn typed<R: std::io::Read>(response: Response<R>, media: &str) -> Response<R> {
    match Header::from_bytes("content-type", media) {
        Ok(header) => response.with_header(header),
        Err(()) => response,
    }
}

fn call(desk: &Desk, now: Moment, text: &str) -> Result<Value, Refusal> {
    let bad = |detail: &str| Refusal::new(Code::BadRequest).with("detail", detail);
    let body: Value = serde_json::from_str(text).map_err(|error| bad(&error.to_string()))?;
    let name = body
        .get("name")
        .and_then(Value::as_str)
        .ok_or_else(|| bad("no name"))?;
    let request = body.get("request").cloned().unwrap_or(Value::Null);
    desk.call_watched(name, request, now, body.get("work").and_then(Value::as_str))
}

/// A file of the screens; never one outside their folder.
fn file(screens: &Path, url: &str) -> Option<(Vec<u8>, &'static str)> {
    let path = Path::new(url.trim_start_matches('/'));
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let path = if path.as_os_str().is_empty() {
        Path::new("index.html")
    } else {
        path
    };
    let media = match path.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript",
        "css" => "text/css",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    };
    Some((std::fs::read(screens.join(path)).ok()?, media))
}
