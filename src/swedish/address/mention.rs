//! Finds an address inside free text. Stricter than [`super::shape`]: most sentences with numbers hold none.

use std::ops::Range;

use super::parse::{house, is_box, own_words, postcode_at};
use super::token::{Token, tokens};
use super::words;

/// Words after a number that make it an amount.
const UNITS: [&str; 24] = [
    "dag", "dagar", "dgr", "vecka", "veckor", "mån", "månad", "månader", "år", "min", "minuter", "tim",
    "timmar", "gång", "gånger", "st", "stycken", "ärende", "ärenden", "faktura", "fakturor", "kr", "kronor",
    "procent",
];

/// Words that a street's name has at most.
const LONGEST_NAME: usize = 8;

/// Where the first address in `text` stands, as a range of bytes: a street with its number, a box, or any place with a
/// number and a postcode; with the postcode and town where they follow.
#[must_use]
pub fn mention(text: &str) -> Option<Range<usize>> {
    if !may_hold_number_of_place(text) {
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

/// True if a word stands before some number that a house or a box can have: the cheap question, which many sentences fail.
fn may_hold_number_of_place(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) =
        bytes.get(from..).and_then(|rest| rest.iter().position(|byte| matches!(byte, b'1'..=b'9')))
    {
        let start = from + at;
        let len = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        // A byte that is not ASCII may be a letter, or a space that does not break: the tokens will tell.
        let follows_word = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'.' || !byte.is_ascii();
        let before =
            bytes[from..start].iter().rev().find(|byte| !byte.is_ascii_whitespace() && **byte != b':');
        if len <= 5 && before.is_some_and(follows_word) {
            return true;
        }
        from = start + len;
    }
    false
}

/// The tokens of the place that `number` belongs to, if it is surely one.
fn place_before(tokens: &[Token], number: usize) -> Option<Range<usize>> {
    let (last, value) = (tokens.get(number - 1)?, tokens.get(number)?);
    if value.begins_segment || !last.is_word() {
        return None;
    }
    let postcode = postcode_after(tokens, number + 1);
    if is_box(&last.fold) {
        let is_box = value.is_digits()
            && value.fold.len() <= 5
            && (last.is_capitalised() || postcode.is_some())
            && !is_amount(tokens, number);
        return is_box.then_some(number - 1..number + 1);
    }
    house(value)?;
    let earliest = number.saturating_sub(LONGEST_NAME);
    let segment_start = (earliest..number).rev().find(|&at| tokens[at].begins_segment).unwrap_or(earliest);
    let before = (number - 1 > segment_start).then(|| &tokens[number - 2]);
    let is_sure = is_sure_street(last, before) || postcode.is_some() && words::ends_street(last, before);
    let is_street = is_sure && !is_amount(tokens, number) && (postcode.is_some() || !is_year(value));
    let is_place = last.is_capitalised()
        && !words::is_no_place(&last.fold)
        && postcode.is_some_and(|end| tokens.get(end).is_some_and(is_town));
    if !is_street && !is_place {
        return None;
    }
    let words: Vec<&Token> = tokens[segment_start..number].iter().collect();
    let start = if is_street { segment_start + own_words(&words).start } else { number - 1 };
    Some(start..number + 1)
}

/// Stricter than in a cell for addresses: in lower case only long, definite names; in two words (*Nya vägen*, but not
/// *Anna G.* or *Per Plan*) only where the first shows that a street follows.
fn is_sure_street(last: &Token, before: Option<&Token>) -> bool {
    if let Some(ended) = words::separate_ending(&last.fold) {
        let shows_street = |word: &Token| {
            words::leading(&word.fold).is_some() || word.fold.ends_with('s') && !ended.shortened
        };
        return words::ends_street(last, before) && before.is_some_and(shows_street);
    }
    let is_plain = |ended: words::Ended| {
        last.is_capitalised()
            || ended.full == &last.fold[ended.stem..] && last.fold[..ended.stem].chars().count() >= 3
    };
    words::ends_street(last, before) && words::street_ending(&last.fold, last.dotted).is_some_and(is_plain)
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
    (from..tokens.len().min(from + 4))
        .find_map(|at| postcode_at(tokens, at))
        .map(|postcode| postcode.range.end)
}

/// Where the place ends: with its postcode and town, else with its entrance, else with its number.
fn end_of_place(tokens: &[Token], number: usize) -> usize {
    if let Some(postcode) = postcode_after(tokens, number + 1) {
        return postcode + usize::from(tokens.get(postcode).is_some_and(is_town));
    }
    let is_entrance =
        |token: &Token| !token.begins_segment && token.is_capitalised() && token.fold.chars().count() == 1;
    number + 1 + usize::from(tokens.get(number + 1).is_some_and(is_entrance))
}

/// The end of a token without the punctuation that its range may take in.
fn trimmed_end(text: &str, token: &Token) -> usize {
    let piece = &text[token.range.clone()];
    token.range.start + piece.trim_end_matches(|c: char| !c.is_alphanumeric()).len()
}
