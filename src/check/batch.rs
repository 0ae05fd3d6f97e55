//! Rows that another thread judges for an audit.
//!
//! A helper judges rows of its own accord, by rules that it has compiled itself; the audit takes in what came of them, in
//! the rows' order. What rests on the rows before (is there an earlier one that is the same?) the helper leaves to the
//! audit, as far as a row's class leaves it open.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use jiff::civil::Date;

use super::class::{Live, sees};
use super::coverage::Tally;
use super::order::Turn;
use super::unique::Known;
use super::waiting::Waiting;
use super::why::Why;
use super::{Audit, Raw, RowState, SheetAt, Verdict, tallies};
use crate::finding::Location;
use crate::outcome::{RowKey, RowPicture};
use crate::ruleset::RuleSet;
use crate::ruleset::cond::{Cond, Unique};
use crate::ruleset::pack::Link;
use crate::ruleset::rule::{Expect, Rule};
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
    lists: Vec<Arc<[Live]>>,
    foretold: Vec<Option<Foretold>>,
    waiting: Vec<Waiting>,
}

/// A row with rules that the helper has left to the audit.
struct Left {
    /// Its place in the batch.
    row: usize,
    number: u32,
    /// Its place among the part's rows that wait.
    waiting: Option<usize>,
    /// Which rules, by their place in [`Part::lists`]. What is foretold of them stands behind that of the rows before.
    list: usize,
    /// Empty where no rule that is left is weaker than another.
    verdicts: Vec<Verdict>,
    sealed: Vec<u32>,
}

/// What a rule comes to if no row before is the same.
pub(super) struct Foretold {
    pub(super) verdict: Verdict,
    pub(super) why: Option<Why>,
    /// What the row would be the same by, where that was asked.
    pub(super) known: Option<Known>,
}

/// What a helper knows besides.
pub(super) struct Helping {
    /// The row's place in its batch.
    row: usize,
    left: Vec<Left>,
    lists: Vec<Arc<[Live]>>,
    foretold: Vec<Option<Foretold>>,
    /// By rule: it is the audit's.
    leaves: Vec<bool>,
    /// Some rule that is left is weaker than another.
    ranks: bool,
}

impl Helping {
    fn new(rules: &RuleSet, order: &[usize]) -> Self {
        let mut leaves = vec![false; rules.rules.len()];
        for index in order {
            let rule = &rules.rules[*index];
            leaves[*index] = looks_behind(rule) || rule.weaker_than.iter().any(|stronger| leaves[*stronger]);
        }
        let ranks = order.iter().any(|index| leaves[*index] && !rules.rules[*index].weaker_than.is_empty());
        Self { row: 0, left: Vec::new(), lists: Vec::new(), foretold: Vec::new(), leaves, ranks }
    }

    /// Is the rule the audit's?
    pub(super) fn leaves(&self, rule: usize) -> bool {
        self.leaves[rule]
    }

    /// The place of these rules among the part's lists. Rows of many classes share one, and mostly the last.
    fn list(&mut self, rules: &Arc<[Live]>) -> usize {
        let same = |list: &Arc<[Live]>| Arc::ptr_eq(list, rules);
        self.lists.iter().rposition(same).unwrap_or_else(|| {
            self.lists.push(Arc::clone(rules));
            self.lists.len() - 1
        })
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
        helper.uniques.get_mut().only_ask();
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

    /// Judges rows that stand together on a sheet, for the audit that is helped. `next` fills in the row at a place, as
    /// long as there is one.
    #[must_use]
    pub fn batch(
        &mut self,
        at: SheetAt,
        notes: &[CellRef],
        mut next: impl FnMut(usize, &mut Row) -> bool,
    ) -> Part {
        // The sheet may have been read before, otherwise.
        self.links.forget_rows();
        let mut row = mem::take(&mut self.read);
        for place in 0.. {
            if !next(place, &mut row) {
                break;
            }
            self.helping.iter_mut().for_each(|helping| helping.row = place);
            self.row(at, &row, notes);
        }
        self.read = row;
        self.count_classes();
        self.part()
    }

    /// Leaves these rules to the audit.
    pub(super) fn leave(
        &mut self,
        rules: &Arc<[Live]>,
        row: &Row,
        at: &Location,
        state: &mut RowState<'_>,
        waiting: Option<usize>,
    ) {
        let Some(helping) = self.helping.as_mut().filter(|_| !rules.is_empty()) else { return };
        let list = helping.list(rules);
        let verdicts = if helping.ranks { state.verdicts.clone() } else { Vec::new() };
        let (place, sealed) = (helping.row, state.sealed.clone());
        helping.left.push(Left { row: place, number: row.number, waiting, list, verdicts, sealed });
        for live in rules.iter() {
            let foretold = self.foretell(*live, row, at, state);
            if let Some(Foretold { verdict, .. }) = &foretold {
                state.verdicts[live.rule] = *verdict;
            }
            if let Some(helping) = &mut self.helping {
                helping.foretold.push(foretold);
            }
        }
    }

    /// What the helper came to since it was last asked.
    pub(super) fn part(&mut self) -> Part {
        let (left, lists, foretold) = match &mut self.helping {
            Some(Helping { left, lists, foretold, .. }) => {
                (mem::take(left), mem::take(lists), mem::take(foretold))
            }
            None => Default::default(),
        };
        Part {
            tallies: mem::replace(&mut self.tallies, tallies(self.rules)),
            found: mem::take(&mut self.found),
            pictures: mem::take(&mut self.pictures),
            rows_judged: mem::take(&mut self.rows_judged),
            rows_by_kind: mem::replace(&mut self.rows_by_kind, vec![0; self.rules.pack.row_kinds.len()]),
            left,
            lists,
            foretold,
            waiting: mem::take(&mut self.waiting),
        }
    }

    /// Takes in what a helper came to on rows, and judges what it left. `read` fills in the row at a place. Returns how
    /// many rows were judged.
    pub fn absorb(
        &mut self,
        at: SheetAt,
        notes: &[CellRef],
        mut part: Part,
        read: impl Fn(usize, &mut Row) -> bool,
    ) -> u64 {
        let left = mem::take(&mut part.left);
        let lists = mem::take(&mut part.lists);
        let foretold = mem::take(&mut part.foretold);
        let mut waiting = mem::take(&mut part.waiting);
        let rows_judged = part.rows_judged;
        self.take_in(part);
        let mut rest = foretold.as_slice();
        for left in left {
            let rules = &*lists[left.list];
            let (foretold, later) = rest.split_at(rules.len());
            rest = later;
            let mut came = 0;
            while let Some(Some(told)) = foretold.get(came)
                && self.comes(told, at.sheet, left.number)
            {
                self.tallies[rules[came].rule].add(told.verdict, told.why);
                came += 1;
            }
            let waiting = left.waiting.and_then(|place| waiting.get_mut(place));
            if came < rules.len() || waiting.is_some() {
                let came = foretold.iter().take(came).flatten();
                self.judge_left(left, rules, came, (at, notes), waiting, &read);
            }
        }
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

    /// Does it come as it was foretold?
    fn comes(&self, told: &Foretold, sheet: usize, row: u32) -> bool {
        let is_new = |known| self.uniques.borrow_mut().see_known(known, sheet, row).is_none();
        told.known.as_ref().is_none_or(is_new)
    }

    /// Judges the rules that did not come as they were foretold, behind those that `came`.
    fn judge_left<'t>(
        &mut self,
        left: Left,
        rules: &[Live],
        came: impl Iterator<Item = &'t Foretold>,
        on: (SheetAt, &[CellRef]),
        waiting: Option<&mut Waiting>,
        read: &impl Fn(usize, &mut Row) -> bool,
    ) {
        let Left { row: place, number, mut verdicts, sealed, .. } = left;
        let (at, notes) = on;
        if verdicts.is_empty() {
            verdicts = mem::take(&mut self.spare);
            verdicts.clear();
        }
        verdicts.resize(self.rules.rules.len(), Verdict::Unasked);
        let mut open = rules.iter();
        for (told, live) in came.zip(&mut open) {
            verdicts[live.rule] = told.verdict;
        }
        let mut state = RowState { verdicts, sealed, notes };
        let mut row = mem::take(&mut self.read);
        if !open.as_slice().is_empty() && read(place, &mut row) {
            let at = Location { source: at.source, sheet: at.sheet, row: number, column: None, cell: None };
            self.links.tidy();
            for live in open.copied() {
                state.verdicts[live.rule] = self.judge(live, &row, &at, &mut state).0;
            }
        }
        self.read = row;
        if let Some(waiting) = waiting {
            waiting.was_judged(rules, &state);
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
