//! The words that Swedish addresses are made of.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::token::Token;

/// A way for a street name to end.
struct Ending {
    /// The forms it has, folded, the longest first.
    forms: &'static [&'static str],
    /// What people shorten it to.
    short: &'static [&'static str],
    /// What all of these become when streets are compared.
    canon: &'static str,
    /// True if it is a street's also in lower case: *storgatan 1*, but not *betalningsplan 1*.
    plain: bool,
}

const fn ending(
    forms: &'static [&'static str],
    short: &'static [&'static str],
    canon: &'static str,
    plain: bool,
) -> Ending {
    Ending { forms, short, canon, plain }
}

static ENDINGS: [Ending; 22] = [
    ending(&["gatan", "gata"], &["g", "gat"], "g", true),
    ending(&["vägen", "väg"], &["v"], "v", true),
    ending(&["gränden", "gränd"], &["gr", "grd"], "gr", true),
    ending(&["torget", "torg"], &["t", "tg"], "torg", true),
    ending(&["allen", "alle"], &["all"], "all", true),
    ending(&["stigen", "stig"], &["st"], "stig", true),
    ending(&["backen", "backe"], &["b", "back"], "back", true),
    ending(&["platsen", "plats"], &[], "plats", false),
    ending(&["planen", "plan"], &["pl"], "plan", false),
    ending(&["leden"], &[], "led", false),
    ending(&["esplanaden", "esplanad"], &["espl"], "esplanad", true),
    ending(&["promenaden", "promenad"], &["prom"], "promenad", false),
    ending(&["brinken", "brink"], &[], "brink", false),
    ending(&["kajen"], &[], "kaj", false),
    ending(&["ringen"], &[], "ring", false),
    ending(&["slingan"], &[], "sling", false),
    ending(&["gången"], &[], "gång", false),
    ending(&["svängen"], &[], "sväng", false),
    ending(&["kroken"], &[], "krok", false),
    ending(&["stråket"], &[], "stråk", false),
    ending(&["stranden"], &[], "strand", false),
    ending(&["höjden"], &[], "höjd", false),
];

/// Words that end like streets and are none.
const NO_STREETS: [&str; 22] = [
    "omväg",
    "omvägen",
    "utväg",
    "utvägen",
    "återväg",
    "återvägen",
    "genväg",
    "genvägen",
    "järnväg",
    "järnvägen",
    "motorväg",
    "motorvägen",
    "hemväg",
    "hemvägen",
    "avväg",
    "betalningsplan",
    "avbetalningsplan",
    "amorteringsplan",
    "tidsplan",
    "handlingsplan",
    "arbetsplats",
    "prisstig",
];

/// Words that stand before a number without being a street.
const NO_PLACES: [&str; 47] = [
    "rum",
    "plan",
    "faktura",
    "kund",
    "ärende",
    "vecka",
    "lgh",
    "lägenhet",
    "tel",
    "telefon",
    "mobil",
    "mob",
    "avd",
    "avdelning",
    "våning",
    "vån",
    "sid",
    "sida",
    "nr",
    "nummer",
    "dag",
    "antal",
    "version",
    "rad",
    "kolumn",
    "ref",
    "referens",
    "ocr",
    "bankgiro",
    "bg",
    "plusgiro",
    "pg",
    "hus",
    "port",
    "mätare",
    "kontor",
    "kontoret",
    "tack",
    "se",
    "enligt",
    "ca",
    "cirka",
    "ring",
    "skicka",
    "skickas",
    "reception",
    "receptionen",
];

const MONTHS: [&str; 16] = [
    "jan",
    "januari",
    "feb",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "aug",
    "augusti",
    "september",
    "okt",
    "oktober",
    "november",
    "december",
];

/// Words in front of a street name that are a part of it, shortened and in full.
const LEADING: [(&str, &str); 19] = [
    ("n", "norra"),
    ("s", "södra"),
    ("ö", "östra"),
    ("v", "västra"),
    ("n:a", "norra"),
    ("s:a", "södra"),
    ("ö:a", "östra"),
    ("v:a", "västra"),
    ("l", "lilla"),
    ("s:t", "st"),
    ("sankt", "st"),
    ("st", "st"),
    ("s:ta", "sta"),
    ("sankta", "sta"),
    ("1:a", "första"),
    ("2:a", "andra"),
    ("3:e", "tredje"),
    ("4:e", "fjärde"),
    ("5:e", "femte"),
];

const LEADING_IN_FULL: [&str; 20] = [
    "norra",
    "södra",
    "östra",
    "västra",
    "stora",
    "lilla",
    "gamla",
    "nya",
    "övre",
    "nedre",
    "inre",
    "yttre",
    "mellersta",
    "st",
    "sta",
    "första",
    "andra",
    "tredje",
    "fjärde",
    "femte",
];

/// Countries by their Swedish and English names, folded. Sweden is none of them.
const COUNTRIES: [&str; 74] = [
    "norge",
    "norway",
    "noreg",
    "danmark",
    "denmark",
    "finland",
    "suomi",
    "island",
    "iceland",
    "åland",
    "färöarna",
    "grönland",
    "tyskland",
    "germany",
    "deutschland",
    "polen",
    "poland",
    "polska",
    "estland",
    "estonia",
    "lettland",
    "latvia",
    "litauen",
    "lithuania",
    "nederländerna",
    "holland",
    "netherlands",
    "belgien",
    "belgium",
    "luxemburg",
    "luxembourg",
    "frankrike",
    "france",
    "spanien",
    "spain",
    "portugal",
    "italien",
    "italy",
    "schweiz",
    "switzerland",
    "österrike",
    "austria",
    "storbritannien",
    "england",
    "skottland",
    "uk",
    "united kingdom",
    "great britain",
    "irland",
    "ireland",
    "usa",
    "united states",
    "kanada",
    "canada",
    "australien",
    "australia",
    "nya zeeland",
    "thailand",
    "turkiet",
    "turkey",
    "grekland",
    "greece",
    "kroatien",
    "croatia",
    "ungern",
    "hungary",
    "tjeckien",
    "rumänien",
    "romania",
    "bulgarien",
    "ukraina",
    "ryssland",
    "kina",
    "indien",
];

const SWEDEN: [&str; 4] = ["sverige", "sweden", "schweden", "suede"];

/// Prefixes of foreign postcodes, as in `NO-0150`.
const FOREIGN_PREFIXES: [&str; 27] = [
    "NO", "N", "DK", "FI", "FIN", "DE", "D", "AX", "EE", "LV", "LT", "PL", "NL", "BE", "B", "LU", "FR", "F",
    "ES", "E", "PT", "IT", "I", "CH", "AT", "A", "IS",
];

/// How a street name ends.
pub(super) struct Ended {
    /// Bytes of the word before the ending.
    pub(super) stem: usize,
    /// The ending as streets are compared.
    pub(super) canon: &'static str,
    /// The ending in full, in the definite form.
    pub(super) full: &'static str,
    /// True if only a full stop makes it an ending: `Storg.`
    pub(super) shortened: bool,
    plain: bool,
}

/// The endings by their forms, and by what people shorten them to.
struct ByForm {
    in_full: FxHashMap<&'static str, &'static Ending>,
    shortened: FxHashMap<&'static str, &'static Ending>,
}

/// Bytes of the longest form of an ending.
const LONGEST_FORM: usize = 10;

static BY_FORM: LazyLock<ByForm> = LazyLock::new(|| {
    let by = |forms: fn(&Ending) -> &'static [&'static str]| {
        ENDINGS.iter().flat_map(|ending| forms(ending).iter().map(move |form| (*form, ending))).collect()
    };
    ByForm { in_full: by(|ending| ending.forms), shortened: by(|ending| ending.short) }
});

/// The ending of the folded `word`. Where a full stop shows that it is shortened, that decides: `Storg.` is no *torg*.
pub(super) fn street_ending(word: &str, dotted: bool) -> Option<Ended> {
    let longest = |forms: &FxHashMap<&'static str, &'static Ending>| {
        (1..=LONGEST_FORM.min(word.len())).rev().find_map(|len| {
            let stem = word.len() - len;
            forms.get(word.get(stem..)?).map(|ending| (stem, *ending))
        })
    };
    let shortened = if dotted { longest(&BY_FORM.shortened) } else { None };
    let (stem, ending) = shortened.or_else(|| longest(&BY_FORM.in_full))?;
    Some(ending.ends(stem, shortened.is_some()))
}

/// The ending that the whole folded `word` is: `gata` in `Olof Palmes gata`, `g` in `Stor g`.
pub(super) fn separate_ending(word: &str) -> Option<Ended> {
    let in_full = BY_FORM.in_full.get(word).map(|ending| ending.ends(0, false));
    in_full.or_else(|| BY_FORM.shortened.get(word).map(|ending| ending.ends(0, true)))
}

impl Ending {
    /// A word of which so many bytes stand before the ending.
    fn ends(&self, stem: usize, shortened: bool) -> Ended {
        let full = self.forms.first().copied().unwrap_or_default();
        Ended { stem, canon: self.canon, full, shortened, plain: self.plain }
    }
}

/// True if a street's name ends with `token`; `before` is the word in front of it, in the same segment.
pub(super) fn ends_street(token: &Token, before: Option<&Token>) -> bool {
    if separate_ending(&token.fold).is_some() {
        return before
            .is_some_and(|word| word.is_capitalised() && word.is_word() && !is_no_place(&word.fold));
    }
    let is_street = |ended: Ended| {
        token.fold[..ended.stem].chars().count() >= 2 && (ended.plain || token.is_capitalised())
    };
    !is_no_street(&token.fold) && street_ending(&token.fold, token.dotted).is_some_and(is_street)
}

/// True for words that end like streets and are none.
pub(super) fn is_no_street(word: &str) -> bool {
    NO_STREETS.contains(&word)
}

/// True for words before a number that make it something else than a house's.
pub(super) fn is_no_place(word: &str) -> bool {
    static ALL: LazyLock<FxHashSet<&str>> = LazyLock::new(|| NO_PLACES.into_iter().chain(MONTHS).collect());
    ALL.contains(word) || word.ends_with("nummer") || word.ends_with("nr")
}

/// A word before a street name as it is compared: `n` is `norra`, `sankt` is `st`.
pub(super) fn leading(word: &str) -> Option<&'static str> {
    let shortened = LEADING.iter().find(|(short, _)| *short == word).map(|(_, full)| *full);
    shortened.or_else(|| LEADING_IN_FULL.iter().find(|full| **full == word).copied())
}

/// True for a country other than Sweden, folded.
pub(super) fn is_foreign_country(name: &str) -> bool {
    static ALL: LazyLock<FxHashSet<&str>> = LazyLock::new(|| COUNTRIES.into_iter().collect());
    ALL.contains(name)
}

/// True for Sweden, folded.
pub(super) fn is_sweden(name: &str) -> bool {
    SWEDEN.contains(&name)
}

/// True if a word of `text` is a postcode of another country: `NO-0150 Oslo`, `DK 2100`, `SW1A 1AA`.
pub(super) fn has_foreign_postcode(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
        .filter(|word| !word.is_empty())
        .collect();
    let prefixed = |word: &&str| {
        word.split_once('-')
            .is_some_and(|(prefix, digits)| FOREIGN_PREFIXES.contains(&prefix) && is_postcode_digits(digits))
    };
    let has_town = |at: usize| words.get(at + 1).is_some_and(|word| word.starts_with(char::is_uppercase));
    let spaced = |pair: &[&str]| matches!(pair, ["NO" | "DK" | "FI" | "AX" | "EE" | "LV" | "LT", digits] if is_postcode_digits(digits));
    words.iter().enumerate().any(|(at, word)| prefixed(word) && (at == 0 || has_town(at)) && words.len() > 1)
        || words
            .windows(2)
            .any(|pair| spaced(pair) || matches!(pair, [outward, inward] if is_british(outward, inward)))
}

fn is_postcode_digits(text: &str) -> bool {
    (4..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The two halves of a British postcode.
fn is_british(outward: &str, inward: &str) -> bool {
    let outward = outward.as_bytes();
    let letters = outward.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let rest = outward.get(letters..).unwrap_or_default();
    let outward_fits = matches!(letters, 1 | 2)
        && matches!(rest, [first, more @ ..] if first.is_ascii_digit() && more.len() <= 1 && more.iter().all(u8::is_ascii_alphanumeric));
    outward_fits
        && matches!(inward.as_bytes(), [digit, one, two] if digit.is_ascii_digit() && one.is_ascii_uppercase() && two.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_of_one_ending() {
        let forms = |of: fn(&Ending) -> &'static [&'static str]| ENDINGS.iter().flat_map(of).count();
        assert_eq!(BY_FORM.in_full.len(), forms(|ending| ending.forms));
        assert_eq!(BY_FORM.shortened.len(), forms(|ending| ending.short));
        assert!(BY_FORM.in_full.keys().all(|form| !BY_FORM.shortened.contains_key(form)));
        assert_eq!(BY_FORM.in_full.keys().map(|form| form.len()).max(), Some(LONGEST_FORM));
    }

    #[test]
    fn the_longest_ending_is_the_one() {
        for (word, dotted, found) in [
            ("storgatan", false, Some((4, "g"))),
            ("storgat", true, Some((4, "g"))),
            ("storgat", false, None),
            ("åvägen", false, Some((2, "v"))),
            ("storg", true, Some((4, "g"))),
            ("storg", false, Some((1, "torg"))),
            ("ö", false, None),
            ("torg", false, Some((0, "torg"))),
            ("esplanaden", false, Some((0, "esplanad"))),
        ] {
            let ended = street_ending(word, dotted).map(|ended| (ended.stem, ended.canon));
            assert_eq!(ended, found, "{word}");
        }
    }
}
