//! The office's sheets in journeys: what stands in one, and an import that is stopped.

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use domain::Code;
use serde_json::{Value, json};

use crate::World;

/// The texts of the first sheet of a workbook.
#[must_use]
pub fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

/// Lines of the journal.
#[must_use]
pub fn lines(world: &World) -> i64 {
    world.desk.store().read_tx(|tx| tx.last_seq()).unwrap()
}

/// Stops an import somewhere while it is being written; nothing of it may be left.
pub fn stopped(world: &World, command: &str, ask: &Value) {
    let (desk, now) = (&world.desk, world.now());
    let before = lines(world);
    let name = json!({ "work": "导入" });
    std::thread::scope(|scope| {
        let import = scope.spawn(|| desk.call_as_job(command, ask.clone(), now, Some("导入")));
        loop {
            let state = desk.call("work_get", name.clone(), now).unwrap();
            if state["done"].as_i64() > state["of"].as_i64().map(|of| of * 2 / 3)
                && state["of"].as_i64() > Some(0)
            {
                break;
            }
            assert!(!import.is_finished(), "over before anybody could look");
        }
        desk.call("work_stop", name.clone(), now).unwrap();
        assert_eq!(import.join().unwrap().unwrap_err().code, Code::Stopped);
    });
    assert_eq!(lines(world), before);
    world.check();
}
