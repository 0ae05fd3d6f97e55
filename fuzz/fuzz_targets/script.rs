//! Any text as a rule's script and as a library's function, compiled and run on a row.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rutinkoll::ruleset::PackFiles;

const RULE: &str = "\
clauses: [U1]
basis: routine
severity: error
title: { sv: Prov, en: Test }
message: { sv: Prov., en: Test. }
help: { sv: Prov., en: Test. }
tests:
  - name: en rad
    row: { Datum: 2025-12-31, Slag: Taxi, Belopp: 12, Kommentar: \"nej, 12 kr\" }
    expect: pass
script: |
";

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let pack = include_str!("../../fixtures/expenses/rules/pack.yaml");
    let (script, library) = text.split_once("\n---\n").unwrap_or((text, ""));
    let mut rule = RULE.to_owned();
    for line in script.lines() {
        rule.push_str("  ");
        rule.push_str(line);
        rule.push('\n');
    }
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = vec![file("a-rule.yaml", &rule), file("lib/a.rhai", library), file("pack.yaml", pack)];
    rutinkoll_fuzz::judge(&PackFiles { files, ..PackFiles::default() });
});
