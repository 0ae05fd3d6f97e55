//! An outcome with findings of all sorts. Every person, number and address is invented.

use std::sync::Arc;

use rutinkoll::finding::{
    Basis, Because, Finding, Held, Identity, Location, Mark, Privacy, Related, Remarks, Said, Severity,
    Since, Source, State, Waived,
};
use rutinkoll::lang::{Lang, Note};
use rutinkoll::outcome::{
    Baseline, ClauseInfo, Coverage, FoundColumn, Gone, GoneWhy, HeaderMatch, Options, Outcome, PackInfo,
    PictureColumn, Problem, RowPicture, RuleInfo, SheetReport, SheetStatus, SinceLast, SourceReport,
    StaleWaiver, StaleWhy, Status, Waivers,
};
use rutinkoll::rule_page::Block;
use rutinkoll::sheet::CellRef;

/// What no masked report may hold.
pub(crate) const PERSONAL: [&str; 4] = ["xanl01", "70112233", "Eva Ek", "Storgatan"];

const COLUMNS: [(&str, &str, bool); 8] = [
    ("Rådgivare", "Rådgivare", true),
    ("Datum", "Datum", false),
    ("Vad ska skickas", "Vad skall skickas", false),
    ("Kundnummer", "Kundnr", true),
    ("Adress", "Adress:", true),
    ("Namn på mottagare", "Namn på mottagare", true),
    ("Fakturanummer", "Fakturanummer", true),
    ("Kommentar", "Kommentar", true),
];

/// Picks the report's language.
fn says(lang: Lang, sv: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// The sample.
pub(crate) fn outcome(lang: Lang) -> Outcome {
    let mut outcome = empty(lang);
    outcome.findings = findings(lang);
    for (row, texts) in ROWS {
        let key = (Source::Input(0), 0, row);
        outcome.rows.insert(key, picture(&texts, row == 19));
    }
    outcome.rows.insert((Source::Input(0), 1, 4), picture(&DECEMBER, false));
    outcome.rows.insert((Source::Table(0), 0, 12), log_row());
    outcome
}

/// The sample with all that an audit may come to besides findings.
pub(crate) fn everything() -> Outcome {
    let deep = |first: u64, last: u64| Note::new("sheet-header-deep").with("first", first).with("last", last);
    let mut outcome = outcome(Lang::Sv);
    outcome.inputs[0].sheets[0].notes.push(deep(3, 4));
    outcome.tables[0].sheets[0].notes.push(deep(5, 6));
    outcome.tables[0].sheets.push(SheetReport {
        name: "Anteckningar".to_owned(),
        status: SheetStatus::Skipped(Note::new("bladet är dolt")),
        notes: Vec::new(),
    });
    if let Some(rule) = outcome.rules.iter_mut().find(|rule| &*rule.id == "no-case") {
        let why = Note::new("ärendets nummer är skadat");
        rule.coverage.status = Status::NotChecked(why.clone());
        rule.coverage.undecided = vec![(why, 9), (Note::new("ärendet går inte att läsa"), 2)];
    }
    outcome
}

/// No findings, and everything that could be checked was.
pub(crate) fn clean(lang: Lang) -> Outcome {
    let mut outcome = empty(lang);
    outcome.errors.clear();
    outcome.notes.clear();
    outcome.rules.retain(|rule| rule.coverage.status == Status::Checked);
    for rule in &mut outcome.rules {
        rule.coverage = checked(40, Vec::new());
    }
    for clause in &mut outcome.clauses {
        clause.needs = None;
    }
    outcome
}

/// The sample, held against an earlier report and with waivers.
pub(crate) fn since(lang: Lang) -> Outcome {
    let mut outcome = outcome(lang);
    let mark = |n: usize| Mark([u8::try_from(n).expect("few findings"); 16]);
    for (at, finding) in outcome.findings.iter_mut().enumerate() {
        let identity = Identity { fingerprint: mark(at), row_key: mark(64 + at), content: mark(128 + at) };
        let state = if at % 3 == 0 { State::New } else { State::Unchanged };
        finding.since = Since { identity: Some(identity), state: Some(state), waived: None };
    }
    let waived = Waived {
        reason: "Avtalat [x](y) = 1".to_owned(),
        by: Some("en kollega".to_owned()),
        until: jiff::civil::date(2026, 12, 31),
    };
    for at in [1, 3] {
        outcome.findings[at].since.waived = Some(Arc::new(waived.clone()));
    }
    let gone = |row: u32, why| Gone {
        fingerprint: mark(usize::try_from(row).expect("a small row")).to_string(),
        rule: "copy-without-address".to_owned(),
        title: says(lang, "Fakturakopia utan adress", "Invoice copy without an address").to_owned(),
        clauses: vec!["1.2".to_owned()],
        severity: Severity::Error,
        input: "2026/Hjälplinjen.xlsx".to_owned(),
        sheet: "Oktober".to_owned(),
        table: None,
        row,
        column: Some("Adress".to_owned()),
        cell: (row > 100).then(|| format!("E{row}")),
        why,
    };
    let stale = |line, why| StaleWaiver {
        line,
        about: "copy-without-address".to_owned(),
        why,
        reason: "Rättas i maj".to_owned(),
        until: jiff::civil::date(2026, 10, 31),
    };
    outcome.since = SinceLast {
        key_id: Some("0123456789abcdef".to_owned()),
        baseline: Some(Baseline {
            path: "oktober.json".to_owned(),
            created: "2026-10-30T09:00:00Z".parse().expect("a moment"),
            findings: 9,
            other_rules: true,
            new_of_new_rules: 1,
        }),
        gone: vec![gone(101, GoneWhy::Mended), gone(102, GoneWhy::NotChecked), gone(3, GoneWhy::NoRule)],
        waivers: Some(Waivers {
            path: "waivers.yaml".to_owned(),
            count: 6,
            stale: vec![
                stale(4, StaleWhy::Expired),
                stale(12, StaleWhy::Changed),
                stale(20, StaleWhy::Unmatched),
                stale(28, StaleWhy::Unknown),
            ],
        }),
    };
    outcome
}

/// Eleven rows of twelve lack the same thing.
pub(crate) fn most_rows() -> Outcome {
    let mut outcome = clean(Lang::Sv);
    outcome.inputs[0].sheets.truncate(1);
    if let SheetStatus::Audited { rows, .. } = &mut outcome.inputs[0].sheets[0].status {
        *rows = 12;
    }
    outcome.rows_judged = 12;
    outcome.findings = (2..13).map(|row| missing_number(Lang::Sv, row)).collect();
    outcome
}

/// Two workbooks, with findings counted by whoever filled in the row.
pub(crate) fn several() -> Outcome {
    let mut outcome = outcome(Lang::Sv);
    outcome.adviser = Some(COLUMNS[0].0.into());
    outcome.inputs.push(SourceReport { path: "2026/Hjälplinjen-2.xlsx".to_owned(), ..input(Lang::Sv) });
    let mut other = missing_address(Lang::Sv, 14);
    other.at.source = Source::Input(1);
    outcome.rows.insert(other.at.row_key(), picture(&DECEMBER, false));
    outcome.findings.push(other);
    outcome
}

/// A row that lacks everything.
pub(crate) fn crowded() -> Outcome {
    let mut outcome = clean(Lang::Sv);
    outcome.rows.insert((Source::Input(0), 0, 23), picture(&[""; 8], false));
    let blank = |column| {
        let said = ("Cellen är tom, och raden är inte handlagd.", "Fyll i cellen.");
        finding(2, Severity::Error, at(23, column), said)
    };
    outcome.findings = (0..7).map(blank).collect();
    outcome
}

type Texts = [&'static str; 8];

const ROWS: [(u32, Texts); 8] = [
    (
        14,
        [
            "xanl01",
            "2026-11-03",
            "Fakturakopia",
            "70112233",
            "",
            "Eva Ek",
            "",
            "ska till dottern, se annan adress i ärendet som kom in i går kväll",
        ],
    ),
    (
        15,
        [
            "xbeö02",
            "2026-11-04",
            "Brev om avläsning",
            "70112244",
            "",
            "A\u{30a}sa O\u{308}berg",
            "",
            "Storgatan 1, 123 45 Orten\nport 7",
        ],
    ),
    (
        16,
        [
            "xanl01",
            "2026-11-05",
            "Fakturakopia",
            "70112233",
            "Storgatan 1, 123 45 Orten",
            "Eva Ek",
            "9001",
            "",
        ],
    ),
    (19, ["xanl01", "2026-11-09", "Fullmaktsblankett", "70112255", "", "", "", ""]),
    (
        21,
        [
            "anl01",
            "2026-11-09",
            "Fakturakopia",
            "70112266",
            "日本通り 5, 横浜",
            "山田太郎",
            "9002",
            "brådskar",
        ],
    ),
    (22, ["xanl01", "23/11", "Informationsblad", "70112277", "", "Bo Ek", "", ""]),
    (
        31,
        [
            "xanl01",
            "2026-11-12",
            "Fakturakopia",
            "70112233",
            "Storgatan 1, 123 45 Orten",
            "Eva Ek",
            "9001",
            "påminnelse",
        ],
    ),
    (
        40,
        [
            "xceå03",
            "2026-11-09",
            "Fakturakopia",
            "20000012",
            "Box 12, 123 45 Orten",
            "Eva Ek",
            "9003",
            "kund ringde",
        ],
    ),
];

const DECEMBER: Texts = ["xanl01", "2026-12-01", "Brev", "70112288", "", "Bo Ek", "", "hej"];

pub(crate) fn held(text: &str, personal: bool) -> Held {
    let privacy = if personal { Privacy::Personal } else { Privacy::Open };
    Held { text: text.to_owned(), privacy }
}

fn sealed() -> Held {
    Held { text: String::new(), privacy: Privacy::Sealed }
}

/// In a row with a privacy finding, the comment is sealed.
fn picture(texts: &Texts, seal_comment: bool) -> RowPicture {
    let cells = COLUMNS.iter().zip(texts).enumerate();
    let cells = cells.map(|(index, ((column, _, personal), text))| {
        (*column, if seal_comment && index == 7 { sealed() } else { held(text, *personal) })
    });
    drawn(&cells.collect::<Vec<_>>())
}

fn log_row() -> RowPicture {
    drawn(&[
        ("Kundnummer", held("20000012", true)),
        ("Datum", held("2026-11-09", false)),
        ("Loggkod", held("DOKIN", false)),
        ("Signatur", held("xaa1", true)),
    ])
}

pub(crate) fn drawn(cells: &[(&str, Held)]) -> RowPicture {
    let column = |(index, (name, _)): (u32, &(&str, Held))| PictureColumn { name: (*name).into(), index };
    let values = cells.iter().map(|(_, held)| Held { text: held.text.as_str(), privacy: held.privacy });
    RowPicture::new((0..).zip(cells).map(column).collect(), values, Vec::new())
}

fn at(row: u32, column: usize) -> Location {
    let index = u32::try_from(column).expect("few columns");
    Location {
        source: Source::Input(0),
        sheet: 0,
        row,
        column: Some(COLUMNS[column].0.into()),
        cell: Some(CellRef::new(row, index)),
    }
}

fn finding(rule: usize, severity: Severity, at: Location, said: (&str, &str)) -> Finding {
    Finding {
        rule,
        severity,
        at,
        value: held("", true),
        message: Said::open(said.0),
        help: Said::open(said.1),
        because: Vec::new(),
        related: Vec::new(),
        remarks: Remarks::default(),
        together: false,
        since: Since::default(),
    }
}

fn because(row: u32, column: usize, text: &str) -> Because {
    let index = u32::try_from(column).expect("few columns");
    Because {
        column: COLUMNS[column].0.into(),
        cell: CellRef::new(row, index),
        value: held(text, COLUMNS[column].2),
    }
}

fn findings(lang: Lang) -> Vec<Finding> {
    vec![
        missing_column(lang),
        missing_address(lang, 14),
        missing_number(lang, 14),
        wrong_column(lang),
        identity_number(lang),
        signature(lang),
        typed_date(lang),
        duplicate(lang),
        wrong_code(lang),
        unsent(lang),
    ]
}

fn missing_column(lang: Lang) -> Finding {
    let mut at = at(1, 7);
    at.column = Some("Status".into());
    at.cell = None;
    let message =
        says(lang, "Kolumnen Status finns inte på bladet.", "The column Status is not on the sheet.");
    let help = says(
        lang,
        "Lägg till kolumnen, eller skriv rubriken som i mallen.",
        "Add the column, or write its header as in the template.",
    );
    finding(0, Severity::Error, at, (message, help))
}

pub(crate) fn missing_address(lang: Lang, row: u32) -> Finding {
    let message = says(
        lang,
        "Kopian ska till en annan adress än fakturaadressen, men Adress är tom.",
        "The copy goes to another address than the invoice address, but Adress is blank.",
    );
    let help = says(
        lang,
        "Fyll i kolumn E. Ska kopian till fakturaadressen i CAB beställs den hos printleverantören.",
        "Fill in column E. A copy to the invoice address in CAB is ordered from the print provider.",
    );
    let mut finding = finding(1, Severity::Error, at(row, 4), (message, help));
    finding.because = vec![because(row, 2, "Fakturakopia")];
    finding
}

pub(crate) fn missing_number(lang: Lang, row: u32) -> Finding {
    let message = says(lang, "Fakturanummer är tomt.", "Fakturanummer is blank.");
    let help = says(lang, "Fyll i kolumn G.", "Fill in column G.");
    let mut finding = finding(2, Severity::Error, at(row, 6), (message, help));
    finding.because = vec![because(row, 2, "Fakturakopia")];
    finding.remarks.note = row == 14;
    finding
}

fn wrong_column(lang: Lang) -> Finding {
    let message = says(lang, "Adressen står i kommentaren.", "The address stands in the comment.");
    let help = says(lang, "Flytta adressen till kolumn E.", "Move the address to column E.");
    let mut finding = finding(3, Severity::Warning, at(15, 7), (message, help));
    finding.value = held("Storgatan 1, 123 45 Orten\nport 7", true);
    finding.because = vec![because(15, 2, "Brev om avläsning"), because(15, 4, "")];
    finding
}

fn identity_number(lang: Lang) -> Finding {
    let message =
        says(lang, "Cellen innehåller ett personnummer.", "The cell holds a personal identity number.");
    let help = says(lang, "Ta bort numret ur arket.", "Remove the number from the sheet.");
    let mut finding = finding(4, Severity::Error, at(19, 7), (message, help));
    finding.value = sealed();
    finding.remarks.hidden = true;
    finding
}

fn signature(lang: Lang) -> Finding {
    let shown =
        says(lang, "Signaturen ”anl01” börjar inte med x.", "The signature “anl01” does not begin with x.");
    let masked = says(lang, "Signaturen börjar inte med x.", "The signature does not begin with x.");
    let help =
        says(lang, "Skriv signaturen så som den står i CAB.", "Write the signature as it stands in CAB.");
    let mut finding = finding(5, Severity::Error, at(21, 0), ("", help));
    finding.message = Said::personal(shown, masked);
    finding.value = held("anl01", true);
    finding.remarks.struck = true;
    finding
}

fn typed_date(lang: Lang) -> Finding {
    let message = says(
        lang,
        "Datumet är skrivet som text och lästes som 23 november 2026.",
        "The date is typed as text and was read as 23 November 2026.",
    );
    let help = says(lang, "Skriv 2026-11-23.", "Write 2026-11-23.");
    let mut finding = finding(6, Severity::Info, at(22, 1), (message, help));
    finding.value = held("23/11", false);
    finding
}

fn duplicate(lang: Lang) -> Finding {
    let message = says(
        lang,
        "Samma kund, faktura och adress som på rad 16, sju dagar tidigare.",
        "The same customer, invoice and address as on row 16, seven days earlier.",
    );
    let help = says(
        lang,
        "Ta bort raden om brevet redan är skickat.",
        "Remove the row if the letter has been sent already.",
    );
    let mut finding = finding(7, Severity::Warning, at(31, 6), (message, help));
    finding.value = held("9001", true);
    finding.because = vec![because(31, 3, "70112233")];
    finding.related = vec![Related {
        at: at(16, 6),
        message: Said::open(says(lang, "den tidigare raden", "the earlier row")),
    }];
    finding
}

fn wrong_code(lang: Lang) -> Finding {
    let message = says(lang, "En faktura loggas som INVOICE.", "An invoice is logged as INVOICE.");
    let help =
        says(lang, "Ändra loggens kod till INVOICE i CAB.", "Change the log's code to INVOICE in CAB.");
    let mut finding = finding(8, Severity::Error, at(40, 2), (message, help));
    finding.value = held("Fakturakopia", false);
    finding.related = vec![
        in_table(12, says(lang, "loggad som DOKIN samma dag", "logged as DOKIN on the same day")),
        in_table(977, says(lang, "ingen annan kod den veckan", "no other code that week")),
    ];
    finding
}

fn in_table(row: u32, message: &str) -> Related {
    Related {
        at: Location {
            source: Source::Table(0),
            sheet: 0,
            row,
            column: Some("Loggkod".into()),
            cell: Some(CellRef::new(row, 2)),
        },
        message: Said::open(message),
    }
}

fn unsent(lang: Lang) -> Finding {
    let message = says(lang, "Adress är tom.", "Adress is blank.");
    let help = says(lang, "Fyll i kolumn E.", "Fill in column E.");
    let mut finding = finding(3, Severity::Warning, at(4, 4), (message, help));
    finding.at.sheet = 1;
    finding
}

fn checked(rows: u64, undecided: Vec<(Note, u64)>) -> Coverage {
    Coverage {
        status: Status::Checked,
        rows_applicable: rows,
        rows_undecided: undecided.iter().map(|(_, rows)| rows).sum(),
        undecided,
    }
}

fn not_checked(table: &str, rows: u64) -> Coverage {
    Coverage {
        status: Status::NotChecked(Note::new("needs-table").with("table", table)),
        rows_applicable: 0,
        rows_undecided: rows,
        undecided: Vec::new(),
    }
}

fn failed(lang: Lang) -> Coverage {
    Coverage {
        status: Status::Failed(Note::new(says(
            lang,
            "rad 23: för många steg i skriptet",
            "row 23: too many steps in the script",
        ))),
        rows_applicable: 12,
        rows_undecided: 0,
        undecided: Vec::new(),
    }
}

fn rule(id: &str, title: &str, clauses: &[&str], coverage: Coverage) -> RuleInfo {
    let basis = match clauses[0].chars().next() {
        Some('Q') => Basis::Quality,
        Some('A') => Basis::Assumption,
        Some('P') => Basis::Privacy,
        _ => Basis::Routine,
    };
    RuleInfo {
        id: id.into(),
        title: title.into(),
        help: format!("{title}.").into(),
        clauses: clauses.iter().map(|id| (*id).to_owned()).collect(),
        basis,
        severity: Severity::Error,
        digest: format!("sha256:{}", "ef".repeat(32)),
        coverage,
        page: vec![
            Block::Text(format!("`{id}` · 3.5")),
            Block::List(vec![(0, "som det ska <b>".to_owned()), (1, "Adress: Gatan 1 & 2".to_owned())]),
            Block::Code("rust", "row.a < 2\n".to_owned()),
        ],
    }
}

fn rules(lang: Lang) -> Vec<RuleInfo> {
    let t = |sv, en| says(lang, sv, en);
    let unknown = Note::new(t("okänd sort", "unknown kind"));
    vec![
        rule("missing-column", t("En kolumn saknas", "A column is missing"), &["Q1"], checked(2, vec![])),
        rule(
            "copy-without-address",
            t("Fakturakopia utan adress", "Invoice copy without an address"),
            &["1.2", "3.5"],
            checked(14, vec![(unknown.clone(), 3)]),
        ),
        rule(
            "copy-without-number",
            t("Fakturakopia utan fakturanummer", "Invoice copy without an invoice number"),
            &["3.7"],
            checked(14, vec![(unknown, 3)]),
        ),
        rule(
            "address-in-comment",
            t("Adressen står i fel kolumn", "The address stands in the wrong column"),
            &["3.5"],
            checked(40, vec![]),
        ),
        rule(
            "identity-number",
            t("Personnummer i arket", "Personal identity number in the sheet"),
            &["P1"],
            checked(48, vec![]),
        ),
        rule(
            "signature",
            t("Signaturen börjar inte med x", "The signature does not begin with x"),
            &["3.1"],
            checked(48, vec![]),
        ),
        rule("typed-date", t("Datum skrivet som text", "Date typed as text"), &["Q5"], checked(48, vec![])),
        rule(
            "sent-twice",
            t("Samma faktura två gånger", "The same invoice twice"),
            &["A1"],
            checked(14, vec![]),
        ),
        rule("wrong-code", t("Fel loggkod i CAB", "Wrong log code in CAB"), &["4.2"], checked(14, vec![])),
        rule("not-logged", t("Ingen logg i CAB", "No log in CAB"), &["4.1"], failed(lang)),
        rule(
            "no-case",
            t("Inget ärende i CAB", "No case in CAB"),
            &["2.2", "2.3"],
            not_checked("arenden", 11),
        ),
        rule(
            "other-handler",
            t("En annan handläggare", "Another handler"),
            &["2.4"],
            not_checked("arenden", 9),
        ),
        rule(
            "ordinary-route",
            t("Kopian ska till fakturaadressen", "The copy goes to the invoice address"),
            &["1.1"],
            not_checked("kunder", 14),
        ),
    ]
}

fn clauses(lang: Lang) -> Vec<ClauseInfo> {
    let why = says(lang, "syns varken i arket eller i CAB", "neither the sheet nor CAB shows it");
    let clause = |id: &str, sv, en| ClauseInfo {
        id: id.to_owned(),
        title: says(lang, sv, en).to_owned(),
        never: matches!(id, "0.1" | "0.2" | "2.1").then(|| why.to_owned()),
        needs: (id == "4.3").then(|| Note::new("needs-table").with("table", "loggar")),
    };
    vec![
        clause("0.1", "Bara fysiska brev", "Physical letters only"),
        clause("0.2", "Kunden hänvisas först till Mina sidor", "The customer is first referred to the web"),
        clause("1.1", "Kopia till fakturaadressen", "Copy to the invoice address"),
        clause("1.2", "Kopia till en annan adress", "Copy to another address"),
        clause("2.1", "Skrivs från mallarna", "Written from the templates"),
        clause("2.2", "Brevet läggs upp i CAB", "The letter is uploaded"),
        clause("2.3", "Ärendet avslutas", "The case is closed"),
        clause("2.4", "Ärendet stannar hos rådgivaren", "The case stays with the adviser"),
        clause("3.1", "Rådgivarens signatur", "The adviser's signature"),
        clause("3.5", "Adress", "Address"),
        clause("3.7", "Fakturanummer", "Invoice number"),
        clause("4.1", "En logg görs i CAB", "A log is made"),
        clause("4.2", "INVOICE för fakturor", "INVOICE for invoices"),
        clause("4.3", "DOKIN för brev", "DOKIN for letters"),
        clause("Q1", "Rubrikerna", "The headers"),
        clause("Q5", "Datum skrivna som text", "Dates typed as text"),
        clause("A1", "Samma sak två gånger", "The same thing twice"),
        clause("P1", "Personnummer", "Identity numbers"),
    ]
}

fn empty(lang: Lang) -> Outcome {
    let t = |sv, en| says(lang, sv, en);
    Outcome {
        as_of: jiff::civil::date(2026, 11, 23),
        lang,
        pack: PackInfo {
            name: "hjalplinjen".to_owned(),
            version: "1.0.0".to_owned(),
            source: None,
            digest: format!("sha256:{}", "0f1e2d3c".repeat(8)),
            shared_digest: format!("sha256:{}", "9a".repeat(32)),
            off: vec!["log-without-row".to_owned()],
            overridden: vec![
                t("signature: varning i stället för fel", "signature: warning instead of error").to_owned(),
            ],
        },
        rules: rules(lang),
        clauses: clauses(lang),
        inputs: vec![input(lang)],
        tables: vec![table()],
        findings: Vec::new(),
        rows: std::collections::BTreeMap::new(),
        rows_judged: 48,
        rows_by_kind: vec![
            (t("hanterade", "handled").to_owned(), 3),
            (t("rubriker", "headings").to_owned(), 0),
        ],
        errors: vec![Problem {
            input: Some("kunder.xlsx".to_owned()),
            note: Note::new(t("filen finns inte", "there is no such file")),
        }],
        retain_days: 90,
        adviser: None,
        options: Options {
            sheets: vec!["November".to_owned(), "December".to_owned()],
            fail_on: Some(Severity::Error),
            ..Options::default()
        },
        since: SinceLast::default(),
        notes: vec![Note::new(t("En regel räknar från dagens datum.", "A rule counts from today."))],
    }
}

fn input(lang: Lang) -> SourceReport {
    let hidden = says(lang, "bladet är dolt", "the sheet is hidden");
    SourceReport {
        table: None,
        path: "2026/Hjälplinjen.xlsx".to_owned(),
        sha256: format!("sha256:{}", "ab".repeat(32)),
        content_sha256: None,
        sheets: vec![
            audited("November", 44),
            audited("December", 4),
            SheetReport {
                name: "Listor".to_owned(),
                status: SheetStatus::Skipped(Note::new(hidden)),
                notes: Vec::new(),
            },
        ],
        period: None,
    }
}

fn audited(name: &str, rows: u64) -> SheetReport {
    let found = |(index, (column, header, _)): (u32, &(&str, &str, bool))| FoundColumn {
        column: Arc::from(*column),
        header: (*header).to_owned(),
        index,
        how: if column == header { HeaderMatch::Exact } else { HeaderMatch::Alias },
    };
    SheetReport {
        name: name.to_owned(),
        status: SheetStatus::Audited {
            header_row: 1,
            rows,
            columns: (0..).zip(&COLUMNS).map(found).collect(),
        },
        notes: Vec::new(),
    }
}

fn table() -> SourceReport {
    let mut sheet = audited("Loggar", 4031);
    if let SheetStatus::Audited { columns, .. } = &mut sheet.status {
        columns.truncate(2);
    }
    SourceReport {
        table: Some("loggar".to_owned()),
        path: "loggar.xlsx".to_owned(),
        sha256: format!("sha256:{}", "cd".repeat(32)),
        content_sha256: None,
        sheets: vec![sheet],
        period: Some((jiff::civil::date(2026, 9, 1), jiff::civil::date(2026, 11, 23))),
    }
}
