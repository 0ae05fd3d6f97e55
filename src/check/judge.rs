//! One rule, one row.

use std::cell::{Cell as Slot, RefCell};

use jiff::civil::Date;

use super::batch::Foretold;
use super::class::Live;
use super::explain::{self, Explainer};
use super::link::Reached;
use super::rows::RowState;
use super::truth::{Ctx, Subject, Truth};
use super::why::Why;
use super::{Audit, Raw, Verdict};
use crate::finding::{Basis, Location};
use crate::ruleset::cond::LinkId;
use crate::ruleset::fault::Fault;
use crate::ruleset::rule::{Expect, Over, Rule};
use crate::ruleset::script::{Answer, Blame, Linked, Script, View};
use crate::schema::{ColumnId, ColumnType, Schema};
use crate::sheet::{Row, Value};
use crate::table;

impl<'r> Audit<'r> {
    /// One rule, one row: its verdict, tallied, with its findings.
    pub(super) fn judge(
        &mut self,
        live: Live,
        row: &Row,
        at: &Location,
        state: &mut RowState<'_>,
    ) -> (Verdict, Option<Why>) {
        let index = live.rule;
        let rule = &self.rules.rules[index];
        if !is_heard(rule, state) {
            return (Verdict::Unasked, None);
        }
        let (row_verdict, row_why) = match rule.over {
            Over::Cells | Over::EveryCell => {
                let mut worst = (Verdict::NotApplicable, None);
                for subject in cells(rule, row) {
                    let one = self.judge_one(rule, live, row, at, Some(subject), state);
                    if rank(one.0) > rank(worst.0) {
                        worst = one;
                    }
                }
                worst
            }
            _ => self.judge_one(rule, live, row, at, None, state),
        };
        // A row that is no data is one only where something is wrong with it.
        if !row.outside || row_verdict == Verdict::Broken {
            self.tallies[index].add(row_verdict, row_why);
        }
        (row_verdict, row_why)
    }

    /// What the audit that is helped would come to, if no row before is the same; with what that rests on. None where it
    /// must see for itself.
    pub(super) fn foretell(
        &self,
        live: Live,
        row: &Row,
        at: &Location,
        state: &RowState<'_>,
    ) -> Option<Foretold> {
        let rule = &self.rules.rules[live.rule];
        if rule.over != Over::Sheet {
            return None;
        }
        if !is_heard(rule, state) {
            return Some(Foretold { verdict: Verdict::Unasked, why: None, known: None });
        }
        let ctx = self.ctx(self.schema(rule), row, at, None);
        let came = self.verdict(rule, live, &ctx);
        let mut uniques = self.uniques.borrow_mut();
        let mut asked = uniques.asked();
        let (known, more) = (asked.next(), asked.next());
        let (verdict, why) = came.ok()?;
        // Of several, what one says may decide whether another is asked.
        let is_clear = verdict != Verdict::Broken && more.is_none();
        is_clear.then_some(Foretold { verdict, why, known })
    }

    fn judge_one(
        &mut self,
        rule: &'r Rule,
        live: Live,
        row: &Row,
        at: &Location,
        subject: Option<Subject>,
        state: &mut RowState<'_>,
    ) -> (Verdict, Option<Why>) {
        let index = live.rule;
        let schema = self.schema(rule);
        let ctx = self.ctx(schema, row, at, subject);
        match self.verdict(rule, live, &ctx) {
            Ok((Verdict::Broken, _)) => {}
            Ok(came) => return came,
            Err((fault, why)) => {
                self.tallies[index].fail(at, &fault, self.rules.lang);
                return (Verdict::Undecided, why);
            }
        }
        let explainer = Explainer {
            rules: self.rules,
            rule,
            index,
            ctx: &ctx,
            links: &self.links,
            alike: &self.alike,
            notes: state.notes,
            shown: None,
        };
        if rule.basis == Basis::Privacy {
            state.sealed.extend(explainer.place().cell.map(|cell| cell.column));
        }
        let (finding, shown) = explainer.finding(&state.sealed);
        for (row, picture) in shown.into_iter().filter(|_| self.keeps_pictures) {
            self.pictures.entry(row).or_insert(picture);
        }
        if self.keeps_pictures && !matches!(rule.over, Over::Headers) {
            let picture = explain::picture(&self.alike, schema, row, &state.sealed);
            self.pictures.insert(at.row_key(), picture);
        }
        self.found.push(Raw { finding, day: first_day(schema, row) });
        (Verdict::Broken, None)
    }

    /// What a rule comes to; or where its script broke, which leaves it undecided.
    fn verdict(
        &self,
        rule: &Rule,
        live: Live,
        ctx: &Ctx<'_>,
    ) -> Result<(Verdict, Option<Why>), (Fault, Option<Why>)> {
        let applies = match live.holds {
            Some(why) => {
                ctx.why.set(why);
                Truth::Holds
            }
            None => in_force(rule, ctx).and(rule.when.as_ref().map_or(Truth::Holds, |when| ctx.truth(when))),
        };
        match applies {
            Truth::Broken => return Ok((Verdict::NotApplicable, None)),
            Truth::Undecided => return Ok((Verdict::UndecidedWhen, ctx.why.get())),
            Truth::Holds => {}
        }
        let truth = match &rule.expect {
            Expect::Cond(cond) => ctx.truth(cond),
            Expect::Script(script) => match self.run(live.rule, script, ctx) {
                Answer::Is(true) => Truth::Holds,
                Answer::Is(false) => Truth::Broken,
                Answer::Undecided(blame) => {
                    ctx.why.set(Some(self.why(blame, ctx)));
                    Truth::Undecided
                }
                Answer::Broke(fault) => return Err((fault, ctx.why.get())),
            },
        };
        Ok(match truth {
            Truth::Holds => (Verdict::Passed, None),
            Truth::Undecided => (Verdict::Undecided, ctx.why.get()),
            Truth::Broken => (Verdict::Broken, None),
        })
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

    pub(super) fn ctx<'c>(
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
}

/// Is the rule asked? Not where a stronger one has told.
fn is_heard(rule: &Rule, state: &RowState<'_>) -> bool {
    rule.weaker_than.iter().all(|stronger| {
        // One that does not apply to the row has left it unchecked, too.
        let verdict = state.verdicts.get(*stronger).copied().unwrap_or(Verdict::Unasked);
        !matches!(verdict, Verdict::Passed | Verdict::Broken)
    })
}

/// Do the rows say the same, cell by cell?
fn alike(rows: &[&Row]) -> bool {
    let same =
        |pair: &[&Row]| pair[0].cells.iter().zip(&pair[1].cells).all(|(one, other)| one.text == other.text);
    rows.windows(2).all(same)
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

/// What a rule over cells looks at in a row: each filled cell.
fn cells<'s>(rule: &Rule, row: &'s Row) -> impl Iterator<Item = Subject> + use<'s> {
    let filled = |(index, cell): (usize, &crate::sheet::Cell)| {
        let id = ColumnId(u16::try_from(index).ok()?);
        let there = cell.value != Value::Absent && (cell.value != Value::Blank || !cell.text.is_empty());
        there.then_some(Subject::Column(id))
    };
    let strays = if rule.over == Over::EveryCell { row.strays.len() } else { 0 };
    row.cells.iter().enumerate().filter_map(filled).chain((0..strays).map(Subject::Stray))
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
    let column = schema.columns.iter().position(|column| column.kind == ColumnType::Date)?;
    table::date(row.cells.get(column)?)
}
