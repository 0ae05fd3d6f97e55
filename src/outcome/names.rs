//! Identity numbers in odd places: names of files and sheets. What a rule finds in a cell is sealed where it is
//! judged; names are no rule's business, and stand in every report.

use jiff::civil::Date;

use super::{Outcome, Problem, SheetReport, SheetStatus, SourceReport};
use crate::lang::Note;
use crate::swedish::identity_number::masked;

impl Outcome {
    /// With every identity number in a name, and in what is said of it, masked.
    #[must_use]
    pub fn with_names_sealed(mut self) -> Self {
        let day = self.as_of;
        for source in self.inputs.iter_mut().chain(&mut self.tables) {
            seal_source(source, day);
        }
        seal_problems(&mut self.errors, day);
        self
    }
}

fn seal_source(source: &mut SourceReport, day: Date) {
    seal(&mut source.path, day);
    for SheetReport { name, status, notes } in &mut source.sheets {
        seal(name, day);
        notes.iter_mut().for_each(|note| seal_note(note, day));
        if let SheetStatus::Skipped(why) = status {
            seal_note(why, day);
        }
    }
}

/// The same, in what could not be read.
pub(crate) fn seal_problems(problems: &mut [Problem], day: Date) {
    for Problem { input, note } in problems {
        if let Some(input) = input {
            seal(input, day);
        }
        seal_note(note, day);
    }
}

pub(crate) fn seal_note(note: &mut Note, day: Date) {
    note.change_texts(&|text| masked(text, day));
}

/// Masks the identity numbers in a text.
pub(crate) fn seal(text: &mut String, day: Date) {
    if let Some(masked) = masked(text, day) {
        *text = masked;
    }
}
