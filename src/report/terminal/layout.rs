//! Which columns of a row are drawn, and where: the ones that are pointed at, and their
//! neighbours as long as there is room.

use crate::finding::Severity;
use crate::sheet::column_letter;

use super::text;

/// How wide a cell that is pointed at may be: the first of these with which everything fits.
const WIDTHS: [usize; 10] = [48, 36, 28, 22, 17, 13, 9, 6, 4, NARROWEST];
/// When nothing fits, this is drawn all the same.
const NARROWEST: usize = 3;
/// A neighbour says where one is; it need not be read whole.
const NEIGHBOUR: usize = 18;
/// A blank cell that is pointed at needs something to underline.
const BLANK: usize = 8;
/// miette draws `╰── ` before a sentence.
const LABEL_LEAD: usize = 4;

/// A cell of the row, ready to be drawn.
pub(super) struct Spot {
    /// 0-based column of the sheet.
    pub(super) column: u32,
    /// What may be seen of it.
    pub(super) text: String,
    /// What points at it.
    pub(super) label: Option<Label>,
}

/// What is said under a cell.
#[derive(Default)]
pub(super) struct Label {
    /// Each begins on a line of its own.
    pub(super) sentences: Vec<String>,
    /// The gravest that is said; none for a cell that only explains.
    pub(super) severity: Option<Severity>,
}

/// The marks that separate cells.
pub(super) struct Marks {
    pub(super) between: &'static str,
    pub(super) ellipsis: &'static str,
}

/// A row as one line of text.
#[derive(Default)]
pub(super) struct Line {
    /// The cells.
    pub(super) text: String,
    /// Excel's letters, above them.
    pub(super) letters: String,
    /// What is underlined.
    pub(super) pointers: Vec<Pointer>,
}

/// An underlined part of a [`Line`].
pub(super) struct Pointer {
    /// First byte in the line's text.
    pub(super) start: usize,
    /// Bytes.
    pub(super) length: usize,
    /// Lines of the sentences under it.
    pub(super) label: Vec<String>,
    /// How wide the longest sentence would be on one line.
    sentence: usize,
    /// See [`Label::severity`].
    pub(super) severity: Option<Severity>,
}

/// Lays the row out in `room` columns.
pub(super) fn lay_out(spots: &[Spot], room: usize, marks: &Marks) -> Line {
    let pointed: Vec<bool> = spots.iter().map(|spot| spot.label.is_some()).collect();
    let draft = |width| Draft { spots, marks, room, width };
    let fitting = WIDTHS.into_iter().map(draft).find(|it| it.fits(&pointed, room / 3));
    let draft = fitting.unwrap_or_else(|| draft(NARROWEST));
    let shown = draft.with_neighbours(pointed);
    draft.line(&shown)
}

struct Draft<'a> {
    spots: &'a [Spot],
    marks: &'a Marks,
    room: usize,
    /// At most this many columns for a cell that is pointed at.
    width: usize,
}

impl Draft<'_> {
    /// Adds neighbours as long as the line fits: what lies between first, then the nearest.
    fn with_neighbours(&self, mut shown: Vec<bool>) -> Vec<bool> {
        for at in self.by_distance(&shown) {
            let next_to_shown = [at.checked_sub(1), Some(at + 1)]
                .into_iter()
                .flatten()
                .any(|side| shown.get(side) == Some(&true));
            if next_to_shown {
                shown[at] = true;
                shown[at] = self.fits(&shown, self.room / 2);
            }
        }
        shown
    }

    fn by_distance(&self, shown: &[bool]) -> Vec<usize> {
        let pointed: Vec<usize> = (0..shown.len()).filter(|at| shown[*at]).collect();
        let between = |at: usize| pointed.first() < Some(&at) && Some(&at) < pointed.last();
        let distance = |at: usize| pointed.iter().map(|to| at.abs_diff(*to)).min();
        let mut others: Vec<usize> = (0..shown.len()).filter(|at| !shown[*at]).collect();
        others.sort_by_key(|at| (!between(*at), distance(*at)));
        others
    }

    /// Does the line fit, and have sentences that need it this much room?
    fn fits(&self, shown: &[bool], sentences: usize) -> bool {
        let line = self.line(shown);
        text::width(&line.text) <= self.room && self.labels_fit(&line, sentences)
    }

    /// A sentence need not stand on one line, but not in a narrow column either.
    fn labels_fit(&self, line: &Line, wanted: usize) -> bool {
        line.pointers.iter().all(|pointer| {
            let lead = middle(line, pointer) + LABEL_LEAD;
            lead + pointer.sentence.min(wanted) <= self.room
        })
    }

    fn line(&self, shown: &[bool]) -> Line {
        let mut line = Line::default();
        let mut last = None;
        for at in (0..shown.len()).filter(|at| shown[*at]) {
            let left_out = at > last.map_or(0, |last: usize| last + 1);
            if left_out {
                self.separate(&mut line, last.is_some());
                self.push(&mut line, self.marks.ellipsis, "");
            }
            self.separate(&mut line, left_out || last.is_some());
            self.cell(&mut line, &self.spots[at]);
            last = Some(at);
        }
        self.close(&mut line, last.map_or(0, |last| last + 1));
        line
    }

    /// The row goes on to the right, or ends in a blank cell.
    fn close(&self, line: &mut Line, after: usize) {
        if after < self.spots.len() {
            self.separate(line, true);
            self.push(line, self.marks.ellipsis, "");
        } else if line.text.ends_with(' ') {
            line.text.push_str(self.marks.between.trim_end());
        }
    }

    fn separate(&self, line: &mut Line, wanted: bool) {
        if wanted {
            self.push(line, self.marks.between, "");
        }
    }

    fn push(&self, line: &mut Line, text: &str, letters: &str) {
        line.text.push_str(text);
        line.letters.push_str(&text::centre(letters, text::width(text)));
    }

    fn cell(&self, line: &mut Line, spot: &Spot) {
        let letters = column_letter(spot.column);
        let (least, most) = self.bounds(spot);
        let held = text::cut(&spot.text, most, self.marks.ellipsis);
        let least = if held.is_empty() { least } else { letters.len() };
        let drawn = text::pad(&held, least.max(letters.len()));
        self.point(line, spot, if held.is_empty() { &drawn } else { &held });
        self.push(line, &drawn, &letters);
    }

    /// Columns for a blank cell, and for a filled one: most for what is wrong, less for why.
    fn bounds(&self, spot: &Spot) -> (usize, usize) {
        match &spot.label {
            None => (1, NEIGHBOUR.min(self.width)),
            Some(Label { severity: None, .. }) => {
                ((BLANK - 2).min(self.width), (self.width * 2 / 3).max(NARROWEST))
            }
            Some(_) => (BLANK.min(self.width), self.width),
        }
    }

    fn point(&self, line: &mut Line, spot: &Spot, underlined: &str) {
        let Some(label) = &spot.label else { return };
        let lead = text::width(&line.text) + text::width(underlined) / 2 + LABEL_LEAD;
        let room = self.room.saturating_sub(lead).max(16);
        let sentences = label.sentences.iter();
        line.pointers.push(Pointer {
            start: line.text.len(),
            length: underlined.len(),
            label: sentences.clone().flat_map(|it| text::wrap(it, room)).collect(),
            sentence: sentences.map(|it| text::width(it)).max().unwrap_or(0),
            severity: label.severity,
        });
    }
}

/// The column that miette hangs the sentence from.
fn middle(line: &Line, pointer: &Pointer) -> usize {
    let end = pointer.start + pointer.length;
    let underlined = line.text.get(pointer.start..end).unwrap_or_default();
    let before = line.text.get(..pointer.start).unwrap_or_default();
    text::width(before) + text::width(underlined) / 2
}
