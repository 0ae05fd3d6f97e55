//! Any bytes as text with columns: what is no text is refused, the rest is read in every encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let marks: [&[u8]; 5] = [b"", b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF", b"sep=;\n"];
    let Some((first, bytes)) = bytes.split_first() else { return };
    let mark = marks[usize::from(*first) % marks.len()];
    rutinkoll_fuzz::read_all([mark, bytes].concat());
});
