//! An address on one line, for a person to read.

use super::Address;
use super::token::Token;
use super::words;

/// `c/o Anna Andersson, Storgatan 1 A, lgh 1102, 123 45 Orten`.
pub(super) fn one_line(address: &Address) -> String {
    let labelled =
        |label: &str, value: &Option<String>| value.as_ref().map(|value| format!("{label} {value}"));
    let joined = |words: [Option<String>; 3]| words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let postcode = address.postcode.as_ref().map(|digits| match digits.split_at_checked(3) {
        Some((first, last)) => format!("{first} {last}"),
        None => digits.clone(),
    });
    let lines = [
        labelled("c/o", &address.care_of),
        labelled("Box", &address.po_box),
        Some(joined([address.street.clone(), address.number.clone(), address.entrance.clone()])),
        labelled("lgh", &address.apartment),
        labelled("vån", &address.floor),
        address.other.clone(),
        Some(joined([postcode, address.town.clone(), None])),
        address.country.clone(),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().filter(|line| !line.is_empty()).collect();
    lines.join(", ")
}

/// A street's name in full: `Storg.` and `Stor g` are `Storgatan`, `Olof Palmes g.` is `Olof Palmes gata`.
pub(super) fn street(words: &[Token]) -> String {
    let Some((last, before)) = words.split_last() else { return String::new() };
    let mut name = before.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let shortened = |ended: &words::Ended| ended.shortened;
    if let Some(ended) = words::separate_ending(&last.fold).filter(shortened).filter(|_| !before.is_empty()) {
        name.push_str(if before.len() > 1 { " " } else { "" });
        name.push_str(if before.len() > 1 { indefinite(ended.full) } else { ended.full });
    } else {
        name.push_str(if before.is_empty() { "" } else { " " });
        match words::street_ending(&last.fold, last.dotted).filter(shortened) {
            Some(ended) => name.push_str(&format!("{}{}", &last.fold[..ended.stem], ended.full)),
            None => name.push_str(&last.text),
        }
    }
    capitalised(&name)
}

/// The form after a genitive: *Olof Palmes gata*.
fn indefinite(full: &str) -> &str {
    match full {
        "gatan" => "gata",
        "vägen" | "gränden" | "stigen" | "planen" => full.trim_end_matches("en"),
        "torget" => "torg",
        _ => full,
    }
}

/// Gives words in capitals, or in lower case, a capital first; other words, and small words, are left alone.
pub(super) fn capitalised(text: &str) -> String {
    let words = text.split(' ').enumerate().map(|(place, word)| match word.to_lowercase() {
        small if place > 0 && is_small(&small) => small,
        lower if word == lower || word.chars().count() > 1 && word == word.to_uppercase() => {
            each_part_capitalised(&lower)
        }
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn is_small(word: &str) -> bool {
    matches!(
        word,
        "i" | "på"
            | "av"
            | "och"
            | "vid"
            | "gata"
            | "gatan"
            | "väg"
            | "vägen"
            | "gränd"
            | "torg"
            | "plats"
            | "plan"
            | "allé"
            | "stig"
            | "backe"
    )
}

fn each_part_capitalised(word: &str) -> String {
    let part = |part: &str| {
        let mut letters = part.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    word.split('-').map(part).collect::<Vec<_>>().join("-")
}
