//! How a sheet's columns were matched, and the rules over that.

use super::class::Live;
use super::rows::RowState;
use super::{Audit, SheetAt};
use crate::finding::Location;
use crate::outcome::HeaderMatch;
use crate::ruleset::header_row;
use crate::ruleset::rule::Over;
use crate::schema::ColumnId;
use crate::sheet::CellRef;
use crate::workbook::header::{ColumnFind, Layout};

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

impl Audit<'_> {
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
}
