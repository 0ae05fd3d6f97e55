//! Any text or number as a date, an identity number and an address.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rutinkoll::swedish::{address, date_text, identity_number};
use rutinkoll_fuzz::AS_OF;

fuzz_target!(|bytes: &[u8]| {
    if let Some(number) = bytes.first_chunk().map(|bytes| f64::from_le_bytes(*bytes)) {
        let _ = date_text::from_number(number, AS_OF, Some(AS_OF));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = date_text::read(text, AS_OF, None);
    let _ = date_text::read(text, AS_OF, Some(AS_OF));
    if let Some(found) = identity_number::find(text, AS_OF) {
        assert!(text.get(found).is_some());
    }
    let _ = address::shape(text);
    let _ = address::parse(text).one_line();
});
