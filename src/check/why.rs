//! Why a row was undecided, small enough to count by.

use crate::lang::Note;
use crate::ruleset::cond::LinkId;
use crate::ruleset::pack::{Pack, Target};
use crate::schema::{ColumnId, Schema};

/// Why a condition could not be decided for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Why {
    /// The sheet has no such column.
    ColumnAbsent(ColumnId),
    /// The table was not given.
    TableAbsent(usize),
    /// The cell is of no kind that the pack knows.
    UnknownKind(ColumnId),
    /// The cell could not be read, or is blank where it is needed.
    Unreadable(ColumnId),
    /// The cell is an error.
    ErrorCell(ColumnId),
    /// The cell is a formula without a stored value.
    NoValue(ColumnId),
    /// The row lies outside the days that the table covers.
    OutsidePeriod(LinkId),
    /// Several candidates differ.
    Several(LinkId),
    /// A candidate could not be read.
    Candidate(LinkId),
    /// The link's key is missing from the row.
    NoKey(LinkId),
    /// The rule's script said so.
    Script,
    /// The row's day is unknown, and the rule held on some days only.
    NoDay,
    /// Nothing more can be said.
    Nothing,
}

impl Why {
    pub(crate) fn note(self, pack: &Pack, schema: &Schema) -> Note {
        let column = |id: &'static str, column: ColumnId| {
            Note::new(id)
                .with("column", schema.columns.get(column.index()).map_or("", |column| column.name.as_str()))
        };
        let table = |id: &'static str, link: LinkId| {
            let name = match pack.link(link).to {
                Target::Table(index) => pack.tables[index].name.as_str(),
                Target::Sheet { .. } => "sheet",
            };
            Note::new(id).with("table", name)
        };
        match self {
            Self::ColumnAbsent(id) => column("why-column-absent", id),
            Self::TableAbsent(index) => {
                Note::new("why-table-absent").with("table", pack.tables[index].name.as_str())
            }
            Self::UnknownKind(id) => column("why-unknown-kind", id),
            Self::Unreadable(id) => column("why-unreadable", id),
            Self::ErrorCell(id) => column("why-error-cell", id),
            Self::NoValue(id) => column("why-no-value", id),
            Self::OutsidePeriod(link) => table("why-outside-period", link),
            Self::Several(link) => table("why-several", link),
            Self::Candidate(link) => table("why-candidate", link),
            Self::NoKey(link) => table("why-no-key", link),
            Self::Script => Note::new("why-script"),
            Self::NoDay => Note::new("why-no-day"),
            Self::Nothing => Note::new("why-nothing"),
        }
    }
}
