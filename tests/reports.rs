//! One invented outcome, in every format.

#![allow(clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on should say so")]

#[path = "reports/sample.rs"]
mod sample;

use std::time::Duration;

use insta::assert_snapshot;
use rutinkoll::finding::Values;
use rutinkoll::lang::Lang;
use rutinkoll::outcome::Outcome;
use rutinkoll::report::terminal::{self, Look};
use rutinkoll::report::{Format, Made, workbook};

const PLAIN: Look = Look {
    width: 80,
    colour: false,
    unicode: true,
    values: Values::Shown,
    limit: None,
    quiet: false,
    narrated: false,
    elapsed: None,
    made: None,
};

fn terminal(outcome: &Outcome, look: Look) -> String {
    let mut out = Vec::new();
    terminal::write(outcome, &look, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn made() -> Made {
    Made { created: "2026-11-23T10:00:00Z".parse().expect("a timestamp"), tool_version: "0.0.0" }
}

fn report(format: Format, outcome: &Outcome, values: Values) -> String {
    let mut out = Vec::new();
    format.write(outcome, &made(), values, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn json(outcome: &Outcome, values: Values) -> String {
    report(Format::Json, outcome, values)
}

#[test]
fn terminal_in_80_columns() {
    let look = Look { elapsed: Some(Duration::from_millis(12)), ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_in_160_columns() {
    let look = Look { width: 160, ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_in_english_masked() {
    let look = Look { values: Values::Masked, elapsed: Some(Duration::from_millis(1_250)), ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::En), look));
}

#[test]
fn terminal_in_ascii() {
    let look = Look { unicode: false, ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_in_colour() {
    let look = Look { colour: true, ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look).replace('\u{1b}', "␛"));
}

#[test]
fn terminal_narrated() {
    let look = Look { narrated: true, ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_quiet_and_limited() {
    let look = Look { quiet: true, limit: Some(2), ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_of_a_clean_sheet() {
    assert_snapshot!(terminal(&sample::clean(Lang::Sv), PLAIN));
}

#[test]
fn terminal_of_a_crowded_row() {
    let page = terminal(&sample::crowded(), PLAIN);
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert_snapshot!(page);
}

/// The seal changes with every word of the report: `tests/history.rs` looks at it.
const SEAL: [(&str, &str); 1] =
    [(r#""digest":( ?)"sha256:[0-9a-f]{64}"(\s*\})"#, r#""digest":$1"sha256:…"$2"#)];

#[test]
fn json_masked() {
    insta::with_settings!({ filters => SEAL }, {
        assert_snapshot!(json(&sample::outcome(Lang::Sv), Values::Masked));
    });
}

#[test]
fn json_shown_in_english() {
    insta::with_settings!({ filters => SEAL }, {
        assert_snapshot!(json(&sample::outcome(Lang::En), Values::Shown));
    });
}

const FORMATS: [(Format, &str); 7] = [
    (Format::Ndjson, "ndjson"),
    (Format::Csv, "csv"),
    (Format::Sarif, "sarif"),
    (Format::Junit, "junit"),
    (Format::Markdown, "markdown"),
    (Format::Github, "github"),
    (Format::Html, "html"),
];

/// A page without its style and script, whose every change would otherwise be one of the page.
fn without_code(page: &str) -> String {
    let mut page = page.to_owned();
    for (open, close) in [("<style>", "</style>"), ("<script>", "</script>"), ("style-src", "; base-uri")] {
        if let (Some(start), Some(end)) = (page.find(open), page.find(close)) {
            page.replace_range(start + open.len()..end, "…");
        }
    }
    page
}

#[test]
fn every_format_in_both_languages() {
    for (format, name) in FORMATS {
        let swedish = report(format, &sample::outcome(Lang::Sv), Values::Masked);
        let english = report(format, &sample::outcome(Lang::En), Values::Shown);
        insta::with_settings!({ filters => SEAL }, {
            assert_snapshot!(format!("{name}_masked"), without_code(&swedish));
            assert_snapshot!(format!("{name}_shown_in_english"), without_code(&english));
        });
    }
}

/// What is new, what is gone and what was accepted is said in every format.
#[test]
fn since_last_time() {
    assert_snapshot!("since_terminal", terminal(&sample::since(Lang::Sv), PLAIN));
    let narrated = Look { narrated: true, quiet: true, ..PLAIN };
    assert_snapshot!("since_narrated_in_english", terminal(&sample::since(Lang::En), narrated));
    for (format, name) in FORMATS {
        let page = report(format, &sample::since(Lang::Sv), Values::Masked);
        let until =
            if name == "ndjson" { "\"until\":\"2026-12-31\"" } else { "undantag till 31 december 2026" };
        assert!(page.contains(until), "{name}: {page}");
        for gone in ["E101", "E102"] {
            assert!(page.contains(gone), "{name}: {gone}");
        }
        if ["markdown", "junit", "csv"].contains(&name) {
            assert_snapshot!(format!("since_{name}"), page);
        }
    }
    let log: serde_json::Value =
        serde_json::from_str(&report(Format::Sarif, &sample::since(Lang::En), Values::Masked)).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let states = |state: &str| results.iter().filter(|one| one["baselineState"] == state).count();
    assert_eq!(["new", "unchanged", "absent"].map(states), [4, 6, 3]);
    assert_eq!(results[1]["suppressions"][0]["kind"], "external");
    assert!(results.iter().all(|one| one["suppressions"].is_array()));
    assert_eq!(results[1]["partialFingerprints"]["rutinkoll/v1"], "01".repeat(16));
    let whole: serde_json::Value =
        serde_json::from_str(&json(&sample::since(Lang::Sv), Values::Masked)).expect("JSON");
    insta::with_settings!({ sort_maps => true }, {
        insta::assert_json_snapshot!("since_json", serde_json::json!({
            "key_id": whole["key_id"], "baseline": whole["baseline"], "waivers": whole["waivers"],
            "gone": whole["gone"], "waived": whole["findings"][1]["waived"], "state": whole["findings"][1]["state"],
        }));
    });
}

#[test]
fn several_workbooks_and_people() {
    let outcome = sample::several();
    assert_snapshot!(terminal(&outcome, Look { made: Some(made()), ..PLAIN }));
    assert_snapshot!("markdown_of_several", report(Format::Markdown, &outcome, Values::Shown));
    let report: serde_json::Value = serde_json::from_str(&json(&outcome, Values::Masked)).expect("JSON");
    assert_eq!(report["inputs"][0]["summary"]["error"], 6);
    assert_eq!(report["inputs"][1]["summary"]["error"], 1);
    assert_eq!(report["by_adviser"][0]["adviser"], "person 1");
    assert_eq!(report["summary"]["error"], 7);
}

#[test]
fn ndjson_says_what_json_says() {
    for outcome in [sample::outcome(Lang::Sv), sample::clean(Lang::En)] {
        let whole: serde_json::Value = serde_json::from_str(&json(&outcome, Values::Shown)).expect("JSON");
        let lines = report(Format::Ndjson, &outcome, Values::Shown);
        let mut lines: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let mut last = lines.pop().expect("a summary");
        let last = last.as_object_mut().expect("an object");
        assert_eq!(last.remove("type").expect("a type"), "summary");
        last.insert("findings".to_owned(), lines.into());
        assert_eq!(serde_json::Value::from(last.clone()), whole);
    }
}

#[test]
fn sarif_follows_the_official_schema() {
    let schema = include_str!("data/sarif-schema-2.1.0.json");
    // A bracket that only JavaScript lets stand unescaped.
    let schema = &schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}\\\\]?$");
    let schema: serde_json::Value = serde_json::from_str(schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for outcome in
        [sample::outcome(Lang::Sv), sample::clean(Lang::En), sample::several(), sample::since(Lang::Sv)]
    {
        for values in [Values::Shown, Values::Masked] {
            let log = serde_json::from_str(&report(Format::Sarif, &outcome, values)).expect("JSON");
            let faults: Vec<String> = validator.iter_errors(&log).map(|fault| fault.to_string()).collect();
            assert!(faults.is_empty(), "{faults:?}");
        }
    }
    let broken = serde_json::json!({ "version": "2.1.0", "runs": [{ "results": [] }] });
    assert!(!validator.is_valid(&broken));
}

#[test]
fn sarif_says_what_it_leaves_out() {
    let mut outcome = sample::clean(Lang::Sv);
    outcome.findings = (2..25_003).map(|row| sample::missing_number(Lang::Sv, row)).collect();
    outcome.findings[25_000].severity = rutinkoll::finding::Severity::Error;
    outcome.findings[7].severity = rutinkoll::finding::Severity::Info;
    let log: serde_json::Value =
        serde_json::from_str(&report(Format::Sarif, &outcome, Values::Masked)).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 25_000);
    assert!(results.iter().all(|result| result["level"] == "error"), "the gravest stay");
    let said = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(said.contains("25000 av 25001"), "{said}");
}

#[test]
fn junit_is_read_by_a_reader_of_junit() {
    let outcome = sample::outcome(Lang::Sv);
    let page = report(Format::Junit, &outcome, Values::Masked);
    let suites = junit_parser::from_reader(std::io::Cursor::new(page)).expect("JUnit");
    assert_eq!(suites.suites.len(), 4, "what could not be read, two sheets, what was not checked");
    let november = &suites.suites[1];
    assert_eq!(november.name, "2026/Hjälplinjen.xlsx › November");
    let case = |class: &str| {
        november.cases.iter().find(|case| case.classname.as_deref() == Some(class)).expect("a case")
    };
    assert!(case("copy-without-address").status.is_failure());
    assert!(case("typed-date").status.is_success(), "what is worth knowing breaks no build");
    assert!(suites.suites[0].cases[0].status.is_error());
    assert!(suites.suites[3].cases.iter().any(|case| case.status.is_skipped()));
    let clean = report(Format::Junit, &sample::clean(Lang::Sv), Values::Masked);
    let clean = junit_parser::from_reader(std::io::Cursor::new(clean)).expect("JUnit");
    assert!(clean.suites.iter().flat_map(|suite| &suite.cases).all(|case| case.status.is_success()));
}

#[test]
fn csv_is_one_table_that_excel_reads() {
    use rutinkoll::workbook::{Limits, Workbook};
    let mut outcome = sample::outcome(Lang::Sv);
    outcome.findings[6].value.text = "=HYPERLINK(\"http://x\";\"y\")".to_owned();
    outcome.findings[6].value.privacy = rutinkoll::finding::Privacy::Open;
    let page = report(Format::Csv, &outcome, Values::Shown);
    assert!(page.starts_with('\u{feff}') && page.contains("\r\n") && !page.contains("\n="));
    let mut book = Workbook::from_bytes(page.into_bytes(), &Limits::default()).expect("a table");
    let mut rows = book.read(0).expect("a sheet");
    let mut row = rutinkoll::sheet::RawRow::default();
    let mut findings = 0;
    let mut formula = None;
    while rows.next_row(&mut row).expect("rows") {
        let text = |column| match row.cell(column).map(|cell| &cell.value) {
            Some(rutinkoll::sheet::RawValue::Text(text)) => text.clone(),
            _ => String::new(),
        };
        findings += usize::from(text(0) == "anmärkning");
        formula = formula.or(Some(text(10)).filter(|text| text.contains("HYPERLINK")));
        assert!(row.cells.iter().all(|cell| cell.column < 15), "{row:?}");
    }
    assert_eq!(findings, outcome.findings.len());
    assert_eq!(formula.as_deref(), Some("'=HYPERLINK(\"http://x\";\"y\")"));
}

#[test]
fn without_colour_there_is_no_escape() {
    for narrated in [true, false] {
        let look = Look { narrated, ..PLAIN };
        assert!(!terminal(&sample::outcome(Lang::Sv), look).contains('\u{1b}'));
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [60, 80, 100, 120, 160] {
        let page = terminal(&sample::outcome(Lang::Sv), Look { width, ..PLAIN });
        for line in page.lines() {
            let used = unicode_width::UnicodeWidthStr::width(line);
            assert!(used <= width, "{used} > {width}: {line}");
        }
    }
}

#[test]
fn what_is_sealed_or_masked_is_nowhere() {
    let outcome = sample::outcome(Lang::Sv);
    let look = Look { values: Values::Masked, ..PLAIN };
    let narrated = Look { narrated: true, ..look };
    let mut pages =
        vec![terminal(&outcome, look), terminal(&outcome, narrated), json(&outcome, Values::Masked)];
    pages.extend(FORMATS.map(|(format, _)| report(format, &outcome, Values::Masked)));
    let people = sample::several();
    pages.extend(FORMATS.map(|(format, _)| report(format, &people, Values::Masked)));
    pages.push(terminal(&people, look));
    for page in &pages {
        for secret in sample::PERSONAL {
            assert!(!page.contains(secret), "{secret} in {page}");
        }
    }
}

#[test]
fn the_first_sentence_says_when_most_rows_break_one_rule() {
    let page = terminal(&sample::most_rows(), Look { limit: Some(1), ..PLAIN });
    assert_snapshot!(page);
}

#[test]
fn the_page_is_closed_to_the_world() {
    let page = report(Format::Html, &sample::several(), Values::Shown);
    assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"), "{page}");
    // A hash of the page's own code may hold any two characters.
    let hashes = regex::Regex::new("sha256-[^=]*=").expect("a pattern");
    let code = page.replace("&#x2f;", "/");
    let code = hashes.replace_all(&code, "");
    for outside in ["http:", "https:", "//", "@import", "url(", " style=", " onclick", " src="] {
        assert!(!code.contains(outside), "{outside}");
    }
    let mut outcome = sample::outcome(Lang::Sv);
    let script = sample::held("</td><script>alert(1)</script>", false);
    outcome.findings[6].value = script.clone();
    let key = outcome.findings[6].at.row_key();
    outcome.rows.insert(key, sample::drawn(&[("Vad ska skickas", script)])).expect("a picture");
    assert!(!report(Format::Html, &outcome, Values::Shown).contains("<script>alert"));
}

/// A browser, where the machine has one: `CHROMIUM` names it.
fn browser() -> Option<String> {
    let named = std::env::var("CHROMIUM").ok();
    let known = ["chromium", "chromium-browser", "google-chrome", "chrome"].map(str::to_owned);
    let found = named.into_iter().chain(known).find(|name| {
        std::process::Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    });
    if found.is_none() {
        eprintln!("no Chromium here: the page was not tried in a browser. CHROMIUM=PROGRAM names one.");
    }
    found
}

#[test]
fn a_browser_shows_the_page_and_asks_for_nothing() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("granskning.html");
    std::fs::write(&file, report(Format::Html, &sample::several(), Values::Shown)).expect("a file");
    // Whatever the page asked for would come here.
    let world = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    world.set_nonblocking(true).expect("a port");
    let port = world.local_addr().expect("an address").port();
    let run = |hash: &str, args: &[&str]| {
        let output = std::process::Command::new(&browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0"])
            .args(["--no-first-run", "--disable-background-networking", "--disable-component-update"])
            .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
            .arg(format!("--proxy-server=127.0.0.1:{port}"))
            .args(args)
            .arg(format!("file://{}{hash}", file.display()))
            .output()
            .expect("it was there before");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("CONSOLE"), "{said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let hidden = |page: &str| {
        page.split("<article")
            .skip(1)
            .filter(|it| it.split('>').next().unwrap_or("").contains("hidden"))
            .count()
    };
    let page = run("", &["--dump-dom"]);
    assert_eq!((page.matches("<article").count(), hidden(&page)), (11, 0));
    assert!(page.contains("11 av 11 visas"), "the script ran");
    let page = run("#severity=error&text=PERSONNUMMER", &["--dump-dom"]);
    assert_eq!(hidden(&page), 10, "kept in the address: {page}");
    assert!(page.contains("1 av 11 visas"));
    let printed = folder.path().join("sida.pdf");
    run("", &[&format!("--print-to-pdf={}", printed.display())]);
    assert!(std::fs::read(&printed).expect("a PDF").starts_with(b"%PDF"));
    // A browser calls its maker now and then, whatever it shows; the page may call nobody.
    let makers = ["google.com", "googleapis.com", "gvt1.com"];
    while let Ok((mut caller, _)) = world.accept() {
        caller.set_nonblocking(false).expect("a connection");
        caller.set_read_timeout(Some(Duration::from_secs(2))).expect("a connection");
        let mut said = [0; 512];
        let read = std::io::Read::read(&mut caller, &mut said).unwrap_or(0);
        let asked = String::from_utf8_lossy(&said[..read]).lines().next().unwrap_or_default().to_owned();
        assert!(asked.is_empty() || makers.iter().any(|maker| asked.contains(maker)), "{asked}");
    }
}

/// The first sheet and the notes of an annotated copy, as text.
fn marks(outcome: &Outcome, values: Values) -> String {
    let marks = workbook::marks(outcome, 0, &made(), values, None);
    format!("{:#?}", marks)
}

/// Nothing that an audit came to may be missing from a report, in whatever form: what each has to say, and the
/// ways in which a format may say it.
#[test]
fn every_format_says_all_that_an_audit_came_to() {
    const TOLD: [(&str, &[&str]); 28] = [
        ("rows", &["48 rader granskade", "\"rows\": 48", "\"rows\":48"]),
        ("rows of a kind", &["3 hanterade", "\"kind\": \"hanterade\"", "\"kind\":\"hanterade\""]),
        ("what could not be read", &["filen finns inte"]),
        ("which file that was", &["kunder.xlsx"]),
        ("a rule that broke", &["för många steg i skriptet"]),
        ("which rule that was", &["not-logged"]),
        ("a table that was not given", &["tabellen arenden gavs inte"]),
        ("what to do about that", &["--table arenden="]),
        ("rows that were not decided", &["okänd sort"]),
        ("why a rule decided no row", &["ärendets nummer är skadat, 9 rader", "ärendets nummer är skadat\""]),
        ("a second reason, of a rule that was not checked", &["ärendet går inte att läsa"]),
        ("a clause without rules", &["tabellen loggar gavs inte"]),
        ("a clause that nothing decides", &["syns varken i arket eller i CAB"]),
        ("a note on the audit", &["En regel räknar från dagens datum."]),
        ("a note on a sheet", &["Rubriken står på rad 3 till 4"]),
        ("a note on a table's sheet", &["Rubriken står på rad 5 till 6"]),
        ("a skipped sheet", &["bladet är dolt"]),
        ("which sheet that was", &["Listor"]),
        ("a table's skipped sheet", &["Anteckningar"]),
        ("a table's days", &["1 september 2026", "\"from\": \"2026-09-01\"", "\"from\":\"2026-09-01\""]),
        ("a table's rows", &["4031"]),
        ("a hidden row", &["dold rad", "\"hidden_row\": true", "\"hidden_row\":true"]),
        ("a struck row", &["överstruken", "\"struck\": true", "\"struck\":true"]),
        ("a note at a blank cell", &["har en anteckning", "\"note\": true", "\"note\":true"]),
        ("a row of a table", &["loggad som DOKIN samma dag"]),
        ("another row of the sheet", &["den tidigare raden"]),
        ("rules that are off", &["log-without-row"]),
        ("rules that were changed", &["varning i stället för fel"]),
    ];
    let outcome = sample::everything();
    let wide = Look { width: 2_000, ..PLAIN };
    let narrated = Look { narrated: true, ..wide };
    let mut pages = vec![
        ("terminal", terminal(&outcome, wide)),
        ("narrated", terminal(&outcome, narrated)),
        ("json", json(&outcome, Values::Shown)),
        ("xlsx", marks(&outcome, Values::Shown)),
    ];
    pages.extend(FORMATS.map(|(format, name)| (name, report(format, &outcome, Values::Shown))));
    let mut silent = Vec::new();
    for (name, page) in &pages {
        let page = page.replace(['\\', '\u{200b}'], "");
        for (what, ways) in TOLD {
            if !ways.iter().any(|way| page.contains(way)) {
                silent.push(format!("{name}: {what}"));
            }
        }
    }
    assert!(silent.is_empty(), "not said:\n{}", silent.join("\n"));
}
