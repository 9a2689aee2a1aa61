//! Spreadsheets of a few kilobytes that say they have millions of cells.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::refused;

/// Both ways to the same reader; where that has much to unpack, one of them is enough.
const SHEETS: [&str; 2] = ["customer_sheet_look", "community_import"];
const HOUSEHOLDS: [&str; 1] = ["customer_sheet_look"];
const PLAN: [&str; 1] = ["community_import"];
const LARGE: &str = "content_too_large";

/// A ZIP file; a part is said again and again.
fn archive(entries: &[(&str, &[(&str, usize)])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, parts) in entries {
        zip.start_file(*name, options).unwrap();
        for (text, times) in *parts {
            let block = text.repeat((65_536 / text.len().max(1)).clamp(1, (*times).max(1)));
            let within = block.len() / text.len().max(1);
            for _ in 0..times / within {
                zip.write_all(block.as_bytes()).unwrap();
            }
            zip.write_all(text.repeat(times % within).as_bytes()).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

/// A workbook: the parts of its shared texts and of its only sheet.
fn xlsx(shared: &[(&str, usize)], sheet: &[(&str, usize)]) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", &[(TYPES, 1)]),
        ("_rels/.rels", &[(PACKAGE, 1)]),
        ("xl/workbook.xml", &[(BOOK, 1)]),
        ("xl/_rels/workbook.xml.rels", &[(RELATIONS, 1)]),
        ("xl/sharedStrings.xml", shared),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

const CELL: &str =
    r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;

#[test]
fn shared_texts_of_an_xlsx() {
    let many = xlsx(
        &[("<sst>", 1), ("<si><t>a</t></si>", 1_600_000), ("</sst>", 1)],
        &[(CELL, 1)],
    );
    refused(LARGE, &HOUSEHOLDS, "共享字符串.xlsx", &many);
    let long = xlsx(
        &[
            ("<sst><si><t>", 1),
            ("aaaaaaaa", 9_000_000),
            ("</t></si></sst>", 1),
        ],
        &[(CELL, 1)],
    );
    refused(LARGE, &PLAN, "长字符串.xlsx", &long);
    let said = r#"<sst uniqueCount="99999999999"><si><t>户号</t></si></sst>"#;
    refused(LARGE, &SHEETS, "声明.xlsx", &xlsx(&[(said, 1)], &[(CELL, 1)]));
}

#[test]
fn cells_of_an_xlsx() {
    let shared: &[(&str, usize)] = &[("<sst><si><t>", 1), ("户号", 10_000), ("</t></si></sst>", 1)];
    // One long text in a hundred thousand places.
    let row = r#"<row><c t="s"><v>0</v></c></row>"#;
    let sheet: &[(&str, usize)] = &[
        ("<worksheet><sheetData>", 1),
        (row, 4_900),
        ("</sheetData></worksheet>", 1),
    ];
    refused(LARGE, &SHEETS, "重复.xlsx", &xlsx(shared, sheet));
    // A cell far to the right in every row.
    let rows: String = (1..150_000)
        .map(|row| format!(r#"<row><c r="GR{row}"><v>1</v></c></row>"#))
        .collect();
    let sheet: &[(&str, usize)] = &[
        ("<worksheet><sheetData>", 1),
        (&rows, 1),
        ("</sheetData></worksheet>", 1),
    ];
    refused(LARGE, &HOUSEHOLDS, "靠右.xlsx", &xlsx(&[("<sst/>", 1)], sheet));
}

/// Every way to the reader.
const ALL: [&str; 3] = ["customer_sheet_look", "community_import", "old_ticket_sheet_look"];

/// What a workbook says of itself: each format and each sheet is kept.
#[test]
fn formats_and_sheets_without_end() {
    let styled = |styles: &[(&str, usize)]| {
        archive(&[
            ("[Content_Types].xml", &[(TYPES, 1)]),
            ("_rels/.rels", &[(PACKAGE, 1)]),
            ("xl/workbook.xml", &[(BOOK, 1)]),
            ("xl/_rels/workbook.xml.rels", &[(RELATIONS, 1)]),
            ("xl/styles.xml", styles),
            ("xl/worksheets/sheet1.xml", &[(CELL, 1)]),
        ])
    };
    let cells: &[(&str, usize)] = &[
        ("<styleSheet><cellXfs>", 1),
        ("<xf/>", 12_000_000),
        ("</cellXfs></styleSheet>", 1),
    ];
    refused(LARGE, &ALL, "格式.xlsx", &styled(cells));
    let numbers: String = (0..1_000_000)
        .map(|number| format!(r#"<numFmt numFmtId="{number:x}" formatCode=""/>"#))
        .collect();
    let numbers: &[(&str, usize)] = &[
        ("<styleSheet><numFmts>", 1),
        (&numbers, 1),
        ("</numFmts></styleSheet>", 1),
    ];
    refused(LARGE, &ALL, "数字格式.xlsx", &styled(numbers));
    let sheets: String = (2..1_100_000)
        .map(|number| format!(r#"<sheet name="s{number}" sheetId="{number}" r:id="rId1"/>"#))
        .collect();
    let book: &[(&str, usize)] = &[
        ("<workbook><sheets>", 1),
        (&sheets, 1),
        ("</sheets></workbook>", 1),
    ];
    let many = archive(&[
        ("[Content_Types].xml", &[(TYPES, 1)]),
        ("_rels/.rels", &[(PACKAGE, 1)]),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", &[(RELATIONS, 1)]),
        ("xl/worksheets/sheet1.xml", &[(CELL, 1)]),
    ]);
    refused(LARGE, &ALL, "工作表.xlsx", &many);
}

/// One cell of twenty million characters, whole and in pieces.
#[test]
fn one_cell_without_end() {
    let sheet = |begin: &str, text: &str, times: usize, end: &str| {
        let begin = format!(r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is>{begin}"#);
        let end = format!("{end}</is></c></row></sheetData></worksheet>");
        xlsx(&[("<sst/>", 1)], &[(&begin, 1), (text, times), (&end, 1)])
    };
    refused(LARGE, &ALL, "长格.xlsx", &sheet("<t>", "甲", 20_000_000, "</t>"));
    let piece = format!("<r><t>{}</t></r>", "甲".repeat(1_000));
    refused(LARGE, &HOUSEHOLDS, "分段.xlsx", &sheet("", &piece, 20_000, ""));
    refused(
        LARGE,
        &HOUSEHOLDS,
        "原样.xlsx",
        &sheet("<t><![CDATA[", "<>", 20_000_000, "]]></t>"),
    );
}

/// Millions of elements inside each other, in every part that is read.
#[test]
fn elements_inside_each_other_without_end() {
    let deep = |name: &str, before: &str| {
        let part: &[(&str, usize)] = &[(before, 1), ("<a>", 4_000_000)];
        let relations = RELATIONS.replace("sharedStrings", "other");
        let [shared, sheet, styles] = [
            "xl/sharedStrings.xml",
            "xl/worksheets/sheet1.xml",
            "xl/styles.xml",
        ];
        let or = |entry: &str, else_said: &'static str| {
            if entry == name {
                part.to_vec()
            } else {
                vec![(else_said, 1)]
            }
        };
        archive(&[
            ("[Content_Types].xml", &[(TYPES, 1)]),
            ("_rels/.rels", &[(PACKAGE, 1)]),
            ("xl/workbook.xml", &[(BOOK, 1)]),
            ("xl/_rels/workbook.xml.rels", &[(&relations, 1)]),
            (shared, &or(shared, "<sst/>")),
            (styles, &or(styles, "<styleSheet/>")),
            (sheet, &or(sheet, CELL)),
        ])
    };
    for (name, before) in [
        ("xl/sharedStrings.xml", "<sst><si>"),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>"),
        ("xl/styles.xml", "<styleSheet>"),
    ] {
        refused(LARGE, &HOUSEHOLDS, "深层.xlsx", &deep(name, before));
    }
    refused(
        LARGE,
        &PLAN,
        "深层.ods",
        &ods(&[("<table:table-row>", 4_000_000)]),
    );
}

const HEAD: &str =
    r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="a">"#;
const END: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";

fn ods(rows: &[(&str, usize)]) -> Vec<u8> {
    let parts: Vec<(&str, usize)> = [&[(HEAD, 1)], rows, &[(END, 1)]].concat();
    archive(&[
        (
            "mimetype",
            &[("application/vnd.oasis.opendocument.spreadsheet", 1)],
        ),
        ("META-INF/manifest.xml", &[("<manifest:manifest/>", 1)]),
        ("content.xml", &parts),
    ])
}

#[test]
fn repeated_cells_of_an_ods() {
    let cell = r#"<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>甲</text:p></table:table-cell>"#;
    let row = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#);
    refused(LARGE, &SHEETS, "重复.ods", &ods(&[(&row, 1)]));
    let once = format!("<table:table-row>{cell}</table:table-row>");
    refused(LARGE, &SHEETS, "多行.ods", &ods(&[(&once, 5_000)]));
    let spaces = r#"<table:table-row><table:table-cell office:value-type="string"><text:s text:c="4000000000"/></table:table-cell></table:table-row>"#;
    refused(LARGE, &SHEETS, "空格.ods", &ods(&[(spaces, 1)]));
    let far = r#"<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="90"/><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#;
    refused(LARGE, &SHEETS, "两角.ods", &ods(&[(far, 1)]));
}

#[test]
fn archives() {
    let names: Vec<String> = (0..2_100).map(|number| format!("xl/{number}.xml")).collect();
    let entries: Vec<(&str, &[(&str, usize)])> = names.iter().map(|name| (name.as_str(), &[][..])).collect();
    refused(LARGE, &SHEETS, "多项.xlsx", &archive(&entries));
    let part: &[(&str, usize)] = &[("        ", 9_000_000)];
    refused(LARGE, &HOUSEHOLDS, "大项.xlsx", &archive(&[("a", part)]));
}

/// An xls whose sheet says that it has four billion rows, and one with a cell in two of its corners.
#[test]
fn records_of_an_xls() {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    let at = begin.len() + record(0x0085, &[0; 9]).len() + end.len();
    let listed = [&u32::try_from(at).unwrap().to_le_bytes()[..], &[0, 0, 1, 0, b'a']].concat();
    let number = |row: u16, column: u16| {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        record(0x0203, &[place, 1.0_f64.to_le_bytes().to_vec()].concat())
    };
    let book = |cells: &[Vec<u8>], rows: u32| {
        let reach = [&[0; 4][..], &rows.to_le_bytes(), &[0, 0], &[0xFF, 0xFF], &[0, 0]].concat();
        let parts = [
            &begin[..],
            &record(0x0085, &listed),
            &end,
            &begin,
            &record(0x0200, &reach),
        ]
        .concat();
        let stream = [parts, cells.concat(), end.clone()].concat();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook")
            .unwrap()
            .write_all(&stream)
            .unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    };
    refused(
        LARGE,
        &SHEETS,
        "两角.xls",
        &book(&[number(0, 0), number(65_535, 255)], 1),
    );
    // What it says of itself makes no room: there is one cell, and no head of a plan.
    refused(
        "bad_sheet",
        &["community_import"],
        "声明.xls",
        &book(&[number(0, 0)], u32::MAX),
    );
}

#[test]
fn texts_without_end() {
    const LONG: usize = 12 * 1024 * 1024;
    refused(LARGE, &HOUSEHOLDS, "逗号.csv", &vec![b','; 31 * 1024 * 1024]);
    refused(LARGE, &PLAN, "一行.csv", &vec![b'a'; LONG]);
    let quoted = [b"\"".to_vec(), vec![b'\n'; LONG]].concat();
    refused(LARGE, &HOUSEHOLDS, "引号.csv", &quoted);
    refused("out_of_range", &PLAN, "空行.csv", &vec![b'\n'; LONG]);
    refused("out_of_range", &HOUSEHOLDS, "多行.csv", &b"1\n".repeat(LONG / 2));
    // A page of the web under the name of a spreadsheet, as some programs write them.
    let page = [b"<html><table><tr>".to_vec(), b"<td>1</td>".repeat(LONG / 10)].concat();
    refused(LARGE, &SHEETS, "网页.xls", &page);
}
