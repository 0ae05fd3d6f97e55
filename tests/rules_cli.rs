//! `rutinkoll rules …` and `audit --watch`, through the real binary.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const DAY: &str = "2026-11-23";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The binary in a folder, where nothing of the surroundings is heard.
fn program(folder: &Path) -> Command {
    let mut program = Command::cargo_bin("rutinkoll").unwrap();
    program.current_dir(folder).env_remove("RUTINKOLL_LANG").env_remove("RUTINKOLL_RULES");
    program.env("NO_COLOR", "1").env("COLUMNS", "100");
    program
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, args: &[&str]) -> Ran {
    let output = program(folder).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn json(folder: &Path, args: &[&str]) -> (i32, Value) {
    let ran = run(folder, args);
    let value =
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", ran.out, ran.err));
    (ran.code, value)
}

/// A pack of one rule, in `pack/`.
const PACK: &str = r#"
schema: 1
name: prov
version: 1.0.0
languages: [sv, en]
columns:
  Sort: { type: text, required: true }
  Adress: { type: text, required: true }
  Antal: { type: number, required: true }
terms:
  kopia: { group: sort, words: [kopia], phrase: { sv: en kopia, en: a copy } }
  brev: { group: sort, words: [brev] }
clauses:
  "1": { title: { sv: Adress, en: Address }, decided: sheet }
  "2": { title: { sv: Samtal, en: Calls }, decided: never, why: { sv: Syns inte., en: Not seen. } }
"#;
const RULE: &str = r#"clauses: ["1"]
basis: routine
severity: error
title: { sv: Adress saknas, en: No address }
when:
  Sort: { is_a: kopia }
expect:
  Adress: filled
message: { sv: Adress är tom., en: Adress is blank. }
help: { sv: Fyll i den., en: Fill it in. }
tests:
  - name: finns
    row: { Sort: Kopia, Adress: Gatan 1 }
    expect: pass
  - name: saknas
    row: { Sort: Kopia }
    expect: { fail: Adress }
  - name: ett brev
    row: { Sort: Brev }
    expect: not_applicable
"#;

fn pack_of(rules: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    fs::create_dir(&pack).unwrap();
    fs::write(pack.join("pack.yaml"), PACK).unwrap();
    for (id, text) in rules {
        fs::write(pack.join(format!("{id}.yaml")), text).unwrap();
    }
    folder
}

fn edit(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(old), "{} has no {old}", path.display());
    fs::write(path, text.replacen(old, new, 1)).unwrap();
}

#[test]
fn a_test_that_goes_wrong_says_how_and_where() {
    let rule = RULE.replace("  - name: ett brev", "  - name: tyst\n    row: { Sort: Kopia, Adress: Gatan 1 }\n    expect: { fail: Adress }\n  - name: larm\n    row: { Sort: Kopia }\n    expect: pass\n  - name: annan ruta\n    row: { Sort: Kopia }\n    expect: { fail: Sort, severity: error, text: tom }\n  - name: ett brev");
    let folder = pack_of(&[("adress", &rule)]);
    let ran = run(folder.path(), &["rules", "test", "pack"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!("tests_that_go_wrong", ran.out.replace('\\', "/"));
    let (code, report) = json(folder.path(), &["rules", "test", "pack", "--format", "json"]);
    assert_eq!(code, 1);
    let outcomes: Vec<&str> =
        report["tests"].as_array().unwrap().iter().map(|test| test["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["passed", "passed", "missing", "noisy", "wrong", "passed"]);
    assert_eq!(report["tests"][2]["line"], 18);
}

#[test]
fn what_is_untried_fails_the_tests() {
    let folder = pack_of(&[("adress", RULE)]);
    let rule = folder.path().join("pack/adress.yaml");
    assert_eq!(run(folder.path(), &["rules", "test", "pack"]).code, 0);

    let codes = || {
        let (code, report) = json(folder.path(), &["rules", "test", "pack", "--format", "json"]);
        let gaps = report["gaps"].as_array().unwrap();
        (code, gaps.iter().map(|gap| gap["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
    };
    // A branch that no test has seen broken; it cannot be told from its absence.
    fs::write(&rule, RULE.replace("  Sort: { is_a: kopia }\n", "  Sort: { is_a: kopia }\n  Antal: blank\n"))
        .unwrap();
    assert_eq!(codes(), (1, vec!["coverage-never-broken".to_owned()]));
    fs::write(&rule, RULE.replace("expect: pass", "expect: { fail: Adress }")).unwrap();
    assert_eq!(codes(), (1, vec!["coverage-no-pass".to_owned()]));
    let excused = RULE.replace("tests:", "untested: { pass: Går inte. }\ntests:");
    fs::write(&rule, &excused).unwrap();
    assert_eq!(codes(), (1, vec!["coverage-excuse-stale".to_owned()]));
    let (_, rest) = excused.split_once("  - name: saknas").unwrap();
    let (head, _) = excused.split_once("  - name: finns").unwrap();
    fs::write(&rule, format!("{head}  - name: saknas{rest}")).unwrap();
    assert_eq!(codes(), (0, Vec::new()));
    // A clause without a rule. (One without its reason is a fault.)
    fs::write(&rule, RULE).unwrap();
    edit(
        &folder.path().join("pack/pack.yaml"),
        "clauses:",
        "clauses:\n  \"0\": { title: { sv: Först, en: First }, decided: sheet }",
    );
    assert_eq!(codes().1, ["coverage-clause-without-rule"]);
    // Advice fails the tests, too.
    let folder = pack_of(&[(
        "adress",
        &RULE.replace("help: { sv: Fyll i den., en: Fill it in. }", "help: { sv: Fyll i den. }"),
    )]);
    assert_eq!(run(folder.path(), &["rules", "test", "pack"]).code, 1);
}

#[test]
fn a_change_that_no_test_notices_is_named_with_a_test_that_would() {
    let rule =
        RULE.replace("  Adress: filled", "  any of:\n    - Adress: filled\n    - Antal: { number: 1..5 }");
    let rule = rule.replace(
        "  - name: saknas",
        "  - name: antal\n    row: { Sort: Kopia, Antal: 3 }\n    expect: pass\n  - name: saknas",
    );
    let folder = pack_of(&[("adress", &rule)]);
    let ran = run(folder.path(), &["rules", "test", "pack", "--mutate"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    insta::assert_snapshot!("changes_that_no_test_notices", ran.out.replace('\\', "/"));
    // Listed as equivalent they are silent; listed without need, they are told of.
    let (_, report) = json(folder.path(), &["rules", "test", "pack", "--mutate", "--format", "json"]);
    let survivors = report["mutation"]["survivors"].as_array().unwrap().clone();
    let entries = survivors
        .iter()
        .map(|survivor| format!("- rule: adress\n  mutant: {}\n  why: Ett exempel.\n", survivor["mutant"]));
    let list = folder.path().join("pack/equivalent-mutants.yaml");
    fs::write(&list, entries.collect::<String>()).unwrap();
    let (code, report) = json(folder.path(), &["rules", "test", "pack", "--mutate", "--format", "json"]);
    assert_eq!((code, &report["mutation"]["equivalent"]), (0, &Value::from(survivors.len())));
    edit(
        &list,
        "- rule: adress",
        "- rule: adress\n  mutant: \"when: Sort: x → dropped\"\n  why: Fanns förr.\n- rule: adress",
    );
    let (code, report) = json(folder.path(), &["rules", "test", "pack", "--mutate", "--format", "json"]);
    assert_eq!(code, 1);
    assert_eq!(report["mutation"]["stale"][0]["line"], 1);
    edit(&list, "  why: Fanns förr.\n", "");
    let ran = run(folder.path(), &["rules", "test", "pack", "--mutate"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`why` saknas"), "{}", ran.err);
}

#[test]
fn a_name_that_is_no_rule_is_asked_about() {
    for command in [
        ["rules", "test", "invoice-copy-without-adress"],
        ["rules", "explain", "invoice-copy-without-adress"],
    ] {
        let ran = run(&std::env::temp_dir(), &command);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("menade du invoice-copy-without-address?"), "{}", ran.err);
    }
}

#[test]
fn a_rule_is_read_back_as_a_sentence() {
    let folder = pack_of(&[("adress", RULE)]);
    let args = ["rules", "explain", "adress", "--rules", "pack"];
    let swedish = run(folder.path(), &args);
    assert_eq!(swedish.code, 0, "{}", swedish.err);
    insta::assert_snapshot!("a_rule_in_swedish", swedish.out);
    let english = run(folder.path(), &[&args[..], &["--lang", "en", "--format", "markdown"]].concat());
    insta::assert_snapshot!("a_rule_in_english", english.out);
    let (_, page) = json(folder.path(), &[&args[..], &["--format", "json"]].concat());
    assert_eq!(page[0]["asks"], "Gäller rader där Sort är en kopia. Kräver att Adress är ifylld.");
    assert_eq!(page[0]["examples"][1]["outcome"], "fail");
    let clause = run(folder.path(), &["rules", "explain", "1", "--rules", "pack"]);
    assert!(clause.out.contains("Adress saknas"));
    let never = run(folder.path(), &["rules", "explain", "2", "--rules", "pack"]);
    assert!(never.out.contains("kan inte kontrolleras: Syns inte."));
}

#[test]
fn every_test_of_the_language_has_its_words() {
    // What has no words would be said by its id.
    for lang in ["sv", "en"] {
        for pack in ["rules/hjalplinjen", "fixtures/expenses/rules"] {
            let pages =
                run(root(), &["rules", "list", "--rules", pack, "--lang", lang, "--format", "markdown"]);
            assert_eq!(pages.code, 0);
            for id in ["say-", "asks-", "page-", "example-", "rules-page"] {
                let found = pages.out.lines().find(|line| {
                    line.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                        .any(|word| word.starts_with(id))
                });
                assert_eq!(found, None);
            }
        }
    }
}

#[test]
fn the_list_can_be_narrowed() {
    let ids = |args: &[&str]| {
        let args = [&["rules", "list", "--format", "json", "--rules", "rules/hjalplinjen"], args].concat();
        let (_, list) = json(root(), &args);
        list.as_array().unwrap().clone()
    };
    let all = ids(&[]);
    assert!(all.len() > 50);
    let narrowed: [(&[&str], &str, &str); 4] = [
        (&["--clause", "3.5"], "clauses", "3.5"),
        (&["--basis", "privacy"], "basis", "privacy"),
        (&["--severity", "info"], "severity", "info"),
        (&["--table", "kunder"], "needs", "kunder"),
    ];
    for (args, key, wanted) in narrowed {
        let has = |rule: &Value| {
            rule[key] == wanted || rule[key].as_array().is_some_and(|list| list.contains(&wanted.into()))
        };
        assert_eq!(ids(args), all.iter().filter(|rule| has(rule)).cloned().collect::<Vec<_>>(), "{args:?}");
    }
    assert!(ids(&["--off"]).iter().all(|rule| rule["off"] == true));
    assert_eq!(ids(&["--off"]).len() + ids(&["--on"]).len(), all.len());
    assert!(!ids(&["fakturakopia"]).is_empty());
    let none = run(root(), &["rules", "list", "--rules", "rules/hjalplinjen", "--clause", "99"]);
    assert!(none.out.is_empty() && none.err.contains("ingen regel passar"), "{}", none.err);
}

#[test]
fn the_pages_of_all_rules_are_fresh() {
    for (lang, page) in [("sv", "docs/regler.md"), ("en", "docs/rules.md")] {
        let args = ["rules", "list", "--rules", "rules/hjalplinjen", "--lang", lang, "--format", "markdown"];
        let written = fs::read_to_string(root().join(page)).unwrap_or_default();
        assert!(
            run(root(), &args).out == written.replace("\r\n", "\n"),
            "{page} is stale. Renew it: cargo run -- {} > {page}",
            args.join(" ")
        );
    }
}

#[test]
fn a_preview_shows_what_a_changed_pack_finds_otherwise() {
    let folder = exported();
    let book = fixture("typical/Hjälplinjen.xlsx");
    let preview = ["rules", "preview", "--against", "egna", &book, "--as-of", DAY];
    let same = run(folder.path(), &preview);
    assert_eq!(same.code, 0, "{}{}", same.out, same.err);
    let rule = folder.path().join("egna/invoice-copy-without-address.yaml");
    edit(&rule, "severity: error", "severity: info");
    edit(&folder.path().join("egna/kind-missing.yaml"), "severity: error", "severity: error\noff: true");
    let (code, diff) = json(folder.path(), &[&preview[..], &["--format", "json"]].concat());
    assert_eq!(code, 1);
    let rules = |part: &str| {
        let findings = diff[part].as_array().unwrap();
        let mut rules: Vec<&str> = findings.iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
        rules.dedup();
        rules.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rules("changed"), ["invoice-copy-without-address"]);
    assert_eq!(diff["changed"][0]["was"]["severity"], "error");
    assert!(rules("new").is_empty());
    let shown = run(folder.path(), &preview);
    assert!(shown.out.contains("ändrad: upplysning (var fel)"), "{}", shown.out);
    // The other way round: what was gone is new.
    let back = [
        "rules",
        "preview",
        "--rules",
        "egna",
        "--against",
        root().join("rules/hjalplinjen").to_str().unwrap(),
        &book,
        "--as-of",
        DAY,
        "--format",
        "json",
    ]
    .map(str::to_owned);
    let (_, back) = json(folder.path(), &back.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(back["new"].as_array().unwrap().len(), diff["gone"].as_array().unwrap().len());
    fs::write(&rule, "clauses: [").unwrap();
    assert_eq!(run(folder.path(), &preview).code, 2);
}

fn fixture(name: &str) -> String {
    root().join("fixtures").join(name).display().to_string()
}

/// The built-in pack, written to `egna/`.
fn exported() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["rules", "export", "egna"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

#[test]
fn the_exported_pack_is_the_built_in_one_and_is_found() {
    let folder = exported();
    let book = fixture("clean/Hjälplinjen.xlsx");
    let again = run(folder.path(), &["rules", "export", "egna"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("egna är inte en tom mapp"), "{}", again.err);
    fs::write(folder.path().join("fil"), "").unwrap();
    assert_eq!(run(folder.path(), &["rules", "export", "fil"]).code, 2);
    let readme = fs::read_to_string(folder.path().join("egna/README.md")).unwrap();
    assert!(readme.contains("# Reglerna är dina") && readme.contains("# The rules are yours"));
    assert_eq!(run(folder.path(), &["rules", "check", "egna"]).code, 0);
    let rules = |args: &[&str]| {
        let args = [&["audit", &book, "--as-of", DAY, "--format", "json"], args].concat();
        json(folder.path(), &args).1["rules"].clone()
    };
    let (own, built_in) = (rules(&["--rules", "egna"]), rules(&[]));
    assert_eq!(own["digest"], built_in["digest"]);
    assert_eq!(own["version"], built_in["version"]);
    assert_eq!((&built_in["source"], &own["source"]), (&"built-in".into(), &"egna".into()));
    assert_eq!(run(folder.path(), &["rules", "export", "rules"]).code, 0);
    assert_eq!(rules(&[])["source"], "rules");
}

#[test]
fn a_new_rule_is_sound_and_untested() {
    let folder = exported();
    let new = |id: &str| run(folder.path(), &["rules", "new", id, "--rules", "egna"]);
    assert_eq!(new("egen-regel").code, 0);
    assert_eq!(run(folder.path(), &["rules", "check", "egna"]).code, 0);
    let tested = run(folder.path(), &["rules", "test", "egna", "egen-regel"]);
    assert_eq!(tested.code, 1);
    let path = folder.path().join("egna/egen-regel.yaml");
    edit(&path, "row: {}", "row: { Rådgivare: xabc01, Datum: 2026-11-03 }");
    edit(&path, "row: {}", "row: { Rådgivare: xabc01 }");
    let tested = run(folder.path(), &["rules", "test", "egna", "egen-regel"]);
    assert_eq!(tested.code, 0, "{}", tested.out);
    for id in ["egen-regel", "pack", "equivalent-mutants", "Egen", "å", "../ut", "", "-a", "con.x"] {
        let ran = run(folder.path(), &["rules", "new", "--rules", "egna", "--", id]);
        assert_eq!(ran.code, 2, "{id}: {}", ran.out);
    }
    // Another pack, in other columns.
    let folder = pack_of(&[("adress", RULE)]);
    assert_eq!(run(folder.path(), &["rules", "new", "ny", "--rules", "pack", "--lang", "en"]).code, 0);
    assert_eq!(run(folder.path(), &["rules", "check", "pack"]).code, 0);
    // There is nowhere to put it.
    let ran = run(&std::env::temp_dir(), &["rules", "new", "ny"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("rutinkoll rules export rules"), "{}", ran.err);
}

/// What the README tells a new owner of the rules to do, command by command.
#[test]
fn the_walk_of_a_new_owner() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::copy(fixture("typical/Hjälplinjen.xlsx"), here.join("Hjälplinjen.xlsx")).unwrap();
    // Before: the built-in rules.
    assert_eq!(run(here, &["audit", "Hjälplinjen.xlsx", "--as-of", DAY]).code, 1);
    // 1. Export.
    assert_eq!(run(here, &["rules", "export", "mina"]).code, 0);
    assert!(here.join("mina/rule.schema.json").is_file());
    // What stands beside the rules is no part of them.
    let digest = |rules: &[&str]| {
        let audit = ["audit", "Hjälplinjen.xlsx", "--as-of", DAY, "--format", "json"];
        json(here, &[&audit, rules].concat()).1["rules"]["digest"].clone()
    };
    assert!(digest(&[]).is_string());
    assert_eq!(digest(&[]), digest(&["--rules", "mina"]));
    // 2. Change a term and a severity, in an editor.
    edit(&here.join("mina/pack.yaml"), "words: [brev, \"*brev\"]", "words: [brev, \"*brev\", meddelande]");
    edit(&here.join("mina/recipient-missing.yaml"), "severity: error", "severity: warning");
    assert_eq!(run(here, &["rules", "check", "mina"]).code, 0);
    // 3. Preview.
    let preview = run(here, &["rules", "preview", "--against", "mina", "Hjälplinjen.xlsx", "--as-of", DAY]);
    assert!(preview.code == 1 && preview.out.contains("ändrad: varning (var fel)"), "{}", preview.out);
    // 4. Test.
    let (code, tested) = json(here, &["rules", "test", "mina", "--format", "json"]);
    assert_eq!((code, tested["gaps"].as_array().map(Vec::len)), (0, Some(0)), "{}", tested["gaps"]);
    let tests = tested["tests"].as_array().unwrap();
    assert!(tests.len() > 400 && tests.iter().all(|test| test["outcome"] == "passed"));
    // 5. Audit.
    let audited = run(here, &["audit", "Hjälplinjen.xlsx", "--rules", "mina", "--as-of", DAY]);
    assert_eq!(audited.code, 1);
    assert!(audited.out.contains("(mina "), "{}", audited.out);
}

/// A program that is watching, and what it says.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(folder: &Path, args: &[&str]) -> Self {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("rutinkoll"));
        command.current_dir(folder).env_remove("RUTINKOLL_LANG").env_remove("RUTINKOLL_RULES");
        command.args(["audit", "--watch", "--quiet", "--as-of", DAY]).args(args).env("NO_COLOR", "1");
        // One pipe for both: what it says comes in the order in which it said it.
        let (said, out) = std::io::pipe().unwrap();
        let child = command.stdout(out.try_clone().unwrap()).stderr(out).spawn().unwrap();
        drop(command);
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            BufReader::new(said).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        Self { child, lines }
    }

    /// Everything said until a line with this in it. The time is only there to end a test that hangs.
    fn until(&self, wanted: &str) -> String {
        let mut said = String::new();
        loop {
            match self.lines.recv_timeout(Duration::from_secs(60)) {
                Ok(line) => {
                    said.push_str(&line);
                    said.push('\n');
                    if line.contains(wanted) {
                        return said;
                    }
                }
                Err(_) => panic!("never said {wanted}:\n{said}"),
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const SHEET: &str = "Sort;Adress;Antal\nKopia;;1\nKopia;Gatan 1;1\n";

#[test]
fn watching_shows_what_a_save_changes() {
    let folder = pack_of(&[("adress", RULE)]);
    let here = folder.path();
    let book = here.join("bok.csv");
    fs::write(&book, SHEET).unwrap();
    let watching = Watching::start(here, &["bok.csv", "--rules", "pack", "-o", "rapport.json"]);
    let waiting = "Väntar på att något sparas";
    watching.until(waiting);

    // A workbook that is replaced, as Excel does it: written beside, then renamed.
    fs::write(here.join("ny.tmp"), "Sort;Adress;Antal\nBrev;;1\nKopia;;1\nKopia;;2\n").unwrap();
    fs::rename(here.join("ny.tmp"), &book).unwrap();
    watching.until("Sparat: bok.csv");
    let said = watching.until(waiting);
    assert!(said.contains("1 nya, 0 borta, 0 ändrade"), "{said}");
    let report: Value =
        serde_json::from_str(&fs::read_to_string(here.join("rapport.json")).unwrap()).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 2);

    // A broken pack: shown, and the last result is what the next is held against.
    let rule = here.join("pack/adress.yaml");
    fs::write(&rule, RULE.replace("Adress: filled", "Adres: filled")).unwrap();
    let said = watching.until(waiting);
    assert!(
        said.contains("okänd kolumn `Adres`") && said.contains("Det senaste resultatet står kvar."),
        "{said}"
    );
    fs::write(&rule, RULE.replace("severity: error", "severity: info")).unwrap();
    let said = watching.until(waiting);
    assert!(said.contains("0 nya, 0 borta, 2 ändrade"), "{said}");

    // A file without its header is not judged; mended, it is held against the last good result.
    fs::write(&book, "").unwrap();
    watching.until("Det senaste resultatet står kvar.");
    fs::write(&book, SHEET).unwrap();
    let said = watching.until(" ändrade");
    assert!(said.contains("0 nya, 1 borta, 0 ändrade"), "{said}");
}

#[test]
fn watching_needs_files_and_a_terminal_report() {
    let folder = pack_of(&[("adress", RULE)]);
    for args in [["audit", "--watch", "-", "--quiet"], ["audit", "--watch", "bok.csv", "--format=json"]] {
        assert_eq!(run(folder.path(), &args).code, 2);
    }
}

/// Where a rule is kept: not a rule's name, and never one of the files beside it.
#[test]
fn the_list_of_equivalent_changes_is_no_rule() {
    let folder = pack_of(&[("adress", RULE)]);
    let path: PathBuf = folder.path().join("pack/equivalent-mutants.yaml");
    fs::write(path, "[]\n").unwrap();
    let (_, list) = json(folder.path(), &["rules", "list", "--rules", "pack", "--format", "json"]);
    assert_eq!(list.as_array().unwrap().len(), 1);
}
