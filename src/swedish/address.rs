//! Swedish postal addresses: what shape a text has, whether two texts mean the same place, whether an address hides in a sentence.
//!
//! All of it goes one way: a text is cut into words, the words are read as the parts of an [`Address`], and the parts
//! are judged, compared or shown. An address is written as the Swedish post asks for (SS 613401: street and number, then
//! a postcode of five digits and the town), but hardly ever exactly so.

mod common;
mod compare;
mod display;
mod mention;
mod parse;
mod token;
mod words;

pub(crate) use compare::write_key;
pub use compare::{Comparison, Difference, Likeness, compare, key, likeness};
pub use mention::mention;

use parse::Parsed;

/// What a text in a cell for addresses is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A Swedish address with a readable postcode.
    Complete,
    /// Surely a Swedish address, but without a readable postcode.
    NoPostcode,
    /// An address in another country.
    Foreign,
    /// Anything else, and everything that is not certain.
    NotAnAddress,
}

/// The parts of a Swedish address, each as a person would like to read it. A part that the text lacks is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// Who stands before the street; never compared, since a recipient has a cell of its own.
    pub recipient: Option<String>,
    /// The name after `c/o`.
    pub care_of: Option<String>,
    /// The street, or the place where there are no streets, with endings in full: `Storgatan`.
    pub street: Option<String>,
    /// The house number: `1`, `1-3`.
    pub number: Option<String>,
    /// The entrance's letter: `A`.
    pub entrance: Option<String>,
    /// The number of the apartment: `1102`.
    pub apartment: Option<String>,
    /// The floor: `2`, with 0 for the ground floor.
    pub floor: Option<String>,
    /// The number of the box.
    pub po_box: Option<String>,
    /// What stands between the street and the postcode and is none of the above.
    pub other: Option<String>,
    /// The postcode, five digits.
    pub postcode: Option<String>,
    /// The town.
    pub town: Option<String>,
    /// The country, if it is not Sweden.
    pub country: Option<String>,
}

impl Address {
    /// The address on one line: `c/o Anna Andersson, Storgatan 1 A, lgh 1102, 123 45 Orten`.
    #[must_use]
    pub fn one_line(&self) -> String {
        display::one_line(self)
    }
}

/// Reads the parts of the address in `text`. Never fails: what is not understood is left out or in [`Address::other`].
#[must_use]
pub fn parse(text: &str) -> Address {
    parse::parse(text).address
}

/// Judges what `text` is. When unsure it is [`Shape::NotAnAddress`].
#[must_use]
pub fn shape(text: &str) -> Shape {
    if common::is_common(text) || common::postcode(text).is_some() {
        return Shape::Complete;
    }
    shape_of(text, &parse::parse(text))
}

fn shape_of(text: &str, parsed: &Parsed) -> Shape {
    let Parsed { address, .. } = parsed;
    let has_place = address.number.is_some() || address.po_box.is_some() || parsed.has_street_word;
    let has_town = address.town.is_some() && (parsed.has_spaced_postcode || parsed.has_capitalised_town);
    let is_street = parsed.has_street_word && address.number.is_some();
    if address.country.is_some() || words::has_foreign_postcode(text) {
        Shape::Foreign
    } else if address.postcode.is_some() && (has_place || has_town) {
        Shape::Complete
    } else if text.contains('@') {
        Shape::NotAnAddress
    } else if is_street || address.po_box.is_some() {
        Shape::NoPostcode
    } else if starts_like_no_swedish_postcode(text) {
        Shape::Foreign
    } else if parsed.has_place_and_number {
        Shape::NoPostcode
    } else {
        Shape::NotAnAddress
    }
}

/// True if five digits that begin with 0 stand before a town: Swedish postcodes do not, Finnish and German ones do.
fn starts_like_no_swedish_postcode(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', ',', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect();
    let is_postcode = |word: &str| {
        word.len() == 5 && word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    words.windows(2).any(|pair| matches!(pair, [postcode, town] if is_postcode(postcode) && town.starts_with(char::is_uppercase)))
}

#[cfg(test)]
mod tests;
