//! How workbooks are understood, without judging them: which row is the header, which column is which,
//! what could not be read. What is found is inert data, for renderers; no cell's content is kept.

mod content;
mod mapping;
mod proposal;
mod read;

use crate::lang::{Lang, Note};
use crate::outcome::{HeaderMatch, Problem};
use crate::schema::ColumnType;
use crate::sheet::{Block, CellRef, TableBlock, Visibility};
use crate::workbook::FileFacts;
use crate::workbook::header::RunnerUp;
use crate::workbook::typing::PassedOver;

pub use read::inspect;

/// What was understood of every input.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// The language of notes.
    pub lang: Lang,
    /// The pack whose columns were looked for.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// The table that the inputs were read as; none: the sheet.
    pub table: Option<String>,
    /// In the order they were given.
    pub inputs: Vec<InputSeen>,
    /// What could not be read or understood.
    pub errors: Vec<Problem>,
}

/// An input.
#[derive(Debug, Clone)]
pub struct InputSeen {
    /// As the user gave it, or as it was found in a folder. `-` is standard input.
    pub path: String,
    /// What the file is; none where it could not be opened.
    pub file: Option<FileFacts>,
    /// In the order of their tabs.
    pub sheets: Vec<SheetSeen>,
    /// What came of reading it with two readers, where that was asked for.
    pub compared: Option<Compared>,
}

/// What came of reading a workbook with two readers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// Cells that hold something by either.
    pub cells: u64,
    /// Where they differ: the sheet, and the cell where it is one.
    pub places: Vec<(String, Option<CellRef>)>,
}

/// A sheet.
#[derive(Debug, Clone)]
pub struct SheetSeen {
    /// The text on its tab.
    pub name: String,
    /// Is it shown?
    pub visibility: Visibility,
    /// What became of it.
    pub state: State,
    /// Headers that may mean columns that were not found.
    pub guesses: Vec<Guess>,
}

/// What became of a sheet.
#[derive(Debug, Clone)]
pub enum State {
    /// It was not looked at, and why.
    Skipped(Note),
    /// It was read, and no header was found.
    NotUnderstood(Note),
    /// It could not be read.
    Unreadable(Note),
    /// Its header was found.
    Understood(Box<Understood>),
}

/// A sheet whose header was found.
#[derive(Debug, Clone)]
pub struct Understood {
    /// 1-based.
    pub header_row: u32,
    /// Another row that has nearly as many of the columns.
    pub runner_up: Option<RunnerUp>,
    /// Why an audit could not judge it all the same: a column twice, or one that a table lacks.
    pub cannot_judge: Option<Note>,
    /// One a column of the pack, in its order.
    pub columns: Vec<ColumnSeen>,
    /// Columns that the pack does not know, from left to right.
    pub unknown: Vec<UnknownColumn>,
    /// Its rows.
    pub rows: RowsSeen,
    /// What stands around the data.
    pub around: AroundSeen,
    /// What a person should know of how it was read.
    pub notes: Vec<Note>,
    /// Where reading stopped, if it did.
    pub failed: Option<Note>,
}

/// A column of the pack, as it was looked for.
#[derive(Debug, Clone)]
pub struct ColumnSeen {
    /// The canonical name.
    pub name: String,
    /// How its cells are read.
    pub kind: ColumnType,
    /// A sheet without it cannot be judged whole.
    pub required: bool,
    /// Masked in reports.
    pub personal: bool,
    /// How it was matched.
    pub how: HeaderMatch,
    /// Without what stands in the header's brackets or on its further lines.
    pub in_part: bool,
    /// The header as it stands.
    pub header: Option<String>,
    /// Its 0-based column.
    pub index: Option<u32>,
    /// Where two headers mean it: all of them.
    pub rivals: Vec<(u32, String)>,
    /// The column is hidden.
    pub hidden: bool,
    /// What its cells hold.
    pub counts: Counts,
}

/// How many cells of a column are what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Filled and read: all that are not counted among the others below, typed dates included.
    pub read: u64,
    /// Empty, or white space only.
    pub blank: u64,
    /// Hold a word of the pack for "nothing".
    pub placeholders: u64,
    /// Dates typed as text or as a plain number, and read.
    pub typed_dates: u64,
    /// Text that could be more than one date.
    pub ambiguous_dates: u64,
    /// Filled in a column of dates, and no date.
    pub bad_dates: u64,
    /// Filled in a column of numbers, and no number.
    pub bad_numbers: u64,
    /// Numbers that Excel damaged.
    pub damaged: u64,
    /// Error cells.
    pub errors: u64,
    /// Formulas without a stored value.
    pub no_value: u64,
    /// Filled from a merged block.
    pub merged: u64,
}

/// A column that the pack does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownColumn {
    /// 0-based.
    pub index: u32,
    /// Its header; none where cells are filled and no header stands above them.
    pub header: Option<String>,
    /// Data rows in which it is filled.
    pub filled: u64,
}

/// The rows of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowsSeen {
    /// Data rows: those of every kind.
    pub data: u64,
    /// The first and the last of them, 1-based.
    pub first_last: Option<(u32, u32)>,
    /// Hidden by hand or by a filter.
    pub hidden: u64,
    /// With a cell that is struck through.
    pub struck: u64,
    /// Kinds of the pack that only some rules judge, with how many; those without rows left out.
    pub kinds: Vec<(String, u64)>,
    /// What is no data.
    pub passed_over: PassedOver,
}

/// What stands around a sheet's data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AroundSeen {
    /// Merged blocks, anywhere on the sheet.
    pub merges: Vec<Block>,
    /// Excel Tables.
    pub tables: Vec<TableBlock>,
    /// The one whose range is the data.
    pub table: Option<String>,
    /// Cells with a note or a comment.
    pub notes: usize,
    /// The sheet is protected.
    pub protected: bool,
    /// 0-based columns that are hidden, as far as there is anything in them or in the header.
    pub hidden_columns: Vec<u32>,
}

/// A header that may mean a column that was not found.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// The pack's column.
    pub column: String,
    /// The header, on one line.
    pub header: String,
    /// Its 0-based column.
    pub index: u32,
    /// What speaks for it.
    pub reasons: Vec<Note>,
    /// Another header has as much for it: neither is proposed, both are named.
    pub rivals: Vec<String>,
}

impl Inspection {
    /// Do two readers differ somewhere?
    #[must_use]
    pub fn readers_differ(&self) -> bool {
        self.inputs.iter().filter_map(|input| input.compared.as_ref()).any(|it| !it.places.is_empty())
    }

    /// Could an input not be read, or no header be found in it?
    #[must_use]
    pub fn failed(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Every guess once, in the order of the inputs.
    #[must_use]
    pub fn guesses(&self) -> Vec<&Guess> {
        let mut all: Vec<&Guess> = Vec::new();
        for guess in self.inputs.iter().flat_map(|input| &input.sheets).flat_map(|sheet| &sheet.guesses) {
            if !all.iter().any(|known| known.column == guess.column && known.header == guess.header) {
                all.push(guess);
            }
        }
        all
    }

    /// The guesses as text to paste into `rutinkoll.yaml`, each marked as a guess; none without guesses.
    #[must_use]
    pub fn proposal(&self) -> Option<String> {
        proposal::yaml(self)
    }
}

impl SheetSeen {
    /// What was understood, if its header was found.
    #[must_use]
    pub fn understood(&self) -> Option<&Understood> {
        match &self.state {
            State::Understood(understood) => Some(understood),
            _ => None,
        }
    }
}
