//! Rows of a class that hold the same where scripts read it: what the scripts said of one, they say of all.
//!
//! A script reads one cell after the other, and which comes next rests on what those before it held; so do all scripts
//! of a class that rest on nothing else, one after the other. What they came to is found again by the numbers of what
//! these cells hold.

use std::num::NonZeroU32;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Came, Classes, Known, RowClass};
use crate::check::Verdict;
use crate::ruleset::RuleSet;
use crate::ruleset::rule::Expect;
use crate::ruleset::script::{Memory, is_short};
use crate::schema::ColumnId;
use crate::sheet::Row;

/// So many are known at most, of all classes: more than a sheet has where they are worth knowing.
const MOST: usize = 1 << 12;

/// What a cell without marks holds, by a number that nothing else in its column ever has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Contents(pub(super) NonZeroU32);

/// What the scripts of a class read, and what came of it.
#[derive(Debug)]
pub(super) enum Step {
    Comes(Rc<Known>),
    /// This column is read, and what its cell holds leads on.
    Reads(ColumnId, FxHashMap<Contents, Step>),
}

/// The scripts of a class whose verdicts rest on cells alone.
#[derive(Debug, Default)]
pub(super) struct OfCells {
    /// Their places among what is judged row by row.
    places: Vec<usize>,
    /// The columns whose contents matter to one of them; of others, all rows of the class say the same.
    by_value: Vec<ColumnId>,
}

impl OfCells {
    /// `is_settled`: by rule, does every row of the class share its verdict?
    pub(super) fn new(known: &Known, mut is_settled: Vec<bool>, rules: &RuleSet) -> Self {
        let mut of_cells = Self::default();
        for (place, live) in known.live.iter().enumerate() {
            let rule = &rules.rules[live.rule];
            let Expect::Script(script) = &rule.expect else { continue };
            let heard = rule.weaker_than.iter().all(|stronger| is_settled[*stronger]);
            let looks_further =
                !script.links.is_empty() || !script.candidates.is_empty() || !script.uniques.is_empty();
            if live.holds.is_some() && heard && !looks_further {
                is_settled[live.rule] = true;
                of_cells.places.push(place);
                of_cells.by_value.extend(&script.by_value);
            }
        }
        of_cells
    }
}

impl Classes<'_> {
    /// What is known of the row that was found last besides its class.
    pub(in crate::check) fn closer(&self, class: &RowClass, row: &Row) -> Option<Rc<Known>> {
        let steps = class.closer.borrow();
        let mut step = steps.as_ref()?;
        loop {
            match step {
                Step::Comes(known) => return Some(Rc::clone(known)),
                Step::Reads(column, branches) => step = branches.get(&self.contents(class, row, *column)?)?,
            }
        }
    }

    /// Remembers what scripts said of the row that was found last: `came`, of all that is judged row by row in its class.
    pub(in crate::check) fn come_closer(
        &mut self,
        class: &RowClass,
        row: &Row,
        came: &[Came],
        said: &[Memory],
    ) {
        if class.of_cells.places.is_empty() || self.closer >= MOST {
            return;
        }
        let Some(path) = self.path(class, row, came, said) else { return };
        let mut closer = Known { verdicts: class.known.verdicts.clone(), ..Known::default() };
        for (place, (live, came)) in class.known.live.iter().zip(came).enumerate() {
            let is_told = class.of_cells.places.contains(&place);
            if is_told {
                closer.verdicts[came.rule] = came.verdict;
            }
            match came.verdict {
                Verdict::Unasked if is_told => {}
                verdict if is_told && verdict != Verdict::Broken => {
                    closer.settled.push((came.rule, verdict, came.why));
                }
                _ => closer.live.push(*live),
            }
        }
        keep(&mut class.closer.borrow_mut(), &path, Rc::new(closer));
        self.closer += 1;
    }

    /// The cells that the scripts read, and what they hold; none where an answer rests on more than them.
    fn path(
        &self,
        class: &RowClass,
        row: &Row,
        came: &[Came],
        said: &[Memory],
    ) -> Option<Vec<(ColumnId, Contents)>> {
        let mut path: Vec<(ColumnId, Contents)> = Vec::new();
        for place in &class.of_cells.places {
            let came = came.get(*place)?;
            if came.verdict == Verdict::Unasked {
                continue;
            }
            for column in said.get(came.rule)?.read()? {
                if !path.iter().any(|(known, _)| known == column) {
                    path.push((*column, self.contents(class, row, *column)?));
                }
            }
        }
        Some(path)
    }

    fn contents(&self, class: &RowClass, row: &Row, column: ColumnId) -> Option<Contents> {
        if class.of_cells.by_value.contains(&column) {
            return self.held.get(column.index()).copied().flatten();
        }
        is_short(row.cell(column)).then_some(Contents(NonZeroU32::MAX))
    }
}

/// Keeps what came of reading these cells, which held these.
fn keep(steps: &mut Option<Step>, path: &[(ColumnId, Contents)], known: Rc<Known>) {
    let step_at = |depth: usize| match path.get(depth) {
        Some((column, _)) => Step::Reads(*column, FxHashMap::default()),
        None => Step::Comes(Rc::clone(&known)),
    };
    let mut step = steps.get_or_insert_with(|| step_at(0));
    for (depth, (column, contents)) in path.iter().enumerate() {
        let Step::Reads(reads, branches) = step else { return };
        // What is read next rests on what was read before.
        debug_assert_eq!(reads, column);
        step = branches.entry(*contents).or_insert_with(|| step_at(depth + 1));
    }
}
