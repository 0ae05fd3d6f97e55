//! Why a row was undecided, small enough to count by.

use std::sync::Arc;

use crate::lang::Note;
use crate::ruleset::cond::LinkId;
use crate::ruleset::pack::{Pack, Target};
use crate::schema::{ColumnId, Schema};

/// Why a condition could not be decided for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Why {
    /// The sheet has no such column.
    ColumnAbsent(ColumnId),
    /// The table, by its index in the pack, was not given.
    TableAbsent(u16),
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
    /// The column of the row at the link's end cannot be read.
    Linked(LinkId, ColumnId),
    /// The rows at the link's end have no such column.
    LinkedAbsent(LinkId, ColumnId),
    /// The link's key is missing from the row.
    NoKey(LinkId),
    /// What the row names is not in the table, which should hold all there are.
    NotThere(LinkId),
    /// No row of the table is of the kind that the link asks for.
    NoneFits(LinkId),
    /// The cell holds no address.
    NoAddress(ColumnId),
    /// The rule says so, by the number of its reason.
    Said(u16),
    /// The rule's script said so.
    Script,
    /// The row's day is unknown, and the rule held on some days only.
    NoDay,
    /// Nothing more can be said.
    Nothing,
}

impl Why {
    /// The table was not given.
    pub(crate) fn table_absent(index: usize) -> Self {
        u16::try_from(index).map_or(Self::Nothing, Self::TableAbsent)
    }

    /// As a sentence. `reasons`: those that the rule itself gives.
    pub(crate) fn note(self, pack: &Pack, schema: &Schema, reasons: &[Arc<str>]) -> Note {
        let column = |id: &'static str, column: ColumnId| {
            Note::new(id)
                .with("column", schema.columns.get(column.index()).map_or("", |column| column.name.as_str()))
        };
        let table = |id: &'static str, of_sheet: &'static str, link: LinkId| match pack.link(link).to {
            Target::Table(index) => Note::new(id).with("table", pack.tables[index].name.as_str()),
            Target::Sheet { .. } => Note::new(of_sheet),
        };
        match self {
            Self::ColumnAbsent(id) => column("why-column-absent", id),
            Self::TableAbsent(index) => {
                Note::new("why-table-absent").with("table", pack.tables[usize::from(index)].name.as_str())
            }
            Self::UnknownKind(id) => column("why-unknown-kind", id),
            Self::Unreadable(id) => column("why-unreadable", id),
            Self::ErrorCell(id) => column("why-error-cell", id),
            Self::NoValue(id) => column("why-no-value", id),
            Self::OutsidePeriod(link) => table("why-outside-period", "why-outside-sheet", link),
            Self::Several(link) => table("why-several", "why-several-in-sheet", link),
            Self::Candidate(link) => table("why-candidate", "why-candidate-in-sheet", link),
            Self::Linked(link, id) => {
                table("why-linked", "why-linked-in-sheet", link).with("column", target_column(pack, link, id))
            }
            Self::LinkedAbsent(link, id) => table("why-linked-absent", "why-linked-absent-in-sheet", link)
                .with("column", target_column(pack, link, id)),
            Self::NoKey(link) => table("why-no-key", "why-no-key-of-sheet", link),
            Self::NotThere(link) => table("why-not-there", "why-not-there-in-sheet", link)
                .with("column", key_of(pack, schema, link)),
            Self::NoneFits(link) => table("why-none-fits", "why-none-fits-in-sheet", link),
            Self::NoAddress(id) => column("why-no-address", id),
            Self::Said(number) => Note::new("why-said")
                .with("reason", reasons.get(usize::from(number)).map_or("", |reason| &**reason)),
            Self::Script => Note::new("why-script"),
            Self::NoDay => Note::new("why-no-day"),
            Self::Nothing => Note::new("why-nothing"),
        }
    }
}

fn target_column(pack: &Pack, link: LinkId, id: ColumnId) -> &str {
    let columns = &pack.target(pack.link(link)).columns;
    columns.get(id.index()).map_or("", |column| column.name.as_str())
}

/// The column that a link starts from.
fn key_of<'s>(pack: &Pack, schema: &'s Schema, link: LinkId) -> &'s str {
    let key = pack.link(link).keys.first();
    key.and_then(|(ours, _)| schema.columns.get(ours.index())).map_or("", |column| column.name.as_str())
}
