//! Patterns as they are checked while a pack loads: parsed, and built only where they could be too large.

use std::ops::Range;

use regex_syntax::ast::{ErrorKind as Ast, Span};
use regex_syntax::hir::{Class, Hir, HirKind};
use regex_syntax::{Error, ParserBuilder};

use super::pattern::build_regex;
use crate::lang::Note;

/// Why a pattern is none, and where in it.
pub(super) struct BadPattern {
    pub(super) note: Note,
    pub(super) span: Range<usize>,
}

/// A cost far below the limit of [`build_regex`]. Dearer patterns are built to be sure.
const CHEAP: usize = 2_000;

/// Is it a pattern that will build when it is first used?
pub(super) fn check(pattern: &str) -> Result<(), BadPattern> {
    // In its own case: the others are the most of the work, and cannot be wrong.
    let parsed = ParserBuilder::new().build().parse(pattern);
    let bad = |id, span: &Span| BadPattern { note: Note::new(id), span: span.start.offset..span.end.offset };
    match parsed {
        Ok(hir) if cost(&hir) < CHEAP || build_regex(pattern).is_ok() => Ok(()),
        Ok(_) => Err(BadPattern { note: Note::new("regex-too-large"), span: 0..pattern.len() }),
        Err(Error::Parse(error)) => Err(bad(said(error.kind()), error.span())),
        Err(Error::Translate(error)) => Err(bad("regex-unknown", error.span())),
        Err(_) => Err(BadPattern { note: Note::new("regex-unknown"), span: 0..pattern.len() }),
    }
}

fn said(kind: &Ast) -> &'static str {
    match kind {
        Ast::GroupUnclosed => "regex-group-unclosed",
        Ast::GroupUnopened => "regex-group-unopened",
        Ast::ClassUnclosed => "regex-class-unclosed",
        Ast::ClassRangeInvalid | Ast::ClassRangeLiteral | Ast::ClassEscapeInvalid => "regex-class-range",
        Ast::RepetitionMissing => "regex-repetition-missing",
        Ast::RepetitionCountInvalid
        | Ast::RepetitionCountDecimalEmpty
        | Ast::RepetitionCountUnclosed
        | Ast::DecimalEmpty
        | Ast::DecimalInvalid => "regex-repetition-count",
        Ast::EscapeUnrecognized
        | Ast::EscapeUnexpectedEof
        | Ast::EscapeHexEmpty
        | Ast::EscapeHexInvalid
        | Ast::EscapeHexInvalidDigit => "regex-escape",
        Ast::UnsupportedLookAround | Ast::UnsupportedBackreference => "regex-unsupported",
        Ast::NestLimitExceeded(_) | Ast::CaptureLimitExceeded => "regex-too-large",
        _ => "regex-unknown",
    }
}

/// How much there is to build, roughly: characters, and the ranges of classes, times how often they repeat.
fn cost(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        // Each letter becomes a class of its cases.
        HirKind::Literal(literal) => literal.0.len() * 4,
        // Beyond ASCII a range is several bytes of UTF-8.
        HirKind::Class(Class::Unicode(class)) => class.ranges().len() + if class.is_ascii() { 1 } else { 6 },
        HirKind::Class(Class::Bytes(_)) => 1,
        HirKind::Capture(capture) => cost(&capture.sub),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(repetition.min).max(1);
            cost(&repetition.sub).saturating_mul(times as usize)
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(cost).fold(0, usize::saturating_add)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_built_to_be_sure_builds() {
        for class in [r"\w", r"\W", r"\p{L}", r"\p{Lu}", r"\S", r"\d", "[^a-z]", "[å-ö]", ".", "k", "(?:sk)"]
        {
            for times in 1..2_000 {
                let pattern = format!("{class}{{{times}}}");
                let hir = ParserBuilder::new().build().parse(&pattern).unwrap();
                if cost(&hir) >= CHEAP {
                    break;
                }
                assert!(build_regex(&pattern).is_ok(), "{pattern}");
            }
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (pattern, id, span) in [
            ("^(a", "regex-group-unclosed", 1..2),
            ("a)", "regex-group-unopened", 1..2),
            ("å[b", "regex-class-unclosed", 2..3),
            ("[z-a]", "regex-class-range", 1..4),
            ("*a", "regex-repetition-missing", 0..0),
            ("a{3", "regex-repetition-count", 1..3),
            (r"\y", "regex-escape", 0..2),
            ("(?=a)", "regex-unsupported", 0..3),
            (r"\w{1000}", "regex-too-large", 0..8),
        ] {
            let bad = check(pattern).unwrap_err();
            assert_eq!((bad.note.id, bad.span), (id, span), "{pattern}");
        }
    }
}
