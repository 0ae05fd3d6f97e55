//! Text as it is meant: entities resolved, line ends as one, Excel's `_x000D_` escapes decoded.

use memchr::{memchr, memchr2};

use super::cursor::Fault;

/// Does text mean what stands there: no entity, no line end, no escape?
#[inline]
pub(crate) fn is_verbatim(raw: &[u8]) -> bool {
    // All bytes are looked at, without a way out, which takes many of them at a time.
    !raw.iter().fold(false, |found, byte| found | matches!(byte, b'&' | b'\r' | b'_'))
}

/// Adds text to `out`, with the five entities and character references resolved.
#[inline]
pub(crate) fn decode_into(raw: &[u8], out: &mut String) -> Result<(), Fault> {
    let text = std::str::from_utf8(raw).map_err(|_| Fault::Malformed)?;
    if memchr2(b'&', b'\r', raw).is_none() {
        out.push_str(text);
        return Ok(());
    }
    decode_slowly(text, out)
}

fn decode_slowly(mut text: &str, out: &mut String) -> Result<(), Fault> {
    while let Some(at) = memchr2(b'&', b'\r', text.as_bytes()) {
        out.push_str(&text[..at]);
        if text.as_bytes()[at] == b'\r' {
            out.push('\n');
            let rest = &text[at + 1..];
            text = rest.strip_prefix('\n').unwrap_or(rest);
        } else {
            let end = text[at..].find(';').ok_or(Fault::Malformed)?;
            out.push(entity(&text[at + 1..at + end])?);
            text = &text[at + end + 1..];
        }
    }
    out.push_str(text);
    Ok(())
}

fn entity(name: &str) -> Result<char, Fault> {
    let code = match name {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "quot" => return Ok('"'),
        "apos" => return Ok('\''),
        _ => name.strip_prefix('#').ok_or(Fault::Malformed)?,
    };
    let number = match code.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => code.parse(),
    };
    number.ok().and_then(char::from_u32).ok_or(Fault::Malformed)
}

/// An attribute's value as text.
pub(crate) fn attribute(raw: &[u8]) -> Result<String, Fault> {
    let mut text = String::new();
    decode_into(raw, &mut text)?;
    Ok(text)
}

/// Decodes Excel's `_xHHHH_` (a UTF-16 unit) in `text`, from byte `from` on.
#[inline]
pub(crate) fn unescape_units(text: &mut String, from: usize) {
    if memchr(b'_', &text.as_bytes()[from..]).is_none() {
        return;
    }
    let decoded = unescaped(&text[from..]);
    text.truncate(from);
    text.push_str(&decoded);
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(first) = unit(rest) else {
            out.push_str("_x");
            rest = &rest[2..];
            continue;
        };
        rest = &rest[ESCAPE..];
        let second =
            unit(rest).filter(|unit| (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(unit));
        if second.is_some() {
            rest = &rest[ESCAPE..];
        }
        let units = std::iter::once(first).chain(second);
        out.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }
    out.push_str(rest);
    out
}

/// The length of `_xHHHH_`.
const ESCAPE: usize = 7;

/// The unit of an escape that `text` starts with.
fn unit(text: &str) -> Option<u16> {
    let escape = text.as_bytes().get(..ESCAPE)?;
    if &escape[..2] != b"_x" || escape[6] != b'_' {
        return None;
    }
    let digits = std::str::from_utf8(&escape[2..6]).ok()?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &str) -> Option<String> {
        attribute(raw.as_bytes()).ok()
    }

    #[test]
    fn entities_and_line_ends() {
        assert_eq!(decoded("a&amp;b&#229;&#xE4;").as_deref(), Some("a&båä"));
        assert_eq!(decoded("a\r\nb\rc\n").as_deref(), Some("a\nb\nc\n"));
        assert_eq!(decoded("a &nbsp; b"), None);
        assert_eq!(decoded("a & b"), None);
        assert_eq!(decoded("&#xD800;"), None);
    }

    #[test]
    fn excels_escapes() {
        assert_eq!(unescaped("a_x000D_b"), "a\rb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("_xD83D__xDE00_!"), "\u{1F600}!");
        assert_eq!(unescaped("_xD83D_!"), "\u{FFFD}!");
        assert_eq!(unescaped("_x00_ _xåäö_ _x"), "_x00_ _xåäö_ _x");
    }
}
