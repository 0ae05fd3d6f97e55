//! The form that most addresses have, read in one go: `Storgatan 1 A, 123 45 Orten`.
//!
//! What is read here is what the long way reads (`parse`); whatever is not exactly of this form goes that way.

use super::parse::{is_apartment_mark, is_box, is_floor, is_reading_aid};
use super::words;

/// An address of the common form.
pub(super) struct Common<'t> {
    /// The street's name, folded.
    street: String,
    number: &'t str,
    entrance: Option<char>,
    postcode: (&'t str, &'t str),
}

/// Reads a street of one word that ends as streets do, a number, perhaps a letter, a break, a postcode with its space, and
/// a town of one word.
pub(super) fn read(text: &str) -> Option<Common<'_>> {
    let (street, rest) = capitalised_word(text)?;
    let rest = rest.strip_prefix(' ')?;
    let (number, rest) = digits(rest);
    if !(1..=4).contains(&number.len()) || number.starts_with('0') {
        return None;
    }
    let (line, rest) = rest.split_once([',', '\n'])?;
    let entrance = match line.strip_prefix(' ').unwrap_or(line).as_bytes() {
        [] if line.is_empty() => None,
        [letter @ b'A'..=b'Z'] => Some(char::from(letter.to_ascii_lowercase())),
        _ => return None,
    };
    let (first, rest) = digits(rest.strip_prefix(' ').unwrap_or(rest));
    let (last, rest) = digits(rest.strip_prefix(' ')?);
    let (town, rest) = capitalised_word(rest.strip_prefix(' ')?)?;
    let is_postcode = first.len() == 3 && last.len() == 2 && !first.starts_with('0');
    if !is_postcode || !rest.is_empty() || !is_town(&town.to_lowercase()) {
        return None;
    }
    let street = street.to_lowercase();
    is_street(&street).then_some(Common { street, number, entrance, postcode: (first, last) })
}

/// The postcode of a text that surely is a Swedish address: its two halves. Read where the text ends with a comma, the
/// postcode with its space and a town, and has nothing but plain words and numbers before that.
pub(super) fn postcode(text: &str) -> Option<(&str, &str)> {
    let (head, line) = text.rsplit_once(", ")?;
    let (first, rest) = digits(line);
    let (last, rest) = digits(rest.strip_prefix(' ')?);
    let town = rest.strip_prefix(' ')?;
    let (first_word, _) = capitalised_word(town)?;
    let is_postcode = first.len() == 3 && last.len() == 2 && !first.starts_with('0');
    let is_plain = town.split(' ').all(|word| word.len() >= 2 && is_plain_word(word))
        && head.split(", ").all(|part| part.split(' ').all(is_plain_piece));
    if !is_postcode || !is_plain || !is_town(&first_word.to_lowercase()) {
        return None;
    }
    let is_country = |name: &str| {
        let name = name.to_lowercase();
        words::is_foreign_country(&name) || words::is_sweden(&name)
    };
    // A country is the last word or two, or stands by itself between commas.
    let mut ends = town.rmatch_indices(' ').map(|(at, _)| &town[at + 1..]).take(2);
    let names_country = is_country(town) || ends.any(is_country) || head.split(", ").any(is_country);
    (!names_country).then_some((first, last))
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
        let (name, ending) = match words::street_ending(&self.street, false) {
            Some(ended) => (&self.street[..ended.stem], ended.canon),
            None => (self.street.as_str(), ""),
        };
        let (first, last) = self.postcode;
        let entrance = self.entrance.map_or_else(String::new, String::from);
        format!("{first}{last}|||{name}{ending}|{}|{entrance}||||", self.number)
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

fn is_street(word: &str) -> bool {
    let is_compound =
        words::street_ending(word, false).is_some_and(|ended| word[..ended.stem].chars().count() >= 2);
    is_compound
        && words::separate_ending(word).is_none()
        && !words::is_no_street(word)
        && !words::is_no_place(word)
        && !is_floor(word)
}

/// A word that is nothing else in an address.
fn is_town(word: &str) -> bool {
    !words::is_foreign_country(word)
        && !words::is_sweden(word)
        && !is_apartment_mark(word)
        && !is_reading_aid(word)
        && !is_floor(word)
        && !is_box(word)
        && !words::is_no_place(word)
}
