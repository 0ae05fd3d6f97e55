//! What a text tells. Many tests ask one text the same things, and each is worked out once.

use std::cell::OnceCell;

use crate::ruleset::cond::AddressShape;
use crate::ruleset::pattern::{Pattern, Small};
use crate::ruleset::terms::{TermId, TermSet, Vocabulary};
use crate::swedish::address;

/// A text that tests are asked of.
pub(crate) struct Told<'t> {
    pub(crate) text: &'t str,
    /// Terms and patterns are looked for only where the sieves let them through.
    sieved: bool,
    small: OnceCell<Option<Small<'t>>>,
    terms: OnceCell<TermSet>,
    shape: OnceCell<address::Shape>,
}

impl<'t> Told<'t> {
    pub(crate) fn new(text: &'t str, sieved: bool) -> Self {
        Self { text, sieved, small: OnceCell::new(), terms: OnceCell::new(), shape: OnceCell::new() }
    }

    /// In small letters, where that is simple.
    fn small(&self) -> Option<&Small<'t>> {
        self.small.get_or_init(|| Small::of(self.text)).as_ref()
    }

    pub(super) fn mentions(&self, words: &Vocabulary, term: TermId) -> bool {
        (!self.sieved || self.terms(words).contains(term)) && words.mentions(self.text, term)
    }

    /// Can the text mention any of these terms? A quick no, or perhaps.
    pub(super) fn may_mention(&self, words: &Vocabulary, terms: &TermSet) -> bool {
        !self.sieved || self.terms(words).meets(terms)
    }

    fn terms(&self, words: &Vocabulary) -> &TermSet {
        self.terms.get_or_init(|| words.may_mention(self.text, self.small().map(|small| &*small.text)))
    }

    /// None where the pattern does not build.
    pub(super) fn matches(&self, pattern: &Pattern) -> Option<bool> {
        if self.sieved && self.small().is_some_and(|small| !pattern.may_match(small)) {
            return Some(false);
        }
        if self.text.contains('\u{a0}') {
            return pattern.is_match(&self.text.replace('\u{a0}', " "));
        }
        pattern.is_match(self.text)
    }

    pub(super) fn has_shape(&self, shape: AddressShape) -> bool {
        let wanted = match shape {
            AddressShape::Mentioned => return address::mention(self.text).is_some(),
            AddressShape::Complete => address::Shape::Complete,
            AddressShape::NoPostcode => address::Shape::NoPostcode,
            AddressShape::Foreign => address::Shape::Foreign,
            AddressShape::None => address::Shape::NotAnAddress,
        };
        *self.shape.get_or_init(|| address::shape(self.text)) == wanted
    }
}
