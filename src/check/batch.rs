//! Rows that another thread judges for an audit.
//!
//! A helper judges rows of its own accord, by rules that it has compiled itself; the audit takes in what came of them, in
//! the rows' order. What rests on the rows before (is there an earlier one that is the same?) the helper leaves to the
//! audit, as far as a row's class leaves it open.

use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::class::{Live, sees};
use super::coverage::Tally;
use super::order::Turn;
use super::unique::{self, Key, Known};
use super::waiting::Waiting;
use super::{Audit, Raw, RowState, SheetAt, Verdict, tallies};
use crate::finding::Location;
use crate::outcome::{RowKey, RowPicture};
use crate::ruleset::RuleSet;
use crate::ruleset::cond::{Cond, Unique};
use crate::ruleset::pack::Link;
use crate::ruleset::rule::{Expect, Over, Rule};
use crate::sheet::{CellRef, Row};
use crate::table::Tables;

/// What a helper came to on a batch of rows.
pub struct Part {
    tallies: Vec<Tally>,
    found: Vec<Raw>,
    pictures: BTreeMap<RowKey, RowPicture>,
    rows_judged: u64,
    rows_by_kind: Vec<u64>,
    left: Vec<Left>,
    known: Vec<Known>,
    waiting: Vec<Waiting>,
}

/// A row with rules that the helper has left to the audit.
pub(super) struct Left {
    /// Its place in the batch.
    row: usize,
    /// Its place among the part's rows that wait.
    waiting: Option<usize>,
    rules: Arc<[Live]>,
    /// What their conditions look for among the rows before: where it stands in [`Part::known`].
    known: Range<usize>,
    /// Empty where no rule that is left is weaker than another.
    verdicts: Vec<Verdict>,
    sealed: Vec<u32>,
}

/// What a helper knows besides.
pub(super) struct Helping {
    /// The row's place in its batch.
    row: usize,
    left: Vec<Left>,
    known: Vec<Known>,
    /// By rule: it is the audit's.
    leaves: Vec<bool>,
    /// Some rule that is left is weaker than another.
    ranks: bool,
    /// Memory for a row's keys.
    memory: unique::Memory,
}

impl Helping {
    fn new(rules: &RuleSet, order: &[usize]) -> Self {
        let mut leaves = vec![false; rules.rules.len()];
        for index in order {
            let rule = &rules.rules[*index];
            leaves[*index] = looks_behind(rule) || rule.weaker_than.iter().any(|stronger| leaves[*stronger]);
        }
        let ranks = order.iter().any(|index| leaves[*index] && !rules.rules[*index].weaker_than.is_empty());
        Self { row: 0, left: Vec::new(), known: Vec::new(), leaves, ranks, memory: unique::Memory::default() }
    }

    /// Is the rule the audit's?
    pub(super) fn leaves(&self, rule: usize) -> bool {
        self.leaves[rule]
    }

    /// Leaves these rules to the audit.
    pub(super) fn leave(
        &mut self,
        rules: &Arc<[Live]>,
        row: &Row,
        state: &RowState<'_>,
        waiting: Option<usize>,
        of: &RuleSet,
    ) {
        if rules.is_empty() {
            return;
        }
        let verdicts = if self.ranks { state.verdicts.clone() } else { Vec::new() };
        let start = self.known.len();
        for rule in rules.iter().map(|live| &of.rules[live.rule]).filter(|rule| rule.over == Over::Sheet) {
            each_unique(rule, &mut |unique| {
                let key = Key::of(unique, &of.pack.sheet, row, &mut self.memory);
                self.known.push((unique.id, key));
            });
        }
        let known = start..self.known.len();
        let sealed = state.sealed.clone();
        self.left.push(Left { row: self.row, waiting, rules: Arc::clone(rules), known, verdicts, sealed });
    }
}

impl<'r> Audit<'r> {
    /// A helper of an audit by the same rules, against the same tables.
    #[must_use]
    pub fn helper(rules: &'r RuleSet, tables: &'r Tables, as_of: Date) -> Self {
        let mut helper = Self::new(rules, tables, as_of);
        let helping = Helping::new(rules, &helper.order);
        for (turn, leaves) in helper.turns.iter_mut().zip(&helping.leaves) {
            if *turn == Turn::Now && *leaves {
                *turn = Turn::Left;
            }
        }
        helper.helping = Some(helping);
        helper
    }

    /// Can helpers judge for this audit? Not where what they would judge by themselves rests on other rows of the sheet.
    #[must_use]
    pub fn takes_help(&self) -> bool {
        let pack = &self.rules.pack;
        let of_link = |link: &'r Link| [&link.when, &link.only, &link.prefer].into_iter().flatten();
        let mut besides =
            pack.row_kinds.iter().map(|kind| &kind.when).chain(pack.links.iter().flat_map(of_link));
        let mut late = self.order.iter().filter(|index| self.turns[**index] == Turn::Late);
        !self.looks_back && !besides.any(sees) && !late.any(|index| looks_behind(&self.rules.rules[*index]))
    }

    /// Judges rows that stand together on a sheet, for the audit that is helped.
    #[must_use]
    pub fn batch(&mut self, at: SheetAt, rows: &[Row], notes: &[CellRef]) -> Part {
        // The sheet may have been read before, otherwise.
        self.links.forget_rows();
        for (place, row) in rows.iter().enumerate() {
            self.helping.iter_mut().for_each(|helping| helping.row = place);
            self.row(at, row, notes);
        }
        self.count_classes();
        self.part()
    }

    /// What the helper came to since it was last asked.
    pub(super) fn part(&mut self) -> Part {
        let helping = self.helping.as_mut();
        let (left, known) = helping
            .map(|helping| (mem::take(&mut helping.left), mem::take(&mut helping.known)))
            .unwrap_or_default();
        Part {
            tallies: mem::replace(&mut self.tallies, tallies(self.rules)),
            found: mem::take(&mut self.found),
            pictures: mem::take(&mut self.pictures),
            rows_judged: mem::take(&mut self.rows_judged),
            rows_by_kind: mem::replace(&mut self.rows_by_kind, vec![0; self.rules.pack.row_kinds.len()]),
            left,
            known,
            waiting: mem::take(&mut self.waiting),
        }
    }

    /// Takes in what a helper came to on these rows, and judges what it left. Returns how many rows were judged.
    pub fn absorb(&mut self, at: SheetAt, rows: &[Row], notes: &[CellRef], mut part: Part) -> u64 {
        let left = mem::take(&mut part.left);
        let mut waiting = mem::take(&mut part.waiting);
        let known = mem::take(&mut part.known);
        let rows_judged = part.rows_judged;
        self.take_in(part);
        for left in left {
            let Some(row) = rows.get(left.row) else { continue };
            let waiting = left.waiting.and_then(|place| waiting.get_mut(place));
            self.judge_left(left, &known, at, row, notes, waiting);
        }
        self.uniques.borrow_mut().ready(&[]);
        self.waiting.extend(waiting);
        rows_judged
    }

    /// Counts in what a helper came to.
    pub(super) fn take_in(&mut self, part: Part) {
        for (tally, more) in self.tallies.iter_mut().zip(part.tallies) {
            tally.merge(more);
        }
        self.found.extend(part.found);
        self.pictures.extend(part.pictures);
        self.rows_judged += part.rows_judged;
        for (count, more) in self.rows_by_kind.iter_mut().zip(part.rows_by_kind) {
            *count += more;
        }
    }

    fn judge_left(
        &mut self,
        left: Left,
        known: &[Known],
        at: SheetAt,
        row: &Row,
        notes: &[CellRef],
        waiting: Option<&mut Waiting>,
    ) {
        let Left { rules, known: place, mut verdicts, sealed, .. } = left;
        let at = Location { source: at.source, sheet: at.sheet, row: row.number, column: None, cell: None };
        if verdicts.is_empty() {
            verdicts = mem::take(&mut self.spare);
            verdicts.clear();
        }
        verdicts.resize(self.rules.rules.len(), Verdict::Unasked);
        let mut state = RowState { verdicts, sealed, notes };
        self.links.tidy();
        self.uniques.borrow_mut().ready(known.get(place).unwrap_or_default());
        for live in rules.iter().copied() {
            state.verdicts[live.rule] = self.judge(live, row, &at, &mut state).0;
        }
        if let Some(waiting) = waiting {
            waiting.was_judged(&rules, &state);
        }
        self.spare = state.verdicts;
    }
}

/// Does its verdict rest on the rows before?
fn looks_behind(rule: &Rule) -> bool {
    let mut looks = false;
    each_unique(rule, &mut |_| looks = true);
    looks
}

/// What the rule asks to be unique.
fn each_unique<'r>(rule: &'r Rule, visit: &mut impl FnMut(&'r Unique)) {
    if let Expect::Script(script) = &rule.expect {
        script.uniques.iter().for_each(&mut *visit);
    }
    for cond in rule.conds() {
        cond.walk(&mut |cond| {
            if let Cond::Unique(unique) = cond {
                visit(unique);
            }
        });
    }
}
