use super::*;
use crate::schema::Column;
use crate::sheet::{RawCell, RawValue};

fn schema() -> Schema {
    let column = |name: &str, aliases: &[&str], required| Column {
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        required,
        ..Column::default()
    };
    Schema {
        name: "sheet".to_owned(),
        columns: vec![
            column("Employee", &["Signature", "Who paid"], true),
            column("Date", &[], true),
            column("Account", &["Cost centre"], true),
            column("Reciept no", &["Receipt"], false),
        ],
        ..Schema::default()
    }
}

fn row(number: u32, cells: &[&str]) -> RawRow {
    RawRow {
        number,
        cells: cells
            .iter()
            .zip(0..)
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, column)| RawCell {
                column,
                value: RawValue::Text((*text).to_owned()),
                ..RawCell::default()
            })
            .collect(),
        ..RawRow::default()
    }
}

fn search(rows: &[RawRow]) -> HeaderSearch {
    find(rows, &SheetFacts::default(), &schema())
}

fn layout(rows: &[RawRow]) -> Layout {
    match search(rows) {
        HeaderSearch::Found(layout) => layout,
        HeaderSearch::NotFound { closest } => panic!("closest: {closest:?}"),
    }
}

/// How each column of the schema was found: `exact 0`, `missing`.
fn finds(cells: &[&str]) -> Vec<String> {
    let layout = layout(&[row(1, cells)]);
    let columns = layout.columns.iter();
    columns
        .map(|find| match find.index {
            Some(index) => format!("{} {index}", find.how.word()),
            None => find.how.word().to_owned(),
        })
        .collect()
}

#[test]
fn headers_are_matched_folded() {
    let cases: [(&[&str], [&str; 4]); 14] = [
        (&["Employee", "Date", "Account"], ["exact 0", "exact 1", "exact 2", "missing"]),
        (&["account:", " DATE*", "Emp\u{ad}loyee"], ["exact 2", "exact 1", "exact 0", "missing"]),
        (&["Who\npaid", "Date", "Cost\u{a0}centre"], ["alias 0", "exact 1", "alias 2", "missing"]),
        (&["Employee\n(signature)", "Date [ISO]", "Account"], ["exact 0", "exact 1", "exact 2", "missing"]),
        (&["Employee\nas on the list", "Date"], ["exact 0", "exact 1", "missing", "missing"]),
        (&["(required)\nEmployee", "Date"], ["exact 0", "exact 1", "missing", "missing"]),
        // What stands in full goes before what stands in part.
        (&["Date (paid)", "Date", "Account"], ["missing", "exact 1", "exact 2", "missing"]),
        // Misspelt.
        (&["Employe", "Date", "Acount"], ["near 0", "exact 1", "near 2", "missing"]),
        (&["Emplyoee", "Date", "Account"], ["near 0", "exact 1", "exact 2", "missing"]),
        // Too short, too far, or another number.
        (&["Employee", "Dates", "Account", "Recpt"], ["exact 0", "missing", "exact 2", "missing"]),
        (&["Employee 2", "Date", "Account"], ["missing", "exact 1", "exact 2", "missing"]),
        // A guess never competes with a match, nor with an equal guess.
        (&["Employe", "Employee", "Date"], ["exact 1", "exact 2", "missing", "missing"]),
        (&["Acount", "Accunt", "Employee", "Date"], ["exact 2", "exact 3", "missing", "missing"]),
        (&["Employee", "Date", "Who paid"], ["twice 0", "exact 1", "missing", "missing"]),
    ];
    for (cells, expected) in cases {
        assert_eq!(finds(cells), expected, "{cells:?}");
    }
}

#[test]
fn a_header_nearest_to_two_columns_is_neither() {
    let mut schema = schema();
    schema.columns[0].aliases = vec!["Handler A".to_owned()];
    schema.columns[2].aliases = vec!["Handler B".to_owned()];
    let rows = [row(1, &["Handler C", "Date", "Receipt", "Account"])];
    let HeaderSearch::Found(layout) = find(&rows, &SheetFacts::default(), &schema) else {
        panic!("not found");
    };
    assert_eq!(layout.columns[0].how, HeaderMatch::Missing);
}

#[test]
fn the_row_that_matches_most_is_the_header() {
    let rows = [
        row(1, &["Expenses 2026"]),
        row(3, &["Employee", "Date"]),
        row(4, &["Employee", "Date", "Account", "Project"]),
        row(5, &["Employee", "Date", "Account"]),
    ];
    let layout = layout(&rows);
    assert_eq!((layout.header_row, layout.data.first_row), (4, 5));
    assert_eq!(layout.strays.len(), 1);
    assert_eq!(layout.strays[0].header, "Project");
    assert_eq!(layout.data.last_row, None);
}

#[test]
fn too_little_is_no_header() {
    let closest = |rows: &[RawRow]| match search(rows) {
        HeaderSearch::NotFound { closest } => closest,
        HeaderSearch::Found(layout) => panic!("found: {layout:?}"),
    };
    assert_eq!(closest(&[]), None);
    assert_eq!(closest(&[row(1, &["Guide", "to", "this"])]), None);
    // One of three required columns, and another one.
    let one = closest(&[row(2, &["Employee", "Receipt"])]);
    assert_eq!(one.map(|closest| closest.missing), Some(vec!["Date".into(), "Account".into()]));
    // Only guesses.
    assert_eq!(closest(&[row(1, &["Employe", "Acount"])]), None);
}

#[test]
fn a_row_of_values_is_no_header() {
    let mut data = row(1, &["Employee", "Date"]);
    data.cells.extend((2..6).map(|column| RawCell {
        column,
        value: RawValue::Number { value: 1.0, format: crate::sheet::NumberFormat::default() },
        ..RawCell::default()
    }));
    assert!(matches!(search(&[data]), HeaderSearch::NotFound { .. }));
}

#[test]
fn the_header_stands_among_the_first_thirty_rows() {
    let mut rows: Vec<RawRow> = (1..30).map(|number| row(number, &["x"])).collect();
    rows.push(row(90, &["Employee", "Date"]));
    assert_eq!(layout(&rows).header_row, 90);
    rows.insert(0, row(1, &["x"]));
    assert!(matches!(search(&rows), HeaderSearch::NotFound { .. }));
}

#[test]
fn two_headers_for_one_column_are_both_named() {
    let layout = layout(&[row(1, &["Employee", "Date", "", "Signature\n(short)", "Who paid"])]);
    let find = &layout.columns[0];
    assert_eq!(find.readable(), None);
    assert_eq!(find.rivals, [(0, "Employee".to_owned()), (4, "Who paid".to_owned())]);
    let said = crate::lang::Lang::En.say(&layout.ambiguities(&schema())[0]);
    assert!(said.ends_with("Employee (A), Who paid (E)."), "{said}");
}

#[test]
fn guesses_are_said() {
    let layout = layout(&[row(1, &["Date", "Employe\n(short)"])]);
    let notes = layout.notes(&schema());
    assert_eq!(notes.len(), 1);
    let said = crate::lang::Lang::En.say(&notes[0]);
    assert!(said.contains("“Employe (short)” (B)"), "{said}");
    let found = layout.found_columns(&schema());
    assert_eq!((found.len(), found[0].index), (2, 1));
}

#[test]
fn a_table_leaves_out_the_columns_beside_it() {
    let facts = SheetFacts {
        tables: vec![TableBlock {
            name: "T".to_owned(),
            block: Block { first: CellRef::new(2, 1), last: CellRef::new(9, 3) },
            totals_row: true,
        }],
        ..SheetFacts::default()
    };
    let rows = [row(2, &["Date", "Employee", "Date", "Account", "Note"])];
    let HeaderSearch::Found(layout) = find(&rows, &facts, &schema()) else {
        panic!("not found");
    };
    assert_eq!(layout.columns[1].readable(), Some(2));
    assert_eq!((layout.data.first_row, layout.data.last_row), (3, Some(8)));
    assert_eq!((layout.data.first_col, layout.data.last_col), (1, 3));
    assert!(layout.strays.is_empty());
}

/// What is turned away before it is folded would not have been the header.
#[test]
fn no_header_is_turned_away() {
    let texts = [
        "a",
        "Ab",
        "å",
        "A\u{30a}",
        "A\u{30a}b",
        "ÅB",
        " ab",
        "\u{200b}ab",
        "a\u{200b}b",
        "a:b",
        "-ab",
        "b",
        "7",
        "7a",
        "åb",
        "öb",
        "Öb",
        "O\u{308}b",
        "ßb",
        "ÿb",
        "×b",
        "a\u{ad}\u{30a}b",
        "åå",
        "aå",
    ];
    for (text, header) in texts.iter().flat_map(|text| texts.map(|header| (text, header))) {
        assert_eq!(
            SameHeader::of(header).is(text),
            fold::words(text) == fold::words(header),
            "{text:?} {header:?}"
        );
    }
}
