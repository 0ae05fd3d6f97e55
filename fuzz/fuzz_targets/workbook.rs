//! Any bytes as a workbook.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| rutinkoll_fuzz::read_all(bytes.to_vec()));
