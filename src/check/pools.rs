//! Who may answer for whom: `one_each` links, and those that share their candidates.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::one_each::{self, Pair};
use super::{Audit, RowAt, table_rows};
use crate::finding::Location;
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
        for links in pools.into_values() {
            let (wants, pairs) = self.pairs(&links);
            // Candidates rank by what they hold, so that the order of their table says nothing.
            let dated = links.iter().find(|id| self.rules.pack.link(**id).within.is_some());
            let rank = |candidate: u32| {
                let id = *dated.or(links.first())?;
                let theirs = self.links.row(id, candidate)?;
                Some((contents(self.rules.pack.link(id), theirs), candidate))
            };
            for (want, candidate) in one_each::assign(&pairs, rank) {
                let (link, at) = wants[want];
                self.links.assign(link, at, candidate);
            }
        }
    }

    /// Which rows want a candidate, by which link; and who may answer for whom.
    fn pairs(&self, links: &[LinkId]) -> (Vec<(LinkId, RowAt)>, Vec<Pair>) {
        let mut wants = Vec::new();
        let mut pairs = Vec::new();
        for (row, at) in self.rows_from(links) {
            let schema = links
                .first()
                .map_or(&self.rules.pack.sheet, |link| self.rules.pack.origin(self.rules.pack.link(*link)));
            let ctx = self.ctx(schema, &row, &at, None);
            for id in links {
                let link = self.rules.pack.link(*id);
                let Ok((found, _)) = self.links.numbered(*id, &ctx) else { continue };
                for candidate in found {
                    let Some(theirs) = self.links.row(*id, candidate.row) else { continue };
                    let preferred = link.prefer.as_ref().is_some_and(|prefer| {
                        ctx.candidate(self.rules.pack.target(link), theirs).truth(prefer).holds()
                    });
                    pairs.push(Pair {
                        row: wants.len(),
                        candidate: candidate.row,
                        preferred,
                        days: candidate.days,
                    });
                }
                wants.push((*id, RowAt::of(&at)));
            }
        }
        (wants, pairs)
    }

    /// The rows that these links start from, with their places.
    fn rows_from<'s>(&'s self, links: &[LinkId]) -> Box<dyn Iterator<Item = (Cow<'s, Row>, Location)> + 's> {
        let to = links.first().map(|link| self.rules.pack.link(*link).to);
        match to {
            Some(Target::Sheet { from }) if self.looks_back => {
                Box::new(table_rows(self.tables, from).map(|(row, at)| (Cow::Owned(row), at)))
            }
            Some(Target::Table(_)) => Box::new(
                self.waiting.iter().map(|waiting| (Cow::Borrowed(&*waiting.row), waiting.at.clone())),
            ),
            _ => Box::new(std::iter::empty()),
        }
    }
}

/// What a row says, its day first.
fn contents(link: &Link, row: &Row) -> String {
    let day = link.within.and_then(|(_, theirs, _)| table::date(row.cell(theirs)));
    let texts = row.cells.iter().map(|cell| fold::words(&cell.text));
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    std::iter::once(day).chain(texts).collect::<Vec<_>>().join("\u{1f}")
}
