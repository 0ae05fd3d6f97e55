//! How workbooks were understood, as JSON: `rutinkoll.inspect/1`, described in `docs/inspect.md`.
//!
//! The types below are the format's own. Additions are allowed; nothing is renamed.

use std::io;

use serde::Serialize;

use crate::inspect::{
    AroundSeen, ColumnSeen, Compared, Counts, Guess, InputSeen, Inspection, RowsSeen, SheetSeen, State,
    Understood, UnknownColumn,
};
use crate::lang::{Lang, Note};
use crate::schema::ColumnType;
use crate::sheet::{Block, CellRef, TableBlock, Visibility, column_letter};

/// Writes what was understood.
///
/// # Errors
/// Those of `out`.
pub fn write(seen: &Inspection, tool_version: &str, out: &mut impl io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, &Page::of(seen, tool_version))?;
    io::Write::write_all(&mut out, b"\n")?;
    io::Write::flush(&mut out)
}

#[derive(Serialize)]
struct Page<'a> {
    schema: &'a str,
    tool: super::Tool<'a>,
    lang: &'a str,
    rules: Rules<'a>,
    /// None: the inputs were read as the sheet.
    table: Option<&'a str>,
    inputs: Vec<Input<'a>>,
    proposal: Option<Proposal<'a>>,
    errors: Vec<super::Fault<'a>>,
}

impl<'a> Page<'a> {
    fn of(seen: &'a Inspection, tool_version: &'a str) -> Self {
        let lang = seen.lang;
        Self {
            schema: "rutinkoll.inspect/1",
            tool: super::Tool { name: "rutinkoll", version: tool_version },
            lang: lang.code(),
            rules: Rules { pack: &seen.pack, version: &seen.version },
            table: seen.table.as_deref(),
            inputs: seen.inputs.iter().map(|input| Input::of(input, lang)).collect(),
            proposal: seen.proposal().map(|yaml| Proposal {
                yaml,
                guesses: seen.guesses().into_iter().map(|guess| Guessed::of(guess, lang)).collect(),
            }),
            errors: seen.errors.iter().map(|problem| super::Fault::of(problem, lang)).collect(),
        }
    }
}

#[derive(Serialize)]
struct Rules<'a> {
    pack: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct Input<'a> {
    path: &'a str,
    /// None: the file could not be opened.
    format: Option<&'a str>,
    dates_from_1904: bool,
    text: Option<Text<'a>>,
    sheets: Vec<Sheet<'a>>,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    cross_check: Option<CrossCheck<'a>>,
}

#[derive(Serialize)]
struct CrossCheck<'a> {
    cells: u64,
    differences: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    sheet: &'a str,
    /// None: the sheet as a whole.
    cell: Option<String>,
}

impl<'a> CrossCheck<'a> {
    fn of(from: &'a Compared) -> Self {
        let place = |(sheet, cell): &'a (String, Option<CellRef>)| Place {
            sheet,
            cell: cell.map(|cell| cell.to_string()),
        };
        Self { cells: from.cells, differences: from.places.iter().map(place).collect() }
    }
}

#[derive(Serialize)]
struct Text<'a> {
    encoding: &'a str,
    delimiter: char,
    sep_line: bool,
}

impl<'a> Input<'a> {
    fn of(from: &'a InputSeen, lang: Lang) -> Self {
        let text = from.file.and_then(|file| file.text);
        Self {
            path: &from.path,
            format: from.file.map(|file| file.format),
            dates_from_1904: from.file.is_some_and(|file| file.from_1904),
            text: text.map(|text| Text {
                encoding: text.encoding,
                delimiter: text.delimiter,
                sep_line: text.declared,
            }),
            sheets: from.sheets.iter().map(|sheet| Sheet::of(sheet, lang)).collect(),
            cross_check: from.compared.as_ref().map(CrossCheck::of),
        }
    }
}

#[derive(Serialize)]
struct Sheet<'a> {
    name: &'a str,
    visibility: &'a str,
    #[serde(flatten)]
    state: Status<'a>,
}

#[derive(Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
enum Status<'a> {
    Skipped(Why<'a>),
    NotUnderstood(Why<'a>),
    Unreadable(Why<'a>),
    Understood(Box<Sense<'a>>),
}

#[derive(Serialize)]
struct Why<'a> {
    /// A word for programs; `message` is the sentence.
    reason: &'a str,
    message: String,
}

impl<'a> Why<'a> {
    fn of(note: &'a Note, lang: Lang) -> Self {
        Self { reason: note.id.strip_prefix("sheet-").unwrap_or(note.id), message: lang.say(note) }
    }
}

impl<'a> Sheet<'a> {
    fn of(from: &'a SheetSeen, lang: Lang) -> Self {
        Self {
            name: &from.name,
            visibility: match from.visibility {
                Visibility::Visible => "visible",
                Visibility::Hidden => "hidden",
                Visibility::VeryHidden => "very_hidden",
            },
            state: match &from.state {
                State::Skipped(note) => Status::Skipped(Why::of(note, lang)),
                State::NotUnderstood(note) => Status::NotUnderstood(Why::of(note, lang)),
                State::Unreadable(note) => Status::Unreadable(Why::of(note, lang)),
                State::Understood(sense) => Status::Understood(Box::new(Sense::of(sense, lang))),
            },
        }
    }
}

#[derive(Serialize)]
struct Sense<'a> {
    header_row: u32,
    runner_up: Option<RunnerUp>,
    /// Why an audit could not judge the sheet all the same.
    cannot_judge: Option<Why<'a>>,
    rows: Rows<'a>,
    columns: Vec<Column<'a>>,
    unknown_columns: Vec<Unknown<'a>>,
    merged_blocks: Vec<String>,
    tables: Vec<Table<'a>>,
    notes_on_cells: usize,
    protected: bool,
    hidden_columns: Vec<String>,
    notes: Vec<String>,
    /// Where reading stopped.
    failed: Option<Why<'a>>,
}

#[derive(Serialize)]
struct RunnerUp {
    row: u32,
    columns: usize,
}

impl<'a> Sense<'a> {
    fn of(from: &'a Understood, lang: Lang) -> Self {
        let AroundSeen { merges, tables, table, notes, protected, hidden_columns } = &from.around;
        Self {
            header_row: from.header_row,
            runner_up: from.runner_up.map(|other| RunnerUp { row: other.row, columns: other.matched }),
            cannot_judge: from.cannot_judge.as_ref().map(|note| Why::of(note, lang)),
            rows: Rows::of(&from.rows),
            columns: from.columns.iter().map(Column::of).collect(),
            unknown_columns: from.unknown.iter().map(Unknown::of).collect(),
            merged_blocks: merges.iter().map(range).collect(),
            tables: tables.iter().map(|found| Table::of(found, table.as_deref())).collect(),
            notes_on_cells: *notes,
            protected: *protected,
            hidden_columns: hidden_columns.iter().map(|index| column_letter(*index)).collect(),
            notes: from.notes.iter().map(|note| lang.say(note)).collect(),
            failed: from.failed.as_ref().map(|note| Why::of(note, lang)),
        }
    }
}

#[derive(Serialize)]
struct Rows<'a> {
    data: u64,
    first: Option<u32>,
    last: Option<u32>,
    hidden: u64,
    struck: u64,
    by_kind: Vec<Kind<'a>>,
    /// Rows that hold something and are no data, by why.
    header_repeated: u64,
    without_value: u64,
    totals: u64,
    below_table: u64,
    /// Rows of the table with something beside it.
    beside_table: u64,
}

#[derive(Serialize)]
struct Kind<'a> {
    kind: &'a str,
    rows: u64,
}

impl<'a> Rows<'a> {
    fn of(from: &'a RowsSeen) -> Self {
        let passed = &from.passed_over;
        Self {
            data: from.data,
            first: from.first_last.map(|(first, _)| first),
            last: from.first_last.map(|(_, last)| last),
            hidden: from.hidden,
            struck: from.struck,
            by_kind: from.kinds.iter().map(|(kind, rows)| Kind { kind, rows: *rows }).collect(),
            header_repeated: passed.repeated.count,
            without_value: passed.blank.count,
            totals: passed.totals.count,
            below_table: passed.below.count,
            beside_table: passed.beside.count,
        }
    }
}

#[derive(Serialize)]
struct Column<'a> {
    column: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    required: bool,
    personal: bool,
    #[serde(rename = "match")]
    how: &'a str,
    in_part: bool,
    header: Option<&'a str>,
    letter: Option<String>,
    hidden: bool,
    /// Where two headers mean it: all of them.
    rivals: Vec<Rival<'a>>,
    cells: Cells,
}

#[derive(Serialize)]
struct Rival<'a> {
    header: &'a str,
    letter: String,
}

impl<'a> Column<'a> {
    fn of(from: &'a ColumnSeen) -> Self {
        let rivals = from.rivals.iter();
        Self {
            column: &from.name,
            kind: type_word(from.kind),
            required: from.required,
            personal: from.personal,
            how: from.how.word(),
            in_part: from.in_part,
            header: from.header.as_deref(),
            letter: from.index.map(column_letter),
            hidden: from.hidden,
            rivals: rivals.map(|(index, header)| Rival { header, letter: column_letter(*index) }).collect(),
            cells: Cells::of(&from.counts),
        }
    }
}

fn type_word(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Identifier => "identifier",
        ColumnType::Date => "date",
        ColumnType::Number => "number",
        ColumnType::Address => "address",
    }
}

#[derive(Serialize)]
struct Cells {
    read: u64,
    blank: u64,
    placeholders: u64,
    typed_dates: u64,
    ambiguous_dates: u64,
    bad_dates: u64,
    bad_numbers: u64,
    damaged: u64,
    errors: u64,
    formulas_without_value: u64,
    merged: u64,
}

impl Cells {
    fn of(from: &Counts) -> Self {
        Self {
            read: from.read,
            blank: from.blank,
            placeholders: from.placeholders,
            typed_dates: from.typed_dates,
            ambiguous_dates: from.ambiguous_dates,
            bad_dates: from.bad_dates,
            bad_numbers: from.bad_numbers,
            damaged: from.damaged,
            errors: from.errors,
            formulas_without_value: from.no_value,
            merged: from.merged,
        }
    }
}

#[derive(Serialize)]
struct Unknown<'a> {
    header: Option<&'a str>,
    letter: String,
    filled: u64,
}

impl<'a> Unknown<'a> {
    fn of(from: &'a UnknownColumn) -> Self {
        Self { header: from.header.as_deref(), letter: column_letter(from.index), filled: from.filled }
    }
}

#[derive(Serialize)]
struct Table<'a> {
    name: &'a str,
    range: String,
    totals_row: bool,
    /// Its range is the data.
    is_data: bool,
}

impl<'a> Table<'a> {
    fn of(from: &'a TableBlock, data: Option<&str>) -> Self {
        Self {
            name: &from.name,
            range: range(&from.block),
            totals_row: from.totals_row,
            is_data: data == Some(from.name.as_str()),
        }
    }
}

fn range(block: &Block) -> String {
    format!("{}:{}", block.first, block.last)
}

#[derive(Serialize)]
struct Proposal<'a> {
    /// To paste into `rutinkoll.yaml`.
    yaml: String,
    guesses: Vec<Guessed<'a>>,
}

#[derive(Serialize)]
struct Guessed<'a> {
    column: &'a str,
    header: &'a str,
    letter: String,
    reasons: Vec<String>,
    rivals: &'a [String],
}

impl<'a> Guessed<'a> {
    fn of(from: &'a Guess, lang: Lang) -> Self {
        Self {
            column: &from.column,
            header: &from.header,
            letter: column_letter(from.index),
            reasons: from.reasons.iter().map(|reason| lang.say(reason)).collect(),
            rivals: &from.rivals,
        }
    }
}
