//! Conditions, compiled: names resolved to columns, words to terms, patterns to regexes.

use jiff::civil::Date;

use super::pattern::Pattern;
use super::terms::{GroupId, TermId};
use crate::schema::ColumnId;

/// A link's place in its pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkId(pub u16);

/// What a test looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// A column of what the rule runs over.
    Column(ColumnId),
    /// The leftmost of the pack's columns on the sheet.
    FirstCell,
    /// The cell itself, in a rule over cells.
    Cell,
    /// A link: is there a row at its end?
    Link(LinkId),
    /// A column of the row at a link's end.
    Linked(LinkId, ColumnId),
    /// Inside `exists … where`: a column of the row that the rule judges.
    Outer(ColumnId),
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Cond {
    /// One test of one field.
    Test(Field, Test),
    /// Every part holds.
    All(Vec<Cond>),
    /// Some part holds.
    Any(Vec<Cond>),
    /// No part holds.
    None(Vec<Cond>),
    /// No other column of the row holds anything.
    OnlyFilled(Vec<Field>),
    /// A candidate of the link fulfils the condition, which looks at the candidate.
    Exists(LinkId, Option<Box<Cond>>),
    /// No earlier row has the same.
    Unique(Unique),
    /// Cannot be told, for a reason that the rule gives, by its number in the rule.
    Undecided(u16),
}

/// What makes two rows the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unique {
    /// Tells one `unique` of the pack from another.
    pub id: u16,
    /// All of these are equal.
    pub fields: Vec<ColumnId>,
    /// And these dates are at most so many days apart.
    pub within: Option<(ColumnId, i32)>,
}

/// A test of one cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It holds something.
    Filled,
    /// It holds nothing, or a placeholder.
    Blank,
    /// The column, or a row at the link's end, is there.
    Found,
    /// It is not.
    Missing,
    /// What it holds could be read.
    Readable,
    /// It is of a kind.
    IsA(TermId),
    /// It is of some kind of the group.
    Known(GroupId),
    /// It says a phrase of the term.
    Mentions(TermId),
    /// It is one of these.
    OneOf(Vec<Literal>),
    /// It matches.
    Matches(Pattern),
    /// It is the same as another field.
    SameAs(Field),
    /// What it holds stands somewhere in another field, as a word of its own.
    MentionedIn(Field),
    /// It means the same address.
    SameAddress(Field),
    /// It means nearly the same address.
    NearAddress(Field),
    /// It has the shape of such an address.
    Address(AddressShape),
    /// It holds a personal identity number.
    IdentityNumber,
    /// It is an earlier day.
    Before(Day),
    /// It is a later day.
    After(Day),
    /// It has so many characters.
    Length(Range),
    /// It is a number within.
    Number(Range),
    /// The reader saw it so.
    State(Vec<State>),
}

/// A value as a rule writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    /// As written.
    pub text: String,
    /// As text is compared.
    pub folded: String,
    /// As a number, where it is one.
    pub number: Option<f64>,
    /// As a date, where it is one.
    pub date: Option<Date>,
}

/// The shape of what stands in an address column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressShape {
    /// With a readable postcode.
    Complete,
    /// An address without one.
    NoPostcode,
    /// In another country.
    Foreign,
    /// No address at all.
    None,
    /// An address stands somewhere in the text.
    Mentioned,
}

/// A day to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// This one.
    On(Date),
    /// The day of the audit, and so many days on from it.
    AsOf(i32),
    /// Another field's.
    Field(Field),
}

/// From, to; both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// At least.
    pub least: f64,
    /// At most.
    pub most: f64,
}

impl Range {
    /// Is the number within?
    #[must_use]
    pub fn contains(&self, number: f64) -> bool {
        (self.least..=self.most).contains(&number)
    }
}

/// What the reader saw of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// An error cell.
    Error,
    /// A formula without a stored value.
    NoValue,
    /// Inside a merged block.
    Merged,
    /// A number that Excel damaged.
    Damaged,
    /// Text that could be more than one date.
    AmbiguousDate,
    /// No date.
    BadDate,
    /// A date typed as text.
    TypedDate,
    /// Struck through.
    Struck,
}

impl Cond {
    /// Calls `visit` for every condition in this one, itself included.
    pub fn walk<'c>(&'c self, visit: &mut impl FnMut(&'c Cond)) {
        visit(self);
        match self {
            Self::All(parts) | Self::Any(parts) | Self::None(parts) => {
                for part in parts {
                    part.walk(visit);
                }
            }
            Self::Exists(_, Some(inner)) => inner.walk(visit),
            Self::Test(..)
            | Self::OnlyFilled(_)
            | Self::Exists(_, None)
            | Self::Unique(_)
            | Self::Undecided(_) => {}
        }
    }

    /// Does it look at the row that the candidate is looked at from?
    #[must_use]
    pub fn looks_out(&self) -> bool {
        let mut looks_out = false;
        self.walk(&mut |cond| {
            if let Self::Test(field, test) = cond {
                let fields = [Some(*field), test.other()];
                looks_out |= fields.into_iter().flatten().any(|field| matches!(field, Field::Outer(_)));
            }
        });
        looks_out
    }

    /// The links that it follows.
    #[must_use]
    pub fn links(&self) -> Vec<LinkId> {
        let mut links = Vec::new();
        self.walk(&mut |cond| match cond {
            Self::Test(field, test) => {
                links.extend([Some(*field), test.other()].into_iter().flatten().filter_map(Field::link));
            }
            Self::Exists(link, _) => links.push(*link),
            _ => {}
        });
        links.sort_unstable();
        links.dedup();
        links
    }
}

impl Test {
    /// The field that it compares with.
    #[must_use]
    pub fn other(&self) -> Option<Field> {
        match self {
            Self::SameAs(other)
            | Self::MentionedIn(other)
            | Self::SameAddress(other)
            | Self::NearAddress(other)
            | Self::Before(Day::Field(other))
            | Self::After(Day::Field(other)) => Some(*other),
            _ => None,
        }
    }
}

impl Field {
    /// The link that it follows.
    #[must_use]
    pub fn link(self) -> Option<LinkId> {
        match self {
            Self::Link(link) | Self::Linked(link, _) => Some(link),
            _ => None,
        }
    }
}
