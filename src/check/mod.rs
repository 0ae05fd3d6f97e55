//! Rule set × rows × tables → findings and coverage. Pure: no files, no clock, no printing.

mod batch;
mod class;
mod coverage;
mod explain;
mod link;
mod one_each;
mod pools;
mod related;
mod told;
pub(crate) mod truth;
mod unique;
mod why;

use std::cell::{Cell as Slot, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::finding::{Basis, Finding, Location, Source};
use crate::outcome::{Coverage, HeaderMatch, RowKey, RowPicture};
use crate::ruleset::cond::LinkId;
use crate::ruleset::pack::{Take, Target};
use crate::ruleset::rule::{Expect, Over, Rule};
use crate::ruleset::script::{Answer, Blame, Linked, Memory, Script, View};
use crate::ruleset::{RuleSet, header_row};
use crate::schema::{ColumnId, Schema};
use crate::sheet::{CellRef, Row, Value};
use crate::table::{self, Table, Tables};
use crate::workbook::header::{ColumnFind, Layout};
use batch::Helping;
pub use batch::Part;
use class::{Came, Classes, Live, RowClass};
use coverage::Tally;
use explain::Explainer;
use link::{Links, Reached, SheetRow};
use truth::{Ctx, Subject, Truth};
use unique::Uniques;
use why::Why;

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
}

/// How a column was matched on a sheet, for rules over headers.
#[derive(Debug, Clone)]
pub struct HeaderSeen {
    /// The schema's column.
    pub column: ColumnId,
    /// How.
    pub how: HeaderMatch,
    /// The header as it stands.
    pub header: Option<String>,
    /// Its 0-based column on the sheet.
    pub index: Option<u32>,
}

impl HeaderSeen {
    /// How every column of the schema was matched.
    #[must_use]
    pub fn all(layout: &Layout) -> Vec<Self> {
        let seen = |(index, find): (usize, &ColumnFind)| {
            let header = match find.how {
                HeaderMatch::Twice => {
                    Some(find.rivals.iter().map(|(_, header)| header.as_str()).collect::<Vec<_>>().join(", "))
                }
                _ => find.header.clone(),
            };
            Some(Self {
                column: ColumnId(u16::try_from(index).ok()?),
                how: find.how,
                header,
                index: find.index,
            })
        };
        layout.columns.iter().enumerate().filter_map(seen).collect()
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

/// A row that waits until every row is known, with the verdicts it has so far.
struct Waiting {
    at: Location,
    row: Arc<Row>,
    verdicts: Vec<Verdict>,
    sealed: Vec<u32>,
    remarks_note: Vec<CellRef>,
    /// What is still to be judged.
    late: Arc<[Live]>,
}

/// An audit under way: rows go in, findings gather.
pub struct Audit<'r> {
    rules: &'r RuleSet,
    tables: &'r Tables,
    links: Links<'r>,
    as_of: Date,
    /// The rules in the order they are judged: privacy first, stronger before weaker.
    order: Vec<usize>,
    /// Rules that can only be judged once every row is known.
    late: Vec<bool>,
    uniques: RefCell<Uniques>,
    tallies: Vec<Tally>,
    found: Vec<Raw>,
    pictures: BTreeMap<RowKey, RowPicture>,
    waiting: Vec<Waiting>,
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
    classes: Option<Classes<'r>>,
    sieved: bool,
    /// By rule: what its script said before; nothing where each row is judged by itself.
    said: RefCell<Vec<Memory>>,
    /// Memory for a row's verdicts.
    spare: Vec<Verdict>,
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
        let late = late(rules, tables, &order);
        let mut audit = Self {
            links,
            as_of,
            order,
            late,
            uniques: RefCell::default(),
            tallies: tallies(rules),
            found: Vec::new(),
            pictures: BTreeMap::new(),
            waiting: Vec::new(),
            sheet: Vec::new(),
            rows_judged: 0,
            rows_by_kind: vec![0; rules.pack.row_kinds.len()],
            seen_columns: vec![false; rules.pack.sheet.columns.len()],
            alone: None,
            classes: Classes::new(rules, tables),
            sieved: true,
            said: RefCell::new(rules.rules.iter().map(|_| Memory::default()).collect()),
            spare: Vec::new(),
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
        self.classes.iter_mut().for_each(Classes::forget_rows);
    }

    /// Adds what rows came to by their class.
    fn count_classes(&mut self) {
        for (rule, verdict, why, rows) in self.classes.iter().flat_map(Classes::counted) {
            self.tallies[rule].add_rows(verdict, why, rows);
        }
        self.classes.iter_mut().for_each(Classes::forget_rows);
    }

    /// Judges a sheet's header.
    pub fn headers(&mut self, at: SheetAt, row: u32, headers: &[HeaderSeen]) {
        for seen in headers {
            let column = self.rules.pack.sheet.column(seen.column);
            if seen.index.is_some() {
                self.seen_columns[seen.column.index()] = true;
            }
            let needed = if column.required { "yes" } else { "no" };
            let facts = [column.name.as_str(), seen.header.as_deref().unwrap_or(""), seen.how.word(), needed];
            let judged = header_row(row, facts);
            let at = Location {
                source: at.source,
                sheet: at.sheet,
                row,
                column: Some(column.name.as_str().into()),
                cell: seen.index.map(|index| CellRef::new(row, index)),
            };
            for index in self.order.clone() {
                if self.rules.rules[index].over == Over::Headers && self.is_on(index) {
                    self.judge(Live::of(index), &judged, &at, &mut RowState::default());
                }
            }
        }
    }

    /// Judges a row of the sheet. `notes`: the cells of the sheet that carry a note, sorted.
    pub fn row(&mut self, at: SheetAt, row: &Row, notes: &[CellRef]) -> bool {
        let at = Location { source: at.source, sheet: at.sheet, row: row.number, column: None, cell: None };
        if row.outside {
            self.outside(&at, row);
            return false;
        }
        let Some(mut classes) = self.classes.take() else { return self.plain_row(row, at, notes, None) };
        let found = classes.find(&self.ctx(&self.rules.pack.sheet, row, &at, None));
        let judged = match found {
            Ok(class) => {
                let judged = self.row_of_class(&class, row, at, notes);
                if judged {
                    classes.count(&class);
                }
                judged
            }
            Err(id) => self.plain_row(row, at, notes, id.map(|id| (&mut classes, id))),
        };
        self.classes = Some(classes);
        judged
    }

    /// Judges a row by every rule. `learning`: what comes of it is kept for the rows of its class.
    fn plain_row(
        &mut self,
        row: &Row,
        at: Location,
        notes: &[CellRef],
        learning: Option<(&mut Classes<'r>, u32)>,
    ) -> bool {
        let kind = self.kind(row, &at);
        let judged = self.count_row(kind);
        let mut state = self.state(&[], notes);
        let mut came = Vec::new();
        for step in (0..self.order.len()).filter(|_| judged) {
            let index = self.order[step];
            if self.is_asked(index, kind) {
                let (verdict, why) = match self.late[index] {
                    true => (Verdict::Unasked, None),
                    false => self.judge(Live::of(index), row, &at, &mut state),
                };
                state.verdicts[index] = verdict;
                came.push(Came { rule: index, verdict, why });
            }
        }
        if let Some((classes, id)) = learning {
            let ctx = self.ctx(&self.rules.pack.sheet, row, &at, None);
            classes.learn(id, kind, self.rules, &came, &self.late, &ctx);
        }
        let late: Arc<[Live]> =
            came.iter().filter(|came| self.late[came.rule]).map(|came| Live::of(came.rule)).collect();
        if judged {
            self.close(row, at, state, kind.is_none(), &late);
        }
        judged
    }

    /// Judges a row of a class that is known: only by the rules that look further, or that it breaks.
    fn row_of_class(&mut self, class: &RowClass, row: &Row, at: Location, notes: &[CellRef]) -> bool {
        let judged = self.count_row(class.kind);
        if judged {
            let mut state = self.state(&class.verdicts, notes);
            for live in &class.live {
                state.verdicts[live.rule] = self.judge(*live, row, &at, &mut state).0;
            }
            self.close(row, at, state, class.kind.is_none(), &class.late);
        }
        judged
    }

    /// Counts a row by its kind. Is it judged at all?
    fn count_row(&mut self, kind: Option<usize>) -> bool {
        if let Some(kind) = kind {
            self.rows_by_kind[kind] += 1;
        }
        let judged = kind.is_none_or(|kind| !self.rules.pack.row_kinds[kind].judged_by.is_empty());
        self.rows_judged += u64::from(judged);
        judged
    }

    /// A row's state, with the verdicts that are known.
    fn state<'n>(&mut self, known: &[Verdict], notes: &'n [CellRef]) -> RowState<'n> {
        let mut verdicts = std::mem::take(&mut self.spare);
        verdicts.clear();
        verdicts.extend_from_slice(known);
        verdicts.resize(self.rules.rules.len(), Verdict::Unasked);
        RowState { verdicts, notes, ..RowState::default() }
    }

    /// Keeps a row where rules may still be judged on it, where it may take a candidate that others want, or where a
    /// rule over a table looks for it.
    fn close(&mut self, row: &Row, at: Location, state: RowState<'_>, may_wait: bool, late: &Arc<[Live]>) {
        if let Some(helping) = &mut self.helping {
            helping.leave(late, row, &state, self.rules);
            self.spare = state.verdicts;
            return;
        }
        let waits = may_wait && self.late.contains(&true);
        let kept = (waits || self.looks_back).then(|| Arc::new(row.clone()));
        if let (true, Some(row)) = (self.looks_back, &kept) {
            self.sheet.push((at.clone(), Arc::clone(row)));
        }
        let (true, Some(kept)) = (waits, kept) else {
            self.spare = state.verdicts;
            return;
        };
        let has_note = |cell: &CellRef| state.notes.binary_search(cell).is_ok();
        self.waiting.push(Waiting {
            at,
            row: kept,
            verdicts: state.verdicts,
            sealed: state.sealed,
            remarks_note: row
                .cells
                .iter()
                .map(|cell| CellRef::new(row.number, cell.column))
                .filter(has_note)
                .collect(),
            late: Arc::clone(late),
        });
    }

    /// A row that is no data is looked at by the rules over every cell, and counted nowhere.
    fn outside(&mut self, at: &Location, row: &Row) {
        let mut state = RowState::default();
        let mut left = Vec::new();
        for index in self.order.clone() {
            if self.rules.rules[index].over != Over::EveryCell || !self.is_on(index) {
                continue;
            }
            match self.helping.is_some() && self.late[index] {
                true => left.push(Live::of(index)),
                false => {
                    self.judge(Live::of(index), row, at, &mut state);
                }
            }
        }
        let left = left.into();
        self.helping.iter_mut().for_each(|helping| helping.leave(&left, row, &state, self.rules));
    }

    /// The kind of a row that only some rules judge, by its name in the pack.
    #[must_use]
    pub fn kind_of(&self, row: &Row) -> Option<&'r str> {
        let at = Location { source: Source::Input(0), sheet: 0, row: row.number, column: None, cell: None };
        self.kind(row, &at).map(|kind| self.rules.pack.row_kinds[kind].name.as_str())
    }

    /// Every row has been seen: judges what had to wait, and counts.
    #[must_use]
    pub fn finish(mut self) -> Judged {
        self.links.sheet_known(std::mem::take(&mut self.sheet));
        self.assign();
        for waiting in std::mem::take(&mut self.waiting) {
            let mut state =
                RowState { verdicts: waiting.verdicts, sealed: waiting.sealed, notes: &waiting.remarks_note };
            for live in waiting.late.iter().copied() {
                state.verdicts[live.rule] = self.judge(live, &waiting.row, &waiting.at, &mut state).0;
            }
        }
        self.judge_tables();
        self.count_classes();
        let mut findings = explain::together(self.rules, std::mem::take(&mut self.found), self.as_of);
        findings.sort_by_key(sort_key);
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

    fn is_asked(&self, index: usize, kind: Option<usize>) -> bool {
        let rule = &self.rules.rules[index];
        let by_kind = kind.is_none_or(|kind| {
            self.rules.pack.row_kinds[kind].judged_by.iter().any(|name| *name.text == *rule.id)
        });
        let over_rows = matches!(rule.over, Over::Sheet | Over::Cells | Over::EveryCell);
        self.is_on(index) && by_kind && over_rows
    }

    fn is_on(&self, index: usize) -> bool {
        !self.rules.rules[index].off || self.alone == Some(index)
    }

    fn kind(&self, row: &Row, at: &Location) -> Option<usize> {
        if self.alone.is_some() {
            return None;
        }
        let ctx = self.ctx(&self.rules.pack.sheet, row, at, None);
        let kinds = &self.rules.pack.row_kinds;
        kinds.iter().position(|kind| !kind.off && ctx.truth(&kind.when).holds())
    }

    fn ctx<'c>(
        &'c self,
        schema: &'c Schema,
        row: &'c Row,
        at: &'c Location,
        cell: Option<Subject>,
    ) -> Ctx<'c> {
        Ctx {
            pack: &self.rules.pack,
            schema,
            row,
            at,
            as_of: self.as_of,
            sieved: self.sieved,
            cell,
            outer: None,
            links: Some(&self.links),
            uniques: &self.uniques,
            why: Slot::new(None),
            earlier: RefCell::default(),
        }
    }

    fn schema(&self, rule: &Rule) -> &'r Schema {
        match rule.over {
            Over::Headers => &self.rules.headers,
            Over::Table(index) => &self.rules.pack.tables[index],
            _ => &self.rules.pack.sheet,
        }
    }

    /// One rule, one row: its verdict, tallied, with its findings.
    fn judge(
        &mut self,
        live: Live,
        row: &Row,
        at: &Location,
        state: &mut RowState<'_>,
    ) -> (Verdict, Option<Why>) {
        let index = live.rule;
        let rule = &self.rules.rules[index];
        let heard = rule.weaker_than.iter().all(|stronger| {
            // One that does not apply to the row has left it unchecked, too.
            let verdict = state.verdicts.get(*stronger).copied().unwrap_or(Verdict::Unasked);
            !matches!(verdict, Verdict::Passed | Verdict::Broken)
        });
        if !heard {
            return (Verdict::Unasked, None);
        }
        let mut row_verdict = Verdict::NotApplicable;
        let mut row_why = None;
        for subject in subjects(rule, row) {
            let (verdict, why, finding) = self.judge_one(rule, live, row, at, subject, state);
            self.found.extend(finding);
            if rank(verdict) > rank(row_verdict) {
                row_verdict = verdict;
                row_why = why;
            }
        }
        // A row that is no data is one only where something is wrong with it.
        if !row.outside || row_verdict == Verdict::Broken {
            self.tallies[index].add(row_verdict, row_why);
        }
        (row_verdict, row_why)
    }

    fn judge_one(
        &mut self,
        rule: &'r Rule,
        live: Live,
        row: &Row,
        at: &Location,
        subject: Option<Subject>,
        state: &mut RowState<'_>,
    ) -> (Verdict, Option<Why>, Option<Raw>) {
        let index = live.rule;
        let schema = self.schema(rule);
        let mut broke = None;
        let mut shown = Vec::new();
        let (verdict, why, finding) = {
            let ctx = self.ctx(schema, row, at, subject);
            let applies = match live.holds {
                Some(why) => {
                    ctx.why.set(why);
                    Truth::Holds
                }
                None => Truth::and(
                    in_force(rule, &ctx),
                    rule.when.as_ref().map_or(Truth::Holds, |when| ctx.truth(when)),
                ),
            };
            match applies {
                Truth::Broken => (Verdict::NotApplicable, None, None),
                Truth::Undecided => (Verdict::UndecidedWhen, ctx.why.get(), None),
                Truth::Holds => {
                    let truth = match &rule.expect {
                        Expect::Cond(cond) => ctx.truth(cond),
                        Expect::Script(script) => match self.run(index, script, &ctx) {
                            Answer::Is(true) => Truth::Holds,
                            Answer::Is(false) => Truth::Broken,
                            Answer::Undecided(blame) => {
                                ctx.why.set(Some(self.why(blame, &ctx)));
                                Truth::Undecided
                            }
                            Answer::Broke(fault) => {
                                broke = Some(fault);
                                Truth::Undecided
                            }
                        },
                    };
                    match truth {
                        Truth::Holds => (Verdict::Passed, None, None),
                        Truth::Undecided => (Verdict::Undecided, ctx.why.get(), None),
                        Truth::Broken => {
                            let explainer = Explainer {
                                rules: self.rules,
                                rule,
                                index,
                                ctx: &ctx,
                                links: &self.links,
                                notes: state.notes,
                                shown: None,
                            };
                            if rule.basis == Basis::Privacy {
                                state.sealed.extend(explainer.place().cell.map(|cell| cell.column));
                            }
                            let (finding, pictures) = explainer.finding(&state.sealed);
                            shown = pictures;
                            let day = first_day(schema, row);
                            (Verdict::Broken, None, Some(Raw { finding, day }))
                        }
                    }
                }
            }
        };
        if let Some(fault) = broke {
            self.tallies[index].fail(at, &fault, self.rules.lang);
        }
        for (row, picture) in shown {
            self.pictures.entry(row).or_insert(picture);
        }
        if finding.is_some() && !matches!(rule.over, Over::Headers) {
            let picture = explain::picture(schema, row, &state.sealed);
            self.pictures.insert(at.row_key(), picture);
        }
        (verdict, why, finding)
    }

    fn run(&self, rule: usize, script: &Script, ctx: &Ctx<'_>) -> Answer {
        let linked = |id: &LinkId| {
            let linked = match self.links.reach(*id, ctx) {
                Reached::One(row) => Linked::Row(row),
                Reached::Several(rows) if alike(&rows) => {
                    rows.first().map_or(Linked::None, |row| Linked::Row(row))
                }
                Reached::None => Linked::None,
                Reached::Several(_) | Reached::Undecided(_) => Linked::Undecided,
            };
            (*id, linked)
        };
        let candidates = |id: &LinkId| {
            let found = self.links.candidates(*id, ctx).ok();
            (*id, found.filter(|found| found.unsure.is_none()).map(|found| found.sure))
        };
        let view = View {
            schema: ctx.schema,
            row: ctx.row,
            linked: script.links.iter().map(linked).collect(),
            candidates: script.candidates.iter().map(candidates).collect(),
            unique: script.uniques.iter().map(|unique| ctx.unique(unique).decided()).collect(),
            as_of: self.as_of,
        };
        match self.said.borrow_mut().get_mut(rule) {
            Some(memory) => memory.run(&self.rules.scripts, script, &view),
            None => self.rules.scripts.run(script, &view),
        }
    }

    /// Why a script could not tell.
    fn why(&self, blame: Blame, ctx: &Ctx<'_>) -> Why {
        match blame {
            Blame::Nothing => Why::Script,
            Blame::Column(id) => Why::Unreadable(id),
            Blame::Link(id) => match self.links.candidates(id, ctx) {
                Err(why) => why,
                Ok(found) => found.unsure.unwrap_or(Why::Several(id)),
            },
        }
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

/// Do the rows say the same, cell by cell?
fn alike(rows: &[&Row]) -> bool {
    let same =
        |pair: &[&Row]| pair[0].cells.iter().zip(&pair[1].cells).all(|(one, other)| one.text == other.text);
    rows.windows(2).all(same)
}

/// What the rules of one row share.
#[derive(Default)]
struct RowState<'n> {
    verdicts: Vec<Verdict>,
    /// Columns of the sheet whose contents a privacy rule has sealed.
    sealed: Vec<u32>,
    notes: &'n [CellRef],
}

impl Truth {
    /// None where undecided.
    fn decided(self) -> Option<bool> {
        match self {
            Self::Holds => Some(true),
            Self::Broken => Some(false),
            Self::Undecided => None,
        }
    }

    fn and(one: Self, other: Self) -> Self {
        match (one, other) {
            (Self::Broken, _) | (_, Self::Broken) => Self::Broken,
            (Self::Undecided, _) | (_, Self::Undecided) => Self::Undecided,
            _ => Self::Holds,
        }
    }
}

/// The more a verdict says of a row.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Unasked => 0,
        Verdict::NotApplicable => 1,
        Verdict::Passed => 2,
        Verdict::UndecidedWhen => 3,
        Verdict::Undecided => 4,
        Verdict::Broken => 5,
    }
}

/// What a rule looks at in a row: the row, or each of its filled cells.
fn subjects<'s>(rule: &Rule, row: &'s Row) -> impl Iterator<Item = Option<Subject>> + use<'s> {
    let over_cells = matches!(rule.over, Over::Cells | Over::EveryCell);
    let filled = |(index, cell): (usize, &crate::sheet::Cell)| {
        let id = ColumnId(u16::try_from(index).ok()?);
        let there = cell.value != Value::Absent && (cell.value != Value::Blank || !cell.text.is_empty());
        there.then_some(Some(Subject::Column(id)))
    };
    let cells = if over_cells { &row.cells[..] } else { &[] };
    let strays = if rule.over == Over::EveryCell { row.strays.len() } else { 0 };
    let row_itself = (!over_cells).then_some(None);
    let strays = (0..strays).map(|index| Some(Subject::Stray(index)));
    row_itself.into_iter().chain(cells.iter().enumerate().filter_map(filled)).chain(strays)
}

/// Did the rule hold on the row's day?
fn in_force(rule: &Rule, ctx: &Ctx<'_>) -> Truth {
    let Some(valid) = rule.valid else { return Truth::Holds };
    let Some(day) = first_day(ctx.schema, ctx.row) else {
        ctx.why.set(Some(Why::NoDay));
        return Truth::Undecided;
    };
    let held = valid.from.is_none_or(|from| from <= day) && valid.to.is_none_or(|to| day <= to);
    if held { Truth::Holds } else { Truth::Broken }
}

/// The row's day: what its first column of dates holds.
fn first_day(schema: &Schema, row: &Row) -> Option<Date> {
    let column = schema.columns.iter().position(|column| column.kind == crate::schema::ColumnType::Date)?;
    table::date(row.cells.get(column)?)
}

/// Privacy first (what it seals, no other finding shows), then stronger before weaker, then by id.
fn order(rules: &[Rule]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(rules.len());
    let privacy = (0..rules.len()).filter(|index| rules[*index].basis == Basis::Privacy);
    let others = (0..rules.len()).filter(|index| rules[*index].basis != Basis::Privacy);
    for index in privacy.chain(others) {
        place(index, rules, &mut order);
    }
    order
}

fn place(index: usize, rules: &[Rule], order: &mut Vec<usize>) {
    if order.contains(&index) {
        return;
    }
    for stronger in &rules[index].weaker_than {
        place(*stronger, rules, order);
    }
    order.push(index);
}

/// Nothing counted, by rule.
fn tallies(rules: &RuleSet) -> Vec<Tally> {
    rules.rules.iter().map(|_| Tally::default()).collect()
}

/// Rules that follow a `one_each` link to a table that was given, and those weaker than them.
fn late(rules: &RuleSet, tables: &Tables, order: &[usize]) -> Vec<bool> {
    let waits = |link: &LinkId| {
        let link = rules.pack.link(*link);
        let given = match link.to {
            Target::Table(index) => tables.get(index).is_some_and(Option::is_some),
            Target::Sheet { .. } => false,
        };
        link.take == Take::OneEach && given
    };
    let mut late = vec![false; rules.rules.len()];
    for index in order {
        let rule = &rules.rules[*index];
        late[*index] =
            rule.links().iter().any(waits) || rule.weaker_than.iter().any(|stronger| late[*stronger]);
    }
    late
}

fn sort_key(finding: &Finding) -> (Source, usize, u32, u32, usize) {
    let at = &finding.at;
    (at.source, at.sheet, at.row, at.cell.map_or(u32::MAX, |cell| cell.column), finding.rule)
}
