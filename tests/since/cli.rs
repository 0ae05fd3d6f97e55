//! Baselines and waivers, as a team uses them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the program in a folder, on a fixed day.
pub(super) fn rutinkoll(here: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rutinkoll"))
        .current_dir(here)
        .env_clear()
        .env("SOURCE_DATE_EPOCH", "1795600800")
        .env("USER", "xanl01")
        .args(args)
        .output()
        .unwrap()
}

const HEADER: &str =
    "Rådgivare;Datum;Vad ska skickas;Kundnummer;Adress;Namn på mottagare;Fakturanummer;Kommentar\n";
const FINE: &str =
    "xanl01;2026-11-03;Fakturakopia;20000001;Storgatan 1, 123 45 Orten;Eva Ek;410200100;Till annan adress\n";
const NO_ADDRESS: &str = "xanl01;2026-11-04;Fakturakopia;20000002;;Bo Alm;410200101;Kunden har ringt\n";
const SIGNATURE: &str = "anl01;2026-11-05;Brev;20000003;;Maj Rönn;;Kunden har ringt\n";

/// A folder with a secret and a workbook.
struct Team(tempfile::TempDir);

impl Team {
    fn new(rows: &[&str]) -> Self {
        let team = Self(tempfile::tempdir().unwrap());
        fs::write(team.path("hemlig.txt"), "a secret that is long enough").unwrap();
        fs::write(team.path("rutinkoll.yaml"), "secret_file: hemlig.txt\nlang: sv\n").unwrap();
        team.sheet(rows);
        team
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn sheet(&self, rows: &[&str]) {
        fs::write(self.path("bok.csv"), format!("{HEADER}{}", rows.concat())).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, args: &[&str]) -> (Option<i32>, String) {
        let out = rutinkoll(self.0.path(), args);
        let text = [out.stdout, out.stderr].concat();
        (out.status.code(), String::from_utf8(text).unwrap())
    }

    /// Audits the workbook into a JSON report.
    fn report(&self, name: &str, more: &[&str]) -> (Option<i32>, Value) {
        let args = [&["audit", "bok.csv", "--as-of", "2026-11-23", "-o", name], more].concat();
        let (code, _) = self.run(&args);
        (code, serde_json::from_str(&self.text(name)).unwrap())
    }
}

fn states(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|finding| (text(&finding["cell"]), text(&finding["state"]))).collect()
}

#[test]
fn what_is_new_what_is_left_and_what_is_gone() {
    let team = Team::new(&[FINE, NO_ADDRESS]);
    let (code, old) = team.report("gammal.json", &[]);
    assert_eq!((code, states(&old)), (Some(1), vec![("E3".to_owned(), String::new())]));

    // Sorted, and one more row: what was there is no news.
    team.sheet(&[SIGNATURE, NO_ADDRESS, FINE]);
    let against = ["--baseline", "gammal.json"];
    let (code, new) = team.report("ny.json", &against);
    assert_eq!(code, Some(1));
    let [first, second] = &states(&new)[..] else { panic!("{new}") };
    assert_eq!((first.1.as_str(), second), ("new", &("E3".to_owned(), "unchanged".to_owned())));
    assert_eq!(new["baseline"]["new"], 1);
    assert_eq!(new["gone"], serde_json::json!([]));

    // Mended: gone, and nothing of what stood there is repeated.
    team.sheet(&[FINE]);
    let (code, new) = team.report("ny.json", &against);
    assert_eq!((code, new["findings"].as_array().unwrap().len()), (Some(0), 0));
    assert_eq!((&new["gone"][0]["cell"], &new["gone"][0]["why"]), (&"E3".into(), &"mended".into()));
    assert!(new["gone"][0].get("message").is_none() && new["gone"][0].get("value").is_none());
}

#[test]
fn only_the_new_decide_where_that_is_asked() {
    let team = Team::new(&[NO_ADDRESS]);
    team.report("gammal.json", &[]);
    let new_only = ["--baseline", "gammal.json", "--fail-on-new"];
    assert_eq!(team.report("ny.json", &new_only).0, Some(0));
    team.sheet(&[NO_ADDRESS, SIGNATURE]);
    assert_eq!(team.report("ny.json", &new_only).0, Some(1));
    let (code, said) = team.run(&["audit", "bok.csv", "--fail-on-new"]);
    assert!(code == Some(2) && said.contains("--baseline"), "{said}");
}

#[test]
fn what_was_not_looked_at_is_not_called_mended() {
    let team = Team::new(&[NO_ADDRESS]);
    fs::copy(team.path("bok.csv"), team.path("annan.csv")).unwrap();
    let (_, both) = team.report("gammal.json", &["annan.csv"]);
    assert_eq!(both["findings"].as_array().unwrap().len(), 2);
    let why = |report: &Value| -> Vec<String> {
        let gone = report["gone"].as_array().unwrap();
        gone.iter().map(|gone| gone["why"].as_str().unwrap_or_default().to_owned()).collect()
    };
    // Two equal rows in two workbooks are two; one of the workbooks was not given this time.
    assert_eq!(why(&team.report("ny.json", &["--baseline", "gammal.json"]).1), ["not_checked"]);
    fs::write(
        team.path("av.yaml"),
        "secret_file: hemlig.txt\noverrides: { rules: { invoice-copy-without-address: { off: true } } }\n",
    )
    .unwrap();
    let off = ["annan.csv", "--baseline", "gammal.json", "--config", "av.yaml"];
    let (_, report) = team.report("ny.json", &off);
    assert_eq!(why(&report), ["no_rule", "no_rule"]);
    assert_eq!(report["baseline"]["other_rules"], true);
}

#[test]
fn a_baseline_that_cannot_be_compared_with_is_no_baseline() {
    let team = Team::new(&[NO_ADDRESS]);
    team.report("gammal.json", &[]);
    fs::write(team.path("annan.txt"), "another secret, long enough").unwrap();
    fs::write(team.path("tom.yaml"), "").unwrap();
    let refused = |args: &[&str], why: &str| {
        let (code, said) = team.run(&[&["audit", "bok.csv"], args].concat());
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(code == Some(2) && said.contains(why), "{code:?} {said}");
    };
    refused(&["--baseline", "gammal.json", "--secret-file", "annan.txt"], "en annan hemlighet");
    refused(&["--baseline", "gammal.json", "--config", "tom.yaml"], "behövs hemligheten");
    refused(&["--baseline", "saknas.json"], "saknas.json");
    refused(&["--baseline", "bok.csv"], "bok.csv");
    let out = team.run(&["audit", "bok.csv", "--config", "tom.yaml", "-o", "utan.json"]);
    assert_eq!(out.0, Some(1));
    assert!(team.text("utan.json").contains("rutinkoll secret new"), "one note says how");
    refused(&["--baseline", "utan.json"], "inga fingeravtryck");
    // Edited by hand.
    let edited = team.text("gammal.json").replace("\"row\": 2", "\"row\": 3");
    fs::write(team.path("rättad.json"), edited).unwrap();
    refused(&["--baseline", "rättad.json"], "rättad.json");
    // What is read is never written over.
    refused(&["--baseline", "gammal.json", "-o", "gammal.json"], "gammal.json");
    refused(&["-o", "hemlig.json", "--secret-file", "gammal.json"], "gammal.json");
}

#[test]
fn the_secret_is_given_in_three_ways_and_made_in_one() {
    let team = Team::new(&[NO_ADDRESS]);
    let (code, said) = team.run(&["secret", "new", "ny.txt"]);
    assert!(code == Some(0) && said.contains("ny.txt"), "{said}");
    let secret = team.text("ny.txt");
    assert_eq!(secret.trim().len(), 64);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(team.path("ny.txt")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(team.run(&["secret", "new", "ny.txt"]).0, Some(2));
    assert_eq!(team.text("ny.txt"), secret);
    assert_eq!(team.run(&["secret", "new", "annan.txt"]).0, Some(0));
    assert_ne!(team.text("annan.txt"), secret);

    let by_file = team.report("a.json", &["--secret-file", "ny.txt"]).1["key_id"].clone();
    let by_settings = team.report("a.json", &[]).1["key_id"].clone();
    assert!(by_file.is_string() && by_file != by_settings);
    let from_environment = Command::new(env!("CARGO_BIN_EXE_rutinkoll"))
        .current_dir(team.0.path())
        .env_clear()
        .env("RUTINKOLL_SECRET", &secret)
        .args(["audit", "bok.csv", "--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&from_environment.stdout).unwrap();
    assert_eq!(report["key_id"], by_file, "the environment goes before the settings");

    fs::write(team.path("öppen.yaml"), "secret: kort\n").unwrap();
    let (_, said) = team.run(&["audit", "bok.csv", "--config", "öppen.yaml"]);
    assert!(said.contains("secret_file: FIL") && said.contains("gissa"), "{said}");
    fs::write(team.path("båda.yaml"), "secret: kort\nsecret_file: ny.txt\n").unwrap();
    assert_eq!(team.run(&["audit", "bok.csv", "--config", "båda.yaml"]).0, Some(2));
}

fn waive(team: &Team, finding: &str, more: &[&str]) -> (Option<i32>, String) {
    let until = if more.contains(&"--until") { vec![] } else { vec!["--until", "2999-12-31"] };
    let reason = if more.contains(&"--reason") { vec![] } else { vec!["--reason", "Avtalat"] };
    team.run(&[&["waive", "a.json", finding], &until[..], &reason[..], more].concat())
}

#[test]
fn what_is_accepted_is_told_and_does_not_decide() {
    let team = Team::new(&[FINE, NO_ADDRESS]);
    assert_eq!(team.report("a.json", &[]).0, Some(1));
    let (code, said) = waive(&team, "E3", &[]);
    assert!(code == Some(0) && said.contains("waivers.yaml"), "{said}");
    let file = team.text("waivers.yaml");
    assert!(file.contains("by: xanl01") && !file.contains("20000002") && !file.contains("Bo Alm"), "{file}");

    // Found by itself, beside the workbook.
    let (code, report) = team.report("b.json", &[]);
    assert_eq!(code, Some(0));
    assert_eq!(report["findings"][0]["waived"]["reason"], "Avtalat");
    assert_eq!((&report["waivers"]["waived"], &report["summary"]["error"]), (&1.into(), &1.into()));

    // Sorted: still accepted. A cell that it rests on: not any more. Mended: the waiver is stale.
    team.sheet(&[NO_ADDRESS, FINE]);
    assert_eq!(team.report("b.json", &[]).0, Some(0));
    let stale = |report: &Value| report["waivers"]["stale"][0]["why"].as_str().unwrap_or_default().to_owned();
    team.sheet(&[&NO_ADDRESS.replace("Kunden har ringt", "Till en helt annan adress")]);
    let (code, report) = team.report("b.json", &[]);
    assert_eq!((code, stale(&report).as_str()), (Some(1), "changed"), "{}", report["findings"]);
    team.sheet(&[FINE]);
    let (code, report) = team.report("b.json", &[]);
    assert_eq!((code, stale(&report).as_str()), (Some(0), "unmatched"));

    // Past its day: the finding is back.
    team.sheet(&[NO_ADDRESS]);
    fs::write(team.path("waivers.yaml"), file.replace("2999-12-31", "2026-11-22")).unwrap();
    let (code, report) = team.report("b.json", &[]);
    assert_eq!((code, stale(&report).as_str()), (Some(1), "expired"));
    fs::write(team.path("waivers.yaml"), file.replace("invoice-copy-without-address", "no-such-rule"))
        .unwrap();
    assert_eq!(stale(&team.report("b.json", &[]).1), "unknown");
}

#[test]
fn two_equal_rows_want_two_waivers() {
    let team = Team::new(&[NO_ADDRESS, NO_ADDRESS]);
    team.report("a.json", &[]);
    let (code, said) = waive(&team, "E2", &["--rule", "invoice-copy-without-address"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, report) = team.report("b.json", &[]);
    assert_eq!((code, &report["waivers"]["waived"]), (Some(1), &1.into()));
    assert_eq!(waive(&team, "E3", &["--rule", "invoice-copy-without-address"]).0, Some(0));
    assert_eq!(team.report("b.json", &[]).1["waivers"]["waived"], 2);
    let (code, said) = waive(&team, "E3", &["--rule", "invoice-copy-without-address"]);
    assert!(code == Some(2) && said.contains("redan"), "{said}");
}

#[test]
fn a_clause_is_accepted_with_all_its_findings_on_the_row() {
    let row = "anl01;2026-11-05;Fakturakopia;20000003;;Maj Rönn;;Kunden har ringt\n";
    let team = Team::new(&[row]);
    let (_, report) = team.report("a.json", &[]);
    assert!(report["findings"].as_array().unwrap().len() > 2);
    let (code, said) = waive(&team, "E2", &["--clause", "3.1"]);
    assert!(code == Some(2) && said.contains("3.5"), "{said}");
    assert_eq!(waive(&team, "A2", &["--clause", "3.1"]).0, Some(0));
    assert!(team.text("waivers.yaml").contains("clause: \"3.1\""));
    assert_eq!(team.report("b.json", &[]).1["waivers"]["waived"], 1);
}

#[test]
fn who_waives_is_helped() {
    let team =
        Team::new(&[NO_ADDRESS, "anl01;2026-11-05;Fakturakopia;20000003;;Maj Rönn;;Kunden har ringt\n"]);
    team.report("a.json", &[]);
    let refused = |finding: &str, more: &[&str], why: &str| {
        let (code, said) = waive(&team, finding, more);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(code == Some(2) && said.contains(why), "{code:?} {said}");
        assert!(!team.path("waivers.yaml").exists());
    };
    refused("Z99", &[], "känns igen");
    refused("E2", &["--reason", " "], "behöver ett skäl");
    refused("E2", &["--reason", "Kunden 811218-9876"], "personnummer");
    refused("E2", &["--until", "2026-01-01"], "har passerat");
    refused("E2", &["--waivers", "saknas/w.yaml"], "saknas");
    fs::write(team.path("fel.yaml"), "- rule: a\n  reason: \"\"\n").unwrap();
    refused("E2", &["--waivers", "fel.yaml"], "står ingenting");
    assert_eq!(waive(&team, "bok!E2", &[]).0, Some(0));

    let (_, report) = team.report("b.json", &[]);
    let print = report["findings"][0]["fingerprint"].as_str().unwrap();
    let (code, said) = waive(&team, &print[..8], &[]);
    assert!(code == Some(2) && said.contains("redan"), "{said}");
}

#[test]
fn waivers_with_faults_stop_the_audit_and_are_all_told() {
    let team = Team::new(&[NO_ADDRESS]);
    team.report("a.json", &[]);
    assert_eq!(waive(&team, "E2", &[]).0, Some(0));
    let file = team.text("waivers.yaml");
    let faulty = file.replace("reason: \"Avtalat\"", "reason:").replace("until: 2999-12-31", "until: nyår");
    fs::write(team.path("waivers.yaml"), faulty).unwrap();
    let (code, said) = team.run(&["audit", "bok.csv"]);
    assert!(code == Some(2) && said.contains("står ingenting") && said.contains("nyår"), "{said}");
    fs::write(team.path("waivers.yaml"), file.replace("key_id: \"", "key_id: \"0")).unwrap();
    let (code, said) = team.run(&["audit", "bok.csv"]);
    assert!(code == Some(2) && said.contains("annan hemlighet"), "{said}");
    assert_eq!(team.run(&["audit", "bok.csv", "--waivers", "saknas.yaml"]).0, Some(2));
}

/// A finding over a table is known by the key of the table's row.
#[test]
fn rows_of_tables_are_known_too() {
    let team = Team::new(&[FINE]);
    let log = |rows: &str| {
        fs::write(
            team.path("loggar.csv"),
            format!("Kundnummer;Datum;Loggkod;Signatur\n20000001;2026-11-03;INVOICE;xanl01\n{rows}"),
        )
        .unwrap();
    };
    let settings = "secret_file: hemlig.txt\ntables: { loggar: loggar.csv }\n\
                    overrides: { rules: { log-without-row: { off: false } } }\n";
    fs::write(team.path("rutinkoll.yaml"), settings).unwrap();
    let (one, other) = ("20000009;2026-11-03;DOKIN;xanl01\n", "20000008;2026-11-03;DOKIN;xanl01\n");
    log(&[one, other].concat());
    let prints = |report: &Value| -> Vec<Value> {
        let findings = report["findings"].as_array().unwrap().iter();
        findings
            .filter(|finding| finding["table"] == "loggar")
            .map(|finding| finding["fingerprint"].clone())
            .collect()
    };
    let (_, before) = team.report("a.json", &[]);
    let before = prints(&before);
    assert_eq!(before.len(), 2);
    // Sorted, and with another signature, which is no part of the key.
    log(&[other, &one.replace("xanl01", "xbda02")].concat());
    let (_, after) = team.report("b.json", &["--baseline", "a.json"]);
    assert_eq!(prints(&after), [before[1].clone(), before[0].clone()]);
    assert_eq!(after["baseline"]["new"], 0);
    // Without the table its findings are not mended.
    fs::write(team.path("rutinkoll.yaml"), settings.replace("tables: { loggar: loggar.csv }\n", "")).unwrap();
    let (_, without) = team.report("b.json", &["--baseline", "a.json"]);
    let gone = without["gone"].as_array().unwrap();
    assert_eq!(gone.iter().map(|gone| &gone["why"]).collect::<Vec<_>>(), ["not_checked", "not_checked"]);
}
