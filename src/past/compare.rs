//! Two reports against each other: what differs, and whether the sheet or the rules made it so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Covered, Report, Source, Status};
use crate::diff::{self, Diff, EDITED_WORKBOOK, KEYED, SAID};
use crate::lang::Note;

/// What differs between two reports.
#[derive(Debug)]
pub struct Comparison {
    /// Were findings recognised by their fingerprints? Else by where they stand and what they hold.
    pub keyed: bool,
    /// The findings. Each has a `cause`, a word of [`Cause`].
    pub diff: Diff,
    /// What differs between the rules that judged, by rule.
    pub rules: Vec<RuleDiffers>,
    /// What whoever reads it should know: how findings were recognised, and what else differs.
    pub notes: Vec<Note>,
}

/// Why a finding is in one report only, or not the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// What was audited.
    Sheet,
    /// Other rules judged: it would differ on the same sheet.
    Rules,
    /// Other rules judged another sheet: which of them it was cannot be told.
    Either,
    /// The same rules judged the same sheet, with other tables.
    Tables,
    /// One of the audits did not look there.
    NotAudited,
    /// None of these: the day that was counted from, or the program.
    Day,
}

impl Cause {
    /// In the order that a person is told of them.
    pub const ALL: [Self; 6] =
        [Self::Sheet, Self::Rules, Self::Either, Self::Tables, Self::NotAudited, Self::Day];

    /// The word that JSON uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sheet => "sheet",
            Self::Rules => "rules",
            Self::Either => "either",
            Self::Tables => "tables",
            Self::NotAudited => "not_audited",
            Self::Day => "day",
        }
    }
}

/// A rule that did not judge alike in two audits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDiffers {
    /// Its id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// In what way.
    pub how: How,
    /// Why it was not checked, as the report says it.
    pub reason: Option<String>,
}

/// In what way a rule did not judge alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Only the new pack has it.
    Added,
    /// Only the old pack has it.
    Removed,
    /// It was off.
    TurnedOn,
    /// It is off.
    TurnedOff,
    /// It was not checked, or failed, in the old audit only.
    CheckedNow,
    /// It was not checked, or failed, in the new audit only.
    NotCheckedNow,
    /// It says something else.
    Changed,
    /// Only its severity is another.
    Severity,
}

impl How {
    /// The word that JSON uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::TurnedOn => "turned_on",
            Self::TurnedOff => "turned_off",
            Self::CheckedNow => "checked_now",
            Self::NotCheckedNow => "not_checked_now",
            Self::Changed => "changed",
            Self::Severity => "severity",
        }
    }

    /// Did only one of the audits judge by it?
    fn is_one_sided(self) -> bool {
        !matches!(self, Self::Changed | Self::Severity)
    }
}

/// Compares two reports.
///
/// # Errors
/// Where their fingerprints are made with different secrets: nothing could be recognised.
pub fn compare(old: &Report, new: &Report) -> Result<Comparison, Note> {
    let keyed = keyed(old, new)?;
    let mut diff = findings(old, new, keyed);
    let rules = rules(old, new);
    let causes = Causes::of(old, new, &rules);
    for finding in &mut diff.new {
        finding["cause"] = causes.of_one_sided(finding, &causes.old).word().into();
    }
    for finding in &mut diff.gone {
        finding["cause"] = causes.of_one_sided(finding, &causes.new).word().into();
    }
    for finding in &mut diff.changed {
        finding["cause"] = causes.of_changed(finding).word().into();
    }
    Ok(Comparison { keyed, diff, rules, notes: notes(old, new, keyed) })
}

/// Can findings be recognised by their fingerprints?
///
/// # Errors
/// Where they are made with different secrets.
pub(super) fn keyed(old: &Report, new: &Report) -> Result<bool, Note> {
    let has_all = |report: &Report| report.findings.iter().all(|finding| finding.fingerprint.is_some());
    match (&old.key_id, &new.key_id) {
        (Some(theirs), Some(ours)) if theirs != ours => {
            Err(Note::new("compare-other-secret").with("old", theirs.as_str()).with("new", ours.as_str()))
        }
        (Some(_), Some(_)) => Ok(has_all(old) && has_all(new)),
        _ => Ok(false),
    }
}

/// What differs between the findings, whyever.
pub(super) fn findings(old: &Report, new: &Report, keyed: bool) -> Diff {
    let jsons = |report: &Report| report.findings.iter().map(|it| it.json.clone()).collect::<Vec<_>>();
    let identities = if keyed { KEYED } else { EDITED_WORKBOOK };
    diff::compare_in(&jsons(old), &jsons(new), identities, &said(old, new, keyed))
}

/// What of a finding can be compared: not texts of two languages, nor a value with a masked one.
fn said(old: &Report, new: &Report, keyed: bool) -> Vec<&'static str> {
    let same_words = old.lang == new.lang && old.values == new.values;
    let mut said: Vec<&str> = SAID.to_vec();
    said.retain(|part| match *part {
        "message" | "help" => same_words,
        "title" => old.lang == new.lang,
        "value" => old.values == new.values,
        _ => true,
    });
    if keyed {
        said.push("content");
    }
    said
}

fn rules(old: &Report, new: &Report) -> Vec<RuleDiffers> {
    let (before, after) = (by_id(old), by_id(new));
    let ids: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let is_off = |report: &Report, id: &str| report.rules.off.iter().any(|off| off == id);
    let differs = |id: &str| {
        let (was, is) = (before.get(id).copied(), after.get(id).copied());
        let how = match (was, is) {
            (None, _) if is_off(old, id) => How::TurnedOn,
            (None, _) => How::Added,
            (_, None) if is_off(new, id) => How::TurnedOff,
            (_, None) => How::Removed,
            (Some(was), Some(is)) => of_both(was, is)?,
        };
        let rule = is.or(was)?;
        let unchecked = [was, is].into_iter().flatten().find(|rule| rule.status != Status::Checked);
        let reason = unchecked.and_then(|rule| rule.reason.clone()).filter(|_| how.is_one_sided());
        Some(RuleDiffers { rule: id.to_owned(), title: rule.title.clone(), how, reason })
    };
    ids.into_iter().filter_map(differs).collect()
}

fn by_id(report: &Report) -> BTreeMap<&str, &Covered> {
    report.coverage.iter().map(|rule| (rule.rule.as_str(), rule)).collect()
}

fn of_both(was: &Covered, is: &Covered) -> Option<How> {
    match (was.status == Status::Checked, is.status == Status::Checked) {
        (false, true) => Some(How::CheckedNow),
        (true, false) => Some(How::NotCheckedNow),
        // A configuration may change the severity and nothing else.
        _ if was.digest != is.digest => Some(How::Changed),
        _ => (was.severity != is.severity).then_some(How::Severity),
    }
}

struct Causes<'r> {
    rules: BTreeMap<&'r str, How>,
    /// The clauses of rules that judged in one audit only. What weaker rules find there depends on these.
    one_sided: BTreeSet<&'r str>,
    same_inputs: bool,
    same_tables: bool,
    same_shared: bool,
    old: Looked<'r>,
    new: Looked<'r>,
}

/// Where an audit looked: whether it audited a sheet, by input and name; and an input, under no name.
struct Looked<'r>(BTreeMap<(&'r str, &'r str), bool>);

impl<'r> Looked<'r> {
    fn of(report: &'r Report) -> Self {
        let places = report.inputs.iter().flat_map(|input| {
            let path = input.path.as_str();
            let sheets = input.sheets.iter().map(move |(name, audited)| ((path, name.as_str()), *audited));
            sheets.chain([((path, ""), !input.sha256.is_empty())])
        });
        Self(places.collect())
    }

    /// Was it there, and was not looked at? (What was not there at all, the sheet itself lacked.)
    fn passed_over(&self, finding: &Value) -> bool {
        let text = |key: &str| finding[key].as_str().unwrap_or_default();
        let at = |sheet| self.0.get(&(text("input"), sheet)).is_some_and(|audited| !audited);
        finding["table"].is_null() && (at(text("sheet")) || at(""))
    }
}

impl<'r> Causes<'r> {
    fn of(old: &'r Report, new: &'r Report, rules: &'r [RuleDiffers]) -> Self {
        let rules: BTreeMap<&str, How> = rules.iter().map(|rule| (rule.rule.as_str(), rule.how)).collect();
        let covered = old.coverage.iter().chain(&new.coverage);
        let one_sided =
            covered.filter(|rule| rules.get(rule.rule.as_str()).is_some_and(|how| how.is_one_sided()));
        Self {
            one_sided: one_sided.flat_map(|rule| rule.clauses.iter().map(String::as_str)).collect(),
            rules,
            same_inputs: held(&old.inputs) == held(&new.inputs),
            same_tables: held(&old.tables) == held(&new.tables),
            same_shared: old.rules.shared_digest == new.rules.shared_digest,
            old: Looked::of(old),
            new: Looked::of(new),
        }
    }

    /// Of a finding that the other audit did not make.
    fn of_one_sided(&self, finding: &Value, other: &Looked<'_>) -> Cause {
        if other.passed_over(finding) { Cause::NotAudited } else { self.of_rule(finding) }
    }

    fn of_changed(&self, finding: &Value) -> Cause {
        let only_severity = finding["was"].as_object().is_some_and(|was| was.keys().eq(["severity"]));
        match self.how(finding) {
            Some(How::Severity) if only_severity => Cause::Rules,
            _ => self.of_rule(finding),
        }
    }

    fn of_rule(&self, finding: &Value) -> Cause {
        let how = self.how(finding);
        let mut clauses = finding["clauses"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let other_rules = how == Some(How::Changed)
            || !self.same_shared
            || clauses.any(|clause| self.one_sided.contains(clause));
        match (other_rules, self.same_inputs) {
            _ if how.is_some_and(How::is_one_sided) => Cause::Rules,
            (true, true) => Cause::Rules,
            (true, false) => Cause::Either,
            (false, false) => Cause::Sheet,
            (false, true) if self.same_tables => Cause::Day,
            (false, true) => Cause::Tables,
        }
    }

    fn how(&self, finding: &Value) -> Option<How> {
        self.rules.get(finding["rule"].as_str().unwrap_or_default()).copied()
    }
}

/// What sources hold, tables by name; what files are called does not matter.
fn held(sources: &[Source]) -> BTreeSet<(Option<&str>, &str)> {
    sources.iter().map(|source| (source.name.as_deref(), source.digest())).collect()
}

fn notes(old: &Report, new: &Report, keyed: bool) -> Vec<Note> {
    let mut notes = Vec::new();
    let other = |id, was: &str, is: &str| Note::new(id).with("old", was).with("new", is);
    if !keyed {
        notes.push(Note::new("compare-by-place"));
    }
    if old.lang != new.lang || old.values != new.values {
        notes.push(Note::new("compare-other-words"));
    }
    if old.rules.pack != new.rules.pack {
        notes.push(other("compare-other-pack", &old.rules.pack, &new.rules.pack));
    } else if old.rules.shared_digest != new.rules.shared_digest {
        notes.push(Note::new("compare-shared"));
    }
    if old.tool_version != new.tool_version {
        notes.push(other("compare-other-program", &old.tool_version, &new.tool_version));
    }
    notes.extend(tables(old, new));
    let options = ["sheets", "limits", "table_periods"].into_iter();
    let differ = options.filter(|option| old.options[*option] != new.options[*option]);
    notes.extend(differ.map(|option| Note::new("compare-other-options").with("option", option)));
    notes
}

/// Tables that are in one report only, or hold something else.
fn tables(old: &Report, new: &Report) -> Vec<Note> {
    let (before, after) = (by_name(old), by_name(new));
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let note = |name: &str| {
        let id = match (before.get(name), after.get(name)) {
            (Some(_), None) => "compare-table-gone",
            (None, Some(_)) => "compare-table-new",
            (was, is) if was != is => "compare-table-other",
            _ => return None,
        };
        Some(Note::new(id).with("table", name))
    };
    names.into_iter().filter_map(note).collect()
}

fn by_name(report: &Report) -> BTreeMap<&str, &str> {
    let tables = report.tables.iter();
    tables.filter_map(|table| Some((table.name.as_deref()?, table.digest()))).collect()
}
