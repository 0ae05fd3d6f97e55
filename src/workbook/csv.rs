//! Text with columns, as Excel writes and reads it: `;`, `,` or tabs; UTF-8, UTF-16 or Windows-1252.

use std::io::{BufRead, BufReader};
use std::path::Path;

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::source::{Opened, Source};
use super::{Limits, RawRows, ReadError, SheetEntry, TextFacts, error_value};
use crate::lang::Note;
use crate::sheet::{NumberFormat, RawCell, RawRow, RawValue, SheetFacts, Visibility};

/// So much text is looked at to find the delimiter.
const SAMPLE: usize = 64 << 10;

/// A text file whose encoding and delimiter are known.
pub(super) struct Csv {
    source: Source,
    sheets: [SheetEntry; 1],
    encoding: &'static Encoding,
    delimiter: char,
    /// Its first line is `sep=;`.
    said: bool,
    limits: Limits,
}

impl Csv {
    pub(super) fn open(source: &Source, limits: &Limits) -> Result<Self, ReadError> {
        let encoding = encoding(source)?;
        let mut text = Text::new(source.open()?, encoding);
        let mut sample = String::new();
        while sample.len() < SAMPLE {
            match text.next()? {
                Some(letter) => sample.push(letter),
                None => break,
            }
        }
        let first = sample.lines().next().unwrap_or_default();
        let said = declared(first);
        let stem = match source {
            Source::File(path) => {
                path.file_stem().unwrap_or(Path::new("CSV").as_os_str()).to_string_lossy().into_owned()
            }
            Source::Bytes(_) => "CSV".to_owned(),
        };
        Ok(Self {
            source: source.clone(),
            sheets: [SheetEntry { name: stem, visibility: Visibility::Visible, worksheet: true }],
            encoding,
            delimiter: said.unwrap_or_else(|| guessed(&sample)),
            said: said.is_some(),
            limits: limits.clone(),
        })
    }

    pub(super) fn sheets(&self) -> &[SheetEntry] {
        &self.sheets
    }

    pub(super) fn facts(&self) -> TextFacts {
        TextFacts { encoding: self.encoding.name(), delimiter: self.delimiter, declared: self.said }
    }

    /// Its bytes are its content, line ends and a byte order mark aside. Those of UTF-16 are no text's.
    pub(super) fn is_text(&self) -> bool {
        ![UTF_16LE, UTF_16BE].contains(&self.encoding)
    }

    pub(super) fn read(&mut self, index: usize) -> Result<Box<dyn RawRows + '_>, ReadError> {
        if index > 0 {
            return Err(ReadError::new("sheet-without-part"));
        }
        let mut text = Text::new(self.source.open()?, self.encoding);
        if self.said {
            while text.next()?.is_some_and(|letter| !matches!(letter, '\n' | '\r')) {}
            text.after_return()?;
        }
        Ok(Box::new(Rows {
            text,
            delimiter: self.delimiter,
            limits: &self.limits,
            facts: SheetFacts::default(),
            number: 0,
        }))
    }
}

/// `sep=;`: what Excel takes as the delimiter, and no row.
fn declared(line: &str) -> Option<char> {
    let mut rest =
        line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and(line.get(4..))?.chars();
    rest.next().filter(|_| rest.next().is_none())
}

/// The delimiter by which most lines have the same number of fields.
fn guessed(sample: &str) -> char {
    let mut best = (';', 0, 0);
    for delimiter in [';', '\t', ','] {
        let mut counts = Vec::new();
        let (mut count, mut quoted) = (0_usize, false);
        for letter in sample.chars() {
            match letter {
                '"' => quoted = !quoted,
                '\n' if !quoted => counts.push(std::mem::take(&mut count)),
                _ if letter == delimiter && !quoted => count += 1,
                _ => {}
            }
        }
        counts.push(count);
        counts.retain(|count| *count > 0);
        counts.sort_unstable();
        let (same, most) =
            counts.chunk_by(|a, b| a == b).map(|alike| (alike.len(), alike[0])).max().unwrap_or_default();
        if (same, most) > (best.1, best.2) {
            best = (delimiter, same, most);
        }
    }
    best.0
}

/// Does the text start as UTF-16, with a mark or without?
pub(super) fn is_utf16(head: &[u8]) -> bool {
    wide(head).is_some()
}

fn wide(head: &[u8]) -> Option<&'static Encoding> {
    if head.starts_with(&[0xFF, 0xFE]) {
        return Some(UTF_16LE);
    }
    if head.starts_with(&[0xFE, 0xFF]) {
        return Some(UTF_16BE);
    }
    // Without a mark: nearly every other byte is zero, the rest never.
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, most) = (zeros(0), zeros(1), head.len() / 2 * 4 / 5);
    match head.len() >= 8 {
        true if odd >= most && even == 0 => Some(UTF_16LE),
        true if even >= most && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-8 where the whole file is that, else Windows-1252, unless it starts as UTF-16.
fn encoding(source: &Source) -> Result<&'static Encoding, ReadError> {
    let head = source.head(4 << 10)?;
    if let Some(encoding) = wide(&head) {
        return Ok(encoding);
    }
    if head.starts_with(b"\xEF\xBB\xBF") {
        return Ok(UTF_8);
    }
    let mut opened = BufReader::with_capacity(64 << 10, source.untold()?);
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut out = vec![0; 256 << 10];
    loop {
        let bytes = opened.fill_buf().map_err(|error| ReadError::of_file(&error))?;
        let (result, _, _) = decoder.decode_to_utf8_without_replacement(bytes, &mut out, bytes.is_empty());
        if matches!(result, encoding_rs::DecoderResult::Malformed(..)) {
            return Ok(WINDOWS_1252);
        }
        let count = bytes.len();
        if count == 0 {
            return Ok(UTF_8);
        }
        opened.consume(count);
    }
}

/// Characters, decoded as they are asked for; what cannot be decoded is U+FFFD.
struct Text {
    source: BufReader<Opened>,
    decoder: Decoder,
    text: String,
    place: usize,
    ended: bool,
}

impl Text {
    fn new(source: Opened, encoding: &'static Encoding) -> Self {
        Self {
            source: BufReader::with_capacity(64 << 10, source),
            decoder: encoding.new_decoder_with_bom_removal(),
            text: String::with_capacity(256 << 10),
            place: 0,
            ended: false,
        }
    }

    fn peek(&mut self) -> Result<Option<char>, ReadError> {
        loop {
            if let Some(letter) = self.text[self.place..].chars().next() {
                return Ok(Some(letter));
            }
            if self.ended {
                return Ok(None);
            }
            self.text.clear();
            self.place = 0;
            let bytes = self.source.fill_buf().map_err(|error| ReadError::of_file(&error))?;
            let last = bytes.is_empty();
            let (result, read, _) = self.decoder.decode_to_string(bytes, &mut self.text, last);
            self.source.consume(read);
            self.ended = last && result == CoderResult::InputEmpty;
        }
    }

    fn next(&mut self) -> Result<Option<char>, ReadError> {
        let letter = self.peek()?;
        self.place += letter.map_or(0, char::len_utf8);
        Ok(letter)
    }

    /// After `\r`: the `\n` that belongs to it.
    fn after_return(&mut self) -> Result<(), ReadError> {
        if self.peek()? == Some('\n') {
            self.place += 1;
        }
        Ok(())
    }
}

struct Rows<'a> {
    text: Text,
    delimiter: char,
    limits: &'a Limits,
    facts: SheetFacts,
    /// Of the row last read; blank ones count.
    number: u32,
}

/// What stands in a field. A whole number is one, as Excel reads it: that its zeros are lost shows beside the
/// others. With more digits than a number holds it is text, and keeps them.
fn value(text: String) -> RawValue {
    let digits = text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(value) if digits && (text == "0" || !text.starts_with('0')) => {
            RawValue::Number { value, format: NumberFormat::default() }
        }
        _ if error_value::is_one(&text) => RawValue::Error(text),
        _ => RawValue::Text(text),
    }
}

/// What a field ended with.
#[derive(PartialEq, Eq)]
enum After {
    Delimiter,
    Line,
    End,
}

impl Rows<'_> {
    fn field(&mut self, out: &mut String) -> Result<After, ReadError> {
        let mut quoted = self.text.peek()? == Some('"');
        if quoted {
            self.text.next()?;
        }
        while let Some(letter) = self.text.next()? {
            match letter {
                '"' if quoted => match self.text.peek()? {
                    Some('"') => {
                        self.text.next()?;
                        out.push('"');
                    }
                    _ => quoted = false,
                },
                _ if quoted => out.push(letter),
                '\n' => return Ok(After::Line),
                '\r' => {
                    self.text.after_return()?;
                    return Ok(After::Line);
                }
                _ if letter == self.delimiter => return Ok(After::Delimiter),
                _ => out.push(letter),
            }
            if out.len() > self.limits.cell_bytes {
                return Err(ReadError::limit("limit-cell-length", self.limits.cell_bytes >> 10));
            }
        }
        // The rest of the file stands in this cell: cut off, or a quotation mark too many.
        if quoted {
            return Err(ReadError(Note::new("csv-open-quote").with("row", self.number)));
        }
        Ok(After::End)
    }
}

impl RawRows for Rows<'_> {
    fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError> {
        row.hidden = false;
        row.cells.clear();
        while row.cells.is_empty() {
            if self.text.peek()?.is_none() {
                return Ok(false);
            }
            self.number += 1;
            if self.number > self.limits.rows {
                return Err(ReadError::limit("limit-rows", self.limits.rows));
            }
            let (mut column, mut bytes) = (0, 0);
            loop {
                if column >= self.limits.columns {
                    return Err(ReadError::limit("limit-columns", self.limits.columns));
                }
                let mut text = String::new();
                let after = self.field(&mut text)?;
                bytes += text.len();
                if bytes > self.limits.row_bytes {
                    return Err(ReadError::limit("limit-row-size", self.limits.row_bytes >> 20));
                }
                if !text.is_empty() {
                    row.cells.push(RawCell { column, value: value(text), ..RawCell::default() });
                }
                column += 1;
                if after != After::Delimiter {
                    break;
                }
            }
            row.number = self.number;
        }
        Ok(true)
    }
}
