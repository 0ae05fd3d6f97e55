//! Which terms a text may mention at all. Most texts mention none, and the sieve says so after one look-up a word.
//!
//! It never loses a term: a phrase can only begin where its first word takes a word of the text, or two words
//! written as one. Whether the phrase is there, [`Vocabulary::mentions`](super::Vocabulary::mentions) decides.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::{CLAUSE_ENDS, Form, Heard, Pattern, Term, TermId, Word, clauses, stem};
use crate::fold;

/// How many distinct words are remembered, and how long they may be in bytes.
const REMEMBERED: usize = 32_768;
const LONGEST: usize = 40;

/// A set of terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TermSet {
    /// The first 64: few packs have more.
    first: u64,
    more: Vec<u64>,
}

impl TermSet {
    pub(crate) fn contains(&self, TermId(term): TermId) -> bool {
        let bits = match usize::from(term / 64).checked_sub(1) {
            None => self.first,
            Some(at) => self.more.get(at).copied().unwrap_or(0),
        };
        bits & (1 << (term % 64)) != 0
    }

    /// Has it a term in common with the other?
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.first & other.first != 0
            || self.more.iter().zip(&other.more).any(|(one, other)| one & other != 0)
    }

    pub(crate) fn insert(&mut self, TermId(term): TermId) {
        let bits = match usize::from(term / 64).checked_sub(1) {
            None => &mut self.first,
            Some(at) => {
                self.more.resize(self.more.len().max(at + 1), 0);
                &mut self.more[at]
            }
        };
        *bits |= 1 << (term % 64);
    }

    fn add(&mut self, other: &Self) {
        self.first |= other.first;
        if other.more.is_empty() {
            return;
        }
        self.more.resize(self.more.len().max(other.more.len()), 0);
        for (bits, more) in self.more.iter_mut().zip(&other.more) {
            *bits |= more;
        }
    }
}

/// The words that phrases begin with.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    first: Vec<(Word, TermId)>,
    /// Terms that no word tells of: those taken as they stand, and phrases that begin with a gap.
    always: TermSet,
    /// By its stem, a first word that may also be written as two.
    joined: FxHashMap<String, TermSet>,
    /// Some first word holds a digit.
    digits: bool,
    known: RefCell<Known>,
}

/// What words of texts were found to begin.
#[derive(Debug, Default)]
struct Known {
    words: FxHashMap<Box<str>, Begins>,
    folded: String,
    pair: String,
}

/// What a word of a text may begin.
#[derive(Debug, Clone, Default)]
struct Begins {
    terms: TermSet,
    /// The first half of a word that was written as two.
    half: bool,
}

impl Sieve {
    pub(super) fn new(terms: &[Term], patterns: &[Vec<Pattern>]) -> Self {
        let mut sieve = Self::default();
        for ((id, term), patterns) in (0..).map(TermId).zip(terms).zip(patterns) {
            for Pattern(words) in patterns {
                match words.first() {
                    Some(Word::Gap) | None => sieve.always.insert(id),
                    Some(_) if term.exact => sieve.always.insert(id),
                    Some(first) => sieve.add(first, id),
                }
            }
        }
        sieve
    }

    fn add(&mut self, word: &Word, term: TermId) {
        if let Word::Like { stem, letters: 6.., .. } = word {
            self.joined.entry(stem.clone()).or_default().insert(term);
        }
        self.digits |= match word {
            Word::Like { word, .. } | Word::EndsWith(word) | Word::StartsWith(word) => {
                word.bytes().any(|byte| byte.is_ascii_digit())
            }
            Word::Exactly { .. } | Word::Gap => true,
        };
        self.first.push((word.clone(), term));
    }

    /// The terms that the text may mention.
    pub(super) fn terms(&self, text: &str, small: Option<&str>) -> TermSet {
        let mut found = self.always.clone();
        if self.is_number(text) {
            return found;
        }
        let mut known = self.known.borrow_mut();
        let Known { words, folded, pair } = &mut *known;
        let text = match small {
            Some(small) => small,
            None => {
                folded.clear();
                for clause in clauses(text) {
                    folded.push('\n');
                    fold::words_into(clause, folded);
                }
                folded
            }
        };
        let mut before: Option<&str> = None;
        for (word, begins_clause) in folded_words(text) {
            if let Some(first) = before.filter(|_| !begins_clause) {
                pair.clear();
                pair.push_str(first);
                pair.push_str(word);
                if let Some(terms) = self.joined.get(stem(pair)) {
                    found.add(terms);
                }
            }
            before = self.begins(word, words, &mut found).then_some(word);
        }
        found
    }

    /// No word of letters is like a number, nor begins or ends with one.
    fn is_number(&self, word: &str) -> bool {
        !self.digits && word.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Adds what the word begins. Is it the first half of a word, perhaps?
    fn begins(&self, word: &str, known: &mut FxHashMap<Box<str>, Begins>, found: &mut TermSet) -> bool {
        if self.is_number(word) {
            return false;
        }
        if let Some(begins) = known.get(word) {
            found.add(&begins.terms);
            return begins.half;
        }
        let mut begins = Begins::default();
        let heard = Heard::new(word);
        for (first, term) in &self.first {
            if first.matches(&heard, Form::Folded).is_some() {
                begins.terms.insert(*term);
            }
        }
        begins.half =
            self.joined.keys().any(|stem| stem.starts_with(word) || word.starts_with(stem.as_str()));
        found.add(&begins.terms);
        let half = begins.half;
        if known.len() < REMEMBERED && word.len() <= LONGEST {
            known.insert(word.into(), begins);
        }
        half
    }
}

/// The words of a text in small letters, and whether each begins a clause. All that is not ASCII in it is letters.
fn folded_words(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes().get(from..)?;
        let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let start = bytes.iter().position(is_of_word)?;
        let begins_clause =
            from == 0 || bytes[..start].iter().any(|byte| CLAUSE_ENDS.contains(&char::from(*byte)));
        let len = bytes[start..].iter().position(|byte| !is_of_word(byte)).unwrap_or(bytes.len() - start);
        let word = from + start..from + start + len;
        from = word.end;
        text.get(word).map(|word| (word, begins_clause))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use proptest::prelude::*;

    use super::super::{Sureness, Vocabulary, like};
    use super::*;

    fn vocabulary() -> Vocabulary {
        let term = |name: &str, exact: bool, words: &[&str]| Term {
            name: name.to_owned(),
            group: name.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            exact,
            ..Term::default()
        };
        let terms = vec![
            term("ride", false, &["taxiresa", "resa ~ taxi", "t resa", "*taxi"]),
            term("hire", false, &["hyr* bilen", "parkering*"]),
            term("above", false, &["se ovan", "dito"]),
            term("gap", false, &["~ vanlig moms"]),
            term("code", true, &["KVITTO"]),
        ];
        Vocabulary::new(terms, &["inte".to_owned()])
    }

    proptest! {
        /// Whatever a text mentions, the sieve lets through.
        #[test]
        fn nothing_is_lost(
            words in proptest::collection::vec(("taxi|resa|taxiresorna|taxir|esa|hyrd|bilen|se|ovan|dito\
                |kvitto|KVITTO|vanlig|moms|parkeringshus|1|åä", "[a-zåäö]?", "[ .,-]{0,2}"), 0..6),
            cut in 0usize..12,
        ) {
            let mut text: String = words.iter().map(|(word, extra, gap)| format!("{word}{extra}{gap} ")).collect();
            if let Some((at, _)) = text.char_indices().nth(cut) {
                text.remove(at);
            }
            let vocabulary = vocabulary();
            let may = vocabulary.may_mention(&text, fold::small(&text).as_deref());
            prop_assert_eq!(&may, &vocabulary.may_mention(&text, None));
            for name in ["ride", "hire", "above", "gap", "code"] {
                let term = vocabulary.term(name).unwrap();
                prop_assert!(!vocabulary.mentions(&text, term) || may.contains(term), "{name} in {text}");
            }
        }

        /// Counting letters first changes no answer.
        #[test]
        fn words_are_as_near_as_they_are(word in "[abdeinortö]{6,12}", other in "[abdeinortö]{4,13}") {
            let (Word::Like { word, stem: wanted, letters, sets }, heard) = (Word::like(&word), Heard::new(other.as_str()))
            else { unreachable!() };
            let allowed = if letters < 10 { 1 } else { 2 };
            let near = heard.letters >= 6
                && (strsim::osa_distance(&wanted, heard.stem()) <= allowed
                    || strsim::osa_distance(&word, &other) <= allowed);
            let said = like(&word, &wanted, letters, sets, &heard);
            prop_assert_eq!(said.is_some(), near || wanted == heard.stem());
            prop_assert!(said != Some(Sureness::Literal) || wanted == heard.stem());
        }
    }
}
