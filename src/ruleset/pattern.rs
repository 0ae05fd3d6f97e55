//! Patterns, built when a text first needs them. Most texts do not: they lack the letters that every match has.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::rc::Rc;

use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::fold;

/// Of more literals than these, one is nearly always there.
const MOST_LITERALS: usize = 8;

/// A regex that is built when it is first used. What is cloned is built once.
#[derive(Debug, Clone)]
pub struct Pattern(Rc<Built>);

#[derive(Debug)]
struct Built {
    source: String,
    needs: OnceCell<Needs>,
    regex: OnceCell<Option<Regex>>,
}

/// The patterns of a pack: one is built once, however many rules hold it.
#[derive(Debug, Default)]
pub struct Patterns(RefCell<BTreeMap<String, Pattern>>);

impl Patterns {
    /// A pattern that has been parsed before, and so will build.
    pub(crate) fn find(&self, source: &str) -> Pattern {
        let mut known = self.0.borrow_mut();
        known.entry(source.to_owned()).or_insert_with(|| Pattern::new(source.to_owned())).clone()
    }
}

impl Pattern {
    /// A pattern that has been parsed before, and so will build.
    #[must_use]
    pub fn new(source: String) -> Self {
        Self(Rc::new(Built { source, needs: OnceCell::new(), regex: OnceCell::new() }))
    }

    /// As written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// Does it match anywhere in the text, case aside? None where it does not build.
    #[must_use]
    pub fn is_match(&self, text: &str) -> Option<bool> {
        self.regex().map(|regex| regex.is_match(text))
    }

    /// Can it match in the text? A quick no, or perhaps.
    #[must_use]
    pub fn may_match(&self, text: &Small<'_>) -> bool {
        self.0.needs.get_or_init(|| Needs::of(&self.0.source)).are_met(text)
    }

    /// None where it does not build.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.0.regex.get_or_init(|| build_regex(&self.0.source).ok()).as_ref()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.source == other.0.source
    }
}

/// Builds a regex as every pattern of a pack is built: case aside, bounded in size.
pub(crate) fn build_regex(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).case_insensitive(true).size_limit(1 << 20).build()
}

/// A text in small letters, as [`fold::small`] has it.
#[derive(Debug)]
pub struct Small<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    held: u64,
}

impl<'t> Small<'t> {
    /// None where its small letters are not as simple as that.
    #[must_use]
    pub fn of(text: &'t str) -> Option<Self> {
        let text = fold::small(text)?;
        Some(Self { held: bytes_of(&text), text })
    }
}

/// The bytes that a text holds, a bit for each; some share one.
fn bytes_of(text: &str) -> u64 {
    text.bytes().fold(0, |held, byte| held | 1 << (byte % 64))
}

/// What all that a pattern matches holds.
#[derive(Debug, Clone, Default)]
struct Needs {
    /// Something besides the digits `0` to `9`.
    more_than_digits: bool,
    /// One of these, in small letters, each with the bytes of it; nothing where there are none.
    literals: Vec<(u64, Finder<'static>)>,
}

impl Needs {
    fn of(pattern: &str) -> Self {
        // In its own case: a literal in another case has the same small letters.
        let Ok(hir) = ParserBuilder::new().build().parse(pattern) else { return Self::default() };
        let finder = |text: &String| (bytes_of(text), Finder::new(text).into_owned());
        let finders = |literals: Vec<String>| literals.iter().map(finder).collect();
        Self {
            more_than_digits: needs_more_than_digits(&hir),
            literals: literals(&hir).map_or_else(Vec::new, finders),
        }
    }

    fn are_met(&self, small: &Small<'_>) -> bool {
        let text = small.text.as_bytes();
        if self.more_than_digits && text.iter().all(u8::is_ascii_digit) {
            return false;
        }
        let is_there =
            |(bytes, literal): &(u64, Finder<'_>)| bytes & !small.held == 0 && literal.find(text).is_some();
        self.literals.is_empty() || self.literals.iter().any(is_there)
    }
}

/// Does all that the pattern matches hold something besides the digits `0` to `9`? False where that is not certain.
fn needs_more_than_digits(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.iter().any(|byte| !byte.is_ascii_digit()),
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().all(|range| range.end() < '0' || range.start() > '9')
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Capture(capture) => needs_more_than_digits(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && needs_more_than_digits(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().any(needs_more_than_digits),
        HirKind::Alternation(parts) => parts.iter().all(needs_more_than_digits),
    }
}

/// Texts of which all that the pattern matches holds at least one, case aside; none where no such few are certain.
fn literals(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            // Of a letter beyond `ÿ`, the small one may stand for another.
            let text = std::str::from_utf8(&literal.0).ok().and_then(fold::small)?;
            Some(vec![text.into_owned()])
        }
        HirKind::Capture(capture) => literals(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => literals(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(literals).max_by_key(|part| rarity(part)),
        HirKind::Alternation(parts) => {
            let all: Vec<Vec<String>> = parts.iter().map(literals).collect::<Option<_>>()?;
            Some(all.concat()).filter(|all| all.len() <= MOST_LITERALS)
        }
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) | HirKind::Repetition(_) => None,
    }
}

/// The rarer, the more a text says by lacking them: long ones, then signs, then few.
fn rarity(literals: &[String]) -> (usize, bool, Reverse<usize>) {
    let are_signs = !literals.iter().any(|text| text.contains(char::is_alphanumeric));
    (literals.iter().map(String::len).min().unwrap_or(0), are_signs, Reverse(literals.len()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn needed(pattern: &str) -> Vec<String> {
        literals(&ParserBuilder::new().build().parse(pattern).unwrap()).unwrap_or_default()
    }

    #[test]
    fn what_a_match_cannot_lack() {
        for (pattern, literals) in [
            (r"\bbox\s*2820\b", &["2820"][..]),
            (r"\bc\s*/\s*o\b|dödsbo(et|s)?\b", &["/", "dödsbo"]),
            (r"^\s*(nej|ej)\b", &["nej", "ej"]),
            (r"Resa(or)+ÅR", &["resa"]),
            (r"(?x) a b", &["ab"]),
            (r"\d{7}", &[]),
            (r"(a|)b*", &[]),
            // The long s folds to an s, which is not the small letter of it.
            ("ſkatt", &[]),
        ] {
            assert_eq!(needed(pattern), literals, "{pattern}");
        }
    }

    #[test]
    fn what_digits_alone_can_match() {
        let needs =
            |pattern: &str| needs_more_than_digits(&ParserBuilder::new().build().parse(pattern).unwrap());
        for pattern in ["a", "^resa", r"\d+\s", "(a|b)1", "[a-z]{1,3}", "å+", r"1-1", r"\bbox\b", r"\p{L}"] {
            assert!(needs(pattern), "{pattern}");
        }
        for pattern in
            ["", "a?", "a|1", r"\d{6}", r"\w", ".", "[^a]", r"\b1\b", "(a|b)*", r"[x-z0]", "x{0,2}"]
        {
            assert!(!needs(pattern), "{pattern}");
        }
    }

    proptest! {
        /// What is not built and asked would not have matched.
        #[test]
        fn nothing_is_lost(
            which in 0usize..12,
            texts in proptest::collection::vec("box|BOX|Box|2820|403| ?20|c|C|/|o|O|gode|man|Dödsbo|DÖDSBO|k|ſ|K|Å|å|é|ÿ|Ÿ|µ|ß|st\\.?|[ \u{a0}-]|[0-9]{1,3}", 0..6),
        ) {
            let patterns = [
                r"\bbox\s*2820\b", r"\b403\s*20\b", r"\bc\s*/\s*o\b|\bgode?[\s-]*man(nen|s)?\b|dödsbo(et|s)?\b",
                "k", "ÅK", "ÿ", "µ", "(?-i)K", "[sk]t", "ß", r"\d{3}", "(é|Å){2}o?",
            ];
            let text = texts.concat();
            let pattern = Pattern::new(patterns[which].to_owned());
            if let Some(small) = Small::of(&text) {
                prop_assert!(pattern.may_match(&small) || !pattern.is_match(&text).unwrap(), "{text:?}");
            }
        }
    }
}
