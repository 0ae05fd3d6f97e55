//! No speed is bought with a finding: what the audit remembers and leaves out changes nothing that it says. Held against
//! the plain evaluation, which judges every row by itself: on every fixture, and on messy sheets that are made up here.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rutinkoll::pipeline::{self, GivenTable, Input, Request};
use rutinkoll::ruleset::{Config, PackFiles, RuleSet};
use rutinkoll::workbook::Limits;

/// Holds one audit against the other, with every word of its outcome: how many findings there are. So many threads share the
/// rows, too, a few at a time.
fn same(rules: &RuleSet, input: Input, tables: &[(&str, PathBuf)], threads: &[usize]) -> usize {
    same_of(rules, vec![input], tables, threads)
}

fn same_of(rules: &RuleSet, inputs: Vec<Input>, tables: &[(&str, PathBuf)], threads: &[usize]) -> usize {
    let table = |(name, path): &(&str, PathBuf)| GivenTable {
        name: (*name).to_owned(),
        input: Input::File(path.clone()),
        from: None,
        to: None,
    };
    let mut request = Request {
        rules,
        as_of: "2026-11-23".parse().unwrap(),
        inputs,
        tables: tables.iter().map(table).collect(),
        sheets: Vec::new(),
        limits: Limits::default(),
        retain_days: None,
        by_adviser: false,
        pictures: true,
        jobs: 1,
        problems: Vec::new(),
    };
    let (quick, plain) = (pipeline::audit(&request), pipeline::audit_plainly(&request));
    for (quick, plain) in quick.findings.iter().zip(&plain.findings) {
        assert_eq!(format!("{quick:#?}"), format!("{plain:#?}"));
    }
    for (quick, plain) in quick.rules.iter().zip(&plain.rules) {
        assert_eq!(format!("{quick:?}"), format!("{plain:?}"));
    }
    assert_eq!(format!("{quick:?}"), format!("{plain:?}"));
    for jobs in threads {
        request.jobs = *jobs;
        let shared = pipeline::audit_in_batches_of(3, &request);
        for (shared, plain) in shared.findings.iter().zip(&plain.findings) {
            assert_eq!(format!("{shared:#?}"), format!("{plain:#?}"), "{jobs} threads");
        }
        assert_eq!(format!("{shared:?}"), format!("{plain:?}"), "{jobs} threads");
    }
    request.pictures = false;
    let bare = pipeline::audit(&request);
    assert!(bare.rows.is_empty() && bare.findings == plain.findings, "without the rows behind findings");
    quick.findings.len()
}

fn pack(folder: &str) -> RuleSet {
    RuleSet::compile(&PackFiles::read(Path::new(folder)).unwrap(), None).unwrap()
}

/// The letters' pack with all that it leaves turned off: rules over a table, and rows that are not judged, too.
fn letters_with_all() -> RuleSet {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("all.yaml");
    let off = ["log-without-row", "customer-number-format", "date-too-old"];
    let on: Vec<String> = off.iter().map(|rule| format!("{rule}: {{ off: false }}")).collect();
    let text = format!(
        "overrides: {{ rules: {{ {} }}, rows: {{ överstruken: {{ off: false }} }} }}\n",
        on.join(", ")
    );
    fs::write(&config, text).unwrap();
    let config = Config::read(&config).unwrap();
    let files = PackFiles::read(Path::new("rules/hjalplinjen")).unwrap();
    RuleSet::compile_with(&files, &config, None).unwrap()
}

#[test]
fn every_fixture_says_the_same() {
    let (letters, all, expenses) =
        (pack("rules/hjalplinjen"), letters_with_all(), pack("fixtures/expenses/rules"));
    let fixture = |path: &str| common::fixtures().join(path);
    let tables = |folder: &str| {
        let table = |file: &str| fixture(&format!("{folder}/{file}"));
        [
            ("kunder", table("kunder.csv")),
            ("loggar", table("loggar.xlsx")),
            ("arenden", table("arenden.xlsx")),
        ]
    };
    let (typical, reconciled) = (tables("typical"), tables("reconciled"));
    let cards = [("anstallda", fixture("expenses/anstallda.csv")), ("kort", fixture("expenses/kort.csv"))];
    let mut findings = 0;
    for file in common::files(&common::fixtures()) {
        if file.extension().is_some_and(|extension| extension == "xlsx" || extension == "csv") {
            let input = || Input::File(file.clone());
            findings += same(&letters, input(), &[], &[2]);
            findings += same(&letters, input(), &typical, &[2]);
            findings += same(&letters, input(), &reconciled, &[2]);
            findings += same(&all, input(), &reconciled[1..2], &[2]);
            findings += same(&all, input(), &reconciled, &[2]);
            findings += same(&expenses, input(), &[], &[2]);
            findings += same(&expenses, input(), &cards, &[2]);
        }
    }
    assert!(findings > 300, "{findings}");
}

/// A small generator of numbers: the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// What stands in each column of the labelled rows.
fn labelled() -> Vec<(String, Vec<String>)> {
    let mut columns: Vec<(String, Vec<String>)> = Vec::new();
    for file in ["rows", "rows_log"] {
        let text = fs::read_to_string(common::fixtures().join(format!("labelled/{file}.tsv"))).unwrap();
        let names: Vec<&str> = text.lines().next().unwrap().split('\t').skip(3).collect();
        for name in &names {
            if !columns.iter().any(|(known, _)| known == name) {
                columns.push(((*name).to_owned(), vec![String::new()]));
            }
        }
        for line in text.lines().skip(1) {
            for (name, cell) in names.iter().zip(line.split('\t').skip(3)) {
                let cell = cell.trim_start_matches("n:").replace("\\n", "\n");
                columns.iter_mut().find(|(known, _)| known == name).unwrap().1.push(cell);
            }
        }
    }
    columns
}

/// A text as a hurried hand, or another row, would have it.
fn mutated(text: &str, others: &[String], dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    match dice.below(12) {
        0 => text.to_uppercase(),
        1 => format!("{text} {}", dice.one(others)),
        2 => format!("{}, {text}", dice.one(others)),
        3 => text.replace(' ', "\u{a0}"),
        4 => text.replace(' ', ""),
        5 | 6 if !letters.is_empty() => {
            letters.remove(dice.below(letters.len()));
            letters.into_iter().collect()
        }
        7 if letters.len() > 1 => {
            let at = dice.below(letters.len() - 1);
            letters.swap(at, at + 1);
            letters.into_iter().collect()
        }
        8 => {
            letters.insert(dice.below(letters.len() + 1), *dice.one(&[' ', '.', 'e', '-', '\u{ad}', 'ö']));
            letters.into_iter().collect()
        }
        _ => text.to_owned(),
    }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    let quoted: Vec<String> = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    writeln!(out, "{}", quoted.join(";")).unwrap();
}

/// Rows whose cells come from anywhere in the labelled ones, a third of them altered.
fn messy(columns: &[(String, Vec<String>)], rows: usize, dice: &mut Dice) -> String {
    let mut sheet = String::new();
    line(&mut sheet, columns.iter().map(|(name, _)| name.clone()).chain([String::new()]));
    for row in 0..rows {
        let cells = columns.iter().map(|(name, cells)| {
            let blank = dice.below(8) == 0 || name == "Status" && dice.below(3) > 0;
            if blank {
                return String::new();
            }
            let cell = dice.one(cells).clone();
            if dice.below(3) == 0 { mutated(&cell, cells, dice) } else { cell }
        });
        let cells: Vec<String> = cells.collect();
        let stray = if row % 50 == 0 { "811218-9876" } else { "" };
        line(&mut sheet, cells.into_iter().chain([stray.to_owned()]));
    }
    sheet
}

/// Tables of so many rows that know some of the sheet's customers.
fn tables(
    columns: &[(String, Vec<String>)],
    folder: &Path,
    rows: usize,
    dice: &mut Dice,
) -> Vec<(&'static str, PathBuf)> {
    let of = |name: &str| &columns.iter().find(|(known, _)| known == name).unwrap().1;
    let (customers, dates, addresses) = (of("Kundnummer"), of("Datum"), of("Adress"));
    let mut written = Vec::new();
    let headers: [(&str, &[&str]); 3] = [
        ("kunder", &["Kundnummer", "Fakturaadress"]),
        ("loggar", &["Kundnummer", "Datum", "Loggkod"]),
        ("arenden", &["Kundnummer", "Skapad", "Status", "Ärendehanterare"]),
    ];
    for (name, header) in headers {
        let mut table = String::new();
        line(&mut table, header.iter().map(|name| (*name).to_owned()));
        for _ in 0..rows {
            let cells = header.iter().map(|column| match *column {
                "Kundnummer" => dice.one(customers).clone(),
                "Fakturaadress" => dice.one(addresses).clone(),
                "Loggkod" => (*dice.one(&["INVOICE", "DOKIN", "CUIN", "?", ""])).to_owned(),
                "Status" => (*dice.one(&["Avslutat", "avslutat", "Öppet"])).to_owned(),
                "Ärendehanterare" => (*dice.one(&["xbel", "xgun2", "Gun Provsson"])).to_owned(),
                _ => dice.one(dates).clone(),
            });
            let cells: Vec<String> = cells.collect();
            line(&mut table, cells.into_iter());
        }
        let path = folder.join(format!("{name}.csv"));
        fs::write(&path, table).unwrap();
        written.push((name, path));
    }
    written
}

#[test]
fn messy_sheets_say_the_same() {
    let rules = pack("rules/hjalplinjen");
    let columns = labelled();
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(4);
    let sheet = messy(&columns, 600, &mut dice);
    let found = same(&rules, Input::Stdin(sheet.clone().into_bytes()), &[], &[2, 8]);
    assert!(found > 600, "{found}");
    // Without Status and Logg, other rules have the word.
    let bare: Vec<_> = columns.iter().take(8).cloned().collect();
    same(&rules, Input::Stdin(messy(&bare, 600, &mut dice).into_bytes()), &[], &[2, 8]);
    let tables = tables(&columns, folder.path(), 400, &mut dice);
    same(&rules, Input::Stdin(sheet.clone().into_bytes()), &tables, &[2, 8]);
    same(&letters_with_all(), Input::Stdin(sheet.into_bytes()), &tables, &[2]);
}

/// Rows that are alike but for what scripts read, again and again, with others between that nothing is remembered of.
#[test]
fn scripts_tell_rows_of_one_class_apart() {
    let rules = pack("rules/hjalplinjen");
    let kinds = ["Fakturakopia", "Brev", "Skadeståndsblankett", "Fullmakt", "Fakturakopia + brev"];
    let long = format!("Loggad INVOICE {}", "och så vidare ".repeat(40));
    let comments = [
        "Loggad INVOICE",
        "Loggad DOKIN",
        "Loggad CUIN och INVOICE",
        "ingen INVOICE-logg än",
        "Gäller faktura 70112233",
        "Ring kund 70112233",
        "Gäller 70112233 och 70112244",
        "Inget",
        long.as_str(),
    ];
    let mut sheet = String::new();
    line(&mut sheet, rules.pack.sheet.columns.iter().take(8).map(|column| column.name.clone()));
    let mut dice = Dice(6);
    for row in 0..1_500 {
        let comment = match dice.below(12) {
            0 => format!("Loggad DOKIN, rad {row}"),
            _ => (*dice.one(&comments)).to_owned(),
        };
        let cells = [
            "xbel",
            "2026-11-12",
            *dice.one(&kinds),
            *dice.one(&["70112233", "70112244"]),
            *dice.one(&["Storgatan 1, 123 45 Orten", ""]),
            "Eva Ek",
            *dice.one(&["", "700112"]),
            &comment,
        ];
        line(&mut sheet, cells.into_iter().map(str::to_owned));
    }
    let found = same(&rules, Input::Stdin(sheet.into_bytes()), &[], &[2]);
    assert!(found > 500, "{found}");
}

/// Rules that rest on the rows before, in every form that a rule can have: a helper foretells what they come to, and is
/// often wrong.
#[test]
fn what_rests_on_rows_before_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for file in common::files(&common::fixtures().join("expenses/rules")) {
        fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
    }
    let (receipt, amount) =
        ("unique: { fields: [Anställd, Kvitto] }", "unique: { fields: [Anställd, Belopp] }");
    let rules = [
        ("z-either-is-new", format!("expect: {{ any of: [ {receipt}, {amount} ] }}")),
        ("z-both-are-new", format!("expect: {{ all of: [ {receipt}, {amount} ] }}")),
        ("seen-before", format!("expect: {{ none of: [ {receipt} ] }}")),
        ("new-and-remarked", format!("when:\n  {receipt}\nexpect:\n  Kommentar: filled")),
        // Judged after one that a helper cannot foretell.
        ("weaker-than-one", "weaker_than: [receipt-twice]\nexpect:\n  Slag: filled".to_owned()),
        ("weaker", "weaker_than: [receipt-twice, seen-before]\nexpect:\n  Slag: filled".to_owned()),
        ("weaker-and-new", format!("weaker_than: [weaker]\nexpect:\n  {amount}")),
        ("by-script", "script: |\n  unique([\"Anställd\", \"Kvitto\"], \"Datum\", 20) == true".to_owned()),
    ];
    for (name, rule) in rules {
        let text = format!(
            "clauses: [U1]\nbasis: assumption\nseverity: info\ntitle: {{ sv: T, en: T }}\n{rule}\nat: Kvitto\n\
             message: {{ sv: M, en: M }}\nhelp: {{ sv: H, en: H }}\ntests: []\n"
        );
        fs::write(folder.path().join(format!("{name}.yaml")), text).unwrap();
    }
    let rules = pack(&folder.path().display().to_string());
    let mut sheet = String::new();
    line(&mut sheet, rules.pack.sheet.columns.iter().map(|column| column.name.clone()));
    let mut dice = Dice(7);
    for _ in 0..1_500 {
        let cells = [
            format!("00{}", 60 + dice.below(30)),
            (*dice.one(&["2026-11-02", "2026-10-20", "2026-09-01", "i går", ""])).to_owned(),
            (*dice.one(&["Taxi", "Hotell", ""])).to_owned(),
            (100 + dice.below(40)).to_string(),
            if dice.below(9) == 0 { String::new() } else { format!("K{}", dice.below(60)) },
            (*dice.one(&["", "Vinlista", "811218-9876"])).to_owned(),
        ];
        line(&mut sheet, cells.into_iter());
    }
    let found = same(&rules, Input::Stdin(sheet.clone().into_bytes()), &[], &[2]);
    assert!(found > 1_000, "{found}");
    let cards = [("kort", common::fixtures().join("expenses/kort.csv"))];
    same(&rules, Input::Stdin(sheet.into_bytes()), &cards, &[2]);
}

/// The numbers of shared texts are a workbook's own: another's mean other texts.
#[test]
fn workbooks_share_no_texts_with_each_other() {
    let rules = pack("rules/hjalplinjen");
    let folder = tempfile::tempdir().unwrap();
    let book = |name: &str, addresses: [&str; 2]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, of) in (0u16..).zip(rules.pack.sheet.columns.iter().take(8)) {
            sheet.write(0, column, of.name.as_str()).unwrap();
        }
        for row in 1..40u32 {
            let address = addresses[row as usize % 2];
            let cells = ["xbel", "2026-11-12", "Brev", "70112233", address, "Eva Ek", "", "Loggad DOKIN"];
            for (column, cell) in (0u16..).zip(cells) {
                sheet.write(row, column, cell).unwrap();
            }
        }
        let path = folder.path().join(name);
        book.save(&path).unwrap();
        Input::File(path)
    };
    let (good, bad) = ("Storgatan 1, 123 45 Orten", "Orten");
    let inputs = vec![book("ett.xlsx", [good, bad]), book("två.xlsx", [bad, good])];
    let found = same_of(&rules, inputs, &[], &[2]);
    assert!(found > 30, "{found}");
}

/// A sheet that is large enough for threads of its own accord, written by the program itself.
#[test]
fn the_number_of_threads_does_not_show() {
    let columns = labelled();
    let folder = tempfile::tempdir().unwrap();
    let sheet = folder.path().join("stort.csv");
    fs::write(&sheet, messy(&columns, 7_000, &mut Dice(5))).unwrap();
    // Rows that repeat rows far above them: which is the earlier one must not depend on who is quick.
    let text = fs::read_to_string(&sheet).unwrap();
    let again: Vec<&str> = text.lines().skip(1).take(600).collect();
    fs::write(&sheet, format!("{text}{}\n", again.join("\n"))).unwrap();
    // Enough of them to be read by one thread and kept by another.
    let tables = tables(&columns, folder.path(), 3_000, &mut Dice(6));
    let tables: Vec<String> =
        tables.iter().map(|(name, path)| format!("{name}={}", path.display())).collect();
    let report = |jobs: &str, tables: &[String]| {
        let mut command = assert_cmd::Command::cargo_bin("rutinkoll").unwrap();
        command.args(["audit", "--format", "json", "--as-of", "2026-11-23", "--jobs", jobs]).arg(&sheet);
        command.args(["--rules", "rules/hjalplinjen"]).env("SOURCE_DATE_EPOCH", "1795000000");
        command.args(tables.iter().flat_map(|table| ["--table", table]));
        command.output().unwrap().stdout
    };
    for tables in [&[], &tables[..]] {
        let alone = report("1", tables);
        assert!(alone.len() > 1_000_000, "{}", alone.len());
        for jobs in ["2", "8"] {
            assert!(
                report(jobs, tables) == alone,
                "--jobs {jobs} says something else, {} tables",
                tables.len()
            );
        }
    }
}
