//! What a file of this program consists of: its tables, indexes and triggers, and nothing besides. A trigger somebody else put into
//! the file would work with every line that is written, a view in the place of a table would be read instead of it.

use std::collections::BTreeMap;

use domain::{Code, Refusal, hash};
use rusqlite::Connection;

use crate::{
    Tx,
    error::sqlite_refusal,
    migrate,
    rebuild::{SCHEMA, TableDifference},
};

/// Every object of a file: kind, name, table, SHA-256 of its text. A test writes it.
const GOLDEN: &str = include_str!("../../sql/schema.txt");

/// Stands for the text of what SQLite makes by itself: tables within the search, indexes of keys.
const ITS_OWN: &str = "-";

/// A table that may be left where the program ended while it filled free pages of the file.
const LEFT_OVER: &str = "CREATE TABLE zeros (page BLOB NOT NULL) STRICT";

/// The tables that are no projections.
pub(crate) const KEPT: [&str; 5] = ["journal", "blob", "kept", "line_signature", "attempt"];

type ObjectName = (String, String);

/// Its table and its text.
#[derive(Debug, PartialEq, Eq)]
struct SchemaObject {
    table: String,
    text: Option<String>,
}

impl SchemaObject {
    fn text_fingerprint(&self, name: &str) -> String {
        let inner = ["ticket_search_", "customer_search_"];
        match &self.text {
            Some(text) if !inner.iter().any(|it| name.starts_with(it)) => {
                hash::sha256_hex(&[text.as_bytes()])
            }
            _ => ITS_OWN.to_owned(),
        }
    }

    fn is_permanent(&self) -> bool {
        KEPT.contains(&self.table.as_str())
    }
}

/// What stands in the file, without what SQLite counts for its plans.
fn read_schema_objects(db: &Connection) -> Result<BTreeMap<ObjectName, SchemaObject>, Refusal> {
    let text = "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE NOT (type = 'table' AND coalesce(sql, '') IN
        ('CREATE TABLE sqlite_stat1(tbl,idx,stat)', 'CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)'))";
    let mut statement = db.prepare_cached(text).map_err(sqlite_refusal)?;
    let rows = statement.query_map([], |row| {
        let text: Option<String> = row.get(3)?;
        let object = SchemaObject {
            table: row.get(2)?,
            text: text.map(|text| text.replace("\r\n", "\n")),
        };
        Ok(((row.get(0)?, row.get(1)?), object))
    });
    let mut found: BTreeMap<ObjectName, SchemaObject> = rows
        .map_err(sqlite_refusal)?
        .collect::<Result<_, _>>()
        .map_err(sqlite_refusal)?;
    let zeros = ("table".to_owned(), "zeros".to_owned());
    if found
        .get(&zeros)
        .is_some_and(|it| it.text.as_deref() == Some(LEFT_OVER))
    {
        found.remove(&zeros);
    }
    Ok(found)
}

/// One that is not as it should be.
#[derive(Debug)]
struct SchemaFault {
    kind: String,
    name: String,
    /// It belongs to somebody else; otherwise it is ours, and changed or missing.
    foreign: bool,
    is: String,
    should: String,
}

impl SchemaFault {
    fn into_refusal(self) -> Refusal {
        let code = if self.foreign {
            Code::ForeignObject
        } else {
            Code::SchemaChanged
        };
        Refusal::new(code)
            .with_arg("kind", self.kind)
            .with_arg("name", self.name)
    }
}

/// What is ours: table and print of each.
fn parse_golden_objects() -> BTreeMap<ObjectName, (&'static str, &'static str)> {
    let line = |line: &'static str| {
        let mut words = line.split(' ');
        let mut next = || words.next().unwrap_or_default();
        ((next().to_owned(), next().to_owned()), (next(), next()))
    };
    GOLDEN.lines().map(line).collect()
}

/// What is not as it should be: first what is foreign, then what of ours is changed or missing.
fn find_schema_faults(db: &Connection) -> Result<Vec<SchemaFault>, Refusal> {
    let mut ours = parse_golden_objects();
    let (mut foreign, mut changed) = (Vec::new(), Vec::new());
    for ((kind, name), object) in read_schema_objects(db)? {
        let is = object.text.clone().unwrap_or_default();
        let should = ours.remove(&(kind.clone(), name.clone()));
        if should == Some((object.table.as_str(), object.text_fingerprint(&name).as_str())) {
            continue;
        }
        let fault = SchemaFault {
            kind,
            name,
            foreign: should.is_none(),
            is,
            should: String::new(),
        };
        if fault.foreign { &mut foreign } else { &mut changed }.push(fault);
    }
    let missing = ours.into_keys().map(|(kind, name)| SchemaFault {
        should: format!("{kind} {name}"),
        kind,
        name,
        foreign: false,
        is: String::new(),
    });
    Ok(foreign.into_iter().chain(changed).chain(missing).collect())
}

/// Refuses a file in which something stands that is not this program's, or something of this program does not.
///
/// # Errors
/// `foreign_object`, `schema_changed` with `kind` and `name`.
pub(crate) fn check_current_schema(db: &Connection) -> Result<(), Refusal> {
    match find_schema_faults(db)?.into_iter().next() {
        Some(fault) => Err(fault.into_refusal()),
        None => Ok(()),
    }
}

/// The number that SQLite counts up with every change of the schema.
pub(crate) fn read_schema_version(db: &Connection) -> Result<i64, Refusal> {
    let mut statement = db
        .prepare_cached("PRAGMA schema_version")
        .map_err(sqlite_refusal)?;
    statement.query_row([], |row| row.get(0)).map_err(sqlite_refusal)
}

/// The same, each as a difference of a rebuild.
pub(crate) fn list_schema_differences(db: &Connection) -> Result<Vec<TableDifference>, Refusal> {
    let difference = |fault: SchemaFault| TableDifference {
        table: SCHEMA.to_owned(),
        key: fault.name,
        is: fault.is,
        should: fault.should,
    };
    Ok(find_schema_faults(db)?.into_iter().map(difference).collect())
}

/// Everything the steps of the journal's own tables ever made, by name, in the order of the steps.
fn list_permanent_objects() -> Result<Vec<(ObjectName, SchemaObject)>, Refusal> {
    let db = Connection::open_in_memory().map_err(sqlite_refusal)?;
    let mut ever = Vec::new();
    for step in migrate::kept_steps() {
        db.execute_batch(step).map_err(sqlite_refusal)?;
        ever.extend(read_schema_objects(&db)?);
    }
    Ok(ever)
}

/// The same check of an older file: of its journal everything, of its other tables only that nothing works by itself, because they
/// are made again.
///
/// # Errors
/// As [`check`].
pub(crate) fn check_older_schema(db: &Connection) -> Result<(), Refusal> {
    let ever = list_permanent_objects()?;
    for (name, object) in read_schema_objects(db)? {
        let works = ["trigger", "view"].contains(&name.0.as_str());
        if !works && !object.is_permanent() {
            continue;
        }
        let known: Vec<&SchemaObject> = ever
            .iter()
            .filter(|(it, _)| *it == name)
            .map(|(_, it)| it)
            .collect();
        if !known.contains(&&object) {
            let fault = SchemaFault {
                foreign: known.is_empty(),
                kind: name.0,
                name: name.1,
                is: String::new(),
                should: String::new(),
            };
            return Err(fault.into_refusal());
        }
    }
    Ok(())
}

/// Takes away whatever is not this program's beside the tables that are made again, and puts back what is missing beside the journal.
///
/// # Errors
/// Those of the file; `schema_changed` where the journal itself has another form.
pub(crate) fn repair_schema(db: &Connection) -> Result<(), Refusal> {
    let ours: BTreeMap<ObjectName, SchemaObject> = list_permanent_objects()?.into_iter().collect();
    let stands = |name: &ObjectName, object: &SchemaObject| ours.get(name) == Some(object);
    for (name, object) in read_schema_objects(db)? {
        let works = ["trigger", "view"].contains(&name.0.as_str());
        let index = name.0 == "index" && object.is_permanent() && object.text.is_some();
        if (works || index) && !stands(&name, &object) {
            let quoted = name.1.replace('"', "\"\"");
            db.execute_batch(&format!("DROP {} \"{quoted}\"", name.0))
                .map_err(sqlite_refusal)?;
        }
    }
    let there = read_schema_objects(db)?;
    // Tables before what stands on them.
    for kind in ["table", "index", "trigger"] {
        for (name, object) in ours.iter().filter(|(name, _)| name.0 == kind) {
            match (there.get(name), &object.text) {
                (Some(is), _) if is == object => {}
                (None, Some(text)) if name.1 != "journal" => {
                    db.execute_batch(text).map_err(sqlite_refusal)?
                }
                (_, None) => {}
                _ => {
                    return Err(Refusal::new(Code::SchemaChanged)
                        .with_arg("kind", name.0.clone())
                        .with_arg("name", name.1.clone()));
                }
            }
        }
    }
    Ok(())
}

impl Tx<'_> {
    /// Refuses a file in which something stands that is not this program's.
    ///
    /// # Errors
    /// `foreign_object`, `schema_changed` with `kind` and `name`.
    pub fn check_schema(&self) -> Result<(), Refusal> {
        check_current_schema(self.db)
    }
}

/// The list as a file has it.
#[cfg(test)]
fn print_schema(db: &Connection) -> Result<String, Refusal> {
    let lines = read_schema_objects(db)?
        .into_iter()
        .map(|((kind, name), object)| {
            let print = object.text_fingerprint(&name);
            if [&kind, &name, &object.table]
                .iter()
                .any(|word| word.contains(' '))
            {
                return Err(crate::error::damaged_refusal(name));
            }
            Ok(format!("{kind} {name} {} {print}\n", object.table))
        });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    /// `UPDATE_GOLDEN=1 cargo test -p store` writes the list anew.
    #[test]
    fn the_list_is_what_a_new_file_consists_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let store = Store::open_to_rebuild(&path).unwrap();
        let is = print_schema(&store.lock_writer().unwrap()).unwrap();
        let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/sql/schema.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(golden, &is).unwrap();
        }
        assert_eq!(std::fs::read_to_string(golden).unwrap(), is);
    }

    #[test]
    fn a_scrub_that_was_cut_off_is_nobodys_work() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let store = Store::open(&path).unwrap();
        let make = |text: &str| store.lock_writer().unwrap().execute_batch(text).unwrap();
        make(LEFT_OVER);
        check_current_schema(&store.lock_writer().unwrap()).unwrap();
        make("DROP TABLE zeros; CREATE TABLE zeros (page BLOB) STRICT");
        let refused = check_current_schema(&store.lock_writer().unwrap()).unwrap_err();
        assert_eq!(
            (refused.code, &refused.args["name"]),
            (Code::ForeignObject, &"zeros".into())
        );
    }
}
