//! One test of a field: `filled`, `{ is_a: letter }`.

use jiff::civil::Date;

use super::{CONNECTIVES, Compiler, KEY_TESTS, SHAPES, STATES, WORD_TESTS, setting};
use crate::fold;
use crate::lang::Note;
use crate::ruleset::cond::{Day, Field, Literal, Range, State, Test};
use crate::ruleset::pattern::Pattern;
use crate::ruleset::regex;
use crate::ruleset::source::Used;
use crate::ruleset::terms::{GroupId, TermId};
use crate::ruleset::yaml::{Key, Node, Value};
use crate::schema::ColumnType;

impl Compiler<'_, '_> {
    pub(super) fn test(&mut self, node: &Node) -> Option<Test> {
        match &node.value {
            Value::Text(word) => {
                let found = WORD_TESTS.iter().find(|(name, _)| name == word);
                if found.is_none() {
                    let names = WORD_TESTS.iter().map(|(name, _)| *name).chain(KEY_TESTS);
                    self.source.unknown("fault-unknown-test", &node.span, word, names);
                }
                found.map(|(_, test)| test.clone())
            }
            Value::Map(entries) if entries.len() == 1 => self.keyed_test(&entries[0].0, &entries[0].1),
            _ => {
                self.source.fault(&node.span, Note::new("fault-one-test"));
                None
            }
        }
    }

    fn keyed_test(&mut self, key: &Key, node: &Node) -> Option<Test> {
        let node = &self.setting(node)?;
        match key.text.as_str() {
            "is_a" => self.term(node).map(Test::IsA),
            "mentions" => self.term(node).map(Test::Mentions),
            "known" => self.group(node).map(Test::Known),
            "equals" => Some(Test::OneOf(vec![self.literal(node)?])),
            "one_of" => Some(Test::OneOf(
                self.source.some(node).iter().filter_map(|item| self.literal(item)).collect(),
            )),
            "matches" => self.pattern(node).map(Test::Matches),
            "same_as" => self.other(node).map(Test::SameAs),
            "mentioned_in" => self.other(node).map(Test::MentionedIn),
            "same_address" => self.other(node).map(Test::SameAddress),
            "near_address" => self.other(node).map(Test::NearAddress),
            "address" => self.source.choice(node, &SHAPES).map(Test::Address),
            "before" => self.day(node).map(Test::Before),
            "after" => self.day(node).map(Test::After),
            "length" => self.range(node).map(Test::Length),
            "number" => self.range(node).map(Test::Number),
            "state" => self.states(node).map(Test::State),
            _ => {
                let names =
                    KEY_TESTS.into_iter().chain(WORD_TESTS.iter().map(|(name, _)| *name)).chain(CONNECTIVES);
                self.source.unknown("fault-unknown-test", &key.span, &key.text, names);
                None
            }
        }
    }

    /// `$name` → the setting's value, with the place where the rule names it.
    fn setting(&self, node: &Node) -> Option<Node> {
        setting(&self.source, &self.pack.settings, node)
    }

    fn other(&self, node: &Node) -> Option<Field> {
        self.source.text(node).and_then(|written| self.field(&written))
    }

    fn term(&self, node: &Node) -> Option<TermId> {
        let written = self.source.text(node)?;
        let found = self.pack.words.term(&written.text);
        if let Some(term) = found {
            self.source.faults.uses(Used::Term, &written.text);
            self.source.faults.uses(Used::Group, &self.pack.words.get(term).group);
        } else {
            self.source.unknown("fault-unknown-term", &written.span, &written.text, self.pack.words.names());
        }
        found
    }

    fn group(&self, node: &Node) -> Option<GroupId> {
        let written = self.source.text(node)?;
        let found = self.pack.words.group(&written.text);
        if found.is_some() {
            self.source.faults.uses(Used::Group, &written.text);
        } else {
            self.source.unknown(
                "fault-unknown-group",
                &written.span,
                &written.text,
                self.pack.words.group_names(),
            );
        }
        found
    }

    fn literal(&self, node: &Node) -> Option<Literal> {
        let text = match node.value {
            Value::Bool(value) => value.to_string(),
            _ => self.source.text(node)?.text,
        };
        Some(Literal {
            folded: fold::words(&text),
            number: text.trim().replace(',', ".").parse().ok(),
            date: text.trim().parse().ok(),
            text,
        })
    }

    fn pattern(&self, node: &Node) -> Option<Pattern> {
        let written = self.source.text(node)?;
        if !self.source.faults.sound
            && let Err(fault) = regex::check(&written.text)
        {
            self.source.fault(&self.source.inside(&written, &fault.span), fault.note);
            return None;
        }
        Some(self.pack.patterns.find(&written.text))
    }

    fn day(&self, node: &Node) -> Option<Day> {
        let written = self.source.text(node)?;
        if let Ok(date) = written.text.trim().parse::<Date>() {
            return Some(Day::On(date));
        }
        if let Some(rest) = written.text.trim().strip_prefix("as_of") {
            let days = offset(rest.trim());
            if days.is_none() {
                self.source
                    .fault(&written.span, Note::new("fault-bad-day").with("day", written.text.as_str()));
            }
            return days.map(Day::AsOf);
        }
        let field = self.field(&written)?;
        if !self.is(field, &[ColumnType::Date]) {
            let note = Note::new("fault-no-date").with("name", written.text.as_str());
            self.source.fault(&written.span, note);
        }
        Some(Day::Field(field))
    }

    fn range(&self, node: &Node) -> Option<Range> {
        let written = self.source.text(node)?;
        let range = range(written.text.trim());
        if range.is_none() {
            self.source
                .fault(&written.span, Note::new("fault-bad-range").with("range", written.text.as_str()));
        }
        range
    }

    fn states(&self, node: &Node) -> Option<Vec<State>> {
        match &node.value {
            Value::List(items) => {
                self.source.some(node);
                Some(items.iter().filter_map(|item| self.source.choice(item, &STATES)).collect())
            }
            _ => self.source.choice(node, &STATES).map(|state| vec![state]),
        }
    }
}

/// The days after `as_of`: ``, `- 30 days`, `+ 1 day`.
fn offset(rest: &str) -> Option<i32> {
    if rest.is_empty() {
        return Some(0);
    }
    let (sign, rest) = match rest.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, rest.strip_prefix('+')?),
    };
    let number = rest.trim().trim_end_matches("days").trim_end_matches("day").trim();
    number.parse::<i32>().ok().map(|days| sign * days)
}

/// `8`, `6..10`, `..1000` or `1..`.
fn range(text: &str) -> Option<Range> {
    let number = |text: &str, open: f64| match text.trim() {
        "" => Some(open),
        text => text.parse().ok(),
    };
    let range = match text.split_once("..") {
        Some((least, most)) => {
            Range { least: number(least, f64::NEG_INFINITY)?, most: number(most, f64::INFINITY)? }
        }
        None => {
            let only = text.parse().ok()?;
            Range { least: only, most: only }
        }
    };
    (range.least <= range.most).then_some(range)
}
