//! A finding with its keys in order, as the report's seal covers it. By way of a tree it would be much slower, and
//! there may be very many.

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::List;
use super::finding::{Elsewhere, JsonFinding, JsonWaived, Reason};

/// Writes what it holds with its keys in order.
pub(super) struct InOrder<T>(pub(super) T);

impl Serialize for InOrder<JsonFinding<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let finding = &self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("basis", finding.basis)?;
        map.serialize_entry("because", &List(|| finding.because.iter().map(InOrder)))?;
        map.serialize_entry("cell", &finding.at.cell)?;
        map.serialize_entry("clauses", finding.clauses)?;
        map.serialize_entry("column", &finding.column)?;
        map.serialize_entry("content", &finding.content)?;
        map.serialize_entry("fingerprint", &finding.fingerprint)?;
        map.serialize_entry("help", finding.help)?;
        map.serialize_entry("hidden_row", &finding.hidden_row)?;
        map.serialize_entry("input", finding.at.input)?;
        map.serialize_entry("masked", &finding.masked)?;
        map.serialize_entry("message", finding.message)?;
        map.serialize_entry("note", &finding.note)?;
        map.serialize_entry("related", &List(|| finding.related.iter().map(InOrder)))?;
        map.serialize_entry("row", &finding.at.row)?;
        map.serialize_entry("row_key", &finding.row_key)?;
        map.serialize_entry("rule", finding.rule)?;
        map.serialize_entry("severity", finding.severity)?;
        map.serialize_entry("sheet", finding.at.sheet)?;
        map.serialize_entry("state", &finding.state)?;
        map.serialize_entry("struck", &finding.struck)?;
        map.serialize_entry("table", &finding.at.table)?;
        map.serialize_entry("title", finding.title)?;
        map.serialize_entry("value", &finding.value)?;
        map.serialize_entry("waived", &finding.waived.as_ref().map(InOrder))?;
        map.end()
    }
}

impl Serialize for InOrder<&Reason<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reason = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("cell", &reason.cell)?;
        map.serialize_entry("column", reason.column)?;
        map.serialize_entry("masked", &reason.masked)?;
        map.serialize_entry("value", &reason.value)?;
        map.end()
    }
}

impl Serialize for InOrder<&Elsewhere<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Elsewhere { at, message } = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("cell", &at.cell)?;
        map.serialize_entry("input", at.input)?;
        map.serialize_entry("message", message)?;
        map.serialize_entry("row", &at.row)?;
        map.serialize_entry("sheet", at.sheet)?;
        map.serialize_entry("table", &at.table)?;
        map.end()
    }
}

impl Serialize for InOrder<&JsonWaived<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let waived = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("by", &waived.by)?;
        map.serialize_entry("reason", waived.reason)?;
        map.serialize_entry("until", &waived.until)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::finding::Place;
    use super::*;

    fn place(cell: Option<&str>) -> Place<'_> {
        Place { input: "in", sheet: "s", table: Some("t"), row: 3, cell: cell.map(str::to_owned) }
    }

    /// Every key that the report has, once, and in order.
    #[test]
    fn it_is_the_tree_of_the_finding() {
        let clauses = ["1.2".to_owned()];
        let finding = || JsonFinding {
            rule: "r",
            title: "t",
            clauses: &clauses,
            basis: "b",
            severity: "error",
            at: place(Some("E3")),
            column: Some("c"),
            value: Some("v\n\""),
            masked: true,
            message: "m",
            help: "h",
            because: ["B3", "C3"]
                .map(|cell| Reason { column: "o", cell: cell.to_owned(), value: Some("w"), masked: false })
                .into(),
            related: vec![Elsewhere { at: place(None), message: "n" }],
            hidden_row: true,
            struck: false,
            note: true,
            fingerprint: Some("f".to_owned()),
            row_key: Some("k".to_owned()),
            content: Some("x".to_owned()),
            state: Some("new"),
            waived: Some(JsonWaived { reason: "q", by: None, until: "2027-01-01".to_owned() }),
        };
        let tree: Value = serde_json::to_value(finding()).unwrap();
        assert_ne!(tree["because"], json!([]));
        assert_eq!(serde_json::to_string(&InOrder(finding())).unwrap(), tree.to_string());
    }
}
