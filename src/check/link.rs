//! From a row to the rows at a link's end: who may be meant, and who is.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use jiff::Span;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::RowAt;
use super::met::Met;
use super::truth::{Ctx, Truth};
use super::why::Why;
use crate::finding::{Location, Source};
use crate::ruleset::cond::{Cond, LinkId};
use crate::ruleset::pack::{Link, Pack, Take, Target};
use crate::schema::ColumnId;
use crate::sheet::{Cell, Row, Value};
use crate::table::{self, Index, Led, Tables, Way};

/// Every link of a pack, ready to be followed.
pub(crate) struct Links<'t> {
    pack: &'t Pack,
    /// The tables, and their rows that links led to lately.
    met: Met<'t>,
    /// By link; none where it leads to rows that are not known.
    reaches: Vec<Option<Reach>>,
    /// The rows of the sheet, for links that lead there, once all are known.
    sheet: Vec<SheetRow>,
    assigned: Arc<Assigned>,
    /// By link: the first one of its pool, which the candidates of all are known by.
    pools: Vec<LinkId>,
    /// What its links came to for the row that is being judged: several rules follow the same.
    followed: RefCell<Followed>,
}

/// For `one_each` links: which candidate answers for which row, by the row's place, and the other way about.
#[derive(Debug, Default)]
pub(crate) struct Assigned {
    rows: FxHashMap<(LinkId, RowAt), u32>,
    answers: FxHashMap<(LinkId, u32), RowAt>,
}

#[derive(Default)]
struct Followed {
    from: Option<RowAt>,
    /// By link.
    came: Vec<Option<Numbered>>,
}

/// The candidates by number, and whether another row may be one.
pub(crate) type Numbered = Result<(Rc<[Candidate]>, Option<Why>), Why>;

/// A row of the sheet that a link may lead to.
pub(crate) type SheetRow = (Location, Arc<Row>);

struct Reach {
    index: Arc<Index>,
    period: Option<(Date, Date)>,
    /// Does any row fulfil the link's `where`? Told when it is first asked.
    any_fits: OnceLock<bool>,
}

/// The numbers of the rows at a link's end.
enum Ends {
    None,
    One(u32),
    Several(Rc<[Candidate]>),
}

/// What stands at a link's end.
pub(crate) enum Reached<'l> {
    One(&'l Row),
    Several(Vec<&'l Row>),
    None,
    Undecided(Why),
}

/// The rows that a link may mean.
pub(crate) struct Candidates<'l> {
    /// Their keys and dates agree.
    pub(crate) sure: Vec<&'l Row>,
    /// Some row may be one too; it could not be read.
    pub(crate) unsure: Option<Why>,
}

/// A candidate of a link, by its number among the rows at its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) row: u32,
    pub(crate) days: i32,
}

/// A row that a link does not mean, though nearly.
pub(crate) struct Miss<'l> {
    pub(crate) row: &'l Row,
    pub(crate) at: Location,
    pub(crate) because: MissedBy,
}

/// Why a link does not mean a row that has its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MissedBy {
    /// It answers for another row already.
    Taken(RowAt),
    /// It is not what the link's `where` asks for.
    Kind,
    /// So many days apart, and so many at most are near.
    Days(i32, i32),
}

/// A miss farther away than so many times what is near is none worth showing.
const FAR: i32 = 5;

impl<'t> Links<'t> {
    pub(crate) fn new(pack: &'t Pack, tables: &'t Tables) -> Self {
        // Links that go the same way share it.
        let mut indexes: BTreeMap<(usize, Way), Arc<Index>> = BTreeMap::new();
        let reach = |link: &Link| {
            let Target::Table(number) = link.to else { return None };
            let table = tables.get(number)?.as_ref()?;
            let way = link.way()?;
            let index = indexes.entry((number, way)).or_insert_with(|| table.index(way));
            let period = way.day.and_then(|day| table.period(day));
            Some(Reach::new(Arc::clone(index), period))
        };
        Self {
            reaches: pack.links.iter().map(reach).collect(),
            pack,
            met: Met::new(tables),
            sheet: Vec::new(),
            assigned: Arc::default(),
            pools: pools(pack),
            followed: RefCell::default(),
        }
    }

    /// Another row is to be judged: of those before, little need be remembered.
    pub(crate) fn tidy(&mut self) {
        self.met.tidy();
    }

    /// The rows that were judged are no longer what stands in their places.
    pub(crate) fn forget_rows(&self) {
        *self.followed.borrow_mut() = Followed::default();
    }

    /// Every row of the sheet is known: links may lead there.
    pub(crate) fn sheet_known(&mut self, rows: Vec<SheetRow>) {
        self.sheet = rows;
        for (index, link) in self.pack.links.iter().enumerate() {
            if matches!(link.to, Target::Sheet { .. }) {
                let rows = || self.sheet.iter().map(|(_, row)| &**row);
                let period = link.within.and_then(|(_, theirs, _)| {
                    let days = || rows().filter_map(|row| table::date(row.cell(theirs)));
                    days().min().zip(days().max())
                });
                let way = link.way();
                self.reaches[index] =
                    way.map(|way| Reach::new(Arc::new(Index::of_sheet(rows(), way)), period));
            }
        }
    }

    /// Follows a link from a row.
    pub(crate) fn reach<'l>(&'l self, id: LinkId, ctx: &Ctx<'_>) -> Reached<'l> {
        let numbers = match self.follow(id, ctx) {
            Ok(numbers) => numbers,
            Err(why) => return Reached::Undecided(why),
        };
        match numbers {
            Ends::None => Reached::None,
            Ends::One(number) => self.row(id, number).map_or(Reached::None, Reached::One),
            Ends::Several(candidates) => Reached::Several(
                candidates.iter().filter_map(|candidate| self.row(id, candidate.row)).collect(),
            ),
        }
    }

    /// The numbers of the rows at a link's end: several only where any of them may be taken.
    fn follow(&self, id: LinkId, ctx: &Ctx<'_>) -> Result<Ends, Why> {
        let take = self.pack.link(id).take;
        if take == Take::OneEach
            && let Some(number) = self.assigned.rows.get(&(id, RowAt::of(ctx.at)))
        {
            return Ok(Ends::One(*number));
        }
        let (candidates, unsure) = self.numbered(id, ctx)?;
        let nearest = || candidates.iter().min_by_key(|candidate| (candidate.days, candidate.row));
        let ends = match (take, &*candidates) {
            (Take::OneEach, _) | (_, []) => Ends::None,
            (_, [only]) => Ends::One(only.row),
            (Take::Nearest, _) => nearest().map_or(Ends::None, |candidate| Ends::One(candidate.row)),
            (Take::Any, _) => Ends::Several(candidates),
        };
        match (unsure, &ends) {
            (Some(why), Ends::None) => Err(why),
            _ => Ok(ends),
        }
    }

    /// The first row at a link's end, with its place.
    pub(crate) fn first(&self, id: LinkId, ctx: &Ctx<'_>) -> Option<(&Row, Location)> {
        let number = match self.follow(id, ctx).ok()? {
            Ends::None => return None,
            Ends::One(number) => number,
            Ends::Several(candidates) => candidates.first()?.row,
        };
        Some((self.row(id, number)?, self.place(id, number)?))
    }

    /// Every row that a link may mean, the nearest first.
    pub(crate) fn candidates<'l>(&'l self, id: LinkId, ctx: &Ctx<'_>) -> Result<Candidates<'l>, Why> {
        let (numbered, unsure) = self.numbered(id, ctx)?;
        let mut numbered = numbered.to_vec();
        numbered.sort_by_key(|candidate| (candidate.days, candidate.row));
        let sure = numbered.iter().filter_map(|candidate| self.row(id, candidate.row)).collect();
        Ok(Candidates { sure, unsure })
    }

    /// Which candidates answer for which rows.
    pub(crate) fn assigned(&self) -> Arc<Assigned> {
        Arc::clone(&self.assigned)
    }

    /// From here on these candidates answer for their rows, and for no others by any link of the same pool.
    pub(crate) fn set_assigned(&mut self, assigned: &Arc<Assigned>) {
        self.assigned = Arc::clone(assigned);
    }

    /// Lets a candidate answer for a row by a link, and so for no other by any link of the same pool.
    pub(crate) fn assign(&self, assigned: &mut Assigned, id: LinkId, at: RowAt, candidate: u32) {
        assigned.rows.insert((id, at), candidate);
        assigned.answers.insert((self.pool(id), candidate), at);
    }

    /// The first link of a link's pool; itself where it shares with none.
    fn pool(&self, id: LinkId) -> LinkId {
        self.pools.get(usize::from(id.0)).copied().unwrap_or(id)
    }

    /// The place of a row that a link may lead to, by its number.
    pub(crate) fn place(&self, id: LinkId, number: u32) -> Option<Location> {
        let at = usize::try_from(number).ok()?;
        match self.pack.link(id).to {
            Target::Table(index) => {
                let (sheet, row) = self.met.tables().get(index)?.as_ref()?.place(at)?;
                Some(Location { source: Source::Table(index), sheet, row, column: None, cell: None })
            }
            Target::Sheet { .. } => self.sheet.get(at).map(|(at, _)| at.clone()),
        }
    }

    pub(crate) fn row(&self, id: LinkId, number: u32) -> Option<&Row> {
        match self.pack.link(id).to {
            Target::Table(index) => self.met.row(index, number),
            Target::Sheet { .. } => self.sheet.get(usize::try_from(number).ok()?).map(|(_, row)| &**row),
        }
    }

    /// Looks at a row of many, which need not be remembered.
    pub(crate) fn look<R>(&self, id: LinkId, number: u32, look: impl FnOnce(&Row) -> R) -> Option<R> {
        let Target::Table(index) = self.pack.link(id).to else { return self.row(id, number).map(look) };
        let table = self.met.tables().get(index)?.as_ref()?;
        let mut row = Row::default();
        table.unpack(usize::try_from(number).ok()?, &mut row).then(|| look(&row))
    }

    /// The candidates by number, and whether another row may be one.
    pub(crate) fn numbered(&self, id: LinkId, ctx: &Ctx<'_>) -> Numbered {
        let (from, place) = (RowAt::of(ctx.at), usize::from(id.0));
        {
            let mut followed = self.followed.borrow_mut();
            if followed.from != Some(from) {
                followed.from = Some(from);
                followed.came.clear();
                followed.came.resize(self.reaches.len(), None);
            } else if let Some(Some(known)) = followed.came.get(place) {
                return known.clone();
            }
        }
        let came = self.number(id, ctx).map(|(sure, unsure)| (sure.into(), unsure));
        if let Some(known) = self.followed.borrow_mut().came.get_mut(place) {
            *known = Some(came.clone());
        }
        came
    }

    fn number(&self, id: LinkId, ctx: &Ctx<'_>) -> Result<(Vec<Candidate>, Option<Why>), Why> {
        let link = self.pack.link(id);
        if link.when.as_ref().is_some_and(|when| ctx.truth(when) == Truth::Broken) {
            return Ok((Vec::new(), None));
        }
        let reach = self.reach_of(id, link)?;
        let keys = keys(id, link, ctx.row)?;
        let day = self.day(id, link, reach, ctx.row)?;
        let mut sure = Vec::new();
        let mut unsure = None;
        for (number, _) in reach.index.get(&keys[0]).filter(|(_, theirs)| !link.is_beyond(1, day, *theirs)) {
            let Some(theirs) = self.row(id, number) else { continue };
            let days = match agrees(link, &keys, theirs, day) {
                None | Some(Days::Far(_)) => continue,
                Some(days) => days,
            };
            match (days, self.fits(link, theirs, ctx)) {
                (_, Truth::Broken) => {}
                (Days::Near(days), Truth::Holds) => sure.push(Candidate { row: number, days }),
                _ => unsure = Some(Why::Candidate(id)),
            }
        }
        if unsure.is_none() && self.may_be_another(id, link, reach, (&keys, day), ctx) {
            unsure = Some(Why::Candidate(id));
        }
        if sure.is_empty() && unsure.is_none() {
            if link.needed {
                return Err(Why::NotThere(id));
            }
            if !self.any_fits(link, reach, ctx) {
                return Err(Why::NoneFits(id));
            }
        }
        Ok((sure, unsure))
    }

    fn reach_of(&self, id: LinkId, link: &Link) -> Result<&Reach, Why> {
        let reach = self.reaches.get(usize::from(id.0)).and_then(Option::as_ref);
        reach.ok_or(match link.to {
            Target::Table(index) => Why::table_absent(index),
            Target::Sheet { .. } => Why::Nothing,
        })
    }

    /// The row's day, where the link asks for one that lies within what the other side covers.
    fn day(&self, id: LinkId, link: &Link, reach: &Reach, row: &Row) -> Result<Option<Date>, Why> {
        let Some((ours, _, _)) = link.within else { return Ok(None) };
        let day = table::date(row.cell(ours)).ok_or(Why::Unreadable(ours))?;
        match reach.period {
            Some((first, last)) if (first..=last).contains(&day) => Ok(Some(day)),
            _ => Err(Why::OutsidePeriod(id)),
        }
    }

    /// Is the row one that the link's `where` asks for?
    fn fits(&self, link: &Link, theirs: &Row, ctx: &Ctx<'_>) -> Truth {
        let Some(only) = &link.only else { return Truth::Holds };
        ctx.candidate(self.pack.target(link), theirs).truth(only)
    }

    /// A `where` that no row at all fulfils says that the table is not what the pack takes it for.
    fn any_fits(&self, link: &Link, reach: &Reach, ctx: &Ctx<'_>) -> bool {
        // A `where` that looks at the row, too, says nothing of the table as a whole.
        link.only.as_ref().is_none_or(Cond::looks_out)
            || *reach.any_fits.get_or_init(|| {
                let fits = |row: &Row| self.fits(link, row, ctx) == Truth::Holds;
                match link.to {
                    Target::Table(index) => {
                        let table = self.met.tables().get(index).and_then(Option::as_ref);
                        table.is_some_and(|table| table.rows().any(|(_, row)| fits(&row)))
                    }
                    Target::Sheet { .. } => self.sheet.iter().any(|(_, row)| fits(row)),
                }
            })
    }

    /// Rows whose key cannot be read may be anyone's. So may rows of the sheet that lack it: someone
    /// has not filled them in, or has wiped them.
    fn may_be_another(
        &self,
        id: LinkId,
        link: &Link,
        reach: &Reach,
        (keys, day): (&[Cow<'_, str>], Option<Date>),
        ctx: &Ctx<'_>,
    ) -> bool {
        let near = |(_, theirs): &Led| match (link.within, day, theirs) {
            (Some((_, _, days)), Some(day), Some(theirs)) => apart(day, *theirs) <= days,
            _ => true,
        };
        let first = link
            .within
            .zip(day)
            .and_then(|((_, _, days), day)| day.checked_sub(Span::new().try_days(days).ok()?).ok());
        reach.index.anyones(first).take_while(near).any(|(number, _)| {
            self.row(id, number).is_some_and(|theirs| {
                let others = link.keys.iter().zip(keys).skip(1);
                let mut others = others.map(|((_, column), key)| same_key(key, theirs.cell(*column)));
                !others.any(|same| same == Some(false)) && self.fits(link, theirs, ctx) != Truth::Broken
            })
        })
    }

    /// The nearest row that has the keys and is not meant, and why it is not.
    pub(crate) fn near_miss<'l>(&'l self, id: LinkId, ctx: &Ctx<'_>) -> Option<Miss<'l>> {
        let link = self.pack.link(id);
        if link.when.as_ref().is_some_and(|when| ctx.truth(when) == Truth::Broken) {
            return None;
        }
        let reach = self.reach_of(id, link).ok()?;
        let keys = keys(id, link, ctx.row).ok()?;
        let day = link.within.and_then(|(ours, _, _)| table::date(ctx.row.cell(ours)));
        let miss = |(number, theirs): (u32, Option<Date>)| {
            if link.is_beyond(FAR, day, theirs) {
                return None;
            }
            let theirs = self.row(id, number)?;
            let days = agrees(link, &keys, theirs, day)?;
            let because = match (days, link.within) {
                (Days::Far(days), Some((_, _, near))) if days <= near.saturating_mul(FAR) => {
                    MissedBy::Days(days, near)
                }
                (Days::Near(_), _) => match self.assigned.answers.get(&(self.pool(id), number)) {
                    Some(other) => MissedBy::Taken(*other),
                    None if self.fits(link, theirs, ctx) == Truth::Broken => MissedBy::Kind,
                    None => return None,
                },
                _ => return None,
            };
            Some((days.days(), because, number))
        };
        let (_, because, number) = reach.index.get(&keys[0]).filter_map(miss).min()?;
        let row = self.row(id, number)?;
        Some(Miss { row, at: self.place(id, number)?, because })
    }
}

/// By link: the first link of its pool.
fn pools(pack: &Pack) -> Vec<LinkId> {
    let name =
        |link: &Link| (link.take == Take::OneEach).then(|| link.pool.clone().unwrap_or(link.name.clone()));
    let names: Vec<Option<String>> = pack.links.iter().map(name).collect();
    let first = |(own, name): (LinkId, &Option<String>)| {
        let first = names.iter().zip(0..).find(|(other, _)| name.is_some() && *other == name);
        first.map_or(own, |(_, number)| LinkId(number))
    };
    (0..).map(LinkId).zip(&names).map(first).collect()
}

impl Reach {
    fn new(index: Arc<Index>, period: Option<(Date, Date)>) -> Self {
        Self { index, period, any_fits: OnceLock::new() }
    }
}

impl Link {
    /// By which columns it leads to a row.
    pub(crate) fn way(&self) -> Option<Way> {
        let (_, key) = *self.keys.first()?;
        Some(Way { key, day: self.within.map(|(_, theirs, _)| theirs) })
    }

    /// Are two days surely more than so many times apart of what is near?
    fn is_beyond(&self, times: i32, ours: Option<Date>, theirs: Option<Date>) -> bool {
        match (self.within, ours, theirs) {
            (Some((_, _, near)), Some(ours), Some(theirs)) => {
                apart(ours, theirs) > near.saturating_mul(times)
            }
            _ => false,
        }
    }
}

/// How far apart two rows are whose keys agree.
#[derive(Debug, Clone, Copy)]
enum Days {
    Near(i32),
    Far(i32),
    /// A key or a date cannot be read.
    Unknown,
}

impl Days {
    fn days(self) -> i32 {
        match self {
            Self::Near(days) | Self::Far(days) => days,
            Self::Unknown => i32::MAX,
        }
    }
}

/// Nothing where the rows surely have not the same keys.
fn agrees(link: &Link, keys: &[Cow<'_, str>], theirs: &Row, day: Option<Date>) -> Option<Days> {
    let mut unknown = false;
    for ((_, column), key) in link.keys.iter().zip(keys) {
        match same_key(key, theirs.cell(*column)) {
            Some(true) => {}
            Some(false) => return None,
            None => unknown = true,
        }
    }
    let (Some(day), Some((_, column, near))) = (day, link.within) else {
        return Some(if unknown { Days::Unknown } else { Days::Near(0) });
    };
    Some(match table::date(theirs.cell(column)) {
        None => Days::Unknown,
        Some(theirs) => match apart(day, theirs) {
            days if days > near => Days::Far(days),
            _ if unknown => Days::Unknown,
            days => Days::Near(days),
        },
    })
}

fn apart(one: Date, other: Date) -> i32 {
    (one - other).get_days().abs()
}

/// The row's own keys, all of them.
fn keys<'r>(id: LinkId, link: &Link, row: &'r Row) -> Result<Vec<Cow<'r, str>>, Why> {
    let key = |(ours, _): &(ColumnId, ColumnId)| {
        let cell = row.cell(*ours);
        let why = if cell.value == Value::Absent { Why::ColumnAbsent(*ours) } else { Why::NoKey(id) };
        table::key(cell).ok_or(why)
    };
    let keys = link.keys.iter().map(key).collect::<Result<Vec<_>, Why>>()?;
    if keys.is_empty() { Err(Why::NoKey(id)) } else { Ok(keys) }
}

/// None where the cell cannot be read.
fn same_key(key: &str, theirs: &Cell) -> Option<bool> {
    match table::key(theirs) {
        Some(theirs) => Some(theirs == key),
        None if theirs.is_blank() => Some(false),
        None => None,
    }
}

impl Truth {
    pub(crate) fn holds(self) -> bool {
        self == Self::Holds
    }
}
