//! A rule's sentences, with places for what the row holds.

use std::ops::Range;

/// A sentence with placeholders, cut into its parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// In the order they stand.
    pub parts: Vec<Part>,
}

impl Template {
    /// The sentence as it holds for any row: each field by its name, and no fact of a finding.
    #[must_use]
    pub fn in_general(&self, name: impl Fn(super::cond::Field) -> String) -> String {
        let part = |part: &Part| match part {
            Part::Plain(text) => text.clone(),
            Part::Field(field, _) => name(*field),
            Part::Fact(_) => "…".to_owned(),
        };
        self.parts.iter().map(part).collect()
    }
}

/// A part of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Said as it stands.
    Plain(String),
    /// What a field holds, or where it stands.
    Field(super::cond::Field, Facet),
    /// A fact of the finding.
    Fact(Fact),
}

/// What of a field is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// What stands there.
    Value,
    /// Its column's letter.
    Letter,
    /// Its place: `E14`.
    Cell,
    /// A date in words.
    Date,
    /// The known kinds that come nearest to it.
    Nearest,
    /// As an address, in its normal form.
    Address,
    /// What sets it apart from the address that the rule compares it with.
    Difference,
}

/// A fact of the finding that is no cell of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// The row's number.
    Row,
    /// The day of the audit, in words.
    AsOf,
    /// How many rows, in a `together` message.
    Count,
    /// Which rows, in a `together` message.
    Rows,
    /// The age of the oldest row in days, in a `together` message.
    Oldest,
    /// The column's name, in a rule over cells or headers.
    Column,
    /// The header as it stands, in a rule over headers.
    Header,
}

/// The words for [`Facet`]s.
pub(crate) const FACETS: [(&str, Facet); 6] = [
    ("letter", Facet::Letter),
    ("cell", Facet::Cell),
    ("date", Facet::Date),
    ("nearest", Facet::Nearest),
    ("address", Facet::Address),
    ("difference", Facet::Difference),
];

/// The words for [`Fact`]s.
pub(crate) const FACTS: [(&str, Fact); 7] = [
    ("row", Fact::Row),
    ("as_of", Fact::AsOf),
    ("count", Fact::Count),
    ("rows", Fact::Rows),
    ("oldest", Fact::Oldest),
    ("column", Fact::Column),
    ("header", Fact::Header),
];

/// A piece of a sentence: plain text, or what stands between braces (with its place in the sentence).
pub(crate) enum Piece<'t> {
    Plain(String),
    Braced(&'t str, Range<usize>),
    /// A `{` without its `}`.
    Open(Range<usize>),
}

/// Cuts a sentence at its braces. `{{` and `}}` stand for the braces themselves.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let start = text.len() - from.len();
        if from.starts_with("{{") || from.starts_with("}}") {
            plain.push_str(&from[..1]);
            rest = &from[2..];
        } else if let Some(after) = from.strip_prefix('}') {
            plain.push('}');
            rest = after;
        } else if let Some(end) = from.find('}') {
            pieces.push(Piece::Plain(std::mem::take(&mut plain)));
            pieces.push(Piece::Braced(&from[1..end], start + 1..start + end));
            rest = &from[end + 1..];
        } else {
            pieces.push(Piece::Open(start..text.len()));
            return pieces;
        }
    }
    plain.push_str(rest);
    pieces.push(Piece::Plain(plain));
    pieces
}
