//! How workbooks were understood, as a person reads it on a terminal: the sheet's columns from left to
//! right, then its rows and what stands around them. No cell's content is shown.

use std::io;

use super::Look;
use super::pen::{Pen, Tone};
use super::text;
use crate::finding::Severity;
use crate::inspect::{
    ColumnSeen, Compared, Counts, InputSeen, Inspection, RowsSeen, SheetSeen, State, Understood,
    UnknownColumn,
};
use crate::lang::Note;
use crate::outcome::HeaderMatch;
use crate::schema::ColumnType;
use crate::sheet::{CellRef, column_letter};

/// Columns for a canonical name, at most.
const NAME: usize = 24;
/// Ranges of merged blocks that are named; the rest are counted.
const NAMED_BLOCKS: usize = 3;
/// Places where two readers differ that are named; JSON has them all.
const NAMED_PLACES: usize = 10;

/// Writes what was understood.
///
/// # Errors
/// Those of `out`.
pub fn write(seen: &Inspection, look: &Look, out: &mut impl io::Write) -> io::Result<()> {
    let page = Page { pen: Pen { lang: seen.lang, look } };
    out.write_all(page.draw(seen).as_bytes())?;
    out.flush()
}

struct Page<'a> {
    pen: Pen<'a>,
}

/// A line of the table of columns.
struct Line {
    letter: String,
    name: (String, Tone),
    how: (String, Tone),
    cells: String,
}

impl Page<'_> {
    fn draw(&self, seen: &Inspection) -> String {
        let mut page = String::new();
        for input in &seen.inputs {
            page.push_str(&self.input(input));
        }
        if !self.pen.look.quiet {
            page.push_str(&self.proposal(seen));
        }
        page.push_str(&self.problems(seen));
        if !self.pen.look.quiet {
            page.push_str(&self.read_as(seen));
        }
        page
    }

    fn input(&self, input: &InputSeen) -> String {
        let path = self.pen.plain(&input.path);
        if self.pen.look.quiet {
            let mut lines: String = input.sheets.iter().map(|sheet| self.brief(&path, sheet)).collect();
            if let Some(compared) = &input.compared {
                lines.push_str(&format!("{path}: {}\n", self.compared(compared)));
            }
            return lines;
        }
        let file = self.file(input);
        let mut page = self.pen.both_ends(
            (&path, self.pen.paint(Tone::Strong, &path)),
            (&file, self.pen.paint(Tone::Quiet, &file)),
        );
        if !self.pen.look.narrated {
            let rule = self.pen.pick("━", "=").repeat(self.pen.reading_width());
            page.push_str(&format!("{}\n", self.pen.paint(Tone::Quiet, &rule)));
        }
        page.push('\n');
        for sheet in &input.sheets {
            if let Some(sense) = sheet.understood() {
                page.push_str(&self.sheet(sheet, sense));
                page.push('\n');
            }
        }
        page.push_str(&self.others(input));
        if let Some(compared) = &input.compared {
            page.push_str(&format!("{}\n\n", self.compared(compared)));
        }
        page
    }

    /// Whether two readers agree, with the first places where they do not.
    fn compared(&self, compared: &Compared) -> String {
        let note = |id| Note::new(id).with("cells", compared.cells);
        if compared.places.is_empty() {
            return self.pen.say(&note("inspect-readers-agree"));
        }
        let place = |(sheet, cell): &(String, Option<CellRef>)| match cell {
            Some(cell) => format!("{sheet}{}{cell}", self.pen.within()),
            None => sheet.clone(),
        };
        let named: Vec<String> = compared.places.iter().take(NAMED_PLACES).map(place).collect();
        let note = note("inspect-readers-differ").with("count", compared.places.len());
        let rest = if compared.places.len() > NAMED_PLACES { " …" } else { "" };
        self.pen.say(&note.with("places", format!("{}{rest}", named.join(", "))))
    }

    /// `csv · windows-1252 · semicolon · sep=`
    fn file(&self, input: &InputSeen) -> String {
        let Some(file) = input.file else { return String::new() };
        let mut parts = vec![file.format.to_owned()];
        if let Some(written) = file.text {
            parts.push(written.encoding.to_owned());
            parts.push(match written.delimiter {
                ';' => self.pen.word("inspect-semicolon"),
                ',' => self.pen.word("inspect-comma"),
                '\t' => self.pen.word("inspect-tab"),
                other => self.pen.plain(&other.to_string()),
            });
            if written.declared {
                parts.push(self.pen.word("inspect-sep-line"));
            }
        }
        if file.from_1904 {
            parts.push(self.pen.word("inspect-1904"));
        }
        parts.join(self.pen.dot())
    }

    /// One line a sheet.
    fn brief(&self, path: &str, sheet: &SheetSeen) -> String {
        let place = format!("{path}{}{}: ", self.pen.within(), self.pen.plain(&sheet.name));
        let said = match &sheet.state {
            State::Skipped(note) | State::NotUnderstood(note) | State::Unreadable(note) => self.pen.say(note),
            State::Understood(sense) => self.headline(sense),
        };
        format!("{place}{said}\n")
    }

    /// `header on row 3 · 9 of 11 columns · 48 rows`
    fn headline(&self, sense: &Understood) -> String {
        let found = sense.columns.iter().filter(|column| column.how != HeaderMatch::Missing).count();
        let columns =
            Note::new("inspect-columns-found").with("found", found).with("all", sense.columns.len());
        let parts = [
            self.pen.say(&Note::new("inspect-header-row").with("row", sense.header_row)),
            self.pen.say(&columns),
            self.pen.count("report-rows", sense.rows.data),
        ];
        parts.join(self.pen.dot())
    }

    fn sheet(&self, sheet: &SheetSeen, sense: &Understood) -> String {
        let name = self.pen.plain(&sheet.name);
        let headline = self.headline(sense);
        let painted = self.pen.paint(Tone::Strong, &name);
        let mut page = if text::width(&headline) > self.pen.reading_width() {
            format!("{painted}\n{}", self.said(&headline))
        } else {
            self.pen.both_ends((&name, painted), (&headline, headline.clone()))
        };
        if let Some(other) = sense.runner_up {
            let note = Note::new("inspect-runner-up").with("row", other.row).with("matched", other.matched);
            page.push_str(&self.said(&self.pen.say(&note)));
        }
        if let Some(why) = &sense.cannot_judge {
            page.push_str(&self.warned(&self.pen.say(why)));
        }
        if let Some(why) = &sense.failed {
            page.push_str(&self.warned(&self.pen.say(why)));
        }
        page.push('\n');
        page.push_str(&self.columns(sense));
        let around = self.around(sense);
        if !around.is_empty() {
            page.push_str(&format!("\n{around}"));
        }
        page
    }

    fn said(&self, sentence: &str) -> String {
        self.pen.paragraph(("  ", Tone::Quiet), sentence)
    }

    fn warned(&self, sentence: &str) -> String {
        let lead = format!("  {}: ", self.pen.word("report-warning"));
        self.pen.paragraph((&lead, Tone::Severity(Severity::Warning)), sentence)
    }

    /// Every column that the sheet has, from left to right, then those that it lacks.
    fn columns(&self, sense: &Understood) -> String {
        let rows = sense.rows.data;
        let known = sense.columns.iter().map(|column| (column.index, self.known(column, rows)));
        let unknown = sense.unknown.iter().map(|column| (Some(column.index), self.unknown(column)));
        let mut lines: Vec<(Option<u32>, Line)> = known.chain(unknown).collect();
        lines.sort_by_key(|(index, _)| index.unwrap_or(u32::MAX));
        let lines: Vec<Line> = lines.into_iter().map(|(_, line)| line).collect();
        if self.pen.look.narrated {
            return lines.iter().map(|line| self.sentence(line)).collect();
        }
        self.table(&lines)
    }

    fn known(&self, column: &ColumnSeen, rows: u64) -> Line {
        let mut cells = if column.how == HeaderMatch::Twice || column.index.is_none() {
            String::new()
        } else {
            self.cells(column.kind, &column.counts, rows)
        };
        if column.hidden {
            cells = [self.pen.word("inspect-hidden-column"), cells].join(self.pen.dot());
        }
        Line {
            letter: column.index.map(column_letter).unwrap_or_default(),
            name: (self.pen.plain(&column.name), Tone::Strong),
            how: self.how(column),
            cells,
        }
    }

    fn how(&self, column: &ColumnSeen) -> (String, Tone) {
        let header = || self.pen.plain(column.header.as_deref().unwrap_or_default());
        let said = |id: &'static str| self.pen.say(&Note::new(id).with("header", header()));
        match column.how {
            HeaderMatch::Exact if column.in_part => (said("inspect-in-part"), Tone::Quiet),
            HeaderMatch::Exact => (self.pen.word("inspect-exact"), Tone::Quiet),
            HeaderMatch::Alias if column.in_part => (said("inspect-alias-in-part"), Tone::Quiet),
            HeaderMatch::Alias => (said("inspect-alias"), Tone::Quiet),
            HeaderMatch::Near => (said("inspect-near"), Tone::Severity(Severity::Warning)),
            HeaderMatch::Missing if column.required => {
                (self.pen.word("inspect-missing"), Tone::Severity(Severity::Error))
            }
            HeaderMatch::Missing => (self.pen.word("inspect-missing-optional"), Tone::Quiet),
            HeaderMatch::Twice => {
                let named = |(index, header): &(u32, String)| {
                    format!("{} ({})", self.pen.plain(header), column_letter(*index))
                };
                let headers: Vec<String> = column.rivals.iter().map(named).collect();
                let note = Note::new("inspect-twice").with("headers", headers.join(", "));
                let severity = if column.required { Severity::Error } else { Severity::Warning };
                (self.pen.say(&note), Tone::Severity(severity))
            }
        }
    }

    fn unknown(&self, column: &UnknownColumn) -> Line {
        let how = match &column.header {
            Some(header) => self.pen.say(&Note::new("inspect-quoted").with("header", self.pen.plain(header))),
            None => self.pen.word("inspect-no-header"),
        };
        Line {
            letter: column_letter(column.index),
            name: (self.pen.word("inspect-unknown"), Tone::Quiet),
            how: (how, Tone::Quiet),
            cells: self.pen.count("inspect-filled", column.filled),
        }
    }

    /// `46 dates · 3 of them typed as text · 1 is no date · 2 blank`
    fn cells(&self, kind: ColumnType, counts: &Counts, rows: u64) -> String {
        if rows == 0 {
            return String::new();
        }
        let read = match kind {
            ColumnType::Date => "inspect-dates",
            ColumnType::Number => "inspect-numbers",
            ColumnType::Identifier => "inspect-identifiers",
            ColumnType::Text | ColumnType::Address => "inspect-filled",
        };
        let parts = [
            (read, counts.read),
            ("inspect-typed-dates", counts.typed_dates),
            ("inspect-merged-cells", counts.merged),
            ("inspect-ambiguous-dates", counts.ambiguous_dates),
            ("inspect-bad-dates", counts.bad_dates),
            ("inspect-bad-numbers", counts.bad_numbers),
            ("inspect-damaged", counts.damaged),
            ("inspect-errors", counts.errors),
            ("inspect-no-value", counts.no_value),
            ("inspect-placeholders", counts.placeholders),
            ("inspect-blank", counts.blank),
        ];
        let said = parts.into_iter().filter(|(_, count)| *count > 0);
        said.map(|(id, count)| self.pen.count(id, count)).collect::<Vec<_>>().join(self.pen.dot())
    }

    fn sentence(&self, line: &Line) -> String {
        let lead = match line.letter.as_str() {
            "" => self.pen.say(&Note::new("inspect-said-absent").with("name", line.name.0.as_str())),
            letter => self.pen.say(
                &Note::new("inspect-said-column").with("letter", letter).with("name", line.name.0.as_str()),
            ),
        };
        let parts: Vec<&str> =
            [line.how.0.as_str(), line.cells.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        format!("{lead}: {}.\n", parts.join(", "))
    }

    fn table(&self, lines: &[Line]) -> String {
        let widest = |text: fn(&Line) -> &str| lines.iter().map(|line| text::width(text(line))).max();
        let letter = widest(|line| &line.letter).unwrap_or(0).max(1);
        let name = widest(|line| &line.name.0).unwrap_or(0).min(NAME).min(self.pen.width() / 3);
        let width = self.pen.width().saturating_sub(2 + letter + 2 + name + 2);
        let how = widest(|line| &line.how.0).unwrap_or(0).min(width.saturating_sub(2) / 2).max(1);
        let cells = width.saturating_sub(how + 2).max(1);
        let mut page = String::new();
        for line in lines {
            let columns = [
                (vec![line.letter.clone()], letter, Tone::Quiet),
                (text::wrap(&line.name.0, name), name, line.name.1),
                (text::wrap(&line.how.0, how), how, line.how.1),
                (text::wrap(&line.cells, cells), 0, Tone::Help),
            ];
            let deep = columns.iter().map(|(lines, ..)| lines.len()).max().unwrap_or(0);
            for at in 0..deep {
                page.push_str(&self.across(&columns, at));
            }
        }
        page
    }

    /// One line across the columns of a table; the last is not painted.
    fn across(&self, columns: &[(Vec<String>, usize, Tone)], at: usize) -> String {
        let mut line = String::new();
        for (texts, width, tone) in columns {
            let text = texts.get(at).map_or("", String::as_str);
            let padding = " ".repeat(width.saturating_sub(text::width(text)));
            let painted = if *width == 0 { text.to_owned() } else { self.pen.paint(*tone, text) };
            line.push_str(&format!("  {painted}{padding}"));
        }
        format!("{}\n", line.trim_end())
    }

    /// Rows, and what stands around them.
    fn around(&self, sense: &Understood) -> String {
        let around = &sense.around;
        let mut sentences = self.rows(&sense.rows);
        if let Some(table) = around.tables.iter().find(|table| Some(&table.name) == around.table.as_ref()) {
            let range = format!("{}:{}", table.block.first, table.block.last);
            let note = Note::new("inspect-table").with("table", table.name.as_str()).with("range", range);
            sentences.push(self.pen.say(&note));
        }
        if !around.merges.is_empty() {
            let named = around.merges.iter().take(NAMED_BLOCKS);
            let mut blocks: Vec<String> =
                named.map(|block| format!("{}:{}", block.first, block.last)).collect();
            if around.merges.len() > NAMED_BLOCKS {
                blocks.push(self.pen.pick("…", "...").to_owned());
            }
            let note = Note::new("inspect-merges").with("n", around.merges.len());
            sentences.push(self.pen.say(&note.with("blocks", blocks.join(", "))));
        }
        if around.notes > 0 {
            sentences.push(self.pen.count("inspect-notes", around.notes));
        }
        if around.protected {
            sentences.push(self.pen.word("inspect-protected"));
        }
        if !around.hidden_columns.is_empty() {
            let letters: Vec<String> = around.hidden_columns.iter().map(|at| column_letter(*at)).collect();
            let note = Note::new("inspect-hidden-columns").with("n", letters.len());
            sentences.push(self.pen.say(&note.with("letters", letters.join(", "))));
        }
        // The table above says which headers were guessed.
        let notes = sense.notes.iter().filter(|note| note.id != "sheet-header-near");
        sentences.extend(notes.map(|note| self.pen.say(note)));
        sentences.iter().map(|sentence| self.said(sentence)).collect()
    }

    fn rows(&self, rows: &RowsSeen) -> Vec<String> {
        let mut sentences = Vec::new();
        if let Some((first, last)) = rows.first_last {
            let note = Note::new("inspect-rows").with("n", rows.data).with("first", first);
            sentences.push(self.pen.say(&note.with("last", last)));
        } else {
            sentences.push(self.pen.word("inspect-no-rows"));
        }
        if !rows.kinds.is_empty() {
            let kinds: Vec<String> =
                rows.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
            sentences.push(self.pen.say(&Note::new("inspect-kinds").with("kinds", kinds.join(", "))));
        }
        for (id, count) in [("inspect-hidden-rows", rows.hidden), ("inspect-struck-rows", rows.struck)] {
            if count > 0 {
                sentences.push(self.pen.count(id, count));
            }
        }
        let passed = &rows.passed_over;
        for (id, tally) in [("inspect-blank-rows", passed.blank), ("inspect-totals", passed.totals)] {
            if tally.count > 0 {
                let note = Note::new(id).with("n", tally.count).with("row", tally.first);
                sentences.push(self.pen.say(&note));
            }
        }
        sentences
    }

    /// Sheets that are not the one that was looked for, each with why.
    fn others(&self, input: &InputSeen) -> String {
        let mut page = String::new();
        for sheet in &input.sheets {
            let note = match &sheet.state {
                State::Skipped(note) | State::NotUnderstood(note) | State::Unreadable(note) => note,
                State::Understood(_) => continue,
            };
            let lead = format!("  {}: ", self.pen.plain(&sheet.name));
            page.push_str(&self.pen.paragraph((&lead, Tone::Strong), &self.pen.say(note)));
        }
        self.block("report-skipped", &page)
    }

    fn proposal(&self, seen: &Inspection) -> String {
        let Some(yaml) = seen.proposal() else { return String::new() };
        let intro = self.pen.word("inspect-proposal-intro");
        let intro = self.pen.paragraph(("", Tone::Quiet), &intro);
        // As it stands, line for line: it is there to be copied.
        let lines: Vec<String> = yaml.lines().map(|line| text::harmless(line, " ")).collect();
        self.block("inspect-proposal", &format!("{intro}\n{}\n", lines.join("\n")))
    }

    fn problems(&self, seen: &Inspection) -> String {
        let mut page = String::new();
        for problem in &seen.errors {
            if let Some(input) = &problem.input {
                let place = self.pen.paint(Tone::Severity(Severity::Error), &self.pen.plain(input));
                page.push_str(&format!("  {place}\n"));
            }
            page.push_str(&self.pen.paragraph(("    ", Tone::Quiet), &self.pen.say(&problem.note)));
            if let Some(help) = self.pen.help(&problem.note) {
                page.push_str(&self.pen.paragraph(("    ", Tone::Quiet), &help));
            }
        }
        self.block("report-problems", &page)
    }

    fn read_as(&self, seen: &Inspection) -> String {
        let note = match &seen.table {
            Some(table) => Note::new("inspect-as-table").with("table", table.as_str()),
            None => Note::new("inspect-as-sheet"),
        };
        let note = note.with("pack", seen.pack.as_str()).with("version", seen.version.as_str());
        self.pen.paragraph(("", Tone::Quiet), &self.pen.say(&note))
    }

    fn block(&self, heading: &'static str, lines: &str) -> String {
        if lines.is_empty() {
            return String::new();
        }
        format!("{}\n{lines}\n", self.pen.paint(Tone::Strong, &self.pen.word(heading)))
    }
}
