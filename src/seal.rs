//! A report's seal: a digest of what it says, so that a report that somebody changed by hand is known.
//!
//! It covers the content and not the writing: neither the order of keys nor white space matters.

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

/// The key of a report that holds its seal, which the seal itself does not cover.
pub const KEY: &str = "digest";
/// The key of a report's findings, which may be too many to hold at once.
const FINDINGS: &str = "findings";

/// The seal of a report: `sha256:…` over its canonical text, which is JSON without white space, every
/// object's keys in order, and without the seal. `rest` is the report without its findings, which give their keys in order.
#[must_use]
pub fn of<F: Serialize>(rest: &Map<String, Value>, findings: impl IntoIterator<Item = F>) -> String {
    let mut keys: Vec<&str> = rest.keys().map(String::as_str).chain([FINDINGS]).collect();
    keys.retain(|key| *key != KEY);
    keys.sort_unstable();
    keys.dedup();
    let mut findings = Some(findings);
    let mut text = Hashed::default();
    for (index, key) in keys.into_iter().enumerate() {
        text.add(if index == 0 { b"{" } else { b"," });
        text.value(&key);
        text.add(b":");
        match findings.take_if(|_| key == FINDINGS) {
            Some(findings) => text.list(findings),
            None => text.value(&rest[key]),
        }
    }
    text.add(b"}");
    format!("sha256:{}", crate::hex(&text.hash.finalize()))
}

#[derive(Default)]
struct Hashed {
    hash: Sha256,
    /// Memory for a value's text.
    text: Vec<u8>,
}

impl Hashed {
    fn add(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
    }

    fn list<I: Serialize>(&mut self, items: impl IntoIterator<Item = I>) {
        self.add(b"[");
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.add(b",");
            }
            self.value(&item);
        }
        self.add(b"]");
    }

    /// Whose objects have their keys in order, as those of a [`Value`] have.
    fn value(&mut self, value: &impl Serialize) {
        self.text.clear();
        // Cannot fail: keys are text, and memory takes all bytes.
        let _ = serde_json::to_writer(&mut self.text, value);
        self.hash.update(&self.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(text: &str) -> String {
        let Ok(Value::Object(mut report)) = serde_json::from_str(text) else { return String::new() };
        let findings = report.remove(FINDINGS).and_then(|it| it.as_array().cloned()).unwrap_or_default();
        of(&report, &findings)
    }

    #[test]
    fn it_is_the_digest_of_the_sorted_text() {
        let text = r#"{"a":1,"findings":[{"row":2,"rule":"r"}],"z":"å\n"}"#;
        assert_eq!(seal(text), format!("sha256:{}", crate::hex(&Sha256::digest(text))));
    }

    #[test]
    fn neither_order_nor_white_space_matters_and_everything_else_does() {
        let one = seal(r#"{"a":1,"findings":[{"row":2,"rule":"r"}],"z":{"x":1,"y":"å"}}"#);
        let other = seal(
            "{ \"digest\": \"sha256:0\", \"z\": { \"y\": \"\\u00e5\", \"x\": 1 },\r\n\"findings\": [ { \"rule\": \"r\", \"row\": 2 } ], \"a\": 1 }",
        );
        assert_eq!(one, other);
        for changed in [
            r#"{"a":2,"findings":[{"row":2,"rule":"r"}],"z":{"x":1,"y":"å"}}"#,
            r#"{"a":1,"findings":[{"row":3,"rule":"r"}],"z":{"x":1,"y":"å"}}"#,
            r#"{"a":1,"findings":[],"z":{"x":1,"y":"å"}}"#,
            r#"{"a":1,"findings":[{"row":2,"rule":"r"}],"z":{"x":1,"y":"a"}}"#,
            r#"{"a":1,"b":0,"findings":[{"row":2,"rule":"r"}],"z":{"x":1,"y":"å"}}"#,
        ] {
            assert_ne!(one, seal(changed), "{changed}");
        }
    }
}
