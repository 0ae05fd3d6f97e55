//! From a row to the rows of a table: who may be meant, and who is.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::truth::{Ctx, Truth};
use super::why::Why;
use crate::ruleset::cond::LinkId;
use crate::ruleset::pack::{Link, Pack, Take, Target};
use crate::sheet::Row;
use crate::table::{self, Index, Tables};

/// Every link of a pack, ready to be followed.
pub(crate) struct Links<'t> {
    pack: &'t Pack,
    tables: &'t Tables,
    indexes: Vec<Option<Reach>>,
    /// For `one_each` links: which candidate answers for which row, by the row's place.
    assigned: BTreeMap<(LinkId, super::RowAt), u32>,
}

struct Reach {
    index: Index,
    period: Option<(Date, Date)>,
}

/// What stands at a link's end.
pub(crate) enum Reached<'t> {
    One(&'t Row),
    Several(Vec<&'t Row>),
    None,
    Undecided(Why),
}

/// The rows that a link may mean.
pub(crate) struct Candidates<'t> {
    /// Their keys and dates agree.
    pub(crate) sure: Vec<&'t Row>,
    /// Some row may be one too; it could not be read.
    pub(crate) unsure: Option<Why>,
}

/// A candidate of a link, by its number in the table.
pub(crate) struct Candidate {
    pub(crate) row: u32,
    pub(crate) days: i32,
}

impl<'t> Links<'t> {
    pub(crate) fn new(pack: &'t Pack, tables: &'t Tables) -> Self {
        let reach = |link: &Link| {
            let Target::Table(index) = link.to else { return None };
            let table = tables.get(index)?.as_ref()?;
            let (_, theirs) = link.keys.first()?;
            Some(Reach {
                index: Index::new(table.rows.iter().map(|(_, row)| row), *theirs),
                period: link.within.and_then(|(_, theirs, _)| table.period(theirs)),
            })
        };
        Self { pack, tables, indexes: pack.links.iter().map(reach).collect(), assigned: BTreeMap::new() }
    }

    /// Follows a link from a row.
    pub(crate) fn reach(&self, id: LinkId, ctx: &Ctx<'t>) -> Reached<'t> {
        let (candidates, unsure) = match self.numbered(id, ctx) {
            Ok(found) => found,
            Err(why) => return Reached::Undecided(why),
        };
        let row = |number: u32| self.row(id, number);
        match self.pack.link(id).take {
            Take::OneEach => match self.assigned.get(&(id, super::RowAt::of(ctx.at))) {
                Some(number) => row(*number).map_or(Reached::None, Reached::One),
                None => unsure.map_or(Reached::None, Reached::Undecided),
            },
            Take::Nearest => {
                match candidates.iter().min_by_key(|candidate| (candidate.days, candidate.row)) {
                    Some(nearest) => row(nearest.row).map_or(Reached::None, Reached::One),
                    None => unsure.map_or(Reached::None, Reached::Undecided),
                }
            }
            Take::Any => {
                let rows: Vec<&Row> = candidates.iter().filter_map(|candidate| row(candidate.row)).collect();
                match (rows.as_slice(), unsure) {
                    ([], Some(why)) => Reached::Undecided(why),
                    ([], None) => Reached::None,
                    ([only], _) => Reached::One(only),
                    _ => Reached::Several(rows),
                }
            }
        }
    }

    /// Every row that a link may mean.
    pub(crate) fn candidates(&self, id: LinkId, ctx: &Ctx<'t>) -> Result<Candidates<'t>, Why> {
        let (numbered, unsure) = self.numbered(id, ctx)?;
        let sure = numbered.iter().filter_map(|candidate| self.row(id, candidate.row)).collect();
        Ok(Candidates { sure, unsure })
    }

    /// The place of the row at a link's end, by its number in the table.
    pub(crate) fn place(&self, id: LinkId, row: &Row) -> Option<(usize, usize)> {
        let Target::Table(index) = self.pack.link(id).to else { return None };
        let table = self.tables.get(index)?.as_ref()?;
        table.rows.iter().find(|(_, found)| std::ptr::eq(found, row)).map(|(sheet, _)| (index, *sheet))
    }

    /// Lets each candidate answer for one row.
    pub(crate) fn assign(&mut self, id: LinkId, pairs: impl IntoIterator<Item = (super::RowAt, u32)>) {
        self.assigned.extend(pairs.into_iter().map(|(at, candidate)| ((id, at), candidate)));
    }

    pub(crate) fn row(&self, id: LinkId, number: u32) -> Option<&'t Row> {
        let Target::Table(index) = self.pack.link(id).to else { return None };
        let table = self.tables.get(index)?.as_ref()?;
        table.rows.get(usize::try_from(number).ok()?).map(|(_, row)| row)
    }

    /// The candidates by number, and whether another row may be one.
    pub(crate) fn numbered(&self, id: LinkId, ctx: &Ctx<'t>) -> Result<(Vec<Candidate>, Option<Why>), Why> {
        let link = self.pack.link(id);
        let reach = match (link.to, &self.indexes[usize::from(id.0)]) {
            (_, Some(reach)) => reach,
            (Target::Table(index), None) => return Err(Why::TableAbsent(index)),
            (Target::Sheet { .. }, None) => return Err(Why::Nothing),
        };
        let Some((first, _)) = link.keys.first() else { return Err(Why::Nothing) };
        let key = table::key(ctx.row.cell(*first)).ok_or(Why::NoKey(id))?;
        let day = self.day(id, link, reach, ctx.row)?;
        let mut sure = Vec::new();
        let mut unsure = None;
        for number in reach.index.get(&key) {
            let Some(theirs) = self.row(id, *number) else { continue };
            match agrees(link, ctx.row, theirs, day) {
                Some(Some(days)) => sure.push(Candidate { row: *number, days }),
                Some(None) => {}
                None => unsure = Some(Why::Candidate(id)),
            }
        }
        Ok((sure, unsure))
    }

    /// The row's day, where the link asks for one that lies within what the table covers.
    fn day(&self, id: LinkId, link: &Link, reach: &Reach, row: &Row) -> Result<Option<Date>, Why> {
        let Some((ours, _, _)) = link.within else { return Ok(None) };
        let day = table::date(row.cell(ours)).ok_or(Why::Unreadable(ours))?;
        match reach.period {
            Some((first, last)) if (first..=last).contains(&day) => Ok(Some(day)),
            _ => Err(Why::OutsidePeriod(id)),
        }
    }
}

/// Days apart where the rows agree, nothing where they do not; none where that cannot be read.
fn agrees(link: &Link, ours: &Row, theirs: &Row, day: Option<Date>) -> Option<Option<i32>> {
    for (our_column, their_column) in link.keys.iter().skip(1) {
        match (table::key(ours.cell(*our_column)), table::key(theirs.cell(*their_column))) {
            (Some(a), Some(b)) if a == b => {}
            (Some(_), Some(_)) => return Some(None),
            _ => return None,
        }
    }
    let (Some(day), Some((_, their_column, days))) = (day, link.within) else { return Some(Some(0)) };
    let apart = (table::date(theirs.cell(their_column))? - day).get_days().abs();
    Some((apart <= days).then_some(apart))
}

impl Truth {
    pub(crate) fn holds(self) -> bool {
        self == Self::Holds
    }
}
