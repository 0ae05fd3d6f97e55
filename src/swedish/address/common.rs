//! The form that most addresses have, read in one go: `Norra Storgatan 1 A lgh 1102, 123 45 Södra Orten`.
//!
//! What is read here is what the long way reads (`parse`); whatever is not exactly of this form goes that way.

use super::parse::{is_apartment_mark, is_box, is_floor, is_reading_aid};
use super::words;

/// An address of the common form.
pub(super) struct Common<'t> {
    /// The word before the street's name, in full: `norra`.
    leading: &'static str,
    /// The street's name, folded.
    street: String,
    number: &'t str,
    entrance: Option<char>,
    apartment: &'t str,
    postcode: (&'t str, &'t str),
}

/// Reads a street of one word, perhaps with one that leads it, a number, perhaps a letter and an apartment, a break, a
/// postcode with its space, and a town of one word or two.
pub(super) fn read(text: &str) -> Option<Common<'_>> {
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
    if !is_postcode || !is_town(rest.strip_prefix(' ')?) {
        return None;
    }
    let street = street.to_lowercase();
    is_street(&street).then_some(Common {
        leading,
        street,
        number,
        entrance,
        apartment,
        postcode: (first, last),
    })
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
    let is_read = is_postcode && is_town(rest.strip_prefix(' ')?) && head.split(", ").all(is_plain);
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

impl Common<'_> {
    /// As [`super::key`] has it.
    pub(super) fn key(&self) -> String {
        let separate = words::separate_ending(&self.street).filter(|_| !self.leading.is_empty());
        let (name, ending) = match separate.or_else(|| words::street_ending(&self.street, false)) {
            Some(ended) => (&self.street[..ended.stem], ended.canon),
            None => (self.street.as_str(), ""),
        };
        let (first, last) = self.postcode;
        let entrance = self.entrance.map_or_else(String::new, String::from);
        let (leading, number, apartment) = (self.leading, self.number, self.apartment);
        format!("{first}{last}|||{leading}{name}{ending}|{number}|{entrance}|{apartment}|||")
    }
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

/// A word that is nothing but the name of a place.
fn is_street(word: &str) -> bool {
    !words::is_no_place(word)
        && !is_floor(word)
        && !is_box(word)
        && !is_apartment_mark(word)
        && !is_reading_aid(word)
        && !words::is_foreign_country(word)
        && !words::is_sweden(word)
}

/// One word, or two, that are nothing else in an address.
fn is_town(text: &str) -> bool {
    let Some((_, rest)) = capitalised_word(text) else { return false };
    let is_second = |word: &str| {
        capitalised_word(word).is_some_and(|(_, rest)| rest.is_empty())
            || word.len() >= 2 && word.chars().all(is_small) && word != "co"
    };
    if !rest.is_empty() && !rest.strip_prefix(' ').is_some_and(is_second) {
        return false;
    }
    let town = text.to_lowercase();
    let is_plain = |word: &str| {
        !words::is_foreign_country(word)
            && !words::is_sweden(word)
            && !is_apartment_mark(word)
            && !is_reading_aid(word)
            && !is_floor(word)
            && !is_box(word)
            && !words::is_no_place(word)
    };
    is_plain(&town) && (rest.is_empty() || town.split(' ').all(is_plain))
}
