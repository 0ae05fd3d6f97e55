//! Shapes, mentions and parts, each as a table.

use super::*;

#[test]
fn shapes() {
    use Shape::{Complete, Foreign, NoPostcode, NotAnAddress};
    for (shape_expected, texts) in [
        (
            Complete,
            &[
                "Storgatan 1, 123 45 Orten",
                "Storgatan 1 123 45 Orten",
                "Storgatan 1\n12345 Orten",
                "storgatan 1, 12345 orten",
                "STORGATAN 1 A, SE-123 45 ORTEN",
                "Storgatan 1, S-123 45 Orten",
                "Storgatan 1, S-12345 Orten",
                "Storgatan 1, SE 12345 Orten",
                "Storgatan 1, SE12345 Orten",
                "Storgatan 1, 123\u{a0}45 Orten, Sverige",
                "Storgatan 1 lgh 1102 123 45 Orten",
                "c/o Anna Andersson, Storgatan 1, 123 45 Orten",
                "Anna Andersson c/o Bengt Bengtsson\nStorgatan 1\n123 45 Orten",
                "Box 12, 123 45 Orten",
                "Box 12345, 123 45 Orten",
                "Box 12 123 45 Orten",
                "Firma AB, Box 12, 123 45 Orten, Sweden",
                "Norrgården, 123 45 Orten",
                "Byn 12, 123 45 Orten",
                "123 45 Orten",
                "Storgatan 1, 123 45",
                "Storgatan 1, 123 45 Orten, tel 070-123 45 67",
                "1:a Långgatan 12, 413 03 Göteborg",
                "Danmarksgatan 3, 123 45 Orten",
            ][..],
        ),
        (
            NoPostcode,
            &[
                "Storgatan 1",
                "Storgatan 1, Orten",
                "storgatan 1 orten",
                "Storgatan 1A, lgh 1102",
                "Storgatan 1, 1234 5 Orten",
                "Storgatan 1, 1234 Orten",
                "Storgatan 1, 123456 Orten",
                "Storgatan 1, 12 345 Orten",
                "Storgatan 1, 01234 Orten",
                "Storg. 1",
                "Storg 1, Orten",
                "Kungsv. 12 B",
                "Nygränd 4",
                "Stortorget 2",
                "Lindallén 7 Orten",
                "Olof Palmes gata 5",
                "Box 12",
                "Box 12, Orten",
                "Byn 12",
                "Västra Byn 12, Orten",
                "Norra vägen 3",
                "c/o Anna Andersson, Storgatan 1",
            ],
        ),
        (
            Foreign,
            &[
                "Storgata 1, 0150 Oslo, Norge",
                "Storgata 1\nNO-0150 Oslo",
                "Strøget 3, DK-2100 København",
                "Strøget 3, DK 2100 København",
                "Mannerheimintie 1, FI-00100 Helsinki",
                "Mannerheimintie 1, 00100 Helsingfors",
                "Unter den Linden 1, D-10115 Berlin",
                "10 Downing Street, London SW1A 2AA",
                "Strandgatan 1, AX-22100 Mariehamn",
                "1 Main Street, New York, NY 10001, USA",
                "Norway",
                "Hauptstraße 5, 10115 Berlin, Germany",
            ],
        ),
        (
            NotAnAddress,
            &[
                "",
                "-",
                "Hämtas i receptionen",
                "anna@example.com",
                "anna.andersson1@example.com",
                "Samma adress som tidigare",
                "enligt registret",
                "enligt ärende 12345 i systemet",
                "okänt",
                "samma som ovan",
                "070-123 45 67",
                "08 123 45 67",
                "0701 123 45",
                "+46 70 123 45 67",
                "Rum 12",
                "Våning 3",
                "Vecka 47",
                "vecka 47",
                "lgh 1102",
                "plan 3",
                "Faktura 1234",
                "Kund 12345",
                "123 45",
                "12345",
                "betalningsplan 3",
                "väg 5",
                "Box",
                "2026-11-23",
                "Orten",
                "Se rad 12",
            ],
        ),
    ] {
        for text in texts {
            assert_eq!(shape(text), shape_expected, "{text:?}");
        }
    }
}

#[test]
fn mentions() {
    for (text, expected) in [
        ("ska till Storgatan 1, 123 45 Orten.", Some("Storgatan 1, 123 45 Orten")),
        ("Skicka till Storgatan 1 A, 123 45 Orten tack", Some("Storgatan 1 A, 123 45 Orten")),
        ("skicka till storgatan 1 istället", Some("storgatan 1")),
        ("Anna Andersson Storgatan 1 B", Some("Storgatan 1 B")),
        ("annan än den vanliga: Box 12, 123 45 Orten", Some("Box 12, 123 45 Orten")),
        ("box 12, 123 45 orten", Some("box 12, 123 45")),
        ("Till Norra Storgatan 12.", Some("Norra Storgatan 12")),
        ("Bor på Storg. 3", Some("Storg. 3")),
        ("Ny adress Byn 12, 123 45 Orten", Some("Byn 12, 123 45 Orten")),
        ("åäö, Kungsvägen 1234 lgh 1102 123 45 Orten", Some("Kungsvägen 1234 lgh 1102 123 45 Orten")),
        ("Storgatan 1", Some("Storgatan 1")),
        ("till Eva på Nya vägen 3 i Orten", Some("Nya vägen 3")),
        ("Olof Palmes gata 5", Some("Olof Palmes gata 5")),
        ("Stor g. 1, 123 45 Orten", Some("Stor g. 1, 123 45 Orten")),
        ("Bo V. 3", None),
        ("Anna G. 2", None),
        ("Per Plan 2", None),
        ("flera fakturor okt 2026", None),
        ("070-123 45 67", None),
        ("Ring 08 123 45 Anna", None),
        ("Ring 070-123 45 67 Anna", None),
        ("tel 0701 123 45 Anna", None),
        ("lgh 1102", None),
        ("Box", None),
        ("en box 3 st", None),
        ("Box 3 st blanketter", None),
        ("väg 5 ärenden", None),
        ("Väg 5 ärenden", None),
        ("på vägen 5 dagar", None),
        ("Vägen 5", None),
        ("Storgatan 5 ärenden", None),
        ("flytt från Storgatan 2026", None),
        ("betalningsplan 3 månader", None),
        ("Betalningsplan 12", None),
        ("Omvägen 3", None),
        ("Vecka 47", None),
        ("Faktura 1234, 12345 Orten", None),
        ("Gatan är avstängd 3 dagar", None),
        ("2 fakturor, okt och nov", None),
        ("Fakturering 3 gånger", None),
        ("klart 2026-11-23", None),
        ("Anna Andersson", None),
        ("", None),
    ] {
        assert_eq!(mention(text).map(|range| &text[range]), expected, "{text:?}");
    }
}

#[test]
fn parts() {
    let some = |text: &str| Some(text.to_owned());
    let address = parse(
        "Anna Andersson, C/O BENGT BENGTSSON\r\nstor g. 1a, lägenhet 1102, 2 tr\nse-12345 orten, Sverige",
    );
    let expected = Address {
        recipient: some("Anna Andersson"),
        care_of: some("Bengt Bengtsson"),
        street: some("Storgatan"),
        number: some("1"),
        entrance: some("A"),
        apartment: some("1102"),
        floor: some("2"),
        postcode: some("12345"),
        town: some("Orten"),
        ..Address::default()
    };
    assert_eq!(address, expected);
}

#[test]
fn one_line_is_tidy() {
    for (text, expected) in [
        ("storgatan 1a lgh 1102 12345 ORTEN", "Storgatan 1 A, lgh 1102, 123 45 Orten"),
        ("box 12\n12345 orten", "Box 12, 123 45 Orten"),
        ("OLOF PALMES G. 5, 111 37 STOCKHOLM", "Olof Palmes gata 5, 111 37 Stockholm"),
        ("c/o anna-karin berg storg. 1, 12345 orten", "c/o Anna-Karin Berg, Storgatan 1, 123 45 Orten"),
        ("S:t Eriksgatan 3 B, 2 tr, 123 45 Orten", "S:t Eriksgatan 3 B, vån 2, 123 45 Orten"),
        ("Storgatan 1, Orten", "Storgatan 1, Orten"),
        ("Storgatan 1, Orten, 123 45", "Storgatan 1, 123 45 Orten"),
        ("Storgatan 1, 123 45 Orten (c/o Anna)", "c/o Anna, Storgatan 1, 123 45 Orten"),
        ("Storgatan 1, 123 45 Orten lgh 1102", "Storgatan 1, lgh 1102, 123 45 Orten"),
    ] {
        assert_eq!(parse(text).one_line(), expected, "{text:?}");
    }
}

/// What is read in one go is what the long way reads.
#[test]
fn the_common_form_is_read_as_any_other() {
    let words = [
        "Storgatan",
        "Björkvägen",
        "Åbacken",
        "Plan",
        "Box",
        "Postbox",
        "Betalningsplan",
        "Tidsplan",
        "Gata",
        "Lgh",
        "Vecka",
        "Omvägen",
        "Kundgatan",
        "Stadsplan",
        "Vägen",
        "Alle",
        "Parkallen",
        "Port",
        "Norrgården",
        "Portgatan",
        "Våning",
        "Faktura",
        "Sverigegatan",
        "Norge",
        "Sverige",
        "Orten",
        "Åby",
        "Tel",
        "Attn",
        "Mars",
        "Co",
        "Uppgång",
        "Stortorg",
        "Snr",
        "Ringen",
        "Bringen",
        "Kajen",
        "Esplanaden",
        "Vallesplanaden",
        "Danmark",
        "Usa",
        "Bv",
        "Trappa",
    ];
    let ends =
        ["", ",", " 2", ", Sverige", " i", " Ö", "\n", " tel 070", " by", " Hamn", " co", " Nya Zeeland"];
    let befores = ["", "Norra ", "S:t ", "Stora ", "Anna ", "Lgh ", "N ", "Olofs ", "Nya ", "Box "];
    let mut common = 0;
    for (first, street) in words.iter().enumerate() {
        for (place, town) in words.iter().enumerate().skip(first % 7).step_by(7) {
            let before = befores.get((first + place / 7) % 15).copied().unwrap_or_default();
            for number in ["1", "12A", "12 B", "5 i", "0", "1-3", "12345", "7 S", "3 lgh 1102", "3 C lgh 11"]
            {
                for (part, code) in [(", ", "123 45"), ("\n", "101 10"), (",", "012 34"), (", ", "12345")] {
                    let end = ends.get((place + first) % 24).copied().unwrap_or_default();
                    let text = format!("{before}{street} {number}{part}{code} {town}{end}");
                    common += usize::from(super::common::write_key(&text, &mut String::new()));
                    assert_eq!(shape(&text), shape_of(&text, &parse::parse(&text)), "{text}");
                    assert_eq!(key(&text), compare::parsed_key(&text), "{text}");
                }
            }
        }
    }
    assert!(common > 300, "{common}");
}

mod quick {
    use proptest::prelude::*;

    use super::*;

    /// What addresses are made of, and what they are not.
    fn piece() -> impl Strategy<Value = String> {
        let words = [
            "Storgatan",
            "Östra",
            "Kyrkogatan",
            "lgh",
            "1002",
            "12",
            "7B",
            "B",
            "i",
            "Box",
            "c/o",
            "Anna",
            "Norge",
            "Sverige",
            "Sydafrika",
            "Nya",
            "Zeeland",
            "SE",
            "FI",
            "W1",
            "1AA",
            "123",
            "45",
            "12345",
            "Orten",
            "Södra",
            "Hamn",
            "by",
            "tel",
            "vån",
            "tr",
            "2",
            "Attn",
            "@",
            "co",
            "C",
            "o",
            "Ål",
            "-",
            "St",
            "g.",
            "Usa",
            "Förenade",
            "Staterna",
        ];
        prop_oneof![
            proptest::sample::select(words.map(str::to_owned).to_vec()),
            "[A-ZÅÄÖ][a-zåäö]{1,8}",
            "[1-9][0-9]{0,4}[A-D]?",
        ]
    }

    fn text() -> impl Strategy<Value = String> {
        let pieces = proptest::collection::vec(
            (piece(), prop_oneof![8 => Just(" "), 3 => Just(", "), 1 => Just(" , ")]),
            1..7,
        );
        let tail = prop_oneof![4 => Just(true), 1 => Just(false)];
        let town = proptest::collection::vec(piece(), 1..4);
        (pieces, tail, "[0-2][0-9]{2} [0-9]{2}", town).prop_map(|(pieces, tail, code, town)| {
            let head: String = pieces.iter().flat_map(|(piece, between)| [piece.as_str(), between]).collect();
            let head = head.trim_end_matches([' ', ',']);
            if tail { format!("{head}, {code} {}", town.join(" ")) } else { head.to_owned() }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn a_quick_postcode_is_the_address_s_own(text in text()) {
            if let Some((first, last)) = super::super::common::postcode(&text) {
                let parsed = parse::parse(&text);
                prop_assert_eq!(&parsed.address.postcode, &Some(format!("{first}{last}")));
                prop_assert_eq!(shape_of(&text, &parsed), Shape::Complete);
            }
            prop_assert_eq!(shape(&text), shape_of(&text, &parse::parse(&text)));
        }

        #[test]
        fn quick_likeness_is_the_whole_comparison_s(one in text(), other in text()) {
            prop_assert_eq!(likeness(&one, &other), compare(&one, &other).likeness);
        }
    }

    #[test]
    fn most_addresses_have_a_quick_postcode() {
        for text in [
            "Storgatan 1, 123 45 Orten",
            "Östra Kyrkogatan 12 B lgh 1002, 123 45 Södra Hamn",
            "Box 12, 123 45 Åsele by",
        ] {
            assert!(super::super::common::postcode(text).is_some(), "{text}");
        }
    }
}
