//! What became of each rule: applied, decided, undecided and why.

use std::collections::BTreeMap;

use super::Verdict;
use super::why::Why;
use crate::finding::Location;
use crate::lang::{Lang, Note};
use crate::outcome::{Coverage, Status};
use crate::ruleset::cond::{Cond, Field, Test};
use crate::ruleset::fault::Fault;
use crate::ruleset::pack::Target;
use crate::ruleset::rule::{Expect, Over, Rule};
use crate::ruleset::{Pack, RuleSet};
use crate::schema::ColumnId;
use crate::table::Tables;

/// A rule's counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    applicable: u64,
    decided: u64,
    undecided: u64,
    whys: BTreeMap<Why, u64>,
    failed: Option<Note>,
}

impl Tally {
    pub(super) fn add(&mut self, verdict: Verdict, why: Option<Why>) {
        self.add_rows(verdict, why, 1);
    }

    /// As many rows that all came to the same.
    pub(super) fn add_rows(&mut self, verdict: Verdict, why: Option<Why>, rows: u64) {
        match verdict {
            Verdict::Unasked | Verdict::NotApplicable => {}
            Verdict::Passed | Verdict::Broken => {
                self.applicable += rows;
                self.decided += rows;
            }
            Verdict::Undecided | Verdict::UndecidedWhen => {
                self.applicable += if verdict == Verdict::Undecided { rows } else { 0 };
                self.undecided += rows;
                *self.whys.entry(why.unwrap_or(Why::Nothing)).or_default() += rows;
            }
        }
    }

    /// Adds what later rows came to.
    pub(super) fn merge(&mut self, later: Self) {
        self.applicable += later.applicable;
        self.decided += later.decided;
        self.undecided += later.undecided;
        for (why, rows) in later.whys {
            *self.whys.entry(why).or_default() += rows;
        }
        self.failed = self.failed.take().or(later.failed);
    }

    /// The rule's script broke on a row. The first row is named; the others are undecided.
    pub(super) fn fail(&mut self, at: &Location, fault: &Fault, lang: Lang) {
        if self.failed.is_none() {
            let (line, column) = fault.line_and_column().unwrap_or((1, 1));
            let file = fault.place.as_ref().map_or("", |(file, _)| file.path.as_str());
            let note = Note::new("rule-failed").with("row", at.row).with("reason", lang.say(&fault.note));
            self.failed = Some(note.with("place", format!("{file}:{line}:{column}")));
        }
    }

    pub(super) fn coverage(&self, rules: &RuleSet, index: usize, seen: &[bool], tables: &Tables) -> Coverage {
        let rule = &rules.rules[index];
        let schema = match rule.over {
            Over::Headers => &rules.headers,
            Over::Table(table) => &rules.pack.tables[table],
            _ => &rules.pack.sheet,
        };
        let mut undecided: Vec<(Why, u64)> = self.whys.iter().map(|(why, count)| (*why, *count)).collect();
        undecided.sort_by_key(|(why, count)| (std::cmp::Reverse(*count), *why));
        Coverage {
            status: self.status(rule, rules, seen, tables, &undecided, |why| {
                why.note(&rules.pack, schema, &rule.reasons)
            }),
            rows_applicable: self.applicable,
            rows_undecided: self.undecided,
            undecided: undecided
                .iter()
                .map(|(why, count)| (why.note(&rules.pack, schema, &rule.reasons), *count))
                .collect(),
        }
    }

    fn status(
        &self,
        rule: &Rule,
        rules: &RuleSet,
        seen: &[bool],
        tables: &Tables,
        undecided: &[(Why, u64)],
        note: impl Fn(Why) -> Note,
    ) -> Status {
        if let Some(failed) = &self.failed {
            return Status::Failed(failed.clone());
        }
        if self.decided > 0 {
            return Status::Checked;
        }
        if !seen.contains(&true) {
            return Status::NotChecked(Note::new("why-no-sheet"));
        }
        if let Some(table) =
            rule.tables(&rules.pack).into_iter().find(|table| tables.get(*table).is_none_or(Option::is_none))
        {
            return Status::NotChecked(note(Why::table_absent(table)));
        }
        let over_rows = matches!(rule.over, Over::Sheet);
        if let Some(column) = rule.columns().into_iter().find(|column| over_rows && !seen[column.index()]) {
            return Status::NotChecked(note(Why::ColumnAbsent(column)));
        }
        match undecided.first() {
            Some((why, _)) => Status::NotChecked(note(*why)),
            None => Status::Checked,
        }
    }
}

impl Rule {
    pub(crate) fn conds(&self) -> impl Iterator<Item = &Cond> {
        let expect = match &self.expect {
            Expect::Cond(cond) => Some(cond),
            Expect::Script(_) => None,
        };
        self.when.iter().chain(expect)
    }

    /// The links that it follows.
    #[must_use]
    pub fn links(&self) -> Vec<crate::ruleset::cond::LinkId> {
        let mut links: Vec<_> = self.conds().flat_map(Cond::links).collect();
        if let Expect::Script(script) = &self.expect {
            links.extend(script.links.iter().chain(&script.candidates));
        }
        links.sort_unstable();
        links.dedup();
        links
    }

    /// The tables that it needs, by their index in the pack.
    #[must_use]
    pub fn tables(&self, pack: &Pack) -> Vec<usize> {
        let linked = self.links().into_iter().filter_map(|link| match pack.link(link).to {
            Target::Table(index) => Some(index),
            Target::Sheet { .. } => None,
        });
        let over = match self.over {
            Over::Table(index) => Some(index),
            _ => None,
        };
        let mut tables: Vec<usize> = linked.chain(over).collect();
        tables.sort_unstable();
        tables.dedup();
        tables
    }

    /// The columns of the sheet whose contents it cannot do without: those it tests itself, outside
    /// `any of` and `none of`.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnId> {
        let mut columns = Vec::new();
        for cond in self.conds() {
            needed(cond, &mut columns);
        }
        columns
    }
}

fn needed(cond: &Cond, columns: &mut Vec<ColumnId>) {
    match cond {
        Cond::Test(_, Test::Missing) => {}
        Cond::Test(Field::Column(id), _) => columns.push(*id),
        Cond::All(parts) => parts.iter().for_each(|part| needed(part, columns)),
        Cond::Unique(unique) => columns.extend(&unique.fields),
        _ => {}
    }
}
