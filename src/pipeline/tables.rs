//! Reference tables, from their files to memory.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use jiff::civil::Date;

use super::ahead::{Ahead, Idle};
use super::{GivenTable, Request, ambiguous, digests, meant, skipped};
use crate::lang::{Lang, Note};
use crate::outcome::{HeaderMatch, Problem, SheetReport, SheetStatus, SourceReport};
use crate::ruleset::fault::nearest;
use crate::ruleset::pack::{Link, Target};
use crate::schema::{ColumnId, Schema};
use crate::sheet::{RawRow, RawValue, Row};
use crate::table::{Table, Tables, Way};
use crate::workbook::header::{Closest, HEAD_ROWS, Layout, not_found_note};
use crate::workbook::typing::{Ending, Opened, Step, TypedRows};
use crate::workbook::{Limits, RawRows, ReadError, Workbook};

/// Reads the tables that are given, in as many threads as `jobs` allows: one a table of the pack, none where it was not
/// given or cannot be used, with what is to be said of each.
pub(super) fn load(
    request: &Request<'_>,
    jobs: usize,
    problems: &mut Vec<Problem>,
) -> (Tables, Vec<SourceReport>) {
    let schemas = &request.rules.pack.tables;
    let wanted = request.tables.iter().map(|given| Loading::of(request, given));
    let (known, unknown): (Vec<_>, Vec<_>) = wanted.enumerate().partition(|(_, wanted)| wanted.is_ok());
    let known: Vec<(usize, Loading<'_>)> =
        known.into_iter().filter_map(|(place, loading)| Some((place, loading.ok()?))).collect();
    // Of those given for one table, the first that can be used is.
    let by_table: Vec<Vec<&(usize, Loading<'_>)>> = (0..schemas.len())
        .map(|table| known.iter().filter(|(_, loading)| loading.index == table).collect())
        .collect();
    let unknown = unknown.into_iter().filter_map(|(place, refused)| Some((place, refused.err()?)));
    let mut failed: Vec<(usize, Note)> = unknown.collect();
    let mut tables: Tables = Vec::with_capacity(schemas.len());
    // A location names a table by its place in the pack, so those not given keep theirs, empty.
    let mut reports: Vec<SourceReport> = Vec::with_capacity(schemas.len());
    let idle = Idle::new(jobs.saturating_sub(by_table.len()));
    let loaded = in_threads(&by_table, jobs, &idle, |given| first_usable(given, &idle));
    for (loaded, schema) in loaded.into_iter().zip(schemas) {
        let (table, report) = loaded.table.unzip();
        tables.push(table);
        let empty = || SourceReport { table: Some(schema.name.clone()), ..SourceReport::default() };
        reports.push(report.unwrap_or_else(empty));
        failed.extend(loaded.failed);
    }
    failed.sort_by_key(|(place, _)| *place);
    problems.extend(failed.into_iter().map(|(place, note)| {
        let given = &request.tables[place];
        Problem { input: Some(format!("{}={}", given.name, given.input.name())), note }
    }));
    (tables, reports)
}

/// Does the same with every item, in as many threads as `jobs` allows; what came of each, in their order. A thread that
/// finds no more items is idle.
fn in_threads<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    idle: &Idle,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else {
                idle.give();
                return done;
            };
            done.push((place, work(item)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..jobs.min(items.len())).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, done)| done).collect()
}

/// What came of the files that were given for one table.
#[derive(Default)]
struct Loaded {
    table: Option<(Table, SourceReport)>,
    /// Those that cannot be used, by their place among all that are given.
    failed: Vec<(usize, Note)>,
}

fn first_usable(given: &[&(usize, Loading<'_>)], idle: &Idle) -> Loaded {
    let mut loaded = Loaded::default();
    for (place, loading) in given {
        let result = match loaded.table {
            Some(_) => Err(Note::new("table-twice").with("table", loading.schema.name.as_str())),
            None => loading.load(idle),
        };
        match result {
            Ok(table) => loaded.table = Some(table),
            Err(note) => loaded.failed.push((*place, note)),
        }
    }
    loaded
}

/// A table that is to be read.
struct Loading<'r> {
    given: &'r GivenTable,
    /// Its place in the pack.
    index: usize,
    schema: &'r Schema,
    /// The ways that links go to its rows.
    ways: Vec<Way>,
    /// The column whose days it covers.
    day: Option<ColumnId>,
    limits: &'r Limits,
    as_of: Date,
    lang: Lang,
}

impl<'r> Loading<'r> {
    fn of(request: &'r Request<'_>, given: &'r GivenTable) -> Result<Self, Note> {
        let name = given.name.as_str();
        let schemas = &request.rules.pack.tables;
        let names = || schemas.iter().map(|schema| schema.name.as_str());
        let Some(index) = schemas.iter().position(|schema| schema.name == name) else {
            let meant = meant(request.rules, name, names());
            let note = Note::new("table-unknown").with("table", name).with("meant", meant);
            return Err(note.with("tables", names().collect::<Vec<_>>().join(", ")));
        };
        let links = request.rules.pack.links.iter().filter(|link| link.to == Target::Table(index));
        let mut ways: Vec<Way> = links.clone().filter_map(Link::way).collect();
        // One that knows the day, too, serves for one that asks for none.
        ways.sort_by_key(|way| (way.key, std::cmp::Reverse(way.day)));
        ways.dedup_by(|other, way| way.serves(*other));
        Ok(Self {
            given,
            index,
            schema: &schemas[index],
            ways,
            day: links.clone().find_map(|link| link.within).map(|(_, day, _)| day),
            limits: &request.limits,
            as_of: request.as_of,
            lang: request.rules.lang,
        })
    }

    fn load(&self, idle: &Idle) -> Result<(Table, SourceReport), Note> {
        let Self { given, schema, ways, .. } = self;
        let name = schema.name.as_str();
        let mut book = given.input.open(self.limits).map_err(|ReadError(note)| note)?;
        let (sha256, content_sha256) = digests(&book.digester()).map_err(|ReadError(note)| note)?;
        let mut table = Table::new((given.from, given.to), ways.iter().copied());
        let (table_name, path) = (Some(name.to_owned()), given.input.name());
        let mut report =
            SourceReport { table: table_name, path, sha256, content_sha256, ..SourceReport::default() };
        let entries = book.sheets().to_vec();
        let mut problem = None;
        for (sheet, entry) in entries.iter().enumerate() {
            let (status, notes) = match skipped(entry, &[]) {
                Some(reason) => (SheetStatus::Skipped(reason), Vec::new()),
                None => {
                    let read = self.sheet((sheet, &mut book), &mut table, &mut problem, idle);
                    read.map_err(|ReadError(note)| note)?
                }
            };
            report.sheets.push(SheetReport { name: entry.name.clone(), status, notes });
        }
        if !report.sheets.iter().any(|sheet| matches!(sheet.status, SheetStatus::Audited { .. })) {
            return Err(problem.unwrap_or_else(|| Note::new("table-no-cells").with("table", name)));
        }
        let blank = |key: &ColumnId| schema.column(*key).required && table.is_blank(*key);
        if let (false, Some(key)) = (table.is_empty(), ways.iter().map(|way| way.key).find(blank)) {
            let note = Note::new("table-key-empty").with("table", name);
            return Err(note.with("column", schema.column(key).name.as_str()));
        }
        report.period = self.day.and_then(|day| table.period(day));
        table.complete();
        Ok((table, report))
    }

    fn sheet(
        &self,
        (sheet, book): (usize, &mut Workbook),
        table: &mut Table,
        problem: &mut Option<Note>,
        idle: &Idle,
    ) -> Result<SheetRead, ReadError> {
        let before = table.mark();
        loop {
            let raw = book.read(sheet)?;
            if raw.facts().own {
                return Ok((SheetStatus::Skipped(Note::new("sheet-own")), Vec::new()));
            }
            let read = thread::scope(|scope| {
                let mut ahead = Ahead::new(raw, scope, idle);
                self.rows(sheet, &mut ahead, table)
            });
            match read? {
                Read::Sheet(status, notes) => return Ok((status, notes)),
                Read::Again => table.roll_back(&before),
                Read::Lacks(note) => {
                    *problem = Some(note.clone());
                    return Ok((SheetStatus::Skipped(note), Vec::new()));
                }
                Read::NoHeader(closest) => {
                    let headers = first_texts(book, sheet)?;
                    let note = match &closest {
                        Some(closest) => lacks(self.schema, closest.missing.iter(), &headers, self.lang),
                        None => headers_unknown(self.schema),
                    };
                    // Another sheet may tell more.
                    *problem = problem.take().or(Some(note));
                    let note = not_found_note(closest.as_ref());
                    return Ok((SheetStatus::Skipped(note), Vec::new()));
                }
            }
        }
    }

    /// Reads a table's sheet once.
    fn rows(&self, sheet: usize, raw: &mut dyn RawRows, table: &mut Table) -> Result<Read, ReadError> {
        let schema = self.schema;
        let mut rows = match TypedRows::open(raw, schema, self.as_of)? {
            Opened::NoHeader(closest) => return Ok(Read::NoHeader(closest)),
            Opened::Again => return Ok(Read::Again),
            Opened::Rows(rows) => rows,
        };
        let layout = rows.layout().clone();
        if let Some(note) = ambiguous(&layout, schema).or_else(|| lacking(&layout, schema, self.lang)) {
            return Ok(Read::Lacks(note));
        }
        let mut count = 0;
        let mut row = Row::default();
        loop {
            match rows.next_row(&mut row)? {
                Step::Row => {
                    table.push(sheet, &row);
                    count += 1;
                }
                Step::End(Ending::Whole) => break,
                Step::End(Ending::Again) => return Ok(Read::Again),
                Step::End(Ending::Cut(error)) => return Err(error),
            }
        }
        let columns = layout.found_columns(schema);
        let status = SheetStatus::Audited { header_row: layout.header_row, rows: count, columns };
        Ok(Read::Sheet(status, rows.notes()))
    }
}

/// What came of reading a sheet once.
enum Read {
    Sheet(SheetStatus, Vec<Note>),
    /// A needed column is missing, or there twice.
    Lacks(Note),
    NoHeader(Option<Closest>),
    /// It has to be read again.
    Again,
}

/// What became of a sheet, and what is to be said of it.
type SheetRead = (SheetStatus, Vec<Note>);

/// A needed column that a table lacks, with the headers that it has.
pub(crate) fn lacking(layout: &Layout, schema: &Schema, lang: Lang) -> Option<Note> {
    let missing: Vec<&String> = layout
        .columns
        .iter()
        .zip(&schema.columns)
        .filter(|(find, column)| column.required && find.how == HeaderMatch::Missing)
        .map(|(_, column)| &column.name)
        .collect();
    let headers: Vec<String> = layout.strays.iter().map(|stray| stray.header.clone()).collect();
    (!missing.is_empty()).then(|| lacks(schema, missing.into_iter(), &headers, lang))
}

fn lacks<'m>(
    schema: &Schema,
    missing: impl Iterator<Item = &'m String> + Clone,
    headers: &[String],
    lang: Lang,
) -> Note {
    let near = |name: &String| {
        let aliases = schema.find(name).map(|id| schema.column(id).aliases.as_slice()).unwrap_or_default();
        let near = |name: &String| nearest(name, headers.iter().map(String::as_str));
        let found = near(name).or_else(|| aliases.iter().find_map(near))?;
        let note = Note::new("table-nearest-header").with("column", name.as_str()).with("header", found);
        Some(lang.say(&note))
    };
    let names: Vec<&str> = missing.clone().map(String::as_str).collect();
    let near: Vec<String> = missing.filter_map(near).collect();
    Note::new("table-lacks-column")
        .with("table", schema.name.as_str())
        .with("missing", names.join(", "))
        .with("nearest", near.concat())
        .with("headers", on_one_line(headers))
}

/// None of a table's headers is known. They are not named: without a header, they would be what stands in cells.
fn headers_unknown(schema: &Schema) -> Note {
    let needed = schema.columns.iter().filter(|column| column.required);
    let needed: Vec<&str> = needed.map(|column| column.name.as_str()).collect();
    Note::new("table-no-header").with("table", schema.name.as_str()).with("needed", needed.join(", "))
}

fn on_one_line(headers: &[String]) -> String {
    if headers.is_empty() { "–".to_owned() } else { headers.join(", ") }
}

/// The texts of the first row that looks like a header: the most texts among the first rows.
fn first_texts(book: &mut Workbook, sheet: usize) -> Result<Vec<String>, ReadError> {
    let mut rows = book.read(sheet)?;
    let mut row = RawRow::default();
    let mut best: Vec<String> = Vec::new();
    for _ in 0..HEAD_ROWS {
        if !rows.next_row(&mut row)? {
            break;
        }
        let texts = row.cells.iter().filter_map(|cell| match &cell.value {
            RawValue::Text(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            _ => None,
        });
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).take(MOST_HEADERS).collect();
        if texts.len() > best.len() {
            best = texts;
        }
    }
    Ok(best)
}

/// So many headers of a file that is not understood are named.
const MOST_HEADERS: usize = 20;
