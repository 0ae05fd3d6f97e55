//! The forms in which nearly every cell and shared string is written, recognised at once.
//!
//! `<c r="B7" s="1" t="s"><v>12</v></c>`, `<c r="B7" t="inlineStr"><is><t>…</t></is></c>` and
//! `<si><t>…</t></si>`. Whatever is written in another way (prefixes, other quotes, attributes that are not
//! these, several pieces, a cell cut short) is none of them, and is read token by token instead.

use memchr::memchr;

use crate::sheet::CellRef;

/// A start tag of a cell: its attributes, not yet believed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head<'a> {
    pub(super) place: Option<CellRef>,
    pub(super) style: u32,
    /// The `t`, as written.
    pub(super) kind: Option<&'a [u8]>,
}

/// What stands in a plain cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body<'a> {
    /// Nothing at all.
    Nothing,
    /// One `<v>`.
    Stored(&'a [u8]),
    /// One `<t>`, and whether its white space counts.
    Inline(&'a [u8], bool),
}

/// A cell in a plain form, with the number of bytes it takes.
#[inline]
pub(super) fn cell(bytes: &[u8]) -> Option<(Head<'_>, Body<'_>, usize)> {
    let (head, rest) = attributes(after(bytes, b"<c")?)?;
    let (body, rest) = match rest {
        [b'/', b'>', rest @ ..] => (Body::Nothing, rest),
        [b'>', b'<', b'v', b'>', rest @ ..] => {
            let (value, rest) = until_tag(rest)?;
            (Body::Stored(value), after(rest, b"</v></c>")?)
        }
        [b'>', b'<', b'i', b's', b'>', rest @ ..] => {
            let (text, kept, rest) = text(rest)?;
            (Body::Inline(text, kept), after(rest, b"</is></c>")?)
        }
        [b'>', rest @ ..] => (Body::Nothing, after(rest, b"</c>")?),
        _ => return None,
    };
    Some((head, body, bytes.len() - rest.len()))
}

/// A shared string in the plain form: its text, whether its white space counts, and the bytes it takes.
#[inline]
pub(super) fn string(bytes: &[u8]) -> Option<(&[u8], bool, usize)> {
    let (text, kept, rest) = text(after(bytes, b"<si>")?)?;
    let rest = after(rest, b"</si>")?;
    Some((text, kept, bytes.len() - rest.len()))
}

/// `<t>…</t>`, with or without `xml:space="preserve"`.
#[inline]
fn text(bytes: &[u8]) -> Option<(&[u8], bool, &[u8])> {
    let (kept, rest) = match after(bytes, b"<t>") {
        Some(rest) => (false, rest),
        None => (true, after(bytes, b"<t xml:space=\"preserve\">")?),
    };
    let (text, rest) = until_tag(rest)?;
    Some((text, kept, after(rest, b"</t>")?))
}

#[inline]
fn until_tag(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    memchr(b'<', bytes).map(|end| bytes.split_at(end))
}

/// What follows these bytes. Of a length that is known, they are compared without a call.
#[inline]
fn after<'b, const N: usize>(bytes: &'b [u8], start: &[u8; N]) -> Option<&'b [u8]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    (first == start).then_some(rest)
}

/// The start tag of a row in a plain form, `<row r="7">` or `<row r="7" spans="1:8">`: its number, and the bytes it takes.
#[inline]
pub(super) fn row(bytes: &[u8]) -> Option<(u32, usize)> {
    let (number, rest) = digits(after(bytes, b"<row r=\"")?)?;
    let mut rest = after(rest, b"\"")?;
    if let Some(spans) = after(rest, b" spans=\"") {
        let (_, to) = digits(spans)?;
        let (_, end) = digits(after(to, b":")?)?;
        rest = after(end, b"\"")?;
    }
    let rest = after(rest, b">")?;
    Some((number, bytes.len() - rest.len()))
}

/// The bytes of a plain row's end tag.
#[inline]
pub(super) fn row_end(bytes: &[u8]) -> Option<usize> {
    after(bytes, b"</row>").map(|rest| bytes.len() - rest.len())
}

/// `r`, `s` and `t` in any order; what follows starts with `>` or `/`.
#[inline]
fn attributes(mut rest: &[u8]) -> Option<(Head<'_>, &[u8])> {
    let mut head = Head::default();
    loop {
        match rest {
            [b' ', b'r', b'=', b'"', value @ ..] => {
                let (place, after) = reference(value)?;
                head.place = Some(place);
                rest = after;
            }
            [b' ', b's', b'=', b'"', value @ ..] => {
                let (style, after) = digits(value)?;
                head.style = style;
                rest = after;
            }
            [b' ', b't', b'=', b'"', value @ ..] => {
                let end = match value {
                    [b's', b'"', ..] => 1,
                    _ => value.iter().take(12).position(|byte| *byte == b'"')?,
                };
                head.kind = Some(&value[..end]);
                rest = &value[end..];
            }
            [b'>' | b'/', ..] => return Some((head, rest)),
            _ => return None,
        }
        rest = after(rest, b"\"")?;
    }
}

/// `AB12`: at most three capital letters.
#[inline]
fn reference(bytes: &[u8]) -> Option<(CellRef, &[u8])> {
    let mut column = 0;
    let mut at = 0;
    while let Some(letter @ b'A'..=b'Z') = bytes.get(at) {
        column = column * 26 + u32::from(letter - b'A') + 1;
        at += 1;
        if at > 3 {
            return None;
        }
    }
    let (row, rest) = digits(&bytes[at..])?;
    (column > 0 && row > 0).then(|| (CellRef::new(row, column - 1), rest))
}

/// One to eight digits.
#[inline]
fn digits(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut number = 0;
    let mut at = 0;
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        number = number * 10 + u32::from(digit - b'0');
        at += 1;
        if at > 8 {
            return None;
        }
    }
    (at > 0).then(|| (number, &bytes[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_cells() {
        let (head, body, length) = cell(b"<c r=\"B7\" s=\"3\" t=\"s\"><v>12</v></c><c").unwrap();
        assert_eq!(head.place, Some(CellRef::new(7, 1)));
        assert_eq!((head.style, head.kind), (3, Some(b"s".as_slice())));
        assert_eq!((body, length), (Body::Stored(b"12"), 35));
        let (_, body, _) = cell(b"<c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a</t></is></c>").unwrap();
        assert_eq!(body, Body::Inline(b" a", true));
        assert_eq!(cell(b"<c r=\"B7\"/>").map(|cell| cell.1), Some(Body::Nothing));
    }

    #[test]
    fn plain_rows() {
        for (tag, number) in [("<row r=\"7\">", 7), ("<row r=\"1048576\" spans=\"1:16\">", 1_048_576)] {
            assert_eq!(row(format!("{tag}<c").as_bytes()), Some((number, tag.len())), "{tag}");
        }
        for other in [
            "<row>",
            "<row r=\"7\"/>",
            "<row r=\"7\" hidden=\"1\">",
            "<row r=\"7\" spans=\"1:8\" hidden=\"1\">",
            "<row r='7'>",
            "<rows r=\"7\">",
            "<x:row r=\"7\">",
            "<row r=\"7\" spans=\"1:8",
            "<row r=\"123456789\">",
        ] {
            assert_eq!(row(other.as_bytes()), None, "{other}");
        }
        assert_eq!((row_end(b"</row><row"), row_end(b"</row"), row_end(b"</rows>")), (Some(6), None, None));
    }

    #[test]
    fn everything_else_is_left_to_the_tokens() {
        for other in [
            "<c r='B7'><v>1</v></c>",
            "<cx r=\"B7\"/>",
            "<c r=\"B7\"><f>A1</f><v>1</v></c>",
            "<c r=\"B7\"><v>1</v> </c>",
            "<c r=\"B7\"><v>1<!-- --></v></c>",
            "<c  r=\"B7\"><v>1</v></c>",
            "<c r=\"B0\"><v>1</v></c>",
            "<c r=\"B7\" cm=\"1\"><v>1</v></c>",
            "<c r=\"B7\"><v>1</v></",
            "<c r=\"B",
        ] {
            assert_eq!(cell(other.as_bytes()), None, "{other}");
        }
    }
}
