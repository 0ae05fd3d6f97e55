//! Cuts a text into words, and remembers where each stood.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::swedish::text::{is_dash, is_invisible};

/// One word or number of an address.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Where it stands in the text that was cut.
    pub(super) range: Range<usize>,
    /// As written, without invisible characters and surrounding punctuation; one kind of dash.
    pub(super) text: String,
    /// For comparing: lower case, without accents that people leave out.
    pub(super) fold: String,
    /// A full stop ended it: it is likely short for something.
    pub(super) dotted: bool,
    /// A comma, a line break or the like stands before it, or it is the first.
    pub(super) begins_segment: bool,
}

impl Token {
    /// True for a token of nothing but digits.
    pub(super) fn is_digits(&self) -> bool {
        self.fold.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// True for a word that begins with a capital.
    pub(super) fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// True for a token that begins with a letter.
    pub(super) fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphabetic)
    }
}

/// Cuts `text` at spaces, breaks (commas, lines, brackets), and where a word and a number touch (`Box12`, `2tr`, `Storg.1`).
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut begins_segment = true;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let piece = &text[start..at];
        if c.is_whitespace() || is_break(c) || c == '/' && piece.starts_with(|c: char| c.is_ascii_digit()) {
            push(&mut tokens, piece, start, &mut begins_segment);
            begins_segment |= is_break(c);
            start = at + c.len_utf8();
        } else if is_seam(piece, &text[at..]) {
            push(&mut tokens, piece, start, &mut begins_segment);
            start = at;
        }
    }
    push(&mut tokens, &text[start..], start, &mut begins_segment);
    tokens
}

fn is_break(c: char) -> bool {
    matches!(c, ',' | ';' | '|' | '\n' | '\r' | '(' | ')' | '\u{2028}' | '\u{2029}' | '•' | '·')
}

/// True where `piece` is a token of its own although nothing parts it from `rest`.
fn is_seam(piece: &str, rest: &str) -> bool {
    let Some(last) = piece.chars().next_back() else { return false };
    let mut ahead = rest.chars();
    let Some(next) = ahead.next() else { return false };
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    if next.is_ascii_digit() {
        last == '.' && piece.starts_with(char::is_alphabetic)
            || last.is_alphabetic()
                && piece.chars().nth(1).is_some()
                && piece.chars().all(char::is_alphabetic)
    } else if next.is_alphabetic() {
        last == '.' && piece.starts_with(char::is_alphabetic)
            || last.is_ascii_digit() && is_letter(ahead.next())
            || piece.eq_ignore_ascii_case("c/o")
            || piece == "℅"
    } else {
        false
    }
}

/// Adds `piece` as a token; a piece that is only punctuation parts segments instead.
fn push(tokens: &mut Vec<Token>, piece: &str, start: usize, begins_segment: &mut bool) {
    if piece.is_empty() {
        return;
    }
    let clean: Cow<'_, str> = if piece.is_ascii() {
        Cow::Borrowed(piece)
    } else {
        piece.nfkc().filter(|&c| !is_invisible(c)).map(|c| if is_dash(c) { '-' } else { c }).collect()
    };
    let dotted = clean.ends_with('.');
    let clean = clean.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
    if clean.is_empty() {
        *begins_segment |= piece.chars().any(|c| !is_invisible(c));
        return;
    }
    tokens.push(Token {
        range: start..start + piece.len(),
        text: clean.to_owned(),
        fold: fold(clean),
        dotted,
        begins_segment: std::mem::take(begins_segment),
    });
}

/// Lower case, without the accents and apostrophes that people leave out; å, ä and ö are letters of their own.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| !matches!(c, '\'' | '’' | '´' | '`'))
        .map(|c| match c {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'á' | 'à' | 'â' => 'a',
            'ü' => 'u',
            _ => c,
        })
        .collect()
}
