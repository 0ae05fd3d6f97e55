//! The classes of single cells.

use std::num::NonZeroU32;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::super::told::Told;
use super::super::truth::{Ctx, Truth};
use super::MOST;
use super::closer::Contents;
use crate::ruleset::cond::{Field, Test};
use crate::ruleset::terms::{TermId, TermSet};
use crate::schema::ColumnId;
use crate::sheet::{Cell, Marks, Value};

/// Texts of a column that are remembered, and how long they may be in bytes.
const TEXTS: usize = 1 << 13;
const LONGEST: usize = 120;
/// Texts that are shared and remembered by their number: those that come again and again are among the first.
const SHARED: usize = 1 << 16;
/// After so many texts it is asked whether remembering them pays.
const TRIAL: u32 = 4096;

/// The classes of one column's cells.
#[derive(Default)]
pub(super) struct Column<'r> {
    /// Terms that its text may mention, and other tests.
    terms: (Vec<TermId>, TermSet),
    tests: Vec<(Field, &'r Test)>,
    classes: Ids<u8>,
    texts: Texts,
    /// By the number of a text that the workbook's cells share.
    shared: Vec<Option<Known>>,
    dates: FxHashMap<Date, Known>,
    blank: Option<Known>,
    absent: Option<Known>,
    /// So many different things were held and remembered, ever.
    held: u32,
}

/// What is remembered of a cell by what it holds.
#[derive(Debug, Clone, Copy)]
struct Known {
    class: u32,
    held: Contents,
}

impl<'r> Column<'r> {
    /// Notes what a class must answer for, once.
    pub(super) fn ask(&mut self, field: Field, test: &'r Test) {
        let (terms, set) = &mut self.terms;
        match test {
            // Which field it is that mentions a term is all one.
            Test::Mentions(term) if terms.contains(term) => {}
            Test::Mentions(term) => {
                terms.push(*term);
                set.insert(*term);
            }
            test if self.tests.contains(&(field, test)) => {}
            test => self.tests.push((field, test)),
        }
    }

    /// Which class a value is of is to be found out anew.
    pub(super) fn forget_cells(&mut self) {
        (self.texts, self.shared, self.dates, self.blank, self.absent) = Default::default();
    }

    /// Another workbook shares other texts.
    pub(super) fn forget_shared(&mut self) {
        self.shared.clear();
    }

    /// The cell's class, and what it holds, where that is remembered; none where there are too many classes.
    /// `more`: what is asked of the cell besides.
    #[inline]
    pub(super) fn class(
        &mut self,
        cell: &Cell,
        id: ColumnId,
        more: &[(Field, &'r Test)],
        ctx: &Ctx<'_>,
        signature: &mut Vec<u8>,
    ) -> Option<(u32, Option<Contents>)> {
        let plain = cell.marks == Marks::default();
        let known = if plain { self.known(cell) } else { None };
        if let Some(Known { class, held }) = known {
            return Some((class, Some(held)));
        }
        self.sign(cell, id, more, ctx, signature);
        let class = self.classes.of(signature)?;
        if plain {
            self.keep(cell, class);
        }
        Some((class, None))
    }

    /// What is remembered of a cell without marks that holds the same.
    #[inline]
    fn known(&mut self, cell: &Cell) -> Option<Known> {
        match cell.value {
            Value::Absent => self.absent,
            Value::Blank if cell.text.is_empty() => self.blank,
            Value::Text => match place(cell) {
                Some(place) => self.shared.get(place).copied().flatten(),
                None => self.texts.get(&cell.text),
            },
            Value::Date(date) => self.dates.get(&date).copied(),
            _ => None,
        }
    }

    /// Remembers the class of a cell without marks by what it holds.
    fn keep(&mut self, cell: &Cell, class: u32) {
        let Some(next) = self.held.checked_add(1).filter(|next| *next < u32::MAX).and_then(NonZeroU32::new)
        else {
            return;
        };
        self.held = next.get();
        let known = Known { class, held: Contents(next) };
        match cell.value {
            Value::Absent => self.absent = Some(known),
            Value::Blank if cell.text.is_empty() => self.blank = Some(known),
            Value::Text => match place(cell) {
                Some(place) => {
                    self.shared.resize(self.shared.len().max(place + 1), None);
                    self.shared[place] = Some(known);
                }
                None => self.texts.keep(&cell.text, known),
            },
            Value::Date(date) if self.dates.len() < TEXTS => {
                self.dates.insert(date, known);
            }
            _ => {}
        }
    }

    /// Writes all that a rule can see of a cell by itself.
    fn sign(
        &self,
        cell: &Cell,
        id: ColumnId,
        more: &[(Field, &'r Test)],
        ctx: &Ctx<'_>,
        signature: &mut Vec<u8>,
    ) {
        // Every mark: whichever a rule may ask about.
        let Marks { placeholder, merged, damaged, lost_zeros, typed_date, struck, note } = cell.marks;
        let flags =
            [placeholder, merged, damaged, lost_zeros, typed_date, struck, note, cell.text.is_empty()];
        signature.clear();
        signature.push(cell.value.kind());
        signature.push(flags.iter().fold(0, |bits, flag| bits << 1 | u8::from(*flag)));
        if cell.value == Value::Absent {
            return;
        }
        let told = Told::new(&cell.text, true);
        let column = ctx.schema.columns.get(id.index());
        for (field, test) in self.tests.iter().chain(more) {
            signature.push(number(ctx.cell_test(cell, &told, column, *field, test)));
        }
        // Of a cell that cannot be read, its kind says that nothing can be told.
        let (terms, set) = &self.terms;
        if !matches!(cell.value, Value::Error | Value::NoValue) && told.may_mention(&ctx.pack.words, set) {
            let mentioned = terms.iter().filter(|term| told.mentions(&ctx.pack.words, **term));
            signature.extend(mentioned.flat_map(|TermId(term)| term.to_ne_bytes()));
        }
    }
}

/// Where a text that is shared is remembered.
fn place(cell: &Cell) -> Option<usize> {
    usize::try_from(cell.shared?.get()).ok().filter(|place| *place < SHARED)
}

pub(super) fn number(truth: Truth) -> u8 {
    match truth {
        Truth::Holds => 0,
        Truth::Broken => 1,
        Truth::Undecided => 2,
    }
}

/// A small number for each distinct list.
pub(super) struct Ids<T> {
    ids: FxHashMap<Box<[T]>, u32>,
}

impl<T> Default for Ids<T> {
    fn default() -> Self {
        Self { ids: FxHashMap::default() }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Ids<T> {
    pub(super) fn find(&self, list: &[T]) -> Option<u32> {
        self.ids.get(list).copied()
    }

    /// None where there are too many.
    pub(super) fn add(&mut self, list: &[T]) -> Option<u32> {
        let id = u32::try_from(self.ids.len()).ok().filter(|id| *id < MOST)?;
        self.ids.insert(list.into(), id);
        Some(id)
    }

    pub(super) fn of(&mut self, list: &[T]) -> Option<u32> {
        self.find(list).or_else(|| self.add(list))
    }
}

/// The classes of texts that come again and again. A column where they do not is soon left alone.
#[derive(Default)]
struct Texts {
    known: FxHashMap<Box<str>, Known>,
    asked: u32,
    found: u32,
    off: bool,
}

impl Texts {
    fn get(&mut self, text: &str) -> Option<Known> {
        if self.off {
            return None;
        }
        let known = self.known.get(text).copied();
        self.asked += 1;
        self.found += u32::from(known.is_some());
        if self.asked == TRIAL {
            self.off = self.found < TRIAL / 4;
            (self.asked, self.found) = (0, 0);
            if self.off {
                self.known = FxHashMap::default();
            }
        }
        known
    }

    fn keep(&mut self, text: &str, known: Known) {
        if !self.off && self.known.len() < TEXTS && text.len() <= LONGEST {
            self.known.insert(text.into(), known);
        }
    }
}
