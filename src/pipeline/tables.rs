//! Reference tables, from their files to memory.

use super::{GivenTable, Request, ambiguous, digest, meant, skipped};
use crate::lang::{Lang, Note};
use crate::outcome::{HeaderMatch, Problem, SheetReport, SheetStatus, SourceReport};
use crate::ruleset::fault::nearest;
use crate::ruleset::pack::Target;
use crate::schema::Schema;
use crate::sheet::{RawRow, RawValue, Row};
use crate::table::{Table, Tables};
use crate::workbook::header::{HEAD_ROWS, Layout, not_found_note};
use crate::workbook::typing::{Ending, Opened, Step, TypedRows};
use crate::workbook::{ReadError, Workbook};

/// Reads the tables that are given: one a table of the pack, none where it was not given or cannot be used, with what is
/// to be said of each.
pub(super) fn load(request: &Request<'_>, problems: &mut Vec<Problem>) -> (Tables, Vec<SourceReport>) {
    let schemas = &request.rules.pack.tables;
    let mut tables: Tables = schemas.iter().map(|_| None).collect();
    let mut reports: Vec<Option<SourceReport>> = schemas.iter().map(|_| None).collect();
    for given in &request.tables {
        match load_table(request, given, &tables) {
            Ok((index, table, report)) => {
                tables[index] = Some(table);
                reports[index] = Some(report);
            }
            Err(note) => {
                let input = Some(format!("{}={}", given.name, given.input.name()));
                problems.push(Problem { input, note });
            }
        }
    }
    let empty =
        |schema: &Schema| SourceReport { table: Some(schema.name.clone()), ..SourceReport::default() };
    // A location names a table by its place in the pack, so those not given keep theirs, empty.
    let reports = reports
        .into_iter()
        .zip(schemas)
        .map(|(report, schema)| report.unwrap_or_else(|| empty(schema)))
        .collect();
    (tables, reports)
}

fn load_table(
    request: &Request<'_>,
    given: &GivenTable,
    tables: &Tables,
) -> Result<(usize, Table, SourceReport), Note> {
    let GivenTable { name, input, from, to } = given;
    let name = name.as_str();
    let schemas = &request.rules.pack.tables;
    let names = || schemas.iter().map(|schema| schema.name.as_str());
    let Some(index) = schemas.iter().position(|schema| schema.name == name) else {
        let meant = meant(request.rules, name, names());
        let note = Note::new("table-unknown").with("table", name).with("meant", meant);
        return Err(note.with("tables", names().collect::<Vec<_>>().join(", ")));
    };
    if tables[index].is_some() {
        return Err(Note::new("table-twice").with("table", name));
    }
    let schema = &schemas[index];
    let mut book = input.open(&request.limits).map_err(|ReadError(note)| note)?;
    let sha256 = digest(&book).map_err(|ReadError(note)| note)?;
    let mut table = Table::of_days(*from, *to);
    let mut report =
        SourceReport { table: Some(name.to_owned()), path: input.name(), sha256, ..SourceReport::default() };
    let entries = book.sheets().to_vec();
    let mut problem = None;
    for (sheet, entry) in entries.iter().enumerate() {
        let status = match skipped(entry, &[]) {
            Some(reason) => (SheetStatus::Skipped(reason), Vec::new()),
            None => table_sheet(request, schema, sheet, &mut book, &mut table, &mut problem)
                .map_err(|ReadError(note)| note)?,
        };
        report.sheets.push(SheetReport { name: entry.name.clone(), status: status.0, notes: status.1 });
    }
    if !report.sheets.iter().any(|sheet| matches!(sheet.status, SheetStatus::Audited { .. })) {
        return Err(problem.unwrap_or_else(|| Note::new("table-no-cells").with("table", name)));
    }
    let links = request.rules.pack.links.iter().filter(|link| link.to == Target::Table(index));
    let keys = links.clone().filter_map(|link| link.keys.first()).map(|(_, theirs)| *theirs);
    if let (false, Some(key)) =
        (table.is_empty(), keys.filter(|key| schema.column(*key).required).find(|key| table.is_blank(*key)))
    {
        let note = Note::new("table-key-empty").with("table", name);
        return Err(note.with("column", schema.column(key).name.as_str()));
    }
    report.period = links.clone().find_map(|link| link.within).and_then(|(_, day, _)| table.period(day));
    Ok((index, table, report))
}

type SheetRead = (SheetStatus, Vec<Note>);

fn table_sheet(
    request: &Request<'_>,
    schema: &Schema,
    sheet: usize,
    book: &mut Workbook,
    table: &mut Table,
    problem: &mut Option<Note>,
) -> Result<SheetRead, ReadError> {
    let before = table.mark();
    loop {
        if let Some(read) = table_rows(request, schema, sheet, book, table, problem)? {
            return Ok(read);
        }
        table.roll_back(&before);
    }
}

/// Reads a table's sheet once; none: it has to be read again.
fn table_rows(
    request: &Request<'_>,
    schema: &Schema,
    sheet: usize,
    book: &mut Workbook,
    table: &mut Table,
    problem: &mut Option<Note>,
) -> Result<Option<SheetRead>, ReadError> {
    let mut raw = book.read(sheet)?;
    if raw.facts().own {
        return Ok(Some((SheetStatus::Skipped(Note::new("sheet-own")), Vec::new())));
    }
    let mut rows = match TypedRows::open(raw.as_mut(), schema, request.as_of)? {
        Opened::NoHeader(closest) => {
            drop(raw);
            let headers = first_texts(book, sheet)?;
            let note = match &closest {
                Some(closest) => lacks(schema, closest.missing.iter(), &headers, request.rules.lang),
                None => headers_unknown(schema),
            };
            // Another sheet may tell more.
            *problem = problem.take().or(Some(note));
            return Ok(Some((SheetStatus::Skipped(not_found_note(closest.as_ref())), Vec::new())));
        }
        Opened::Again => return Ok(None),
        Opened::Rows(rows) => rows,
    };
    let layout = rows.layout().clone();
    if let Some(note) = ambiguous(&layout, schema).or_else(|| lacking(&layout, schema, request.rules.lang)) {
        *problem = Some(note.clone());
        return Ok(Some((SheetStatus::Skipped(note), Vec::new())));
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
            Step::End(Ending::Again) => return Ok(None),
            Step::End(Ending::Cut(error)) => return Err(error),
        }
    }
    let columns = layout.found_columns(schema);
    let status = SheetStatus::Audited { header_row: layout.header_row, rows: count, columns };
    Ok(Some((status, rows.notes())))
}

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
