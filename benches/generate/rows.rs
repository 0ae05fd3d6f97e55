//! The rows: what an adviser would fill in, and the slips.

/// The header.
pub(super) const HEADER: [&str; 8] = [
    "Rådgivare",
    "Datum",
    "Vad ska skickas",
    "Kundnummer",
    "Adress",
    "Namn på mottagare",
    "Fakturanummer",
    "Kommentar om själva utskicket",
];

/// A cell of a row.
pub(super) enum Cell {
    Blank,
    /// A text that many rows share, of [`common`].
    Common(usize),
    /// A text of this row alone.
    Own(String),
    Number(u64),
    /// Days since 1900, as Excel counts.
    Date(u64),
}

const KINDS: [&str; 10] = [
    "Fakturakopia",
    "Fakturakopia",
    "fakturakopia",
    "Faktura kopia",
    "Brev",
    "Brev till kund",
    "Skadeståndsblankett",
    "Informationsblad om mätaren",
    "Fullmaktsblankett",
    "Fullmakt",
];
/// Kinds before this one are invoice copies.
const COPIES: usize = 4;

/// Only who gives another address says the first.
const COMMENTS: [&str; 8] = [
    "Skickas till annan adress",
    "Kunden önskar kopia per post",
    "Mall för autogiro",
    "Loggad i CAB",
    "Ny adress sedan flytten",
    "Brådskar inte",
    "Avser gamla anläggningen",
    "Har ringt två gånger",
];

const FIRST: [&str; 24] = [
    "Eva", "Nils", "Åsa", "Örjan", "Siv", "Bo", "Märta", "Kjell", "Ida", "Olle", "Stina", "Per", "Gun",
    "Sven", "Ylva", "Göte", "Lisa", "Arne", "Maja", "Ulf", "Britt", "Jöns", "Ebba", "Tore",
];
const LAST: [&str; 24] = [
    "Ek", "Lind", "Ås", "Öberg", "Hag", "Berg", "Ström", "Kvist", "Dahl", "Sjö", "Norén", "Falk", "Löv",
    "Gran", "Rask", "Mo", "Åkesson", "Blom", "Skog", "Vik", "Hed", "Ros", "Sten", "Wall",
];
const STREETS: [&str; 12] = [
    "Storgatan",
    "Björkvägen",
    "Åkergränd",
    "Skolgatan",
    "Östra Kyrkogatan",
    "Lillvägen",
    "Ängsstigen",
    "Hamngatan",
    "Södra Ringen",
    "Kvarnvägen",
    "Torget",
    "Lönngatan",
];
const TOWNS: [&str; 10] = [
    "Orten",
    "Ekby",
    "Lillsjö",
    "Norrvik",
    "Åsele by",
    "Södra Hamn",
    "Granköping",
    "Öbacka",
    "Sandhed",
    "Tallnäs",
];

const ADVISERS: usize = 120;

/// The texts that rows share: headers, advisers, kinds, comments, names.
pub(super) fn common() -> Vec<String> {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let advisers = (0..ADVISERS).map(|number| {
        let letter = |place: usize| char::from(b'a' + u8::try_from(number / place % 26).unwrap_or_default());
        format!("x{}{}{:02}", letter(26), letter(1), number % 90 + 10)
    });
    let names = LAST.iter().flat_map(|last| FIRST.iter().map(move |first| format!("{first} {last}")));
    owned(&HEADER)
        .into_iter()
        .chain(advisers)
        .chain(owned(&KINDS))
        .chain(owned(&COMMENTS))
        .chain(names)
        .collect()
}

const FIRST_ADVISER: usize = HEADER.len();
const FIRST_KIND: usize = FIRST_ADVISER + ADVISERS;
const FIRST_COMMENT: usize = FIRST_KIND + KINDS.len();
const FIRST_NAME: usize = FIRST_COMMENT + COMMENTS.len();

/// Rows without end, the same for the same seed.
pub(super) struct Rows {
    dice: Dice,
    number: u64,
}

impl Rows {
    pub(super) fn new(seed: u64) -> Self {
        Self { dice: Dice(seed), number: 0 }
    }

    /// The next row, by [`HEADER`].
    pub(super) fn next(&mut self) -> [Cell; 8] {
        self.number += 1;
        let dice = &mut self.dice;
        let kind = dice.below(KINDS.len());
        let copy = kind < COPIES;
        let mut row = [
            Cell::Common(FIRST_ADVISER + dice.below(ADVISERS)),
            Cell::Date(46_327 - dice.below(300) as u64),
            Cell::Common(FIRST_KIND + kind),
            Cell::Number(20_000_000 + self.number * 7 + dice.below(7) as u64),
            if copy { Cell::Own(address(dice)) } else { Cell::Blank },
            Cell::Common(FIRST_NAME + dice.below(FIRST.len() * LAST.len())),
            if copy { Cell::Own(format!("{:010}", 700_000_000 + self.number)) } else { Cell::Blank },
            Cell::Common(match copy {
                true => FIRST_COMMENT + dice.below(COMMENTS.len()),
                false => FIRST_COMMENT + 1 + dice.below(COMMENTS.len() - 1),
            }),
        ];
        // One row in 25 breaks a rule.
        if dice.below(25) == 0 {
            slip(&mut row, copy, dice);
        }
        row
    }
}

/// Something forgotten, or written wrongly.
fn slip(row: &mut [Cell; 8], copy: bool, dice: &mut Dice) {
    match dice.below(if copy { 8 } else { 6 }) {
        0 => row[0] = Cell::Blank,
        1 => row[0] = Cell::Own("Bea Ekman".to_owned()),
        2 => row[1] = Cell::Own("2026-13-01".to_owned()),
        3 => row[3] = Cell::Blank,
        4 => row[7] = Cell::Blank,
        5 => row[7] = Cell::Own("Kunden & grannen: 811218-9876".to_owned()),
        6 => row[4] = Cell::Blank,
        _ => row[6] = Cell::Blank,
    }
}

fn address(dice: &mut Dice) -> String {
    let street = STREETS[dice.below(STREETS.len())];
    let town = TOWNS[dice.below(TOWNS.len())];
    let (house, post, flat) = (1 + dice.below(150), dice.below(90_000) + 10_000, dice.below(4));
    let flat = if flat == 0 { format!(" lgh {}", 1001 + dice.below(5)) } else { String::new() };
    format!("{street} {house}{flat}, {:03} {:02} {town}", post / 100, post % 100)
}

/// SplitMix64 (Steele, Lea and Flood, 2014): a state of one number, the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap_or_default()
    }
}
