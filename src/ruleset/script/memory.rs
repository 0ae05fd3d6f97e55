//! What a script said before. Its answer rests on the cells that it reads and on nothing else, so where they come
//! again, so does the answer.

use rustc_hash::FxHashMap;

use super::{Answer, Linked, Script, Scripts, View};
use crate::sheet::{Cell, Value};

/// Answers that are kept a script, and how long their key may be in bytes.
const ANSWERS: usize = 1 << 12;
const LONGEST: usize = 256;
/// After so many runs it is asked whether remembering them pays.
const TRIAL: u32 = 4096;

/// The answers of one script, on one day.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    answers: FxHashMap<Box<[u8]>, Answer>,
    key: Vec<u8>,
    asked: u32,
    found: u32,
    off: bool,
}

impl Memory {
    /// What the script says of a row.
    pub(crate) fn run(&mut self, scripts: &Scripts, script: &Script, view: &View<'_>) -> Answer {
        if self.off || !self.write_key(script, view) {
            return scripts.run(script, view);
        }
        self.asked += 1;
        if let Some(answer) = self.answers.get(self.key.as_slice()) {
            self.found += 1;
            return answer.clone();
        }
        let answer = scripts.run(script, view);
        if self.answers.len() < ANSWERS {
            self.answers.insert(self.key.as_slice().into(), answer.clone());
        }
        if self.asked >= TRIAL {
            self.off = self.found < TRIAL / 8;
            (self.asked, self.found) = (0, 0);
            if self.off {
                self.answers = FxHashMap::default();
            }
        }
        answer
    }

    /// Writes all that the answer can rest on; false where that is too much to keep.
    fn write_key(&mut self, script: &Script, view: &View<'_>) -> bool {
        self.key.clear();
        if !view.candidates.is_empty() {
            return false;
        }
        self.key.extend(view.unique.iter().map(|unique| unique.map_or(2, u8::from)));
        for (_, linked) in &view.linked {
            match linked {
                Linked::Row(_) => return false,
                Linked::None => self.key.push(0),
                Linked::Undecided => self.key.push(1),
            }
        }
        for id in &script.reads {
            self.write_cell(view.row.cell(*id), script.by_value.contains(id));
        }
        self.key.len() <= LONGEST
    }

    fn write_cell(&mut self, cell: &Cell, by_value: bool) {
        let state = match cell.value {
            Value::Absent => 0,
            Value::Blank => 1,
            Value::Text => 2,
            Value::Number(_) => 3,
            Value::Date(_) => 4,
            Value::AmbiguousDate => 5,
            Value::BadDate => 6,
            Value::Error => 7,
            Value::NoValue => 8,
        };
        self.key.extend([state, u8::from(cell.marks.damaged)]);
        // A text so long that the sandbox may refuse it is told apart, too.
        if by_value || cell.text.len() > LONGEST {
            if let Value::Number(number) = cell.value {
                self.key.extend(number.to_bits().to_le_bytes());
            }
            self.key.extend((cell.text.len() as u64).to_le_bytes());
            self.key.extend(cell.text.bytes());
        }
    }
}
