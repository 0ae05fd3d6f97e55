//! A rule read anew from a changed tree of its file: how a test asks what the rule would be otherwise.

use super::fault::Fault;
use super::source::{Faults, Source};
use super::yaml::{self, Node};
use super::{Rule, RuleSet, rule};
use crate::ruleset::cond::Cond;
use crate::ruleset::rule::Expect;

impl RuleSet {
    /// A rule's file as a tree; every key and value knows its place.
    #[must_use]
    pub fn tree(&self, index: usize) -> Option<Node> {
        yaml::parse(&self.rules[index].file.text).ok()
    }

    /// The rule at `index`, read from another tree than its file's. None where that is faulty.
    #[must_use]
    pub fn reread(&self, index: usize, tree: &Node) -> Option<Rule> {
        let old = &self.rules[index];
        let faults = Faults::default();
        let source = Source { file: &old.file, faults: &faults };
        let context = rule::Context {
            pack: &self.pack,
            lang: self.lang,
            scripts: &self.scripts,
            headers: &self.headers,
        };
        // Behind every number that is taken: nothing else of the pack is read again.
        let mut uniques = self.rules.iter().map(uniques).sum();
        let mut new = rule::read(source, tree, &old.id, &context, &mut uniques)?;
        let compiled: Vec<_> = self.rules.iter().map(|rule| rule.id.clone()).collect();
        let ids: Vec<String> = compiled.iter().map(ToString::to_string).collect();
        new.link_weaker(source, &ids, &compiled);
        faults.into_vec().iter().all(|fault: &Fault| fault.advice).then_some(new)
    }
}

fn uniques(rule: &Rule) -> u16 {
    let mut count = 0;
    let mut visit = |cond: &Cond| count += u16::from(matches!(cond, Cond::Unique(_)));
    if let Some(when) = &rule.when {
        when.walk(&mut visit);
    }
    if let Expect::Cond(expect) = &rule.expect {
        expect.walk(&mut visit);
    }
    count
}
