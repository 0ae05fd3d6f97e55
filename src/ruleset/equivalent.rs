//! `equivalent-mutants.yaml`: changes of a rule that no test can notice, each with its reason.

use std::sync::Arc;

use super::PackFiles;
use super::fault::{Fault, SourceFile};
use super::source::{Faults, Source};

/// The file's stem, beside `pack.yaml`.
pub(super) const STEM: &str = "equivalent-mutants";

/// A change that leaves the rule saying the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equivalent {
    /// The rule's id.
    pub rule: String,
    /// The change, as `rules test --mutate` names it.
    pub mutant: String,
    /// Why no row could tell.
    pub why: String,
    /// The list's file, and the 1-based line in it.
    pub place: (String, usize),
}

/// Reads a pack's list; empty where it has none.
///
/// # Errors
/// Every fault of the file.
pub fn equivalents(files: &PackFiles) -> Result<Vec<Equivalent>, Vec<Fault>> {
    let wanted = format!("{STEM}.yaml");
    let Some((name, text)) = files.files.iter().find(|(name, _)| *name == wanted) else {
        return Ok(Vec::new());
    };
    let file = Arc::new(SourceFile { path: files.shown(name), text: text.clone() });
    let faults = Faults::default();
    let source = Source { file: &file, faults: &faults };
    let mut list = Vec::new();
    if let Some(tree) = source.tree() {
        for node in source.list(&tree) {
            let map = source.map(node, &["rule", "mutant", "why"]);
            let text = |key| Some(source.text(map.need(key, &source)?)?.text);
            if let (Some(rule), Some(mutant), Some(why)) = (text("rule"), text("mutant"), text("why")) {
                let line = file.text[..node.span.start].matches('\n').count() + 1;
                list.push(Equivalent { rule, mutant, why, place: (file.path.clone(), line) });
            }
        }
    }
    let faults = faults.into_vec();
    if faults.is_empty() { Ok(list) } else { Err(faults) }
}
