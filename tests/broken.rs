//! Broken packs, one fault each: exit code 2, the right place, and advice that a process owner can follow.
//!
//! The cases stand in `tests/broken/*.txt` as small edits of one sound pack, `tests/broken/base`:
//! `## NAME  FILE:LINE:COLUMN`, then for each file `@ FILE` and the lines that go (`-`) and come (`+`).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use rutinkoll::lang::Lang;
use rutinkoll::ruleset::{Config, PackFiles, check};
use serde_json::Value;
use tempfile::TempDir;

struct Case {
    name: String,
    place: String,
    edits: Vec<Edit>,
}

#[derive(Default)]
struct Edit {
    file: String,
    old: String,
    new: String,
}

fn cases(file: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in fs::read_to_string(Path::new("tests/broken").join(file)).unwrap().lines() {
        if let Some(head) = line.strip_prefix("## ") {
            let (name, place) = head.split_once("  ").unwrap_or((head, ""));
            let (name, place) = (name.to_owned(), place.trim().to_owned());
            cases.push(Case { name, place, edits: Vec::new() });
        } else if let Some(file) = line.strip_prefix("@ ") {
            cases.last_mut().unwrap().edits.push(Edit { file: file.to_owned(), ..Edit::default() });
        } else if let Some(old) = line.strip_prefix('-') {
            cases.last_mut().unwrap().edits.last_mut().unwrap().old += &format!("{old}\n");
        } else if let Some(new) = line.strip_prefix('+') {
            cases.last_mut().unwrap().edits.last_mut().unwrap().new += &format!("{new}\n");
        }
    }
    cases
}

/// The sound pack, in a folder called `rules`.
fn base() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("rules/lib")).unwrap();
    for part in ["", "lib/"] {
        for entry in fs::read_dir(Path::new("tests/broken/base").join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                fs::copy(&path, folder.path().join(format!("rules/{part}{name}"))).unwrap();
            }
        }
    }
    folder
}

fn broken(case: &Case) -> TempDir {
    let folder = base();
    for edit in &case.edits {
        let path = folder.path().join("rules").join(&edit.file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(edit.old.is_empty() || text.matches(&edit.old).count() == 1, "{}: {:?}", case.name, edit.old);
        fs::write(
            &path,
            if edit.old.is_empty() {
                format!("{}{text}", edit.new)
            } else {
                text.replace(&edit.old, &edit.new)
            },
        )
        .unwrap();
    }
    folder
}

fn program(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut program = Command::cargo_bin("rutinkoll").unwrap();
    program.current_dir(folder).env_remove("RUTINKOLL_LANG").env_remove("RUTINKOLL_RULES");
    let output = program.env("NO_COLOR", "1").env("COLUMNS", "100").args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(folder: &Path, args: &[&str]) -> (i32, Value) {
    let (code, out, err) =
        program(folder, &[&["rules", "check", "rules", "--format", "json"], args].concat());
    (code, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}\n{out}\n{err}")))
}

fn place(fault: &Value) -> String {
    let file = fault["file"].as_str().unwrap_or_default().replace('\\', "/");
    format!("{}:{}:{}", file.trim_start_matches("rules/"), fault["line"], fault["column"])
}

/// Each case of a file: one fault, at its place; its texts in a snapshot.
fn hold(file: &str) -> usize {
    let cases = cases(file);
    let mut wrong = Vec::new();
    for case in &cases {
        let folder = broken(case);
        let (code, report) = json(folder.path(), &[]);
        let places: Vec<String> = report["faults"].as_array().unwrap().iter().map(place).collect();
        if code != 2 || places != [case.place.as_str()] {
            let said: Vec<&str> =
                report["faults"].as_array().unwrap().iter().filter_map(|f| f["message"].as_str()).collect();
            wrong.push(format!("{}: {code} {places:?}, not {} {said:?}", case.name, case.place));
            continue;
        }
        let (sv_code, sv_out, sv) = program(folder.path(), &["rules", "check", "rules", "--lang", "sv"]);
        let (en_code, en_out, en) = program(folder.path(), &["rules", "check", "rules", "--lang", "en"]);
        assert_eq!((sv_code, en_code, sv_out.as_str(), en_out.as_str()), (2, 2, "", ""), "{}", case.name);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots/broken");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(case.name.as_str(), format!("{sv}\n{en}")));
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    cases.len()
}

#[test]
fn the_base_is_sound() {
    let folder = base();
    let (code, report) = json(folder.path(), &["--strict"]);
    assert_eq!((code, &report["advice"]), (0, &Value::Array(Vec::new())), "{report}");
    let (code, out, err) = program(folder.path(), &["rules", "test", "rules"]);
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn faults_of_the_pack() {
    assert!(hold("pack.txt") >= 35);
}

#[test]
fn faults_of_rules() {
    assert!(hold("rule.txt") >= 60);
}

#[test]
fn faults_of_scripts() {
    assert!(hold("script.txt") >= 20);
}

#[test]
fn faults_of_files_and_of_yaml() {
    assert!(hold("files.txt") >= 20);
}

const LOANS: &str = "Låntagare;Titel;Slag;Utlånad;Åter;Avgift;Anteckning\n\
                     ;Doktor Glas;roman;2026-11-02;;;\n7;Gentlemen;roman;2026-11-02;;;\n";

/// Scripts that try to get out, or to keep the machine busy: each is stopped by a limit, at its place, on
/// its row; what the other rules found stays.
const ESCAPES: [(&str, &str); 23] = [
    ("loop {}", "script-too-long"),
    ("for i in 0..1000000000000 { i + 1; } true", "script-too-long"),
    ("let n = 0; while n >= 0 { n += 1; } true", "script-too-long"),
    ("fn f(n) { f(n + 1) } f(0)", "script-too-deep"),
    ("fn f(n) { g(n) } fn g(n) { f(n) } f(0)", "script-too-deep"),
    ("let s = \"x\"; loop { s += s; }", "script-too-large"),
    ("let s = \"x\"; loop { s = `${s}${s}`; }", "script-too-large"),
    ("let s = \"x\"; s.pad(1000000000, \"y\"); true", "script-too-large"),
    ("let a = [0]; loop { a += a; }", "script-too-large"),
    ("let a = [0]; loop { a.push(a); }", "script-too-large"),
    ("let a = []; a.pad(1000000000, 0); true", "script-too-large"),
    ("let m = #{}; for i in 0..100000 { m[`${i}`] = i; } true", "script-too-long"),
    ("let s = \"x\"; s.pad(60000, \"ab \"); loop { s.to_upper(); }", "script-too-long"),
    ("let s = \"x\"; s.pad(60000, \"ab \"); loop { s.replace(\"a\", \"a\"); }", "script-too-long"),
    ("let s = \"x\"; s.pad(4000, \"a\"); loop { s.split(\"\"); }", "script-too-long"),
    ("let a = []; a.pad(4000, 1); loop { a.sort(); }", "script-too-long"),
    ("let a = []; a.pad(4000, 1); loop { a == a; }", "script-too-long"),
    ("let s = \"x\"; s.pad(60000, \"ab \"); loop { matches(s, `(a|b)*c`); }", "script-too-long"),
    ("let n = 0; loop { n += 1; matches(row.Titel, `(a{3}|${n})`); }", "script-too-long"),
    ("let s = \"x\"; s.pad(60000, \"ab \"); loop { mentions(s, \"film\"); }", "script-too-long"),
    ("let s = \"x\"; s.pad(60000, \"ab \"); loop { contains_address(s); }", "script-too-long"),
    ("let s = \"x\"; s.pad(60000, \"1 \"); loop { fold(s); }", "script-too-long"),
    ("let f = |x| x; let a = [0, 1]; loop { a.map(f); }", "script-too-long"),
];

#[test]
fn no_script_gets_out_or_keeps_the_machine_busy() {
    let mut wrong = Vec::new();
    for (script, code) in ESCAPES {
        let folder = base();
        let rule = format!(
            "clauses: [\"1\"]\nbasis: quality\nseverity: error\ntitle: {{ sv: x, en: x }}\nscript: |\n  {script}\n\
             message: {{ sv: x, en: x }}\nhelp: {{ sv: x, en: x }}\n"
        );
        fs::write(folder.path().join("rules/escape.yaml"), rule).unwrap();
        fs::write(folder.path().join("lån.csv"), LOANS).unwrap();
        let args = ["audit", "lån.csv", "--rules", "rules", "--as-of", "2026-11-23", "--format", "json"];
        let (exit, out, err) = program(folder.path(), &args);
        let Ok(report) = serde_json::from_str::<Value>(&out) else {
            wrong.push(format!("{script}: {exit} {err}"));
            continue;
        };
        let found: Vec<&str> =
            report["findings"].as_array().unwrap().iter().filter_map(|f| f["rule"].as_str()).collect();
        let status =
            report["coverage"].as_array().unwrap().iter().find(|rule| rule["rule"] == "escape").unwrap();
        let error = report["errors"][0]["message"].as_str().unwrap_or_default();
        let said = match code {
            "script-too-long" => "arbetar för länge",
            "script-too-large" => "för stor",
            _ => "för djupt",
        };
        let held = exit == 2
            && found == ["borrower-missing"]
            && status["status"] == "failed"
            && report["errors"].as_array().unwrap().len() == 1
            && report["errors"][0]["input"] == "escape"
            && error.contains("rad 2")
            && error.contains("escape.yaml:6:")
            && error.contains(said);
        if !held {
            wrong.push(format!("{script}: {exit} {found:?} {} {}", status["status"], report["errors"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn faults(folder: &Path) -> Vec<String> {
    let (_, report) = json(folder, &[]);
    let found = report["faults"].as_array().unwrap().iter();
    found.map(|fault| format!("{} {}", fault["code"].as_str().unwrap(), place(fault))).collect()
}

#[test]
fn bytes_that_editors_leave() {
    let folder = base();
    let rule = folder.path().join("rules/borrower-missing.yaml");
    let text = fs::read_to_string(&rule).unwrap();
    let script = folder.path().join("rules/fee-too-high.yaml");
    let of_script = fs::read_to_string(&script).unwrap();
    // A byte order mark and Windows line ends are fine, and move no place.
    fs::write(&rule, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    fs::write(&script, of_script.replace('\n', "\r\n")).unwrap();
    assert_eq!(faults(folder.path()), Vec::<String>::new());
    let (code, out, err) = program(folder.path(), &["rules", "test", "rules"]);
    assert_eq!(code, 0, "{out}{err}");
    fs::write(&rule, format!("\u{feff}{}", text.replace("filled", "filed").replace('\n', "\r\n"))).unwrap();
    fs::write(&script, of_script.replace("dagar > 100", "dagr > 100").replace('\n', "\r\n")).unwrap();
    let expected = [
        "fault-unknown-test borrower-missing.yaml:6:10",
        "fault-unknown-test borrower-missing.yaml:8:14",
        "fault-script-variable fee-too-high.yaml:14:45",
    ];
    assert_eq!(faults(folder.path()), expected);
    // Windows-1252: the first letter that is not ASCII.
    fs::write(&script, of_script).unwrap();
    fs::write(&rule, text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>()).unwrap();
    assert_eq!(faults(folder.path())[0], "fault-not-utf8 borrower-missing.yaml:4:15");
    fs::write(&rule, [0xff, 0xfe, b'a', 0]).unwrap();
    assert_eq!(faults(folder.path())[0], "fault-not-utf8 borrower-missing.yaml:1:1");
}

#[test]
fn files_that_no_one_would_write() {
    for (text, code) in [
        ("x".repeat(1 << 21), "fault-file-too-large"),
        ("[".repeat(100_000), "yaml-"),
        ("{a: ".repeat(10_000), "yaml-"),
        ("- ".repeat(10_000), "yaml-"),
        (
            format!("when:\n{}", (0..500).map(|n| format!("{}all of:\n", " ".repeat(n))).collect::<String>()),
            "yaml-",
        ),
        ("\u{0}\u{1}\u{7}".to_owned(), ""),
        ("clauses: &a [*a]".to_owned(), "yaml-alias"),
        ("? [a, b]\n: c".to_owned(), ""),
        ("<<: { severity: error }".to_owned(), "fault-"),
    ] {
        let folder = base();
        fs::write(folder.path().join("rules/extra.yaml"), &text).unwrap();
        let found = faults(folder.path());
        assert!(found.iter().any(|fault| fault.starts_with(code)), "{:.40}: {found:?}", text);
    }
}

#[test]
fn advice_is_apart_from_faults() {
    let folder = base();
    let rules = folder.path().join("rules");
    let edit = |file: &str, old: &str, new: &str| {
        let text = fs::read_to_string(rules.join(file)).unwrap();
        assert!(text.contains(old), "{file} has no {old}");
        fs::write(rules.join(file), text.replacen(old, new, 1)).unwrap();
    };
    edit("pack.yaml", "  förlorad: { words", "  trasig: { words: [trasig] }\n  förlorad: { words");
    edit("pack.yaml", "  högsta-avgift: 500", "  högsta-avgift: 500\n  minsta-avgift: 5");
    edit("pack.yaml", "terms:", "  kortet: { in: medlemmar, match: { Låntagare: Kort } }\n\nterms:");
    edit("lib/dagar.rhai", "// Dag", "fn onödig() { 1 }\n// Dag");
    edit(
        "borrower-missing.yaml",
        "title: { sv: Låntagare saknas, en: Borrower is missing }",
        "title: Låntagare saknas",
    );
    let twice = fs::read_to_string(rules.join("loan-twice.yaml")).unwrap();
    fs::write(rules.join("same-loan.yaml"), twice.split("tests:").next().unwrap()).unwrap();
    fs::write(rules.join("loan-twice.yaml~"), &twice).unwrap();
    fs::create_dir(rules.join("gamla")).unwrap();
    fs::write(rules.join("gamla/x.yaml"), &twice).unwrap();
    fs::write(rules.join("README.md"), "Läs mig").unwrap();
    let (code, report) = json(folder.path(), &[]);
    let advice: Vec<String> = report["advice"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| format!("{} {}", fault["code"].as_str().unwrap(), place(fault)))
        .collect();
    let expected = [
        "advice-link-unused pack.yaml:29:3",
        "advice-term-unused pack.yaml:35:3",
        "advice-setting-unused pack.yaml:47:3",
        "advice-language-missing borrower-missing.yaml:4:8",
        "advice-file-ignored gamla/x.yaml:1:1",
        "advice-function-unused lib/dagar.rhai:1:4",
        "advice-file-ignored loan-twice.yaml~:1:1",
        "advice-no-tests same-loan.yaml:1:1",
        "advice-same-rule same-loan.yaml:1:1",
    ];
    assert_eq!((code, advice), (0, expected.map(str::to_owned).to_vec()), "{report}");
    assert_eq!(json(folder.path(), &["--strict"]).0, 1);
    let (code, out, err) = program(folder.path(), &["rules", "check", "rules", "--lang", "sv"]);
    assert_eq!((code, out.as_str()), (0, "utlan 1.0.0: 5 regler, inga fel, 9 råd\n"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/broken");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("advice", err));
}

#[test]
fn check_as_json() {
    let (code, report) = json(base().path(), &["--lang", "en"]);
    assert_eq!(code, 0);
    assert_eq!(report["schema"], "rutinkoll.check/1");
    assert_eq!((&report["rules"]["pack"], &report["rules"]["rules"]), (&"utlan".into(), &4.into()));
    let case = cases("rule.txt").into_iter().find(|case| case.name == "rule-unknown-column").unwrap();
    let (code, report) = json(broken(&case).path(), &["--lang", "en"]);
    assert_eq!(code, 2);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/broken");
    settings.set_prepend_module_to_snapshot(false);
    settings.add_filter("sha256:[0-9a-f]{64}", "sha256:…");
    settings.bind(|| insta::assert_snapshot!("as-json", serde_json::to_string_pretty(&report).unwrap()));
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap()
    }
}

/// One slip of the hand.
fn slip(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = dice.below(chars.len());
    let odd = [
        '{', '}', '[', ']', ':', '"', '\'', '#', '*', '&', '|', '-', ' ', '\t', '\n', '$', '\\', '(', 'å',
        '0', '~', '.',
    ];
    match dice.below(6) {
        0 if !chars.is_empty() => {
            chars.remove(at);
        }
        1 => chars.insert(at, odd[dice.below(odd.len())]),
        2 if at + 1 < chars.len() => chars.swap(at, at + 1),
        3 => chars.truncate(at),
        4 if !chars.is_empty() => chars[at] = odd[dice.below(odd.len())],
        _ => {
            let mut lines: Vec<&str> = text.lines().collect();
            if !lines.is_empty() {
                let line = dice.below(lines.len());
                lines.insert(line, lines[line]);
            }
            return lines.join("\n");
        }
    }
    chars.into_iter().collect()
}

/// Whatever slips while typing, the pack is read to its end, and every fault has a place in its file.
#[test]
fn no_slip_of_the_hand_makes_the_reader_fall() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for (pack, rounds) in [("tests/broken/base", 1_500), ("rules/hjalplinjen", 500)] {
        let whole = PackFiles::read(Path::new(pack)).unwrap();
        for _ in 0..rounds {
            let chosen = dice.below(whole.files.len());
            let mut files = PackFiles::default();
            for (index, (name, text)) in whole.files.iter().enumerate() {
                // Of a large pack only what the chosen file needs: each round reads it anew.
                if index == chosen {
                    files.files.push((name.clone(), slip(text, &mut dice)));
                } else if name == "pack.yaml" || name.starts_with("lib/") || whole.files.len() < 10 {
                    files.files.push((name.clone(), text.clone()));
                }
            }
            let checked = check(&files, &Config::default(), None);
            for fault in checked.faults.iter().chain(&checked.advice) {
                if let Some((file, span)) = &fault.place {
                    assert!(file.text.get(span.clone()).is_some(), "{fault:?}");
                    assert!(fault.line_and_column().is_some() && fault.end_line_and_column().is_some());
                }
            }
            for fault in checked.faults.iter().take(2) {
                let mut drawn = String::new();
                let handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::none());
                handler.render_report(&mut drawn, &fault.diagnostic(Lang::Sv)).unwrap();
                assert!(!drawn.is_empty());
            }
        }
    }
}

/// Faults of `rutinkoll.yaml`, shown by `audit` as a pack's are.
#[test]
fn faults_of_the_configuration() {
    let cases = cases("config.txt");
    let mut wrong = Vec::new();
    for case in &cases {
        let folder = base();
        fs::write(folder.path().join("lån.csv"), LOANS).unwrap();
        fs::write(folder.path().join("rutinkoll.yaml"), &case.edits[0].new).unwrap();
        let of =
            |lang: &str| program(folder.path(), &["audit", "lån.csv", "--rules", "rules", "--lang", lang]);
        let (code, out, sv) = of("sv");
        if code != 2
            || !out.is_empty()
            || sv.matches("╭─[").count() != 1
            || !sv.contains(&format!("[{}]", case.place))
        {
            wrong.push(format!("{}: {code}, not {}\n{sv}", case.name, case.place));
            continue;
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots/broken");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(case.name.as_str(), format!("{sv}\n{}", of("en").2)));
    }
    assert!(wrong.is_empty() && cases.len() >= 15, "{}", wrong.join("\n"));
}
