//! A finding is known again, wherever its row stands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use rutinkoll::lang::Lang;
use rutinkoll::outcome::Outcome;
use rutinkoll::pipeline::{self, Input, Request};
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::since::{self, Secret};
use rutinkoll::workbook::Limits;

const HEADERS: [&str; 8] = [
    "Rådgivare",
    "Datum",
    "Vad ska skickas",
    "Kundnummer",
    "Adress",
    "Namn på mottagare",
    "Fakturanummer",
    "Kommentar",
];
const ADVISER: usize = 0;
const DAY: usize = 1;
const COMMENT: usize = 7;

/// A row; the second cell is a day of November.
type Row = [String; 8];

/// A sheet as it is laid out.
#[derive(Clone)]
struct Sheet {
    name: &'static str,
    columns: Vec<usize>,
    rows: Vec<Row>,
}

impl Sheet {
    fn of(rows: Vec<Row>) -> Self {
        Self { name: "November", columns: (0..8).collect(), rows }
    }
}

fn book(sheets: &[Sheet]) -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for laid in sheets {
        let sheet = book.add_worksheet().set_name(laid.name).unwrap();
        for (at, column) in (0..).zip(&laid.columns) {
            sheet.write(0, at, HEADERS[*column]).unwrap();
            for (line, row) in (1..).zip(&laid.rows) {
                match row[*column].as_str() {
                    "" => {}
                    text if *column == DAY => {
                        let date = ExcelDateTime::from_ymd(2026, 11, text.parse().unwrap()).unwrap();
                        sheet.write_with_format(line, at, date, &day).unwrap();
                    }
                    text => {
                        sheet.write(line, at, text).unwrap();
                    }
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

thread_local! {
    static RULES: RuleSet =
        RuleSet::compile(&PackFiles::read(Path::new("rules/hjalplinjen")).unwrap(), Some(Lang::Sv)).unwrap();
}

fn audit(sheets: &[Sheet]) -> Outcome {
    RULES.with(|rules| {
        let mut outcome = pipeline::audit(&Request {
            rules,
            as_of: jiff::civil::date(2026, 11, 30),
            inputs: vec![Input::Stdin(book(sheets))],
            tables: Vec::new(),
            sheets: Vec::new(),
            limits: Limits::default(),
            jobs: 1,
            retain_days: None,
            by_adviser: false,
            pictures: true,
            problems: Vec::new(),
        });
        assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
        since::identify(&mut outcome, rules, &Secret::new("a secret that the test knows").unwrap());
        outcome
    })
}

/// Every fingerprint, with whose it is: rule, column, and all that the row holds.
fn whose(outcome: &Outcome) -> BTreeMap<String, String> {
    let known = outcome.findings.iter().map(|finding| {
        let picture = &outcome.rows[&finding.at.row_key()];
        let mut cells: Vec<String> =
            picture.cells().map(|cell| format!("{}={}", cell.column, cell.value.text)).collect();
        cells.sort();
        let rule = &outcome.rules[finding.rule].id;
        let whose = format!("{rule} {:?} {}", finding.at.column, cells.join(" "));
        (finding.since.identity.unwrap().fingerprint.to_string(), whose)
    });
    let known: BTreeMap<String, String> = known.collect();
    // Two equal rows keep two identities.
    assert_eq!(known.len(), outcome.findings.len());
    known
}

fn prints(outcome: &Outcome) -> BTreeSet<String> {
    whose(outcome).into_keys().collect()
}

/// Rows with few numbers, so that keys meet; of some the whole key is blank.
fn row() -> impl Strategy<Value = Row> {
    let pick = |words: &'static [&'static str]| prop::sample::select(words);
    (
        pick(&["xanl01", "anl01", ""]),
        pick(&["3", "4"]),
        pick(&["Fakturakopia", "Brev", ""]),
        pick(&["20000001", "20000002", ""]),
        pick(&["Storgatan 1, 123 45 Orten", "Storgatan 1", ""]),
        pick(&["Eva Ek", ""]),
        pick(&["410200100", ""]),
        (pick(&["Kunden har ringt", "Kunden väntar", ""]), prop::bool::weighted(0.2)),
    )
        .prop_map(|(adviser, day, kind, number, address, name, invoice, (comment, keyless))| {
            let key = |text: &str| if keyless { String::new() } else { text.to_owned() };
            [
                adviser.to_owned(),
                key(day),
                key(kind),
                key(number),
                address.to_owned(),
                name.to_owned(),
                key(invoice),
                comment.to_owned(),
            ]
        })
        .prop_filter("a row that holds something", |row| {
            row.iter().filter(|text| !text.is_empty()).count() > 1
        })
}

/// The same invoice twice is told of at the later row, so who stands first matters to that rule alone.
fn is_told_once(rows: &[Row]) -> bool {
    let twice = |a: &Row, b: &Row| a[3] == b[3] && a[6] == b[6] && !a[6].is_empty();
    rows.iter().enumerate().all(|(at, row)| !rows[..at].iter().any(|other| twice(row, other)))
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 1..9).prop_map(|mut rows| {
        let mut told: Vec<Row> = Vec::new();
        rows.retain(|row| {
            let with = [&told[..], std::slice::from_ref(row)].concat();
            let keep = is_told_once(&with);
            if keep {
                told = with;
            }
            keep
        });
        rows
    })
}

fn clean(number: u32) -> Row {
    let invoice = (410_300_000 + number).to_string();
    [
        "xanl01",
        "5",
        "Fakturakopia",
        &(20_900_000 + number).to_string(),
        "Ängsgatan 2, 123 45 Orten",
        "Bo Alm",
        &invoice,
        "Faktura till annan adress",
    ]
    .map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fingerprint_survives_all_that_people_do_to_a_sheet(
        rows in rows(),
        order in Just((0..16_usize).collect::<Vec<_>>()).prop_shuffle(),
        columns in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
        at in 0..9_usize,
    ) {
        let before = whose(&audit(&[Sheet::of(rows.clone())]));

        let permuted: Vec<Row> = order.iter().filter_map(|index| rows.get(*index).cloned()).collect();
        prop_assert_eq!(&whose(&audit(&[Sheet::of(permuted)])), &before);

        let mut longer = rows.clone();
        longer.insert(at.min(rows.len()), clean(1));
        longer.push(clean(2));
        prop_assert_eq!(&whose(&audit(&[Sheet::of(longer)])), &before);

        let other = Sheet { name: "Ett annat namn", columns, rows: rows.clone() };
        let beside = Sheet { name: "December", ..Sheet::of(vec![clean(3)]) };
        prop_assert_eq!(&whose(&audit(&[beside, other])), &before);
    }

    #[test]
    fn mending_a_cell_outside_the_key_removes_its_findings_alone(rows in rows(), at in 0..9_usize) {
        let at = at % rows.len().max(1);
        for (column, mended) in [(ADVISER, "xanl01"), (COMMENT, "Kunden har ringt")] {
            let before = audit(&[Sheet::of(rows.clone())]);
            let mut after = rows.clone();
            after[at][column] = mended.to_owned();
            let after = audit(&[Sheet::of(after)]);
            // Some rules look at whether other cells are filled; then the mend changed more than its own.
            let line = u32::try_from(at).unwrap() + 2;
            let elsewhere = |outcome: &Outcome| -> BTreeSet<String> {
                let own = |finding: &&rutinkoll::finding::Finding| {
                    finding.at.row != line || finding.at.column.as_deref() != Some(HEADERS[column])
                };
                outcome.findings.iter().filter(own).map(|finding| {
                    format!("{} {} {:?}", outcome.rules[finding.rule].id, finding.at.row, finding.at.column)
                }).collect()
            };
            prop_assume!(elsewhere(&before) == elsewhere(&after));
            let (was, is) = (prints(&before), prints(&after));
            prop_assert!(is.is_subset(&was), "nothing is new");
            let mended = before.findings.len() - after.findings.len();
            prop_assert_eq!(was.difference(&is).count(), mended);
            // Where no other row has the same key, they are exactly those of the cell.
            let key = |row: &Row| [1, 2, 3, 6].map(|column| row[column].clone());
            if rows.iter().filter(|row| key(row) == key(&rows[at])).count() == 1 {
                let own: BTreeSet<String> = before.findings.iter()
                    .filter(|finding| finding.at.row == line && finding.at.column.as_deref() == Some(HEADERS[column]))
                    .map(|finding| finding.since.identity.unwrap().fingerprint.to_string())
                    .filter(|print| !is.contains(print))
                    .collect();
                let gone: BTreeSet<String> = was.difference(&is).cloned().collect();
                prop_assert_eq!(own, gone);
            }
        }
    }
}

/// A row that is judged: nothing but the number's column would be no row of data.
fn wrong(number: &str, comment: &str) -> Row {
    ["anl01", "3", "Fakturakopia", number, "", "Eva Ek", "410200100", comment].map(str::to_owned)
}

#[test]
fn the_way_a_key_is_written_does_not_matter() {
    let one = prints(&audit(&[Sheet::of(vec![wrong("20000001", "Kunden har ringt")])]));
    let other = prints(&audit(&[Sheet::of(vec![wrong(" 2000 0001", "Kunden har ringt")])]));
    assert_eq!(one, other);
    let third = prints(&audit(&[Sheet::of(vec![wrong("20000002", "Kunden har ringt")])]));
    assert!(one.is_disjoint(&third));
}

#[test]
fn the_content_changes_with_the_cells_that_the_finding_rests_on_and_no_others() {
    let found = |comment: &str, address: &str| {
        let mut row = wrong("20000001", comment);
        row[4] = address.to_owned();
        let outcome = audit(&[Sheet::of(vec![row])]);
        let finding = outcome.findings.iter().find(|finding| {
            &*outcome.rules[finding.rule].id == "adviser-signature-wrong"
                || finding.at.column.as_deref() == Some("Rådgivare")
        });
        finding.unwrap().since.identity.unwrap()
    };
    let one = found("Kunden har ringt", "");
    let other = found("Kunden väntar", "Storgatan 1");
    assert_eq!(
        (one.content, one.row_key, one.fingerprint),
        (other.content, other.row_key, other.fingerprint)
    );
}

#[test]
fn headers_have_identities_too() {
    let without_name = |name| Sheet { name, columns: vec![0, 1, 2, 3, 4, 6, 7], rows: vec![clean(1)] };
    let missing = |outcome: &Outcome| -> Vec<String> {
        let of_header = outcome.findings.iter().filter(|finding| finding.at.cell.is_none());
        of_header.map(|finding| finding.since.identity.unwrap().fingerprint.to_string()).collect()
    };
    let one = missing(&audit(&[without_name("Ett")]));
    assert_eq!(one.len(), 1);
    assert_eq!(missing(&audit(&[without_name("Två")])), one);
    let both = missing(&audit(&[without_name("Ett"), without_name("Två")]));
    assert_eq!(both.len(), 2);
    assert!(both.contains(&one[0]) && both[0] != both[1]);
}
