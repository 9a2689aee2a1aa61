//! Rows of a spreadsheet as texts: xlsx, xls and ods, and csv in UTF-8 or GBK. What a file is, is told by its
//! content, never by its name.

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use chrono::{Days, NaiveDate};
use domain::{Code, Refusal};

/// Most rows read.
const ROWS: usize = 5_000;

/// The rows of the first sheet, each cell as a text: dates as `2026-03-15`, times as `09:30`.
///
/// # Errors
/// `required` for an empty file, `bad_sheet` for what is no spreadsheet, `out_of_range` for more than 5,000 rows.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::at(Code::Required, "file"));
    }
    let rows = if bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        workbook(bytes)?
    } else {
        text(bytes)?
    };
    if rows.len() > ROWS {
        return Err(Refusal::at(Code::OutOfRange, "file")
            .with("least", 1)
            .with("most", ROWS));
    }
    Ok(rows)
}

fn bad() -> Refusal {
    Refusal::at(Code::BadSheet, "file")
}

fn workbook(bytes: &[u8]) -> Result<Vec<Vec<String>>, Refusal> {
    let mut book = open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).map_err(|_| bad())?;
    let sheet = book.worksheet_range_at(0).ok_or_else(bad)?.map_err(|_| bad())?;
    // Blank rows above the first cell count, so that a row is named as in the office's program.
    let above = sheet.start().map_or(0, |(row, _)| row);
    let blank = (0..above).map(|_| Vec::new());
    Ok(blank
        .chain(sheet.rows().map(|row| row.iter().map(cell).collect()))
        .collect())
}

fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(at) => excel_date(at.as_f64()),
        Data::String(text) | Data::DateTimeIso(text) => text.trim().to_owned(),
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string().trim().to_owned(),
    }
}

/// A date or time of the office's program: whole days since the end of 1899, the time as a part of a day.
fn excel_date(number: f64) -> String {
    let minutes = (number.fract() * 1440.0).round();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a day's minutes and the days of a calendar are small and not below zero"
    )]
    let (days, minutes) = (number.trunc().max(0.0) as u64, minutes.max(0.0) as u64);
    let time = format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    let date =
        NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|start| start.checked_add_days(Days::new(days)));
    match date {
        Some(date) if days > 0 && minutes > 0 => format!("{} {time}", date.format("%Y-%m-%d")),
        Some(date) if days > 0 => date.format("%Y-%m-%d").to_string(),
        _ => time,
    }
}

fn text(bytes: &[u8]) -> Result<Vec<Vec<String>>, Refusal> {
    let decoded = match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let (text, _, broken) = encoding_rs::GBK.decode(bytes);
            if broken {
                return Err(bad());
            }
            text.into_owned()
        }
    };
    let first = decoded.lines().next().unwrap_or_default();
    let tab = first.matches('\t').count() > first.matches(',').count();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tab { b'\t' } else { b',' })
        .from_reader(decoded.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| bad())?;
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_of_the_office() {
        assert_eq!(excel_date(46_096.0), "2026-03-15");
        assert_eq!(excel_date(46_096.395_833_333), "2026-03-15 09:30");
        assert_eq!(excel_date(0.395_833_333), "09:30");
    }

    #[test]
    fn csv_in_both_encodings() {
        let text = "日期,小区\n2026-03-15,演示花园\n";
        let expected = vec![vec!["日期", "小区"], vec!["2026-03-15", "演示花园"]];
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        for bytes in [text.as_bytes(), &gbk, format!("\u{feff}{text}").as_bytes()] {
            assert_eq!(rows(bytes).unwrap(), expected);
        }
        assert_eq!(rows(b"PK no archive").unwrap_err().code, Code::BadSheet);
        assert_eq!(rows(&[0xff, 0xff, 0xff]).unwrap_err().code, Code::BadSheet);
        assert_eq!(rows(b"").unwrap_err().code, Code::Required);
    }
}
