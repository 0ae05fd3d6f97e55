//! Our reader of `.xlsx` held against calamine's, cell by cell.
//!
//! calamine is the oracle, not the judge: where the two differ, either may be wrong.

use std::path::Path;

use ::calamine::{Cell, CellErrorType, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use jiff::civil::{Date, DateTime, Time};

use super::ask::ask;
use crate::sheet::{Block, CellRef, RawCell, RawRow, RawValue, SheetFacts, Visibility};
use crate::workbook::{Inner, Limits, ReadError, SheetEntry, Workbook};

/// What holding the readers against each other on one sheet came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCheck {
    /// The text on its tab.
    pub name: String,
    /// Cells that hold something by either reader.
    pub cells: u64,
    /// How many differences were told of.
    pub differences: u64,
}

/// Something that the readers do not see alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The sheet's name.
    pub sheet: String,
    /// What differs.
    pub what: What,
    /// As our reader has it; none: nothing.
    pub ours: Option<String>,
    /// As calamine has it; none: nothing.
    pub theirs: Option<String>,
}

/// What two readers can see differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The value of a cell. Text stands in quotes.
    Cell(CellRef),
    /// The merged blocks of the sheet.
    Merges,
    /// The names of its Excel Tables.
    Tables,
    /// The kind and visibility of the sheet.
    Kind,
    /// That it can be read: the error of the reader that refuses it.
    Readable,
}

/// Reads every sheet of an `.xlsx` with both readers, and tells of each difference as it is met.
///
/// # Errors
/// Where our reader cannot open the file, or finds more in it than the limits: calamine, which has none, is not
/// asked then. Where the file is no `.xlsx` or `.xlsm`, and nothing is compared.
pub fn cross_check(
    path: &Path,
    limits: &Limits,
    mut tell: impl FnMut(Difference),
) -> Result<Vec<SheetCheck>, ReadError> {
    let mut book = Workbook::open(path, limits)?;
    if !matches!(book.inner, Inner::Xlsx(_)) {
        return Err(ReadError::new("cross-check-not-xlsx"));
    }
    let entries = book.sheets().to_vec();
    within_limits(&mut book, &entries)?;
    let mut theirs = Theirs::open(path);
    let mut checks = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let mut sheet = Sheet { name: &entry.name, tell: &mut tell, cells: 0, differences: 0 };
        match &mut theirs {
            Ok(theirs) => sheet.check(&mut book, index, entry, theirs),
            Err(error) => sheet.differs(What::Readable, None, Some(error.clone())),
        }
        checks.push(SheetCheck {
            name: entry.name.clone(),
            cells: sheet.cells,
            differences: sheet.differences,
        });
    }
    Ok(checks)
}

/// Reads all parts, without looking at the rows.
fn within_limits(book: &mut Workbook, entries: &[SheetEntry]) -> Result<(), ReadError> {
    for (index, _) in entries.iter().enumerate().filter(|(_, entry)| entry.worksheet) {
        match book.read(index).and_then(|mut rows| rows.finish().map(|_| ())) {
            Err(error) if error.0.id.starts_with("limit-") => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// calamine's reader.
struct Theirs(Xlsx<std::io::BufReader<std::fs::File>>);

impl Theirs {
    fn open(path: &Path) -> Result<Self, String> {
        let opened = ask(|| {
            let mut book: Xlsx<_> = ::calamine::open_workbook(path)?;
            book.load_tables()?;
            Ok(Self(book))
        });
        said(opened)
    }

    fn kind(&self, name: &str) -> Option<String> {
        let sheet = self.0.sheets_metadata().iter().find(|sheet| sheet.name == name)?;
        let visibility = match sheet.visible {
            SheetVisible::Visible => Visibility::Visible,
            SheetVisible::Hidden => Visibility::Hidden,
            SheetVisible::VeryHidden => Visibility::VeryHidden,
        };
        Some(kind(sheet.typ == SheetType::WorkSheet, visibility))
    }

    fn merges(&mut self, name: &str) -> Option<String> {
        let found = said(ask(|| self.0.merge_cells_by_sheet_name(name))).ok()?;
        Some(merges(&found.iter().map(super::block).collect::<Vec<_>>()))
    }

    fn tables(&self, name: &str) -> Option<String> {
        let mut names: Vec<&str> =
            self.0.table_names_in_sheet(name).into_iter().map(String::as_str).collect();
        names.sort_unstable();
        Some(names.join(" "))
    }
}

/// What an answer of calamine's was; a panic is a refusal, too.
fn said<T>(answer: Option<Result<T, ::calamine::XlsxError>>) -> Result<T, String> {
    match answer {
        Some(answer) => answer.map_err(|error| error.to_string()),
        None => Err("panic".to_owned()),
    }
}

fn kind(worksheet: bool, visibility: Visibility) -> String {
    format!("{} {visibility:?}", if worksheet { "worksheet" } else { "other" })
}

/// A sheet under way.
struct Sheet<'a, F> {
    name: &'a str,
    tell: &'a mut F,
    cells: u64,
    differences: u64,
}

impl<F: FnMut(Difference)> Sheet<'_, F> {
    fn differs(&mut self, what: What, ours: Option<String>, theirs: Option<String>) {
        self.differences += 1;
        (self.tell)(Difference { sheet: self.name.to_owned(), what, ours, theirs });
    }

    fn same(&mut self, what: What, ours: Option<String>, theirs: Option<String>) {
        if ours != theirs {
            self.differs(what, ours, theirs);
        }
    }

    fn check(&mut self, book: &mut Workbook, index: usize, entry: &SheetEntry, theirs: &mut Theirs) {
        self.same(What::Kind, Some(kind(entry.worksheet, entry.visibility)), theirs.kind(&entry.name));
        if !entry.worksheet {
            return;
        }
        match self.rows(book, index, theirs) {
            // Neither reads it: they agree.
            (Err(_), Err(_)) => {}
            (Ok(facts), Ok(())) => {
                self.same(What::Merges, Some(merges(&facts.merges)), theirs.merges(&entry.name));
                self.same(What::Tables, Some(tables(&facts)), theirs.tables(&entry.name));
            }
            (ours, theirs) => {
                self.differs(What::Readable, ours.err().map(|error| error.0.id.to_owned()), theirs.err());
            }
        }
    }

    /// Compares the rows; then what each reader made of the sheet as a whole.
    fn rows(
        &mut self,
        book: &mut Workbook,
        index: usize,
        theirs: &mut Theirs,
    ) -> (Result<SheetFacts, ReadError>, Result<(), String>) {
        let theirs = said(ask(|| theirs.0.worksheet_cells_reader(self.name)));
        let mut ours = match book.read(index) {
            Ok(rows) => rows,
            Err(error) => return (Err(error), theirs.map(|_| ())),
        };
        let mut theirs = match theirs {
            Ok(mut reader) => TheirRows::new(move || said(ask(|| reader.next_cell()))),
            Err(error) => return (ours.finish().cloned(), Err(error)),
        };
        let mut row = RawRow::default();
        let mut our_row = ours.next_row(&mut row);
        let mut their_row = theirs.next_row();
        loop {
            let (our_number, their_number) = match (&our_row, &their_row) {
                (Err(error), Err(_)) => return (Err(error.clone()), Err(String::new())),
                (Err(error), Ok(_)) => return (Err(error.clone()), Ok(())),
                (Ok(_), Err(error)) => return (ours.finish().cloned(), Err(error.clone())),
                (Ok(false), Ok(None)) => return (ours.finish().cloned(), Ok(())),
                (Ok(more), Ok(theirs)) => {
                    (more.then_some(row.number), theirs.as_ref().map(|(number, _)| *number))
                }
            };
            let number = our_number.into_iter().chain(their_number).min().unwrap_or_default();
            let our_turn = our_number == Some(number);
            let their_turn = their_number == Some(number);
            let our_cells: &[RawCell] = if our_turn { &row.cells } else { &[] };
            let their_cells = match &their_row {
                Ok(Some((_, cells))) if their_turn => cells.as_slice(),
                _ => &[],
            };
            self.row(number, our_cells, their_cells);
            if our_turn {
                our_row = ours.next_row(&mut row);
            }
            if their_turn {
                their_row = theirs.next_row();
            }
        }
    }

    fn row(&mut self, number: u32, ours: &[RawCell], theirs: &[(u32, DataRef<'_>)]) {
        let mut columns: Vec<u32> = ours.iter().map(|cell| cell.column).collect();
        columns.extend(theirs.iter().map(|(column, _)| *column));
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            let our_cell = ours.iter().find(|cell| cell.column == column);
            let our_value = our_cell.map_or(&RawValue::Blank, |cell| &cell.value);
            let their_cell = theirs.iter().find(|(other, _)| *other == column);
            let their_value = their_cell.map_or(&DataRef::Empty, |(_, value)| value);
            self.cells += 1;
            if !is_same(our_value, their_value) {
                let what = What::Cell(CellRef::new(number, column));
                self.differs(what, shown(our_value), their_shown(their_value));
            }
        }
    }
}

/// A row of calamine's: its 1-based number, its cells by column.
type TheirRow<'a> = (u32, Vec<(u32, DataRef<'a>)>);
type TheirCell<'a> = Result<Option<Cell<DataRef<'a>>>, String>;

/// calamine's cells, gathered into rows.
struct TheirRows<'a, N> {
    next: N,
    ahead: TheirCell<'a>,
    begun: bool,
}

impl<'a, N: FnMut() -> TheirCell<'a>> TheirRows<'a, N> {
    fn new(next: N) -> Self {
        Self { next, ahead: Ok(None), begun: false }
    }

    /// The next row, the cells that hold something.
    fn next_row(&mut self) -> Result<Option<TheirRow<'a>>, String> {
        if !std::mem::replace(&mut self.begun, true) {
            self.ahead = (self.next)();
        }
        let mut row: Option<TheirRow<'a>> = None;
        loop {
            let cell = match std::mem::replace(&mut self.ahead, Ok(None)) {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                // Said after the cells before it.
                Err(error) if row.is_some() => {
                    self.ahead = Err(error);
                    break;
                }
                Err(error) => return Err(error),
            };
            let (index, column) = cell.get_position();
            if row.as_ref().is_some_and(|(number, _)| *number != index + 1) {
                self.ahead = Ok(Some(cell));
                break;
            }
            if !is_empty(cell.get_value()) {
                row.get_or_insert_with(|| (index + 1, Vec::new())).1.push((column, cell.get_value().clone()));
            }
            self.ahead = (self.next)();
        }
        if let Some((_, cells)) = &mut row {
            cells.sort_by_key(|(column, _)| *column);
        }
        Ok(row)
    }
}

fn is_empty(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty | DataRef::SharedString("") => true,
        DataRef::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Do both readers mean the same? What calamine does not tell (a formula without a value) is no difference,
/// nor is the type in which it hands a date on.
fn is_same(ours: &RawValue, theirs: &DataRef<'_>) -> bool {
    match (ours, theirs) {
        (RawValue::Blank | RawValue::NoValue, theirs) => is_empty(theirs),
        (RawValue::Text(text), DataRef::String(other)) => text == other,
        (RawValue::Text(text), DataRef::SharedString(other)) => text == other,
        (RawValue::Text(text), DataRef::DateTimeIso(other) | DataRef::DurationIso(other)) => text == other,
        (RawValue::Text(text), theirs) if text.is_empty() => is_empty(theirs),
        (RawValue::Text(text), DataRef::DateTime(moment)) => {
            // A time of day, which is no date: `07:30`.
            moment.as_f64() < 1.0 && clock(moment).starts_with(text.as_str())
        }
        (RawValue::Number { value, .. }, DataRef::Float(other)) => value == other,
        #[allow(clippy::cast_precision_loss, reason = "Excel's own numbers are floats")]
        (RawValue::Number { value, .. }, DataRef::Int(other)) => *value == *other as f64,
        // `[h]:mm` is a number of days, and no date.
        (RawValue::Number { value, .. }, DataRef::DateTime(moment)) => {
            moment.is_duration() && *value == moment.as_f64()
        }
        (RawValue::Bool(truth), DataRef::Bool(other)) => truth == other,
        (RawValue::Error(code), DataRef::Error(other)) => {
            *code == other.to_string() || (code == "#GETTING_DATA" && *other == CellErrorType::GettingData)
        }
        (RawValue::Date(date), DataRef::DateTime(moment)) => Some(*date) == calendar(moment),
        (RawValue::Date(date), DataRef::DateTimeIso(text)) => Some(*date) == iso(text),
        _ => false,
    }
}

fn shown(value: &RawValue) -> Option<String> {
    Some(match value {
        RawValue::Blank | RawValue::NoValue => return None,
        RawValue::Text(text) => format!("{text:?}"),
        RawValue::Number { value, .. } => value.to_string(),
        RawValue::Bool(truth) => truth.to_string(),
        RawValue::Date(date) => date.to_string(),
        RawValue::Error(code) => code.clone(),
    })
}

fn their_shown(value: &DataRef<'_>) -> Option<String> {
    Some(match value {
        value if is_empty(value) => return None,
        DataRef::Empty => return None,
        DataRef::SharedString(text) => format!("{text:?}"),
        DataRef::String(text) => format!("{text:?}"),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => value.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(code) => code.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(moment) => match calendar(moment) {
            Some(date) => date.to_string(),
            None => format!("{:?}", moment.to_ymd_hms_milli()),
        },
    })
}

/// A moment as calamine's own calendar has it.
fn calendar(moment: &ExcelDateTime) -> Option<DateTime> {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let small = |number: u8| i8::try_from(number).ok();
    let nanos = i32::from(milli) * 1_000_000;
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, nanos).ok()?;
    Some(DateTime::from_parts(date, time))
}

/// `07:30:00`.
fn clock(moment: &ExcelDateTime) -> String {
    let (.., hour, minute, second, _) = moment.to_ymd_hms_milli();
    format!("{hour:02}:{minute:02}:{second:02}")
}

fn iso(text: &str) -> Option<DateTime> {
    let plain = text.trim_end_matches('Z');
    let day = || plain.parse::<Date>().ok().map(|date| date.to_datetime(Time::midnight()));
    if plain.len() > 10 { plain.parse().ok() } else { day() }
}

/// The merged blocks, sorted: a file may list them in any order.
fn merges(blocks: &[Block]) -> String {
    let mut names: Vec<String> =
        blocks.iter().map(|block| format!("{}:{}", block.first, block.last)).collect();
    names.sort_unstable();
    names.join(" ")
}

fn tables(facts: &SheetFacts) -> String {
    let mut names: Vec<&str> = facts.tables.iter().map(|table| table.name.as_str()).collect();
    names.sort_unstable();
    names.join(" ")
}
