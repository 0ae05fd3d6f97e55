//! Text as it is compared: without what a hurried hand gets wrong.
//!
//! Every comparison of text in the program goes through one of these two.

use std::borrow::Cow;

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
    let zeros = digits.bytes().take_while(|digit| *digit == b'0').count();
    &digits[zeros.min(digits.len().saturating_sub(1))..]
}

/// Does the identifier stand in the text, as a word of its own?
#[must_use]
pub fn has_identifier(text: &str, wanted: &str) -> bool {
    let wanted = identifier(wanted);
    !wanted.is_empty() && words(text).split(' ').any(|word| identifier(word) == wanted)
}

/// The letter or digit that a text begins with when it is folded, where that can be told at once.
#[inline]
pub(crate) fn front(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let first = match chars.next()? {
        c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        c @ ('À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ') => lower(c),
        _ => return None,
    };
    // A mark that follows may become one with it.
    chars.next().is_none_or(|c| c <= 'ÿ').then_some(first)
}

/// Nothing but white space and characters that cannot be seen?
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let seen = text.bytes().next().is_some_and(|first| first.is_ascii_graphic());
    !seen && text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// [`words`], written to the end of what `out` holds; for those who fold a million texts.
pub(crate) fn words_into(text: &str, out: &mut String) {
    fold_into(text, true, out);
}

/// The text in small letters, byte for byte and with all that stands between them: where it holds nothing but ASCII and
/// letters up to `ÿ`. Such a text means nothing else than its letters do, in whichever Unicode form.
pub(crate) fn small(text: &str) -> Option<Cow<'_, str>> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Some(Cow::Borrowed(text));
    }
    let small = text.to_ascii_lowercase();
    if small.is_ascii() {
        return Some(Cow::Owned(small));
    }
    let mut small = small.into_bytes();
    let mut from = 0;
    while let Some(more) = small.get(from..)?.iter().position(|byte| !byte.is_ascii()) {
        let [0xc3, second] = small.get_mut(from + more..from + more + 2)? else { return None };
        match second {
            // `×` and `÷` are no letters.
            0x97 | 0xb7 => return None,
            0x80..=0x9e => *second += 0x20,
            _ => {}
        }
        from += more + 2;
    }
    String::from_utf8(small).ok().map(Cow::Owned)
}

fn fold(text: &str, punctuation_too: bool) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, punctuation_too, &mut folded);
    folded
}

fn fold_into(text: &str, punctuation_too: bool, folded: &mut String) {
    if text.bytes().all(is_plain) {
        return fold_plain_into(text, punctuation_too, folded);
    }
    let start = folded.len();
    let mut gap = false;
    let push = |c: char| {
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
    text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).for_each(push);
}

/// As [`fold_into`]: small letters that stand together are taken together.
fn fold_plain_into(text: &str, punctuation_too: bool, folded: &mut String) {
    let start = folded.len();
    let mut rest = text;
    let mut gap = false;
    while let Some(c) = rest.chars().next() {
        let len = rest.bytes().position(|byte| !is_kept(byte)).unwrap_or(rest.len());
        let (kept, c) = if len > 0 { (len, None) } else { (c.len_utf8(), Some(lower(c))) };
        let (run, after) = rest.split_at(kept);
        rest = after;
        if c.is_some_and(|c| c.is_whitespace() || (punctuation_too && !c.is_alphanumeric())) {
            gap = true;
            continue;
        }
        if gap && folded.len() > start {
            folded.push(' ');
        }
        gap = false;
        match c {
            Some(c) => folded.push(c),
            None => folded.push_str(run),
        }
    }
}

/// A small letter or a digit of ASCII: it folds to itself.
fn is_kept(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folds_case_space_and_form() {
        assert_eq!(plain("  Se\u{a0}Ovan "), "se ovan");
        assert_eq!(plain("A\u{30a}ng\u{200b}stro\u{308}m"), "ångström");
        assert_eq!(plain("N/A"), "n/a");
        assert_eq!(words("Fakt.kopia,\n(x2)"), "fakt kopia x2");
        assert_eq!(words("Adress:"), "adress");
    }

    fn the_long_way(text: &str, is_gap: impl Fn(char) -> bool) -> String {
        let long: String = text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect();
        long.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The short way for Swedish letters is the long way.
    #[test]
    fn plain_letters_fold_as_all_others() {
        for c in (0..=0xff).filter_map(char::from_u32) {
            let text = format!("a{c}B");
            assert_eq!(words(&text), the_long_way(&text, |c| !c.is_alphanumeric()), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_is_the_long_way(text in "[ \t\n.,:/a-cA-C0-1åÄö×\u{ad}\u{a0}ﬁ]{0,12}") {
            prop_assert_eq!(words(&text), the_long_way(&text, |c| !c.is_alphanumeric()));
            prop_assert_eq!(plain(&text), the_long_way(&text, char::is_whitespace));
        }
    }

    #[test]
    fn small_letters_stand_where_the_others_stood() {
        for c in (0..=0x17f).filter_map(char::from_u32) {
            let text = format!("Xa{c}B ");
            let kept = c.is_ascii() || ('À'..='ÿ').contains(&c) && !matches!(c, '×' | '÷');
            let lower = kept.then(|| text.to_lowercase());
            assert_eq!(small(&text).as_deref(), lower.as_deref(), "{c:?}");
        }
        assert!(matches!(small("0071 a-b"), Some(Cow::Borrowed(_))));
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
