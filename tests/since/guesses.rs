//! No hash of a report can be matched from a list of customer numbers without the secret.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::cli::rutinkoll;

const SECRET: &str = "6f3c1f0f0d1c2b3a49586776859493a2";

/// A pack whose rows are known by a customer's number alone: the easiest to guess.
const PACK: &str = "schema: 1
name: gissning
version: 1.0.0
languages: [sv]
columns:
  Kundnummer: { type: identifier, required: true, personal: true }
  Adress: { type: address, personal: true }
key: [Kundnummer]
clauses:
  \"1\": { title: { sv: Adress }, decided: sheet }
";
const RULE: &str = "clauses: [\"1\"]
basis: routine
severity: error
title: { sv: Adress saknas }
when:
  Kundnummer: filled
expect:
  Adress: filled
message: { sv: Adress är tom. }
help: { sv: Fyll i den. }
tests:
  - name: fylld
    row: { Kundnummer: \"20000001\", Adress: \"Storgatan 1\" }
    expect: pass
  - name: tom
    row: { Kundnummer: \"20000001\" }
    expect: { fail: Adress }
  - name: ingen
    row: { Adress: \"Storgatan 1\" }
    expect: not_applicable
";
/// Numbers of the sheet that is guessed at.
const CUSTOMERS: [u32; 3] = [20_000_001, 20_417_733, 73_112_204];

/// Everything in a text that could be a hash, by its first sixteen bytes.
fn hashes(text: &str) -> HashSet<[u8; 16]> {
    let digits = |c: char| !c.is_ascii_hexdigit();
    let words = text.split(digits).filter(|word| word.len() >= 16);
    words
        .filter_map(|word| {
            let mut bytes = [0; 16];
            for (at, byte) in bytes.iter_mut().enumerate().take(word.len() / 2) {
                *byte = u8::from_str_radix(&word[2 * at..2 * at + 2], 16).ok()?;
            }
            Some(bytes)
        })
        .collect()
}

fn first(bytes: &[u8]) -> [u8; 16] {
    bytes[..16].try_into().unwrap()
}

/// What is hashed for a row, as anybody can read in the source.
fn row_parts(number: &str) -> Vec<u8> {
    let digest = Sha256::digest(number);
    let parts: [&[u8]; 5] = [b"rutinkoll/1/row", b"row", b"sheet", b"Kundnummer", &digest];
    parts.iter().flat_map(|part| [&(part.len() as u64).to_le_bytes()[..], part].concat()).collect()
}

/// Who has the report and the program, and not the secret, can try these.
fn guesses(number: u32, keys: &[Hmac<Sha256>]) -> Vec<[u8; 16]> {
    let number = number.to_string();
    let parts = row_parts(&number);
    let plain = [first(&Sha256::digest(&number)), first(&Sha256::digest(&parts))];
    let keyed = keys.iter().flat_map(|key| {
        [number.as_bytes(), &parts].map(|text| first(&key.clone().chain_update(text).finalize().into_bytes()))
    });
    plain.into_iter().chain(keyed).collect()
}

fn key(secret: &str) -> Hmac<Sha256> {
    Hmac::new_from_slice(secret.as_bytes()).unwrap()
}

/// Every number of eight digits around those of the sheet, and every 997th of all others; all of them, where
/// `RUTINKOLL_ALL_NUMBERS` is set.
fn numbers() -> impl Iterator<Item = u32> {
    let step = if std::env::var_os("RUTINKOLL_ALL_NUMBERS").is_some() { 1 } else { 997 };
    let near = CUSTOMERS.into_iter().flat_map(|number| number - 10_000..number + 10_000);
    near.chain((10_000_000..100_000_000).step_by(step))
}

#[test]
fn no_hash_is_matched_by_any_number_without_the_secret() {
    let here = tempfile::tempdir().unwrap();
    let here = here.path();
    fs::create_dir(here.join("pack")).unwrap();
    fs::write(here.join("pack/pack.yaml"), PACK).unwrap();
    fs::write(here.join("pack/adress-saknas.yaml"), RULE).unwrap();
    let rows: String = CUSTOMERS.iter().map(|number| format!("{number};\n")).collect();
    fs::write(here.join("bok.csv"), format!("Kundnummer;Adress\n{rows}")).unwrap();
    fs::write(here.join("hemlig.txt"), SECRET).unwrap();
    let audit = [
        "audit",
        "bok.csv",
        "--rules",
        "pack",
        "--secret-file",
        "hemlig.txt",
        "-o",
        "a.json",
        "-o",
        "a.sarif",
    ];
    assert_eq!(rutinkoll(here, &audit).status.code(), Some(1));
    let report: Value = serde_json::from_str(&fs::read_to_string(here.join("a.json")).unwrap()).unwrap();
    let print = report["findings"][0]["fingerprint"].as_str().unwrap();
    let waive = ["waive", "a.json", print, "--reason", "Prov", "--until", "2999-12-31"];
    assert_eq!(rutinkoll(here, &waive).status.code(), Some(0));
    let files =
        ["a.json", "a.sarif", "waivers.yaml"].map(|name| fs::read_to_string(here.join(name)).unwrap());
    let hashes = hashes(&files.join("\n"));
    assert!(hashes.len() > 9);

    // With the secret the attack works, so it is an attack.
    let secret = [key(SECRET)];
    for number in CUSTOMERS {
        assert!(guesses(number, &secret).iter().any(|guess| hashes.contains(guess)), "{number}");
    }
    let key_id = report["key_id"].as_str().unwrap();
    let pack = report["rules"]["digest"].as_str().unwrap();
    let keys = ["", "rutinkoll", key_id, pack].map(key);
    for number in numbers() {
        for guess in guesses(number, &keys) {
            assert!(!hashes.contains(&guess), "{number} is given away");
        }
    }
}

/// What stands in the personal columns of a fixture's first sheet, where it is long enough to be somebody's.
fn personal(workbook: &Path) -> HashSet<String> {
    use calamine::{Data, Reader as _};
    const COLUMNS: [&str; 5] = ["Rådgivare", "Kundnummer", "Adress", "Namn på mottagare", "Fakturanummer"];
    let mut book = calamine::open_workbook_auto(workbook).unwrap();
    let mut found = HashSet::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let Some(header) = range.rows().next() else { continue };
        let columns: Vec<usize> = (0..header.len())
            .filter(|at| COLUMNS.iter().any(|column| header[*at].to_string().starts_with(column)))
            .collect();
        for row in range.rows().skip(1) {
            found.extend(columns.iter().filter_map(|at| row.get(*at)).filter_map(|cell| match cell {
                Data::String(text) => Some(text.trim().to_owned()),
                Data::Float(number) => Some(format!("{number:.0}")),
                _ => None,
            }));
        }
    }
    // Numbers, addresses and names; words that people write for "nothing" are nobody's.
    let is_name = |text: &str| {
        let mut words = text.split_whitespace();
        text.contains(' ') && words.all(|word| word.starts_with(char::is_uppercase))
    };
    found.retain(|text| {
        text.chars().count() >= 6 && (text.contains(|c: char| c.is_ascii_digit()) || is_name(text))
    });
    found
}

#[test]
fn nothing_of_the_fixtures_stands_in_a_report_a_baseline_or_a_waiver() {
    let workbook = super::common::fixtures().join("typical/Hjälplinjen.xlsx");
    let personal = personal(&workbook);
    assert!(personal.len() > 200, "{}", personal.len());
    let here = tempfile::tempdir().unwrap();
    let here = here.path();
    fs::copy(&workbook, here.join("bok.xlsx")).unwrap();
    fs::write(here.join("hemlig.txt"), SECRET).unwrap();
    let formats = ["json", "ndjson", "csv", "sarif", "xml", "md", "html"];
    let outputs = formats.map(|format| format!("ny.{format}"));
    let fixed = ["audit", "bok.xlsx", "--as-of", "2026-11-23", "--secret-file", "hemlig.txt"];
    rutinkoll(here, &[&fixed[..], &["-o", "gammal.json"]].concat());
    rutinkoll(
        here,
        &["waive", "gammal.json", "E58", "--by", "kollega", "--reason", "Prov", "--until", "2999-12-31"],
    );
    let mut again = [&fixed[..], &["--baseline", "gammal.json"]].concat();
    again.extend(outputs.iter().flat_map(|output| ["-o", output.as_str()]));
    let out = rutinkoll(here, &again);
    let mut texts = vec![("stdout".to_owned(), String::from_utf8(out.stdout).unwrap())];
    for name in outputs.iter().map(String::as_str).chain(["gammal.json", "waivers.yaml"]) {
        texts.push((name.to_owned(), fs::read_to_string(here.join(name)).unwrap()));
    }
    for (name, text) in &texts {
        // The rules' own examples are no customers.
        let text = text.split("id=\"rules\"").next().unwrap();
        let words: HashSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        for value in &personal {
            let is_number = value.chars().all(char::is_alphanumeric);
            let there = if is_number { words.contains(value.as_str()) } else { text.contains(value) };
            assert!(!there, "{value:?} stands in {name}");
        }
    }
}
