//! Who may answer for whom: `one_each` links, and those that share their candidates.

use std::collections::BTreeMap;

use super::link::Assigned;
use super::one_each::{self, Pair};
use super::truth::Ctx;
use super::waiting::Want;
use super::{Audit, RowAt, table_rows};
use crate::fold;
use crate::ruleset::cond::LinkId;
use crate::ruleset::pack::{Link, Take, Target};
use crate::sheet::Row;
use crate::table;

impl Audit<'_> {
    /// Lets each candidate of the `one_each` links answer for one row.
    pub(super) fn assign(&mut self) {
        let mut pools: BTreeMap<&str, Vec<LinkId>> = BTreeMap::new();
        for (link, number) in self.rules.pack.links.iter().zip(0..) {
            if link.take == Take::OneEach {
                pools.entry(link.pool.as_deref().unwrap_or(&link.name)).or_default().push(LinkId(number));
            }
        }
        let mut assigned = Assigned::default();
        for links in pools.into_values() {
            let (wants, pairs) = self.pairs(&links);
            // Candidates rank by what they hold, so that the order of their table says nothing.
            let dated = links.iter().find(|id| self.rules.pack.link(**id).within.is_some());
            let rank = |candidate: u32| {
                let id = *dated.or(links.first())?;
                let contents = |theirs: &Row| contents(self.rules.pack.link(id), theirs);
                Some((self.links.look(id, candidate, contents)?, candidate))
            };
            for (want, candidate) in one_each::assign(&pairs, rank) {
                let (link, at) = wants[want];
                self.links.assign(&mut assigned, link, at, candidate);
            }
        }
        self.links.set_assigned(&assigned.into());
    }

    /// Which rows want a candidate, by which link; and who may answer for whom.
    fn pairs(&mut self, links: &[LinkId]) -> (Vec<(LinkId, RowAt)>, Vec<Pair>) {
        let mut wants: Vec<(LinkId, RowAt)> = Vec::new();
        let mut pairs = Vec::new();
        let mut add = |want: &Want, at: RowAt| {
            if wants.last() != Some(&(want.link, at)) {
                wants.push((want.link, at));
            }
            pairs.push(Pair {
                row: wants.len() - 1,
                candidate: want.candidate,
                preferred: want.preferred,
                days: want.days,
            });
        };
        match links.first().map(|link| self.rules.pack.link(*link).to) {
            Some(Target::Table(_)) => {
                for waiting in &self.waiting {
                    let of_pool = waiting.wants().iter().filter(|want| links.contains(&want.link));
                    of_pool.for_each(|want| add(want, waiting.at()));
                }
            }
            Some(Target::Sheet { from }) if self.looks_back => {
                for (row, at) in table_rows(self.tables, from) {
                    self.links.tidy();
                    let ctx = self.ctx(&self.rules.pack.tables[from], &row, &at, None);
                    for want in links.iter().flat_map(|id| self.wanted(*id, &ctx)) {
                        add(&want, RowAt::of(&at));
                    }
                }
            }
            _ => {}
        }
        (wants, pairs)
    }

    /// The candidates of a `one_each` link that a row would take.
    pub(super) fn wanted(&self, id: LinkId, ctx: &Ctx<'_>) -> Vec<Want> {
        let link = self.rules.pack.link(id);
        let Ok((found, _)) = self.links.numbered(id, ctx) else { return Vec::new() };
        let want = |candidate: &super::link::Candidate| {
            let theirs = self.links.row(id, candidate.row)?;
            let preferred = link.prefer.as_ref().is_some_and(|prefer| {
                ctx.candidate(self.rules.pack.target(link), theirs).truth(prefer).holds()
            });
            Some(Want { link: id, candidate: candidate.row, preferred, days: candidate.days })
        };
        found.iter().filter_map(want).collect()
    }
}

/// What a row says, its day first.
fn contents(link: &Link, row: &Row) -> String {
    let day = link.within.and_then(|(_, theirs, _)| table::date(row.cell(theirs)));
    let texts = row.cells.iter().map(|cell| fold::words(&cell.text));
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    std::iter::once(day).chain(texts).collect::<Vec<_>>().join("\u{1f}")
}
