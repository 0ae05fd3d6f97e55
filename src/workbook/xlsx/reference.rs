//! `E14` and `A1:C3`, as the file writes them.

use crate::sheet::{Block, CellRef};

/// A cell reference's 1-based row and 0-based column, of any size that fits.
#[inline]
pub(super) fn cell(text: &[u8]) -> Option<CellRef> {
    let mut at = usize::from(text.first() == Some(&b'$'));
    let mut column = 0_u32;
    while let Some(letter) = text.get(at).filter(|byte| byte.is_ascii_alphabetic()) {
        let digit = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(digit)?;
        at += 1;
    }
    at += usize::from(text.get(at) == Some(&b'$'));
    let row = number(&text[at..])?;
    (row > 0).then_some(CellRef::new(row, column.checked_sub(1)?))
}

/// A block; a single cell is a block of one.
pub(super) fn block(text: &[u8]) -> Option<Block> {
    let (first, last) = match text.iter().position(|byte| *byte == b':') {
        Some(colon) => (cell(&text[..colon])?, cell(&text[colon + 1..])?),
        None => (cell(text)?, cell(text)?),
    };
    Some(Block {
        first: CellRef::new(first.row.min(last.row), first.column.min(last.column)),
        last: CellRef::new(first.row.max(last.row), first.column.max(last.column)),
    })
}

/// Digits as a number; none where there is anything else.
#[inline]
pub(super) fn number(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 10 {
        return None;
    }
    text.iter().try_fold(0_u32, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then_some(())?;
        number.checked_mul(10)?.checked_add(u32::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!(cell(b"A1"), Some(CellRef::new(1, 0)));
        assert_eq!(cell(b"$XFD$1048576"), Some(CellRef::new(1_048_576, 16_383)));
        for wrong in ["", "A", "1", "A0", "A1B", "AAAAAAAAAA1", "A99999999999"] {
            assert_eq!(cell(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(block(b"C3:A1"), block(b"A1:C3"));
    }
}
