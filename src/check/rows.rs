//! One row after the other: by every rule, or by those that its class leaves open.

use std::sync::Arc;

use super::class::{Came, Classes, Known, Later, Live, RowClass};
use super::order::Turn;
use super::{Audit, SheetAt, Verdict};
use crate::finding::{Location, Source};
use crate::ruleset::rule::Over;
use crate::sheet::{CellRef, Row};

/// What the rules of one row share.
#[derive(Default)]
pub(super) struct RowState<'n> {
    pub(super) verdicts: Vec<Verdict>,
    /// Columns of the sheet whose contents a privacy rule has sealed.
    pub(super) sealed: Vec<u32>,
    pub(super) notes: &'n [CellRef],
}

impl<'r> Audit<'r> {
    /// Judges a row of the sheet. `notes`: the cells of the sheet that carry a note, sorted.
    pub fn row(&mut self, at: SheetAt, row: &Row, notes: &[CellRef]) -> bool {
        let at = Location { source: at.source, sheet: at.sheet, row: row.number, column: None, cell: None };
        self.links.tidy();
        if row.outside {
            self.outside(&at, row);
            return false;
        }
        let Some(mut classes) = self.classes.take() else { return self.plain_row(row, at, notes, None) };
        let found = classes.find(&self.ctx(&self.rules.pack.sheet, row, &at, None));
        let judged = match found {
            Ok(class) => match classes.closer(&class, row) {
                Some(closer) => {
                    let judged = self.row_of_class(&class, &closer, row, at, notes);
                    if judged {
                        classes.count(&class.known);
                        classes.count(&closer);
                    }
                    judged
                }
                None => {
                    let judged = self.row_of_class(&class, &class.known, row, at, notes);
                    if judged {
                        classes.count(&class.known);
                        classes.come_closer(&class, row, &self.came, &self.said.borrow());
                    }
                    judged
                }
            },
            Err(id) => self.plain_row(row, at, notes, id.map(|id| (&mut *classes, id))),
        };
        self.classes = Some(classes);
        judged
    }

    /// Judges a row by every rule. `learning`: what comes of it is kept for the rows of its class.
    fn plain_row(
        &mut self,
        row: &Row,
        at: Location,
        notes: &[CellRef],
        learning: Option<(&mut Classes<'r>, u32)>,
    ) -> bool {
        let kind = self.kind(row, &at);
        let judged = self.count_row(kind);
        let mut state = self.state(&[], notes);
        let mut came = Vec::new();
        for step in (0..self.order.len()).filter(|_| judged) {
            let index = self.order[step];
            if self.is_asked(index, kind) {
                let (verdict, why) = match self.turns[index] {
                    Turn::Now => self.judge(Live::of(index), row, &at, &mut state),
                    Turn::Left | Turn::Late => (Verdict::Unasked, None),
                };
                state.verdicts[index] = verdict;
                came.push(Came { rule: index, verdict, why });
            }
        }
        if let Some((classes, id)) = learning {
            let ctx = self.ctx(&self.rules.pack.sheet, row, &at, None);
            classes.learn(id, kind, self.rules, &came, &self.turns, &ctx);
        }
        let of_turn = |turn: Turn| {
            let came = came.iter().filter(|came| self.turns[came.rule] == turn);
            came.map(|came| Live::of(came.rule)).collect()
        };
        let later = Later { left: of_turn(Turn::Left), late: of_turn(Turn::Late) };
        if judged {
            self.close(row, at, state, kind.is_none(), &later);
        }
        judged
    }

    /// Judges a row of a class of which this is known: only by the rules that look further, or that it breaks.
    fn row_of_class(
        &mut self,
        class: &RowClass,
        known: &Known,
        row: &Row,
        at: Location,
        notes: &[CellRef],
    ) -> bool {
        let judged = self.count_row(class.kind);
        if judged {
            let mut state = self.state(&known.verdicts, notes);
            self.came.clear();
            for live in &known.live {
                let (verdict, why) = self.judge(*live, row, &at, &mut state);
                state.verdicts[live.rule] = verdict;
                self.came.push(Came { rule: live.rule, verdict, why });
            }
            self.close(row, at, state, class.kind.is_none(), &class.later);
        }
        judged
    }

    /// Counts a row by its kind. Is it judged at all?
    fn count_row(&mut self, kind: Option<usize>) -> bool {
        if let Some(kind) = kind {
            self.rows_by_kind[kind] += 1;
        }
        let judged = kind.is_none_or(|kind| !self.rules.pack.row_kinds[kind].judged_by.is_empty());
        self.rows_judged += u64::from(judged);
        judged
    }

    /// A row's state, with the verdicts that are known.
    fn state<'n>(&mut self, known: &[Verdict], notes: &'n [CellRef]) -> RowState<'n> {
        let mut verdicts = std::mem::take(&mut self.spare);
        verdicts.clear();
        verdicts.extend_from_slice(known);
        verdicts.resize(self.rules.rules.len(), Verdict::Unasked);
        RowState { verdicts, notes, ..RowState::default() }
    }

    /// Keeps of a row what is still to be judged, and what candidates it may take that others want.
    fn close(&mut self, row: &Row, at: Location, mut state: RowState<'_>, may_wait: bool, later: &Later) {
        if self.looks_back {
            self.sheet.push((at.clone(), Arc::new(row.clone())));
        }
        let waits = may_wait && self.wait(row, &at, &state, &later.late);
        let waiting = waits.then(|| self.waiting.len() - 1);
        self.leave(&later.left, row, &at, &mut state, waiting);
        self.spare = state.verdicts;
    }

    /// A row that is no data is looked at by the rules over every cell, and counted nowhere.
    fn outside(&mut self, at: &Location, row: &Row) {
        let mut state = RowState::default();
        let mut left = Vec::new();
        for index in self.order.clone() {
            if self.rules.rules[index].over != Over::EveryCell || !self.is_on(index) {
                continue;
            }
            match self.helping.as_ref().is_some_and(|helping| helping.leaves(index)) {
                true => left.push(Live::of(index)),
                false => {
                    self.judge(Live::of(index), row, at, &mut state);
                }
            }
        }
        self.leave(&left.into(), row, at, &mut state, None);
    }

    /// The kind of a row that only some rules judge, by its name in the pack.
    #[must_use]
    pub fn kind_of(&self, row: &Row) -> Option<&'r str> {
        let at = Location { source: Source::Input(0), sheet: 0, row: row.number, column: None, cell: None };
        self.links.forget_rows();
        self.kind(row, &at).map(|kind| self.rules.pack.row_kinds[kind].name.as_str())
    }

    fn is_asked(&self, index: usize, kind: Option<usize>) -> bool {
        let rule = &self.rules.rules[index];
        let by_kind = kind.is_none_or(|kind| {
            self.rules.pack.row_kinds[kind].judged_by.iter().any(|name| *name.text == *rule.id)
        });
        let over_rows = matches!(rule.over, Over::Sheet | Over::Cells | Over::EveryCell);
        self.is_on(index) && by_kind && over_rows
    }

    fn kind(&self, row: &Row, at: &Location) -> Option<usize> {
        if self.alone.is_some() {
            return None;
        }
        let ctx = self.ctx(&self.rules.pack.sheet, row, at, None);
        let kinds = &self.rules.pack.row_kinds;
        kinds.iter().position(|kind| !kind.off && ctx.truth(&kind.when).holds())
    }
}
