//! The contract's surface, through the real binary.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const DAY: &str = "2026-11-23";

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).display().to_string()
}

fn pack(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The binary, where no `rules/` is found above it and nothing of the surroundings is heard.
fn program() -> Command {
    let mut program = Command::cargo_bin("rutinkoll").unwrap();
    program.current_dir(std::env::temp_dir()).env_remove("RUTINKOLL_LANG").env_remove("RUTINKOLL_RULES");
    program.env("NO_COLOR", "1").env("COLUMNS", "200").env("SOURCE_DATE_EPOCH", "1795428000");
    program
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn audit(args: &[&str]) -> Ran {
    ran(program().arg("audit").args(args).args(["--as-of", DAY]))
}

fn json(args: &[&str]) -> (i32, Value) {
    let ran = audit(&[args, &["--format", "json"]].concat());
    let report =
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", ran.out, ran.err));
    (ran.code, report)
}

fn findings(report: &Value) -> &Vec<Value> {
    report["findings"].as_array().unwrap()
}

fn codes(report: &Value) -> Vec<&str> {
    report["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect()
}

/// A copy of a pack, to be edited.
fn copy_of(pack: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_into(pack, copy.path());
    copy
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_into(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn edit(folder: &Path, file: &str, old: &str, new: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} has no {old}");
    fs::write(path, text.replacen(old, new, 1)).unwrap();
}

#[test]
fn exit_codes() {
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_str().unwrap();
    let clean = fixture("clean/Hjälplinjen.xlsx");
    let typical = fixture("typical/Hjälplinjen.xlsx");
    let cases: [(&[&str], i32); 11] = [
        (&[&clean], 0),
        (&[&typical], 1),
        (&[&typical, "--fail-on", "never"], 0),
        (&[&fixture("wiped/Hjälplinjen.xlsx")], 0),
        (&[&fixture("wiped/Hjälplinjen.xlsx"), "--fail-on", "warning"], 0),
        (&[&fixture("wiped/Hjälplinjen.xlsx"), "--fail-on", "info"], 1),
        (&[&fixture("nothing-here.xlsx")], 2),
        (&[folder], 2),
        (&[&fixture("headers/none.xlsx")], 2),
        (&[&fixture("headers/empty.xlsx")], 0),
        (&[&clean, "--strict"], 2),
    ];
    for (args, code) in cases {
        let ran = audit(args);
        assert_eq!(ran.code, code, "{args:?}\n{}\n{}", ran.out, ran.err);
    }
    assert_eq!(ran(program().args(["audit", &clean, "--no-such-option"])).code, 2);
    assert_eq!(ran(program().args(["audit", &clean, "--as-of", "igår"])).code, 2);
}

#[test]
fn what_cannot_be_read_is_one_clear_error() {
    let empty = tempfile::tempdir().unwrap();
    for input in
        [fixture("nothing-here.xlsx"), empty.path().display().to_string(), fixture("headers/none.xlsx")]
    {
        let (code, report) = json(&[&input]);
        assert_eq!(code, 2);
        let errors = report["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0]["input"], input);
        for key in ["code", "message", "help"] {
            assert!(!errors[0][key].as_str().unwrap().is_empty(), "{errors:?}");
        }
    }
}

#[test]
fn a_file_alone_means_audit() {
    let typical = fixture("typical/Hjälplinjen.xlsx");
    let short = ran(program().args([&typical, "--as-of", DAY]));
    let long = audit(&[&typical]);
    assert_eq!((short.code, short.out), (long.code, long.out));
}

#[test]
fn help_is_in_one_language() {
    let help = |args: &[&str]| ran(program().args(args)).out;
    assert!(help(&["--help"]).contains("Användning: rutinkoll <KOMMANDO>"));
    for english in [&["--lang", "en", "audit", "-h"][..], &["audit", "--help", "--lang=en"]] {
        assert!(help(english).contains("Usage: rutinkoll audit [OPTIONS] <INPUT>..."), "{}", help(english));
    }
    let by_environment = ran(program().args(["rules", "--help"]).env("RUTINKOLL_LANG", "en"));
    assert!(by_environment.out.contains("Usage: rutinkoll rules <COMMAND>"), "{}", by_environment.out);
    let rules = ran(program().args(["--lang", "en", "rules", "list", "--off"]));
    assert_eq!((rules.code, rules.err.as_str()), (0, ""));
    assert!(rules.out.contains("off"), "{}", rules.out);
}

#[test]
fn what_the_system_refuses_is_said_in_the_language_of_the_report() {
    let clean = fixture("clean/Hjälplinjen.xlsx");
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("fil"), "").unwrap();
    let refused: [(&[&str], &str); 4] = [
        (&["audit", &clean, "-o", &path("ingen/rapport.json")], "det finns ingen sådan fil eller mapp"),
        (&["audit", &clean, "-o", &path("fil/rapport.csv")], "en del av sökvägen är ingen mapp"),
        (&["audit", &clean, "-o", &path(&format!("{}.md", "x".repeat(300)))], "namnet går inte att använda"),
        (&["audit", &clean, "--lang", "en", "-o", &path("fil/a.md")], "a part of the path is no folder"),
    ];
    for (args, said) in refused {
        let ran = ran(program().args(args));
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(said) && !ran.err.contains("os error"), "{args:?}\n{}", ran.err);
    }
}

#[test]
fn json_has_the_contracts_keys() {
    let (code, report) = json(&[&fixture("typical/Hjälplinjen.xlsx")]);
    assert_eq!(code, 1);
    let has = |value: &Value, keys: &[&str]| {
        for key in keys {
            assert!(value.get(key).is_some(), "no {key} in {value}");
        }
    };
    let top =
        ["schema", "tool", "created", "as_of", "lang", "values", "rules", "inputs", "tables", "coverage"];
    has(&report, &top);
    has(&report, &["summary", "findings", "errors"]);
    assert_eq!(report["schema"], "rutinkoll.report/1");
    assert_eq!(report["created"], "2026-11-23T10:00:00Z");
    assert_eq!(report["as_of"], DAY);
    assert_eq!((&report["lang"], &report["values"]), (&"sv".into(), &"masked".into()));
    has(&report["tool"], &["name", "version"]);
    has(&report["rules"], &["pack", "version", "source", "digest"]);
    assert_eq!(report["rules"]["source"], "built-in");
    assert!(report["rules"]["digest"].as_str().unwrap().starts_with("sha256:"));
    let input = &report["inputs"][0];
    has(input, &["path", "sha256", "sheets"]);
    for sheet in input["sheets"].as_array().unwrap() {
        match sheet["status"].as_str().unwrap() {
            "audited" => has(sheet, &["name", "header_row", "rows", "columns", "notes"]),
            _ => has(sheet, &["name", "reason"]),
        }
    }
    has(&input["sheets"][0]["columns"][0], &["column", "header", "letter"]);
    let coverage =
        ["rule", "clauses", "basis", "severity", "status", "reason", "rows_applicable", "rows_undecided"];
    report["coverage"].as_array().unwrap().iter().for_each(|rule| has(rule, &coverage));
    has(&report["summary"], &["rows", "rows_with_findings", "error", "warning", "info"]);
    let finding = [
        "rule", "clauses", "basis", "severity", "input", "sheet", "row", "column", "cell", "value", "masked",
    ];
    for one in findings(&report) {
        has(one, &finding);
        has(one, &["message", "help", "because", "related", "fingerprint"]);
        assert!(one["fingerprint"].is_null());
        assert!(one["value"].is_null() == one["masked"].as_bool().unwrap(), "{one}");
    }
    let unchecked: Vec<&str> = report["coverage"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|rule| rule["status"] == "not_checked")
        .flat_map(|rule| rule["clauses"].as_array().unwrap().iter().map(|clause| clause.as_str().unwrap()))
        .collect();
    for clause in ["1.1", "2.2", "2.3", "2.4", "4.1"] {
        assert!(unchecked.contains(&clause), "{clause} is not among {unchecked:?}");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let inputs = [fixture("typical/Hjälplinjen.xlsx"), fixture("months/Hjälplinjen.xlsx")];
    for format in ["json", "terminal"] {
        let one = audit(&[&inputs[0], &inputs[1], "--format", format]);
        let two = audit(&[&inputs[0], &inputs[1], "--format", format]);
        assert_eq!(one.out, two.out);
    }
}

#[test]
fn findings_stand_in_order() {
    let names =
        ["typical/Hjälplinjen.xlsx", "months/Hjälplinjen.xlsx", "status/Hjälplinjen.xlsx"].map(fixture);
    let (_, report) = json(&[&names[0], &names[1], &names[2]]);
    let sheets: Vec<(String, String)> = report["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|input| {
            let path = input["path"].as_str().unwrap().to_owned();
            let sheets = input["sheets"].as_array().unwrap().iter();
            sheets
                .map(move |sheet| (path.clone(), sheet["name"].as_str().unwrap().to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    let keys: Vec<_> = findings(&report)
        .iter()
        .map(|finding| {
            let at = (
                finding["input"].as_str().unwrap().to_owned(),
                finding["sheet"].as_str().unwrap().to_owned(),
            );
            let sheet = sheets.iter().position(|sheet| *sheet == at).unwrap();
            let letters: String =
                finding["cell"].as_str().unwrap_or("").chars().filter(|c| c.is_alphabetic()).collect();
            let rule = finding["rule"].as_str().unwrap().to_owned();
            (sheet, finding["row"].as_u64().unwrap(), letters.len(), letters, rule)
        })
        .collect();
    assert!(keys.is_sorted(), "{:?}", keys.windows(2).find(|pair| pair[0] > pair[1]));
}

#[test]
fn an_edited_rule_takes_effect_with_the_same_binary() {
    let typical = fixture("typical/Hjälplinjen.xlsx");
    let copy = copy_of(&pack("rules/hjalplinjen"));
    let folder = copy.path().to_str().unwrap();
    let of = |rule: &str| {
        let (_, report) = json(&[&typical, "--rules", folder]);
        findings(&report).iter().filter(|finding| finding["rule"] == rule).cloned().collect::<Vec<_>>()
    };
    let before = of("comment-missing");
    assert_eq!(before.len(), 1);
    edit(copy.path(), "comment-missing.yaml", "severity: info", "severity: error");
    assert_eq!(of("comment-missing")[0]["severity"], "error");

    let file = "invoice-number-missing.yaml";
    edit(
        copy.path(),
        file,
        "sv: Fakturanummer ({Fakturanummer.cell}) är tomt.",
        "sv: Vilken faktura på rad {row}?",
    );
    assert_eq!(of("invoice-number-missing")[0]["message"], "Vilken faktura på rad 99?");

    assert_eq!(of("adviser-not-a-signature").len(), 1);
    edit(copy.path(), "pack.yaml", r"{feff}]*x'", r"{feff}]*z'");
    assert!(of("adviser-not-a-signature").len() > 50);

    fs::remove_file(copy.path().join("recipient-missing.yaml")).unwrap();
    assert!(of("recipient-missing").is_empty());
    let (_, report) = json(&[&typical, "--rules", folder]);
    assert!(!report["coverage"].to_string().contains("recipient-missing"));
    assert_eq!(report["rules"]["source"], folder);
}

/// An unchanged pack is read without its rules' tests, a changed one with them: neither shows in what is found.
#[test]
fn what_is_read_of_a_sound_pack_shows_in_no_finding() {
    let typical = fixture("typical/Hjälplinjen.xlsx");
    let folder = copy_of(&pack("rules/hjalplinjen"));
    let rules = folder.path().to_str().unwrap();
    let (_, sound) = json(&[&typical, "--rules", rules]);
    edit(folder.path(), "pack.yaml", "schema: 1", "# En kommentar.\nschema: 1");
    let (_, changed) = json(&[&typical, "--rules", rules]);
    assert_eq!(sound["findings"], changed["findings"]);
    assert_eq!(sound["coverage"], changed["coverage"]);

    // And what is wrong with a test is still a fault of a pack that is not known to be sound.
    edit(folder.path(), "invoice-copy-without-address.yaml", "expect: not_applicable", "expect: never");
    assert_eq!(audit(&[&typical, "--rules", rules]).code, 2);
}

#[test]
fn a_broken_pack_names_every_fault_and_judges_nothing() {
    let copy = copy_of(&pack("rules/hjalplinjen"));
    edit(copy.path(), "invoice-copy-without-address.yaml", "  Adress: filled", "  Adres: filled");
    edit(copy.path(), "log-missing-in-column.yaml", r"'^\s*(nej|ej|inte)\b'", r"'^\s*(nej|ej|inte'");
    let folder = copy.path().to_str().unwrap();
    for ran in [
        audit(&[&fixture("clean/Hjälplinjen.xlsx"), "--rules", folder]),
        ran(program().args(["rules", "check", folder])),
    ] {
        assert_eq!(ran.code, 2);
        assert!(ran.out.is_empty());
        assert!(ran.err.contains("invoice-copy-without-address.yaml:25:3"), "{}", ran.err);
        assert!(ran.err.contains("log-missing-in-column.yaml:14:"), "{}", ran.err);
        assert!(ran.err.contains("Adres") && ran.err.contains("Adress"), "{}", ran.err);
    }
}

/// The identity numbers of the typical month.
const IDENTITY: [&str; 3] = ["121212-1212", "19121212 1212", "701063–2391"];

#[test]
fn masked_is_masked_and_an_identity_number_is_never_shown() {
    let typical = fixture("typical/Hjälplinjen.xlsx");
    let tables =
        ["kunder.csv", "loggar.xlsx", "arenden.xlsx"].map(|file| fixture(&format!("typical/{file}")));
    for (format, values) in
        [("json", "masked"), ("json", "shown"), ("terminal", "masked"), ("terminal", "shown")]
    {
        let ran = audit(&[&typical, "--format", format, "--values", values]);
        for number in IDENTITY {
            assert!(!ran.out.contains(number), "{number} in {format}, {values}");
        }
    }
    let piped = audit(&[&typical]).out;
    assert_eq!(piped, audit(&[&typical, "--values", "masked"]).out, "a pipe is masked");
    let with_tables = [
        typical.as_str(),
        "--table",
        &format!("loggar={}", tables[1]),
        "--table",
        &format!("arenden={}", tables[2]),
    ]
    .map(str::to_owned);
    let with_tables: Vec<&str> = with_tables.iter().map(String::as_str).collect();
    for args in [&with_tables[..], &[typical.as_str()]] {
        let (_, report) = json(args);
        for finding in findings(&report) {
            let seen = [
                &finding["message"],
                &finding["help"],
                &finding["value"],
                &finding["because"],
                &finding["related"],
            ];
            let seen = seen.map(Value::to_string).join("\n");
            for (column, personal) in personal() {
                assert!(!seen.contains(&personal), "{column} {personal} in {finding}");
            }
        }
    }
    let shown = audit(&[&typical, "--format", "json", "--values", "shown"]).out;
    assert!(personal().iter().any(|(_, personal)| shown.contains(personal)), "shown shows");
}

/// The rows behind findings are kept where a report shows them; what the others say does not rest on that.
#[test]
fn a_report_says_the_same_whatever_is_written_beside_it() {
    let folder = TempDir::new().unwrap();
    let page = folder.path().join("sida.html").display().to_string();
    let sheet = fixture("typical/Hjälplinjen.xlsx");
    for format in ["json", "ndjson", "csv", "sarif", "junit", "markdown", "github"] {
        for values in ["masked", "shown"] {
            let asked = [sheet.as_str(), "--format", format, "--values", values];
            let (alone, beside) = (audit(&asked), audit(&[&asked[..], &["-o", &page]].concat()));
            assert!(alone.out.len() > 1_000 && alone.out == beside.out, "{format} {values}");
        }
    }
}

/// The values of the typical month's personal columns that are long enough to be told from other text.
fn personal() -> Vec<(String, String)> {
    use rutinkoll::workbook::{Limits, Workbook};
    let mut book =
        Workbook::open(Path::new(&fixture("typical/Hjälplinjen.xlsx")), &Limits::default()).unwrap();
    let mut rows = book.read(0).unwrap();
    let mut row = rutinkoll::sheet::RawRow::default();
    let mut found = Vec::new();
    while rows.next_row(&mut row).unwrap() {
        for cell in row.cells.iter().filter(|cell| row.number > 1 && (3..7).contains(&cell.column)) {
            let text = match &cell.value {
                rutinkoll::sheet::RawValue::Text(text) => text.clone(),
                rutinkoll::sheet::RawValue::Number { value, .. } => value.to_string(),
                _ => continue,
            };
            if text.chars().count() >= 8 && !text.starts_with('#') {
                found.push((format!("column {}", cell.column), text));
            }
        }
    }
    assert!(found.len() > 300);
    found
}

#[test]
fn only_the_sheets_that_are_named() {
    let months = fixture("months/Hjälplinjen.xlsx");
    let (code, report) = json(&[&months, "--sheet", "September"]);
    assert_eq!(code, 1);
    assert!(findings(&report).iter().all(|finding| finding["sheet"] == "September"));
    assert_eq!(findings(&report).len(), 1);
    let (code, report) = json(&[&months, "--sheet", "Septembr"]);
    assert_eq!(code, 2);
    assert_eq!(codes(&report), ["sheet-unknown"], "one error, not two");
    assert!(report["errors"][0]["message"].as_str().unwrap().contains("September"), "{}", report["errors"]);
}

#[test]
fn a_broken_input_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.xlsx");
    fs::write(&broken, b"PK\x03\x04 this is no workbook").unwrap();
    let (code, report) = json(&[broken.to_str().unwrap(), &fixture("months/Hjälplinjen.xlsx")]);
    assert_eq!(code, 2);
    assert_eq!(codes(&report).len(), 1);
    assert_eq!(findings(&report).len(), 5);
}

/// A file of a table, with what it holds.
fn table_file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_table_that_cannot_be_used_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| table_file(&folder, name, text);
    let logs = fixture("typical/loggar.xlsx");
    let picture = folder.path().join("bild.xlsx");
    fs::write(&picture, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    let cases: Vec<(Vec<String>, &str, &[&str])> = vec![
        (vec!["loggar=/nowhere/loggar.xlsx".to_owned()], "file-missing", &[]),
        (vec![format!("loggar={}", folder.path().display())], "file-is-folder", &[]),
        (vec![format!("loggar={}", picture.display())], "file-is-image", &[]),
        (vec![format!("logar={logs}")], "table-unknown", &["loggar", "kunder", "arenden"]),
        (vec![format!("loggar={logs}"), format!("loggar={logs}")], "table-twice", &["loggar"]),
        (
            vec![format!(
                "loggar={}",
                file("tom.csv", "Kundnr;Datum;Kod\n;2026-11-03;DOKIN\n;2026-11-04;CUIN\n")
            )],
            "table-key-empty",
            &["Kundnummer", "loggar"],
        ),
        (
            vec![format!("loggar={}", file("annat.csv", "Id;När;Anteckning\n1;2026-11-03;hej\n"))],
            "table-no-header",
            &["Kundnummer, Datum, Loggkod", "Loggkod"],
        ),
        (
            vec![format!("loggar={}", file("kort.csv", "Kundnr;Loggdat.;Kod\n1;2026-11-03;DOKIN\n"))],
            "table-lacks-column",
            &["saknar Datum", "närmast Datum är ”Loggdat.”"],
        ),
        (
            vec![format!("loggar={}", file("kortare.csv", "Kundnr;Text\n1;hej\n"))],
            "table-lacks-column",
            &["saknar Datum, Loggkod", "Kundnr, Text"],
        ),
        (vec![format!("loggar={}", file("siffror.csv", "1;2\n3;4\n"))], "table-no-header", &["Loggkod"]),
    ];
    let typical = fixture("typical/Hjälplinjen.xlsx");
    for (tables, code, words) in cases {
        let mut args = vec![typical.as_str()];
        for table in &tables {
            args.extend(["--table", table]);
        }
        let (exit, report) = json(&args);
        assert_eq!(exit, 2, "{tables:?}");
        assert_eq!(codes(&report), [code], "{}", report["errors"]);
        let said = report["errors"][0].to_string();
        for word in words {
            assert!(said.contains(word), "{word} in {said}");
        }
        assert!(report["errors"][0]["help"].is_string(), "{said}");
        assert!(findings(&report).len() > 70, "the sheet is audited without it");
    }
}

#[test]
fn a_table_on_the_command_line_takes_the_place_of_the_configurations() {
    let folder = tempfile::tempdir().unwrap();
    let config = table_file(&folder, "team.yaml", "tables: { loggar: nowhere.xlsx }\n");
    let sheet = fixture("reconciled/Hjälplinjen.xlsx");
    let table = format!("loggar={}", fixture("reconciled/loggar.xlsx"));
    let (code, report) = json(&[&sheet, "--config", &config, "--table", &table]);
    assert_eq!((code, codes(&report).len()), (1, 0), "{}", report["errors"]);
}

#[test]
fn the_days_that_a_table_covers_are_reported_and_may_be_given() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = fixture("reconciled/Hjälplinjen.xlsx");
    let logs = fixture("reconciled/loggar.xlsx");
    let of = |report: &Value, rule: &str| {
        let coverage = report["coverage"].as_array().unwrap().iter();
        coverage.clone().find(|covered| covered["rule"] == rule).unwrap().clone()
    };
    let given = |days: &str| {
        let text = format!("tables: {{ loggar: {{ file: {logs}{days} }} }}\n");
        let config = table_file(&folder, "team.yaml", &text);
        json(&[&sheet, "--config", &config])
    };
    let (_, derived) = given("");
    assert_eq!(derived["tables"][0]["period"]["from"], "2026-11-02");
    assert_eq!(derived["tables"][0]["period"]["to"], "2026-11-20");
    let outside = |report: &Value| {
        let undecided = of(report, "log-missing")["undecided"].clone();
        undecided
            .as_array()
            .unwrap()
            .iter()
            .find(|why| why["reason"].as_str().unwrap().contains("utanför dagarna"))
            .map_or(0, |why| why["rows"].as_u64().unwrap())
    };
    assert_eq!((outside(&derived), of(&derived, "log-missing")["findings"].as_u64()), (1, Some(4)));
    // The export is of the whole month: the row on its first day has no log after all.
    let (_, whole) = given(", from: 2026-11-01, to: 2026-11-30");
    assert_eq!(whole["tables"][0]["period"]["from"], "2026-11-01");
    assert_eq!((outside(&whole), of(&whole, "log-missing")["findings"].as_u64()), (0, Some(5)));
    let terminal = audit(&[&sheet, "--table", &format!("loggar={logs}")]).out;
    assert!(terminal.contains("2 november 2026–20 november 2026"), "{terminal}");
}

#[test]
fn logs_that_no_row_answers_to_are_told_where_that_is_turned_on() {
    let folder = tempfile::tempdir().unwrap();
    let on = "overrides: { rules: { log-without-row: { off: false } } }\n";
    let config = table_file(&folder, "team.yaml", on);
    let sheet = fixture("reconciled/Hjälplinjen.xlsx");
    let table = format!("loggar={}", fixture("reconciled/loggar.xlsx"));
    let rows = |args: &[&str]| -> Vec<(String, u64, String)> {
        let (_, report) = json(args);
        let of_rule = |finding: &&Value| finding["rule"] == "log-without-row";
        findings(&report)
            .iter()
            .filter(of_rule)
            .map(|finding| {
                let text = |key: &str| finding[key].as_str().unwrap().to_owned();
                (text("table"), finding["row"].as_u64().unwrap(), text("severity"))
            })
            .collect()
    };
    assert!(rows(&[&sheet, "--table", &table]).is_empty(), "off");
    let wanted = [24, 41, 42].map(|row| ("loggar".to_owned(), row, "warning".to_owned()));
    assert_eq!(rows(&[&sheet, "--table", &table, "--config", &config]), wanted);
}

#[test]
fn a_report_is_also_written_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let ran =
        audit(&[&fixture("months/Hjälplinjen.xlsx"), "-o", path.to_str().unwrap(), "--values", "masked"]);
    assert_eq!(ran.code, 1);
    let report: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(findings(&report).len(), 5);
    let files = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 1, "nothing is left beside it");
    let unknown = folder.path().join("report.doc");
    assert_eq!(audit(&[&fixture("clean/Hjälplinjen.xlsx"), "-o", unknown.to_str().unwrap()]).code, 2);
}

fn with_config(text: &str, input: &str) -> (TempDir, Ran) {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("team.yaml");
    fs::write(&config, text).unwrap();
    let ran = audit(&[&fixture(input), "--format", "json", "--config", config.to_str().unwrap()]);
    (folder, ran)
}

#[test]
fn a_configuration_overrides_the_pack() {
    let text = "fail_on: never\nlang: en\noverrides:\n  rules:\n    recipient-missing: { severity: info }\n    \
                invoice-number-missing: { off: true }\n  aliases:\n    Status: [Prio]\n  terms:\n    brev: [presentkort]\n";
    let (_folder, ran) = with_config(text, "typical/Hjälplinjen.xlsx");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["lang"], "en");
    let of =
        |rule: &str| findings(&report).iter().filter(|finding| finding["rule"] == rule).collect::<Vec<_>>();
    assert!(of("recipient-missing").iter().all(|finding| finding["severity"] == "info"));
    assert_eq!(of("recipient-missing").len(), 2);
    assert!(of("invoice-number-missing").is_empty());
    assert!(of("kind-unknown").is_empty(), "a word was added");
    assert!(report["rules"]["off"].to_string().contains("invoice-number-missing"));
    assert_eq!(report["rules"]["overridden"].as_array().unwrap().len(), 4);
    let (_folder, ran) = with_config(text, "renamed/Hjälplinjen.xlsx");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let columns = report["inputs"][0]["sheets"][0]["columns"].to_string();
    assert!(columns.contains("Prio"), "{columns}");
}

#[test]
fn a_configurations_faults_are_shown_all_at_once() {
    let (_folder, ran) = with_config("fail_om: never\nlang: tyska\n", "clean/Hjälplinjen.xlsx");
    assert_eq!(ran.code, 2);
    assert!(ran.out.is_empty());
    assert!(ran.err.contains("team.yaml:1:1") && ran.err.contains("team.yaml:2:7"), "{}", ran.err);
    let text = "overrides:\n  rules:\n    recipient-mising: { off: true }\n  terms:\n    brevv: [x]\n";
    let (_folder, ran) = with_config(text, "clean/Hjälplinjen.xlsx");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("team.yaml:3:5") && ran.err.contains("team.yaml:5:5"), "{}", ran.err);
    // The pack is known to be sound; what a configuration puts into it is not.
    let text = "overrides:\n  settings:\n    hanterad: '(klar'\n";
    let (_folder, ran) = with_config(text, "clean/Hjälplinjen.xlsx");
    assert_eq!((ran.code, ran.err.contains("parentesen i mönstret stängs aldrig")), (2, true), "{}", ran.err);
}

#[test]
fn a_pack_of_another_trade_runs_through_the_same_binary() {
    let sheet = fixture("expenses/expenses.xlsx");
    let rules = fixture("expenses/rules");
    let (code, report) = json(&[&sheet, "--rules", &rules]);
    assert_eq!(code, 1);
    let found: Vec<(&str, &str)> = findings(&report)
        .iter()
        .map(|finding| (finding["cell"].as_str().unwrap(), finding["rule"].as_str().unwrap()))
        .collect();
    let expected = [
        ("D6", "amount-out-of-range"),
        ("E7", "receipt-missing"),
        ("E9", "taxi-before-the-rule-without-comment"),
        ("E10", "receipt-twice"),
        ("D12", "meal-above-allowance"),
        ("F13", "alcohol-in-comment"),
    ];
    assert_eq!(found, expected);
    // With its tables, every relation between rows that the language knows.
    let tables =
        ["kort", "anstallda"].map(|name| format!("{name}={}", fixture(&format!("expenses/{name}.csv"))));
    let (_, report) = json(&[&sheet, "--rules", &rules, "--table", &tables[0], "--table", &tables[1]]);
    let more: Vec<(&Value, &str, &str)> = findings(&report)
        .iter()
        .map(|finding| {
            (&finding["table"], finding["cell"].as_str().unwrap(), finding["rule"].as_str().unwrap())
        })
        .filter(|(table, cell, rule)| !table.is_null() || !expected.contains(&(*cell, *rule)))
        .collect();
    let (none, cards) = (Value::Null, Value::from("kort"));
    let wanted = [
        (&none, "D6", "purchase-of-another-amount"),
        (&none, "A11", "not-employed"),
        (&none, "A12", "not-employed"),
        (&none, "D12", "purchase-of-another-amount"),
        (&none, "A13", "not-employed"),
        (&cards, "A12", "purchase-twice"),
        (&cards, "C12", "purchase-without-expense"),
    ];
    assert_eq!(more, wanted);
    for command in [&["rules", "check", &rules][..], &["rules", "test", &rules]] {
        let ran = ran(program().args(command));
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
}

/// A rule that others are weaker than is broken: that is the one fault, not a circle of the others.
#[test]
fn one_broken_rule_is_one_fault() {
    let copy = copy_of(&pack("rules/hjalplinjen"));
    edit(copy.path(), "log-missing.yaml", "severity: error", "severity: eror");
    let ran = ran(program().args(["rules", "check", copy.path().to_str().unwrap()]));
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("log-missing.yaml:4:11"), "{}", ran.err);
    assert!(ran.err.contains("Regelpaketet har ett fel."), "{}", ran.err);
}

const FORMATS: [&str; 9] =
    ["terminal", "json", "ndjson", "csv", "sarif", "junit", "markdown", "github", "html"];

#[test]
fn a_file_name_chooses_its_format() {
    let folder = tempfile::tempdir().unwrap();
    let typical = fixture("typical/Hjälplinjen.xlsx");
    let cases = [
        ("r.json", "json"),
        ("r.ndjson", "ndjson"),
        ("r.CSV", "csv"),
        ("r.sarif", "sarif"),
        ("r.sarif.json", "sarif"),
        ("r.xml", "junit"),
        ("r.md", "markdown"),
        ("r.html", "html"),
    ];
    let paths: Vec<String> =
        cases.iter().map(|(name, _)| folder.path().join(name).display().to_string()).collect();
    let outputs: Vec<&str> = paths.iter().flat_map(|path| ["-o", path]).collect();
    assert_eq!(audit(&[&[typical.as_str()], outputs.as_slice()].concat()).code, 1);
    for ((_, format), path) in cases.iter().zip(&paths) {
        assert_eq!(fs::read_to_string(path).unwrap(), audit(&[&typical, "--format", format]).out, "{path}");
    }
    for name in ["r.docx", "r", ".json", "r.json.bak"] {
        let path = folder.path().join(name).display().to_string();
        let ran = audit(&[&typical, "-o", &path]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "nothing is audited");
        assert!(ran.err.contains(".sarif") && ran.err.contains(".xlsx"), "{}", ran.err);
    }
    let nowhere = folder.path().join("nej/r.json").display().to_string();
    let there = folder.path().join("ja.json").display().to_string();
    let ran = audit(&[&typical, "-o", &nowhere, "-o", &there]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains(&nowhere) && Path::new(&there).exists(), "one bad output stops no other");
    assert_eq!(audit(&[&typical, "-o", &there, "-o", &there]).code, 2);
}

#[cfg(unix)]
#[test]
fn nothing_that_is_read_is_written_over() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::copy(fixture("typical/Hjälplinjen.xlsx"), at("bok.xlsx")).unwrap();
    fs::copy(fixture("typical/kunder.csv"), at("kunder.csv")).unwrap();
    copy_into(&pack("rules/hjalplinjen"), &at("pack"));
    symlink(at("bok.xlsx"), at("länk.xlsx")).unwrap();
    fs::hard_link(at("kunder.csv"), at("hård.csv")).unwrap();
    symlink(at("pack/pack.yaml"), at("paket.md")).unwrap();
    fs::write(at("pack/README.md"), "läs mig").unwrap();
    let shown = |name: &str| at(name).display().to_string();
    let table = format!("kunder={}", shown("kunder.csv"));
    let all = ["bok.xlsx", "länk.xlsx", "kunder.csv", "hård.csv", "paket.md", "pack/README.md"];
    let before: Vec<Vec<u8>> = all.iter().map(|name| fs::read(at(name)).unwrap()).collect();
    for name in all {
        let args = [&shown("bok.xlsx"), "--table", &table, "--rules", &shown("pack"), "-o", &shown(name)];
        let ran = audit(&args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}: {}", ran.err);
    }
    let after: Vec<Vec<u8>> = all.iter().map(|name| fs::read(at(name)).unwrap()).collect();
    assert!(before == after);
    // A link to something else stays a link, and what it leads to is written.
    fs::write(at("gammal.json"), "").unwrap();
    symlink(at("gammal.json"), at("ny.json")).unwrap();
    audit(&[&shown("bok.xlsx"), "-o", &shown("ny.json")]);
    assert!(fs::symlink_metadata(at("ny.json")).unwrap().is_symlink());
    assert!(fs::read_to_string(at("gammal.json")).unwrap().starts_with('{'));
}

#[cfg(unix)]
#[test]
fn the_page_is_opened_where_that_was_asked_for() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("browser"), "#!/bin/sh\nprintf %s \"$1\" > \"$(dirname \"$0\")/opened\"\n").unwrap();
    fs::set_permissions(at("browser"), fs::Permissions::from_mode(0o755)).unwrap();
    let typical = fixture("typical/Hjälplinjen.xlsx");
    let open = |args: &[&str]| {
        ran(program().env("BROWSER", at("browser")).args(["audit", &typical, "--open"]).args(args))
    };
    assert_eq!(open(&["-o", at("r.json").to_str().unwrap()]).code, 2, "there is no page");
    assert_eq!(open(&["-o", at("sida.html").to_str().unwrap()]).code, 1);
    // The browser runs on its own.
    let opened = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        fs::read_to_string(at("opened")).ok().filter(|path| !path.is_empty())
    });
    assert!(opened.is_some_and(|path| path.ends_with("sida.html")));
}

#[test]
fn a_report_says_how_long_it_may_be_kept() {
    let typical = fixture("typical/Hjälplinjen.xlsx");
    let (_, report) = json(&[&typical]);
    assert_eq!((&report["erase_by"], &report["personal_data"]), (&"2027-02-21".into(), &false.into()));
    let (_, report) = json(&[&typical, "--retain", "10", "--values", "shown"]);
    assert_eq!((&report["erase_by"], &report["personal_data"]), (&"2026-12-03".into(), &true.into()));
    let copy = copy_of(&pack("rules/hjalplinjen"));
    edit(copy.path(), "pack.yaml", "version: 1.0.0", "version: 1.0.0\nretain: 30");
    let (_, report) = json(&[&typical, "--rules", copy.path().to_str().unwrap()]);
    assert_eq!(report["erase_by"], "2026-12-23");
    for format in FORMATS {
        let ran = audit(&[&typical, "--format", format]);
        let says = ["2027-02-21", "21 februari 2027"].iter().any(|day| ran.out.contains(day));
        assert!(says, "{format} does not say when it should be erased");
    }
    assert!(audit(&[&typical, "--quiet"]).out.contains("21 februari 2027"));
}

#[test]
fn people_are_counted_only_where_that_was_asked_for() {
    let typical = fixture("typical/Hjälplinjen.xlsx");
    let (_, report) = json(&[&typical]);
    assert!(report.get("by_adviser").is_none());
    let (_, report) = json(&[&typical, "--by-adviser"]);
    let people = report["by_adviser"].as_array().unwrap();
    assert!(people.len() > 3 && people[0]["adviser"] == "person 1", "{people:?}");
    let (_, report) = json(&[&typical, "--by-adviser", "--values", "shown"]);
    assert!(report["by_adviser"].to_string().contains("xanl01"));
    let ran =
        audit(&[&fixture("expenses/expenses.xlsx"), "--rules", &fixture("expenses/rules"), "--by-adviser"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("adviser: true"), "{}", ran.err);
}

#[test]
fn several_workbooks_are_one_report_by_workbook_and_together() {
    let (_, report) = json(&[&fixture("typical/Hjälplinjen.xlsx"), &fixture("status/Hjälplinjen.xlsx")]);
    for what in ["error", "warning", "info", "rows_with_findings"] {
        let each = report["inputs"].as_array().unwrap().iter();
        let sum: u64 = each.map(|input| input["summary"][what].as_u64().unwrap()).sum();
        assert_eq!(report["summary"][what], sum, "{what}");
    }
    let ran = audit(&[&fixture("typical/Hjälplinjen.xlsx"), &fixture("status/Hjälplinjen.xlsx")]);
    assert!(ran.out.contains("Per arbetsbok"), "{}", ran.out);
}

/// The texts of a workbook's cells, with the column that the report says they stand in.
fn texts(path: &str, report: &Value) -> Vec<(String, String, String)> {
    use calamine::Reader as _;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let mut texts = Vec::new();
    for sheet in
        report["inputs"][0]["sheets"].as_array().unwrap().iter().filter(|it| it["status"] == "audited")
    {
        let name = sheet["name"].as_str().unwrap();
        let range = book.worksheet_range(name).unwrap();
        let (first_row, first_column) = range.start().unwrap();
        for column in sheet["columns"].as_array().unwrap() {
            let letter = column["letter"].as_str().unwrap().as_bytes()[0];
            let index = usize::from(letter - b'A') - first_column as usize;
            let header = sheet["header_row"].as_u64().unwrap();
            for (at, row) in range.rows().enumerate() {
                let number = first_row as usize + at + 1;
                if number as u64 > header {
                    let text = row[index].to_string().trim().to_owned();
                    let cell = format!("{}{number}", char::from(letter));
                    texts.push((column["column"].as_str().unwrap().to_owned(), cell, text));
                }
            }
        }
    }
    texts
}

/// What a workbook's personal columns hold that stands nowhere else, and what its privacy findings are about.
fn secrets(path: &str) -> (Vec<String>, Vec<String>) {
    let (_, report) = json(&[path]);
    let files = rutinkoll::ruleset::PackFiles::read(&pack("rules/hjalplinjen")).unwrap();
    let rules = rutinkoll::ruleset::RuleSet::compile(&files, None).unwrap();
    let said: String = files.files.iter().map(|(_, text)| text.to_lowercase()).collect();
    let said_by_rules = |text: &String| said.contains(&text.to_lowercase());
    let is_personal =
        |name: &str| rules.pack.sheet.columns.iter().any(|column| column.name == name && column.personal);
    let texts = texts(path, &report);
    let open: Vec<&String> =
        texts.iter().filter(|(column, _, _)| !is_personal(column)).map(|(_, _, text)| text).collect();
    let personal = texts.iter().filter(|(column, _, text)| {
        is_personal(column)
            && text.chars().count() > 4
            && !open.iter().any(|open| open.contains(text.as_str()))
    });
    let personal: Vec<String> =
        personal.map(|(_, _, text)| text.clone()).filter(|text| !said_by_rules(text)).collect();
    let privacy = findings(&report).iter().filter(|it| it["basis"] == "privacy");
    let sealed = privacy.filter_map(|it| {
        let cell = it["cell"].as_str()?;
        texts.iter().find(|(_, at, _)| at == cell).map(|(_, _, text)| text.clone())
    });
    (personal, sealed.filter(|text| !said_by_rules(text)).collect())
}

#[test]
fn nothing_personal_is_in_a_masked_report_and_nothing_sealed_in_any() {
    let books = ["typical", "status", "labelled"];
    let mut seen = (0, 0);
    for book in books {
        let name = if book == "labelled" { "labelled.xlsx" } else { "Hjälplinjen.xlsx" };
        let path = fixture(&format!("{book}/{name}"));
        let (personal, sealed) = secrets(&path);
        seen = (seen.0 + personal.len(), seen.1 + sealed.len());
        for (format, page) in every_format(&path, &[]) {
            // As the formats write line breaks and quotes.
            for text in &personal {
                let line = text.lines().max_by_key(|line| line.len()).unwrap_or_default();
                assert!(!page.contains(line), "{book}: {line} in {format}");
            }
        }
        for (format, page) in every_format(&path, &["--values", "shown"]) {
            for text in &sealed {
                assert!(!page.contains(text.as_str()), "{book}: {text} in {format}");
            }
        }
    }
    assert!(seen.0 > 300 && seen.1 > 5, "{seen:?}");
}

/// A workbook's reports in every format; of an annotated copy, what it says of its own.
fn every_format(path: &str, args: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let files = ["json", "ndjson", "csv", "sarif", "xml", "md", "html", "xlsx"];
    let paths = files.map(|extension| folder.path().join(format!("r.{extension}")));
    let outputs: Vec<&str> = paths.iter().flat_map(|path| ["-o", path.to_str().unwrap()]).collect();
    let terminal = audit(&[&[path, "--by-adviser"], args, outputs.as_slice()].concat()).out;
    let github = audit(&[&[path, "--by-adviser", "--format", "github"], args].concat()).out;
    let read = |(extension, path): (&str, &PathBuf)| {
        let page = if extension == "xlsx" { marks(path) } else { fs::read_to_string(path).unwrap() };
        (extension.to_owned(), page)
    };
    let mut pages: Vec<(String, String)> = files.into_iter().zip(&paths).map(read).collect();
    pages.extend([("terminal".to_owned(), terminal), ("github".to_owned(), github)]);
    pages
}

/// What an annotated copy says of its own: its first sheet, and its notes.
fn marks(copy: &Path) -> String {
    use calamine::Reader as _;
    use std::io::Read as _;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(copy).unwrap();
    let front = book.worksheet_range_at(0).unwrap().unwrap();
    let mut said: String = front.rows().flatten().map(|cell| format!("{cell}\n")).collect();
    let mut zip = zip::ZipArchive::new(fs::File::open(copy).unwrap()).unwrap();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).unwrap();
        if part.name().unwrap().contains("comments") {
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let notes = text.split("<comment ").filter(|note| note.contains("gör så här"));
            said.extend(notes.map(str::to_owned));
        }
    }
    said
}

/// The example of docs/configuration.md does what the page says, wherever the command is run.
#[test]
fn the_documented_configuration_works() {
    let page = fs::read_to_string("docs/configuration.md").unwrap();
    let example = page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let team = folder.path().join("team");
    fs::create_dir_all(team.join("exporter")).unwrap();
    copy_into(&pack("rules/hjalplinjen"), &folder.path().join("regler"));
    fs::write(team.join("rutinkoll.yaml"), example).unwrap();
    let input = team.join("Hjälplinjen.xlsx");
    fs::copy(fixture("typical/Hjälplinjen.xlsx"), &input).unwrap();
    fs::copy(fixture("typical/loggar.xlsx"), team.join("exporter/loggar.xlsx")).unwrap();
    fs::create_dir(folder.path().join("hemligt")).unwrap();
    fs::write(folder.path().join("hemligt/secret.txt"), "a secret that is long enough").unwrap();
    fs::write(team.join("waivers.yaml"), "# Inget än.\n").unwrap();
    let (old, secret) = (team.join("förra.json"), folder.path().join("hemligt/secret.txt"));
    fs::write(folder.path().join("tom.yaml"), "").unwrap();
    let nothing_set = folder.path().join("tom.yaml");
    let path = |path: &std::path::PathBuf| path.display().to_string();
    let before = [&input, &nothing_set, &secret, &old].map(path);
    let [input_named, nothing_set, secret, old] = before.each_ref().map(String::as_str);
    audit(&[input_named, "--config", nothing_set, "--secret-file", secret, "-o", old]);
    let (code, report) = json(&[input.to_str().unwrap()]);
    assert_eq!((code, codes(&report)), (1, Vec::new()));
    assert_eq!(report["baseline"]["other_rules"], true);
    assert!(report["baseline"]["unchanged"].as_u64().unwrap() > 50, "{}", report["baseline"]);
    assert_eq!(report["rules"]["source"], folder.path().join("team/../regler").to_str().unwrap());
    assert_eq!(report["tables"][0]["name"], "loggar");
    assert!(team.join("rapport.json").is_file() && team.join("rapport.html").is_file());
    assert_eq!(report["erase_by"], "2027-01-22");
    let overridden = [
        "comment-missing: off: true",
        "recipient-missing: severity: info",
        "settings: dagar-till-logg: 10 days",
        "aliases: Adress: Skickas till",
        "terms: brev: vykort",
    ];
    let mut said: Vec<&str> =
        report["rules"]["overridden"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    said[..2].sort_unstable();
    assert_eq!(said, overridden);
    let terminal = audit(&[input.to_str().unwrap()]).out;
    let terminal = terminal.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(terminal.contains(&format!("Ändrat: {}", report["rules"]["overridden"][0].as_str().unwrap())));
    assert!(terminal.contains("settings: dagar-till-logg: 10 days"), "{terminal}");
}

/// Command line over environment over `rutinkoll.yaml` over the pack.
#[test]
fn what_goes_before_what() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    for name in ["by-option", "by-environment", "by-file"] {
        copy_into(&pack("fixtures/expenses/rules"), &folder.path().join(name));
    }
    fs::copy(fixture("expenses/expenses.xlsx"), folder.path().join("expenses.xlsx")).unwrap();
    let file = folder.path().join("rutinkoll.yaml");
    let report = |args: &[&str], environment: &[(&str, &str)]| -> Value {
        let mut program = program();
        program.args(["audit", &at("expenses.xlsx"), "--as-of", DAY, "--format", "json"]).args(args);
        let ran = ran(program.envs(environment.iter().copied()));
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error} {}", ran.err))
    };
    let (environment, option) = (at("by-environment"), at("by-option"));
    fs::write(&file, "rules: by-file\n").unwrap();
    let said = |report: Value| (report["rules"]["source"].clone(), report["lang"].clone());
    assert_eq!(said(report(&[], &[])), (at("by-file").into(), "sv".into()), "the pack's own language");
    fs::write(&file, "rules: by-file\nlang: en\nvalues: shown\nfail_on: never\n").unwrap();
    assert_eq!(said(report(&[], &[])), (at("by-file").into(), "en".into()));
    let by_environment = [("RUTINKOLL_RULES", environment.as_str()), ("RUTINKOLL_LANG", "sv")];
    assert_eq!(said(report(&[], &by_environment)), (environment.clone().into(), "sv".into()));
    let by_option = ["--rules", &option, "--lang", "en"];
    assert_eq!(said(report(&by_option, &by_environment)), (option.clone().into(), "en".into()));
    assert_eq!(report(&[], &[])["values"], "shown");
    assert_eq!(report(&["--values", "masked"], &[])["values"], "masked");
    let code =
        |args: &[&str]| ran(program().args(["audit", &at("expenses.xlsx"), "--as-of", DAY]).args(args)).code;
    assert_eq!((code(&[]), code(&["--fail-on", "error"])), (0, 1));
    assert_eq!(code(&["--config", &at("nothing.yaml")]), 2);
}

#[test]
fn a_second_reader_can_be_asked() {
    let inspect = |file: &str| {
        let args = ["inspect", file, "--cross-check", "--format", "json", "--as-of", DAY];
        let ran = ran(program().args(args));
        (ran.code, serde_json::from_str::<Value>(&ran.out).unwrap())
    };
    let (code, seen) = inspect(&fixture("clean/Hjälplinjen.xlsx"));
    let compared = &seen["inputs"][0]["cross_check"];
    assert_eq!((code, &compared["differences"]), (0, &Value::Array(Vec::new())));
    assert!(compared["cells"].as_u64().unwrap() > 50, "{compared}");

    // Day 0, which calamine takes for a day of 1899.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("noll.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("November").unwrap();
    let headers = ["Rådgivare", "Datum", "Vad ska skickas", "Kundnummer", "Adress", "Namn på mottagare"];
    for (column, header) in (0..).zip(headers) {
        sheet.write(0, column, header).unwrap();
    }
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(1, 0, "xanl01").unwrap();
    sheet.write_number_with_format(1, 1, 0, &day).unwrap();
    book.save(&path).unwrap();
    let path = path.display().to_string();
    let (code, seen) = inspect(&path);
    let places = &seen["inputs"][0]["cross_check"]["differences"];
    assert_eq!((code, places), (1, &serde_json::json!([{ "sheet": "November", "cell": "B2" }])));
    let page = ran(program().args(["inspect", &path, "--cross-check", "--lang", "en"]));
    assert!(
        page.out.contains("A second reader sees something else in 1 of 8 cells: November › B2"),
        "{}",
        page.out
    );

    let (code, seen) = inspect(&fixture("typical/kunder.csv"));
    assert_eq!(code, 2);
    let codes: Vec<&str> =
        seen["errors"].as_array().unwrap().iter().filter_map(|error| error["code"].as_str()).collect();
    assert!(codes.contains(&"cross-check-not-xlsx"), "{codes:?}");
}

/// A value in an odd place is in no error, note or log either.
#[test]
fn nothing_personal_is_in_what_is_said_of_errors() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    copy_into(&pack("rules/hjalplinjen"), &at("regler"));
    let secrets = ["811228-9874", "Storgatan 17", "Hemlig Person"];
    let breaks = [
        ("thrown", "throw row.Kommentar"),
        ("parsed", "parse_int(row.Kommentar) == 1"),
        ("compared", "row.Kommentar < 3"),
        ("indexed", "let a = [1]; a[row.Kommentar] == 1"),
        ("no-answer", "row.Kommentar"),
        ("too-large", "let t = row.Kommentar; loop { t += t; }"),
    ];
    for (id, script) in breaks {
        let rule = format!(
            "clauses: [\"3.5\"]\nbasis: quality\nseverity: info\ntitle: {id}\nmessage: {id}\nhelp: {id}\nscript: |\n  {script}\n"
        );
        fs::write(at("regler").join(format!("{id}.yaml")), rule).unwrap();
    }
    let header = "Rådgivare;Datum;Kundnummer;Vad ska skickas;Adress;Kommentar;Mottagare";
    let row =
        "xanl01;2026-11-03;70112233;Brev;Storgatan 17, 123 45 Orten;811228-9874 Hemlig Person;Hemlig Person";
    fs::write(at("bok.csv"), format!("{header}\n{row}\n{row}\n")).unwrap();
    // Without a header, the rows come first.
    fs::write(at("utan.csv"), format!("{row}\n{row}\n")).unwrap();
    let shown = |name: &str| at(name).display().to_string();
    let mut broken = 0;
    for format in FORMATS {
        for book in ["bok.csv", "utan.csv"] {
            let args = [&shown(book), "--rules", &shown("regler"), "--format", format];
            let table = format!("loggar={}", shown("utan.csv"));
            let ran = audit(&[args.as_slice(), &["--table", &table]].concat());
            assert_eq!(ran.code, 2, "{}", ran.err);
            broken += ran.out.matches("thrown.yaml").count();
            for secret in secrets {
                assert!(!ran.out.contains(secret), "{secret} in {format} of {book}:\n{}", ran.out);
                assert!(!ran.err.contains(secret), "{secret} in what {format} of {book} says:\n{}", ran.err);
            }
        }
    }
    assert!(broken > 5, "the rules broke in {broken} reports");
    let ran = ran(program().args(["inspect", &shown("utan.csv")]));
    assert!(
        secrets.iter().all(|secret| !ran.out.contains(secret) && !ran.err.contains(secret)),
        "{}",
        ran.out
    );
}

/// An identity number in the name of a file or a sheet, in a header or a limit's error, is shown nowhere.
#[test]
fn an_identity_number_in_an_odd_place_is_shown_nowhere() {
    const NUMBER: &str = "811228-9874";
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join(format!("Brev {NUMBER}.xlsx"));
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in [format!("Eva {NUMBER}"), format!("Tom {NUMBER}")] {
        let sheet = book.add_worksheet().set_name(&name).unwrap();
        if name.starts_with("Tom") {
            sheet.write(0, 0, "inget att se").unwrap();
            continue;
        }
        let headers = ["Rådgivare", "Datum", "Vad ska skickas", "Kundnummer", "Namn på mottagare"];
        for (column, header) in (0..).zip(headers) {
            sheet.write(0, column, header).unwrap();
            sheet.write(1, column, "xanl01").unwrap();
        }
        sheet.write(0, 5, format!("Adress ({NUMBER})")).unwrap();
        sheet.write(0, 6, format!("Kommentar\n{NUMBER}")).unwrap();
        sheet.write(0, 7, format!("Kommentar {NUMBER}")).unwrap();
        sheet.write(0, 8, format!("Övrigt {NUMBER}")).unwrap();
    }
    book.save(&named).unwrap();
    let lacking = folder.path().join(format!("Saknas {NUMBER}.xlsx"));
    let (named, lacking) = (named.display().to_string(), lacking.display().to_string());
    let table = format!("loggar={lacking}");
    for values in ["shown", "masked"] {
        let args = [&named, &lacking, "--table", &table, "--values", values];
        for limit in [&[][..], &["--max", "cell-bytes=10"], &["--sheet", "Eva"]] {
            for format in FORMATS {
                let ran = audit(&[&args[..], limit, &["--format", format]].concat());
                assert_eq!(ran.code, 2);
                for (what, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
                    assert!(!text.contains(NUMBER), "{format} {limit:?}, {what}:\n{text}");
                }
                assert!(ran.out.contains("••••••"), "the names are told: {format} {}", ran.out);
            }
        }
    }
    for format in ["terminal", "json", "yaml"] {
        let seen = ran(program().args(["inspect", &named, &lacking, "--format", format]));
        assert!(
            !seen.out.contains(NUMBER) && !seen.err.contains(NUMBER),
            "{format}: {}{}",
            seen.out,
            seen.err
        );
    }
}

/// Ctrl+C, wherever it comes: the program ends as a shell expects, no half report stays, and the one that stood
/// there is as it was.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing_behind() {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let row = "x1;igår;Fakturakopia;;;;;\n".repeat(150_000);
    let header =
        "Rådgivare;Datum;Vad ska skickas;Kundnummer;Adress;Namn på mottagare;Fakturanummer;Kommentar\n";
    fs::write(at("bok.csv"), format!("{header}{row}")).unwrap();
    let half = |folder: &Path| {
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
        files.filter(|name| name.to_string_lossy().ends_with(".tmp")).count()
    };
    // A pipe that nobody closes is read for ever: however fast the program is, it is not done.
    for (input, while_writing) in [("-", false), ("bok.csv", true)] {
        fs::write(at("rapport.json"), "den förra").unwrap();
        let program = assert_cmd::cargo::cargo_bin("rutinkoll");
        // A run in the background may ignore the signal, and hands that on.
        let mut command = match cfg!(target_os = "linux") {
            true => Command::new("env"),
            false => Command::new(&program),
        };
        if cfg!(target_os = "linux") {
            command.arg("--default-signal=INT").arg(&program);
        }
        let mut child = command
            .current_dir(folder.path())
            .args(["audit", input, "-o", "rapport.json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let _open = child.stdin.take();
        if !while_writing {
            std::thread::sleep(Duration::from_secs(1));
        }
        while while_writing && half(folder.path()) == 0 && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130), "while writing: {while_writing}");
        assert_eq!(half(folder.path()), 0);
        assert_eq!(fs::read_to_string(at("rapport.json")).unwrap(), "den förra");
    }
}

/// The pictures of README and guides, each made by the script and none of them stale; by their words, not their pixels.
#[test]
fn the_pictures_show_what_the_program_says() {
    let script = fs::read_to_string("docs/make-picture.py").unwrap();
    for page in ["README.md", "docs/guide.sv.md", "docs/guide.en.md"] {
        let text = fs::read_to_string(page).unwrap();
        let pictures = text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
        for picture in pictures.filter(|name| name.ends_with(".svg") || name.ends_with(".png")) {
            let name = Path::new(picture).file_name().unwrap().to_str().unwrap();
            assert!(pack("docs").join(name).is_file() && script.contains(name), "{page}: {name}");
        }
    }
    let mut python = std::process::Command::new("python3");
    python.args(["docs/make-picture.py", "--check"]).current_dir(pack("."));
    python.env("RUTINKOLL", assert_cmd::cargo::cargo_bin("rutinkoll"));
    let Ok(checked) = python.output() else {
        assert!(std::env::var_os("CI").is_none(), "no python3: the pictures cannot be checked");
        return;
    };
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
}

/// Every command of the guides, in their order, in one folder: 0 or 1, never a refusal. What they say to write in
/// `rutinkoll.yaml` is written there.
#[test]
fn the_guides_commands_work() {
    for (guide, accepted) in
        [("docs/guide.sv.md", "Avtalat med ekonomi"), ("docs/guide.en.md", "Agreed with finance")]
    {
        let folder = tempfile::tempdir().unwrap();
        for name in ["Hjälplinjen.xlsx", "kunder.csv", "loggar.xlsx", "arenden.xlsx"] {
            fs::copy(fixture(&format!("typical/{name}")), folder.path().join(name)).unwrap();
        }
        let page = fs::read_to_string(guide).unwrap();
        let blocks = page.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap());
        let (mut commands, mut told) = (0, 0);
        for (kind, block) in blocks {
            if kind == "yaml" {
                fs::write(folder.path().join("rutinkoll.yaml"), block).unwrap();
                continue;
            }
            for line in block.lines() {
                let ran = ran(program().current_dir(folder.path()).args(words(line)));
                assert!(ran.code < 2, "{guide}: {line}: {}\n{}{}", ran.code, ran.out, ran.err);
                let help = line.contains("--help");
                assert!(!help || (ran.code == 0 && ran.out.contains("--table")), "{guide}: {line}");
                let written = line.split(" -o ").nth(1);
                assert!(written.is_none_or(|file| folder.path().join(file).is_file()), "{line}");
                told += usize::from(ran.out.contains(accepted));
                commands += 1;
            }
        }
        assert!(commands > 12, "{guide}: {commands} commands");
        assert!(told > 0, "{guide}: no report tells of what was accepted");
    }
}

/// The words of a command after the program's name, as a shell takes them.
fn words(line: &str) -> Vec<String> {
    // The day that the guide names will be past one day, and is refused then.
    let line = line.strip_prefix("rutinkoll ").unwrap().replace("2027-01-31", "9999-12-31");
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}
