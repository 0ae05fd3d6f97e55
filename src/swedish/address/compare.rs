//! Whether two texts mean the same address.
//!
//! Both are brought to a canonical form, field by field. Where all fields agree they are the same; that is
//! also what [`key`] says. Where they do not, the fields tell whether a person should have a look.

use super::parse::{Parsed, own_words, parse};
use super::token::{Token, fold};
use super::{Shape, common, display, shape_of, words};

/// How alike two addresses are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// They mean the same.
    Same,
    /// They may mean the same: a person should look at what differs.
    Near(Vec<Difference>),
    /// They mean different places.
    Different,
    /// At least one of them is no address that can be read.
    Unreadable,
}

/// A part in which two near addresses differ, or that only one of them has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Difference {
    /// The name after `c/o`.
    CareOf,
    /// The street's name, by one letter, or only one of them has one.
    Street,
    /// Only one has a house number.
    Number,
    /// Only one has the entrance's letter.
    Entrance,
    /// The apartment.
    Apartment,
    /// The floor.
    Floor,
    /// Only one has a box.
    Box,
    /// Only one has a postcode.
    Postcode,
    /// Only one has a town, and they lack a postcode.
    Town,
    /// Something that is not understood.
    Other,
}

/// Two addresses side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// How alike they are.
    pub likeness: Likeness,
    /// The first on one line, tidied; an unreadable text only with its spaces tidied.
    pub left: String,
    /// The second, likewise.
    pub right: String,
}

/// Streets of fewer letters than this differ by a name, not by a misspelling.
const LETTERS_TO_MISSPELL: usize = 6;

/// Longer names are not searched for misspellings.
const LONGEST_NAME: usize = 60;

/// Compares two addresses by what they mean: case, spacing, punctuation, abbreviations and the form of the postcode say nothing,
/// nor does the town where both have the same postcode, nor who the recipient is.
#[must_use]
pub fn compare(a: &str, b: &str) -> Comparison {
    let (left, right) = (Side::read(a), Side::read(b));
    Comparison { likeness: places(&left.place, &right.place), left: left.shown, right: right.shown }
}

/// How alike two addresses are, as [`compare`] says; quick where they have two postcodes.
#[must_use]
pub fn likeness(a: &str, b: &str) -> Likeness {
    match (common::postcode(a), common::postcode(b)) {
        (Some(a), Some(b)) if a != b => Likeness::Different,
        _ => places(&Place::read(a), &Place::read(b)),
    }
}

/// A canonical form: two texts have the same exactly when [`compare`] finds them to be the same. `None` if unreadable.
#[must_use]
pub fn key(text: &str) -> Option<String> {
    let mut key = String::new();
    write_key(text, &mut key).then_some(key)
}

/// [`key`], written to the end of what `out` holds; false, and nothing written, if unreadable.
pub(crate) fn write_key(text: &str, out: &mut String) -> bool {
    common::write_key(text, out)
        || match parsed_key(text) {
            Some(key) => {
                out.push_str(&key);
                true
            }
            None => false,
        }
}

/// As [`key`], the long way.
pub(super) fn parsed_key(text: &str) -> Option<String> {
    match Place::read(text) {
        Place::Swedish(fields) => Some(fields.key()),
        Place::Foreign(words) => Some(format!("foreign|{words}")),
        Place::Unreadable => None,
    }
}

struct Side {
    place: Place,
    shown: String,
}

enum Place {
    Swedish(Box<Fields>),
    /// Addresses abroad are compared word by word.
    Foreign(String),
    Unreadable,
}

impl Side {
    fn read(text: &str) -> Side {
        let parsed = parse(text);
        let place = Place::of(text, &parsed);
        let shown = match place {
            Place::Swedish(_) => display::one_line(&parsed.address),
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        Side { place, shown }
    }
}

impl Place {
    fn read(text: &str) -> Place {
        Place::of(text, &parse(text))
    }

    fn of(text: &str, parsed: &Parsed) -> Place {
        match shape_of(text, parsed) {
            Shape::Complete | Shape::NoPostcode => Place::Swedish(Box::new(Fields::new(parsed))),
            Shape::Foreign => Place::Foreign(folded_words(text)),
            Shape::NotAnAddress => Place::Unreadable,
        }
    }
}

/// An address as it is compared. An absent part is empty.
struct Fields {
    street: String,
    /// The street's name with its ending in full, in one word: where a misspelling is looked for.
    spelling: String,
    number: String,
    entrance: String,
    po_box: String,
    apartment: String,
    floor: String,
    care_of: String,
    other: String,
    postcode: String,
    /// Empty where there is a postcode, which says the same and more.
    town: String,
}

impl Fields {
    fn new(parsed: &Parsed) -> Fields {
        let address = &parsed.address;
        let folded = |part: &Option<String>| part.as_deref().map(folded_words).unwrap_or_default();
        let words: Vec<&Token> = parsed.street_words.iter().collect();
        let own = words.get(own_words(&words)).unwrap_or_default();
        Fields {
            street: canonical_street(own),
            spelling: fold(&address.street.as_deref().unwrap_or_default().replace([' ', '-'], "")),
            number: folded(&address.number),
            entrance: folded(&address.entrance),
            po_box: folded(&address.po_box),
            apartment: folded(&address.apartment),
            floor: folded(&address.floor),
            care_of: folded(&address.care_of),
            other: folded(&address.other),
            postcode: folded(&address.postcode),
            town: if address.postcode.is_some() { String::new() } else { folded(&address.town) },
        }
    }

    fn key(&self) -> String {
        let Fields {
            street, number, entrance, po_box, apartment, floor, care_of, other, postcode, town, ..
        } = self;
        [postcode, town, po_box, street, number, entrance, apartment, floor, care_of, other]
            .map(String::as_str)
            .join("|")
    }
}

/// The name in one word, its ending in the shortest form: `storg` for *Storgatan*, *Stor g.* and *STORG*.
fn canonical_street(words: &[&Token]) -> String {
    let Some((last, before)) = words.split_last() else { return String::new() };
    let mut name: String =
        before.iter().map(|word| words::leading(&word.fold).unwrap_or(&word.fold)).collect();
    match words::separate_ending(&last.fold)
        .filter(|_| !before.is_empty())
        .or_else(|| words::street_ending(&last.fold, last.dotted))
    {
        Some(ended) => {
            name.push_str(&last.fold[..ended.stem]);
            name.push_str(ended.canon);
        }
        None => name.push_str(&last.fold),
    }
    name.retain(char::is_alphanumeric);
    name
}

/// Letters and digits of a text in words, folded.
fn folded_words(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let folded: Vec<String> = super::token::tokens(text).into_iter().map(|token| token.fold).collect();
    let parted = folded.join(" ").replace(|c: char| !c.is_alphanumeric(), " ");
    parted.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn places(a: &Place, b: &Place) -> Likeness {
    match (a, b) {
        (Place::Swedish(a), Place::Swedish(b)) => swedish_likeness(a, b),
        (Place::Foreign(a), Place::Foreign(b)) if a == b => Likeness::Same,
        (Place::Swedish(_), Place::Foreign(_)) | (Place::Foreign(_), Place::Swedish(_)) => {
            Likeness::Different
        }
        _ => Likeness::Unreadable,
    }
}

fn swedish_likeness(a: &Fields, b: &Fields) -> Likeness {
    if a.key() == b.key() {
        Likeness::Same
    } else if are_apart(a, b) {
        Likeness::Different
    } else {
        Likeness::Near(differences(a, b))
    }
}

/// Reads one part of an address.
type Part = fn(&Fields) -> &str;

/// True if a part that decides the place differs, or nothing that decides it is common to both.
fn are_apart(a: &Fields, b: &Fields) -> bool {
    let conflict = |part: Part| !part(a).is_empty() && !part(b).is_empty() && part(a) != part(b);
    let common = |part: Part| !part(a).is_empty() && part(a) == part(b);
    let deciding: [Part; 5] = [|f| &f.number, |f| &f.entrance, |f| &f.po_box, |f| &f.postcode, |f| &f.town];
    let misspelt = is_misspelling(a, b);
    let no_common = !common(|f| &f.street) && !common(|f| &f.po_box) && !misspelt;
    deciding.into_iter().any(conflict) || conflict(|f| &f.street) && !misspelt || no_common
}

/// True if the street's name differs by one slip, and number and postcode are the same.
fn is_misspelling(a: &Fields, b: &Fields) -> bool {
    let letters = a.spelling.chars().count().max(b.spelling.chars().count());
    let same_spot =
        !a.number.is_empty() && a.number == b.number && !a.postcode.is_empty() && a.postcode == b.postcode;
    same_spot
        && (LETTERS_TO_MISSPELL..=LONGEST_NAME).contains(&letters)
        && strsim::osa_distance(&a.spelling, &b.spelling) <= 1
}

fn differences(a: &Fields, b: &Fields) -> Vec<Difference> {
    let parts: [(Difference, Part); 10] = [
        (Difference::CareOf, |f| &f.care_of),
        (Difference::Street, |f| &f.street),
        (Difference::Number, |f| &f.number),
        (Difference::Entrance, |f| &f.entrance),
        (Difference::Apartment, |f| &f.apartment),
        (Difference::Floor, |f| &f.floor),
        (Difference::Box, |f| &f.po_box),
        (Difference::Postcode, |f| &f.postcode),
        (Difference::Town, |f| &f.town),
        (Difference::Other, |f| &f.other),
    ];
    // With one postcode missing, that says it: the town belongs to the postcode.
    let one_postcode = a.postcode.is_empty() != b.postcode.is_empty();
    let differs = |&(difference, part): &(Difference, Part)| {
        part(a) != part(b) && !(one_postcode && difference == Difference::Town)
    };
    parts.into_iter().filter(differs).map(|(difference, _)| difference).collect()
}
