//! The annotated copy: what is added, and that everything else is what it was.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use assert_cmd::Command;
use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;
use zip::ZipArchive;

const DAY: &str = "2026-11-23";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The workbooks that hold everything.
fn books() -> Vec<PathBuf> {
    let entries = fs::read_dir(fixtures().join("annotated")).unwrap().map(|entry| entry.unwrap().path());
    let books = entries.filter(|path| path.extension().is_some_and(|it| it == "xlsx" || it == "xlsm"));
    let mut books: Vec<PathBuf> = books.collect();
    books.sort();
    assert!(books.len() >= 12);
    books
}

fn audit(args: &[&str]) -> (i32, Value, String) {
    let mut program = Command::cargo_bin("rutinkoll").unwrap();
    program.current_dir(std::env::temp_dir()).env_remove("RUTINKOLL_LANG").env_remove("RUTINKOLL_RULES");
    program.env("SOURCE_DATE_EPOCH", "1795428000");
    let output = program.arg("audit").args(args).args(["--as-of", DAY, "--format", "json"]).output().unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap(), report, String::from_utf8(output.stderr).unwrap())
}

/// Audits a workbook and writes its copy; the report.
fn copy(book: &Path, to: &Path) -> Value {
    let (code, report, said) = audit(&[book.to_str().unwrap(), "-o", to.to_str().unwrap()]);
    assert!(code < 2, "{}: {said}\n{report}", book.display());
    assert!(said.is_empty(), "{said}");
    report
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// What a report says was found, wherever the workbook lies.
fn findings(report: &Value) -> Vec<Value> {
    let mut findings = report["findings"].as_array().unwrap().clone();
    for finding in &mut findings {
        let finding = finding.as_object_mut().unwrap();
        finding.remove("input");
        for related in finding["related"].as_array_mut().unwrap() {
            related.as_object_mut().unwrap().remove("input");
        }
    }
    findings
}

/// A workbook's parts: as they are packed, and inflated.
fn parts(book: &Path) -> BTreeMap<String, (Vec<u8>, Vec<u8>)> {
    let bytes = fs::read(book).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let (mut packed, mut inflated) = (Vec::new(), Vec::new());
        archive.by_index_raw(index).unwrap().read_to_end(&mut packed).unwrap();
        let mut file = archive.by_index(index).unwrap();
        file.read_to_end(&mut inflated).unwrap();
        let name = file.name().unwrap().to_string();
        assert!(parts.insert(name, (packed, inflated)).is_none(), "a part twice");
    }
    parts
}

fn text(parts: &BTreeMap<String, (Vec<u8>, Vec<u8>)>, name: &str) -> String {
    String::from_utf8(parts[name].1.clone()).unwrap()
}

/// A part's tags and texts. What a mark changes in a tag (the cell's style, counts, the place of a sheet) is left out.
fn tokens(xml: &str) -> Vec<String> {
    let cut = xml.replace('<', "\u{0}<").replace('>', ">\u{0}");
    let tokens = cut.split('\u{0}').filter(|token| !token.is_empty());
    let changed = [" s", " spans", " count", " activeTab", " firstSheet", " localSheetId", " data"];
    tokens
        .map(|token| {
            let mut token = token.to_owned();
            let changed = if token.contains(":c ") || token.starts_with('<') { &changed[..] } else { &[] };
            for name in changed {
                while let Some(at) = token.find(&format!("{name}=\"")) {
                    let from = at + name.len() + 2;
                    let end = from + token[from..].find('"').unwrap() + 1;
                    token.replace_range(at..end, "");
                }
            }
            if token.contains("dimension") {
                String::new()
            } else {
                token.replace("/>", ">").replace(" >", ">")
            }
        })
        .filter(|token| !token.is_empty())
        .collect()
}

/// The first token that the other list lacks in its order.
fn missing(old: &[String], new: &[String]) -> Option<String> {
    let mut rest = new.iter();
    old.iter().find(|token| !rest.any(|other| other == *token)).cloned()
}

/// A sheet's values and its formulas, by place.
type Cells = (Vec<(u32, u32, Data)>, Vec<(u32, u32, String)>);

/// Every cell of every sheet, and every formula.
fn cells(book: &Path) -> BTreeMap<String, Cells> {
    let mut open: Xlsx<_> = open_workbook(book).unwrap();
    let names = open.sheet_names();
    let mut sheets = BTreeMap::new();
    for name in names {
        let Ok(range) = open.worksheet_range(&name) else { continue };
        let start = range.start().unwrap_or_default();
        let used = range.used_cells().filter(|(_, _, value)| **value != Data::Empty);
        let at = |row: usize, column: usize, start: (u32, u32)| {
            (start.0 + u32::try_from(row).unwrap(), start.1 + u32::try_from(column).unwrap())
        };
        let values = used.map(|(row, column, value)| {
            let (row, column) = at(row, column, start);
            (row, column, value.clone())
        });
        let values = values.collect();
        let formulas = open.worksheet_formula(&name).unwrap();
        let start = formulas.start().unwrap_or_default();
        let formulas = formulas.used_cells().map(|(row, column, formula)| {
            let (row, column) = at(row, column, start);
            (row, column, formula.clone())
        });
        sheets.insert(name, (values, formulas.collect()));
    }
    sheets
}

/// The sheet that was added: the first.
fn front(book: &Path) -> (String, Vec<Vec<String>>) {
    let mut open: Xlsx<_> = open_workbook(book).unwrap();
    let name = open.sheet_names()[0].clone();
    let range = open.worksheet_range(&name).unwrap();
    let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect());
    (name, rows.collect())
}

#[test]
fn nothing_is_lost_and_only_marks_are_added() {
    let folder = tempfile::tempdir().unwrap();
    for book in books() {
        let marked = folder.path().join(name(&book));
        let before = fs::read(&book).unwrap();
        let report = copy(&book, &marked);
        assert_eq!(fs::read(&book).unwrap(), before, "the original is never touched");
        let (old, new) = (parts(&book), parts(&marked));
        let shown = name(&book);
        let mut untouched = 0;
        for (part, (packed, inflated)) in &old {
            let (packed_now, inflated_now) = new.get(part).unwrap_or_else(|| panic!("{shown} lost {part}"));
            if inflated == inflated_now {
                assert_eq!(packed, packed_now, "{shown}: {part} was packed anew");
                untouched += 1;
                continue;
            }
            let may_change =
                ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"];
            let of_sheet = part.contains("worksheets/") || part.contains("omments") || part.ends_with(".vml");
            assert!(may_change.contains(&part.as_str()) || of_sheet, "{shown}: {part} changed");
            let lost = missing(&tokens(&text(&old, part)), &tokens(&text(&new, part)));
            assert_eq!(lost, None, "{shown}: {part}");
        }
        assert!(untouched > 0, "{shown}");
        for part in new.keys().filter(|part| !old.contains_key(*part)) {
            let kinds = ["sheet", "table", "comments", "vmlDrawing", "styles"];
            assert!(kinds.iter().any(|kind| part.contains(kind)), "{shown}: {part} is new");
        }
        let (was, mut is) = (cells(&book), cells(&marked));
        let (added, _) = front(&marked);
        is.remove(&added);
        assert_eq!(was, is, "{shown}");
        assert!(findings(&report).len() >= 5, "{shown}: {report}");
    }
}

#[test]
fn auditing_the_copy_finds_the_same_and_marking_it_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for book in books() {
        let shown = name(&book);
        let (first, again) = (folder.path().join(&shown), folder.path().join(format!("igen-{shown}")));
        let original = copy(&book, &first);
        let copied = copy(&first, &again);
        assert_eq!(findings(&original), findings(&copied), "{shown}");
        let sheets = copied["inputs"][0]["sheets"].as_array().unwrap();
        assert_eq!((&sheets[0]["status"], &sheets[0]["reason"]), (&"skipped".into(), &"own".into()));
        let (one, two) = (parts(&first), parts(&again));
        assert_eq!(one.len(), two.len(), "{shown}");
        for (part, (_, inflated)) in &one {
            let part = part.as_str();
            if !part.contains("worksheets/sheet") && !part.contains("omments") {
                continue;
            }
            let Some((_, other)) = two.get(part) else { panic!("{shown}: {part} is gone") };
            let (was, is) = (String::from_utf8_lossy(inflated), String::from_utf8_lossy(other));
            if was.contains("topLeftCell=\"A5\"") && !was.contains("<comment ") {
                // The first sheet names the one that was skipped.
                continue;
            }
            let count = |text: &str, what: &str| text.matches(what).count();
            for what in ["<comment ", "<hyperlink ", "<c ", "<row", "legacyDrawing"] {
                assert_eq!(count(&was, what), count(&is, what), "{shown}: {part}: {what}");
            }
        }
        let tables =
            two.values().filter(|(_, part)| String::from_utf8_lossy(part).contains("rutinkoll_granskning"));
        assert_eq!(tables.count(), 1, "{shown}");
    }
}

#[test]
fn marks_are_taken_away_again() {
    let folder = tempfile::tempdir().unwrap();
    let book = fixtures().join("annotated/styled.xlsx");
    let (first, again) = (folder.path().join("a.xlsx"), folder.path().join("b.xlsx"));
    copy(&book, &first);
    // With every rule off, nothing is found.
    let list = Command::cargo_bin("rutinkoll").unwrap().args(["rules", "list", "--format", "json"]).output();
    let rules: Value = serde_json::from_slice(&list.unwrap().stdout).unwrap();
    let ids = rules.as_array().unwrap().iter();
    let ids = ids.map(|rule| format!("    {}: {{ off: true }}\n", rule["rule"].as_str().unwrap()));
    let config = folder.path().join("inget.yaml");
    fs::write(&config, format!("overrides:\n  rules:\n{}", ids.collect::<String>())).unwrap();
    let args = [&first, &again, &config].map(|path| path.to_str().unwrap());
    let (code, _, said) = audit(&[args[0], "-o", args[1], "--config", args[2]]);
    assert_eq!((code, said.as_str()), (0, ""));
    let styles = |book: &Path| {
        let parts = parts(book);
        ["xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"].map(|part| {
            let sheet = text(&parts, part);
            let cells = sheet
                .match_indices("<c r=")
                .map(|(at, _)| sheet[at..].split(['>', '/']).next().unwrap().to_owned());
            cells.map(|cell| cell.replace(" s=\"0\"", "")).collect::<BTreeSet<String>>()
        })
    };
    let (was, is) = (styles(&book), styles(&again));
    for (was, is) in was.iter().zip(&is) {
        // A pattern is not remembered: see `styles`.
        let lost: Vec<&String> = was.difference(is).filter(|cell| !cell.contains("\"G")).collect();
        assert!(lost.is_empty(), "every cell has its own style back: {lost:?}");
    }
    assert_eq!(front(&again).1[4][0], "Inget att anmärka på.");
}

#[test]
fn the_first_sheet_lists_everything_and_leads_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let book = fixtures().join("annotated/notes.xlsx");
    let marked = folder.path().join("granskad.xlsx");
    let report = copy(&book, &marked);
    let (name, rows) = front(&marked);
    assert_eq!(name, "Granskning");
    let found = findings(&report);
    assert_eq!(rows[3][0], "Allvar");
    for (row, finding) in rows[4..].iter().zip(&found) {
        assert_eq!(row[2], finding["cell"].as_str().unwrap());
        assert!(row[4].starts_with(finding["message"].as_str().unwrap()), "{row:?}");
    }
    let whole = format!("{rows:?}");
    for said in
        ["Inte kontrollerat", "--table loggar=FIL", "hjalplinjen", "sha256:", "rutinkoll 0", "Raderas senast"]
    {
        assert!(whole.contains(said), "{said}");
    }
    assert!(whole.contains("Cellen har redan en anteckning"), "Maj's note is kept");
    let parts = parts(&marked);
    let part = parts.keys().find(|part| text(&parts, part).contains("topLeftCell=\"A5\"")).unwrap();
    let sheet = text(&parts, part);
    assert!(
        sheet.contains("location=\"&apos;November&apos;!") || sheet.contains("location=\"'November'!"),
        "{sheet}"
    );
    let audited = text(&parts, "xl/worksheets/sheet1.xml");
    assert!(audited.contains("Granskning") && audited.contains("!A5\""), "a link back: {audited}");
    let comments = parts.keys().find(|part| part.contains("comments1")).unwrap();
    let notes = text(&parts, comments);
    assert!(notes.contains("<author>rutinkoll</author>") && notes.contains("gör så här"), "{notes}");
    assert!(notes.contains("Adressen kommer i morgon"), "{notes}");
    assert!(!notes.contains("19811218"), "what a privacy rule found is not repeated");
    assert!(!whole.contains("19811218"));
}

#[test]
fn nothing_from_a_cell_becomes_a_formula() {
    let folder = tempfile::tempdir().unwrap();
    let book = fixtures().join("annotated/tables.xlsx");
    let marked = folder.path().join("granskad.xlsx");
    let (code, _, _) = audit(&[book.to_str().unwrap(), "-o", marked.to_str().unwrap(), "--values", "shown"]);
    assert_eq!(code, 1);
    let mut open: Xlsx<_> = open_workbook(&marked).unwrap();
    assert!(open.worksheet_formula("Granskning").unwrap().used_cells().next().is_none());
}

#[test]
fn what_is_no_xlsx_becomes_a_new_workbook_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("november [1].csv");
    let rows = "Rådgivare;Datum;Vad ska skickas;Kundnummer;Adress;Namn på mottagare;Fakturanummer;Kommentar\n\
                xanl01;2026-11-03;Fakturakopia;00112233;;Eva Ek;=1+1;Kopia till annan adress\n";
    fs::write(&csv, rows).unwrap();
    let marked = folder.path().join("granskad.xlsx");
    let report = copy(&csv, &marked);
    let found = findings(&report);
    let (_, rows) = front(&marked);
    assert!(format!("{rows:?}").contains("En ny arbetsbok med värdena ur"), "{rows:?}");
    let sheets = cells(&marked);
    let (values, formulas) = &sheets["november 1"];
    assert!(formulas.is_empty());
    assert!(values.contains(&(1, 3, Data::String("00112233".to_owned()))), "{values:?}");
    assert!(values.contains(&(1, 6, Data::String("=1+1".to_owned()))), "{values:?}");
    let again = folder.path().join("igen.xlsx");
    let cells_of = |findings: &[Value]| findings.iter().map(|it| it["cell"].clone()).collect::<Vec<_>>();
    assert_eq!(cells_of(&findings(&copy(&marked, &again))), cells_of(&found));
}

#[test]
fn what_cannot_be_copied_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("granskad.xlsx");
    let to = to.to_str().unwrap();
    let book = fixtures().join("annotated/notes.xlsx");
    let book = book.to_str().unwrap();
    let (code, _, said) = audit(&[book, fixtures().join("annotated/rich.xlsx").to_str().unwrap(), "-o", to]);
    assert_eq!(code, 2);
    assert!(said.contains("en arbetsbok åt gången"), "{said}");
    let (code, _, said) = audit(&[fixtures().join("annotated/macros.xlsm").to_str().unwrap(), "-o", to]);
    assert_eq!(code, 2);
    assert!(said.contains(".xlsm"), "{said}");
    let (code, _, said) = audit(&[fixtures().join("nothing.xlsx").to_str().unwrap(), "-o", to]);
    assert_eq!(code, 2);
    assert!(said.contains("ingen granskad arbetsbok"), "{said}");
    assert!(!Path::new(to).exists());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no half report is left");
}

/// Runs a program of the machine; none where it is not installed.
fn run(program: &str, args: &[&str]) -> Option<String> {
    match Process::new(program).args(args).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{program}: {said}{}", String::from_utf8_lossy(&output.stderr));
            Some(said)
        }
        Err(_) => {
            eprintln!("{program} is not installed: skipped");
            None
        }
    }
}

#[test]
fn openpyxl_and_libreoffice_open_the_copies() {
    let folder = tempfile::tempdir().unwrap();
    let mut copies = Vec::new();
    for book in books() {
        let marked = folder.path().join(name(&book));
        copy(&book, &marked);
        copies.push(marked.display().to_string());
    }
    let paths: Vec<&str> = copies.iter().map(String::as_str).collect();
    let has_openpyxl = Process::new("python3").args(["-c", "import openpyxl"]).status();
    if has_openpyxl.is_ok_and(|status| status.success()) {
        let script = "import sys, warnings, openpyxl\nwarnings.simplefilter('ignore')\n\
                      for path in sys.argv[1:]:\n    book = openpyxl.load_workbook(path)\n    sheet = book.worksheets[0]\n\
                      \x20   assert [t for t in sheet.tables if t.startswith('rutinkoll_granskning')], path\n\
                      \x20   notes = [c.comment for s in book.worksheets for r in s.iter_rows() for c in r if c.comment]\n\
                      \x20   assert [n for n in notes if n.author == 'rutinkoll'], path\n";
        run("python3", &[&["-c", script], paths.as_slice()].concat());
    } else {
        eprintln!("openpyxl is not installed: skipped");
    }
    let out = folder.path().join("ods");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let args = [profile.as_str(), "--headless", "--convert-to", "ods", "--outdir", out.to_str().unwrap()];
    if run("soffice", &[&args, paths.as_slice()].concat()).is_some() {
        for path in &copies {
            let converted = out.join(Path::new(path).file_stem().unwrap()).with_extension("ods");
            let mut book: calamine::Ods<_> = open_workbook(&converted).unwrap();
            let first = book.sheet_names()[0].clone();
            assert!(first.starts_with("Granskning"), "{path}: {first}");
            assert!(book.worksheet_range(&first).unwrap().height() > 8, "{path}");
        }
    }
}
