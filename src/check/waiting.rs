//! Rows with rules that wait until every row is known, because a row may want what another answers to.

use std::sync::Arc;

use super::batch::Part;
use super::class::Live;
use super::link::Assigned;
use super::rows::RowState;
use super::{Audit, RowAt, Verdict};
use crate::finding::Location;
use crate::ruleset::cond::LinkId;
use crate::ruleset::pack::{Take, Target};
use crate::sheet::{CellRef, Row};
use crate::table::PackedRow;

/// A row that waits.
pub struct Waiting {
    at: RowAt,
    wants: Box<[Want]>,
    /// None where no rule is left to judge.
    rest: Option<Rest>,
}

/// A row's claim to a candidate of a `one_each` link.
#[derive(Debug, Clone, Copy)]
pub(super) struct Want {
    pub(super) link: LinkId,
    pub(super) candidate: u32,
    /// The pack prefers this candidate for this row.
    pub(super) preferred: bool,
    /// Days between the two.
    pub(super) days: i32,
}

/// A row and what it came to so far.
struct Rest {
    row: PackedRow,
    /// Empty where no rule that waits is weaker than another.
    verdicts: Box<[Verdict]>,
    sealed: Vec<u32>,
    /// The row's cells that carry a note.
    notes: Box<[CellRef]>,
    late: Arc<[Live]>,
}

/// Which candidates answer for which rows.
#[derive(Clone)]
pub struct Taken(Arc<Assigned>);

impl Waiting {
    pub(super) fn at(&self) -> RowAt {
        self.at
    }

    pub(super) fn wants(&self) -> &[Want] {
        &self.wants
    }

    /// Rules that a helper had left were judged on the row.
    pub(super) fn was_judged(&mut self, rules: &[Live], state: &RowState<'_>) {
        let Some(rest) = &mut self.rest else { return };
        rest.sealed.clone_from(&state.sealed);
        for live in rules {
            if let Some(verdict) = rest.verdicts.get_mut(live.rule) {
                *verdict = state.verdicts[live.rule];
            }
        }
    }
}

impl Audit<'_> {
    /// Keeps a row where rules are judged on it late, or where it may take a candidate that others want. Was it kept?
    pub(super) fn wait(
        &mut self,
        row: &Row,
        at: &Location,
        state: &RowState<'_>,
        late: &Arc<[Live]>,
    ) -> bool {
        if !self.some_wait {
            return false;
        }
        let wants = self.wants(row, at);
        if late.is_empty() && wants.is_empty() {
            return false;
        }
        let rest = (!late.is_empty()).then(|| {
            let ranks = late.iter().any(|live| !self.rules.rules[live.rule].weaker_than.is_empty());
            let cells = row.cells.iter().map(|cell| CellRef::new(row.number, cell.column));
            let noted = |cell: &CellRef| state.notes.binary_search(cell).is_ok();
            Rest {
                row: PackedRow::of(row, &mut self.packing),
                verdicts: if ranks { state.verdicts.as_slice().into() } else { Box::default() },
                sealed: state.sealed.clone(),
                notes: if state.notes.is_empty() { Box::default() } else { cells.filter(noted).collect() },
                late: Arc::clone(late),
            }
        });
        self.waiting.push(Waiting { at: RowAt::of(at), wants, rest });
        true
    }

    /// What a row of the sheet would take, by which link, in the links' order.
    fn wants(&self, row: &Row, at: &Location) -> Box<[Want]> {
        let mut wants = Vec::new();
        let ctx = self.ctx(&self.rules.pack.sheet, row, at, None);
        for (link, number) in self.rules.pack.links.iter().zip(0..) {
            if link.take == Take::OneEach && matches!(link.to, Target::Table(_)) {
                wants.extend(self.wanted(LinkId(number), &ctx));
            }
        }
        wants.into()
    }

    /// Every row has been seen: tells who answers for whom. Returns the rows that are still to be judged.
    #[must_use]
    pub fn waiting(&mut self) -> Vec<Waiting> {
        if !std::mem::replace(&mut self.assigned, true) {
            self.links.sheet_known(std::mem::take(&mut self.sheet));
            self.assign();
        }
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|waiting| waiting.rest.is_some());
        waiting
    }

    /// Who answers for whom, for helpers.
    #[must_use]
    pub fn taken(&self) -> Taken {
        Taken(self.links.assigned())
    }

    /// Judges rows that waited, for the audit that is helped.
    #[must_use]
    pub fn late_batch(&mut self, rows: &[Waiting], taken: &Taken) -> Part {
        self.links.set_assigned(&taken.0);
        self.judge_waiting(rows);
        self.part()
    }

    /// Takes in what a helper came to on rows that waited.
    pub fn absorb_late(&mut self, part: Part) {
        self.take_in(part);
    }

    /// Judges rows by the rules that waited.
    pub(super) fn judge_waiting(&mut self, rows: &[Waiting]) {
        let mut row = Row::default();
        for (rest, at) in rows.iter().filter_map(|waiting| Some((waiting.rest.as_ref()?, waiting.at))) {
            rest.row.unpack(&mut row);
            self.links.tidy();
            let at = at.location();
            let mut verdicts = rest.verdicts.to_vec();
            verdicts.resize(self.rules.rules.len(), Verdict::Unasked);
            let mut state = RowState { verdicts, sealed: rest.sealed.clone(), notes: &rest.notes };
            for live in rest.late.iter().copied() {
                state.verdicts[live.rule] = self.judge(live, &row, &at, &mut state).0;
            }
        }
    }
}
