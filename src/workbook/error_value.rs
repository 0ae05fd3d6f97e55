//! The values that a failed formula leaves in a cell.

/// As a byte in binary formats. Source: \[MS-XLSB\] 2.5.97.2. One that no format knows yet is still an error.
pub(super) fn of_byte(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

/// Is this text what Excel or LibreOffice writes for an error, in English or Swedish? Formats that have no
/// cell of that type (`.csv`, `.ods`) hold nothing else to tell it by; the same letters typed are an error too.
pub(super) fn is_one(text: &str) -> bool {
    const KNOWN: [&str; 21] = [
        "#NULL!",
        "#SKÄRNING!",
        "#DIV/0!",
        "#DIVISION/0!",
        "#VALUE!",
        "#VÄRDEFEL!",
        "#VÄRDE!",
        "#REF!",
        "#REFERENS!",
        "#NAME?",
        "#NAMN?",
        "#NUM!",
        "#OGILTIGT!",
        "#N/A",
        "#SAKNAS!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
    ];
    // LibreOffice's own, by number.
    let numbered = |start: &str| {
        text.strip_prefix(start)
            .is_some_and(|code| code.len() == 3 && code.bytes().all(|c| c.is_ascii_digit()))
    };
    KNOWN.contains(&text) || numbered("Err:") || numbered("Fel:")
}
