//! Other places that a finding is about: an earlier row, the row at a link's end, the nearest that misses.

use super::RowAt;
use super::explain::{Explainer, picture};
use super::link::MissedBy;
use crate::finding::{Location, Related, Said};
use crate::lang::Note;
use crate::outcome::{RowKey, RowPicture};
use crate::ruleset::cond::Field;
use crate::ruleset::pack::Target;
use crate::ruleset::rule::RelatedRow;
use crate::ruleset::template::Part;
use crate::schema::Schema;
use crate::sheet::{Cell, CellRef, Row, Value};

/// A row at a link's end, with its picture where it is a table's.
type Shown = (Related, Option<(RowKey, RowPicture)>);

impl Explainer<'_> {
    /// An earlier row that is the same, and the rows at the links that the rule names; where there is
    /// none, the nearest that a link does not mean.
    pub(super) fn related(&self, sealed: &[u32]) -> (Vec<Related>, Vec<(RowKey, RowPicture)>) {
        let mut related: Vec<Related> =
            self.ctx.earlier.borrow().iter().map(|earlier| self.earlier(earlier)).collect();
        let rows = self.rule.related.iter();
        let mut linked: Vec<_> = rows.clone().filter_map(|row| self.found_row(row, sealed)).collect();
        if linked.is_empty() {
            linked.extend(rows.clone().find_map(|row| self.missed_row(row, sealed)));
        }
        let (linked, pictures): (Vec<_>, Vec<_>) = linked.into_iter().unzip();
        related.extend(linked);
        (related, pictures.into_iter().flatten().collect())
    }

    fn earlier(&self, earlier: &super::unique::Earlier) -> Related {
        let at = Location { sheet: earlier.sheet, row: earlier.row, cell: None, ..self.place() };
        let cell = self.place().cell.map(|cell| CellRef::new(earlier.row, cell.column));
        let note = Note::new("related-earlier-row").with("row", earlier.row);
        Related { at: Location { cell, ..at }, message: Said::open(self.rules.lang.say(&note)) }
    }

    /// The row at a link's end.
    fn found_row(&self, related: &RelatedRow, sealed: &[u32]) -> Option<Shown> {
        let (row, at) = self.links.first(related.link, self.ctx)?;
        Some(self.shown_row(related, row, at, sealed))
    }

    /// The nearest row that the link does not mean, with why it does not.
    fn missed_row(&self, related: &RelatedRow, sealed: &[u32]) -> Option<Shown> {
        let miss = self.links.near_miss(related.link, self.ctx)?;
        let (shown, picture) = self.shown_row(related, miss.row, miss.at, sealed);
        let why = self.rules.lang.say(&self.missed(miss.because));
        Some((Related { message: shown.message.and(&why), ..shown }, picture))
    }

    fn shown_row(&self, related: &RelatedRow, row: &Row, at: Location, sealed: &[u32]) -> Shown {
        let link = related.link;
        let message = match (&related.message, self.rules.pack.link(link).to) {
            (Some(template), _) => Explainer { shown: Some((link, row)), ..*self }.say(template, sealed),
            (None, Target::Table(table)) => contents(&self.rules.pack.tables[table], row),
            (None, Target::Sheet { .. }) => Said::open(""),
        };
        let named = related.message.iter().flat_map(|template| &template.parts).find_map(|part| match part {
            Part::Field(Field::Linked(other, id), _) if *other == link => Some(row.cell(*id)),
            _ => None,
        });
        let there = |cell: &&Cell| cell.value != Value::Absent;
        let cell = named.filter(there).or_else(|| row.cells.iter().find(there));
        let cell = cell.map(|cell| CellRef::new(row.number, cell.column));
        let picture = match self.rules.pack.link(link).to {
            Target::Table(table) => {
                let schema = &self.rules.pack.tables[table];
                Some((at.row_key(), picture(self.alike, schema, row, &[])))
            }
            Target::Sheet { .. } => None,
        };
        (Related { at: Location { cell, ..at }, message }, picture)
    }

    fn missed(&self, because: MissedBy) -> Note {
        match because {
            MissedBy::Days(days, near) => {
                Note::new("miss-days").with("days", days.unsigned_abs()).with("near", near.unsigned_abs())
            }
            MissedBy::Kind => Note::new("miss-kind"),
            MissedBy::Taken(other) if other == RowAt::of(self.ctx.at) => Note::new("miss-taken-here"),
            MissedBy::Taken(other) if other.is_beside(self.ctx.at) => {
                Note::new("miss-taken").with("row", other.row())
            }
            MissedBy::Taken(other) => Note::new("miss-taken-elsewhere").with("row", other.row()),
        }
    }
}

/// What a row holds, in both forms.
fn contents(schema: &Schema, row: &Row) -> Said {
    let line = |personal_too: bool| {
        let shown = |(column, cell): (&crate::schema::Column, &Cell)| {
            ((personal_too || !column.personal) && !cell.text.is_empty()).then(|| cell.text.clone())
        };
        schema.columns.iter().zip(&row.cells).filter_map(shown).collect::<Vec<_>>().join(" · ")
    };
    Said::personal(line(true), line(false))
}
