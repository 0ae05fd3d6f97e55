//! Finds an address inside free text. Stricter than [`super::shape`]: most sentences with numbers hold none.

use std::ops::Range;

use super::parse::{house, is_box, own_words, postcode_at};
use super::token::{Token, tokens};
use super::words;
use crate::swedish::text::has_digit;

/// Words after a number that make it an amount.
const UNITS: [&str; 24] = [
    "dag", "dagar", "dgr", "vecka", "veckor", "mån", "månad", "månader", "år", "min", "minuter", "tim", "timmar", "gång", "gånger", "st", "stycken", "ärende",
    "ärenden", "faktura", "fakturor", "kr", "kronor", "procent",
];

/// Where the first address in `text` stands, as a range of bytes: a street with its number, a box, or any place with a
/// number and a postcode; with the postcode and town where they follow.
#[must_use]
pub fn mention(text: &str) -> Option<Range<usize>> {
    if !has_digit(text) {
        return None;
    }
    let tokens = tokens(text);
    (1..tokens.len()).find_map(|number| {
        let place = place_before(&tokens, number)?;
        let end = end_of_place(&tokens, number);
        let start = tokens.get(place.start)?.range.start;
        Some(start..trimmed_end(text, tokens.get(end - 1)?))
    })
}

/// The tokens of the place that `number` belongs to, if it is surely one.
fn place_before(tokens: &[Token], number: usize) -> Option<Range<usize>> {
    let (last, value) = (tokens.get(number - 1)?, tokens.get(number)?);
    if value.begins_segment || !last.is_word() {
        return None;
    }
    let postcode = postcode_after(tokens, number + 1);
    if is_box(&last.fold) {
        let is_box = value.is_digits() && value.fold.len() <= 5 && (last.is_capitalised() || postcode.is_some()) && !is_amount(tokens, number);
        return is_box.then_some(number - 1..number + 1);
    }
    house(value)?;
    let segment_start = (0..number).rev().find(|&at| tokens[at].begins_segment).unwrap_or(0);
    let before = (number - 1 > segment_start).then(|| &tokens[number - 2]);
    let is_street = is_sure_street(last, before) && !is_amount(tokens, number) && (postcode.is_some() || !is_year(value));
    let is_place = last.is_capitalised() && !words::is_no_place(&last.fold) && postcode.is_some_and(|end| tokens.get(end).is_some_and(is_town));
    if !is_street && !is_place {
        return None;
    }
    let words: Vec<&Token> = tokens[segment_start..number].iter().collect();
    let start = if is_street { segment_start + own_words(&words).start } else { number - 1 };
    Some(start..number + 1)
}

/// Stricter than in a cell for addresses: in lower case only long, definite names.
fn is_sure_street(last: &Token, before: Option<&Token>) -> bool {
    let ended = words::street_ending(&last.fold, last.dotted).filter(|ended| ended.stem > 0);
    let plain = |ended: words::Ended| last.is_capitalised() || ended.full == &last.fold[ended.stem..] && last.fold[..ended.stem].chars().count() >= 3;
    words::ends_street(last, before) && (words::separate_ending(&last.fold).is_some() || ended.is_some_and(plain))
}

fn is_amount(tokens: &[Token], number: usize) -> bool {
    tokens.get(number + 1).is_some_and(|next| !next.begins_segment && UNITS.contains(&next.fold.as_str()))
}

fn is_year(token: &Token) -> bool {
    token.fold.len() == 4 && (token.fold.starts_with("19") || token.fold.starts_with("20"))
}

fn is_town(token: &Token) -> bool {
    token.is_word() && token.is_capitalised() && !token.begins_segment
}

/// Where the postcode ends that stands at `from`, or a little after it: an entrance or an apartment may come between.
fn postcode_after(tokens: &[Token], from: usize) -> Option<usize> {
    (from..tokens.len().min(from + 4)).find_map(|at| postcode_at(tokens, at)).map(|postcode| postcode.range.end)
}

/// Where the place ends: with its postcode and town, else with its entrance, else with its number.
fn end_of_place(tokens: &[Token], number: usize) -> usize {
    if let Some(postcode) = postcode_after(tokens, number + 1) {
        return postcode + usize::from(tokens.get(postcode).is_some_and(is_town));
    }
    let is_entrance = |token: &Token| !token.begins_segment && token.is_capitalised() && token.fold.chars().count() == 1;
    number + 1 + usize::from(tokens.get(number + 1).is_some_and(is_entrance))
}

/// The end of a token without the punctuation that its range may take in.
fn trimmed_end(text: &str, token: &Token) -> usize {
    let piece = &text[token.range.clone()];
    token.range.start + piece.trim_end_matches(|c: char| !c.is_alphanumeric()).len()
}
