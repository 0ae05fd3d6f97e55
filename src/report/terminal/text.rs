//! Text on a grid: how wide it is, how it is cut and wrapped.

use unicode_width::UnicodeWidthChar;

pub(super) use crate::report::prose::harmless;

/// Columns on a terminal, counted as miette counts them: character by character.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Cut to `room` columns, with `ellipsis` where something was left out.
pub(super) fn cut(text: &str, room: usize, ellipsis: &str) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let (head, _) = split(text, room.saturating_sub(width(ellipsis)));
    format!("{}{ellipsis}", head.trim_end())
}

/// As much as fits in `room` columns, and the rest. A combining mark stays with its letter.
fn split(text: &str, room: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > room {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// Broken into lines of at most `room` columns, between words where that is possible.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut word = word;
        if !append(&mut lines, word, room) {
            while width(word) > room.max(2) {
                let (head, rest) = split(word, room.max(2));
                start(&mut lines, head);
                word = rest;
            }
            start(&mut lines, word);
        }
    }
    lines
}

/// Puts a word at the end of the last line, if it fits there.
fn append(lines: &mut [String], word: &str, room: usize) -> bool {
    let Some(line) = lines.last_mut() else {
        return false;
    };
    let space = usize::from(!line.is_empty());
    let fits = width(line) + space + width(word) <= room;
    if fits {
        line.push_str(&" ".repeat(space));
        line.push_str(word);
    }
    fits
}

fn start(lines: &mut Vec<String>, word: &str) {
    match lines.last_mut() {
        Some(line) if line.is_empty() => line.push_str(word),
        _ => lines.push(word.to_owned()),
    }
}

/// Filled with spaces at the right, to `room` columns.
pub(super) fn pad(text: &str, room: usize) -> String {
    format!("{text}{}", " ".repeat(room.saturating_sub(width(text))))
}

/// Spaces before it, so that it stands in the middle of `room` columns.
pub(super) fn centre(text: &str, room: usize) -> String {
    let before = room.saturating_sub(width(text)) / 2;
    pad(&format!("{}{text}", " ".repeat(before)), room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combining_mark_has_no_width_and_stays_with_its_letter() {
        assert_eq!(width("A\u{30a}"), 1);
        assert_eq!(cut("A\u{30a}BCDE", 3, "…"), "A\u{30a}B…");
        assert_eq!(width("日本"), 4);
        assert_eq!(cut("日本語", 5, "…"), "日本…");
    }

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        assert_eq!(wrap("ett två tre", 7), ["ett två", "tre"]);
        assert_eq!(wrap("ett abcdefghij", 4), ["ett", "abcd", "efgh", "ij"]);
    }
}
