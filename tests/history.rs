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
