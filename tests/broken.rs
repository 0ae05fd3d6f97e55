//! Broken packs, one fault each: exit code 2, the right place, and advice that a process owner can follow.
//!
//! The cases stand in `tests/broken/*.txt` as small edits of one sound pack, `tests/broken/base`:
//! `## NAME  FILE:LINE:COLUMN`, then for each file `@ FILE` and the lines that go (`-`) and come (`+`).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
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
        fs::write(&path, if edit.old.is_empty() { edit.new.clone() + &text } else { text.replace(&edit.old, &edit.new) })
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
    let (code, out, err) = program(folder, &[&["rules", "check", "rules", "--format", "json"], args].concat());
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
        fs::write(
            folder.path().join("lån.csv"),
            "Låntagare;Titel;Slag;Utlånad;Åter;Avgift;Anteckning\n;Doktor Glas;roman;2026-11-02;;;\n7;Gentlemen;roman;2026-11-02;;;\n",
        )
        .unwrap();
        let args = ["audit", "lån.csv", "--rules", "rules", "--as-of", "2026-11-23", "--format", "json"];
        let (exit, out, err) = program(folder.path(), &args);
        let Ok(report) = serde_json::from_str::<Value>(&out) else {
            wrong.push(format!("{script}: {exit} {err}"));
            continue;
        };
        let found: Vec<&str> = report["findings"].as_array().unwrap().iter().filter_map(|f| f["rule"].as_str()).collect();
        let status = report["coverage"].as_array().unwrap().iter().find(|rule| rule["rule"] == "escape").unwrap();
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
