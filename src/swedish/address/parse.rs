//! From a text to the parts of an address.
//!
//! Each step takes the tokens that it understands; what is left when all have had their turn is the
//! recipient (before the street) or `other` (after it).

use std::ops::Range;

use super::token::{Token, tokens};
use super::words;
use super::{Address, display};

/// The parts of the address in `text`, as far as they can be told. Total: what is not understood is left out.
pub(super) fn parse(text: &str) -> Parsed {
    let tokens = tokens(text);
    let taken = vec![false; tokens.len()];
    let mut parser = Parser { tokens, taken, parsed: Parsed::default() };
    parser.run();
    parser.parsed
}

/// An address, and what its shape is judged by.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) address: Address,
    /// The words of the street, folded, with what marks them as short.
    pub(super) street_words: Vec<Token>,
    /// The street's name ends as streets do.
    pub(super) has_street_word: bool,
    /// Everything before the house number is capitalised and can be a place.
    pub(super) has_place_and_number: bool,
    /// The postcode is written so that it can be nothing else: `123 45`, `SE-12345`.
    pub(super) has_spaced_postcode: bool,
    /// The first word after the postcode is capitalised.
    pub(super) has_capitalised_town: bool,
}

/// The house number at the beginning of a token: `1`, `1A`, `1-3`.
pub(super) struct House {
    pub(super) number: String,
    pub(super) entrance: Option<String>,
}

/// The house number that `token` is; never one that begins with 0, or has five digits.
pub(super) fn house(token: &Token) -> Option<House> {
    let (first, last) =
        token.fold.split_once('-').map_or((token.fold.as_str(), None), |(first, last)| (first, Some(last)));
    let (digits, letter) = number_and_letter(first)?;
    if digits.is_empty() || digits.len() > 4 || digits.starts_with('0') {
        return None;
    }
    match last {
        None => Some(House {
            number: digits.to_owned(),
            entrance: (!letter.is_empty()).then(|| letter.to_uppercase()),
        }),
        Some(last) => {
            let (digits, letter) = number_and_letter(last)?;
            let fits = digits.len() <= 4 && !(digits.is_empty() && letter.is_empty());
            fits.then(|| House { number: token.fold.to_uppercase(), entrance: None })
        }
    }
}

/// Digits with at most one letter after them.
fn number_and_letter(text: &str) -> Option<(&str, &str)> {
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, letter) = text.split_at(split);
    let mut letters = letter.chars();
    let first = letters.next();
    (first.is_none_or(char::is_alphabetic) && letters.next().is_none()).then_some((digits, letter))
}

/// A readable Swedish postcode among tokens.
pub(super) struct Postcode {
    pub(super) range: Range<usize>,
    pub(super) digits: String,
    /// Written so that it can be nothing else.
    pub(super) spaced: bool,
}

/// The postcode that begins at `at`: `12345`, `123 45`, `SE-123 45`, `S 123 45`. None begins with 0 (PTS, *Postnummersystemet*).
pub(super) fn postcode_at(tokens: &[Token], at: usize) -> Option<Postcode> {
    let token = tokens.get(at)?;
    let country = at.checked_sub(1).and_then(|before| tokens.get(before));
    let has_country =
        !token.begins_segment && country.is_some_and(|word| matches!(word.fold.as_str(), "se" | "s"));
    let bare = ["se-", "s-", "sv-", "s"]
        .iter()
        .find_map(|prefix| token.fold.strip_prefix(prefix))
        .unwrap_or(&token.fold);
    let all_digits =
        |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    let joined = |next: &&Token| !next.begins_segment && all_digits(&next.fold, 2);
    let (digits, len) = if all_digits(bare, 5) {
        (bare.to_owned(), 1)
    } else if all_digits(bare, 3) {
        (format!("{bare}{}", tokens.get(at + 1).filter(joined)?.fold), 2)
    } else {
        return None;
    };
    let prefixed = has_country || bare.len() < token.fold.len();
    let is_followed = tokens.get(at + len).is_some_and(|next| !next.begins_segment && next.is_digits());
    let is_hidden = !token.begins_segment && !prefixed && hides_postcode(&tokens[..at]);
    let fits = !digits.starts_with('0') && !is_followed && !is_hidden;
    fits.then(|| Postcode {
        range: at - usize::from(has_country)..at + len,
        digits,
        spaced: len == 2 || prefixed,
    })
}

/// True if the words `before` make the digits behind them a part of something else: `box 12345`, `0701 123 45`.
fn hides_postcode(before: &[Token]) -> bool {
    let [earlier @ .., last] = before else { return false };
    let is_box = earlier.last().is_some_and(|word| is_box(&word.fold));
    let is_label = is_box_or_label(&last.fold);
    let is_long = last.is_digits() && last.fold.len() > 4 && !is_box;
    let is_area_code =
        last.fold.starts_with('0') && last.fold.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_label || is_long || is_area_code
}

fn is_box_or_label(word: &str) -> bool {
    is_box(word) || words::is_no_place(word)
}

/// True for what a box is called.
pub(super) fn is_box(word: &str) -> bool {
    matches!(word, "box" | "postbox")
}

struct Parser {
    tokens: Vec<Token>,
    taken: Vec<bool>,
    parsed: Parsed,
}

impl Parser {
    fn run(&mut self) {
        self.country();
        let head = self.postcode();
        // These may also stand after the town: `…, 123 45 Orten (c/o Anna)`.
        let all = self.tokens.len();
        self.po_box(all);
        self.apartment(all);
        let (street, mut end) = self.street(head);
        self.floor(all);
        self.entrance(all);
        self.care_of(all);
        let street = street.or_else(|| self.street_without_number(head, &mut end));
        if let Some(street) = street {
            self.take_street(street);
        }
        self.leftovers(end, head);
    }

    fn fold(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.fold)
    }

    fn is_free(&self, at: usize) -> bool {
        self.taken.get(at) == Some(&false)
    }

    fn take(&mut self, range: Range<usize>) {
        for taken in self.taken.iter_mut().take(range.end).skip(range.start) {
            *taken = true;
        }
    }

    /// True if `at` and the token before it stand together in one segment, and neither is taken.
    fn continues(&self, at: usize) -> bool {
        at > 0 && self.is_free(at) && self.is_free(at - 1) && !self.tokens[at].begins_segment
    }

    fn words(&self, range: Range<usize>) -> String {
        let words: Vec<&str> = range
            .filter(|&at| self.is_free(at))
            .filter_map(|at| self.tokens.get(at))
            .map(|token| token.text.as_str())
            .collect();
        words.join(" ")
    }

    /// The country: the last word or two, or a segment of its own.
    fn country(&mut self) {
        let count = self.tokens.len();
        for at in 0..count {
            for end in [at + 2, at + 1] {
                let alone = self.tokens[at].begins_segment
                    && self.tokens.get(end).is_none_or(|next| next.begins_segment);
                if end > count || end != count && !alone {
                    continue;
                }
                let name = (at..end).map(|at| self.fold(at)).collect::<Vec<_>>().join(" ");
                let foreign = words::is_foreign_country(&name);
                if foreign || words::is_sweden(&name) {
                    self.parsed.address.country = foreign.then(|| self.words(at..end));
                    self.take(at..end);
                    return;
                }
            }
        }
    }

    /// The postcode, the last one if there are several, and the town behind it. Returns where the part before it ends.
    fn postcode(&mut self) -> usize {
        let count = self.tokens.len();
        let Some(postcode) =
            (0..count).rev().filter(|&at| self.is_free(at)).find_map(|at| postcode_at(&self.tokens, at))
        else {
            return count;
        };
        let town = postcode.range.end;
        let more = |at: &usize| {
            self.is_free(*at) && self.is_town_word(*at) && (*at == town || !self.tokens[*at].begins_segment)
        };
        let end = (town..count).take_while(more).last().map_or(town, |last| last + 1);
        self.parsed.has_capitalised_town =
            self.tokens.get(town).is_some_and(|word| end > town && word.is_capitalised());
        self.parsed.has_spaced_postcode = postcode.spaced;
        self.parsed.address.town =
            Some(display::capitalised(&self.words(town..end))).filter(|town| !town.is_empty());
        self.parsed.address.postcode = Some(postcode.digits);
        let head = postcode.range.start;
        self.take(head..end);
        head
    }

    /// False for numbers, and for words that begin another part of the address.
    fn is_town_word(&self, at: usize) -> bool {
        let word = self.fold(at);
        self.tokens[at].is_word()
            && self.care_of_len(at).is_none()
            && !is_apartment_mark(word)
            && !is_reading_aid(word)
    }

    /// `Box 12`.
    fn po_box(&mut self, head: usize) {
        let is_box =
            |at: &usize| is_box(self.fold(*at)) && self.is_free(at + 1) && self.tokens[at + 1].is_digits();
        if let Some(at) = (0..head).find(is_box) {
            self.parsed.address.po_box = Some(self.fold(at + 1).trim_start_matches('0').to_owned());
            self.take(at..at + 2);
        }
    }

    /// `lgh 1102`, `lägenhet nr 1102`.
    fn apartment(&mut self, head: usize) {
        for at in 0..head {
            if !self.is_free(at) || !is_apartment_mark(self.fold(at)) {
                continue;
            }
            let value = at + 1 + usize::from(self.fold(at + 1) == "nr");
            if value < head && self.is_free(value) && self.tokens[value].text.len() <= 6 {
                self.parsed.address.apartment = Some(self.fold(value).to_uppercase());
                self.take(at..value + 1);
                return;
            }
        }
    }

    /// The street with its number, entrance, and an apartment written straight after. Returns its words, and where it ends.
    fn street(&mut self, head: usize) -> (Option<Range<usize>>, usize) {
        let Some((words, number)) = self.numbered_street(head) else { return (None, 0) };
        let Some(house) = self.tokens.get(number).and_then(house) else { return (None, 0) };
        let mut end = number + 1;
        self.parsed.address.number = Some(house.number);
        self.parsed.address.entrance = house.entrance;
        if self.parsed.address.entrance.is_none()
            && end < head
            && self.continues(end)
            && self.is_entrance_letter(end)
        {
            self.parsed.address.entrance = Some(self.fold(end).to_uppercase());
            end += 1;
        }
        let is_apartment = |at: usize| {
            self.is_free(at)
                && self.fold(at).len() == 4
                && self.tokens[at].is_digits()
                && self.fold(at).starts_with(['1', '2'])
        };
        if self.parsed.address.apartment.is_none()
            && end < head
            && !self.tokens[end].begins_segment
            && is_apartment(end)
        {
            self.parsed.address.apartment = Some(self.fold(end).to_owned());
            end += 1;
        }
        self.take(number..end);
        (Some(words), end)
    }

    /// A single letter, save the `i` of *Storgatan 1 i Orten*.
    fn is_entrance_letter(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.is_word()
            && token.fold.chars().count() == 1
            && !(token.text == "i" && self.tokens.get(at + 1).is_some_and(Token::is_capitalised))
    }

    /// The words of the street and the place of its number: the first that ends as streets do, else the last with a number.
    fn numbered_street(&mut self, head: usize) -> Option<(Range<usize>, usize)> {
        let mut found = None;
        for number in 1..head {
            let name_end = if self.fold(number - 1) == "nr" { number - 1 } else { number };
            let is_numbered = self.is_free(number)
                && !self.tokens[number].begins_segment
                && house(&self.tokens[number]).is_some();
            let Some(last) = name_end
                .checked_sub(1)
                .filter(|&last| is_numbered && self.is_free(last) && self.tokens[last].is_word())
            else {
                continue;
            };
            let before = (self.continues(last)).then(|| &self.tokens[last - 1]);
            let is_street = words::ends_street(&self.tokens[last], before);
            if !is_street && (words::is_no_place(self.fold(last)) || is_floor(self.fold(last))) {
                continue;
            }
            found = Some((self.name_before(name_end, is_street)..name_end, number));
            if is_street {
                self.parsed.has_street_word = true;
                break;
            }
        }
        if let Some((words, number)) = &found {
            let is_name = |word: &Token| {
                word.is_capitalised() && word.fold.chars().count() >= 2 && !words::is_no_place(&word.fold)
            };
            let short_enough = words.len() <= 3 && self.fold(*number).len() <= 4;
            self.parsed.has_place_and_number = short_enough
                && self.tokens[words.clone()].iter().all(is_name)
                && self.tail_is_town(number + 1, head);
        }
        found
    }

    /// True if nothing but capitalised words, digits and single letters follow.
    fn tail_is_town(&self, from: usize, head: usize) -> bool {
        self.tokens[from..head].iter().all(|token| {
            token.is_capitalised()
                || token.is_digits()
                || token.fold.chars().count() == 1
                || token.fold == "lgh"
        })
    }

    /// Where the name that ends before `end` begins: with its segment, or after the `c/o` name that shares it.
    fn name_before(&self, end: usize, is_street: bool) -> usize {
        let mut start = end - 1;
        while self.continues(start) && !is_digit_led(&self.tokens[start - 1]) {
            start -= 1;
        }
        if (start..end).any(|at| self.care_of_len(at).is_some()) {
            let words: Vec<&Token> = self.tokens[start..end].iter().collect();
            return if is_street { start + own_words(&words).start } else { end - 1 };
        }
        start
    }

    /// How many tokens the mark `c/o` takes at `at`.
    fn care_of_len(&self, at: usize) -> Option<usize> {
        match self.fold(at) {
            "c/o" | "co" | "c/0" => Some(1),
            "c" if self.fold(at + 1) == "o" => Some(2),
            _ => None,
        }
    }

    /// `2 tr`, `vån 2`, `våning 2`, `bv`.
    fn floor(&mut self, head: usize) {
        for at in 0..head {
            if !self.is_free(at) {
                continue;
            }
            let next_free = at + 1 < head && self.is_free(at + 1);
            let (value, len) = match self.fold(at) {
                "bv" | "nb" => ("0", 1),
                word if is_floor(word) && next_free && self.tokens[at + 1].is_digits() => {
                    (self.fold(at + 1), 2)
                }
                _ if next_free && self.tokens[at].is_digits() && is_floor(self.fold(at + 1)) => {
                    (self.fold(at), 2)
                }
                _ => continue,
            };
            self.parsed.address.floor = Some(value.to_owned());
            self.take(at..at + len);
            return;
        }
    }

    /// `uppgång B`.
    fn entrance(&mut self, head: usize) {
        for at in 0..head {
            let is_mark = self.is_free(at)
                && matches!(self.fold(at), "uppgång" | "uppg" | "port" | "ingång" | "ing" | "trapphus");
            if is_mark && self.is_free(at + 1) && at + 1 < head && self.fold(at + 1).chars().count() == 1 {
                let letter = self.fold(at + 1).to_uppercase();
                self.parsed.address.entrance.get_or_insert(letter);
                self.take(at..at + 2);
            }
        }
    }

    /// `c/o Anna Andersson`: to the end of its segment, or to the street.
    fn care_of(&mut self, head: usize) {
        let Some((at, len)) =
            (0..head).filter(|&at| self.is_free(at)).find_map(|at| Some((at, self.care_of_len(at)?)))
        else {
            return;
        };
        let start = at + len;
        let street_start = self.street_start(head);
        let more = |word: &usize| {
            self.is_free(*word)
                && street_start != Some(*word)
                && (*word == start || !self.tokens[*word].begins_segment)
        };
        let end = (start..head).take_while(more).last().map_or(start, |last| last + 1);
        self.parsed.address.care_of =
            Some(display::capitalised(&self.words(start..end))).filter(|name| !name.is_empty());
        self.take(at..end);
    }

    /// Where the street's words begin, once its number is taken.
    fn street_start(&self, head: usize) -> Option<usize> {
        self.parsed.address.number.as_ref()?;
        let number = (1..head).find(|&at| {
            !self.is_free(at)
                && self.is_free(at - 1)
                && !self.tokens[at].begins_segment
                && house(&self.tokens[at]).is_some()
        })?;
        let end = if self.fold(number - 1) == "nr" { number - 1 } else { number };
        Some(self.name_before(end, self.parsed.has_street_word))
    }

    /// A place without a number, in front of a postcode: `Norrgården, 123 45 Orten`.
    fn street_without_number(&mut self, head: usize, end: &mut usize) -> Option<Range<usize>> {
        let address = &self.parsed.address;
        if address.postcode.is_none() || address.po_box.is_some() {
            return None;
        }
        let last = (0..head).rev().find(|&at| self.is_free(at) && self.tokens[at].is_word())?;
        let mut start = last;
        while self.continues(start) {
            start -= 1;
        }
        self.parsed.has_street_word =
            words::ends_street(&self.tokens[last], last.checked_sub(1).map(|before| &self.tokens[before]));
        *end = last + 1;
        Some(start..last + 1)
    }

    fn take_street(&mut self, words: Range<usize>) {
        let street: Vec<Token> =
            words.clone().filter(|&at| self.is_free(at)).map(|at| self.tokens[at].clone()).collect();
        self.parsed.address.street = Some(display::street(&street)).filter(|street| !street.is_empty());
        self.parsed.street_words = street;
        self.take(words);
    }

    /// The recipient stands before the street; after it the town (without a postcode), or something that is not understood.
    fn leftovers(&mut self, street_end: usize, head: usize) {
        let split = street_end.min(head);
        let recipient = self.words(0..split);
        self.parsed.address.recipient = (!recipient.is_empty()).then_some(recipient);
        let rest: Vec<usize> =
            (split..head).filter(|&at| self.is_free(at) && self.fold(at) != "nr").collect();
        if self.parsed.address.postcode.is_some() {
            let known = rest
                .iter()
                .take_while(|&&at| !is_reading_aid(self.fold(at)))
                .map(|&at| self.tokens[at].text.as_str());
            let other = known.collect::<Vec<_>>().join(" ");
            let other = (!other.is_empty() && self.parsed.address.number.is_some()).then_some(other);
            // `Storgatan 1, Orten, 123 45`: with no town behind the postcode, it stands in front.
            match self.parsed.address.town {
                None => self.parsed.address.town = other.as_deref().map(display::capitalised),
                Some(_) => self.parsed.address.other = other,
            }
        } else {
            let after_digits =
                rest.iter().rposition(|&at| is_digit_led(&self.tokens[at])).map_or(0, |last| last + 1);
            let words = rest[after_digits..]
                .iter()
                .map(|&at| self.tokens[at].text.as_str())
                .skip_while(|word| *word == "i");
            let town = words.collect::<Vec<_>>().join(" ");
            self.parsed.address.town = (!town.is_empty()).then(|| display::capitalised(&town));
        }
    }
}

/// The words of a street's name that are the name: `Storgatan` in *Anna Andersson Storgatan*, `Norra Storgatan` in full.
pub(super) fn own_words(words: &[&Token]) -> Range<usize> {
    let Some(last) = words.len().checked_sub(1) else { return 0..0 };
    let is_separate = last > 0 && words::separate_ending(&words[last].fold).is_some();
    let is_compound =
        words::street_ending(&words[last].fold, words[last].dotted).is_some_and(|ended| ended.stem > 0);
    if !is_separate && !is_compound {
        return 0..words.len();
    }
    let mut start = last - usize::from(is_separate);
    if is_separate
        && start > 0
        && words[start].fold.ends_with('s')
        && words[start].fold.chars().count() > 1
        && last > 1
        && words.len() == 3
    {
        start -= 1;
    }
    while start > 0 && words::leading(&words[start - 1].fold).is_some() {
        start -= 1;
    }
    start..words.len()
}

pub(super) fn is_apartment_mark(word: &str) -> bool {
    matches!(word, "lgh" | "lägenhet" | "lght" | "lägenhetsnummer" | "lghnr")
}

pub(super) fn is_floor(word: &str) -> bool {
    matches!(word, "tr" | "vån" | "våning" | "våningen" | "trappa" | "trappor" | "plan" | "vn")
}

/// Words after which nothing belongs to the address.
pub(super) fn is_reading_aid(word: &str) -> bool {
    matches!(word, "att" | "attn" | "tel" | "telefon" | "mobil" | "portkod" | "obs")
}

fn is_digit_led(token: &Token) -> bool {
    token.fold.starts_with(|c: char| c.is_ascii_digit()) && !token.fold.contains(':')
}
