//! A loopback door to the desk, so that a browser can show the screens against the real core in tests.
//!
//! `POST /call` with `{ "name", "request", "work", "then" }` answers what the desk answers, 400 with the refusal otherwise;
//! everything else is a file of the screens' test build. It listens on 127.0.0.1 only.

use std::{
    path::{Component, Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{StatusCode, Uri, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::post,
};
use clap::Parser;
use desk::{Desk, Moment, Refusal};
use domain::Code;
use serde_json::{Value, json};
use tokio::net::TcpListener;

#[derive(Parser)]
struct Arguments {
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
        let wanted = Moment::parse(text).ok_or_else(|| Refusal::at_field(Code::BadTime, "now"))?;
        Ok(Self {
            moved: wanted.milliseconds_since(machine.now()),
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

/// The desk, with the configuration folder of whoever uses the computer, where a test gives one.
fn opened(data: &Path, clock: &Clock) -> Result<Desk, Refusal> {
    let configuration = std::env::var_os("DESK_CONFIGURATION").map(PathBuf::from);
    Desk::open_with_progress(data, configuration.as_deref(), clock.now(), &mut |_, _| {})
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let opened = Clock::showing(arguments.now.as_deref())
        .and_then(|clock| Ok((opened(&arguments.data, &clock)?, clock)));
    let (desk, clock) = match opened {
        Ok(opened) => opened,
        Err(refusal) => {
            eprintln!("{refusal}");
            return ExitCode::FAILURE;
        }
    };
    let desk = match arguments.update_key.as_ref().map(std::fs::read_to_string) {
        None => desk,
        Some(Ok(key)) => desk.with_update_key(&key),
        Some(Err(error)) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let door = Arc::new(Door {
        desk,
        clock,
        screens: arguments.screens,
    });
    let served = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .and_then(|runtime| runtime.block_on(serve(door, arguments.port)));
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What answers are made from.
struct Door {
    desk: Desk,
    clock: Clock,
    screens: PathBuf,
}

async fn serve(door: Arc<Door>, port: u16) -> std::io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}", listener.local_addr()?);
    let router = Router::new()
        .route("/call", post(called))
        .fallback(asked)
        // Photos and whole sheets come in one call; how much is too much says the desk.
        .layer(DefaultBodyLimit::disable())
        .with_state(door);
    axum::serve(listener, router).await
}

/// One thread for each call, as in the window: long work is watched and stopped by other calls.
async fn called(State(door): State<Arc<Door>>, text: String) -> Response {
    let answered = tokio::task::spawn_blocking(move || call(&door.desk, door.clock.now(), &text)).await;
    let (status, reply) = match answered {
        Ok(Ok(reply)) => (StatusCode::OK, reply),
        Ok(Err(refusal)) => (StatusCode::BAD_REQUEST, json!(refusal)),
        // The call panicked, which stands in the output of this program.
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    ([(CONTENT_TYPE, "application/json")], (status, reply.to_string())).into_response()
}

async fn asked(State(door): State<Arc<Door>>, url: Uri) -> Response {
    match file(&door.screens, url.path()) {
        Some((bytes, media)) => ([(CONTENT_TYPE, media)], Bytes::from(bytes)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn call(desk: &Desk, now: Moment, text: &str) -> Result<Value, Refusal> {
    let bad = |detail: &str| Refusal::new(Code::BadRequest).with_arg("detail", detail);
    let body: Value = serde_json::from_str(text).map_err(|error| bad(&error.to_string()))?;
    let name = body
        .get("name")
        .and_then(Value::as_str)
        .ok_or_else(|| bad("no name"))?;
    let request = body.get("request").cloned().unwrap_or(Value::Null);
    let text = |field| body.get(field).and_then(Value::as_str);
    desk.call_then_read(name, request, now, text("work"), text("then"))
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
