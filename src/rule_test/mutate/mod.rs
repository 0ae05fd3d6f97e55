//! Small changes of a rule that no test of it notices: a condition dropped, a comparison turned, a
//! number one off. What is not noticed today may break unnoticed tomorrow.

mod cond;
mod script;
mod sections;
mod suggest;
mod values;

use super::all_pass;
use crate::lang::Note;
use crate::ruleset::{Equivalent, Node, RuleSet};

/// A rule, changed in one small way.
#[derive(Debug, Clone)]
struct Mutant {
    /// The rule's file as a tree, changed.
    tree: Node,
    edit: Edit,
}

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The 1-based line of the rule's file.
    pub line: usize,
    /// The key of the rule that it stands under: `when`, `expect`, `script` …
    pub section: &'static str,
    /// What stood there, as YAML or Rhai writes it.
    pub from: String,
    /// What stands there instead; none where it was taken away.
    pub to: Option<String>,
}

impl Edit {
    /// What tells the change from others of its rule, wherever it stands in the file.
    #[must_use]
    pub fn name(&self) -> String {
        let to = self.to.as_deref().unwrap_or("dropped");
        format!("{}: {} → {to}", self.section, self.from)
    }

    /// The change in words.
    #[must_use]
    pub fn note(&self) -> Note {
        let note = match &self.to {
            None => Note::new("mutant-dropped"),
            Some(to) => Note::new("mutant-changed").with("to", to.as_str()),
        };
        note.with("section", self.section).with("from", self.from.as_str())
    }
}

/// A change that no test noticed.
#[derive(Debug, Clone)]
pub struct Survivor {
    /// The rule's id.
    pub rule: String,
    /// The rule's file.
    pub file: String,
    /// The change.
    pub edit: Edit,
    /// A test that would notice it, where one was found by trying near relatives of those there are.
    pub suggestion: Option<String>,
}

/// What trying changes came to.
#[derive(Debug, Default)]
pub struct Mutation {
    /// Changes that were tried.
    pub tried: usize,
    /// Changes that no test noticed, and that do not stand as equivalent.
    pub survivors: Vec<Survivor>,
    /// Changes that stand as equivalent.
    pub equivalent: usize,
    /// Entries of that list which are not true (any more): such a change is noticed, or does not exist.
    pub stale: Vec<Equivalent>,
    /// Rules whose tests fail as it is: changing them would show nothing.
    pub failing: Vec<String>,
}

/// Tries every small change of the chosen rules (indices into the rule set) against their own tests.
pub fn run(rules: &mut RuleSet, chosen: &[usize], equivalents: &[Equivalent]) -> Mutation {
    let mut mutation = Mutation::default();
    let mut used = vec![false; equivalents.len()];
    for index in chosen {
        let rule = &rules.rules[*index];
        let (id, file) = (rule.id.to_string(), rule.file.path.clone());
        if !all_pass(rules, *index) {
            mutation.failing.push(id);
            continue;
        }
        for mutant in mutants(rules, *index) {
            let Some(noticed) = is_noticed(rules, *index, &mutant) else { continue };
            mutation.tried += 1;
            if noticed {
                continue;
            }
            let name = mutant.edit.name();
            let listed = equivalents.iter().position(|known| known.rule == id && known.mutant == name);
            if let Some(at) = listed {
                used[at] = true;
                mutation.equivalent += 1;
                continue;
            }
            let suggestion = suggest::test(rules, *index, &mutant.tree);
            mutation.survivors.push(Survivor {
                rule: id.clone(),
                file: file.clone(),
                edit: mutant.edit,
                suggestion,
            });
        }
    }
    let about = |known: &Equivalent| match rules.find(&known.rule) {
        Some(index) => chosen.contains(&index) && !mutation.failing.contains(&known.rule),
        None => true,
    };
    let unused = equivalents.iter().zip(used).filter(|(known, used)| !used && about(known));
    mutation.stale = unused.map(|(known, _)| known.clone()).collect();
    mutation
}

fn mutants(rules: &RuleSet, index: usize) -> Vec<Mutant> {
    let text = &rules.rules[index].file.text;
    rules.tree(index).map(|tree| sections::mutants(rules, text, &tree)).unwrap_or_default()
}

/// Does a test of the rule go otherwise? None where the change makes no rule.
fn is_noticed(rules: &mut RuleSet, index: usize, mutant: &Mutant) -> Option<bool> {
    let changed = rules.reread(index, &mutant.tree)?;
    let own = std::mem::replace(&mut rules.rules[index], changed);
    let noticed = !all_pass(rules, index);
    rules.rules[index] = own;
    Some(noticed)
}
