//! Workbooks as people fill them in, row by row of WORKBOOKS.md, through the real binary. Each test
//! fails where that row's handling is taken away. Encrypted, broken and hostile files: tests/hostile.rs.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rust_xlsxwriter::{Format, Formula, Note, Table, TableColumn, TableFunction, Workbook, Worksheet};
use serde_json::Value;
use tempfile::TempDir;

const DAY: &str = "2026-11-23";

const HEADERS: [&str; 8] = [
    "Rådgivare",
    "Datum",
    "Vad ska skickas",
    "Kundnummer",
    "Adress",
    "Namn på mottagare",
    "Fakturanummer",
    "Kommentar",
];

/// A row that nothing is wrong with.
const LETTER: [&str; 8] =
    ["xanl01", "d:2026-11-03", "Brev", "n:70112233", "", "Eva Ek", "", "Brev till kund"];
/// A row whose address (E) is missing.
const COPY: [&str; 8] =
    ["xanl01", "d:2026-11-04", "Fakturakopia", "n:70112234", "", "Bo Alm", "n:410900001", "Kopia"];
const NO_ADDRESS: &str = "invoice-copy-without-address";

/// A file in a folder of its own.
struct Made {
    folder: TempDir,
    name: &'static str,
}

impl Made {
    fn path(&self) -> PathBuf {
        self.folder.path().join(self.name)
    }
}

fn file(name: &'static str, bytes: &[u8]) -> Made {
    let made = Made { folder: tempfile::tempdir().unwrap(), name };
    fs::write(made.path(), bytes).unwrap();
    made
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Made {
    let mut book = Workbook::new();
    fill(&mut book);
    file("bok.xlsx", &book.save_to_buffer().unwrap())
}

/// A workbook with one sheet, `November`.
fn sheet(fill: impl FnOnce(&mut Worksheet)) -> Made {
    book(|book| fill(book.add_worksheet().set_name("November").unwrap()))
}

/// Header and rows from row 1 on.
fn plain(rows: &[[&str; 8]]) -> Made {
    sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        for (row, at) in rows.iter().zip(2..) {
            put_row(sheet, at, row);
        }
    })
}

/// `row` is Excel's.
fn put_row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (cell, column) in cells.iter().zip(0..) {
        put(sheet, row, column, cell);
    }
}

/// `n:` is a number, `d:` a date, `=` a formula; anything else is text, and "" nothing.
fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    let at = row - 1;
    match cell.split_at_checked(2) {
        _ if cell.is_empty() => {}
        Some(("n:", number)) => {
            sheet.write_number(at, column, number.parse::<f64>().unwrap()).unwrap();
        }
        Some(("d:", day)) => {
            let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(day).unwrap();
            let format = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_datetime_with_format(at, column, date, &format).unwrap();
        }
        _ if cell.starts_with('=') => {
            sheet.write_formula(at, column, cell).unwrap();
        }
        _ => {
            sheet.write_string(at, column, cell).unwrap();
        }
    }
}

/// The same workbook with something else in one of its parts.
fn patched(made: Made, part: &str, old: &str, new: &str) -> Made {
    let mut zip = zip::ZipArchive::new(fs::File::open(made.path()).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut found = false;
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            found = text.contains(old);
            bytes = text.replace(old, new).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    assert!(found, "{part} has no {old}");
    file(made.name, out.finish().unwrap().get_ref())
}

const SHEET1: &str = "xl/worksheets/sheet1.xml";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(command: &str, inputs: &[&Path], args: &[&str]) -> Ran {
    let mut program = Command::cargo_bin("rutinkoll").unwrap();
    program.current_dir(std::env::temp_dir()).env_remove("RUTINKOLL_LANG").env_remove("RUTINKOLL_RULES");
    program.env_remove("NO_GRAPHICS").env("NO_COLOR", "1").env("COLUMNS", "120");
    let output = program.arg(command).args(inputs).args(args).args(["--as-of", DAY]).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn json(command: &str, inputs: &[&Path], args: &[&str]) -> (i32, Value) {
    let ran = run(command, inputs, &[args, &["--format", "json"]].concat());
    let page =
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}\n{}{}", ran.out, ran.err));
    (ran.code, page)
}

fn audit(made: &Made) -> (i32, Value) {
    json("audit", &[&made.path()], &[])
}

/// What `inspect` says of the first sheet.
fn inspected(made: &Made) -> Value {
    json("inspect", &[&made.path()], &[]).1["inputs"][0]["sheets"][0].clone()
}

/// The findings as `rule cell`.
fn found(report: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| format!("{} {}", word(&finding["rule"]), word(&finding["cell"]))).collect()
}

fn column<'v>(sheet: &'v Value, name: &str) -> &'v Value {
    let columns = sheet["columns"].as_array().unwrap();
    columns.iter().find(|column| column["column"] == name).unwrap_or_else(|| panic!("no {name} in {sheet}"))
}

fn notes(sheet: &Value) -> String {
    sheet["notes"].to_string()
}

fn first_sheet(report: &Value) -> &Value {
    &report["inputs"][0]["sheets"][0]
}

fn no_address(cell: &str) -> String {
    format!("{NO_ADDRESS} {cell}")
}

// Title rows or notes above the header.

#[test]
fn title_rows_stand_above_the_header() {
    let made = sheet(|sheet| {
        put(sheet, 1, 0, "Hjälplinjen november 2026");
        put(sheet, 3, 0, "Fyll i en rad för varje brev. Datum är dagen du fick ärendet.");
        let mut headers = HEADERS;
        headers[0] = "Rådgivare\n(signatur)";
        headers[3] = "Kundnummer (utan mellanslag)";
        put_row(sheet, 6, &headers);
        put_row(sheet, 7, &LETTER);
        put_row(sheet, 8, &COPY);
    });
    let (code, report) = audit(&made);
    assert_eq!((code, found(&report)), (1, vec![no_address("E8")]));
    assert_eq!(first_sheet(&report)["header_row"], 6);
    assert_eq!(report["summary"]["rows"], 2);
    let seen = inspected(&made);
    assert_eq!((&seen["header_row"], &seen["rows"]["first"]), (&6.into(), &7.into()));
    let adviser = column(&seen, "Rådgivare");
    assert_eq!((&adviser["match"], &adviser["in_part"]), (&"exact".into(), &true.into()));
    assert_eq!(column(&seen, "Datum")["in_part"], false);
}

#[test]
fn a_header_below_the_first_thirty_rows_is_not_found_and_that_is_said() {
    for (above, code) in [(29, 1), (30, 2)] {
        let made = sheet(|sheet| {
            for row in 1..=above {
                put(sheet, row, 0, "Läs det här först.");
            }
            put_row(sheet, above + 1, &HEADERS);
            put_row(sheet, above + 2, &COPY);
        });
        let (exit, report) = audit(&made);
        assert_eq!(exit, code, "{report}");
        let message = first_sheet(&report)["message"].as_str().unwrap_or_default().to_owned();
        assert_eq!(message.contains("30 första"), code == 2, "{message}");
    }
}

#[test]
fn no_header_anywhere_names_the_nearest() {
    let made = sheet(|sheet| {
        put_row(sheet, 2, &["Rådgivare", "Ort", "Telefon", "Kundnummer"]);
        put_row(sheet, 3, &["xanl01", "Orten", "08-123 456", "n:70112233"]);
    });
    for (code, page) in [audit(&made), json("inspect", &[&made.path()], &[])] {
        assert_eq!(code, 2);
        let help = page["errors"][0]["help"].as_str().unwrap();
        assert!(help.contains("Rad 2") && help.contains("Kundnummer") && help.contains("Adress"), "{help}");
    }
}

#[test]
fn a_header_without_rows_is_fine() {
    for made in [plain(&[]), file("tom.csv", HEADERS.join(";").as_bytes())] {
        let (code, report) = audit(&made);
        assert_eq!((code, &report["summary"]["rows"]), (0, &0.into()));
        let ran = run("inspect", &[&made.path()], &[]);
        assert!(ran.code == 0 && ran.out.contains("Inga rader under rubriken."), "{}", ran.out);
    }
}

#[test]
fn the_first_row_may_be_a_heading() {
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        put(sheet, 2, 0, "Vecka 45");
        put_row(sheet, 3, &COPY);
    });
    let (_, report) = audit(&made);
    assert_eq!(found(&report), [no_address("E3")]);
    assert_eq!(report["summary"]["rows_by_kind"].to_string().matches("rubrik").count(), 1);
    let kinds = serde_json::json!([{ "kind": "rubrik", "rows": 1 }]);
    assert_eq!(inspected(&made)["rows"]["by_kind"], kinds);
}

// Headers renamed, reordered, misspelt.

#[test]
fn headers_in_another_order_case_and_spelling() {
    let made = sheet(|sheet| {
        let headers = [
            "DATUM:",
            "Signatur",
            "Vad skall\nskickas",
            "kund-nr",
            "Fakturanumer",
            "Mottagare",
            "Adress ",
            "Kommentar",
        ];
        put_row(sheet, 1, &headers);
        put_row(
            sheet,
            2,
            &["d:2026-11-04", "xanl01", "Fakturakopia", "n:7", "n:410900001", "Bo Alm", "", "Kopia"],
        );
    });
    let (_, report) = audit(&made);
    assert_eq!(found(&report), ["header-misspelt E1", &no_address("G2")]);
    assert!(notes(first_sheet(&report)).contains("”Fakturanumer” (E)"), "a guess is said");
    let seen = inspected(&made);
    for (name, how, letter) in [
        ("Datum", "exact", "A"),
        ("Rådgivare", "alias", "B"),
        ("Vad ska skickas", "alias", "C"),
        ("Kundnummer", "alias", "D"),
        ("Fakturanummer", "near", "E"),
        ("Adress", "exact", "G"),
        ("Logg", "missing", ""),
    ] {
        let column = column(&seen, name);
        assert_eq!(
            (&column["match"], column["letter"].as_str().unwrap_or("")),
            (&how.into(), letter),
            "{name}"
        );
    }
}

#[test]
fn two_candidates_stop_the_sheet_and_both_are_named() {
    let made = sheet(|sheet| {
        let mut headers = HEADERS.to_vec();
        headers.push("Kundnr");
        put_row(sheet, 1, &headers);
        put_row(sheet, 2, &COPY);
    });
    let (code, report) = audit(&made);
    assert_ne!(code, 0);
    assert!(!found(&report).contains(&no_address("E2")));
    let skipped = first_sheet(&report);
    assert_eq!((&skipped["status"], &skipped["reason"]), (&"skipped".into(), &"header-twice".into()));
    let said = skipped["message"].as_str().unwrap();
    assert!(said.contains("Kundnummer (D)") && said.contains("Kundnr (I)"), "{said}");
    let seen = inspected(&made);
    assert_eq!(seen["cannot_judge"]["reason"], "header-twice");
    assert_eq!(column(&seen, "Kundnummer")["rivals"].as_array().unwrap().len(), 2);
}

#[test]
fn two_tables_side_by_side_are_not_mixed() {
    let fill = |sheet: &mut Worksheet| {
        let twice = [HEADERS, HEADERS].concat();
        put_row(sheet, 1, &twice);
        put_row(sheet, 2, &[LETTER, COPY].concat());
    };
    let (code, report) = audit(&sheet(fill));
    assert_ne!(code, 0);
    assert_eq!(first_sheet(&report)["reason"], "header-twice");
    // Where Excel itself says which cells belong together, the left one is read.
    let (_, report) = audit(&sheet(|sheet| {
        fill(sheet);
        sheet.add_table(0, 0, 1, 7, &Table::new().set_name("Vänster")).unwrap();
    }));
    assert_eq!(first_sheet(&report)["status"], "audited");
    assert!(!found(&report).contains(&no_address("M2")), "{:?}", found(&report));
}

#[test]
fn a_header_of_two_rows_is_one_header() {
    let made = sheet(|sheet| {
        put_row(
            sheet,
            1,
            &["Rådgivare", "Datum", "Vad ska skickas", "Kund", "", "", "Fakturanummer", "Kommentar"],
        );
        put_row(sheet, 2, &["", "", "", "Kundnummer", "Adress", "Namn på mottagare"]);
        put_row(sheet, 3, &COPY);
    });
    let (_, report) = audit(&made);
    assert_eq!(found(&report), [no_address("E3")]);
    assert!(notes(first_sheet(&report)).contains("rad 1 till 2"), "{report}");
    // The same with merged cells.
    let made = sheet(|sheet| {
        let format = Format::new();
        put(sheet, 1, 3, "Kund");
        for (header, column) in HEADERS.iter().zip(0..) {
            match column {
                3..=5 => put(sheet, 2, column, header),
                _ => {
                    sheet.merge_range(0, column, 1, column, header, &format).unwrap();
                }
            }
        }
        sheet.merge_range(0, 3, 0, 5, "Uppgifter", &format).unwrap();
        put_row(sheet, 3, &COPY);
    });
    assert_eq!(found(&audit(&made).1), [no_address("E3")]);
}

#[test]
fn the_header_once_more_is_not_judged() {
    let made = plain(&[LETTER, HEADERS, COPY]);
    let (_, report) = audit(&made);
    assert_eq!(found(&report), [no_address("E4")]);
    assert!(notes(first_sheet(&report)).contains("rad 3"), "{report}");
    let seen = inspected(&made);
    assert_eq!((&seen["rows"]["data"], &seen["rows"]["header_repeated"]), (&2.into(), &1.into()));
    assert_eq!(seen["runner_up"]["row"], 3);
}

// Merged cells.

#[test]
fn merged_cells_count_in_every_cell_and_are_noted() {
    let made = sheet(|sheet| {
        let format = Format::new();
        put_row(sheet, 1, &HEADERS);
        for row in [2, 3] {
            put_row(sheet, row, &[&[""], &LETTER[1..]].concat());
        }
        sheet.merge_range(1, 0, 2, 0, "xanl01", &format).unwrap();
        put_row(sheet, 4, &LETTER[..4]);
        sheet.merge_range(3, 4, 3, 6, "Storgatan 1, 123 45 Orten", &format).unwrap();
        put(sheet, 4, 7, "Brev till kund");
    });
    let (_, report) = audit(&made);
    let missing: Vec<String> = found(&report).into_iter().filter(|it| it.contains("missing")).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(notes(first_sheet(&report)).contains("2 sammanfogade block, det första A2:A3"), "{report}");
    let seen = inspected(&made);
    assert_eq!(seen["merged_blocks"].to_string(), r#"["A2:A3","E4:G4"]"#);
    assert_eq!(column(&seen, "Rådgivare")["cells"]["merged"], 1);
}

// Hidden rows, columns and sheets.

#[test]
fn hidden_rows_and_columns_are_audited_and_marked() {
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        put_row(sheet, 2, &COPY);
        put_row(sheet, 3, &COPY);
        sheet.set_row_hidden(1).unwrap();
        sheet.set_column_hidden(4).unwrap();
    });
    let (_, report) = audit(&made);
    let of =
        |cell: &str| report["findings"].as_array().unwrap().iter().find(|it| it["cell"] == cell).unwrap();
    assert_eq!((&of("E2")["hidden_row"], &of("E3")["hidden_row"]), (&true.into(), &false.into()));
    let page = run("audit", &[&made.path()], &[]).out;
    assert_eq!(page.matches("rad 2 (dold rad)").count(), 1, "{page}");
    assert!(!page.contains("rad 3 (dold rad)"));
    let seen = inspected(&made);
    assert_eq!((&seen["rows"]["hidden"], &seen["hidden_columns"]), (&1.into(), &serde_json::json!(["E"])));
    assert_eq!(column(&seen, "Adress")["hidden"], true);
}

#[test]
fn filtered_rows_are_audited() {
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        put_row(sheet, 2, &LETTER);
        put_row(sheet, 3, &COPY);
        sheet.autofilter(0, 0, 2, 7).unwrap();
        let only = rust_xlsxwriter::FilterCondition::new().add_list_filter("Brev");
        sheet.filter_column(2, &only).unwrap();
    });
    let (_, report) = audit(&made);
    assert_eq!(found(&report), [no_address("E3")]);
    assert_eq!(report["findings"][0]["hidden_row"], true);
}

#[test]
fn hidden_sheets_are_skipped_and_named() {
    let made = book(|book| {
        for name in ["November", "Gömt", "Väl gömt"] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            put_row(sheet, 1, &HEADERS);
            put_row(sheet, 2, &COPY);
            match name {
                "Gömt" => sheet.set_hidden(true),
                "Väl gömt" => sheet.set_very_hidden(true),
                _ => sheet,
            };
        }
    });
    let (_, report) = audit(&made);
    assert_eq!(found(&report), [no_address("E2")]);
    let sheets = report["inputs"][0]["sheets"].as_array().unwrap();
    for (index, said) in [(1, "dolt"), (2, "bara ett program")] {
        assert_eq!(
            (&sheets[index]["status"], &sheets[index]["reason"]),
            (&"skipped".into(), &"hidden".into())
        );
        assert!(sheets[index]["message"].as_str().unwrap().contains(said));
    }
    let (_, page) = json("inspect", &[&made.path()], &[]);
    let shown: Vec<&str> = page["inputs"][0]["sheets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sheet| sheet["visibility"].as_str().unwrap())
        .collect();
    assert_eq!(shown, ["visible", "hidden", "very_hidden"]);
    let (_, report) = json("audit", &[&made.path()], &["--sheet", "Gömt"]);
    assert_eq!(report["inputs"][0]["sheets"][1]["status"], "audited", "who names it wants it");
}

// An Excel Table.

/// A table A1:H4 with a row of totals, something below it and something beside it.
fn with_table(below: &str, beside: &str) -> Made {
    sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        put_row(sheet, 2, &LETTER);
        put_row(sheet, 3, &COPY);
        let columns: Vec<TableColumn> = HEADERS
            .iter()
            .zip(0..)
            .map(|(header, index)| {
                let column = TableColumn::new().set_header(*header);
                match index {
                    0 => column.set_total_label("Summa"),
                    3 => column.set_total_function(TableFunction::Count),
                    _ => column,
                }
            })
            .collect();
        let table = Table::new().set_name("Utskick").set_total_row(true).set_columns(&columns);
        sheet.add_table(0, 0, 3, 7, &table).unwrap();
        put(sheet, 7, 0, below);
        put(sheet, 2, 9, beside);
    })
}

#[test]
fn an_excel_table_is_the_data_and_the_rest_is_mentioned() {
    let made = with_table("xnot01", "Ring Bo");
    let (_, report) = audit(&made);
    assert_eq!(found(&report), [no_address("E3")]);
    assert_eq!(report["summary"]["rows"], 2, "neither the totals nor what stands below");
    let said = notes(first_sheet(&report));
    assert!(said.contains("nedanför tabellen Utskick") && said.contains("rad 7"), "{said}");
    assert!(said.contains("bredvid tabellen Utskick") && said.contains("rad 2"), "{said}");
    let seen = inspected(&made);
    let table =
        serde_json::json!({ "name": "Utskick", "range": "A1:H4", "totals_row": true, "is_data": true });
    assert_eq!(seen["tables"][0], table);
    let rows = &seen["rows"];
    assert_eq!(
        (&rows["totals"], &rows["below_table"], &rows["beside_table"]),
        (&1.into(), &1.into(), &1.into())
    );
}

#[test]
fn what_must_not_stand_in_the_sheet_must_not_stand_beside_its_table() {
    let made = with_table("Ring 19121212-1212", "Kunden har skyddad identitet");
    let (_, report) = audit(&made);
    let expected = ["protected-identity-in-sheet J2", &no_address("E3"), "identity-number-in-sheet A7"];
    assert_eq!(found(&report), expected);
    assert_eq!(report["summary"]["rows"], 2);
    for args in [&["--values", "shown"][..], &["--values", "shown", "--format", "json"]] {
        let page = run("audit", &[&made.path()], args).out;
        assert!(!page.contains("19121212") && !page.contains("har skyddad identitet"), "{page}");
    }
    // Nor in a row that no known column has anything of, nor below a sheet without a table.
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        put_row(sheet, 2, &LETTER);
        put(sheet, 4, 11, "19121212-1212");
    });
    let (_, report) = audit(&made);
    assert_eq!(found(&report), ["identity-number-in-sheet L4"]);
    assert_eq!(report["summary"]["rows"], 1);
}

// One sheet a month.

#[test]
fn every_month_is_audited_and_the_rest_named() {
    let months = common::fixtures().join("months/Hjälplinjen.xlsx");
    let (_, report) = json("audit", &[&months], &[]);
    let sheets = report["inputs"][0]["sheets"].as_array().unwrap();
    let audited = sheets.iter().filter(|sheet| sheet["status"] == "audited").count();
    assert!(audited > 2, "{report}");
    for sheet in sheets.iter().filter(|sheet| sheet["status"] != "audited") {
        assert!(!sheet["message"].as_str().unwrap().is_empty(), "{sheet}");
    }
    let ran = run("inspect", &[&months], &["--quiet"]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, sheets.len()), "{}", ran.out);
}

// Rows formatted to the end, a stray space in the last cell.

#[test]
fn the_data_ends_with_its_last_value() {
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        put_row(sheet, 2, &COPY);
        put_row(sheet, 4, &[" ", "\u{a0}", "", "\u{200b}"]);
        let yellow = Format::new().set_background_color("yellow");
        for row in 5..3000 {
            sheet.write_blank(row, 0, &yellow).unwrap();
        }
        put(sheet, 1_048_576, 16_383, " ");
    });
    let (_, report) = audit(&made);
    assert_eq!((found(&report), &report["summary"]["rows"]), (vec![no_address("E2")], &1.into()));
    let rows = &inspected(&made)["rows"];
    assert_eq!((&rows["data"], &rows["last"], &rows["without_value"]), (&1.into(), &2.into(), &0.into()));
}

#[test]
fn a_row_whose_known_columns_are_blank_is_no_row() {
    let made = sheet(|sheet| {
        put_row(sheet, 1, &[&HEADERS[..], &["Prio"]].concat());
        put_row(sheet, 2, &COPY);
        put(sheet, 3, 8, "hög");
        put(sheet, 4, 8, "låg");
    });
    let (_, report) = audit(&made);
    assert_eq!((found(&report), &report["summary"]["rows"]), (vec![no_address("E2")], &1.into()));
    let seen = inspected(&made);
    assert_eq!(seen["rows"]["without_value"], 2);
    let prio = serde_json::json!({ "header": "Prio", "letter": "I", "filled": 0 });
    assert_eq!(seen["unknown_columns"], serde_json::json!([prio]));
}

// Numbers.

#[test]
fn numbers_keep_their_digits_or_are_said_to_be_damaged() {
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        let zeros = Format::new().set_num_format("0000000000");
        let scientific = Format::new().set_num_format("0.00E+00");
        for row in 2..=7 {
            put_row(sheet, row, &COPY);
            put(sheet, row, 4, "Box 7, 123 45 Orten");
            sheet.write_number(row - 1, 6, f64::from(410_900_000 + row)).unwrap();
        }
        sheet.write_number_with_format(1, 3, 70_112_233.0, &zeros).unwrap();
        put(sheet, 3, 3, "0070112234");
        sheet.write_number(3, 3, 70_112_235.0).unwrap(); // D4: its zeros are lost
        put(sheet, 5, 3, "1,23E+09"); // D5
        sheet.write_number_with_format(5, 3, 1.23e9, &scientific).unwrap(); // D6
        put(sheet, 7, 3, "0070112239");
        sheet.write_number(6, 6, 4.109_000_011_223_344e15).unwrap(); // G7
    });
    let (_, report) = json("audit", &[&made.path()], &["--values", "shown"]);
    let damaged: Vec<String> = found(&report).into_iter().filter(|it| it.contains("damaged")).collect();
    let cells: Vec<&str> = damaged.iter().map(|it| it.rsplit(' ').next().unwrap()).collect();
    assert_eq!(cells, ["D4", "D5", "D6", "G7"], "{:?}", found(&report));
    let seen = inspected(&made);
    assert_eq!(column(&seen, "Kundnummer")["cells"]["damaged"], 3);
    // A number and a text are the same customer, and so is one with the zeros of its format.
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        for row in 2..=3 {
            put_row(sheet, row, &COPY);
            put(sheet, row, 4, "Box 7, 123 45 Orten");
        }
        put(sheet, 3, 3, "70112234 ");
        put(sheet, 3, 6, "410900001");
    });
    assert_eq!(found(&audit(&made).1), ["same-invoice-twice D3"]);
}

// Dates.

#[test]
fn dates_are_one_calendar_date_or_said_not_to_be() {
    let days = ["d:2026-11-03", "2026-11-03", "3/11", "n:46329", "idag", "241125", "n:0.604"];
    let rows: Vec<[&str; 8]> = days
        .iter()
        .map(|day| {
            let mut row = LETTER;
            row[1] = day;
            row
        })
        .collect();
    let made = plain(&rows);
    let (_, report) = audit(&made);
    let expected = [
        "date-typed-as-text B4",
        "date-typed-as-text B5",
        "date-unreadable B6",
        "date-ambiguous B7",
        "date-unreadable B8",
    ];
    assert_eq!(found(&report), expected);
    let cells = column(&inspected(&made), "Datum")["cells"].clone();
    let count = |key: &str| cells[key].as_u64().unwrap();
    assert_eq!((count("read"), count("typed_dates")), (4, 2));
    assert_eq!((count("bad_dates"), count("ambiguous_dates"), count("blank")), (2, 1, 0));
}

#[test]
fn a_workbook_that_counts_from_1904() {
    // The day that is 3 November 2026 counted from 1900 is four years later counted from 1904.
    for from_1904 in [true, false] {
        let mut made = plain(&[LETTER]);
        if from_1904 {
            made = patched(made, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ");
        }
        let (_, report) = audit(&made);
        let expected: &[&str] = if from_1904 { &["date-in-the-future B2"] } else { &[] };
        assert_eq!(found(&report), expected);
        let (_, page) = json("inspect", &[&made.path()], &[]);
        assert_eq!(page["inputs"][0]["dates_from_1904"], from_1904);
        let page = run("inspect", &[&made.path()], &[]).out;
        assert_eq!(page.contains("dagar räknas från 1904"), from_1904, "{page}");
    }
}

// Errors and formulas.

#[test]
fn an_error_or_a_formula_without_a_value_is_never_blank() {
    let mut rows = [COPY; 4];
    rows[0][4] = "=NA()";
    rows[1][4] = "=INDIREKT()";
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        for (row, at) in rows.iter().zip(2..) {
            put_row(sheet, at, row);
            put(sheet, at, 3, &format!("n:{}", 70_112_230 + at));
        }
        sheet.write_formula(1, 4, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write_formula(2, 4, Formula::new("=X9").set_result("4711")).unwrap();
        sheet.write_formula(3, 4, Formula::new("=X9").set_result("Box 7, 123 45 Orten")).unwrap();
    });
    let made = patched(made, SHEET1, "<v>4711</v>", "");
    let (_, report) = audit(&made);
    assert_eq!(found(&report), ["cell-error E2", "formula-without-value E3", &no_address("E5")]);
    let cells = column(&inspected(&made), "Adress")["cells"].clone();
    let counts =
        ["errors", "formulas_without_value", "read", "blank"].map(|key| cells[key].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 1, 1]);
}

// Unicode.

#[test]
fn texts_are_folded_for_comparing_and_shown_as_they_stand() {
    let decomposed =
        |text: &str| text.replace('å', "a\u{30a}").replace('Å', "A\u{30a}").replace('ä', "a\u{308}");
    let mut headers: Vec<String> = HEADERS.iter().map(|header| decomposed(header)).collect();
    headers[2] = "Vad\u{a0}ska\u{200b}\nskickas".to_owned();
    let mut row = COPY;
    let kind = "\u{feff}Faktura\u{ad}kopia\u{a0}";
    row[2] = kind;
    let made = sheet(|sheet| {
        put_row(sheet, 1, &headers.iter().map(String::as_str).collect::<Vec<_>>());
        put_row(sheet, 2, &row);
    });
    let (_, report) = audit(&made);
    assert_eq!(found(&report), [no_address("E2")]);
    assert_eq!(report["findings"][0]["because"][0]["value"], kind, "as it stands");
    assert_eq!(column(&inspected(&made), "Rådgivare")["match"], "exact");
}

// Struck-through rows.

#[test]
fn struck_through_rows_are_audited_and_marked() {
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        put_row(sheet, 2, &COPY);
        put_row(sheet, 3, &COPY);
        let struck = Format::new().set_font_strikethrough();
        sheet.write_string_with_format(1, 0, "xanl01", &struck).unwrap();
    });
    let (_, report) = audit(&made);
    let struck: Vec<bool> =
        report["findings"].as_array().unwrap().iter().map(|it| it["struck"].as_bool().unwrap()).collect();
    assert_eq!(struck.first(), Some(&true), "{:?}", found(&report));
    assert_eq!(struck.last(), Some(&false));
    let page = run("audit", &[&made.path()], &[]).out;
    assert!(page.contains("rad 2 (överstruken)") && !page.contains("rad 3 (överstruken)"), "{page}");
    assert_eq!(inspected(&made)["rows"]["struck"], 1);
    // Who wants it can leave them out; they are counted all the same.
    let config = "overrides: { rows: { överstruken: { off: false } } }\n";
    fs::write(made.folder.path().join("rutinkoll.yaml"), config).unwrap();
    let (_, report) = audit(&made);
    assert_eq!(found(&report), [no_address("E3")]);
    let left_out = serde_json::json!({ "kind": "överstruken", "rows": 1 });
    assert!(report["summary"]["rows_by_kind"].as_array().unwrap().contains(&left_out), "{report}");
}

// Cell notes.

fn with_note(author: &str) -> Made {
    sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        put_row(sheet, 2, &COPY);
        sheet.insert_note(1, 4, &Note::new("Kunden ringer").set_author(author)).unwrap();
        sheet.insert_note(1, 0, &Note::new("Vikarie").set_author(author)).unwrap();
    })
}

#[test]
fn a_blank_cell_with_a_note_says_so() {
    let made = with_note("Eva");
    let (_, report) = audit(&made);
    assert_eq!((found(&report), &report["findings"][0]["note"]), (vec![no_address("E2")], &true.into()));
    assert!(run("audit", &[&made.path()], &[]).out.contains("Cellen har en anteckning."));
    assert_eq!(inspected(&made)["notes_on_cells"], 2);
    let (_, report) = audit(&plain(&[COPY]));
    assert_eq!(report["findings"][0]["note"], false);
}

#[test]
fn our_own_notes_and_our_own_sheet_are_ignored() {
    let made = with_note("rutinkoll");
    let (_, report) = audit(&made);
    assert_eq!((found(&report), &report["findings"][0]["note"]), (vec![no_address("E2")], &false.into()));
    assert_eq!(inspected(&made)["notes_on_cells"], 0);
    let with_table = |name: &str| {
        book(|book| {
            for at in ["November", "Granskning"] {
                let sheet = book.add_worksheet().set_name(at).unwrap();
                if at == "Granskning" {
                    sheet.add_table(0, 0, 1, 7, &Table::new().set_name(name)).unwrap();
                }
                put_row(sheet, 1, &HEADERS);
                put_row(sheet, 2, &COPY);
            }
        })
    };
    assert_eq!(found(&audit(&with_table("Tabell1")).1).len(), 2, "the sheet's name alone is anybody's");
    let made = with_table("rutinkoll_granskning");
    let (_, report) = audit(&made);
    assert_eq!(found(&report), [no_address("E2")]);
    let own = &report["inputs"][0]["sheets"][1];
    assert_eq!((&own["status"], &own["reason"]), (&"skipped".into(), &"own".into()));
    let (_, page) = json("inspect", &[&made.path()], &[]);
    assert_eq!(page["inputs"][0]["sheets"][1]["reason"], "own");
}

// Protection, lock files.

#[test]
fn a_protected_sheet_is_read() {
    let made = sheet(|sheet| {
        put_row(sheet, 1, &HEADERS);
        put_row(sheet, 2, &COPY);
        sheet.protect_with_password("hemligt");
    });
    assert_eq!(found(&audit(&made).1), [no_address("E2")]);
    assert_eq!(inspected(&made)["protected"], true);
}

#[test]
fn lock_files_are_skipped_in_folders_and_explained_when_named() {
    let made = plain(&[COPY]);
    let lock = made.folder.path().join("~$bok.xlsx");
    let mut bytes = vec![b' '; 165];
    bytes[0] = 3;
    bytes[1..4].copy_from_slice(b"Eva");
    fs::write(&lock, bytes).unwrap();
    for command in ["audit", "inspect"] {
        let (code, page) = json(command, &[made.folder.path()], &[]);
        assert_ne!(code, 2, "{page}");
        assert_eq!(page["inputs"].as_array().unwrap().len(), 1);
        let (code, page) = json(command, &[&lock], &[]);
        assert_eq!((code, &page["errors"][0]["code"]), (2, &"file-is-lock".into()));
        let pattern = made.folder.path().join("*.xlsx");
        assert_eq!(json(command, &[&pattern], &[]).1["inputs"].as_array().unwrap().len(), 1);
    }
}

// CSV in its Swedish dialects.

#[test]
fn swedish_csv_is_recognised_and_inspect_says_how() {
    let rows =
        [HEADERS.join(";"), "xanl01;2026-11-04;Fakturakopia;70112234;;Bo Ålm;410900001;Kopia".to_owned()];
    let text = format!("{}\r\n", rows.join("\r\n"));
    let ansi: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let tabs: Vec<u8> = text.replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let said = format!("sep=,\r\n{}", text.replace(';', ","));
    for (bytes, encoding, delimiter, declared) in [
        (text.as_bytes().to_vec(), "UTF-8", ";", false),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8", ";", false),
        (ansi, "windows-1252", ";", false),
        ([b"\xFF\xFE".to_vec(), tabs].concat(), "UTF-16LE", "\t", false),
        (said.into_bytes(), "UTF-8", ",", true),
    ] {
        let made = file("export.csv", &bytes);
        let (_, report) = audit(&made);
        assert_eq!(found(&report)[0].split(' ').next(), Some(NO_ADDRESS), "{encoding} {delimiter:?}");
        let (code, page) = json("inspect", &[&made.path()], &[]);
        let text = &page["inputs"][0]["text"];
        assert_eq!(
            (code, &text["encoding"], &text["delimiter"], &text["sep_line"]),
            (0, &encoding.into(), &delimiter.into(), &declared.into())
        );
        let piped =
            Command::cargo_bin("rutinkoll").unwrap().args(["inspect", "-"]).write_stdin(bytes).output();
        let piped = String::from_utf8(piped.unwrap().stdout).unwrap();
        assert!(piped.contains(encoding) && piped.contains("8 av 11 kolumner"), "{piped}");
    }
}

// What inspect says, and what it never says.

#[test]
fn inspect_shows_no_cell_of_a_row() {
    let mut row = COPY;
    row[5] = "Hemliga Hulda";
    row[7] = "Ring 19121212-1212";
    let headless = sheet(|sheet| {
        put_row(sheet, 1, &row);
        put_row(sheet, 2, &row);
        put_row(sheet, 3, &["Hemliga Hulda", "Storgatan 1, 123 45 Orten"]);
    });
    for (made, tables) in [(&headless, &["loggar", "kunder"][..]), (&plain(&[row, LETTER]), &["arenden"])] {
        let as_table = tables.iter().map(|table| vec!["--table", table]);
        for as_what in as_table.chain([vec![]]) {
            for format in [&["--format", "json"][..], &["--format", "yaml"], &[], &["--lang", "en"], &["-q"]]
            {
                let page = run("inspect", &[&made.path()], &[&as_what[..], format].concat()).out;
                for secret in ["Hulda", "19121212", "xanl01", "70112234", "410900001", "Storgatan"] {
                    assert!(!page.contains(secret), "{secret} in {as_what:?} {format:?}\n{page}");
                }
            }
        }
    }
}

#[test]
fn inspect_ends_with_two_where_something_is_not_understood() {
    let (good, bad) = (plain(&[COPY]), file("bild.xlsx", b"\x89PNG\r\n\x1a\n"));
    let ran = run("inspect", &[&bad.path(), &good.path()], &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("Det här är en bild") && ran.out.contains("8 av 11 kolumner"), "{}", ran.out);
    assert_eq!(run("inspect", &[&good.path()], &[]).code, 0);
    let ran = run("inspect", &[&good.path()], &["--table", "logar"]);
    assert!(ran.code == 2 && ran.err.contains("menade du loggar?"), "{}", ran.err);
    let (code, page) = json("inspect", &[&good.path()], &["--sheet", "Novembr"]);
    assert_eq!((code, &page["errors"][0]["code"]), (2, &"sheet-unknown".into()));
}

/// The page as it is drawn in so many columns, with the fixtures' folder as the place.
fn page(columns: &str, args: &[&str]) -> String {
    let mut program = Command::cargo_bin("rutinkoll").unwrap();
    program.current_dir(common::fixtures()).env_remove("RUTINKOLL_LANG").env_remove("RUTINKOLL_RULES");
    program.env_remove("NO_GRAPHICS").env("NO_COLOR", "1").env("COLUMNS", columns);
    let output = program.arg("inspect").args(args).args(["--as-of", DAY]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn inspect_as_it_looks() {
    let renamed = ["renamed/Hjälplinjen.xlsx"];
    insta::assert_snapshot!("inspect_in_80_columns", page("80", &renamed));
    insta::assert_snapshot!("inspect_in_40_columns", page("40", &renamed));
    let typical = ["typical/Hjälplinjen.xlsx", "headers/twice.xlsx", "--lang", "en"];
    insta::assert_snapshot!("inspect_in_160_columns_in_english", page("160", &typical));
    let as_table = ["typical/arenden.xlsx", "--table", "loggar"];
    insta::assert_snapshot!("inspect_of_the_wrong_table", page("80", &as_table));
    for columns in [40, 63, 80, 160] {
        let all = page(&columns.to_string(), &["typical", "renamed", "odd", "headers/missing.xlsx"]);
        for line in all.lines() {
            assert!(line.chars().count() <= columns || line.contains("rutinkoll.yaml"), "{columns}: {line}");
        }
    }
}

#[test]
fn every_cell_of_a_found_column_is_counted_once() {
    let (_, page) = json("inspect", &[&common::fixtures()], &[]);
    let inputs = page["inputs"].as_array().unwrap().iter();
    let sheets: Vec<&Value> = inputs.flat_map(|input| input["sheets"].as_array().unwrap()).collect();
    let understood = sheets.iter().filter(|sheet| sheet["status"] == "understood");
    let mut counted = 0;
    for sheet in understood {
        for column in sheet["columns"].as_array().unwrap() {
            let cells = column["cells"].as_object().unwrap().iter();
            let of_others = ["typed_dates", "merged"];
            let sum: u64 = cells
                .filter(|(key, _)| !of_others.contains(&key.as_str()))
                .map(|(_, count)| count.as_u64().unwrap())
                .sum();
            let found = !["missing", "twice"].contains(&column["match"].as_str().unwrap());
            let expected = if found { sheet["rows"]["data"].as_u64().unwrap() } else { 0 };
            assert_eq!(sum, expected, "{column}");
            counted += usize::from(found);
        }
    }
    assert!(counted > 100);
}

#[test]
fn inspect_in_sentences_for_a_screen_reader() {
    let made = plain(&[COPY, LETTER]);
    let mut program = Command::cargo_bin("rutinkoll").unwrap();
    let output =
        program.arg("inspect").arg(made.path()).args(["--lang", "en"]).env("NO_GRAPHICS", "1").output();
    let page = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(page.contains("Column A, Rådgivare: same header, 2 filled.\n"), "{page}");
    assert!(!page.contains('━') && !page.contains('·'), "{page}");
}

#[test]
fn inspect_in_ascii() {
    use rutinkoll::pipeline::{Input, Request};
    use rutinkoll::report::terminal::{Look, inspect::write};
    let files = rutinkoll::ruleset::PackFiles::read(Path::new("rules/hjalplinjen")).unwrap();
    let rules = rutinkoll::ruleset::RuleSet::compile(&files, None).unwrap();
    let request = Request {
        rules: &rules,
        as_of: DAY.parse().unwrap(),
        inputs: vec![Input::File(common::fixtures().join("renamed/Hjälplinjen.xlsx"))],
        tables: Vec::new(),
        sheets: Vec::new(),
        limits: rutinkoll::workbook::Limits::default(),
        retain_days: None,
        by_adviser: false,
        pictures: true,
        jobs: 1,
        problems: Vec::new(),
    };
    let look = Look {
        width: 80,
        colour: true,
        unicode: false,
        values: rutinkoll::finding::Values::Masked,
        limit: None,
        quiet: false,
        narrated: false,
        elapsed: None,
        made: None,
    };
    let mut page = Vec::new();
    write(&rutinkoll::inspect::inspect(&request, None, false).unwrap(), &look, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("====") && page.contains("11 nummer | 1 tom"), "{page}");
    let marks = ['━', '·', '↵', '›', '…'];
    assert!(!page.contains(marks), "{page}");
    let guess = page.lines().find(|line| line.contains("Fakturanumer")).unwrap();
    assert!(guess.contains("\u{1b}["), "a guess has a colour, and says that it is one: {guess}");
}

// Headers that nobody foresaw.

const LOGS: &str = "Kundref;Händelse den;Åtgärd;Utförd av;Text\n\
    70112234;2026-11-04;DOKIN;xanl01;Kopia\n\
    70112235;2026-11-05;INVOICE;xbda02;\n\
    70112236;2026-11-05;CUIN;xbda02;Blankett\n";

#[test]
fn a_proposed_mapping_works_when_it_is_pasted() {
    let made = plain(&[COPY]);
    let logs = made.folder.path().join("export.csv");
    fs::write(&logs, LOGS).unwrap();
    let table = format!("loggar={}", logs.display());
    let (code, report) = json("audit", &[&made.path()], &["--table", &table]);
    assert_eq!((code, report["tables"].as_array().unwrap().len()), (2, 0), "nobody foresaw these headers");

    let proposal = run("inspect", &[&logs], &["--table", "loggar", "--format", "yaml"]);
    assert_eq!(proposal.code, 2);
    assert_eq!(proposal.out.matches("# gissning, ”").count(), 3, "{}", proposal.out);
    let (_, page) = json("inspect", &[&logs], &["--table", "loggar"]);
    assert_eq!(page["proposal"]["yaml"], proposal.out.as_str());
    assert!(run("inspect", &[&logs], &["--table", "loggar"]).out.contains(&proposal.out));

    fs::write(made.folder.path().join("rutinkoll.yaml"), &proposal.out).unwrap();
    let (code, report) = json("audit", &[&made.path()], &["--table", &table]);
    assert_eq!((code, &report["tables"][0]["rows"]), (1, &3.into()), "{report}");
    assert!(found(&report).iter().any(|it| it.starts_with("invoice-logged")), "{:?}", found(&report));
    assert_eq!(run("inspect", &[&logs], &["--table", "loggar"]).code, 0);
}

#[test]
fn what_two_headers_could_be_is_left_to_a_person() {
    let text = "Ref A;Ref B;När;Kod\n70112234;80112234;2026-11-04;DOKIN\n70112235;80112235;2026-11-05;CUIN\n";
    let made = file("export.csv", text.as_bytes());
    let yaml = run("inspect", &[&made.path()], &["--table", "loggar", "--format", "yaml"]).out;
    assert!(
        yaml.contains("# Kundnummer: [\"Ref A\"]") && yaml.contains("# Kundnummer: [\"Ref B\"]"),
        "{yaml}"
    );
    assert!(yaml.contains("\n      Datum: [\"När\"]"), "{yaml}");
    // It is sound as it stands, and so is one that a shell has just emptied to write it.
    for text in [yaml.as_str(), "", "# nothing\n"] {
        fs::write(made.folder.path().join("rutinkoll.yaml"), text).unwrap();
        let ran = run("inspect", &[&made.path()], &["--table", "loggar", "-q"]);
        assert!(ran.err.is_empty(), "{}", ran.err);
    }
    // Whatever a header holds, the proposal can be pasted.
    let text = "\"Kund \"\"ref\"\": #1\";- När;{Kod}\n70112234;2026-11-04;DOKIN\n70112235;2026-11-05;CUIN\n";
    let made = file("export.csv", text.as_bytes());
    let yaml = run("inspect", &[&made.path()], &["--table", "loggar", "--format", "yaml"]).out;
    fs::write(made.folder.path().join("rutinkoll.yaml"), &yaml).unwrap();
    let ran = run("inspect", &[&made.path()], &["--table", "loggar", "-q"]);
    assert!(ran.code == 0 && ran.out.contains("3 av 4 kolumner"), "{yaml}\n{}{}", ran.out, ran.err);
}

#[test]
fn an_alias_for_a_table_that_is_unknown_is_a_fault_with_its_place() {
    let made = plain(&[COPY]);
    let config = "overrides:\n  aliases:\n    logar:\n      Datum: [När]\n    loggar:\n      Datm: [När]\n";
    fs::write(made.folder.path().join("rutinkoll.yaml"), config).unwrap();
    for command in ["audit", "inspect"] {
        let ran = run(command, &[&made.path()], &[]);
        assert_eq!(ran.code, 2);
        assert!(
            ran.err.contains("rutinkoll.yaml:3:5") && ran.err.contains("rutinkoll.yaml:6:7"),
            "{}",
            ran.err
        );
    }
}
