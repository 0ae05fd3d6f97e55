//! Digests of a rule, and of what all rules share: a later report tells by them whether other rules judged.
//!
//! They are over what the files say, not how they are written: comments, line ends and layout do not matter.

use std::borrow::Cow;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::fault::SourceFile;
use super::yaml::{Node, Value};

/// What a rule's file holds that no audit looks at.
const NOT_OF_RULE: [&str; 2] = ["tests", "untested"];
/// What `pack.yaml` holds that decides no finding.
const NOT_SHARED: [&str; 6] = ["schema", "name", "version", "languages", "clauses", "retain"];

/// Of a rule's file.
pub(super) fn of_rule(tree: &Node) -> String {
    let mut hash = Sha256::new();
    add_map(&mut hash, tree, &NOT_OF_RULE);
    finish(hash)
}

/// Of what all rules share: columns, tables, links, words, settings, scripts, and what a configuration
/// changes of these.
pub(super) fn of_shared<'s>(
    pack: &Node,
    libraries: impl Iterator<Item = &'s Arc<SourceFile>>,
    changed: &[String],
) -> String {
    let mut hash = Sha256::new();
    add_map(&mut hash, pack, &NOT_SHARED);
    for library in libraries {
        add_text(&mut hash, b'l', &with_plain_ends(&library.text));
    }
    for change in changed {
        add_text(&mut hash, b'c', change);
    }
    finish(hash)
}

fn finish(hash: Sha256) -> String {
    format!("sha256:{}", crate::hex(&hash.finalize()))
}

/// A mapping without some of its keys.
fn add_map(hash: &mut Sha256, node: &Node, without: &[&str]) {
    let Value::Map(pairs) = &node.value else { return add(hash, node) };
    hash.update(b"{");
    for (key, value) in pairs.iter().filter(|(key, _)| !without.contains(&key.text.as_str())) {
        add_text(hash, b'k', &key.text);
        add(hash, value);
    }
    hash.update(b"}");
}

fn add(hash: &mut Sha256, node: &Node) {
    match &node.value {
        Value::Null => hash.update(b"n"),
        Value::Bool(value) => hash.update([b'b', u8::from(*value)]),
        Value::Int(value) => add_text(hash, b'i', &value.to_string()),
        Value::Float(value) => add_text(hash, b'f', &value.to_string()),
        Value::Text(text) => add_text(hash, b't', &with_plain_ends(text)),
        Value::List(items) => {
            hash.update(b"[");
            items.iter().for_each(|item| add(hash, item));
            hash.update(b"]");
        }
        Value::Map(_) => add_map(hash, node, &[]),
    }
}

/// Line ends do not matter.
pub(super) fn with_plain_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// With its length before it, so that no two values read alike.
fn add_text(hash: &mut Sha256, kind: u8, text: &str) {
    hash.update([kind]);
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text);
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says so")]
mod tests {
    use super::super::yaml;
    use super::of_rule;

    fn digest(text: &str) -> String {
        of_rule(&yaml::parse(text).expect("YAML"))
    }

    #[test]
    fn what_a_rule_says_matters_and_not_how_it_is_written() {
        let rule = digest("severity: error\nwhen:\n  Day: filled\ntests:\n  - row: 1\n");
        assert_eq!(rule, digest("# A comment.\r\nseverity: \"error\"\r\nwhen: { Day: filled }\r\n"));
        assert_ne!(rule, digest("severity: error\nwhen:\n  Day: blank\n"));
        assert_ne!(rule, digest("severity: info\nwhen:\n  Day: filled\n"));
    }
}
