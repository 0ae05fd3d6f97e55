//! Rows as a person sees them. A report may hold tens of thousands of them: they are kept small.

use std::sync::Arc;

use crate::finding::{Held, Privacy};

/// A row as a person sees it: the pack's columns that the sheet has, from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPicture {
    columns: Arc<[PictureColumn]>,
    /// What the cells hold, one after another.
    text: Box<str>,
    /// By column: where the cell's text ends, in bytes, and who may see it.
    ends: Box<[(u32, Privacy)]>,
    unseen: Box<[Unseen]>,
}

/// A column of a [`RowPicture`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureColumn {
    /// Its canonical name.
    pub name: Arc<str>,
    /// 0-based.
    pub index: u32,
}

/// One cell of a [`RowPicture`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureCell<'p> {
    /// The column's canonical name.
    pub column: &'p Arc<str>,
    /// 0-based.
    pub index: u32,
    /// What it holds.
    pub value: Held<&'p str>,
}

/// A filled cell that no report shows: one that a privacy rule sealed, or one outside the pack's columns. Kept as a
/// digest that stays in memory, so that a later audit can know it again; what it held is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// The column's canonical name; none outside the pack's columns.
    pub column: Option<Arc<str>>,
    /// 0-based.
    pub index: u32,
    /// SHA-256 of the folded text.
    pub digest: [u8; 32],
}

impl RowPicture {
    /// A row with these columns, which rows of one sheet share, and what its cells hold, one a column. `unseen`: the
    /// filled cells that it does not show.
    #[must_use]
    pub fn new<'v>(
        columns: Arc<[PictureColumn]>,
        values: impl IntoIterator<Item = Held<&'v str>, IntoIter: Clone>,
        unseen: Vec<Unseen>,
    ) -> Self {
        let values = values.into_iter();
        let mut text = String::with_capacity(values.clone().map(|value| value.text.len()).sum());
        let end = |value: Held<&str>| {
            text.push_str(value.text);
            (u32::try_from(text.len()).unwrap_or(u32::MAX), value.privacy)
        };
        let ends = values.map(end).collect();
        Self { columns, ends, text: text.into(), unseen: unseen.into() }
    }

    /// Its cells, from left to right.
    pub fn cells(&self) -> impl Iterator<Item = PictureCell<'_>> {
        let mut start = 0;
        self.columns.iter().zip(&self.ends).map(move |(column, (end, privacy))| {
            let end = usize::try_from(*end).unwrap_or(usize::MAX);
            let text = self.text.get(start..end).unwrap_or_default();
            start = end;
            PictureCell { column: &column.name, index: column.index, value: Held { text, privacy: *privacy } }
        })
    }

    /// The filled cells that it does not show.
    #[must_use]
    pub fn unseen(&self) -> &[Unseen] {
        &self.unseen
    }
}
