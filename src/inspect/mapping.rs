//! Headers that nobody foresaw: which of them may mean which column. Guesses, never more.
//!
//! The name and the content both speak. A column of dates, of known words, of numbers or of addresses
//! must hold them; for plain text the name alone decides, and so it must be near.

use super::Guess;
use super::content::{Held, Profile};
use crate::fold;
use crate::lang::Note;
use crate::ruleset::RuleSet;
use crate::ruleset::cond::{Cond, Field, Test};
use crate::ruleset::rule::{Expect, Over};
use crate::ruleset::terms::GroupId;
use crate::schema::{Column, ColumnId, ColumnType, Schema};

/// At least this part of the filled cells must be of the column's kind.
const MOST: f64 = 0.8;
/// A name this near speaks for a column of plain text. Between 0 and 1, as for all scores below.
const NEAR_NAME: f64 = 0.6;
/// Two headers whose scores differ by less are as likely.
const TIE: f64 = 0.05;

/// How likely a header means a column, and why.
struct Likely {
    /// Into the columns that are sought.
    column: usize,
    /// Into the profile's columns.
    held: usize,
    score: f64,
    reasons: Vec<Note>,
}

/// A column that was not found, and the group of words that the pack asks it about.
pub(super) struct Sought<'a> {
    column: &'a Column,
    pub(super) group: Option<GroupId>,
}

/// The `missing` columns of a schema, by index.
pub(super) fn sought<'a>(rules: &RuleSet, schema: &'a Schema, missing: &[usize]) -> Vec<Sought<'a>> {
    let column = |at: &usize| Sought { column: &schema.columns[*at], group: group_of(rules, schema, *at) };
    missing.iter().map(column).collect()
}

/// Proposes headers for columns that were not found: at most one a column, and one column a header.
pub(super) fn guess(sought: &[Sought<'_>], profile: &Profile) -> Vec<Guess> {
    let mut all: Vec<Likely> = Vec::new();
    for (column, sought) in sought.iter().enumerate() {
        for (held, content) in profile.columns.iter().enumerate() {
            let likely = likely(sought, content);
            all.extend(likely.map(|(score, reasons)| Likely { column, held, score, reasons }));
        }
    }
    // The likeliest first; what is as likely by the schema's order, then from left to right.
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.column, a.held).cmp(&(b.column, b.held))));
    let mut guesses: Vec<(usize, Guess)> = Vec::new();
    let mut used: Vec<usize> = Vec::new();
    for best in &all {
        let settled = guesses.iter().any(|(column, _)| *column == best.column);
        if settled || used.contains(&best.held) {
            continue;
        }
        let rivals: Vec<&Likely> = all
            .iter()
            .filter(|other| other.column == best.column && other.held != best.held)
            .filter(|other| !used.contains(&other.held) && best.score - other.score < TIE)
            .collect();
        if rivals.is_empty() {
            used.push(best.held);
        }
        let held = &profile.columns[best.held];
        guesses.push((
            best.column,
            Guess {
                column: sought[best.column].column.name.clone(),
                header: held.header.clone(),
                index: held.index,
                reasons: best.reasons.clone(),
                rivals: rivals.iter().map(|other| profile.columns[other.held].header.clone()).collect(),
            },
        ));
    }
    guesses.sort_by_key(|(column, _)| *column);
    guesses.into_iter().map(|(_, guess)| guess).collect()
}

/// The score and the reasons; none where it is not likely at all.
fn likely(sought: &Sought<'_>, held: &Held) -> Option<(f64, Vec<Note>)> {
    let Sought { column, group } = sought;
    let name = nearest_name(column, &held.header);
    let part = |count: u64| if held.filled == 0 { 0.0 } else { count as f64 / held.filled as f64 };
    let content = match (column.kind, group) {
        (ColumnType::Date, _) => Some((held.dates, "guess-dates")),
        (ColumnType::Number, _) => Some((held.numbers, "guess-numbers")),
        (ColumnType::Identifier, _) => Some((held.identifiers, "guess-identifiers")),
        (ColumnType::Address, _) => Some((held.addresses, "guess-addresses")),
        (ColumnType::Text, Some(group)) => {
            let known = held.known.iter().find(|(of, _)| of == group);
            Some((known.map_or(0, |(_, count)| *count), "guess-known"))
        }
        (ColumnType::Text, None) => None,
    };
    let mut reasons = Vec::new();
    let mut score = 0.0;
    match content {
        // Nothing is filled: the name is all there is.
        _ if held.filled == 0 => {}
        Some((count, id)) if part(count) >= MOST => {
            score += 0.6 * part(count);
            reasons.push(Note::new(id).with("count", count).with("filled", held.filled));
        }
        Some(_) => return None,
        // Dates and addresses are no plain text.
        None if part(held.dates) >= MOST || part(held.addresses) >= MOST => return None,
        None => {}
    }
    if let Some((like, near)) = name.filter(|(_, near)| *near >= NEAR_NAME || score > 0.0) {
        score += 0.4 * near;
        if near >= NEAR_NAME {
            reasons.push(Note::new("guess-name").with("name", like));
        }
    }
    // What is not needed is not worth a guess by its content alone.
    let named = reasons.iter().any(|reason| reason.id == "guess-name");
    (!reasons.is_empty() && (named || column.required)).then_some((score, reasons))
}

/// Which of a column's names a header is most like, and how much.
fn nearest_name<'c>(column: &'c Column, header: &str) -> Option<(&'c str, f64)> {
    let header = fold::words(header);
    std::iter::once(&column.name)
        .chain(&column.aliases)
        .map(|name| (name.as_str(), alike(&fold::words(name), &header)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

/// How much two folded names have in common: letters in order, whole words, one inside the other.
fn alike(name: &str, header: &str) -> f64 {
    if name.is_empty() || header.is_empty() {
        return 0.0;
    }
    let letters = (strsim::jaro_winkler(name, header) - 0.7).max(0.0) / 0.3;
    let words = |text: &str| text.split(' ').filter(|word| word.chars().count() >= 3).count();
    let shared = name
        .split(' ')
        .filter(|word| word.chars().count() >= 3)
        .filter(|word| header.split(' ').any(|other| begins(other, word) || begins(word, other)))
        .count();
    let shared = 2.0 * shared as f64 / (words(name) + words(header)).max(1) as f64;
    let (short, long) = if name.len() < header.len() { (name, header) } else { (header, name) };
    let inside = if short.chars().count() >= 4 && long.contains(short) { 0.7 } else { 0.0 };
    letters.max(shared.min(1.0)).max(inside)
}

/// `loggdatum` begins with `logg`: a compound's first part, and no less than four letters.
fn begins(word: &str, with: &str) -> bool {
    with.chars().count() >= 4 && word.starts_with(with)
}

/// The group of words that the pack's rules and links ask a column about.
fn group_of(rules: &RuleSet, schema: &Schema, column: usize) -> Option<GroupId> {
    let wanted = Asked { rules, schema, column: ColumnId(u16::try_from(column).ok()?) };
    let of_links = || {
        rules.pack.links.iter().find_map(|link| {
            let target = rules.pack.target(link);
            link.prefer.as_ref().and_then(|prefer| wanted.by(prefer, target))
        })
    };
    let of_rules = || {
        rules.rules.iter().find_map(|rule| {
            let over = match rule.over {
                Over::Table(index) => &rules.pack.tables[index],
                Over::Headers => return None,
                _ => &rules.pack.sheet,
            };
            let expect = match &rule.expect {
                Expect::Cond(cond) => Some(cond),
                Expect::Script(_) => None,
            };
            rule.when.iter().chain(expect).find_map(|cond| wanted.by(cond, over))
        })
    };
    of_links().or_else(of_rules)
}

/// A column that conditions may ask about.
struct Asked<'a> {
    rules: &'a RuleSet,
    schema: &'a Schema,
    column: ColumnId,
}

impl Asked<'_> {
    /// The group that a condition over rows of this schema asks the column about.
    fn by(&self, cond: &Cond, over: &Schema) -> Option<GroupId> {
        match cond {
            Cond::Test(field, test) => {
                let group = match test {
                    Test::IsA(term) => self.rules.pack.words.group_of(*term),
                    Test::Known(group) => *group,
                    _ => return None,
                };
                self.is_meant(*field, over).then_some(group)
            }
            Cond::All(parts) | Cond::Any(parts) | Cond::None(parts) => {
                parts.iter().find_map(|part| self.by(part, over))
            }
            Cond::Exists(link, inner) => {
                let target = self.rules.pack.target(self.rules.pack.link(*link));
                inner.as_ref().and_then(|inner| self.by(inner, target))
            }
            Cond::OnlyFilled(_) | Cond::Unique(_) | Cond::Undecided(_) => None,
        }
    }

    fn is_meant(&self, field: Field, over: &Schema) -> bool {
        let (schema, column) = match field {
            Field::Column(id) => (over, id),
            Field::Outer(id) => (&self.rules.pack.sheet, id),
            Field::Linked(link, id) => (self.rules.pack.target(self.rules.pack.link(link)), id),
            Field::FirstCell | Field::Cell | Field::Link(_) => return false,
        };
        schema.name == self.schema.name && column == self.column
    }
}
