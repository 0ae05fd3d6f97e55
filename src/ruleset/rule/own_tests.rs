//! The tests that stand beside a rule, as they are read.

use std::ops::Range;

use jiff::civil::Date;

use super::{Map, Node, Note, Over, Pack, SEVERITIES, Schema, Severity, Source, Value, Written, date};

/// A test that stands beside a rule.
#[derive(Debug, Clone)]
pub struct RuleTest {
    /// What it shows.
    pub name: String,
    /// Its rows, by column name; the last is the one expected.
    pub rows: Vec<TestRow>,
    /// Rows of the sheet, where the rule runs over a table.
    pub sheet: Vec<TestRow>,
    /// Rows of tables.
    pub tables: Vec<(String, Vec<TestRow>)>,
    /// Headers, for a rule over headers.
    pub headers: Option<Vec<String>>,
    /// Columns that are lacking: of what is judged, or as `TABLE.COLUMN`.
    pub absent: Vec<String>,
    /// The day of the audit.
    pub as_of: Option<Date>,
    /// What should come out.
    pub expect: Expected,
    /// The 1-based line where it stands.
    pub line: usize,
}

/// A row as a test writes it: column, cell.
pub type TestRow = Vec<(Written, Node)>;

/// What a rule's test expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// It applies, and the row keeps it.
    Pass,
    /// It does not apply.
    NotApplicable,
    /// It cannot tell.
    Undecided,
    /// A finding.
    Fail {
        /// The column it points at.
        column: String,
        /// 1-based among the test's rows.
        row: Option<usize>,
        /// Where it matters.
        severity: Option<Severity>,
        /// A part of its message, where it matters.
        text: Option<String>,
    },
}

pub(super) fn tests(
    source: &Source<'_>,
    map: &Map<'_>,
    pack: &Pack,
    schema: &Schema,
    over: Over,
) -> Vec<RuleTest> {
    let Some(node) = map.get("tests") else {
        if map.is_whole() {
            source.advise(&(map.span.start..map.span.start), Note::new("advice-no-tests"));
        }
        return Vec::new();
    };
    if matches!(&node.value, Value::List(items) if items.is_empty()) {
        source.advise(&node.span, Note::new("advice-no-tests"));
    }
    source.list(node).iter().filter_map(|node| test(source, node, pack, schema, over)).collect()
}

fn test(source: &Source<'_>, node: &Node, pack: &Pack, schema: &Schema, over: Over) -> Option<RuleTest> {
    let keys = ["name", "row", "rows", "sheet", "tables", "headers", "absent", "as_of", "expect"];
    let map = source.map(node, &keys);
    let mut rows: Vec<_> = map.get("row").map(|node| test_row(source, node, schema)).into_iter().collect();
    if let Some(node) = map.get("rows") {
        rows.extend(source.some(node).iter().map(|node| test_row(source, node, schema)));
    }
    let tables = map.get("tables").map(|node| test_tables(source, node, pack)).unwrap_or_default();
    let headers = map.get("headers").map(|node| source.texts(node));
    // A test that gives nothing to judge would prove nothing, and look as if it did.
    let (given, wanted) = match over {
        Over::Headers => (map.get("headers"), "headers"),
        _ => (map.get("row").or(map.get("rows")), "row"),
    };
    if given.is_none() && map.lacks(wanted) && map.lacks("rows") {
        source.fault(&(map.span.start..map.span.start), Note::new("fault-missing-key").with("name", wanted));
    }
    let absent = map.get("absent").map(|node| source.texts(node)).unwrap_or_default();
    for written in &absent {
        known_absent(source, written, pack, schema);
    }
    let name = map.need("name", source).and_then(|node| source.text(node));
    let as_of = map.get("as_of").and_then(|node| date(source, node));
    let expect = map.need("expect", source).and_then(|node| {
        let shown = if over == Over::Headers { &pack.sheet } else { schema };
        expected(source, node, shown, rows.len())
    });
    Some(RuleTest {
        name: name.map_or_else(String::new, |name| name.text),
        rows,
        sheet: map
            .get("sheet")
            .map(|node| source.list(node).iter().map(|node| test_row(source, node, &pack.sheet)).collect())
            .unwrap_or_default(),
        tables,
        headers: headers.map(|headers| headers.into_iter().map(|written| written.text).collect()),
        absent: absent.into_iter().map(|written| written.text).collect(),
        as_of,
        expect: expect?,
        line: source.file.text.get(..node.span.start).unwrap_or_default().matches('\n').count() + 1,
    })
}

/// A column that a test takes away: the rule's own, or `TABLE.COLUMN`.
fn known_absent(source: &Source<'_>, written: &Written, pack: &Pack, schema: &Schema) {
    let in_table = written.text.split_once('.').and_then(|(name, column)| {
        pack.tables.iter().find(|table| table.name == name).map(|table| (table, column))
    });
    let (schema, column) = in_table.unwrap_or((schema, written.text.as_str()));
    if schema.find(column).is_none() {
        unknown_column(source, &written.span, column, schema);
    }
}

fn unknown_column(source: &Source<'_>, span: &Range<usize>, name: &str, schema: &Schema) {
    // A table whose columns could not be read has been told of.
    if schema.columns.is_empty() {
        return;
    }
    let names = schema.columns.iter().map(|column| column.name.as_str());
    source.unknown("fault-unknown-column", span, name, names);
}

/// `stray 1`: the first cell outside the pack's columns.
fn is_stray(name: &str) -> bool {
    name.strip_prefix("stray ").is_some_and(|number| number.parse::<u16>().is_ok_and(|number| number > 0))
}

fn test_row(source: &Source<'_>, node: &Node, schema: &Schema) -> TestRow {
    source
        .entries(node)
        .iter()
        .map(|(key, node)| {
            if schema.find(&key.text).is_none() && !is_stray(&key.text) {
                unknown_column(source, &key.span, &key.text, schema);
            }
            test_cell(source, node);
            (Written { text: key.text.clone(), span: key.span.clone() }, node.clone())
        })
        .collect()
}

/// A cell is a plain value, or a map that says what the reader would have seen.
fn test_cell(source: &Source<'_>, node: &Node) {
    match &node.value {
        Value::Map(_) => {
            source.map(node, &["error", "no_value", "scientific"]);
            source.only(node);
        }
        Value::List(_) => source.wrong_type(node, "text"),
        _ => {}
    }
}

fn test_tables(source: &Source<'_>, node: &Node, pack: &Pack) -> Vec<(String, Vec<TestRow>)> {
    let mut tables = Vec::new();
    for (key, node) in source.entries(node) {
        let Some(table) = pack.tables.iter().find(|table| table.name == key.text) else {
            let names = pack.tables.iter().map(|table| table.name.as_str());
            source.unknown("fault-unknown-table", &key.span, &key.text, names);
            continue;
        };
        let rows = source.list(node).iter().map(|node| test_row(source, node, table)).collect();
        tables.push((key.text.clone(), rows));
    }
    tables
}

fn expected(source: &Source<'_>, node: &Node, schema: &Schema, rows: usize) -> Option<Expected> {
    if matches!(node.value, Value::Text(_)) {
        let choices = [("pass", 0), ("not_applicable", 1), ("undecided", 2)];
        return source.choice(node, &choices).map(|choice| match choice {
            0 => Expected::Pass,
            1 => Expected::NotApplicable,
            _ => Expected::Undecided,
        });
    }
    let map = source.map(node, &["fail", "row", "severity", "text"]);
    let column = source.text(map.need("fail", source)?)?;
    // A cell outside the pack's columns is named by its letter.
    let letter = column.text.len() <= 3 && column.text.chars().all(|c| c.is_ascii_uppercase());
    if schema.find(&column.text).is_none() && !letter {
        unknown_column(source, &column.span, &column.text, schema);
    }
    let row = map.get("row").and_then(|node| {
        let row = usize::try_from(source.count(node)?).ok()?;
        if row == 0 || row > rows.max(1) {
            source.fault(&node.span, Note::new("fault-test-row").with("rows", rows));
        }
        Some(row)
    });
    Some(Expected::Fail {
        column: column.text,
        row,
        severity: map.get("severity").and_then(|node| source.choice(node, &SEVERITIES)),
        text: map.get("text").and_then(|node| source.text(node)).map(|text| text.text),
    })
}
