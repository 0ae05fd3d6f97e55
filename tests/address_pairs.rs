//! Addresses in pairs: a labelled list, and what must hold for every address.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use rutinkoll::swedish::address::{Difference, Likeness, compare, key, mention, parse, shape};

const PAIRS: &str = include_str!("data/addresses.tsv");

struct Pair {
    a: String,
    b: String,
    expected: &'static str,
    why: &'static str,
}

fn pairs() -> Vec<Pair> {
    let text = |field: &str| field.replace("\\r", "\r").replace("\\n", "\n");
    let pair = |line: &'static str| match line.split('\t').collect::<Vec<_>>()[..] {
        [a, b, expected, why] => Pair { a: text(a), b: text(b), expected, why },
        _ => panic!("four columns, not {line:?}"),
    };
    PAIRS.lines().skip(1).map(pair).collect()
}

fn label(likeness: &Likeness) -> &'static str {
    match likeness {
        Likeness::Same => "same",
        Likeness::Near(_) => "near",
        Likeness::Different => "different",
        Likeness::Unreadable => "unreadable",
    }
}

#[test]
fn pairs_are_judged_as_people_judged_them() {
    let pairs = pairs();
    assert!(pairs.len() >= 75, "only {} pairs", pairs.len());
    let wrong: Vec<String> = pairs
        .iter()
        .filter_map(|Pair { a, b, expected, why }| {
            let found = compare(a, b);
            (label(&found.likeness) != *expected)
                .then(|| format!("{why}: expected {expected}, not {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_order_of_a_pair_says_nothing() {
    for Pair { a, b, why, .. } in pairs() {
        assert_eq!(compare(&a, &b).likeness, compare(&b, &a).likeness, "{why}");
    }
}

#[test]
fn keys_agree_exactly_when_addresses_do() {
    for Pair { a, b, why, .. } in pairs() {
        let same = key(&a).is_some() && key(&a) == key(&b);
        assert_eq!(same, compare(&a, &b).likeness == Likeness::Same, "{why}");
    }
}

#[test]
fn near_addresses_say_what_differs() {
    for (b, expected) in [
        ("Storgatan 1, lgh 1102, 123 45 Orten", vec![Difference::Apartment]),
        ("c/o Anna Andersson, Storgatan 1 A, 123 45 Orten", vec![Difference::CareOf, Difference::Entrance]),
        ("Storgatan 1, Orten", vec![Difference::Postcode]),
        ("Stotgatan 1, 123 45 Orten", vec![Difference::Street]),
    ] {
        assert_eq!(compare("Storgatan 1, 123 45 Orten", b).likeness, Likeness::Near(expected), "{b}");
    }
}

/// An address in parts, and a way to write it down.
#[derive(Debug, Clone)]
struct Place {
    care_of: Option<&'static str>,
    stem: &'static str,
    ending: (&'static str, &'static str),
    number: u32,
    entrance: Option<char>,
    apartment: Option<u32>,
    postcode: u32,
    town: &'static str,
}

#[derive(Debug, Clone)]
struct Manner {
    case: u8,
    postcode: u8,
    shorten: bool,
    break_with: &'static str,
    space: &'static str,
    tight_entrance: bool,
    apartment: &'static str,
    country: bool,
}

impl Place {
    fn written(&self, manner: &Manner) -> String {
        let Place { stem, ending, number, town, .. } = self;
        let (in_full, short) = ending;
        let ending = if manner.shorten { short } else { in_full };
        let entrance =
            self.entrance.map(|letter| format!("{}{letter}", if manner.tight_entrance { "" } else { " " }));
        let (first, last) = (self.postcode / 100, self.postcode % 100);
        let postcode = match manner.postcode {
            0 => format!("{first} {last:02}"),
            1 => format!("{first}{last:02}"),
            2 => format!("SE-{first} {last:02}"),
            _ => format!("SE-{first}{last:02}"),
        };
        let lines = [
            self.care_of.map(|name| format!("c/o {name}")),
            Some(format!("{stem}{ending} {number}{}", entrance.unwrap_or_default())),
            self.apartment.map(|apartment| format!("{} {apartment}", manner.apartment)),
            Some(format!("{postcode} {town}")),
            manner.country.then(|| "Sverige".to_owned()),
        ];
        let text = lines
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(manner.break_with)
            .replace(' ', manner.space);
        match manner.case {
            0 => text,
            1 => text.to_lowercase(),
            _ => text.to_uppercase(),
        }
    }
}

fn place() -> impl Strategy<Value = Place> {
    (
        prop::option::of(prop::sample::select(vec!["Anna Andersson", "Firma AB", "Åsa Öberg-Berg"])),
        prop::sample::select(vec!["Stor", "Kungs", "Björk", "Norra Skol", "S:t Eriks", "Ö", "Häger"]),
        prop::sample::select(vec![
            ("gatan", "g."),
            ("vägen", "v."),
            ("gränd", "gr."),
            ("allén", "all."),
            ("torget", "torget"),
            ("backen", "backen"),
        ]),
        1..400u32,
        prop::option::of(prop::char::range('A', 'H')),
        prop::option::of(1001..1999u32),
        10000..99999u32,
        prop::sample::select(vec!["Orten", "Nya Staden", "Åby", "Östra Byn"]),
    )
        .prop_map(|(care_of, stem, ending, number, entrance, apartment, postcode, town)| Place {
            care_of,
            stem,
            ending,
            number,
            entrance,
            apartment,
            postcode,
            town,
        })
}

fn manner() -> impl Strategy<Value = Manner> {
    (
        0..3u8,
        0..4u8,
        any::<bool>(),
        prop::sample::select(vec![", ", "\n", "\r\n", " ,", "; "]),
        prop::sample::select(vec![" ", "  ", "\u{a0}", "\u{202f}", " \u{200b}"]),
        any::<bool>(),
        prop::sample::select(vec!["lgh", "Lgh.", "lägenhet", "lgh nr"]),
        any::<bool>(),
    )
        .prop_map(|(case, postcode, shorten, break_with, space, tight_entrance, apartment, country)| {
            Manner { case, postcode, shorten, break_with, space, tight_entrance, apartment, country }
        })
}

proptest! {
    #[test]
    fn writing_it_otherwise_changes_nothing(place in place(), one in manner(), other in manner()) {
        let (a, b) = (place.written(&one), place.written(&other));
        prop_assert_eq!(compare(&a, &b).likeness, Likeness::Same, "{:?} {:?}", a, b);
        prop_assert_eq!(key(&a), key(&b));
    }

    #[test]
    fn another_number_is_another_address(place in place(), more in 1..50u32, one in manner(), other in manner()) {
        let moved = Place { number: place.number + more, ..place.clone() };
        let likeness = compare(&place.written(&one), &moved.written(&other)).likeness;
        prop_assert_eq!(likeness, Likeness::Different);
    }

    #[test]
    fn another_postcode_is_another_address(place in place(), more in 1..80000u32, one in manner(), other in manner()) {
        let postcode = 10000 + (place.postcode - 10000 + more) % 90000;
        let moved = Place { postcode, ..place.clone() };
        let likeness = compare(&place.written(&one), &moved.written(&other)).likeness;
        prop_assert_eq!(likeness, Likeness::Different);
    }

    #[test]
    fn another_apartment_is_never_the_same(place in place(), apartment in prop::option::of(2001..2999u32), one in manner(), other in manner()) {
        prop_assume!(place.apartment != apartment);
        let moved = Place { apartment, ..place.clone() };
        let likeness = compare(&place.written(&one), &moved.written(&other)).likeness;
        prop_assert_eq!(likeness, Likeness::Near(vec![Difference::Apartment]));
    }

    #[test]
    fn an_address_equals_its_tidy_form(place in place(), manner in manner()) {
        let text = place.written(&manner);
        let tidy = parse(&text).one_line();
        prop_assert_eq!(compare(&text, &tidy).likeness, Likeness::Same, "{:?} {:?}", text, tidy);
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,60}|([A-Za-zÅÄÖåäö0-9 ,./:\n-]|c/o |Box |gatan|lgh |\u{200b}){0,30}") {
        let _ = (shape(&text), parse(&text));
        if let Some(found) = mention(&text) {
            prop_assert!(text.get(found).is_some_and(|found| !found.is_empty()));
        }
        let expected = if key(&text).is_some() { Likeness::Same } else { Likeness::Unreadable };
        prop_assert_eq!(compare(&text, &text).likeness, expected);
    }
}
