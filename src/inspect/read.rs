//! Inputs → what was understood of them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::content::{Known, Profile, Yardstick};
use super::{AroundSeen, ColumnSeen, Compared, Counts, InputSeen, Inspection, RowsSeen, SheetSeen, State};
use super::{Understood, UnknownColumn, mapping};
use crate::check::Audit;
use crate::lang::Note;
use crate::outcome::names::{seal, seal_problems};
use crate::outcome::{HeaderMatch, Problem};
use crate::pipeline::{Input, Request, ambiguous, lacking, meant, no_header, skipped, unknown_sheets};
use crate::ruleset::terms::GroupId;
use crate::schema::{ColumnType, Schema};
use crate::sheet::{Cell, Row, SheetFacts, Value};
use crate::table::Tables;
use crate::workbook::cross_check::{What, cross_check};
use crate::workbook::header::{Layout, not_found_note};
use crate::workbook::typing::{Ending, Opened, Step, TypedRows};
use crate::workbook::{ReadError, SheetEntry, Workbook};

/// Looks at every input as the sheet of the pack, or as its table of this name; `compare`: with calamine's
/// reader, too.
///
/// # Errors
/// Where the pack has no such table.
pub fn inspect(request: &Request<'_>, table: Option<&str>, compare: bool) -> Result<Inspection, Note> {
    let pack = &request.rules.pack;
    let schema = match table {
        None => &pack.sheet,
        Some(name) => find_table(request, name)?,
    };
    let tables = Tables::new();
    let mut look = Look {
        request,
        schema,
        is_table: table.is_some(),
        compare,
        kinds: Audit::new(request.rules, &tables, request.as_of),
        errors: request.problems.clone(),
    };
    let inputs = request.inputs.iter().map(|input| look.input(input)).collect();
    let mut inspection = Inspection {
        lang: request.rules.lang,
        pack: pack.name.clone(),
        version: pack.version.clone(),
        table: table.map(str::to_owned),
        inputs,
        errors: look.errors,
    };
    seal_names(&mut inspection, request.as_of);
    Ok(inspection)
}

/// Identity numbers in names are shown no more than in an audit.
fn seal_names(inspection: &mut Inspection, day: Date) {
    for input in &mut inspection.inputs {
        seal(&mut input.path, day);
        input.sheets.iter_mut().for_each(|sheet| seal(&mut sheet.name, day));
        let places = input.compared.iter_mut().flat_map(|compared| &mut compared.places);
        places.for_each(|(sheet, _)| seal(sheet, day));
    }
    seal_problems(&mut inspection.errors, day);
}

fn find_table<'r>(request: &Request<'r>, name: &str) -> Result<&'r Schema, Note> {
    let tables = &request.rules.pack.tables;
    let names = || tables.iter().map(|schema| schema.name.as_str());
    tables.iter().find(|schema| schema.name == name).ok_or_else(|| {
        Note::new("table-unknown")
            .with("table", name)
            .with("meant", meant(request.rules, name, names()))
            .with("tables", names().collect::<Vec<_>>().join(", "))
    })
}

struct Look<'r> {
    request: &'r Request<'r>,
    schema: &'r Schema,
    is_table: bool,
    /// Each workbook is read with a second reader as well.
    compare: bool,
    /// Knows which rows are of a kind.
    kinds: Audit<'r>,
    errors: Vec<Problem>,
}

impl Look<'_> {
    fn input(&mut self, input: &Input) -> InputSeen {
        let path = input.name();
        match input.open(&self.request.limits) {
            Ok(mut book) => {
                let sheets = self.sheets(&path, &mut book);
                let compared = if self.compare { self.compared(&path, &mut book) } else { None };
                InputSeen { path, file: Some(book.facts()), sheets, compared }
            }
            Err(ReadError(note)) => {
                self.errors.push(Problem { input: Some(path.clone()), note });
                InputSeen { path, file: None, sheets: Vec::new(), compared: None }
            }
        }
    }

    fn compared(&mut self, path: &str, book: &mut Workbook) -> Option<Compared> {
        let mut places = Vec::new();
        let checked = cross_check(book, |found| {
            let at = match found.what {
                What::Cell(at) => Some(at),
                _ => None,
            };
            places.push((found.sheet, at));
        });
        match checked {
            Ok(sheets) => Some(Compared { cells: sheets.iter().map(|sheet| sheet.cells).sum(), places }),
            Err(ReadError(note)) => {
                self.errors.push(Problem { input: Some(path.to_owned()), note });
                None
            }
        }
    }

    fn sheets(&mut self, path: &str, book: &mut Workbook) -> Vec<SheetSeen> {
        let entries = book.sheets().to_vec();
        let before = self.errors.len();
        let sheets: Vec<SheetSeen> =
            entries.iter().enumerate().map(|(index, entry)| self.sheet(index, entry, book)).collect();
        for sheet in &sheets {
            let failed = match &sheet.state {
                State::Unreadable(note) => Some(note),
                State::Understood(understood) => understood.failed.as_ref(),
                _ => None,
            };
            if let Some(note) = failed {
                let input = Some(format!("{path} › {}", sheet.name));
                self.errors.push(Problem { input, note: note.clone() });
            }
        }
        self.errors.extend(unknown_sheets(self.request, path, &entries));
        let senses: Vec<&Understood> = sheets.iter().filter_map(SheetSeen::understood).collect();
        let understood = !senses.is_empty();
        // An audit takes a table without what it needs for no table at all.
        let useless = senses.iter().filter_map(|sense| sense.cannot_judge.as_ref());
        if self.is_table && useless.clone().count() == senses.len() {
            let problem = |note: &Note| Problem { input: Some(path.to_owned()), note: note.clone() };
            self.errors.extend(useless.take(1).map(problem));
        }
        if !understood && self.errors.len() == before {
            self.errors.push(Problem { input: Some(path.to_owned()), note: self.no_header(&sheets) });
        }
        only_useful_guesses(sheets, understood)
    }

    /// No sheet was understood: which row came closest.
    fn no_header(&self, sheets: &[SheetSeen]) -> Note {
        let closest = sheets.iter().find_map(|sheet| match &sheet.state {
            State::NotUnderstood(note) if note.id == "sheet-header-incomplete" => Some(note),
            _ => None,
        });
        no_header(self.request.rules.lang, closest)
    }

    fn sheet(&mut self, index: usize, entry: &SheetEntry, book: &mut Workbook) -> SheetSeen {
        let mut guesses = Vec::new();
        let state = match skipped(entry, &self.request.sheets) {
            Some(why) => State::Skipped(why),
            None => match self.read(index, book) {
                Ok(Read { state, riddle }) => {
                    if riddle {
                        guesses = self.guess(index, &state, book);
                    }
                    state
                }
                Err(ReadError(note)) => State::Unreadable(note),
            },
        };
        SheetSeen { name: entry.name.clone(), visibility: entry.visibility, state, guesses }
    }

    /// Headers that may mean the columns that were not found. The sheet was read once without fault.
    fn guess(&self, index: usize, state: &State, book: &mut Workbook) -> Vec<super::Guess> {
        let understood = match state {
            State::Understood(understood) => Some(understood.as_ref()),
            _ => None,
        };
        let missing: Vec<usize> = (0..self.schema.columns.len())
            .filter(|at| understood.is_none_or(|it| it.columns[*at].how == HeaderMatch::Missing))
            .collect();
        let sought = mapping::sought(self.request.rules, self.schema, &missing);
        let known = understood.map(|it| Known {
            header_row: it.header_row,
            unknown: it.unknown.iter().map(|column| column.index).collect(),
        });
        let groups: Vec<GroupId> = sought.iter().filter_map(|sought| sought.group).collect();
        let asked = Yardstick { rules: self.request.rules, groups: &groups, as_of: self.request.as_of };
        let profile =
            book.read(index).and_then(|mut rows| Profile::of(rows.as_mut(), known.as_ref(), &asked));
        let Ok(Some(profile)) = profile else { return Vec::new() };
        let guesses = mapping::guess(&sought, &profile);
        // A sheet that nothing is known of has some column of numbers, whatever it is about.
        let needed = self.schema.columns.iter().filter(|column| column.required);
        let guessed = needed.clone().filter(|column| guesses.iter().any(|it| it.column == column.name));
        let enough = guessed.count() >= needed.count().div_ceil(2).max(2);
        if understood.is_some() || enough { guesses } else { Vec::new() }
    }

    /// Reads a sheet, twice where what stands after its rows changes how they are read.
    fn read(&self, index: usize, book: &mut Workbook) -> Result<Read, ReadError> {
        loop {
            if let Some(read) = self.read_once(index, book)? {
                return Ok(read);
            }
        }
    }

    fn read_once(&self, index: usize, book: &mut Workbook) -> Result<Option<Read>, ReadError> {
        let mut raw = book.read(index)?;
        if raw.facts().own {
            return Ok(Some(Read { state: State::Skipped(Note::new("sheet-own")), riddle: false }));
        }
        let mut rows = match TypedRows::open(raw.as_mut(), self.schema, self.request.as_of)? {
            Opened::Rows(rows) => rows,
            Opened::Again => return Ok(None),
            Opened::NoHeader(closest) => {
                let note = not_found_note(closest.as_ref());
                return Ok(Some(Read { state: State::NotUnderstood(note), riddle: true }));
            }
        };
        let layout = rows.layout().clone();
        let mut seen = Seen::new(self.schema);
        let mut row = Row::default();
        let failed = loop {
            match rows.next_row(&mut row)? {
                Step::Row => seen.row(&row, self.kind(&row)),
                Step::End(Ending::Again) => return Ok(None),
                Step::End(Ending::Cut(ReadError(note))) => break Some(note),
                Step::End(Ending::Whole) => break None,
            }
        };
        let notes = rows.notes();
        seen.rows.passed_over = rows.passed_over().clone();
        drop(rows);
        let lacks = lacking(&layout, self.schema, self.request.rules.lang);
        let missing = layout.columns.iter().any(|find| find.how == HeaderMatch::Missing);
        let riddle = missing && !layout.strays.is_empty();
        let facts = raw.facts().clone();
        let understood = Understood {
            header_row: layout.header_row,
            runner_up: layout.runner_up,
            cannot_judge: ambiguous(&layout, self.schema).or_else(|| lacks.filter(|_| self.is_table)),
            columns: columns(&layout, self.schema, &facts, &seen.counts),
            unknown: unknown(&layout, &seen.strays),
            around: around(&layout, facts),
            rows: seen.rows,
            notes,
            failed,
        };
        Ok(Some(Read { state: State::Understood(Box::new(understood)), riddle }))
    }

    fn kind(&self, row: &Row) -> Option<&str> {
        if self.is_table { None } else { self.kinds.kind_of(row) }
    }
}

/// A workbook has sheets of other kinds, too: they are no riddle where another sheet has the header.
fn only_useful_guesses(mut sheets: Vec<SheetSeen>, understood: bool) -> Vec<SheetSeen> {
    for sheet in sheets.iter_mut().filter(|sheet| understood && sheet.understood().is_none()) {
        sheet.guesses.clear();
    }
    sheets
}

struct Read {
    state: State,
    /// Some column was not found, and some header is unknown: it may be its.
    riddle: bool,
}

/// The rows of a sheet, as they go by.
struct Seen {
    rows: RowsSeen,
    /// One a column of the schema.
    counts: Vec<Counts>,
    types: Vec<ColumnType>,
    /// By the sheet's column: data rows in which it is filled and unknown.
    strays: BTreeMap<u32, u64>,
}

impl Seen {
    fn new(schema: &Schema) -> Self {
        Self {
            rows: RowsSeen::default(),
            counts: vec![Counts::default(); schema.columns.len()],
            types: schema.columns.iter().map(|column| column.kind).collect(),
            strays: BTreeMap::new(),
        }
    }

    fn row(&mut self, row: &Row, kind: Option<&str>) {
        let rows = &mut self.rows;
        rows.data += 1;
        rows.first_last = Some((rows.first_last.map_or(row.number, |(first, _)| first), row.number));
        rows.hidden += u64::from(row.hidden);
        rows.struck += u64::from(row.cells.iter().any(|cell| cell.marks.struck));
        if let Some(kind) = kind {
            match rows.kinds.iter_mut().find(|(name, _)| name == kind) {
                Some((_, count)) => *count += 1,
                None => rows.kinds.push((kind.to_owned(), 1)),
            }
        }
        for ((counts, cell), kind) in self.counts.iter_mut().zip(&row.cells).zip(&self.types) {
            count(counts, cell, *kind);
        }
        for stray in &row.strays {
            *self.strays.entry(stray.column).or_default() += 1;
        }
    }
}

fn count(counts: &mut Counts, cell: &Cell, kind: ColumnType) {
    let place = match cell.value {
        Value::Absent => return,
        Value::Blank if cell.marks.placeholder => &mut counts.placeholders,
        Value::Blank => &mut counts.blank,
        Value::AmbiguousDate => &mut counts.ambiguous_dates,
        Value::BadDate => &mut counts.bad_dates,
        Value::Error => &mut counts.errors,
        Value::NoValue => &mut counts.no_value,
        Value::Text if kind == ColumnType::Number => &mut counts.bad_numbers,
        Value::Text | Value::Number(_) | Value::Date(_) if cell.marks.damaged => &mut counts.damaged,
        Value::Text | Value::Number(_) | Value::Date(_) => &mut counts.read,
    };
    *place += 1;
    counts.typed_dates += u64::from(cell.marks.typed_date);
    counts.merged += u64::from(cell.marks.merged);
}

fn columns(layout: &Layout, schema: &Schema, facts: &SheetFacts, counts: &[Counts]) -> Vec<ColumnSeen> {
    let pairs = schema.columns.iter().zip(&layout.columns).zip(counts);
    pairs
        .map(|((column, find), counts)| ColumnSeen {
            name: column.name.clone(),
            kind: column.kind,
            required: column.required,
            personal: column.personal,
            how: find.how,
            in_part: find.in_part,
            header: find.header.clone(),
            index: find.index,
            rivals: find.rivals.clone(),
            hidden: find.index.is_some_and(|index| facts.hidden_columns.binary_search(&index).is_ok()),
            counts: *counts,
        })
        .collect()
}

/// Headers that no column claims, and cells that no header stands above.
fn unknown(layout: &Layout, strays: &BTreeMap<u32, u64>) -> Vec<UnknownColumn> {
    let rivals: Vec<u32> =
        layout.columns.iter().flat_map(|find| &find.rivals).map(|(index, _)| *index).collect();
    let mut unknown: BTreeMap<u32, UnknownColumn> = layout
        .strays
        .iter()
        .map(|stray| {
            let header = Some(stray.header.clone());
            (stray.index, UnknownColumn { index: stray.index, header, filled: 0 })
        })
        .collect();
    for (index, filled) in strays.iter().filter(|(index, _)| !rivals.contains(index)) {
        let column = UnknownColumn { index: *index, header: None, filled: 0 };
        unknown.entry(*index).or_insert(column).filled = *filled;
    }
    unknown.into_values().collect()
}

fn around(layout: &Layout, facts: SheetFacts) -> AroundSeen {
    let of_headers = layout.columns.iter().filter_map(|find| find.index);
    let last = of_headers.chain(layout.strays.iter().map(|stray| stray.index)).max();
    let within = |index: &u32| last.is_some_and(|last| *index <= last);
    AroundSeen {
        merges: facts.merges,
        tables: facts.tables,
        table: layout.data.table.as_ref().map(|table| table.name.clone()),
        notes: facts.notes.len(),
        protected: facts.protected,
        hidden_columns: facts.hidden_columns.into_iter().filter(within).collect(),
    }
}
