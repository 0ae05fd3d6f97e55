//! What a script said before. It reads one cell after the other, and which comes next rests on what those before it
//! held: so its runs make a tree, of which each run is a path, and where the same cells hold the same again, so does
//! its answer.

use rustc_hash::FxHashMap;

use super::{Answer, Blame, Linked, Script, Scripts, View};
use crate::schema::ColumnId;
use crate::sheet::{Cell, Value};

/// Steps that are kept a script, and how long a text in them may be in bytes.
const STEPS: usize = 1 << 12;
const LONGEST: usize = 256;
/// After so many runs it is asked whether remembering them pays.
const TRIAL: u32 = 4096;

/// The answers of one script, on one day.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// By what the script finds at hand besides cells.
    roots: FxHashMap<Vec<u8>, Step>,
    at_hand: Vec<u8>,
    key: Vec<u8>,
    /// The columns that the last run read, in that order, and whether its answer rests on them alone.
    read: Vec<ColumnId>,
    rests_on_cells: bool,
    kept: usize,
    asked: u32,
    found: u32,
    off: bool,
}

/// What a script does after what it has read so far.
#[derive(Debug)]
enum Step {
    Answers(Answer),
    /// It reads this column, and goes on by what the cell holds.
    Reads(ColumnId, FxHashMap<Box<[u8]>, Step>),
}

impl Memory {
    /// What the script says of a row.
    pub(crate) fn run(&mut self, scripts: &Scripts, script: &Script, view: &View<'_>) -> Answer {
        self.rests_on_cells = false;
        if self.off || !self.write_at_hand(view) {
            return scripts.run(script, view);
        }
        self.asked += 1;
        if let Some(answer) = self.find(script, view) {
            self.found += 1;
            self.rests_on_cells = self.at_hand.is_empty() && rests_on_cells(&answer);
            return answer;
        }
        let (answer, read) = scripts.run_watched(script, view);
        self.read = read;
        self.rests_on_cells = self.at_hand.is_empty() && rests_on_cells(&answer);
        if self.kept < STEPS {
            self.keep(script, view, answer.clone());
        }
        if self.asked >= TRIAL {
            self.off = self.found < TRIAL / 8;
            (self.asked, self.found) = (0, 0);
            if self.off {
                self.roots = FxHashMap::default();
            }
        }
        answer
    }

    /// The columns that the last run read, in that order; none where its answer rests on more than their cells.
    pub(crate) fn read(&self) -> Option<&[ColumnId]> {
        self.rests_on_cells.then_some(&*self.read)
    }

    fn find(&mut self, script: &Script, view: &View<'_>) -> Option<Answer> {
        self.read.clear();
        let mut step = self.roots.get(&self.at_hand)?;
        loop {
            match step {
                Step::Answers(answer) => return Some(answer.clone()),
                Step::Reads(column, by_key) => {
                    if !write_cell(&mut self.key, script, view, *column) {
                        return None;
                    }
                    self.read.push(*column);
                    step = by_key.get(self.key.as_slice())?;
                }
            }
        }
    }

    /// Keeps the last run: the columns that it read, in that order, and what it said.
    fn keep(&mut self, script: &Script, view: &View<'_>, answer: Answer) {
        let read = &self.read;
        let mut steps = Vec::with_capacity(read.len());
        for column in read {
            if !write_cell(&mut self.key, script, view, *column) {
                return;
            }
            steps.push((*column, Box::from(self.key.as_slice())));
        }
        let step_at = |depth: usize| match read.get(depth) {
            Some(column) => Step::Reads(*column, FxHashMap::default()),
            None => Step::Answers(answer.clone()),
        };
        let mut step = self.roots.entry(self.at_hand.clone()).or_insert_with(|| step_at(0));
        for (depth, (column, key)) in steps.into_iter().enumerate() {
            let Step::Reads(reads, by_key) = step else { return };
            debug_assert_eq!(*reads, column, "what is read next rests on what was read before");
            step = by_key.entry(key).or_insert_with(|| {
                self.kept += 1;
                step_at(depth + 1)
            });
        }
    }

    /// Writes what the script sees besides cells; false where that is too much to keep.
    fn write_at_hand(&mut self, view: &View<'_>) -> bool {
        self.at_hand.clear();
        if !view.candidates.is_empty() {
            return false;
        }
        self.at_hand.extend(view.unique.iter().map(|unique| unique.map_or(2, u8::from)));
        for (_, linked) in &view.linked {
            match linked {
                Linked::Row(_) => return false,
                Linked::None => self.at_hand.push(0),
                Linked::Undecided => self.at_hand.push(1),
            }
        }
        true
    }
}

/// Does the answer rest on nothing but the cells that were read? One that broke is told of for each row.
fn rests_on_cells(answer: &Answer) -> bool {
    matches!(answer, Answer::Is(_) | Answer::Undecided(Blame::Nothing | Blame::Column(_)))
}

/// Is the cell short enough for what a script says of it to be kept? One so long that the sandbox may refuse it is not,
/// even where only its being there counts.
pub(crate) fn is_short(cell: &Cell) -> bool {
    cell.text.len() <= LONGEST
}

/// Writes what a script can see of a cell; false where that is too much to keep.
fn write_cell(key: &mut Vec<u8>, script: &Script, view: &View<'_>, column: ColumnId) -> bool {
    let cell: &Cell = view.row.cell(column);
    key.clear();
    key.extend([cell.value.kind(), u8::from(cell.marks.damaged)]);
    if script.by_value.contains(&column) {
        if let Value::Number(number) = cell.value {
            key.extend(number.to_bits().to_le_bytes());
        }
        key.extend_from_slice(cell.text.as_bytes());
    }
    is_short(cell)
}
