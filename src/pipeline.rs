//! From inputs to an outcome: opens workbooks and tables, streams their rows through the check, and
//! gathers what came of it. One bad input never stops the others.

mod ahead;
mod tables;
mod workers;

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::check::{Audit, HeaderSeen, SheetAt};
use crate::finding::{Severity, Source};
use crate::lang::{Lang, Note};
use crate::outcome::{
    ClauseInfo, HeaderMatch, Options, Outcome, PackInfo, Period, Problem, RuleInfo, SheetReport, SheetStatus,
    SinceLast, SourceReport, Status,
};
use crate::rule_page;
use crate::ruleset::RuleSet;
use crate::ruleset::fault::nearest;
use crate::ruleset::pack::Decided;
use crate::schema::Schema;
use crate::sheet::Visibility;
use crate::table::Tables;
use crate::workbook::header::{Layout, not_found_note};
use crate::workbook::typing::{Ending, Opened, Step, TypedRows, Typist};
use crate::workbook::{Digester, Limits, RawRows, ReadError, SheetEntry, Workbook};
pub use workers::all_processors;
use workers::{Shares, Workers};

pub(crate) use tables::lacking;

/// For how many days a report may be kept, where nobody says.
const RETAIN_DAYS: u32 = 90;

/// Something to read.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// What came on standard input.
    Stdin(Vec<u8>),
}

/// What to audit, by what, as of when.
#[derive(Debug)]
pub struct Request<'r> {
    /// The rules.
    pub rules: &'r RuleSet,
    /// The day that date rules count from.
    pub as_of: Date,
    /// What to audit, in this order.
    pub inputs: Vec<Input>,
    /// Tables, in this order.
    pub tables: Vec<GivenTable>,
    /// Only these sheets; every visible one in which the header is found, where empty.
    pub sheets: Vec<String>,
    /// What readers refuse.
    pub limits: Limits,
    /// For how many days a report may be kept; the pack says, or 90, where none is given.
    pub retain_days: Option<u32>,
    /// Count findings by the column that names who filled in the row.
    pub by_adviser: bool,
    /// Keep the rows behind findings: for reports that show them, for fingerprints, and to count by adviser.
    pub pictures: bool,
    /// What is known to be wrong before anything is read.
    pub problems: Vec<Problem>,
    /// At most so many threads judge at a time.
    pub jobs: usize,
}

/// A table that is given to an audit.
#[derive(Debug, Clone)]
pub struct GivenTable {
    /// Its name in the pack.
    pub name: String,
    /// What it is read from.
    pub input: Input,
    /// The first day that it covers; none: its own first date.
    pub from: Option<Date>,
    /// The last day that it covers; none: its own last date.
    pub to: Option<Date>,
}

impl Input {
    /// As a person named it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin(_) => "-".to_owned(),
        }
    }

    /// Its bytes, if they still are those of this digest.
    ///
    /// # Errors
    /// Where it cannot be read, or was changed since.
    pub fn bytes(&self, sha256: &str) -> Result<Vec<u8>, Note> {
        let bytes = match self {
            Self::File(path) => std::fs::read(path),
            Self::Stdin(bytes) => Ok(bytes.clone()),
        };
        let bytes = bytes.map_err(|error| Note::new("file-unreadable").with("reason", &error))?;
        let now = format!("sha256:{}", crate::hex(&Sha256::digest(&bytes)));
        if now == sha256 { Ok(bytes) } else { Err(Note::new("file-changed")) }
    }

    /// Opens the workbook.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn open(&self, limits: &Limits) -> Result<Workbook, ReadError> {
        match self {
            Self::File(path) => Workbook::open(path, limits),
            Self::Stdin(bytes) => Workbook::from_bytes(bytes.clone(), limits),
        }
    }
}

/// Audits every input.
#[must_use]
pub fn audit(request: &Request<'_>) -> Outcome {
    audit_by(request, Way::Quick(Shares::default()))
}

/// As [`audit`], with every row judged by itself and nothing remembered. Slow: it is what [`audit`] is held against.
#[must_use]
pub fn audit_plainly(request: &Request<'_>) -> Outcome {
    audit_by(request, Way::Plain)
}

/// As [`audit`], with so few rows handed over at a time, from the first on: it is what [`audit`] is held against, too.
#[must_use]
pub fn audit_in_batches_of(rows: usize, request: &Request<'_>) -> Outcome {
    audit_by(request, Way::Quick(Shares { alone: 0, batch: rows }))
}

/// How an audit goes about it; what it says is the same.
#[derive(Clone, Copy)]
enum Way {
    Quick(Shares),
    /// Every row by itself, on one thread.
    Plain,
}

fn audit_by(request: &Request<'_>, way: Way) -> Outcome {
    let mut problems = request.problems.clone();
    let (start, shares, jobs): (fn(_, _, _) -> _, _, _) = match way {
        Way::Quick(shares) => (Audit::new, shares, request.jobs),
        Way::Plain => (Audit::plain, Shares::default(), 1),
    };
    let (tables, table_reports) = tables::load(request, jobs, &mut problems);
    let mut audit = start(request.rules, &tables, request.as_of);
    audit.keep_pictures(request.pictures);
    let (audit, mut problems, inputs) = thread::scope(|scope| {
        let workers = Workers::new(scope, request, &tables, jobs, shares);
        let mut run = Run { request, audit, problems, workers };
        let inputs: Vec<SourceReport> =
            request.inputs.iter().enumerate().map(|(index, input)| run.input(index, input)).collect();
        if let Err(ReadError(note)) = run.workers.late(&mut run.audit) {
            run.problems.push(Problem { input: None, note });
        }
        (run.audit, run.problems, inputs)
    });
    let judged = audit.finish();
    let rules = request.rules;
    let on: Vec<usize> = (0..rules.rules.len()).filter(|index| !rules.rules[*index].off).collect();
    let found: BTreeSet<usize> = judged.findings.iter().map(|finding| finding.rule).collect();
    let page = |index: &usize| match found.contains(index) {
        true => rule_page::page(rules, *index).folded(rules),
        false => Vec::new(),
    };
    let infos: Vec<RuleInfo> = on
        .iter()
        .map(|index| {
            let rule = &rules.rules[*index];
            RuleInfo {
                id: rule.id.clone(),
                title: rule.title.clone(),
                help: rules.in_general(rule, &rule.help).into(),
                clauses: rule.clauses.clone(),
                basis: rule.basis,
                severity: rule.severity,
                digest: rule.digest.clone(),
                coverage: judged.coverage[*index].clone(),
                page: page(index),
            }
        })
        .collect();
    problems.extend(infos.iter().filter_map(failed));
    let mut findings = judged.findings;
    for finding in &mut findings {
        finding.rule = on.binary_search(&finding.rule).unwrap_or_default();
    }
    let outcome = Outcome {
        as_of: request.as_of,
        lang: rules.lang,
        pack: PackInfo {
            name: rules.pack.name.clone(),
            version: rules.pack.version.clone(),
            source: rules.folder.as_ref().map(|folder| folder.display().to_string()),
            digest: rules.digest.clone(),
            shared_digest: rules.shared_digest.clone(),
            off: rules.rules.iter().filter(|rule| rule.off).map(|rule| rule.id.to_string()).collect(),
            overridden: rules.overridden.clone(),
        },
        clauses: clauses(rules, &infos, &tables),
        rules: infos,
        inputs,
        tables: table_reports,
        findings,
        rows: judged.rows,
        rows_judged: judged.rows_judged,
        rows_by_kind: judged.rows_by_kind,
        errors: problems,
        notes: Vec::new(),
        retain_days: request.retain_days.or(rules.pack.retain).unwrap_or(RETAIN_DAYS),
        adviser: if request.by_adviser { rules.pack.adviser() } else { None },
        options: options(request),
        since: SinceLast::default(),
    };
    outcome.with_names_sealed()
}

/// A rule that broke while running is an error of the run, not only of the rule.
fn failed(rule: &RuleInfo) -> Option<Problem> {
    match &rule.coverage.status {
        Status::Failed(note) => Some(Problem { input: Some(rule.id.to_string()), note: note.clone() }),
        _ => None,
    }
}

fn clauses(rules: &RuleSet, infos: &[RuleInfo], tables: &Tables) -> Vec<ClauseInfo> {
    let clause = |clause: &crate::ruleset::pack::Clause| {
        let has_rule = infos.iter().any(|rule| rule.clauses.contains(&clause.id));
        let needs = match &clause.decided {
            Decided::Table(index) if !has_rule && tables[*index].is_none() => {
                Some(Note::new("why-table-absent").with("table", rules.pack.tables[*index].name.as_str()))
            }
            _ => None,
        };
        let never = match &clause.decided {
            Decided::Never(why) => Some(why.clone()),
            _ => None,
        };
        ClauseInfo { id: clause.id.clone(), title: clause.title.clone(), never, needs }
    };
    rules.pack.clauses.iter().map(clause).collect()
}

/// An audit under way.
struct Run<'r, 'a, 's, 'e> {
    request: &'a Request<'r>,
    audit: Audit<'a>,
    problems: Vec<Problem>,
    workers: Workers<'s, 'e>,
}

impl Run<'_, '_, '_, '_> {
    fn input(&mut self, index: usize, input: &Input) -> SourceReport {
        self.audit.begin_input();
        let name = input.name();
        let mut report = SourceReport { path: name.clone(), ..SourceReport::default() };
        let opened = input.open(&self.request.limits);
        if let Err(ReadError(note)) = opened.and_then(|mut book| self.book(index, &mut book, &mut report)) {
            self.problems.push(Problem { input: Some(name), note });
        }
        report
    }

    /// Audits a workbook. Its digest is worked out beside, where it is large.
    fn book(
        &mut self,
        index: usize,
        book: &mut Workbook,
        report: &mut SourceReport,
    ) -> Result<(), ReadError> {
        let digester = book.digester();
        let beside = self.workers.are_several() && digester.is_large();
        if beside && self.audit.takes_help() {
            self.workers.begin();
        }
        let digests = thread::scope(|scope| {
            let thread = beside.then(|| scope.spawn(|| digests(&digester)));
            report.sheets = self.sheets(index, &report.path, book);
            match thread {
                Some(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                None => digests(&digester),
            }
        });
        (report.sha256, report.content_sha256) = digests?;
        Ok(())
    }

    fn sheets(&mut self, index: usize, name: &str, book: &mut Workbook) -> Vec<SheetReport> {
        let entries = book.sheets().to_vec();
        let before = self.problems.len();
        self.problems.extend(unknown_sheets(self.request, name, &entries));
        let mut reports = Vec::with_capacity(entries.len());
        for (sheet, entry) in entries.iter().enumerate() {
            let at = SheetAt { source: Source::Input(index), sheet };
            let report = match skipped(entry, &self.request.sheets) {
                Some(reason) => SheetReport {
                    name: entry.name.clone(),
                    status: SheetStatus::Skipped(reason),
                    notes: Vec::new(),
                },
                None => self.sheet(at, name, entry, book),
            };
            reports.push(report);
        }
        let understood = reports.iter().any(|report| {
            matches!(&report.status, SheetStatus::Audited { .. })
                || matches!(&report.status, SheetStatus::Skipped(note) if note.id == "sheet-header-twice")
        });
        if !understood && self.problems.len() == before {
            let closest = reports.iter().find_map(|report| match &report.status {
                SheetStatus::Skipped(note) if note.id == "sheet-header-incomplete" => Some(note),
                _ => None,
            });
            let note = no_header(self.request.rules.lang, closest);
            self.problems.push(Problem { input: Some(name.to_owned()), note });
        }
        reports
    }

    fn sheet(&mut self, at: SheetAt, name: &str, entry: &SheetEntry, book: &mut Workbook) -> SheetReport {
        let before = self.audit.checkpoint();
        loop {
            let mut report = SheetReport {
                name: entry.name.clone(),
                status: SheetStatus::Skipped(Note::new("sheet-unread")),
                notes: Vec::new(),
            };
            let problem = match self.read(at, book, &mut report) {
                Ok(Ending::Whole) => return report,
                Ok(Ending::Cut(error)) => error,
                Ok(Ending::Again) => {
                    self.audit.roll_back(at, &before);
                    continue;
                }
                Err(error) => {
                    self.audit.roll_back(at, &before);
                    report.status = SheetStatus::Skipped(Note::new("sheet-unread"));
                    error
                }
            };
            let ReadError(note) = problem;
            self.problems.push(Problem { input: Some(format!("{name} › {}", entry.name)), note });
            return report;
        }
    }

    /// Reads a sheet once, and judges it.
    fn read(
        &mut self,
        at: SheetAt,
        book: &mut Workbook,
        report: &mut SheetReport,
    ) -> Result<Ending, ReadError> {
        let schema = &self.request.rules.pack.sheet;
        let mut rows = book.read_ahead(at.sheet, self.workers.are_several())?;
        if rows.facts().own {
            report.status = SheetStatus::Skipped(Note::new("sheet-own"));
            return Ok(Ending::Whole);
        }
        match TypedRows::open(rows.as_mut(), schema, self.request.as_of)? {
            Opened::NoHeader(closest) => {
                report.status = SheetStatus::Skipped(not_found_note(closest.as_ref()));
                Ok(Ending::Whole)
            }
            Opened::Again => Ok(Ending::Again),
            Opened::Rows(rows) => self.rows(at, *rows, report),
        }
    }

    /// Judges a sheet's header and rows. Where two headers mean one needed column, only the header.
    fn rows<R: RawRows + ?Sized>(
        &mut self,
        at: SheetAt,
        mut rows: TypedRows<'_, R>,
        report: &mut SheetReport,
    ) -> Result<Ending, ReadError> {
        let schema = &self.request.rules.pack.sheet;
        let layout = rows.layout().clone();
        self.audit.headers(at, layout.header_row, &HeaderSeen::all(&layout));
        if let Some(note) = ambiguous(&layout, schema) {
            report.status = SheetStatus::Skipped(note);
            return Ok(Ending::Whole);
        }
        // What must not stand in the sheet must not stand beside its data either.
        rows.with_outside();
        let typist = Typist::new(schema, self.request.as_of);
        let mut judging = workers::Rows::new(&mut self.workers, &self.audit, at, rows.places(), typist);
        let ending = loop {
            match judging.step(&mut rows, &mut self.audit) {
                Ok(Step::Row) => {}
                Ok(Step::End(ending)) => break Ok(ending),
                Err(error) => break Err(error),
            }
        };
        let judged = judging.finish(&mut self.audit)?;
        let ending = ending?;
        report.notes = rows.notes();
        report.status = SheetStatus::Audited {
            header_row: layout.header_row,
            rows: judged,
            columns: layout.found_columns(schema),
        };
        Ok(ending)
    }
}

/// What a file is known by, and what a text's content is.
fn digests(digester: &Digester) -> Result<(String, Option<String>), ReadError> {
    let sha256 = |digest| format!("sha256:{digest}");
    let digests = digester.digests()?;
    Ok((sha256(digests.bytes), digests.content.map(sha256)))
}

/// What was asked beside the inputs, the rules and the day. (What decides exit codes, the caller knows.)
fn options(request: &Request<'_>) -> Options {
    let period = |given: &GivenTable| Period { table: given.name.clone(), from: given.from, to: given.to };
    let said = request.tables.iter().filter(|given| given.from.is_some() || given.to.is_some());
    Options {
        sheets: request.sheets.clone(),
        limits: request.limits.changed(),
        periods: said.map(period).collect(),
        fail_on: Some(Severity::Error),
        strict: false,
    }
}

/// `, did you mean …?` where one of the names is near.
pub(crate) fn meant<'n>(rules: &RuleSet, written: &str, names: impl Iterator<Item = &'n str>) -> String {
    nearest(written, names)
        .map(|name| rules.lang.say(&Note::new("did-you-mean").with("name", name)))
        .unwrap_or_default()
}

/// Sheets that were asked for and that the workbook lacks.
pub(crate) fn unknown_sheets(request: &Request<'_>, input: &str, entries: &[SheetEntry]) -> Vec<Problem> {
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let unknown = request.sheets.iter().filter(|wanted| !names.contains(&wanted.as_str()));
    unknown
        .map(|wanted| {
            let meant = meant(request.rules, wanted, names.iter().copied());
            let note = Note::new("sheet-unknown").with("sheet", wanted.as_str()).with("meant", meant);
            Problem { input: Some(input.to_owned()), note: note.with("sheets", names.join(", ")) }
        })
        .collect()
}

/// No sheet of a workbook has the header; `closest` says what came nearest.
pub(crate) fn no_header(lang: Lang, closest: Option<&Note>) -> Note {
    let closest = match closest {
        Some(closest) => lang.say(&Note::new("no-header-closest").with("closest", lang.say(closest))),
        None => lang.word("no-header-at-all"),
    };
    Note::new("no-header").with("closest", closest)
}

/// Why a sheet is not looked at.
pub(crate) fn skipped(entry: &SheetEntry, wanted: &[String]) -> Option<Note> {
    if !entry.worksheet {
        return Some(Note::new("sheet-no-cells"));
    }
    if !wanted.is_empty() {
        return (!wanted.contains(&entry.name)).then(|| Note::new("sheet-not-asked-for"));
    }
    let how = match entry.visibility {
        Visibility::Visible => return None,
        Visibility::Hidden => "hidden",
        Visibility::VeryHidden => "very",
    };
    Some(Note::new("sheet-hidden").with("how", how))
}

/// Two headers for a column that the sheet cannot be judged without.
pub(crate) fn ambiguous(layout: &Layout, schema: &Schema) -> Option<Note> {
    let needed = layout
        .columns
        .iter()
        .zip(&schema.columns)
        .any(|(find, column)| find.how == HeaderMatch::Twice && column.required);
    if needed { layout.ambiguities(schema).into_iter().next() } else { None }
}

/// The folder's pack: itself, or the only child that holds one.
///
/// # Errors
/// Where none holds a pack, or several do.
pub fn pack_folder(folder: &Path) -> Result<PathBuf, Note> {
    if folder.join("pack.yaml").is_file() {
        return Ok(folder.to_owned());
    }
    let children = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut packs: Vec<PathBuf> = children.filter(|path| path.join("pack.yaml").is_file()).collect();
    packs.sort();
    match packs.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Note::new("rules-no-pack").with("folder", folder.display().to_string())),
        _ => {
            let names: Vec<String> = packs.iter().map(|path| path.display().to_string()).collect();
            Err(Note::new("rules-several-packs")
                .with("folder", folder.display().to_string())
                .with("packs", names.join(", ")))
        }
    }
}
