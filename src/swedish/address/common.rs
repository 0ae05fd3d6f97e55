//! The form that most addresses have, read in one go: `Norra Storgatan 1 A lgh 1102, 123 45 Södra Orten`.
//!
//! What is read here is what the long way reads (`parse`); whatever is not exactly of this form goes that way.

use std::cell::RefCell;

use super::parse::{is_apartment_mark, is_box, is_floor, is_reading_aid};
use super::words;

/// Writes the key of an address of the common form to the end of `key`, as [`super::key`] has it: a street of one word,
/// perhaps with one that leads it, a number, perhaps a letter and an apartment, a break, a postcode with its space, and a
/// town of one word or two. False where the text is none of these: then nothing is written.
pub(super) fn write_key(text: &str, key: &mut String) -> bool {
    with_last(text, |last| {
        if last.is_common {
            key.push_str(&last.key);
        }
        last.is_common
    })
}

/// Is it an address of the common form?
pub(super) fn is_common(text: &str) -> bool {
    with_last(text, |last| last.is_common)
}

/// What was read last: a cell is asked for its shape, and soon after for its key.
#[derive(Default)]
struct Last {
    text: String,
    key: String,
    is_common: bool,
}

thread_local! {
    static LAST: RefCell<Last> = RefCell::default();
}

fn with_last<T>(text: &str, ask: impl FnOnce(&Last) -> T) -> T {
    LAST.with_borrow_mut(|last| {
        if last.text != text {
            last.key.clear();
            last.is_common = write(text, &mut last.key).is_some();
            last.text.clear();
            last.text.push_str(text);
        }
        ask(last)
    })
}

fn write(text: &str, key: &mut String) -> Option<()> {
    let (mut street, mut rest) = capitalised_word(text)?;
    let mut leading = "";
    rest = rest.strip_prefix(' ')?;
    if let Some((name, after)) = capitalised_word(rest) {
        leading = words::leading(&street.to_lowercase())?;
        (street, rest) = (name, after.strip_prefix(' ')?);
    }
    let (number, rest) = digits(rest);
    if !(1..=4).contains(&number.len()) || number.starts_with('0') {
        return None;
    }
    let (line, rest) = rest.split_once([',', '\n'])?;
    let (line, apartment) = match line.split_once(" lgh ") {
        Some((line, apartment)) => {
            (line, Some(apartment).filter(|text| digits(text) == (text, "") && text.len() == 4)?)
        }
        None => (line, ""),
    };
    let entrance = match line.strip_prefix(' ').unwrap_or(line).as_bytes() {
        [] if line.is_empty() => None,
        [letter @ b'A'..=b'Z'] => Some(char::from(letter.to_ascii_lowercase())),
        _ => return None,
    };
    let (first, rest) = digits(rest.strip_prefix(' ').unwrap_or(rest));
    let (last, rest) = digits(rest.strip_prefix(' ')?);
    let is_postcode = first.len() == 3 && last.len() == 2 && !first.starts_with('0');
    if !is_postcode || !is_town(rest.strip_prefix(' ')?, key) {
        return None;
    }
    for part in [first, last, "|||", leading] {
        key.push_str(part);
    }
    write_street(street, !leading.is_empty(), key)?;
    for part in ["|", number, "|"] {
        key.push_str(part);
    }
    key.extend(entrance);
    for part in ["|", apartment, "|||"] {
        key.push_str(part);
    }
    Some(())
}

/// Writes a street's name as it is compared. `is_led`: a word in front of it leads it.
fn write_street(street: &str, is_led: bool, key: &mut String) -> Option<()> {
    let start = key.len();
    push_folded(street, key);
    let name = &key[start..];
    if !is_name(name) {
        return None;
    }
    let separate = if is_led { words::separate_ending(name) } else { None };
    if let Some(ended) = separate.or_else(|| words::street_ending(name, false)) {
        key.truncate(start + ended.stem);
        key.push_str(ended.canon);
    }
    Some(())
}

/// The postcode of a text that surely is a Swedish address: its two halves. Read where the text ends with a comma, the
/// postcode with its space and a town of one word or two, and has nothing but plain words and numbers before that.
pub(super) fn postcode(text: &str) -> Option<(&str, &str)> {
    let (head, line) = text.rsplit_once(", ")?;
    let (first, rest) = digits(line);
    let (last, rest) = digits(rest.strip_prefix(' ')?);
    let is_postcode = first.len() == 3 && last.len() == 2 && !first.starts_with('0');
    let is_country = |name: &str| {
        let name = name.to_lowercase();
        words::is_foreign_country(&name) || words::is_sweden(&name)
    };
    // A country may stand by itself between commas.
    let is_plain = |part: &str| part.split(' ').all(is_plain_piece) && !is_country(part);
    let is_read =
        is_postcode && is_town(rest.strip_prefix(' ')?, &mut String::new()) && head.split(", ").all(is_plain);
    is_read.then_some((first, last))
}

/// A word that folds to itself, case aside, or a number, perhaps with a letter.
fn is_plain_piece(piece: &str) -> bool {
    let (digits, rest) = digits(piece);
    is_plain_word(piece) || !digits.is_empty() && matches!(rest.as_bytes(), [] | [b'A'..=b'Z' | b'a'..=b'z'])
}

/// Letters that fold to themselves, but for a capital in front.
fn is_plain_word(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| is_capital(first) || is_small(first)) && letters.all(is_small)
}

/// A capital and small letters, of those that fold to themselves; and what follows.
fn capitalised_word(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next().filter(|c| is_capital(*c))?;
    let small = &text[first.len_utf8()..];
    let end = small.find(|c| !is_small(c)).unwrap_or(small.len());
    (end >= 2).then(|| text.split_at(first.len_utf8() + end))
}

fn is_capital(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'Å' | 'Ä' | 'Ö')
}

fn is_small(c: char) -> bool {
    matches!(c, 'a'..='z' | 'å' | 'ä' | 'ö')
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Writes a word that [`is_plain_word`] in small letters.
fn push_folded(word: &str, out: &mut String) {
    out.extend(word.chars().next().into_iter().flat_map(char::to_lowercase));
    out.push_str(word.get(word.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default());
}

/// True for a folded name of a street or a town that is nothing else in an address.
fn is_name(name: &str) -> bool {
    !words::is_no_place(name)
        && !words::is_foreign_country(name)
        && !words::is_sweden(name)
        && !is_floor(name)
        && !is_box(name)
        && !is_apartment_mark(name)
        && !is_reading_aid(name)
}

/// One word, or two, that are nothing else in an address. What stands in `memory` stays.
fn is_town(text: &str, memory: &mut String) -> bool {
    let Some((first, rest)) = capitalised_word(text) else { return false };
    let start = memory.len();
    push_folded(first, memory);
    let mut is_town = is_name(&memory[start..]);
    if !rest.is_empty() {
        let is_second = |word: &str| {
            capitalised_word(word).is_some_and(|(_, rest)| rest.is_empty())
                || word.len() >= 2 && word.chars().all(is_small) && word != "co"
        };
        match rest.strip_prefix(' ').filter(|word| is_second(word)) {
            Some(second) => {
                memory.push(' ');
                let at = memory.len();
                push_folded(second, memory);
                is_town &= is_name(&memory[start..]) && is_name(&memory[at..]);
            }
            None => is_town = false,
        }
    }
    memory.truncate(start);
    is_town
}
