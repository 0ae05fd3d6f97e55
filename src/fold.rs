//! Text as it is compared: without what a hurried hand gets wrong.
//!
//! Every comparison of text in the program goes through one of these two.

use unicode_normalization::UnicodeNormalization;

/// Folds case, white space and Unicode form. Punctuation stays.
///
/// `"  Se\u{a0}Ovan "` → `"se ovan"`.
#[must_use]
pub fn plain(text: &str) -> String {
    fold(text, false)
}

/// Folds as [`plain`], and takes punctuation as white space.
///
/// `"Fakt.kopia"` → `"fakt kopia"`, `"Adress:"` → `"adress"`.
#[must_use]
pub fn words(text: &str) -> String {
    fold(text, true)
}

/// Folds an identifier, so that a number, a text and a text with leading zeros or spaces agree.
///
/// `" 0070 112-233"` → `"70112233"`.
#[must_use]
pub fn identifier(text: &str) -> String {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return without_zeros(text).to_owned();
    }
    let mut folded: String = words(text).chars().filter(|c| *c != ' ').collect();
    if folded.bytes().all(|byte| byte.is_ascii_digit()) {
        let zeros = folded.len() - without_zeros(&folded).len();
        folded.drain(..zeros);
    }
    folded
}

/// Digits without the zeros in front, but for the last one.
pub(crate) fn without_zeros(digits: &str) -> &str {
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    &digits[zeros.min(digits.len().saturating_sub(1))..]
}

/// Does the identifier stand in the text, as a word of its own?
#[must_use]
pub fn has_identifier(text: &str, wanted: &str) -> bool {
    let wanted = identifier(wanted);
    !wanted.is_empty() && words(text).split(' ').any(|word| identifier(word) == wanted)
}

/// Nothing but white space and characters that cannot be seen?
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// [`words`], written to the end of what `out` holds; for those who fold a million texts.
pub(crate) fn words_into(text: &str, out: &mut String) {
    fold_into(text, true, out);
}

fn fold(text: &str, punctuation_too: bool) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, punctuation_too, &mut folded);
    folded
}

fn fold_into(text: &str, punctuation_too: bool, folded: &mut String) {
    let start = folded.len();
    let mut gap = false;
    let mut push = |c: char| {
        if c.is_whitespace() || (punctuation_too && !c.is_alphanumeric()) {
            gap = true;
        } else {
            if gap && folded.len() > start {
                folded.push(' ');
            }
            gap = false;
            folded.push(c);
        }
    };
    if text.bytes().all(is_plain) {
        text.chars().for_each(|c| push(lower(c)));
    } else {
        text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).for_each(push);
    }
}

/// A byte of ASCII or of a letter up to `ÿ`, which NFKC leaves alone: `0xC3` leads those from `À` on, and the
/// bytes below `0xC0` follow it.
fn is_plain(byte: u8) -> bool {
    byte < 0xc0 || byte == 0xc3
}

/// The small letter of a character up to `ÿ`.
pub(crate) fn lower(c: char) -> char {
    match c {
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        _ => c.to_ascii_lowercase(),
    }
}

/// Zero-width characters, soft hyphens, direction marks and the byte-order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_space_and_form() {
        assert_eq!(plain("  Se\u{a0}Ovan "), "se ovan");
        assert_eq!(plain("A\u{30a}ng\u{200b}stro\u{308}m"), "ångström");
        assert_eq!(plain("N/A"), "n/a");
        assert_eq!(words("Fakt.kopia,\n(x2)"), "fakt kopia x2");
        assert_eq!(words("Adress:"), "adress");
    }

    /// The short way for Swedish letters is the long way.
    #[test]
    fn plain_letters_fold_as_all_others() {
        for c in (0..=0xff).filter_map(char::from_u32) {
            let text = format!("a{c}B");
            let long: String =
                text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect();
            let words_of = long.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let long = words_of.collect::<Vec<_>>().join(" ");
            assert_eq!(words(&text), long, "{c:?}");
        }
    }

    #[test]
    fn an_identifier_is_found_as_a_word() {
        assert!(has_identifier("Se nr 0071-2, tack", "0071"));
        assert!(has_identifier("nr:K7.", "k7"));
        assert!(!has_identifier("nr 10071", "71"));
        assert!(!has_identifier("nr 71", ""));
    }

    #[test]
    fn blank_is_what_nobody_can_see() {
        assert!(is_blank(" \u{a0}\u{200b}\n"));
        assert!(!is_blank("-"));
    }
}
