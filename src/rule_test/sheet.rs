//! A sheet made of a test's rows, read as any other.

use std::collections::VecDeque;

use jiff::civil::Date;

use crate::ruleset::{Node, Written, YamlValue};
use crate::schema::{ColumnId, Schema};
use crate::sheet::{NumberFormat, RawCell, RawRow, RawValue, SheetFacts};
use crate::workbook::{RawRows, ReadError};

/// The sheet: its header in row 1, in the pack's order.
pub(super) struct Made {
    facts: SheetFacts,
    rows: VecDeque<RawRow>,
}

impl Made {
    pub(super) fn of_headers(headers: &[String]) -> Self {
        let cells = headers.iter().zip(0..).map(|(header, column)| text_cell(column, header)).collect();
        Self { facts: SheetFacts::default(), rows: [RawRow { number: 1, hidden: false, cells }].into() }
    }

    pub(super) fn of_rows(schema: &Schema, rows: &[Vec<(Written, Node)>], absent: &[String]) -> Self {
        let there: Vec<ColumnId> = (0..)
            .map(ColumnId)
            .take(schema.columns.len())
            .filter(|id| !absent.contains(&schema.column(*id).name))
            .collect();
        let headers: Vec<String> = there.iter().map(|id| schema.column(*id).name.clone()).collect();
        let mut made = Self::of_headers(&headers);
        for (row, number) in rows.iter().zip(2..) {
            let mut cells: Vec<RawCell> = row
                .iter()
                .filter_map(|(name, node)| {
                    let column = headers.iter().position(|header| *header == name.text);
                    let stray = name.text.strip_prefix("stray ").and_then(|n| n.parse::<usize>().ok());
                    let column = column.or_else(|| stray.map(|n| headers.len() + n))?;
                    let value = raw_value(node);
                    (value != RawValue::Blank).then(|| RawCell {
                        column: u32::try_from(column).unwrap_or_default(),
                        value,
                        ..RawCell::default()
                    })
                })
                .collect();
            cells.sort_by_key(|cell| cell.column);
            made.rows.push_back(RawRow { number, hidden: false, cells });
        }
        made
    }
}

impl RawRows for Made {
    fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError> {
        let Some(next) = self.rows.pop_front() else { return Ok(false) };
        *row = next;
        Ok(true)
    }
}

fn text_cell(column: u32, text: &str) -> RawCell {
    RawCell { column, value: RawValue::Text(text.to_owned()), ..RawCell::default() }
}

/// A cell as a test writes it.
#[allow(clippy::cast_precision_loss, reason = "a number in a sheet is a float")]
fn raw_value(node: &Node) -> RawValue {
    let number =
        |value: f64, scientific| RawValue::Number { value, format: NumberFormat { zeros: 0, scientific } };
    match &node.value {
        YamlValue::Text(text) => match text.parse::<Date>() {
            Ok(date) if text.len() == 10 => RawValue::Date(date.to_datetime(jiff::civil::Time::midnight())),
            _ if text.is_empty() => RawValue::Blank,
            _ => RawValue::Text(text.clone()),
        },
        YamlValue::Int(value) => number(*value as f64, false),
        YamlValue::Float(value) => number(*value, false),
        YamlValue::Bool(value) => RawValue::Bool(*value),
        YamlValue::Map(entries) => {
            match entries.first().map(|(key, node)| (key.text.as_str(), &node.value)) {
                Some(("error", YamlValue::Text(code))) => RawValue::Error(code.clone()),
                Some(("no_value", _)) => RawValue::NoValue,
                Some(("scientific", YamlValue::Int(value))) => number(*value as f64, true),
                Some(("scientific", YamlValue::Float(value))) => number(*value, true),
                _ => RawValue::Blank,
            }
        }
        YamlValue::Null | YamlValue::List(_) => RawValue::Blank,
    }
}
