//! Reports of earlier audits: read back, held against each other, and followed over time.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot go on should say so")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rutinkoll::lang::Lang;
use rutinkoll::past::{Report, Seal};
use serde_json::{Value, json};

fn rutinkoll(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rutinkoll"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("SOURCE_DATE_EPOCH", "1795600800")
        .args(args)
        .output()
        .unwrap()
}

/// The JSON report of a fixture.
fn audit(workbook: &str) -> Vec<u8> {
    rutinkoll(&["audit", workbook, "--format", "json", "--as-of", "2026-11-23"]).stdout
}

fn typical() -> Vec<u8> {
    audit("fixtures/typical/Hjälplinjen.xlsx")
}

fn value(report: &[u8]) -> Value {
    serde_json::from_slice(report).unwrap()
}

fn refused(report: &[u8]) -> &'static str {
    Report::parse(report).and_then(Report::proven).unwrap_err().id
}

#[test]
fn a_report_is_read_back() {
    let bytes = typical();
    let report = Report::parse(&bytes).unwrap();
    let json = value(&bytes);
    assert_eq!(report.seal, Seal::Whole);
    assert_eq!(report.findings.len(), json["findings"].as_array().unwrap().len());
    assert!(report.findings.len() > 5);
    for (finding, json) in report.findings.iter().zip(json["findings"].as_array().unwrap()) {
        assert_eq!(finding.rule, json["rule"]);
        assert_eq!(finding.severity.word(), json["severity"]);
        assert_eq!(finding.row, json["row"].as_u64().unwrap() as u32);
        assert_eq!(finding.cell.as_deref(), json["cell"].as_str());
        assert_eq!(&finding.json, json);
    }
    assert_eq!(report.summary.error, json["summary"]["error"]);
    assert_eq!(report.rules.digest, json["rules"]["digest"]);
    assert_eq!(report.inputs[0].sha256, json["inputs"][0]["sha256"]);
    assert_eq!(report.coverage.len(), json["coverage"].as_array().unwrap().len());
    assert_eq!(report.as_of.to_string(), "2026-11-23");
}

#[test]
fn how_it_is_written_does_not_matter() {
    let bytes = typical();
    let mut compact = b"\xEF\xBB\xBF".to_vec();
    compact.extend(serde_json::to_vec(&value(&bytes)).unwrap());
    assert_eq!(Report::parse(&compact).unwrap().seal, Seal::Whole);
    let windows = String::from_utf8(bytes).unwrap().replace('\n', "\r\n");
    assert_eq!(Report::parse(windows.as_bytes()).unwrap().seal, Seal::Whole);
}

#[test]
fn a_changed_report_is_known() {
    let whole = value(&typical());
    let broken = |change: fn(&mut Value)| {
        let mut report = whole.clone();
        change(&mut report);
        refused(report.to_string().as_bytes())
    };
    assert_eq!(broken(|report| report["findings"][0]["row"] = json!(99)), "past-edited");
    assert_eq!(broken(|report| drop(report["findings"].as_array_mut().unwrap().pop())), "past-edited");
    assert_eq!(broken(|report| report["as_of"] = json!("2026-11-24")), "past-edited");
    assert_eq!(broken(|report| report["extra"] = json!(1)), "past-edited");
    assert_eq!(broken(|report| drop(report.as_object_mut().unwrap().remove("digest"))), "past-unsealed");
    // What is not known is left alone: a later version may say more.
    let mut more = whole.clone();
    more["extra"] = json!({ "a": 1 });
    assert_eq!(Report::parse(more.to_string().as_bytes()).unwrap().seal, Seal::Broken);
}

#[test]
fn what_is_no_report_is_named() {
    assert_eq!(refused(b""), "past-empty");
    assert_eq!(refused(b"\xEF\xBB\xBF \r\n"), "past-empty");
    assert_eq!(refused(&fs::read("fixtures/typical/Hjälplinjen.xlsx").unwrap()), "past-workbook");
    assert_eq!(refused(b"<!doctype html><p>"), "past-markup");
    assert_eq!(refused("Rådgivare;Datum\r\n".as_bytes()), "past-not-json");
    assert_eq!(refused(b"{\"a\": 1,}"), "past-not-json");
    assert_eq!(refused(b"[1, 2]"), "past-other");
    assert_eq!(refused(b"{\"new\": [], \"gone\": []}"), "past-other");
    let as_format = |format| {
        rutinkoll(&["fixtures/typical/Hjälplinjen.xlsx", "--format", format, "--as-of", "2026-11-23"]).stdout
    };
    assert_eq!(refused(&as_format("ndjson")), "past-lines");
    assert_eq!(refused(&as_format("sarif")), "past-sarif");
    assert_eq!(refused(&as_format("html")), "past-markup");
    assert_eq!(Report::read(Path::new("fixtures")).unwrap_err().id, "past-folder");
    assert_eq!(Report::read(Path::new("no-such.json")).unwrap_err().id, "file-missing");
    let inspected = rutinkoll(&["inspect", "fixtures/typical/Hjälplinjen.xlsx", "--format", "json"]).stdout;
    assert_eq!(refused(&inspected), "past-other");
}

#[test]
fn another_version_is_named() {
    let mut report = value(&typical());
    for (schema, id) in [
        ("rutinkoll.report/0", "past-older"),
        ("rutinkoll.report/2", "past-newer"),
        ("rutinkoll.report/next", "past-newer"),
        ("someone.else/1", "past-other"),
    ] {
        report["schema"] = json!(schema);
        let note = Report::parse(report.to_string().as_bytes()).unwrap_err();
        assert_eq!(note.id, id);
        assert!(Lang::En.help(&note).is_some() && Lang::Sv.help(&note).is_some(), "{id}");
    }
}

#[test]
fn a_report_cut_anywhere_is_refused() {
    let whole = typical();
    let end = whole.trim_ascii_end().len();
    for at in (1..end).step_by(211).chain([end - 1]) {
        assert_eq!(refused(&whole[..at]), "past-cut", "cut at {at}");
    }
}

#[test]
fn what_a_field_lacks_is_named_with_its_place() {
    let whole = value(&typical());
    let said = |change: fn(&mut Value)| {
        let mut report = whole.clone();
        change(&mut report);
        Lang::En.say(&Report::parse(report.to_string().as_bytes()).unwrap_err())
    };
    let row = said(|report| report["findings"][1]["row"] = json!("7"));
    assert_eq!(row, "findings[1].row is missing or is not a whole number.");
    let rule = said(|report| drop(report["findings"][0].as_object_mut().unwrap().remove("rule")));
    assert_eq!(rule, "findings[0].rule is missing or is not text.");
    let severity = said(|report| report["findings"][0]["severity"] = json!("grave"));
    assert_eq!(severity, "findings[0].severity is “grave”. It should be one of: error, warning, info.");
    assert_eq!(said(|report| report["as_of"] = json!("soon")), "as_of is not a date or a time.");
    assert_eq!(said(|report| report["coverage"] = json!(null)), "coverage is missing or is not a list.");
    let twice = said(|report| {
        for index in [0, 2] {
            report["findings"][index]["fingerprint"] = json!("k1:ab");
        }
    });
    assert_eq!(twice, "Two findings have the same fingerprint: findings[0] and findings[2].");
}

/// Three months' audits of one workbook, in a folder of their own: each held against the one before, from the
/// second on with waivers.
struct Months {
    folder: tempfile::TempDir,
    lang: &'static str,
    /// What each audit said on standard output.
    said: Vec<String>,
}

const SECRET: &str = "tre manader av hittepå";

impl Months {
    fn audited(lang: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in ["oktober.xlsx", "november.xlsx", "december.xlsx", "godtagna.yaml"] {
            fs::copy(Path::new("fixtures/tre-manader").join(file), folder.path().join(file)).unwrap();
        }
        let mut months = Self { folder, lang, said: Vec::new() };
        let waivers = ["--waivers", "godtagna.yaml"];
        let audits: [(&str, &str, &str, &[&str]); 3] = [
            ("oktober", "2026-10-31", "1793440800", &[]),
            ("november", "2026-11-30", "1796032800", &["--baseline", "oktober.json"]),
            ("december", "2026-12-31", "1798711200", &["--baseline", "november.json"]),
        ];
        for (month, day, epoch, against) in audits {
            let (book, report) = (format!("{month}.xlsx"), format!("{month}.json"));
            let mut args = vec![book.as_str(), "--as-of", day, "-o", &report];
            args.extend(against);
            args.extend(if against.is_empty() { &[] } else { &waivers[..] });
            let said = months.run_at(epoch, &args);
            assert_eq!(said.status.code(), Some(1), "{}", String::from_utf8_lossy(&said.stderr));
            months.said.push(String::from_utf8(said.stdout).unwrap());
        }
        months
    }

    fn run_at(&self, epoch: &str, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_rutinkoll"))
            .current_dir(self.folder.path())
            .env_clear()
            .env("SOURCE_DATE_EPOCH", epoch)
            .env("RUTINKOLL_SECRET", SECRET)
            .args(args)
            .args(["--lang", self.lang])
            .output()
            .unwrap()
    }

    fn run(&self, args: &[&str]) -> (String, Option<i32>) {
        let output = self.run_at("1798711200", args);
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args).0).unwrap()
    }

    fn read(&self, file: &str) -> Value {
        value(&fs::read(self.folder.path().join(file)).unwrap())
    }
}

/// The rules of findings, sorted.
fn rules_of(findings: &Value) -> Vec<&str> {
    let mut rules: Vec<&str> =
        findings.as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    rules.sort_unstable();
    rules
}

#[test]
fn three_months_in_both_languages() {
    for lang in ["sv", "en"] {
        let months = Months::audited(lang);
        // The rules' digest changes with every rule.
        let shown = |what: &str, said: &str| {
            insta::with_settings!({ filters => [(r"(inbyggda|built in) [0-9a-f]{7}", "$1 …")] }, {
                insta::assert_snapshot!(format!("months_{lang}_{what}"), said);
            });
        };
        shown("november", &months.said[1]);
        shown("december", &months.said[2]);
        shown("diff_october", &months.run(&["diff", "oktober.json", "november.json"]).0);
        shown("diff_november", &months.run(&["diff", "november.json", "december.json"]).0);
        let markdown = ["diff", "november.json", "december.json", "--format", "markdown"];
        shown("diff_markdown", &months.run(&markdown).0);
        shown("trend", &months.run(&["trend", "."]).0);
        shown("trend_markdown", &months.run(&["trend", ".", "--format", "markdown"]).0);
        shown("verify", &months.run(&["verify", "december.json"]).0);
    }
}

#[test]
fn three_months_say_what_was_new_mended_and_accepted() {
    let months = Months::audited("sv");
    // Sorted, and on a sheet of another name: only what was mended is gone, only what was added is new.
    let diff = months.json(&["diff", "oktober.json", "november.json", "--format", "json"]);
    assert_eq!(rules_of(&diff["new"]), ["invoice-copy-without-address"]);
    assert_eq!(rules_of(&diff["gone"]), ["invoice-copy-without-address"]);
    assert_eq!(diff["changed"], json!([]));
    assert_eq!(diff["recognised_by"], "fingerprint");
    // Rows put in, sheets and columns moved: one cell holds something else.
    let diff = months.json(&["diff", "november.json", "december.json", "--format", "json"]);
    assert_eq!(rules_of(&diff["new"]), ["invoice-number-missing", "kind-missing"]);
    assert_eq!(rules_of(&diff["gone"]), ["adviser-not-a-signature"]);
    assert_eq!(rules_of(&diff["changed"]), ["address-without-postcode"]);
    for finding in ["new", "gone", "changed"].iter().flat_map(|kind| diff[kind].as_array().unwrap()) {
        assert_eq!(finding["cause"], "sheet", "{finding}");
    }
    let trend = months.json(&["trend", ".", "--format", "json"]);
    let counts: Vec<_> = trend["weeks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|week| {
            (week["week"].clone(), week["new"].clone(), week["mended"].clone(), week["waived"].clone())
        })
        .collect();
    assert_eq!(
        counts,
        [
            (json!(44), json!(null), json!(null), json!(0)),
            (json!(49), json!(1), json!(1), json!(3)),
            (json!(53), json!(2), json!(1), json!(1)),
        ]
    );
    // The same as the audits themselves said.
    let december = months.read("december.json");
    assert_eq!(december["baseline"]["new"], 2);
    assert_eq!(december["baseline"]["gone"], 1);
    assert_eq!(december["waivers"]["waived"], 1);
}

#[test]
fn nothing_kept_of_three_months_names_anybody() {
    let months = Months::audited("sv");
    let outputs = ["december.csv", "december.html", "december.md", "december.sarif", "december.ndjson"];
    let mut args = vec!["december.xlsx", "--as-of", "2026-12-31", "--baseline", "november.json", "--waivers"];
    args.push("godtagna.yaml");
    outputs.iter().for_each(|output| args.extend(["-o", output]));
    months.run(&args);
    months.run(&[
        "diff",
        "november.json",
        "december.json",
        "-o",
        "diff.json",
        "-o",
        "diff.md",
        "-o",
        "diff.txt",
    ]);
    let mut looked = 0;
    for entry in fs::read_dir(months.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "xlsx") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let numbers = (1..24).flat_map(|n| [format!("206000{n:02}"), format!("4108000{n:02}")]);
        let people =
            ["xbda02", "Ulla Dahl", "Tore Sund", "Ringvägen", "Kyrkogatan", "Ängsgatan", "Skolgatan"];
        for personal in numbers.chain(people.map(str::to_owned)) {
            assert!(!text.contains(&personal), "{} holds {personal}", path.display());
        }
        looked += 1;
    }
    assert_eq!(looked, 3 + 1 + outputs.len() + 3);
}

#[test]
fn what_the_rules_do_is_told_apart_from_what_the_sheet_does() {
    let months = Months::audited("sv");
    let at = |name: &str| months.folder.path().join(name);
    months.run(&["rules", "export", "pack"]);
    let rule = |id: &str| at(&format!("pack/{id}.yaml"));
    let rename = |id: &str, from: &str, to: &str| {
        let text = fs::read_to_string(rule(id)).unwrap();
        assert!(text.contains(from), "{id}");
        fs::write(rule(id), text.replacen(from, to, 1)).unwrap();
    };
    // One rule taken away, one lowered by the pack, one turned off and one lowered by the settings.
    fs::remove_file(rule("invoice-number-missing")).unwrap();
    rename("recipient-missing", "severity: error", "severity: warning");
    fs::write(
        at("rutinkoll.yaml"),
        "overrides:\n  rules:\n    kind-missing: { off: true }\n    address-without-postcode: { severity: info }\n",
    )
    .unwrap();
    let audit = |book: &str, report: &str| {
        let args = [book, "--as-of", "2026-12-31", "--rules", "pack", "-o", report];
        let output = months.run_at("1798711200", &args);
        assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    };
    audit("december.xlsx", "other.json");
    let diff = months.json(&["diff", "december.json", "other.json", "--format", "json"]);
    let how: Vec<(&str, &str)> = diff["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| (rule["rule"].as_str().unwrap(), rule["how"].as_str().unwrap()))
        .collect();
    assert_eq!(
        how,
        [
            ("address-without-postcode", "severity"),
            ("invoice-number-missing", "removed"),
            ("kind-missing", "turned_off"),
            ("recipient-missing", "changed"),
        ]
    );
    assert_eq!(rules_of(&diff["gone"]), ["invoice-number-missing", "kind-missing"]);
    for finding in ["new", "gone", "changed"].iter().flat_map(|kind| diff[kind].as_array().unwrap()) {
        assert_eq!(finding["cause"], "rules", "{finding}");
    }
    // Against another sheet: what a changed rule says may be either's doing, and what an unchanged one says is the sheet's.
    let diff = months.json(&["diff", "november.json", "other.json", "--format", "json"]);
    let cause = |kind: &str, rule: &str| {
        let found = diff[kind].as_array().unwrap().iter().find(|finding| finding["rule"] == rule);
        found.unwrap_or_else(|| unreachable!("{kind} {rule}: {diff:#}"))["cause"].clone()
    };
    assert_eq!(cause("gone", "adviser-not-a-signature"), "sheet");
    assert_eq!(cause("changed", "recipient-missing"), "either");
    assert_eq!(cause("changed", "address-without-postcode"), "sheet");
}

#[test]
fn other_secrets_are_refused_and_none_is_said() {
    let months = Months::audited("en");
    let in_folder = |args: &[&str], secret: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rutinkoll"));
        command.current_dir(months.folder.path()).env_clear().env("SOURCE_DATE_EPOCH", "1798711200");
        secret.map(|secret| command.env("RUTINKOLL_SECRET", secret));
        command.args(args).args(["--lang", "en"]).output().unwrap()
    };
    let december = ["december.xlsx", "--as-of", "2026-12-31", "-o"];
    in_folder(&[&december[..], &["other.json"]].concat(), Some("quite another secret"));
    let refused = in_folder(&["diff", "november.json", "other.json"], None);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("different secrets") && refused.stdout.is_empty(), "{said}");
    // A trend is drawn all the same; what cannot be counted is not, and says so.
    let trend = in_folder(&["trend", "november.json", "other.json", "--format", "json"], None);
    let trend: Value = serde_json::from_slice(&trend.stdout).unwrap();
    assert_eq!(trend["weeks"][1]["new"], json!(null));
    assert!(trend["notes"][0].as_str().unwrap().contains("another secret"), "{trend}");
    // Without fingerprints, place has to do.
    in_folder(&[&december[..], &["plain.json"]].concat(), None);
    let plain = in_folder(&["diff", "december.json", "plain.json"], None);
    assert_eq!(plain.status.code(), Some(0));
    assert!(String::from_utf8(plain.stdout).unwrap().contains("lack fingerprints"));
}

#[test]
fn a_report_that_cannot_be_read_stops_no_other() {
    let months = Months::audited("en");
    fs::write(months.folder.path().join("cut.json"), "{\"schema\": \"rutinkoll.report/1\",").unwrap();
    let output = months.run_at("0", &["trend", ".", "missing.json"]);
    assert_eq!(output.status.code(), Some(2));
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(out.contains("2026 w. 44") && out.contains("2026 w. 53"), "{out}");
    assert!(err.contains("cut.json") && err.contains("cut off") && err.contains("missing.json"), "{err}");
}

#[test]
fn verify_says_what_differs() {
    let months = Months::audited("en");
    let at = |name: &str| months.folder.path().join(name);
    let verify = |args: &[&str]| {
        let output = months.run_at("0", &[&["verify"], args].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(verify(&["december.json"]).0, Some(0));
    // Under another name, and by the folder.
    fs::copy(at("december.xlsx"), at("moved.xlsx")).unwrap();
    assert_eq!(verify(&["december.json", "moved.xlsx"]).0, Some(0));
    // Another workbook.
    let (code, said) = verify(&["december.json", "november.xlsx"]);
    assert!(code == Some(1) && said.contains("other     november.xlsx"), "{said}");
    // One byte.
    let mut bytes = fs::read(at("december.xlsx")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(at("bytes.xlsx"), bytes).unwrap();
    assert_eq!(verify(&["december.json", "bytes.xlsx"]).0, Some(1));
    // Other rules, and which.
    months.run(&["rules", "export", "pack"]);
    assert_eq!(verify(&["december.json", "--rules", "pack"]).0, Some(0));
    let rule = at("pack/kind-missing.yaml");
    let text = fs::read_to_string(&rule).unwrap();
    fs::write(&rule, text.replace('\n', "\r\n")).unwrap();
    assert_eq!(verify(&["december.json", "--rules", "pack"]).0, Some(0), "line ends do not matter");
    fs::write(&rule, text.replace("severity: error", "severity: info")).unwrap();
    let (code, said) = verify(&["december.json", "--rules", "pack"]);
    assert!(code == Some(1) && said.contains("What differs: kind-missing"), "{said}");
    // Other settings.
    fs::write(at("rutinkoll.yaml"), "overrides:\n  rules:\n    kind-missing: { off: true }\n").unwrap();
    let (code, said) = verify(&["december.json"]);
    assert!(code == Some(1) && said.contains("kind-missing: off: true"), "{said}");
    fs::remove_file(at("rutinkoll.yaml")).unwrap();
    // Gone: it cannot be told.
    fs::remove_file(at("december.xlsx")).unwrap();
    let (code, said) = verify(&["december.json"]);
    assert!(code == Some(2) && said.contains("unknown   december.xlsx"), "{said}");
    // The report itself; and no report at all.
    let mut report = months.read("november.json");
    report["findings"].as_array_mut().unwrap().pop();
    fs::write(at("edited.json"), report.to_string()).unwrap();
    let (code, said) = verify(&["edited.json"]);
    assert!(code == Some(1) && said.contains("changed since it was made"), "{said}");
    assert_eq!(verify(&["november.xlsx"]).0, Some(2));
}

#[test]
fn a_text_is_known_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let text = "Rådgivare;Datum;Vad ska skickas;Kundnummer;Adress;Namn på mottagare;Fakturanummer;Kommentar\n\
                xanl01;2026-11-02;Fakturakopia;20700001;;Eva Ek;410900001;Kopia till annan adress\n";
    fs::write(at("a.csv"), text).unwrap();
    fs::write(at("b.csv"), format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    fs::write(at("c.csv"), text.replace("20700001", "20700002")).unwrap();
    rutinkoll(&["audit", &at("a.csv"), "--as-of", "2026-11-23", "-o", &at("report.json")]);
    let verify = |file: &str| rutinkoll(&["verify", &at("report.json"), &at(file)]).status.code();
    assert_eq!((verify("a.csv"), verify("b.csv"), verify("c.csv")), (Some(0), Some(0), Some(1)));
}

#[test]
fn nothing_is_written_over_what_is_read() {
    let months = Months::audited("en");
    let before = fs::read(months.folder.path().join("november.json")).unwrap();
    let output = months.run_at("0", &["diff", "november.json", "december.json", "-o", "./november.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(months.folder.path().join("november.json")).unwrap(), before);
    let output = months.run_at("0", &["diff", "november.json", "december.json", "-o", "diff.docx"]);
    assert!(output.status.code() == Some(2) && !months.folder.path().join("diff.docx").exists());
    let output = months.run_at("0", &["diff", "november.json", "december.json", "-o", "no/such/diff.md"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn shells_complete() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = String::from_utf8(rutinkoll(&["completions", shell]).stdout).unwrap();
        assert!(["audit", "baseline", "trend"].iter().all(|word| script.contains(word)), "{shell}");
    }
}
