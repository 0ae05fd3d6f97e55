//! Broken, hostile and cut-off files: an answer or a clear error, never a panic.

#![allow(clippy::print_stderr, clippy::expect_used, reason = "a test says what it met, and fails")]

mod common;
mod zipped;

use std::fs;

use rutinkoll::lang::Lang;
use rutinkoll::sheet::{NumberFormat, RawRow, RawValue};
use rutinkoll::workbook::{Limits, ReadError, Workbook};

/// Reads everything; the number of rows, or the first error.
fn read(mut book: Workbook) -> Result<usize, ReadError> {
    let (mut row, mut count) = (RawRow::default(), 0);
    for index in 0..book.sheets().len() {
        if !book.sheets()[index].worksheet {
            continue;
        }
        let mut rows = book.read(index)?;
        while rows.next_row(&mut row)? {
            count += 1;
        }
        rows.finish()?;
    }
    Ok(count)
}

fn assert_clear(error: &ReadError) {
    for lang in [Lang::Sv, Lang::En] {
        assert_ne!(lang.say(&error.0), error.0.id, "no sentence in {lang:?}");
        assert!(lang.help(&error.0).is_some(), "no help for {}", error.0.id);
    }
}

#[test]
fn hostile_files_get_a_clear_answer() {
    let Some(corpus) = common::corpus() else { return };
    for path in common::files(&corpus.join("hostile")) {
        let answer = Workbook::open(&path, &Limits::default()).and_then(read);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        eprintln!("{name}: {answer:?}");
        if let Err(error) = &answer {
            assert_clear(error);
        }
        let wanted = match name.as_str() {
            "nolze__example_password.xlsx" | "qax-os__encryptAES.xlsx" | "tafia__pass_protected.ods" => {
                "workbook-encrypted"
            }
            "~$LoadPivotTables.xlsx" => "file-is-lock",
            "exceldatareader__TestFail_Binary.xls" => "file-is-image",
            _ => continue,
        };
        assert_eq!(answer.map_err(|error| error.0.id), Err(wanted), "{name}");
    }
}

#[test]
fn odd_files_are_read() {
    let Some(corpus) = common::corpus() else { return };
    for path in common::files(&corpus.join("odd")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let answer = Workbook::open(&path, &Limits::default()).and_then(read);
        assert!(answer.is_ok(), "{name}: {answer:?}");
    }
}

#[test]
fn what_is_no_workbook_is_named() {
    let cases: [(&[u8], &str); 6] = [
        (b"", "file-empty"),
        (b"%PDF-1.7\n", "file-is-pdf"),
        (b"  <html><body><table></table></body></html>", "file-is-html"),
        (b"\x89PNG\r\n\x1a\n", "file-is-image"),
        (b"<?xml version='1.0'?><Workbook/>", "file-is-xml"),
        (b"\0\x01\x02\x03\x04", "file-unknown"),
    ];
    for (bytes, wanted) in cases {
        let error = Workbook::from_bytes(bytes.to_vec(), &Limits::default()).err().expect(wanted);
        assert_eq!(error.0.id, wanted);
        assert_clear(&error);
    }
    let folder = Workbook::open(&common::fixtures(), &Limits::default()).err();
    assert_eq!(folder.map(|error| error.0.id), Some("file-is-folder"));
}

/// A fixture of every format.
fn one_of_each() -> Vec<(String, Vec<u8>)> {
    let formats = common::fixtures().join("formats");
    ["fakta.xlsx", "fakta.xlsb", "fakta.ods", "fakta.xls", "utf-8-bom.csv", "utf-16.txt"]
        .into_iter()
        .map(|name| (name.to_owned(), fs::read(formats.join(name)).expect(name)))
        .collect()
}

/// How many times more than usual: `RUTINKOLL_MUTATIONS=10`.
fn more() -> usize {
    std::env::var("RUTINKOLL_MUTATIONS").ok().and_then(|more| more.parse().ok()).unwrap_or(1)
}

#[test]
fn cut_off_anywhere() {
    for (name, whole) in one_of_each() {
        let text = name.ends_with(".csv") || name.ends_with(".txt");
        let sound = Workbook::from_bytes(whole.clone(), &Limits::default()).and_then(read).expect(&name);
        for cut in (0..whole.len()).step_by((whole.len() / (300 * more())).max(1)) {
            match Workbook::from_bytes(whole[..cut].to_vec(), &Limits::default()).and_then(read) {
                Err(error) => assert_clear(&error),
                // A text that ends early is a text; nothing else that was cut may pass for whole.
                Ok(rows) => assert!(text || rows == sound, "{name} cut at {cut}: {rows} rows of {sound}"),
            }
        }
    }
}

#[test]
fn one_bit_changed() {
    for (name, whole) in one_of_each() {
        let zipped = [".xlsx", ".xlsb", ".ods"].iter().any(|ending| name.ends_with(ending));
        let mut refused = 0;
        let sound = Workbook::from_bytes(whole.clone(), &Limits::default()).and_then(read).expect(&name);
        for flip in 0..400 * more() {
            let mut bytes = whole.clone();
            let at = flip * 7919 % bytes.len();
            bytes[at] ^= 1 << (flip % 8);
            match Workbook::from_bytes(bytes, &Limits::default()).and_then(read) {
                Err(error) => {
                    assert_clear(&error);
                    refused += 1;
                }
                // A zip's checksums tell: what is read is what was there.
                Ok(rows) => assert!(!zipped || rows == sound, "{name} flipped at {at}: {rows} of {sound}"),
            }
        }
        assert!(!zipped || refused > 80, "{name}: {refused}");
    }
}

#[test]
fn one_byte_of_a_part_changed() {
    for (_, whole) in
        one_of_each().into_iter().filter(|(name, _)| !name.contains("utf") && !name.ends_with("xls"))
    {
        let parts = zipped::parts(&whole);
        for flip in 0..150 * more() {
            let mut parts = parts.clone();
            let index = flip % parts.len();
            let part = &mut parts[index].1;
            let at = flip * 7919 % part.len().max(1);
            if let Some(byte) = part.get_mut(at) {
                *byte ^= 1 << (flip / 7 % 8);
            }
            if let Err(error) = Workbook::from_bytes(zipped::zip(&parts), &Limits::default()).and_then(read) {
                assert_clear(&error);
            }
        }
    }
}

/// The error of a workbook made of these parts.
fn refused(parts: &[(&str, Vec<u8>)]) -> String {
    match made(parts).and_then(read) {
        Ok(rows) => format!("{rows} rows"),
        Err(error) => {
            assert_clear(&error);
            error.0.id.to_owned()
        }
    }
}

fn made(parts: &[(&str, Vec<u8>)]) -> Result<Workbook, ReadError> {
    let parts: Vec<_> = parts.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
    Workbook::from_bytes(zipped::zip(&parts), &Limits::default())
}

const MIME: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fn ods(table: &str) -> String {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    );
    refused(&[("mimetype", MIME.to_vec()), ("content.xml", content.into_bytes())])
}

fn xlsx(sheet: &str, strings: &str) -> String {
    refused(&parts(sheet, strings))
}

fn parts(sheet: &str, strings: &str) -> [(&'static str, Vec<u8>); 5] {
    [
        ("_rels/.rels", b"<Relationships><Relationship Id='r' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>".to_vec()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name='A' sheetId='1' r:id='r1'/></sheets></workbook>".to_vec()),
        ("xl/_rels/workbook.xml.rels", b"<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='x/sharedStrings' Target='sharedStrings.xml'/></Relationships>".to_vec()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes().to_vec()),
        ("xl/sharedStrings.xml", strings.as_bytes().to_vec()),
    ]
}

/// A cell that names a shared text and then holds one of its own is not taken for the shared one.
#[test]
fn a_text_that_replaces_a_shared_one_is_its_own() {
    let cell = |place: &str, own: &str| format!("<c r='{place}' t='s'><v>0</v>{own}</c>");
    let cells = [cell("A1", ""), cell("B1", "<is><t>y</t></is>"), cell("C1", "")].concat();
    let number = "<row r='2'><c r='A2'><v>7</v></c></row>";
    let sheet = format!("<worksheet><sheetData><row r='1'>{cells}</row>{number}</sheetData></worksheet>");
    let mut book = made(&parts(&sheet, "<sst><si><t>x</t></si></sst>")).expect("it opens");
    let mut row = RawRow::default();
    let mut rows = book.read(0).expect("a sheet");
    assert!(rows.next_row(&mut row).expect("a row"));
    let of = |at: usize| (row.cells[at].value.clone(), row.cells[at].shared.map(u32::from));
    assert_eq!(of(0), (RawValue::Text("x".to_owned()), Some(1)));
    assert_eq!(of(1), (RawValue::Text("y".to_owned()), None));
    assert_eq!(of(2), of(0));
    // In the memory of the row before.
    assert!(rows.next_row(&mut row).expect("another row"));
    assert_eq!((row.number, row.cells[0].shared), (2, None));
}

#[test]
fn hostile_sheets_are_refused() {
    let row = |cells: &str| format!("<worksheet><sheetData><row r='1'>{cells}</row></sheetData></worksheet>");
    let one = row("<c r='A1' t='s'><v>0</v></c>");
    let strings = "<sst><si><t>x</t></si></sst>";
    assert_eq!(xlsx(&one, strings), "1 rows");
    // The count lies: what is there counts.
    assert_eq!(
        xlsx(&one, "<sst count='4294967295' uniqueCount='4294967295'><si><t>x</t></si></sst>"),
        "1 rows"
    );
    assert_eq!(xlsx(&row("<c r='A1' t='s'><v>7</v></c>"), strings), "sheet-damaged");
    let bomb = "<!DOCTYPE z [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>";
    assert_eq!(xlsx(&format!("{bomb}{one}"), strings), "workbook-has-dtd");
    assert_eq!(xlsx(&one, &format!("{bomb}{strings}")), "workbook-has-dtd");
    assert_eq!(xlsx(&row("<c r='XFE1'><v>1</v></c>"), strings), "limit-columns");
    assert_eq!(
        xlsx("<worksheet><sheetData><row r='1048577'><c><v>1</v></c></row></sheetData></worksheet>", strings),
        "limit-rows"
    );
    assert_eq!(xlsx(&format!("<worksheet>{}<sheetData/>", "<a>".repeat(200)), strings), "limit-depth");
    let long = format!("<c r='A1' t='inlineStr'><is><t>{}</t></is></c>", "x".repeat(300 << 10));
    assert_eq!(xlsx(&row(&long), strings), "limit-cell-length");
    let many: String = "<c><v>1</v></c>".repeat(16_385);
    assert!(["limit-columns", "limit-cells-per-row"].contains(&xlsx(&row(&many), strings).as_str()));
}

#[test]
fn a_part_is_read_for_one_sheet_only() {
    let rels = "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/></Relationships>";
    let sheets = |count: usize| {
        let main = format!("<workbook>{}</workbook>", "<sheet name='A' r:id='r1'/>".repeat(count));
        refused(&[
            ("xl/workbook.xml", main.into_bytes()),
            ("xl/_rels/workbook.xml.rels", rels.as_bytes().to_vec()),
            ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData/></worksheet>".to_vec()),
        ])
    };
    assert_eq!(sheets(1), "0 rows");
    assert_eq!(sheets(2), "sheet-without-part");
    assert_eq!(sheets(20_001), "limit-parts");
    assert_eq!(ods(&"<table:table table:name='A'/>".repeat(20_001)), "limit-parts");
}

#[test]
fn hostile_repetitions_are_refused() {
    let cell = "<table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell>";
    let rows = |count: u64, cells: &str| {
        ods(&format!(
            "<table:table table:name='A'><table:table-row table:number-rows-repeated='{count}'>{cells}</table:table-row></table:table>"
        ))
    };
    assert_eq!(rows(3, cell), "3 rows");
    assert_eq!(rows(2_000_000_000, "<table:table-cell/>"), "0 rows");
    assert_eq!(rows(1_048_576, cell), "1048576 rows");
    assert_eq!(rows(1_048_577, cell), "limit-rows");
    assert_eq!(rows(99_999_999_999, cell), "limit-rows");
    let wide = cell.replace("table-cell office", "table-cell table:number-columns-repeated='16384' office");
    assert_eq!(rows(1, &wide), "1 rows");
    assert_eq!(rows(1_048_576, &wide), "limit-repeated-cells");
    let wider = wide.replace("16384", "1000000");
    assert_eq!(rows(1, &wider), "limit-columns");
    let spaces = "<table:table-cell office:value-type='string'><text:p><text:s text:c='4000000000'/></text:p></table:table-cell>";
    assert_eq!(rows(1, spaces), "limit-cell-length");
    assert_eq!(ods(&"<a>".repeat(200)), "limit-depth");
    assert_eq!(ods("<table:table table:name='A'><table:table-row>"), "workbook-damaged");
}

#[test]
fn a_zip_bomb_costs_little() {
    let sheet = format!("<worksheet>{}", format!("<a b='{}'/>", " ".repeat(64 << 10)).repeat(1200));
    assert_eq!(xlsx(&sheet, "<sst/>"), "limit-ratio");
}

#[test]
fn odd_zips() {
    let sound = zipped::parts(&fs::read(common::fixtures().join("formats/fakta.xlsx")).expect("the fixture"));
    let with = |name: &str, bytes: &[u8]| {
        let mut parts = sound.clone();
        parts.push((name.to_owned(), bytes.to_vec()));
        Workbook::from_bytes(zipped::zip(&parts), &Limits::default())
            .and_then(read)
            .map_err(|error| error.0.id)
    };
    let whole = with("docProps/more.xml", b"");
    assert!(whole.is_ok());
    // Nothing is ever written to a disk, so a name that climbs out is a name.
    assert_eq!(with("../../../etc/passwd", b"x"), whole);
    assert_eq!(with("/etc/passwd", b"x"), whole);
    assert_eq!(with("C:\\windows\\x", b"x"), whole);
    // The same part once more: one of them would be passed over in silence.
    assert_eq!(with("xl/worksheets/sheet1.xml", b"<worksheet/>"), Err("workbook-damaged"));
    let many: Vec<_> = (0..20_001).map(|index| (format!("{index}"), Vec::new())).collect();
    let error = Workbook::from_bytes(zipped::zip(&many), &Limits::default()).err();
    assert_eq!(error.map(|error| error.0.id), Some("limit-parts"));
    assert_eq!(refused(&[("word/document.xml", b"<w/>".to_vec()), ("a", Vec::new())]), "file-is-zip");
    let rels = b"<Relationships><Relationship Id='r' Type='x/officeDocument' Target='word/document.xml'/></Relationships>";
    assert_eq!(
        refused(&[("_rels/.rels", rels.to_vec()), ("word/document.xml", b"<w/>".to_vec())]),
        "file-is-document"
    );
    let manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>".to_vec();
    assert_eq!(
        refused(&[
            ("mimetype", MIME.to_vec()),
            ("content.xml", vec![7; 99]),
            ("META-INF/manifest.xml", manifest)
        ]),
        "workbook-encrypted"
    );
    assert_eq!(
        refused(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
            ("content.xml", b"<a/>".to_vec())
        ]),
        "file-is-document"
    );
}

/// The real binary, with little memory to take: it is not killed, says nothing but the report, and goes on to the
/// last file.
#[cfg(unix)]
#[test]
fn the_others_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = [("noll.xlsx", &b""[..]), ("bild.ods", b"\x89PNG\r\n\x1a\n"), ("sida.xls", b"<html><table>")];
    for (name, bytes) in made {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let mut files = common::files(folder.path());
    files.extend(common::corpus().iter().flat_map(|corpus| common::files(&corpus.join("hostile"))));
    files.push(common::fixtures().join("formats/utf-8-bom.csv"));
    let out = std::process::Command::new("sh")
        .args(["-c", "ulimit -v 1500000; exec \"$@\"", "sh"])
        .arg(assert_cmd::cargo::cargo_bin("rutinkoll"))
        .args(["audit", "--format", "json", "--lang", "en", "--as-of", "2026-11-23"])
        .args(&files)
        .output()
        .expect("it runs");
    assert_eq!((String::from_utf8_lossy(&out.stderr).as_ref(), out.status.code()), ("", Some(2)));
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(report["inputs"][files.len() - 1]["sheets"][0]["status"], "audited");
    let errors = report["errors"].as_array().expect("errors");
    for (name, _) in made {
        let of_file =
            |error: &&serde_json::Value| error["input"].as_str().is_some_and(|input| input.ends_with(name));
        assert_eq!(errors.iter().filter(of_file).count(), 1, "{name}");
    }
}

#[test]
fn swedish_csv() {
    let text = "Ärende;Text\r\n\r\n\"1\";\"två\r\nrader; \"\"ja\"\"\"\r\n;å,b\r\n";
    let ansi: Vec<u8> =
        text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("Latin-1")).collect();
    let tabs = text.replacen("; \"", ", \"", 1).replace(';', "\t");
    let wide = |bytes: fn(u16) -> [u8; 2]| tabs.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let cases = [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        ansi,
        [b"\xEF\xBB\xBFsep=;\r\n", text.as_bytes()].concat(),
        [b"\xFF\xFE".to_vec(), wide(u16::to_le_bytes)].concat(),
        [b"\xFE\xFF".to_vec(), wide(u16::to_be_bytes)].concat(),
    ];
    for (case, bytes) in cases.into_iter().enumerate() {
        let mut book = Workbook::from_bytes(bytes, &Limits::default()).expect("text");
        assert_eq!(book.sheets()[0].name, "CSV");
        let mut rows = book.read(0).expect("text");
        let (mut row, mut seen) = (RawRow::default(), Vec::new());
        while rows.next_row(&mut row).expect("text") {
            let texts = row.cells.iter().map(|cell| format!("{}{:?}", cell.column, cell.value));
            seen.push((row.number, texts.collect::<Vec<_>>().join(" ")));
        }
        assert_eq!(seen.len(), 3, "{case}: {seen:?}");
        assert_eq!(seen[0], (1, "0Text(\"Ärende\") 1Text(\"Text\")".to_owned()), "{case}");
        assert!(
            seen[1].0 == 3 && seen[1].1.starts_with("0Number { value: 1.0, format: NumberFormat { zeros: 0, scientific: false } } 1Text(\"två\\r\\nrader"),
            "{case}: {seen:?}"
        );
        assert_eq!(seen[2], (4, "1Text(\"å,b\")".to_owned()), "{case}");
    }
}

#[test]
fn what_a_text_file_holds() {
    let read = |text: &str| {
        let mut book = Workbook::from_bytes(text.as_bytes().to_vec(), &Limits::default())?;
        let mut rows = book.read(0)?;
        let (mut row, mut values) = (RawRow::default(), Vec::new());
        while rows.next_row(&mut row)? {
            values.extend(row.cells.iter().map(|cell| cell.value.clone()));
        }
        Ok::<_, ReadError>(values)
    };
    let error = |text: &str| RawValue::Error(text.to_owned());
    let text = |text: &str| RawValue::Text(text.to_owned());
    let number = |value| RawValue::Number { value, format: NumberFormat::default() };
    let values = read("#N/A;#SAKNAS!;#VÄRDEFEL!;Err:502;#1;N/A\n0042;42;0;735999111122223333;1,5;-3;2e5\n");
    let wanted = vec![
        error("#N/A"),
        error("#SAKNAS!"),
        error("#VÄRDEFEL!"),
        error("Err:502"),
        text("#1"),
        text("N/A"),
        text("0042"),
        number(42.0),
        number(0.0),
        text("735999111122223333"),
        text("1,5"),
        text("-3"),
        text("2e5"),
    ];
    assert_eq!(values, Ok(wanted));
    // Where it was cut off within a quotation it shows; elsewhere it cannot.
    let cut = read("a;b\n1;\"two\nlines").expect_err("an open quotation");
    assert_eq!(cut.0.id, "csv-open-quote");
    assert_clear(&cut);
    assert_eq!(read("a;b\n1;tw").map(|values| values.len()), Ok(4));
}

fn audited(args: &[&str], input: &str) -> (serde_json::Value, String) {
    let out = assert_cmd::Command::cargo_bin("rutinkoll")
        .expect("the binary")
        .args(["audit", "--format", "json", "--lang", "en", "--as-of", "2026-11-23"])
        .args(args)
        .write_stdin(input)
        .output()
        .expect("it runs");
    let report = serde_json::from_slice(&out.stdout).unwrap_or_default();
    (report, String::from_utf8_lossy(&out.stderr).into_owned())
}

#[test]
fn a_limit_is_raised_by_its_name() {
    let rows = "Rådgivare;Datum;Vad ska skickas;Kundnummer\nxabc01;2026-11-20;Brev;10000001\nxabc01;2026-11-20;Brev;10000002\n";
    assert_eq!(audited(&["-"], rows).0["errors"].as_array().map(Vec::len), Some(0));
    let (report, _) = audited(&["-", "--max", "rows=2"], rows);
    assert!(report["errors"][0].to_string().contains("more than 2 rows"), "{}", report["errors"]);
    assert!(report["errors"][0].to_string().contains("--max rows="), "{}", report["errors"]);
    let (_, said) = audited(&["-", "--max", "row=2"], rows);
    assert!(said.contains("did you mean rows?") && said.contains("part-bytes"), "{said}");
    let (_, said) = audited(&["-", "--max", "rows=many"], rows);
    assert!(said.contains("many is no value for rows"), "{said}");
}

/// A pipe under a name of its own (`<(…)`) gives its bytes only once.
#[cfg(unix)]
#[test]
fn a_pipe_is_read_once() {
    let rows = "Rådgivare;Datum;Vad ska skickas;Kundnummer\nxabc01;2026-11-20;Brev;10000001\n";
    let (report, said) = audited(&["/dev/stdin"], rows);
    assert_eq!(report["inputs"][0]["sheets"][0]["status"], "audited", "{said} {report}");
}
