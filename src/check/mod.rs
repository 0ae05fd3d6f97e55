//! Rule set × rows × tables → findings and coverage. Pure: no files, no clock, no printing.

mod alike;
mod batch;
mod class;
mod coverage;
mod explain;
mod headers;
mod judge;
mod link;
mod met;
mod one_each;
mod order;
mod pools;
mod related;
mod rows;
mod told;
pub(crate) mod truth;
mod unique;
mod waiting;
mod why;

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::finding::{Finding, Location, Source};
use crate::outcome::{Coverage, RowKey, RowPicture};
use crate::ruleset::RuleSet;
use crate::ruleset::rule::Over;
use crate::ruleset::script::Memory;
use crate::sheet::Row;
use crate::table::{Table, Tables};
use alike::Alike;
use batch::Helping;
pub use batch::Part;
use class::{Came, Classes, Live};
use coverage::Tally;
pub use headers::HeaderSeen;
use link::{Links, SheetRow};
use order::{Turn, order, place, turns};
use rows::RowState;
use unique::Uniques;
pub use waiting::{Taken, Waiting};

/// A row's place, small enough to be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowAt {
    source: Source,
    sheet: usize,
    row: u32,
}

impl RowAt {
    pub(crate) fn of(at: &Location) -> Self {
        Self { source: at.source, sheet: at.sheet, row: at.row }
    }

    /// Does it stand on the same sheet?
    pub(crate) fn is_beside(&self, at: &Location) -> bool {
        (self.source, self.sheet) == (at.source, at.sheet)
    }

    pub(crate) fn row(&self) -> u32 {
        self.row
    }

    fn location(self) -> Location {
        let Self { source, sheet, row } = self;
        Location { source, sheet, row, column: None, cell: None }
    }
}

/// What judging came to.
#[derive(Debug, Default)]
pub struct Judged {
    /// By input, sheet, row, column, rule.
    pub findings: Vec<Finding>,
    /// One a rule.
    pub coverage: Vec<Coverage>,
    /// The rows behind the findings.
    pub rows: BTreeMap<RowKey, RowPicture>,
    /// Rows that were judged.
    pub rows_judged: u64,
    /// Kinds of row, with how many.
    pub rows_by_kind: Vec<(String, u64)>,
}

/// What became of a row under one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The rule was not asked.
    Unasked,
    NotApplicable,
    Passed,
    Broken,
    /// It cannot be told whether the rule applies.
    UndecidedWhen,
    /// It applies, and cannot be told to be kept or broken.
    Undecided,
}

/// A finding with what sorting and joining it needs.
struct Raw {
    finding: Finding,
    day: Option<Date>,
}

/// An audit under way: rows go in, findings gather.
pub struct Audit<'r> {
    rules: &'r RuleSet,
    tables: &'r Tables,
    links: Links<'r>,
    as_of: Date,
    /// The rules in the order they are judged: privacy first, stronger before weaker.
    order: Vec<usize>,
    /// By rule.
    turns: Vec<Turn>,
    /// Some are judged once every row is known.
    some_wait: bool,
    uniques: RefCell<Uniques>,
    tallies: Vec<Tally>,
    found: Vec<Raw>,
    pictures: BTreeMap<RowKey, RowPicture>,
    /// They are kept.
    keeps_pictures: bool,
    alike: Alike,
    waiting: Vec<Waiting>,
    /// Who answers for whom has been told.
    assigned: bool,
    /// A rule over a table looks for rows of the sheet, which are therefore kept.
    looks_back: bool,
    sheet: Vec<SheetRow>,
    rows_judged: u64,
    rows_by_kind: Vec<u64>,
    /// Columns of the pack that some audited sheet has.
    seen_columns: Vec<bool>,
    /// A rule under test is judged even where it is off, and whatever kind the row is of.
    alone: Option<usize>,
    /// What is known of rows by their class; none where each is judged by itself.
    classes: Option<Box<Classes<'r>>>,
    sieved: bool,
    /// By rule: what its script said before; nothing where each row is judged by itself.
    said: RefCell<Vec<Memory>>,
    /// Memory for a row that is read, for a row's verdicts, for packing one, and for what came of rules that are judged row
    /// by row.
    read: Row,
    spare: Vec<Verdict>,
    packing: Vec<u8>,
    came: Vec<Came>,
    /// It judges for another audit.
    helping: Option<Helping>,
}

/// What an audit had come to before a sheet.
pub struct Checkpoint {
    tallies: Vec<Tally>,
    found: usize,
    waiting: usize,
    sheet: usize,
    rows_judged: u64,
    rows_by_kind: Vec<u64>,
    seen_columns: Vec<bool>,
}

/// Where the rows that are being judged stand.
#[derive(Debug, Clone, Copy)]
pub struct SheetAt {
    /// The input.
    pub source: Source,
    /// Its sheet.
    pub sheet: usize,
}

impl<'r> Audit<'r> {
    /// An audit by these rules, against these tables.
    #[must_use]
    pub fn new(rules: &'r RuleSet, tables: &'r Tables, as_of: Date) -> Self {
        let links = Links::new(&rules.pack, tables);
        let order = order(&rules.rules);
        let turns = turns(rules, tables, &order);
        let mut audit = Self {
            links,
            as_of,
            order,
            some_wait: turns.contains(&Turn::Late),
            turns,
            uniques: RefCell::default(),
            tallies: tallies(rules),
            found: Vec::new(),
            pictures: BTreeMap::new(),
            keeps_pictures: true,
            alike: Alike::default(),
            waiting: Vec::new(),
            assigned: false,
            sheet: Vec::new(),
            rows_judged: 0,
            rows_by_kind: vec![0; rules.pack.row_kinds.len()],
            seen_columns: vec![false; rules.pack.sheet.columns.len()],
            alone: None,
            classes: Classes::new(rules, tables).map(Box::new),
            sieved: true,
            said: RefCell::new(rules.rules.iter().map(|_| Memory::default()).collect()),
            read: Row::default(),
            spare: Vec::new(),
            packing: Vec::new(),
            came: Vec::new(),
            helping: None,
            rules,
            tables,
            looks_back: false,
        };
        audit.look_back();
        audit
    }

    /// As [`Audit::new`], with every row judged by itself and nothing remembered: slow, and what any other way is held
    /// against.
    #[must_use]
    pub fn plain(rules: &'r RuleSet, tables: &'r Tables, as_of: Date) -> Self {
        Self { classes: None, sieved: false, said: RefCell::default(), ..Self::new(rules, tables, as_of) }
    }

    /// As [`Audit::new`], with one rule only, and those that it is weaker than.
    #[must_use]
    pub fn only(rules: &'r RuleSet, tables: &'r Tables, as_of: Date, rule: usize) -> Self {
        let mut audit = Self::plain(rules, tables, as_of);
        let mut order = Vec::new();
        place(rule, &rules.rules, &mut order);
        audit.order = order;
        audit.alone = Some(rule);
        audit.look_back();
        audit
    }

    /// Are the rows behind findings kept? They are unless it is said that nobody needs them.
    pub fn keep_pictures(&mut self, keeps: bool) {
        self.keeps_pictures = keeps;
    }

    /// Keeps the rows of the sheet where a rule over a table that was given looks for them.
    fn look_back(&mut self) {
        let looks_back = |index: &usize| {
            let rule = &self.rules.rules[*index];
            let given = |table: usize| self.tables.get(table).is_some_and(Option::is_some);
            let over = matches!(rule.over, Over::Table(table) if given(table));
            over && self.is_on(*index) && !rule.links().is_empty()
        };
        self.looks_back = self.order.iter().any(looks_back);
    }

    /// Another workbook begins: its rows repeat nothing of the one before.
    pub fn begin_input(&mut self) {
        self.uniques.borrow_mut().clear();
    }

    /// What the audit has come to, to [`roll_back`](Self::roll_back) to.
    #[must_use]
    pub fn checkpoint(&mut self) -> Checkpoint {
        self.count_classes();
        Checkpoint {
            tallies: self.tallies.clone(),
            found: self.found.len(),
            waiting: self.waiting.len(),
            sheet: self.sheet.len(),
            rows_judged: self.rows_judged,
            rows_by_kind: self.rows_by_kind.clone(),
            seen_columns: self.seen_columns.clone(),
        }
    }

    /// Forgets the sheet that was judged since the checkpoint: it was read wrongly, or cannot be trusted.
    pub fn roll_back(&mut self, at: SheetAt, to: &Checkpoint) {
        self.tallies.clone_from(&to.tallies);
        self.found.truncate(to.found);
        self.waiting.truncate(to.waiting);
        self.sheet.truncate(to.sheet);
        self.rows_judged = to.rows_judged;
        self.rows_by_kind.clone_from(&to.rows_by_kind);
        self.seen_columns.clone_from(&to.seen_columns);
        self.pictures.retain(|(source, sheet, _), _| (*source, *sheet) != (at.source, at.sheet));
        self.uniques.borrow_mut().forget(at.sheet);
        self.classes.iter_mut().for_each(|classes| classes.forget_rows());
        self.links.forget_rows();
    }

    /// Adds what rows came to by their class.
    fn count_classes(&mut self) {
        for (rule, verdict, why, rows) in self.classes.iter().flat_map(|classes| classes.counted()) {
            self.tallies[rule].add_rows(verdict, why, rows);
        }
        self.classes.iter_mut().for_each(|classes| classes.forget_rows());
    }

    /// Every row has been seen: judges what had to wait, and counts.
    #[must_use]
    pub fn finish(mut self) -> Judged {
        let waiting = self.waiting();
        self.judge_waiting(&waiting);
        self.judge_tables();
        self.count_classes();
        let mut findings = explain::together(self.rules, std::mem::take(&mut self.found), self.as_of);
        // Which needs less memory than sorting the findings themselves.
        findings.sort_by_cached_key(sort_key);
        let coverage = (0..self.rules.rules.len())
            .map(|index| self.tallies[index].coverage(self.rules, index, &self.seen_columns, self.tables))
            .collect();
        let kinds = self.rules.pack.row_kinds.iter().zip(&self.rows_by_kind);
        Judged {
            findings,
            coverage,
            rows: self.pictures,
            rows_judged: self.rows_judged,
            rows_by_kind: kinds
                .filter(|(kind, _)| !kind.off)
                .map(|(kind, count)| (kind.name.clone(), *count))
                .collect(),
        }
    }

    fn is_on(&self, index: usize) -> bool {
        !self.rules.rules[index].off || self.alone == Some(index)
    }

    /// Rules over a table judge its rows, once the sheet's are known.
    fn judge_tables(&mut self) {
        for index in self.order.clone() {
            let rule = &self.rules.rules[index];
            let (Over::Table(table), true) = (rule.over, self.is_on(index)) else { continue };
            for (row, at) in table_rows(self.tables, table) {
                let (verdict, _) = self.judge(Live::of(index), &row, &at, &mut RowState::default());
                debug_assert!(verdict != Verdict::Unasked || !rule.weaker_than.is_empty());
            }
        }
    }
}

/// The rows of a table, with their places; none where it was not given.
fn table_rows(tables: &Tables, table: usize) -> impl Iterator<Item = (Row, Location)> {
    let rows = tables.get(table).and_then(Option::as_ref).into_iter().flat_map(Table::rows);
    rows.map(move |(sheet, row)| {
        let at = Location { source: Source::Table(table), sheet, row: row.number, column: None, cell: None };
        (row, at)
    })
}

/// Nothing counted, by rule.
fn tallies(rules: &RuleSet) -> Vec<Tally> {
    rules.rules.iter().map(|_| Tally::default()).collect()
}

fn sort_key(finding: &Finding) -> (Source, usize, u32, u32, usize) {
    let at = &finding.at;
    (at.source, at.sheet, at.row, at.cell.map_or(u32::MAX, |cell| cell.column), finding.rule)
}
