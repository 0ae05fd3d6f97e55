//! What the audit says of last time.

use crate::lang::Note;
use crate::report::prose::Line;
use crate::report::since;

use super::ink::{Ink, Tone};
use super::summary::block;

/// How much is new, and what became of the waivers.
pub(super) fn draw(ink: &Ink<'_>) -> String {
    let lines = since::summary(ink.outcome);
    block(ink, "report-since", &lines.iter().map(|line| said(ink, line)).collect::<String>())
}

/// What stood in the baseline and is no more: as many as findings are shown.
pub(super) fn gone(ink: &Ink<'_>) -> String {
    let all = since::gone(ink.outcome);
    let shown = ink.look.limit.unwrap_or(all.len()).min(all.len());
    let mut lines: String = all[..shown].iter().map(|line| said(ink, line)).collect();
    if shown < all.len() {
        let note = Note::new("since-gone-more").with("count", all.len() - shown);
        lines.push_str(&ink.paragraph(("  ", Tone::Strong), &ink.say(&note)));
    }
    block(ink, "report-gone", &lines)
}

fn said(ink: &Ink<'_>, line: &Line) -> String {
    let lead = format!("  {}: ", ink.plain(&line.about));
    let mut text = ink.paragraph((&lead, Tone::Quiet), &ink.plain(&line.text));
    if let Some(help) = &line.help {
        let lead = format!("  {}: ", ink.word("report-help"));
        text.push_str(&ink.paragraph((&lead, Tone::Help), &ink.plain(help)));
    }
    text
}
