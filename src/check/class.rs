//! Rows that no rule can tell apart are judged once.
//!
//! What a cell's own tests answer is the cell's *class*; the classes of a row's cells are the row's. A verdict that
//! rests on nothing else is the same for every row of a class, and so is the first row's. What looks further (at another
//! cell, another row, a table, through a script) is judged row by row, and so is what will become a finding.
//!
//! This only remembers what plain judging said: leave it out, and the same comes out, later.

mod cells;
mod closer;

use std::cell::{Cell as Slot, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use super::Verdict;
use super::order::Turn;
use super::told::Told;
use super::truth::{Ctx, Truth};
use super::why::Why;
use crate::finding::Source;
use crate::ruleset::RuleSet;
use crate::ruleset::cond::{Cond, Field, LinkId, Test};
use crate::ruleset::pack::Target;
use crate::ruleset::rule::{Expect, Over, Rule};
use crate::schema::ColumnId;
use crate::table::Tables;
use cells::{Column, Ids, number};
use closer::{Contents, OfCells, Step};

/// Classes that are kept: more than a sheet has, less than memory minds.
const MOST: u32 = 1 << 16;

/// What is known of rows by their class.
pub(super) struct Classes<'r> {
    columns: Vec<Column<'r>>,
    /// What is asked of the first cell, whichever column that is.
    first_tests: Vec<(Field, &'r Test)>,
    /// Which it is on this sheet.
    first: Option<ColumnId>,
    sheet: Option<(Source, usize)>,
    /// Whose shared texts are remembered.
    source: Option<Source>,
    /// What is asked of cells outside the pack's columns.
    stray_tests: Vec<(Field, &'r Test)>,
    strays: Ids<u8>,
    rows: Ids<u32>,
    /// By the row's id.
    known: Vec<Rc<RowClass>>,
    /// The lists of rules that helpers leave to the audit.
    lists: Vec<Arc<[Live]>>,
    /// So much is known of rows more closely than by their class.
    closer: usize,
    /// What has rows to be counted.
    counting: Vec<Rc<Known>>,
    key: Vec<u32>,
    /// What the row's cells hold, column by column.
    held: Vec<Option<Contents>>,
    signature: Vec<u8>,
    /// By rule: can its verdict, or its `when` at least, be told from a row's class?
    rules: Vec<Reach>,
}

/// How far a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reach {
    /// Only at what a class tells.
    near: bool,
    /// Its `when` does, if not its `expect`.
    when_near: bool,
}

/// What holds for every row of a class.
#[derive(Debug)]
pub(super) struct RowClass {
    /// The kind of row that it is.
    pub(super) kind: Option<usize>,
    pub(super) known: Rc<Known>,
    /// Rules that have their turn later.
    pub(super) later: Later,
    of_cells: OfCells,
    /// What is known of its rows by what scripts read, too.
    closer: RefCell<Option<Step>>,
}

/// What is known of rows before they are judged.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// By rule. Those of `live` rules are not to be relied on, unless they are broken.
    pub(super) verdicts: Vec<Verdict>,
    /// Verdicts that all of them share and that are counted; those of their class aside.
    settled: Vec<(usize, Verdict, Option<Why>)>,
    /// Rules that are judged row by row, in the order of judging.
    pub(super) live: Vec<Live>,
    /// Rows that are to be counted, those that were judged in full aside.
    count: Slot<u64>,
}

/// Rules that are not judged when their row comes.
#[derive(Debug, Clone, Default)]
pub(super) struct Later {
    /// By a helper: they are the audit's.
    pub(super) left: Arc<[Live]>,
    /// Once every row is known.
    pub(super) late: Arc<[Live]>,
}

/// A rule that is judged row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Live {
    pub(super) rule: usize,
    /// Where its `when` holds for the whole class: what was last undecided in it.
    pub(super) holds: Option<Option<Why>>,
}

/// What came of one rule on one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Came {
    pub(super) rule: usize,
    pub(super) verdict: Verdict,
    pub(super) why: Option<Why>,
}

impl Live {
    /// A rule of which nothing is known.
    pub(super) fn of(rule: usize) -> Self {
        Self { rule, holds: None }
    }
}

impl<'r> Classes<'r> {
    /// None where a row's kind cannot be told from its class.
    pub(super) fn new(rules: &'r RuleSet, tables: &Tables) -> Option<Self> {
        let pack = &rules.pack;
        // Then there is nothing to look at but the row itself, by the link's own `when`.
        let absent = |link: LinkId| match (pack.link(link).to, &pack.link(link).when) {
            (Target::Table(index), when) => {
                tables.get(index).is_none_or(Option::is_none)
                    && when.as_ref().is_none_or(|when| is_near(when, &|_| false))
            }
            _ => false,
        };
        if !pack.row_kinds.iter().all(|kind| is_near(&kind.when, &absent)) {
            return None;
        }
        let mut classes = Self {
            columns: pack.sheet.columns.iter().map(|_| Column::default()).collect(),
            first_tests: Vec::new(),
            first: None,
            sheet: None,
            source: None,
            stray_tests: Vec::new(),
            strays: Ids::default(),
            rows: Ids::default(),
            known: Vec::new(),
            lists: Vec::new(),
            closer: 0,
            counting: Vec::new(),
            key: Vec::new(),
            held: Vec::new(),
            signature: Vec::new(),
            rules: rules.rules.iter().map(|rule| Reach::of(rule, &absent)).collect(),
        };
        for kind in &pack.row_kinds {
            classes.ask(&kind.when, &absent);
        }
        let of_rows = pack.links.iter().filter(|link| matches!(link.to, Target::Table(_)));
        for when in of_rows.filter_map(|link| link.when.as_ref()) {
            classes.ask(when, &absent);
        }
        for rule in &rules.rules {
            if !rule.off && matches!(rule.over, Over::Sheet | Over::Cells | Over::EveryCell) {
                for cond in rule.conds() {
                    classes.ask(cond, &absent);
                }
            }
        }
        Some(classes)
    }

    /// Notes every test that a class must answer for.
    fn ask(&mut self, cond: &'r Cond, absent: &impl Fn(LinkId) -> bool) {
        match cond {
            // What is compared with nothing says what the state of its cell says.
            Cond::Test(field, test)
                if is_near(cond, absent) && !is_of_state(test) && test.other().is_none() =>
            {
                match field {
                    Field::Column(id) => self.columns[id.index()].ask(*field, test),
                    Field::FirstCell => ask(&mut self.first_tests, Field::FirstCell, test),
                    Field::Cell => {
                        self.columns.iter_mut().for_each(|column| column.ask(*field, test));
                        ask(&mut self.stray_tests, Field::Cell, test);
                    }
                    _ => {}
                }
            }
            Cond::All(parts) | Cond::Any(parts) | Cond::None(parts) => {
                for part in parts {
                    self.ask(part, absent);
                }
            }
            _ => {}
        }
    }

    /// The row's class where it is known, and else its id, to be known from now on; none where there are too many.
    pub(super) fn find(&mut self, ctx: &Ctx<'_>) -> Result<Rc<RowClass>, Option<u32>> {
        let sheet = Some((ctx.at.source, ctx.at.sheet));
        let first = if sheet == self.sheet { self.first } else { ctx.first_cell() };
        self.sheet = sheet;
        if self.source.replace(ctx.at.source) != Some(ctx.at.source) {
            self.columns.iter_mut().for_each(Column::forget_shared);
        }
        if first != self.first {
            // More, or less, is asked of a column that is the first one: it differs from sheet to sheet.
            self.columns.iter_mut().for_each(Column::forget_cells);
            self.first = first;
        }
        let Self { columns, first_tests, key, held, signature, .. } = self;
        key.clear();
        held.clear();
        key.push(first.map_or(u32::MAX, |id| u32::from(id.0)));
        for ((cell, column), id) in ctx.row.cells.iter().zip(columns).zip((0..).map(ColumnId)) {
            let more = if first == Some(id) { &first_tests[..] } else { &[] };
            let (class, holds) = column.class(cell, id, more, ctx, signature).ok_or(None)?;
            key.push(class);
            held.push(holds);
        }
        let strays = self.stray_class(ctx).ok_or(None)?;
        self.key.push(strays);
        match self.rows.find(&self.key) {
            Some(id) => match self.known.get(id as usize) {
                Some(class) => Ok(Rc::clone(class)),
                None => Err(Some(id)),
            },
            None => Err(self.rows.add(&self.key)),
        }
    }

    fn stray_class(&mut self, ctx: &Ctx<'_>) -> Option<u32> {
        if ctx.row.strays.is_empty() {
            return Some(u32::MAX);
        }
        self.signature.clear();
        for stray in &ctx.row.strays {
            let told = Told::new(&stray.text, true);
            let answer = |(_, test): &(Field, &Test)| ctx.text_test(&told, test).map_or(3, number);
            self.signature.extend(self.stray_tests.iter().map(answer));
        }
        self.strays.of(&self.signature)
    }

    /// Remembers what plain judging said of the first row of a class: `came`, in the order of judging.
    pub(super) fn learn(
        &mut self,
        id: u32,
        kind: Option<usize>,
        rules: &RuleSet,
        came: &[Came],
        turns: &[Turn],
        ctx: &Ctx<'_>,
    ) {
        debug_assert_eq!(id as usize, self.known.len());
        let mut known = Known { verdicts: vec![Verdict::Unasked; rules.rules.len()], ..Known::default() };
        let (mut left, mut late) = (Vec::new(), Vec::new());
        // A rule that is not asked of such rows says the same of each of them: nothing.
        let mut is_settled = vec![true; rules.rules.len()];
        for Came { rule: index, verdict, why } in came {
            let rule = &rules.rules[*index];
            let reach = self.rules[*index];
            known.verdicts[*index] = *verdict;
            let heard = rule.weaker_than.iter().all(|stronger| is_settled[*stronger]);
            let when = self.when(*index, rule, ctx);
            let concerns_none = matches!(when, When::Is(Truth::Broken, _));
            let is_told = reach.near || matches!(when, When::Is(Truth::Undecided, _));
            let settled = concerns_none || (heard && turns[*index] == Turn::Now && is_told);
            is_settled[*index] = settled;
            let holds = match when {
                When::Is(Truth::Holds, why) => Some(why),
                _ => None,
            };
            let live = Live { rule: *index, holds };
            if !settled && turns[*index] == Turn::Left {
                left.push(live);
            } else if !settled && turns[*index] == Turn::Late {
                late.push(live);
            } else if !settled || *verdict == Verdict::Broken {
                known.live.push(live);
            } else if !matches!(verdict, Verdict::Unasked | Verdict::NotApplicable) {
                known.settled.push((*index, *verdict, *why));
            }
        }
        let of_cells = OfCells::new(&known, is_settled, rules);
        let later = Later { left: self.shared(left), late: late.into() };
        self.known.push(Rc::new(RowClass {
            kind,
            known: Rc::new(known),
            later,
            of_cells,
            closer: RefCell::default(),
        }));
    }

    /// A list that classes share where it is the same.
    fn shared(&mut self, list: Vec<Live>) -> Arc<[Live]> {
        if let Some(known) = self.lists.iter().find(|known| ***known == *list) {
            return Arc::clone(known);
        }
        let list: Arc<[Live]> = list.into();
        self.lists.push(Arc::clone(&list));
        list
    }

    /// What a rule's `when` says of every row of the class that this row is of.
    fn when(&self, index: usize, rule: &Rule, ctx: &Ctx<'_>) -> When {
        if rule.over != Over::Sheet || rule.valid.is_some() {
            return When::Open;
        }
        let Some(when) = &rule.when else { return When::Is(Truth::Holds, None) };
        if sees(when) {
            return When::Open;
        }
        if self.rules[index].when_near {
            ctx.why.set(None);
            let truth = ctx.truth(when);
            return When::Is(truth, ctx.why.take());
        }
        if self.is_broken(when, ctx) { When::Is(Truth::Broken, None) } else { When::Open }
    }

    /// Is a condition broken for the whole class, whatever its parts that look further say?
    fn is_broken(&self, cond: &Cond, ctx: &Ctx<'_>) -> bool {
        match cond {
            Cond::All(parts) => parts.iter().any(|part| self.is_broken(part, ctx)),
            Cond::Any(parts) => parts.iter().all(|part| self.is_broken(part, ctx)),
            Cond::None(parts) => parts.iter().any(|part| self.holds(part, ctx)),
            _ => is_near(cond, &|_| false) && ctx.truth(cond) == Truth::Broken,
        }
    }

    fn holds(&self, cond: &Cond, ctx: &Ctx<'_>) -> bool {
        match cond {
            Cond::All(parts) => parts.iter().all(|part| self.holds(part, ctx)),
            Cond::Any(parts) => parts.iter().any(|part| self.holds(part, ctx)),
            Cond::None(parts) => parts.iter().all(|part| self.is_broken(part, ctx)),
            _ => is_near(cond, &|_| false) && ctx.truth(cond) == Truth::Holds,
        }
    }

    /// Counts a row of which this was known.
    pub(super) fn count(&mut self, known: &Rc<Known>) {
        if known.count.get() == 0 {
            self.counting.push(Rc::clone(known));
        }
        known.count.set(known.count.get() + 1);
    }

    /// No row was counted, and the sheet may be read anew.
    pub(super) fn forget_rows(&mut self) {
        self.sheet = None;
        for known in self.counting.drain(..) {
            known.count.set(0);
        }
    }

    /// What rows came to by what was known of them.
    pub(super) fn counted(&self) -> impl Iterator<Item = (usize, Verdict, Option<Why>, u64)> {
        self.counting.iter().flat_map(|known| {
            known.settled.iter().map(|(rule, verdict, why)| (*rule, *verdict, *why, known.count.get()))
        })
    }
}

/// Notes a test, once.
fn ask<'r>(tests: &mut Vec<(Field, &'r Test)>, field: Field, test: &'r Test) {
    if !tests.contains(&(field, test)) {
        tests.push((field, test));
    }
}

/// What a rule's `when` says of a class.
enum When {
    /// The same of each row, with what was last undecided in it.
    Is(Truth, Option<Why>),
    /// It looks further than a class tells.
    Open,
}

impl Reach {
    fn of(rule: &Rule, absent: &impl Fn(LinkId) -> bool) -> Self {
        let when_near = rule.valid.is_none() && rule.when.as_ref().is_none_or(|when| is_near(when, absent));
        let near = when_near
            && match &rule.expect {
                Expect::Cond(cond) => is_near(cond, absent),
                Expect::Script(_) => false,
            };
        Self { near, when_near }
    }
}

/// Does the condition look at the row's own cells only, each by itself? A link to a table that was not given says the same
/// of every row.
fn is_near(cond: &Cond, absent: &impl Fn(LinkId) -> bool) -> bool {
    match cond {
        Cond::Test(field, test) => {
            let own = match field {
                Field::Column(_) | Field::FirstCell | Field::Cell => true,
                Field::Link(link) | Field::Linked(link, _) => absent(*link),
                Field::Outer(_) => false,
            };
            own && test.other().is_none_or(|other| other.link().is_some_and(absent))
        }
        Cond::All(parts) | Cond::Any(parts) | Cond::None(parts) => {
            parts.iter().all(|part| is_near(part, absent))
        }
        Cond::OnlyFilled(_) | Cond::Undecided(_) => true,
        Cond::Exists(link, _) => absent(*link),
        Cond::Unique(_) => false,
    }
}

/// Does asking it leave a trace for later rows?
pub(super) fn sees(cond: &Cond) -> bool {
    let mut sees = false;
    cond.walk(&mut |cond| sees |= matches!(cond, Cond::Unique(_)));
    sees
}

/// Is the test answered by what the reader saw, without a look at the text? Every class tells that.
fn is_of_state(test: &Test) -> bool {
    matches!(test, Test::Filled | Test::Blank | Test::Found | Test::Missing | Test::Readable | Test::State(_))
}
