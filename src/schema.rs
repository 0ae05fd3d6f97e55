//! What a sheet or a table should look like, as a pack declares it.

use std::collections::BTreeSet;

use crate::fold;

/// A column's place in its [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u16);

impl ColumnId {
    /// As an index into the schema's columns.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// How a column's cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnType {
    /// As it stands.
    #[default]
    Text,
    /// A number that names something: read as its digits, never calculated with.
    Identifier,
    /// A calendar date.
    Date,
    /// A quantity.
    Number,
    /// A postal address, compared by meaning.
    Address,
}

/// A column that the pack expects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The canonical name: rules and reports use this one.
    pub name: String,
    /// How its cells are read.
    pub kind: ColumnType,
    /// Other headers that mean the same.
    pub aliases: Vec<String>,
    /// Holds personal data: masked outside a terminal.
    pub personal: bool,
    /// A sheet without it cannot be judged whole.
    pub required: bool,
    /// Names who filled in the row; a report counts by it only where it is asked to.
    pub adviser: bool,
}

impl Column {
    /// The text as two rows' cells are held to be the same: what a hurried hand varies does not count.
    #[must_use]
    pub fn folded(&self, text: &str) -> String {
        match self.kind {
            ColumnType::Identifier => fold::identifier(text),
            _ => fold::plain(text),
        }
    }
}

/// The columns of a sheet or of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// `sheet`, or the table's name in the pack.
    pub name: String,
    /// In the pack's order.
    pub columns: Vec<Column>,
    /// What people write for "nothing", folded by [`fold::plain`]: such a cell counts as blank.
    pub placeholders: BTreeSet<String>,
    /// The columns that say which row is meant, wherever it stands; all of them, where there are none.
    pub key: Vec<ColumnId>,
}

impl Schema {
    /// The column with this canonical name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<ColumnId> {
        let index = self.columns.iter().position(|column| column.name == name)?;
        u16::try_from(index).ok().map(ColumnId)
    }

    /// The column behind an id of this schema.
    #[must_use]
    pub fn column(&self, id: ColumnId) -> &Column {
        &self.columns[id.index()]
    }

    /// Does this text stand for "nothing"?
    #[must_use]
    pub fn is_placeholder(&self, text: &str) -> bool {
        self.placeholders.contains(fold::plain(text).as_str())
    }
}
