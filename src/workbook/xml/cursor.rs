//! The tokenizer: a place in a slice of XML.

use memchr::{memchr, memmem};

use crate::workbook::ReadError;

/// Why a token could not be had.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The slice ends too early; more bytes may follow.
    Incomplete,
    /// What is there is not right.
    Fault(Fault),
}

/// What is wrong with the XML, before its place is known.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Not well-formed, or not what the format says.
    Malformed,
    /// Wrong in a way that has its own words.
    Known(ReadError),
}

impl Fault {
    /// As the error of a part.
    pub(crate) fn at(self, part: &str) -> ReadError {
        match self {
            Self::Malformed => ReadError::damaged(part),
            Self::Known(error) => error,
        }
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        Self::Known(error)
    }
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Fault(Fault::Known(error))
    }
}

/// Not well-formed, as a `Stop`.
pub(crate) const MALFORMED: Stop = Stop::Fault(Fault::Malformed);

/// A piece of XML. Comments and processing instructions are passed over.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Token<'a> {
    Open(Tag<'a>),
    /// The name as written, prefix included.
    Close(&'a [u8]),
    /// Between tags, entities unresolved.
    Text(&'a [u8]),
    /// Inside `<![CDATA[…]]>`.
    Raw(&'a [u8]),
    /// Nothing follows.
    End,
}

/// A start tag.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'a> {
    /// As written, prefix included.
    pub(crate) name: &'a [u8],
    attributes: &'a [u8],
    /// `<a/>`
    pub(crate) empty: bool,
}

impl<'a> Tag<'a> {
    /// The name without its prefix.
    pub(crate) fn local(&self) -> &'a [u8] {
        local(self.name)
    }

    /// An attribute's value as written, by its name without prefix.
    pub(crate) fn attribute(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.attributes().find(|(other, _)| local(other) == name).map(|(_, value)| value)
    }

    /// Every attribute: name as written, value as written.
    pub(crate) fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.attributes }
    }
}

/// The attributes of a tag. What is not well-formed ends it.
pub(crate) struct Attributes<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_ascii_start();
        let equals = rest.iter().position(|byte| *byte == b'=')?;
        let name = rest[..equals].trim_ascii_end();
        let value = rest[equals + 1..].trim_ascii_start();
        let quote = *value.first()?;
        if quote != b'"' && quote != b'\'' {
            return None;
        }
        let end = value[1..].iter().position(|byte| *byte == quote)? + 1;
        self.rest = &value[end + 1..];
        Some((name, &value[1..end]))
    }
}

/// A name without its prefix.
#[inline]
pub(crate) fn local(name: &[u8]) -> &[u8] {
    match name.iter().position(|byte| *byte == b':') {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

/// A place in a slice.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    place: usize,
    /// The slice is the rest of the part.
    last: bool,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8], last: bool) -> Self {
        Self { bytes, place: 0, last }
    }

    pub(crate) fn place(&self) -> usize {
        self.place
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.place..]
    }

    /// The slice ended inside something.
    fn cut(&self) -> Stop {
        if self.last { MALFORMED } else { Stop::Incomplete }
    }

    #[inline]
    pub(crate) fn next(&mut self) -> Result<Token<'a>, Stop> {
        loop {
            let rest = self.rest();
            match rest {
                [] if self.last => return Ok(Token::End),
                [] => return Err(Stop::Incomplete),
                [b'<', b'/', ..] => return self.close(),
                [b'<', b'!', ..] => {
                    if let Some(raw) = self.declaration()? {
                        return Ok(Token::Raw(raw));
                    }
                }
                [b'<', b'?', ..] => self.skip_past(b"?>", 2)?,
                [b'<'] => return Err(self.cut()),
                [b'<', ..] => return self.open(),
                _ => return self.text(),
            }
        }
    }

    #[inline]
    fn text(&mut self) -> Result<Token<'a>, Stop> {
        let rest = self.rest();
        let end = match memchr(b'<', rest) {
            Some(end) => end,
            None if self.last => rest.len(),
            None => return Err(Stop::Incomplete),
        };
        self.place += end;
        Ok(Token::Text(&rest[..end]))
    }

    #[inline]
    fn close(&mut self) -> Result<Token<'a>, Stop> {
        let rest = self.rest();
        let end = memchr(b'>', rest).ok_or_else(|| self.cut())?;
        self.place += end + 1;
        Ok(Token::Close(rest[2..end].trim_ascii_end()))
    }

    #[inline]
    fn open(&mut self) -> Result<Token<'a>, Stop> {
        let rest = self.rest();
        let end = tag_end(rest).ok_or_else(|| self.cut())?;
        let empty = rest[end - 1] == b'/' && end > 1;
        let inside = &rest[1..if empty { end - 1 } else { end }];
        let name_end = inside.iter().position(|byte| byte.is_ascii_whitespace()).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_end);
        if name.is_empty() || memchr(b'<', name).is_some() {
            return Err(MALFORMED);
        }
        self.place += end + 1;
        Ok(Token::Open(Tag { name, attributes, empty }))
    }

    /// `<!…`: a comment (passed over), raw text (returned), or a DTD (refused).
    fn declaration(&mut self) -> Result<Option<&'a [u8]>, Stop> {
        const RAW: &[u8] = b"<![CDATA[";
        let rest = self.rest();
        if rest.starts_with(b"<!--") {
            self.skip_past(b"-->", 4)?;
            return Ok(None);
        }
        if rest.starts_with(RAW) {
            let from = self.place + RAW.len();
            self.skip_past(b"]]>", RAW.len())?;
            return Ok(Some(&self.bytes[from..self.place - 3]));
        }
        if RAW.starts_with(rest) || b"<!--".starts_with(rest) {
            return Err(self.cut());
        }
        Err(ReadError::new("workbook-has-dtd").into())
    }

    fn skip_past(&mut self, end: &[u8], from: usize) -> Result<(), Stop> {
        let rest = self.rest();
        let at = rest.get(from..).and_then(|rest| memmem::find(rest, end)).ok_or_else(|| self.cut())?;
        self.place += from + at + end.len();
        Ok(())
    }

    /// Past the end of an element whose start tag was just read.
    pub(crate) fn skip(&mut self, tag: &Tag<'a>, depth: usize) -> Result<(), Stop> {
        if tag.empty {
            return Ok(());
        }
        let mut open = vec![tag.name];
        loop {
            match self.next()? {
                Token::Open(tag) if !tag.empty => {
                    if open.len() >= depth {
                        return Err(ReadError::limit("limit-depth", depth).into());
                    }
                    open.push(tag.name);
                }
                Token::Close(name) => {
                    if open.pop() != Some(name) {
                        return Err(MALFORMED);
                    }
                    if open.is_empty() {
                        return Ok(());
                    }
                }
                Token::End => return Err(MALFORMED),
                _ => {}
            }
        }
    }

    /// What has not been read of the slice.
    #[inline]
    pub(crate) fn remaining(&self) -> &'a [u8] {
        self.rest()
    }

    /// Past bytes of [`remaining`](Self::remaining) that were understood by other means.
    #[inline]
    pub(crate) fn advance(&mut self, count: usize) {
        self.place += count;
    }

    /// Past a comment or raw text that stands here.
    pub(crate) fn skip_declaration(&mut self) -> Result<(), Stop> {
        self.declaration().map(|_| ())
    }
}

/// Where the `>` of a tag stands that `rest` starts with: not inside quotes.
#[inline]
fn tag_end(rest: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match rest.get(at)? {
            b'>' => return Some(at),
            quote @ (b'"' | b'\'') => {
                at += 1;
                at += rest[at..].iter().position(|byte| byte == quote)?;
            }
            _ => {}
        }
        at += 1;
    }
}
