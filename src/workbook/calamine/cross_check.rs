//! Our reader of `.xlsx` held against calamine's, cell by cell.
//!
//! calamine is the oracle, not the judge: where the two differ, either may be wrong.

mod value;

use std::collections::VecDeque;
use std::io::BufReader;

use ::calamine::{Cell, DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::ask::ask;
use crate::sheet::{Block, CellRef, RawRow, RawValue, SheetFacts, Visibility};
use crate::workbook::source::Opened;
use crate::workbook::{Inner, RawRows, ReadError, SheetEntry, Workbook};

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
/// Where our reader finds more in the file than the limits: calamine, which has none, is not asked then. Where the
/// file is no `.xlsx` or `.xlsm`, and nothing is compared.
pub fn cross_check(
    book: &mut Workbook,
    mut tell: impl FnMut(Difference),
) -> Result<Vec<SheetCheck>, ReadError> {
    if !matches!(book.inner, Inner::Xlsx(_)) {
        return Err(ReadError::new("cross-check-not-xlsx"));
    }
    let entries = book.sheets().to_vec();
    within_limits(book, &entries)?;
    let mut theirs = Theirs::open(book.source.open()?);
    let mut checks = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let mut sheet = Sheet { name: &entry.name, tell: &mut tell, cells: 0, differences: 0 };
        match &mut theirs {
            Ok(theirs) => sheet.check(book, index, entry, theirs),
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
struct Theirs(Xlsx<BufReader<Opened>>);

impl Theirs {
    fn open(source: Opened) -> Result<Self, String> {
        let opened = ask(|| {
            let mut book = Xlsx::new(BufReader::new(source))?;
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
        match self.cells(book, index, theirs) {
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

    /// Compares the cells; then what each reader could read.
    fn cells(
        &mut self,
        book: &mut Workbook,
        index: usize,
        theirs: &mut Theirs,
    ) -> (Result<SheetFacts, ReadError>, Result<(), String>) {
        let theirs = said(ask(|| theirs.0.worksheet_cells_reader(self.name)));
        let mut ours = match book.read(index) {
            Ok(rows) => OurCells::of(rows),
            Err(error) => return (Err(error), theirs.map(|_| ())),
        };
        let compared = theirs.map(|mut reader| {
            let mut theirs = TheirCells::of(move || said(ask(|| reader.next_cell())));
            self.merge(&mut ours, &mut theirs)
        });
        match compared {
            Ok((Ok(()), theirs)) => (ours.rows.finish().cloned(), theirs),
            Ok((Err(error), theirs)) => (Err(error), theirs),
            Err(error) => (ours.rows.finish().cloned(), Err(error)),
        }
    }

    /// Goes through both readers' cells, place by place.
    fn merge<'a, N: FnMut() -> TheirCell<'a>>(
        &mut self,
        ours: &mut OurCells<'_>,
        theirs: &mut TheirCells<'a, N>,
    ) -> (Result<(), ReadError>, Result<(), String>) {
        let (mut our_next, mut their_next) = (ours.next(), theirs.next());
        loop {
            let (our_cell, their_cell) = match (&our_next, &their_next) {
                (Ok(None), Ok(None)) => return (Ok(()), Ok(())),
                (Ok(ours), Ok(theirs)) => (ours, theirs),
                _ => return (our_next.map(|_| ()), their_next.map(|_| ())),
            };
            let places = [our_cell.as_ref().map(|(at, _)| *at), their_cell.as_ref().map(|(at, _)| *at)];
            let Some(at) = places.into_iter().flatten().min() else {
                return (Ok(()), Ok(()));
            };
            let turns = places.map(|place| place == Some(at));
            let our_value =
                our_cell.as_ref().filter(|_| turns[0]).map_or(&RawValue::Blank, |(_, value)| value);
            let their_value =
                their_cell.as_ref().filter(|_| turns[1]).map_or(&DataRef::Empty, |(_, value)| value);
            self.cells += 1;
            if !value::is_same(our_value, their_value) {
                self.differs(What::Cell(at), value::ours(our_value), value::theirs(their_value));
            }
            if turns[0] {
                our_next = ours.next();
            }
            if turns[1] {
                their_next = theirs.next();
            }
        }
    }
}

/// Our cells, one by one.
struct OurCells<'a> {
    rows: Box<dyn RawRows + 'a>,
    row: RawRow,
    at: usize,
}

impl<'a> OurCells<'a> {
    fn of(rows: Box<dyn RawRows + 'a>) -> Self {
        Self { rows, row: RawRow::default(), at: 0 }
    }

    fn next(&mut self) -> Result<Option<(CellRef, RawValue)>, ReadError> {
        while self.at == self.row.cells.len() {
            self.at = 0;
            if !self.rows.next_row(&mut self.row)? {
                return Ok(None);
            }
        }
        let cell = &self.row.cells[self.at];
        self.at += 1;
        Ok(Some((CellRef::new(self.row.number, cell.column), cell.value.clone())))
    }
}

type TheirCell<'a> = Result<Option<Cell<DataRef<'a>>>, String>;

/// calamine's cells that hold something, one by one; those of a row by column.
struct TheirCells<'a, N> {
    /// None: read to its end, beyond which it must not be asked.
    read: Option<N>,
    row: VecDeque<(CellRef, DataRef<'a>)>,
    /// The first cell of the row after.
    ahead: Option<Cell<DataRef<'a>>>,
}

impl<'a, N: FnMut() -> TheirCell<'a>> TheirCells<'a, N> {
    fn of(read: N) -> Self {
        Self { read: Some(read), row: VecDeque::new(), ahead: None }
    }

    fn next(&mut self) -> Result<Option<(CellRef, DataRef<'a>)>, String> {
        if self.row.is_empty() {
            self.gather()?;
        }
        Ok(self.row.pop_front())
    }

    fn gather(&mut self) -> Result<(), String> {
        while let Some(read) = &mut self.read {
            let Some(cell) = self.ahead.take().map_or_else(read, |cell| Ok(Some(cell)))? else {
                self.read = None;
                break;
            };
            let (row, column) = cell.get_position();
            let at = CellRef::new(row.saturating_add(1), column);
            if self.row.back().is_some_and(|(other, _)| other.row != at.row) {
                self.ahead = Some(cell);
                break;
            }
            if !value::is_empty(cell.get_value()) {
                self.row.push_back((at, cell.get_value().clone()));
            }
        }
        self.row.make_contiguous().sort_by_key(|(at, _)| *at);
        Ok(())
    }
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
