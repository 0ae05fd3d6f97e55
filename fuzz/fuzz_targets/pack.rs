//! Any bytes as `pack.yaml`, as a rule of a sound pack, or as both.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rutinkoll::ruleset::PackFiles;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let sound = include_str!("../../fixtures/expenses/rules/pack.yaml");
    let rule = include_str!("../../fixtures/expenses/rules/receipt-missing.yaml");
    let (pack, rule) = match first % 3 {
        0 => (text, rule),
        1 => (sound, text),
        _ => text.split_once("\n---\n").unwrap_or((text, rule)),
    };
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = vec![file("a-rule.yaml", rule), file("pack.yaml", pack)];
    rutinkoll_fuzz::judge(&PackFiles { files, ..PackFiles::default() });
});
