//! A pack's vocabulary: which words mean which thing, however hurriedly they are written.

mod sieve;

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::fold;
use sieve::Sieve;
pub(crate) use sieve::TermSet;

/// A term's place in the [`Vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(pub u16);

/// A group of terms: together they know every kind there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroupId(pub u16);

/// A term as a pack declares it.
#[derive(Debug, Clone, Default)]
pub struct Term {
    /// Its name in the pack.
    pub name: String,
    /// What a person calls it.
    pub title: String,
    /// How it reads after *is*, with its article; where none was given, the title must do.
    pub phrase: Option<String>,
    /// The terms that exclude each other's unknowns; its own name where none was given.
    pub group: String,
    /// Words and phrases; see `docs/rule-language.md`.
    pub words: Vec<String>,
    /// Other terms that this one is made of.
    pub includes: Vec<TermId>,
    /// Taken as they stand: no endings, no misspellings; in a text, in their own case.
    pub exact: bool,
}

/// Every term of a pack, ready to be looked for.
#[derive(Debug, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
    groups: Vec<String>,
    patterns: Vec<Vec<Pattern>>,
    sieve: Sieve,
    negations: Vec<Vec<String>>,
    /// What texts were found to be. People write the same few things again and again.
    /// By group.
    known: RefCell<Vec<FxHashMap<Box<str>, Rc<Kinds>>>>,
    /// By term.
    group_of: Vec<GroupId>,
}

/// How many distinct texts are remembered of a group: more than a sheet has kinds, less than memory minds.
const REMEMBERED: usize = 8192;
/// Longer texts, in bytes, are no kinds that people write again; remembered, they would take all memory.
const SHORT: usize = 256;
/// How far before a phrase a word still negates it, in words.
const NEGATES_BEFORE: usize = 4;
/// How far after it.
const NEGATES_AFTER: usize = 2;
/// Words that open a side remark: what follows says what the thing is about, not what it is.
const REMARK: [&str; 16] = [
    "om",
    "ang",
    "angående",
    "gällande",
    "för",
    "till",
    "på",
    "avseende",
    "rörande",
    "enligt",
    "från",
    "av",
    "about",
    "for",
    "to",
    "of",
];
/// What a negation does not reach beyond.
const CLAUSE_ENDS: [char; 9] = ['.', ',', ';', ':', '!', '?', '\n', '(', ')'];
/// Words that join two things.
const JOINS: [&str; 8] = ["och", "samt", "plus", "med", "inkl", "and", "with", "o"];

/// What a cell's text is, among the terms of a group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kinds {
    /// The terms it is of, in the order they were written.
    pub terms: Vec<TermId>,
    /// A part of it that no term knows.
    pub unknown: bool,
}

impl Vocabulary {
    /// Compiles the terms.
    #[must_use]
    pub fn new(terms: Vec<Term>, negations: &[String]) -> Self {
        let mut groups: Vec<String> = Vec::new();
        for term in &terms {
            if !groups.contains(&term.group) {
                groups.push(term.group.clone());
            }
        }
        let patterns: Vec<Vec<Pattern>> = terms
            .iter()
            .map(|term| term.words.iter().flat_map(|word| Pattern::all(word, term.exact)).collect())
            .collect();
        let sieve = Sieve::new(&terms, &patterns);
        let negations = negations.iter().map(|words| tokens(words)).collect();
        let place = |term: &Term| index(groups.iter().position(|group| *group == term.group));
        let group_of = terms.iter().map(|term| GroupId(place(term).unwrap_or_default())).collect();
        let known = RefCell::new(groups.iter().map(|_| FxHashMap::default()).collect());
        Self { terms, groups, patterns, sieve, negations, known, group_of }
    }

    /// The term with this name.
    #[must_use]
    pub fn term(&self, name: &str) -> Option<TermId> {
        index(self.terms.iter().position(|term| term.name == name)).map(TermId)
    }

    /// The group with this name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<GroupId> {
        index(self.groups.iter().position(|group| group == name)).map(GroupId)
    }

    /// The group of a term.
    #[must_use]
    pub fn group_of(&self, id: TermId) -> GroupId {
        self.group_of.get(usize::from(id.0)).copied().unwrap_or(GroupId(0))
    }

    /// The term behind an id of this vocabulary.
    #[must_use]
    pub fn get(&self, id: TermId) -> &Term {
        &self.terms[usize::from(id.0)]
    }

    /// The names of all terms, and of all groups.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| term.name.as_str())
    }

    /// The names of all groups.
    pub fn group_names(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(String::as_str)
    }

    /// Is the text of this kind? None where no term of its group knows it.
    #[must_use]
    pub fn is_a(&self, text: &str, term: TermId) -> Option<bool> {
        let kinds = self.kinds(text, self.group_of(term));
        if kinds.terms.iter().any(|found| self.covers(term, *found)) {
            return Some(true);
        }
        (!kinds.unknown).then_some(false)
    }

    /// What the text is, among the terms of a group.
    #[must_use]
    pub fn kinds(&self, text: &str, group: GroupId) -> Rc<Kinds> {
        let place = usize::from(group.0);
        if let Some(kinds) = self.known.borrow().get(place).and_then(|known| known.get(text)) {
            return Rc::clone(kinds);
        }
        let kinds = Rc::new(self.classify(text, group));
        if let Some(known) = self.known.borrow_mut().get_mut(place)
            && known.len() < REMEMBERED
            && text.len() <= SHORT
        {
            known.insert(text.into(), Rc::clone(&kinds));
        }
        kinds
    }

    /// The terms that the text may mention; it mentions none that is not among them. `small`: the text by
    /// [`fold::small`].
    pub(crate) fn may_mention(&self, text: &str, small: Option<&str>) -> TermSet {
        self.sieve.terms(text, small)
    }

    /// Does the text say one of the term's phrases, and not negate it?
    #[must_use]
    pub fn mentions(&self, text: &str, term: TermId) -> bool {
        let exact = self.get(term).exact;
        let is_there = |Pattern(words): &Pattern| match words.first() {
            Some(Word::Exactly { written, .. }) => text.contains(written.as_str()),
            _ => true,
        };
        if exact && !self.patterns[usize::from(term.0)].iter().any(is_there) {
            return false;
        }
        clauses(text).any(|clause| {
            let (words, form) =
                if exact { (raw_tokens(clause), Form::AsWritten) } else { (heard(clause), Form::Folded) };
            (0..words.len()).any(|start| {
                self.longest(&words[start..], term, form)
                    .is_some_and(|found| !self.is_negated(&words, start, start + found.taken))
            })
        })
    }

    /// The titles of the terms of a group that come nearest to a text, nearest first, at most three.
    #[must_use]
    pub fn nearest(&self, text: &str, group: GroupId) -> Vec<&str> {
        let folded = fold::words(text);
        let mut near: Vec<(f64, &str)> = self
            .members(group)
            .filter(|(_, term)| !term.words.is_empty())
            .map(|(_, term)| {
                let best = term
                    .words
                    .iter()
                    .map(|word| strsim::jaro_winkler(&folded, &fold::words(word)))
                    .fold(0.0, f64::max);
                (best, term.title.as_str())
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        near.into_iter().take(3).map(|(_, title)| title).collect()
    }

    fn members(&self, group: GroupId) -> impl Iterator<Item = (TermId, &Term)> {
        let name = &self.groups[usize::from(group.0)];
        (0..).map(TermId).zip(&self.terms).filter(move |(_, term)| &term.group == name)
    }

    /// Is the found term the wanted one, or one that it includes?
    fn covers(&self, wanted: TermId, found: TermId) -> bool {
        wanted == found || self.get(wanted).includes.iter().any(|part| self.covers(*part, found))
    }

    fn classify(&self, text: &str, group: GroupId) -> Kinds {
        let mut kinds = Kinds::default();
        for part in parts(text) {
            let found = self.classify_part(&part, group);
            kinds.unknown |= found.is_empty();
            for term in found {
                if !kinds.terms.contains(&term) {
                    kinds.terms.push(term);
                }
            }
        }
        kinds.unknown |= kinds.terms.is_empty();
        kinds
    }

    fn classify_part(&self, words: &[Heard<'_>], group: GroupId) -> Vec<TermId> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let best = self
                .members(group)
                .filter_map(|(id, _)| Some((self.longest(&words[at..], id, Form::Folded)?, id)))
                .max_by_key(|(hit, _)| *hit);
            match best {
                Some((hit, id)) => {
                    found.push(id);
                    at += hit.taken;
                }
                None if REMARK.contains(&&*words[at].word) => break,
                None => at += 1,
            }
        }
        found
    }

    /// The best hit of a term's patterns at the start of these words.
    fn longest(&self, words: &[Heard<'_>], term: TermId, form: Form) -> Option<Hit> {
        self.patterns[usize::from(term.0)].iter().filter_map(|pattern| pattern.hit(words, form)).max()
    }

    fn is_negated(&self, words: &[Heard<'_>], start: usize, end: usize) -> bool {
        let before = &words[start.saturating_sub(NEGATES_BEFORE)..start];
        let after = &words[end..words.len().min(end + NEGATES_AFTER)];
        [before, after].iter().any(|near| {
            self.negations.iter().any(|negation| {
                near.windows(negation.len()).any(|window| {
                    window.iter().zip(negation).all(|(word, no)| word.word.to_lowercase() == *no)
                })
            })
        })
    }
}

fn index(position: Option<usize>) -> Option<u16> {
    position.and_then(|position| u16::try_from(position).ok())
}

/// A word of a text, with what patterns ask of it again and again.
#[derive(Debug, Clone)]
struct Heard<'t> {
    word: Cow<'t, str>,
    /// The length in bytes of its stem.
    stem: usize,
    letters: usize,
    /// The letters of the word, and of its stem.
    sets: [u64; 2],
}

impl<'t> Heard<'t> {
    fn new(word: impl Into<Cow<'t, str>>) -> Self {
        let word = word.into();
        let stem = stem(&word);
        let sets = [letters(&word), letters(stem)];
        Self { stem: stem.len(), letters: word.chars().count(), sets, word }
    }

    fn stem(&self) -> &str {
        &self.word[..self.stem]
    }
}

/// How the words that are searched were taken from their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Folded,
    AsWritten,
}

/// A phrase to look for.
#[derive(Debug, Clone)]
struct Pattern(Vec<Word>);

#[derive(Debug, Clone)]
enum Word {
    /// This word, with any ending and a small misspelling.
    Like { word: String, stem: String, letters: usize, sets: [u64; 2] },
    /// This word and no other: as written, or (where the text itself is folded) folded.
    Exactly { written: String, folded: String },
    /// Any word that ends so.
    EndsWith(String),
    /// Any word that begins so.
    StartsWith(String),
    /// Up to three words of any kind.
    Gap,
}

/// How well a phrase was found. Ordered: the surer, then the longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    sureness: Sureness,
    taken: usize,
    letters: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sureness {
    Wildcard,
    Misspelt,
    Literal,
}

impl Pattern {
    /// The phrase, and the same phrase written as one word.
    fn all(phrase: &str, exact: bool) -> Vec<Self> {
        let words: Vec<Word> = phrase
            .split_whitespace()
            .flat_map(|word| if exact { vec![Word::exactly(word)] } else { Word::compile(word) })
            .collect();
        let plain: Vec<String> = tokens(phrase);
        let is_plain = !exact && words.iter().all(|word| matches!(word, Word::Like { .. }));
        let mut all = vec![Self(words)];
        if is_plain && plain.len() == 2 {
            // As one word it is taken only as it stands: misspelt too, it would be a guess.
            let joined = plain.concat();
            let stem = stem(&joined).to_owned();
            let sets = [letters(&joined), letters(&stem)];
            all.push(Self(vec![Word::Like { word: joined, stem, letters: 0, sets }]));
        }
        all
    }

    fn hit(&self, words: &[Heard<'_>], form: Form) -> Option<Hit> {
        Self::hit_from(&self.0, words, form, Hit { sureness: Sureness::Literal, taken: 0, letters: 0 })
    }

    fn hit_from(pattern: &[Word], words: &[Heard<'_>], form: Form, so_far: Hit) -> Option<Hit> {
        let Some((first, rest)) = pattern.split_first() else { return Some(so_far) };
        if matches!(first, Word::Gap) {
            return (0..=3.min(words.len())).find_map(|gap| {
                Self::hit_from(rest, &words[gap..], form, Hit { taken: so_far.taken + gap, ..so_far })
            });
        }
        first.takes(words, form).into_iter().flatten().find_map(|(taken, sureness)| {
            let hit = Hit {
                sureness: sureness.min(so_far.sureness),
                taken: so_far.taken + taken,
                letters: so_far.letters + first.letters(),
            };
            Self::hit_from(rest, &words[taken..], form, hit)
        })
    }
}

impl Word {
    fn compile(written: &str) -> Vec<Self> {
        if written == "~" {
            return vec![Self::Gap];
        }
        if let Some(tail) = written.strip_prefix('*') {
            return vec![Self::EndsWith(stem(&fold::words(tail)).to_owned())];
        }
        if let Some(head) = written.strip_suffix('*') {
            return vec![Self::StartsWith(fold::words(head))];
        }
        tokens(written).iter().map(|token| Self::like(token)).collect()
    }

    fn like(token: &str) -> Self {
        let stem = stem(token).to_owned();
        let sets = [letters(token), letters(&stem)];
        Self::Like { word: token.to_owned(), stem, letters: token.chars().count(), sets }
    }

    fn exactly(word: &str) -> Self {
        Self::Exactly { written: word.to_owned(), folded: fold::words(word) }
    }

    fn letters(&self) -> usize {
        match self {
            Self::Like { letters, .. } => *letters,
            Self::Exactly { written: word, .. } | Self::EndsWith(word) | Self::StartsWith(word) => {
                word.chars().count()
            }
            Self::Gap => 0,
        }
    }

    /// How many of the words it may take: one, or two that belong together.
    fn takes(&self, words: &[Heard<'_>], form: Form) -> [Option<(usize, Sureness)>; 2] {
        let one = words.first().and_then(|word| Some((1, self.matches(word, form)?)));
        let two = match (self, words) {
            (Self::Like { letters, .. }, [first, second, ..]) if *letters >= 6 => {
                // Joined and misspelt at once would be a guess.
                self.is_two(&first.word, &second.word).then_some((2, Sureness::Literal))
            }
            _ => None,
        };
        [one, two]
    }

    /// The two words, written as one, are this word with any ending.
    fn is_two(&self, first: &str, second: &str) -> bool {
        let Self::Like { stem: wanted, .. } = self else { return false };
        // What begins otherwise needs no joining.
        let begins =
            wanted.len() >= first.len() && wanted.starts_with(first) || first.starts_with(wanted.as_str());
        begins && stem(&format!("{first}{second}")) == wanted
    }

    fn matches(&self, heard: &Heard<'_>, form: Form) -> Option<Sureness> {
        let token = &*heard.word;
        match self {
            Self::Exactly { written, folded } => {
                let wanted = if form == Form::Folded { folded } else { written };
                (wanted == token).then_some(Sureness::Literal)
            }
            Self::EndsWith(tail) => (token.len() > tail.len() && heard.stem().ends_with(tail.as_str()))
                .then_some(Sureness::Wildcard),
            Self::StartsWith(head) => token.starts_with(head.as_str()).then_some(Sureness::Wildcard),
            Self::Like { word, stem, letters, sets } => like(word, stem, *letters, *sets, heard),
            Self::Gap => None,
        }
    }
}

/// The same word with another ending, or a small misspelling of a word of six letters or more. `sets`: the letters of the word
/// and of its stem.
fn like(word: &str, wanted: &str, letters: usize, sets: [u64; 2], heard: &Heard<'_>) -> Option<Sureness> {
    let found = heard.stem();
    if found == wanted {
        return Some(Sureness::Literal);
    }
    let allowed = match letters {
        0..=5 => return None,
        6..=9 => 1,
        _ => 2,
    };
    if heard.letters < 6 || found.len().abs_diff(wanted.len()) > 4 * allowed {
        return None;
    }
    let near = |[set, other]: [u64; 2], one: &str, two: &str| {
        // Each letter that only one of the words has takes a change of its own: most words need no measuring.
        let apart = (set & !other).count_ones().max((other & !set).count_ones());
        apart as usize <= allowed && strsim::osa_distance(one, two) <= allowed
    };
    let [of_word, of_stem] = sets;
    let is_near =
        near([of_stem, heard.sets[1]], wanted, found) || near([of_word, heard.sets[0]], word, &heard.word);
    is_near.then_some(Sureness::Misspelt)
}

/// The letters of a word; those that share a bit only make words look nearer.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) % 64))
}

/// The word without its plural or definite ending. Words of fewer than five letters stay whole.
fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 12] = ["orna", "erna", "arna", "or", "er", "ar", "en", "et", "an", "na", "n", "a"];
    for ending in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 4
        {
            return stem;
        }
    }
    word
}

/// The words of a text, folded.
fn tokens(text: &str) -> Vec<String> {
    fold::words(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words of a text as they stand.
fn raw_tokens(text: &str) -> Vec<Heard<'_>> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(Heard::new).collect()
}

/// The words of a text, folded, as patterns look for them.
fn heard(text: &str) -> Vec<Heard<'static>> {
    tokens(text).into_iter().map(Heard::new).collect()
}

/// The things that a text lists: `a + b, c och d`.
fn parts(text: &str) -> Vec<Vec<Heard<'static>>> {
    text.split(['+', ',', ';', '/', '&'])
        .flat_map(|part| {
            tokens(part)
                .split(|word| JOINS.contains(&word.as_str()))
                .map(|words| words.iter().cloned().map(Heard::new).collect())
                .collect::<Vec<_>>()
        })
        .filter(|words: &Vec<Heard<'_>>| words.iter().any(|word| word.word.chars().any(char::is_alphabetic)))
        .collect()
}

/// The clauses of a text: a negation reaches no further than its own.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(CLAUSE_ENDS).filter(|clause| !clause.is_empty())
}
