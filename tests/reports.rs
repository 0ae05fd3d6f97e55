//! One invented outcome, in every format.

#![allow(clippy::expect_used, reason = "a test that cannot go on should say so")]

#[path = "reports/sample.rs"]
mod sample;

use std::time::Duration;

use insta::assert_snapshot;
use rutinkoll::finding::Values;
use rutinkoll::lang::Lang;
use rutinkoll::outcome::Outcome;
use rutinkoll::report::json::{self, Made};
use rutinkoll::report::terminal::{self, Look};

const PLAIN: Look = Look {
    width: 80,
    colour: false,
    unicode: true,
    values: Values::Shown,
    limit: None,
    quiet: false,
    narrated: false,
    elapsed: None,
};

fn terminal(outcome: &Outcome, look: Look) -> String {
    let mut out = Vec::new();
    terminal::write(outcome, &look, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn json(outcome: &Outcome, values: Values) -> String {
    let made = Made { created: "2026-11-23T10:00:00Z".parse().expect("a timestamp"), tool_version: "0.0.0" };
    let mut out = Vec::new();
    json::write(outcome, &made, values, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("reports are UTF-8")
}

#[test]
fn terminal_in_80_columns() {
    let look = Look { elapsed: Some(Duration::from_millis(12)), ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_in_160_columns() {
    let look = Look { width: 160, ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_in_english_masked() {
    let look = Look { values: Values::Masked, elapsed: Some(Duration::from_millis(1_250)), ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::En), look));
}

#[test]
fn terminal_in_ascii() {
    let look = Look { unicode: false, ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_in_colour() {
    let look = Look { colour: true, ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look).replace('\u{1b}', "␛"));
}

#[test]
fn terminal_narrated() {
    let look = Look { narrated: true, ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_quiet_and_limited() {
    let look = Look { quiet: true, limit: Some(2), ..PLAIN };
    assert_snapshot!(terminal(&sample::outcome(Lang::Sv), look));
}

#[test]
fn terminal_of_a_clean_sheet() {
    assert_snapshot!(terminal(&sample::clean(Lang::Sv), PLAIN));
}

#[test]
fn terminal_of_a_crowded_row() {
    let page = terminal(&sample::crowded(), PLAIN);
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert_snapshot!(page);
}

#[test]
fn json_masked() {
    assert_snapshot!(json(&sample::outcome(Lang::Sv), Values::Masked));
}

#[test]
fn json_shown_in_english() {
    assert_snapshot!(json(&sample::outcome(Lang::En), Values::Shown));
}

#[test]
fn without_colour_there_is_no_escape() {
    for narrated in [true, false] {
        let look = Look { narrated, ..PLAIN };
        assert!(!terminal(&sample::outcome(Lang::Sv), look).contains('\u{1b}'));
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [60, 80, 100, 120, 160] {
        let page = terminal(&sample::outcome(Lang::Sv), Look { width, ..PLAIN });
        for line in page.lines() {
            let used = unicode_width::UnicodeWidthStr::width(line);
            assert!(used <= width, "{used} > {width}: {line}");
        }
    }
}

#[test]
fn what_is_sealed_or_masked_is_nowhere() {
    let outcome = sample::outcome(Lang::Sv);
    let look = Look { values: Values::Masked, ..PLAIN };
    let narrated = Look { narrated: true, ..look };
    let pages = [terminal(&outcome, look), terminal(&outcome, narrated), json(&outcome, Values::Masked)];
    for page in &pages {
        for secret in sample::PERSONAL {
            assert!(!page.contains(secret), "{secret} in {page}");
        }
    }
}

#[test]
fn the_first_sentence_says_when_most_rows_break_one_rule() {
    let page = terminal(&sample::most_rows(), Look { limit: Some(1), ..PLAIN });
    assert_snapshot!(page);
}
