//! Three answers. Every row of the truth rules in `docs/rule-language.md` has its line here and its
//! test in `tests/truth.rs`.

use std::cell::{Cell as Slot, RefCell};

use jiff::civil::Date;

use super::link::{Links, Reached};
use super::told::Told;
use super::unique::{Earlier, Sameness, Uniques};
use super::why::Why;
use crate::finding::Location;
use crate::fold;
use crate::ruleset::cond::{Cond, Day, Field, LinkId, Literal, State, Test};
use crate::ruleset::pack::Pack;
use crate::schema::{Column, ColumnId, ColumnType, Schema};
use crate::sheet::{Cell, Row, Value};
use crate::swedish::{address, identity_number};
use crate::table;

/// Holds, broken, or undecided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// It holds.
    Holds,
    /// It is broken.
    Broken,
    /// It cannot be told.
    Undecided,
}

use Truth::{Broken, Holds, Undecided};

impl Truth {
    fn of(is: bool) -> Self {
        if is { Holds } else { Broken }
    }

    /// None where undecided.
    pub(super) fn decided(self) -> Option<bool> {
        match self {
            Holds => Some(true),
            Broken => Some(false),
            Undecided => None,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self::all([self, other].into_iter())
    }

    fn not(self) -> Self {
        match self {
            Holds => Broken,
            Broken => Holds,
            Undecided => Undecided,
        }
    }

    /// `all of`: broken if any is, else undecided if any is, else holds.
    fn all(parts: impl Iterator<Item = Self>) -> Self {
        let mut all = Holds;
        for part in parts {
            match part {
                Broken => return Broken,
                Undecided => all = Undecided,
                Holds => {}
            }
        }
        all
    }

    /// `any of`: holds if any does, else undecided if any is, else broken.
    fn any(parts: impl Iterator<Item = Self>) -> Self {
        Self::all(parts.map(Self::not)).not()
    }
}

/// A row, and everything that a condition about it may look at.
pub(crate) struct Ctx<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) schema: &'a Schema,
    pub(crate) row: &'a Row,
    /// Where the row stands.
    pub(crate) at: &'a Location,
    pub(crate) as_of: Date,
    /// Terms are looked for only where the sieve lets them through.
    pub(crate) sieved: bool,
    /// In a rule over cells: the cell.
    pub(crate) cell: Option<Subject>,
    /// Inside `exists … where`: the row that the rule judges.
    pub(crate) outer: Option<(&'a Schema, &'a Row)>,
    pub(crate) links: Option<&'a Links<'a>>,
    pub(crate) uniques: &'a RefCell<Uniques>,
    /// Why the last undecided condition was.
    pub(crate) why: Slot<Option<Why>>,
    /// The earlier row that the last broken `unique` found.
    pub(crate) earlier: RefCell<Option<Earlier>>,
}

/// The cell that a rule over cells looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// One of the schema's columns.
    Column(ColumnId),
    /// A cell outside them, by its index in [`Row::strays`].
    Stray(usize),
}

/// What a field turned out to be.
pub(crate) enum Got<'a> {
    Cell(&'a Cell, Option<&'a Column>),
    /// A cell outside the schema's columns: its text is all there is.
    Stray(&'a str),
    /// A row at a link's end.
    Row,
    /// No row at a link's end.
    NoRow,
    Undecided(Why),
}

impl<'a> Ctx<'a> {
    /// Does the condition hold for this row?
    pub(crate) fn truth(&self, cond: &Cond) -> Truth {
        let before = self.why.get();
        let truth = self.judge(cond);
        if truth != Undecided {
            // A part that could not be told did not matter in the end.
            self.why.set(before);
        }
        truth
    }

    fn judge(&self, cond: &Cond) -> Truth {
        match cond {
            Cond::Test(field, test) => self.test(*field, test),
            Cond::All(parts) => Truth::all(parts.iter().map(|part| self.truth(part))),
            Cond::Any(parts) => Truth::any(parts.iter().map(|part| self.truth(part))),
            Cond::None(parts) => Truth::any(parts.iter().map(|part| self.truth(part))).not(),
            Cond::OnlyFilled(fields) => Truth::of(self.only_filled(fields)),
            Cond::Exists(link, inner) => self.exists(*link, inner.as_deref()),
            Cond::Unique(unique) => self.unique(unique),
            Cond::Undecided(reason) => self.undecided(Why::Said(*reason)),
        }
    }

    /// What the field is, for this row.
    pub(crate) fn get(&self, field: Field) -> Got<'a> {
        match field {
            Field::Column(id) => self.column(self.schema, self.row, id),
            Field::FirstCell => match self.first_cell() {
                Some(id) => self.column(self.schema, self.row, id),
                None => Got::Undecided(Why::Nothing),
            },
            Field::Cell => match self.cell {
                Some(Subject::Column(id)) => self.column(self.schema, self.row, id),
                Some(Subject::Stray(index)) => Got::Stray(&self.row.strays[index].text),
                None => Got::Undecided(Why::Nothing),
            },
            Field::Outer(id) => match self.outer {
                Some((schema, row)) => self.column(schema, row, id),
                None => Got::Undecided(Why::Nothing),
            },
            Field::Link(link) => match self.reached(link) {
                Reached::One(_) | Reached::Several(_) => Got::Row,
                Reached::None => Got::NoRow,
                Reached::Undecided(why) => Got::Undecided(why),
            },
            Field::Linked(link, id) => self.linked(link, id),
        }
    }

    fn column(&self, schema: &'a Schema, row: &'a Row, id: ColumnId) -> Got<'a> {
        let cell = row.cell(id);
        match cell.value {
            Value::Absent => Got::Undecided(Why::ColumnAbsent(id)),
            _ => Got::Cell(cell, Some(schema.column(id))),
        }
    }

    /// The leftmost of the schema's columns on the sheet.
    pub(crate) fn first_cell(&self) -> Option<ColumnId> {
        let there = self.row.cells.iter().zip((0..).map(ColumnId));
        let there = there.filter(|(cell, _)| !matches!(cell.value, Value::Absent));
        there.min_by_key(|(cell, _)| cell.column).map(|(_, id)| id)
    }

    fn reached(&self, link: LinkId) -> Reached<'a> {
        self.links.map_or(Reached::Undecided(Why::Nothing), |links| links.reach(link, self))
    }

    fn linked(&self, link: LinkId, id: ColumnId) -> Got<'a> {
        let schema = self.pack.target(self.pack.link(link));
        let column = |row| match self.column(schema, row, id) {
            Got::Undecided(_) => Got::Undecided(Why::LinkedAbsent(link, id)),
            got => got,
        };
        match self.reached(link) {
            Reached::One(row) => column(row),
            Reached::None => Got::NoRow,
            Reached::Undecided(why) => Got::Undecided(why),
            Reached::Several(rows) => {
                let same = rows
                    .windows(2)
                    .all(|pair| equal(pair[0].cell(id), pair[1].cell(id), Some(schema.column(id))));
                match rows.first() {
                    Some(first) if same => column(first),
                    _ => Got::Undecided(Why::Several(link)),
                }
            }
        }
    }

    fn test(&self, field: Field, test: &Test) -> Truth {
        let got = self.get(field);
        match (test, &got) {
            (Test::Found, Got::Row | Got::Cell(..) | Got::Stray(_)) | (Test::Missing, Got::NoRow) => {
                return Holds;
            }
            (Test::Missing, Got::Row | Got::Cell(..) | Got::Stray(_)) | (Test::Found, Got::NoRow) => {
                return Broken;
            }
            (Test::Found, Got::Undecided(Why::ColumnAbsent(_) | Why::LinkedAbsent(..))) => {
                return Broken;
            }
            (Test::Missing, Got::Undecided(Why::ColumnAbsent(_) | Why::LinkedAbsent(..))) => {
                return Holds;
            }
            _ => {}
        }
        match got {
            Got::Undecided(why) => self.undecided(why),
            // A link without a row: every test of its columns is broken.
            Got::NoRow | Got::Row => Broken,
            Got::Stray(text) => self.text_test(&Told::new(text, self.sieved), test).unwrap_or(Undecided),
            Got::Cell(cell, column) => {
                self.cell_test(cell, &Told::new(&cell.text, self.sieved), column, field, test)
            }
        }
    }

    fn undecided(&self, why: Why) -> Truth {
        self.why.set(Some(why));
        Undecided
    }

    /// `told` is of the cell's text.
    pub(crate) fn cell_test(
        &self,
        cell: &Cell,
        told: &Told<'_>,
        column: Option<&Column>,
        field: Field,
        test: &Test,
    ) -> Truth {
        match test {
            Test::State(states) => return Truth::of(states.iter().any(|state| is_in(cell, *state))),
            Test::Readable => return Truth::of(is_readable(cell)),
            _ => {}
        }
        match cell.value {
            Value::Error => return self.undecided(self.about(field, Why::ErrorCell)),
            Value::NoValue => return self.undecided(self.about(field, Why::NoValue)),
            _ => {}
        }
        match test {
            Test::Filled => return Truth::of(!cell.is_blank()),
            Test::Blank => return Truth::of(cell.is_blank()),
            // What a text says is read as it stands, placeholders and bad dates included.
            Test::Mentions(_) | Test::IdentityNumber => {
                return self.text_test(told, test).unwrap_or(Undecided);
            }
            _ if cell.is_blank() => return Broken,
            _ => {}
        }
        if field == Field::Cell
            && let Some(truth) = self.text_test(told, test)
        {
            return truth;
        }
        if cell.marks.damaged || matches!(cell.value, Value::BadDate | Value::AmbiguousDate) {
            return self.undecided(self.about(field, Why::Unreadable));
        }
        self.value_test(cell, told, column, field, test)
    }

    /// Tests that need nothing but a text.
    pub(crate) fn text_test(&self, told: &Told<'_>, test: &Test) -> Option<Truth> {
        let text = told.text;
        Some(Truth::of(match test {
            Test::Filled => true,
            Test::Blank | Test::State(_) => false,
            Test::Readable => true,
            Test::Mentions(term) => told.mentions(&self.pack.words, *term),
            Test::IdentityNumber => identity_number::find(text, self.as_of).is_some(),
            Test::Matches(pattern) => told.matches(pattern)?,
            Test::Address(shape) => told.has_shape(*shape),
            Test::Length(range) => range.contains(length(text)),
            _ => return None,
        }))
    }

    fn value_test(
        &self,
        cell: &Cell,
        told: &Told<'_>,
        column: Option<&Column>,
        field: Field,
        test: &Test,
    ) -> Truth {
        if let Some(truth) = self.text_test(told, test) {
            return truth;
        }
        match test {
            Test::IsA(term) => match self.pack.words.is_a(&cell.text, *term) {
                Some(is) => Truth::of(is),
                None => self.undecided(self.about(field, Why::UnknownKind)),
            },
            Test::Known(group) => Truth::of(!self.pack.words.kinds(&cell.text, *group).terms.is_empty()),
            Test::OneOf(literals) => {
                Truth::of(literals.iter().any(|literal| is_literal(cell, column, literal)))
            }
            Test::SameAs(other) => self.compared(*other, |other| Truth::of(equal(cell, other, column))),
            Test::MentionedIn(other) => {
                self.compared(*other, |other| Truth::of(fold::has_identifier(&other.text, &cell.text)))
            }
            Test::SameAddress(other_field) | Test::NearAddress(other_field) => {
                self.compared(*other_field, |other| {
                    let likeness = address::likeness(&cell.text, &other.text);
                    match (likeness, test) {
                        (address::Likeness::Unreadable, _) => {
                            let ours = address::key(&cell.text).is_none();
                            self.undecided(
                                self.about(if ours { field } else { *other_field }, Why::NoAddress),
                            )
                        }
                        (address::Likeness::Same, Test::SameAddress(_)) => Holds,
                        (address::Likeness::Near(_), Test::NearAddress(_)) => Holds,
                        _ => Broken,
                    }
                })
            }
            Test::Before(day) => self.compared_day(cell, *day, |ours, theirs| ours < theirs),
            Test::After(day) => self.compared_day(cell, *day, |ours, theirs| ours > theirs),
            Test::Number(range) => Truth::of(number(cell).is_some_and(|number| range.contains(number))),
            _ => Undecided,
        }
    }

    /// Against another field: broken where that is blank or missing, undecided where it cannot be read.
    fn compared(&self, other: Field, compare: impl FnOnce(&Cell) -> Truth) -> Truth {
        match self.get(other) {
            Got::Cell(cell, _) => match cell.value {
                Value::Blank => Broken,
                Value::Error | Value::NoValue | Value::BadDate | Value::AmbiguousDate | Value::Absent => {
                    self.undecided(self.about(other, Why::Unreadable))
                }
                _ if cell.marks.damaged => self.undecided(self.about(other, Why::Unreadable)),
                _ => compare(cell),
            },
            Got::NoRow => Broken,
            Got::Undecided(why) => self.undecided(why),
            Got::Row | Got::Stray(_) => Undecided,
        }
    }

    fn compared_day(&self, cell: &Cell, day: Day, compare: impl Fn(Date, Date) -> bool) -> Truth {
        let Some(ours) = table::date(cell) else { return Broken };
        match day {
            Day::On(date) => Truth::of(compare(ours, date)),
            Day::AsOf(days) => Truth::of(compare(ours, shift(self.as_of, days))),
            Day::Field(field) => self.compared(field, |other| {
                table::date(other).map_or(Broken, |theirs| Truth::of(compare(ours, theirs)))
            }),
        }
    }

    fn about(&self, field: Field, why: impl Fn(ColumnId) -> Why) -> Why {
        match (field, self.cell) {
            (Field::Linked(link, id), _) => Why::Linked(link, id),
            (Field::Column(id) | Field::Outer(id), _) | (Field::Cell, Some(Subject::Column(id))) => why(id),
            (Field::FirstCell, _) => self.first_cell().map_or(Why::Nothing, why),
            _ => Why::Nothing,
        }
    }

    /// Every filled cell of the row's own is one of these.
    fn only_filled(&self, fields: &[Field]) -> bool {
        let allowed: Vec<ColumnId> = fields
            .iter()
            .filter_map(|field| match field {
                Field::Column(id) => Some(*id),
                Field::FirstCell => self.first_cell(),
                _ => None,
            })
            .collect();
        self.row.cells.iter().enumerate().all(|(index, cell)| {
            let empty = matches!(cell.value, Value::Absent | Value::Blank) || cell.marks.merged;
            empty || allowed.iter().any(|id| id.index() == index)
        })
    }

    fn exists(&self, link: LinkId, inner: Option<&Cond>) -> Truth {
        let Some(links) = self.links else { return Undecided };
        let candidates = match links.candidates(link, self) {
            Ok(candidates) => candidates,
            Err(why) => return self.undecided(why),
        };
        let schema = self.pack.target(self.pack.link(link));
        let judge = |row: &'a Row| match inner {
            None => Holds,
            Some(inner) => {
                let ctx = self.candidate(schema, row);
                let truth = ctx.truth(inner);
                if truth == Undecided {
                    self.why.set(Some(match ctx.why.get() {
                        Some(said @ Why::Said(_)) => said,
                        _ => Why::Candidate(link),
                    }));
                }
                truth
            }
        };
        let found = Truth::any(candidates.sure.iter().map(|row| judge(row)));
        match (found, candidates.unsure) {
            (Broken, Some(why)) => self.undecided(why),
            (truth, _) => truth,
        }
    }

    /// The same, looking at a row at a link's end.
    pub(crate) fn candidate<'c>(&'c self, schema: &'c Schema, row: &'c Row) -> Ctx<'c> {
        Ctx {
            schema,
            row,
            outer: Some((self.schema, self.row)),
            links: None,
            why: Slot::new(None),
            earlier: RefCell::default(),
            ..*self
        }
    }

    pub(crate) fn unique(&self, unique: &crate::ruleset::cond::Unique) -> Truth {
        match self.uniques.borrow_mut().see(unique, self.schema, self.row, self.at) {
            Sameness::New => Holds,
            Sameness::Same(earlier) => {
                *self.earlier.borrow_mut() = Some(earlier);
                Broken
            }
            Sameness::Unclear(id) => self.undecided(Why::Unreadable(id)),
        }
    }

    /// The field whose test broke the condition, where the condition is broken.
    pub(crate) fn broken_field(&self, cond: &Cond) -> Option<Field> {
        match cond {
            Cond::Test(field, _) => (self.truth(cond) == Broken).then_some(*field),
            Cond::All(parts) => parts.iter().find_map(|part| self.broken_field(part)),
            Cond::Any(parts) => parts.iter().find_map(|part| self.broken_field(part)),
            Cond::None(parts) => parts.iter().flat_map(|part| self.holding_fields(part)).next(),
            Cond::OnlyFilled(_) | Cond::Undecided(_) => None,
            Cond::Exists(link, _) => Some(Field::Link(*link)),
            Cond::Unique(unique) => unique.fields.first().map(|id| Field::Column(*id)),
        }
    }

    /// The fields whose tests make the condition hold.
    pub(crate) fn holding_fields(&self, cond: &Cond) -> Vec<Field> {
        match cond {
            Cond::Test(field, _) if self.truth(cond) == Holds => vec![*field],
            Cond::All(parts) => parts.iter().flat_map(|part| self.holding_fields(part)).collect(),
            Cond::Any(parts) => parts
                .iter()
                .filter(|part| self.truth(part) == Holds)
                .flat_map(|part| self.holding_fields(part))
                .collect(),
            _ => Vec::new(),
        }
    }
}

fn is_in(cell: &Cell, state: State) -> bool {
    match state {
        State::Error => cell.value == Value::Error,
        State::NoValue => cell.value == Value::NoValue,
        State::Merged => cell.marks.merged,
        State::Damaged => cell.marks.damaged,
        State::AmbiguousDate => cell.value == Value::AmbiguousDate,
        State::BadDate => cell.value == Value::BadDate,
        State::TypedDate => cell.marks.typed_date,
        State::Struck => cell.marks.struck,
    }
}

fn is_readable(cell: &Cell) -> bool {
    !cell.marks.damaged
        && !matches!(
            cell.value,
            Value::Error | Value::NoValue | Value::BadDate | Value::Blank | Value::Absent
        )
}

fn is_literal(cell: &Cell, column: Option<&Column>, literal: &Literal) -> bool {
    match (cell.value, column.map(|column| column.kind)) {
        (Value::Number(number), _) => literal.number == Some(number),
        (Value::Date(date), _) => literal.date == Some(date),
        (_, Some(ColumnType::Identifier)) => fold::identifier(&cell.text) == fold::identifier(&literal.text),
        _ => fold::words(&cell.text) == literal.folded,
    }
}

/// The same, whatever their types: a date as a date, a number as a number, the rest folded.
fn equal(one: &Cell, other: &Cell, column: Option<&Column>) -> bool {
    match (one.value, other.value) {
        (Value::Date(a), Value::Date(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        _ => match column.map(|column| column.kind) {
            Some(ColumnType::Identifier) => fold::identifier(&one.text) == fold::identifier(&other.text),
            Some(ColumnType::Address) => address_key(&one.text) == address_key(&other.text),
            _ => fold::words(&one.text) == fold::words(&other.text),
        },
    }
}

/// Two ways to write one address are one; what is no address is compared as text.
fn address_key(text: &str) -> String {
    address::key(text).unwrap_or_else(|| fold::words(text))
}

#[allow(clippy::cast_precision_loss, reason = "a cell's length is far below 2^52")]
fn length(text: &str) -> f64 {
    text.trim().chars().count() as f64
}

fn number(cell: &Cell) -> Option<f64> {
    match cell.value {
        Value::Number(number) => Some(number),
        Value::Text => cell.text.trim().replace(',', ".").parse().ok(),
        _ => None,
    }
}

/// A date so many days on; the same date where that falls outside the calendar.
fn shift(date: Date, days: i32) -> Date {
    date.checked_add(jiff::Span::new().days(days)).unwrap_or(date)
}
