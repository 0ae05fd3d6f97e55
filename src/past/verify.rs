//! Is a report of these bytes and these rules? Each thing that it rests on is answered for by itself.

use std::path::{Path, PathBuf};

use super::{Report, Seal, Source, Status};
use crate::lang::{Lang, Note};
use crate::ruleset::RuleSet;
use crate::workbook::{Limits, ReadError, Workbook};

/// Does a thing agree with the report?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Same,
    /// No.
    Differs,
    /// It is not there, or cannot be read.
    Unknown,
    /// Worth knowing, and decides nothing.
    Remark,
}

/// What is said of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Does it agree?
    pub answer: Answer,
    /// What it is, and what is the matter.
    pub note: Note,
}

fn said(answer: Answer, note: Note) -> Said {
    Said { answer, note }
}

/// Was the report changed since it was made?
#[must_use]
pub fn seal(report: &Report) -> Said {
    match report.seal {
        Seal::Whole => said(Answer::Same, Note::new("verify-whole")),
        Seal::Broken => said(Answer::Differs, Note::new("past-edited")),
        Seal::Absent => said(Answer::Differs, Note::new("past-unsealed")),
    }
}

/// Are the inputs those that were audited? Where files are given, each input is looked for among them; else where
/// the report says that it stands, seen from here or from `beside`, the report's own folder.
#[must_use]
pub fn inputs(report: &Report, given: &[PathBuf], beside: &Path, lang: Lang) -> Vec<Said> {
    let was_read = |input: &&Source| !input.sha256.is_empty();
    if given.is_empty() {
        let inputs = report.inputs.iter();
        return inputs.map(|input| source(input, &place(&input.path, beside), &input.path, lang)).collect();
    }
    let mut files: Vec<(&PathBuf, Result<Digests, Note>)> =
        given.iter().map(|path| (path, digests(path))).collect();
    let mut all = Vec::new();
    let mut wanting: Vec<&Source> = Vec::new();
    for input in &report.inputs {
        let same = files.iter().position(|(_, held)| held.as_ref().is_ok_and(|held| held.are_of(input)));
        match same {
            Some(at) => all.push(about(Answer::Same, "verify-same", &files.remove(at).0.display())),
            None => wanting.push(input),
        }
    }
    // What is left over is held against what goes by the same name, or by any.
    for input in wanting {
        let is_named = |(path, _): &(&PathBuf, _)| path.file_name() == Path::new(&input.path).file_name();
        let at = files.iter().position(is_named).or(if files.is_empty() { None } else { Some(0) });
        match at.map(|at| files.remove(at)) {
            Some((path, Ok(_))) if was_read(&input) => {
                all.push(about(Answer::Differs, "verify-other", &path.display()));
            }
            Some((_, Ok(_))) => all.push(about(Answer::Remark, "verify-was-unread", &input.path)),
            Some((path, Err(why))) => all.push(unreadable(&path.display().to_string(), &why, lang)),
            None => all.push(about(Answer::Unknown, "verify-not-given", &input.path)),
        }
    }
    all.extend(files.iter().map(|(path, _)| about(Answer::Differs, "verify-not-of-report", &path.display())));
    all
}

/// Are the tables those that were given to the audit?
#[must_use]
pub fn tables(report: &Report, given: &[(String, PathBuf)], beside: &Path, lang: Lang) -> Vec<Said> {
    let named = |name: &str| given.iter().find(|(given, _)| given == name).map(|(_, path)| path.clone());
    let table = |table: &Source| {
        let name = table.name.clone().unwrap_or_default();
        let path = named(&name).unwrap_or_else(|| place(&table.path, beside));
        source(table, &path, &format!("{name}={}", path.display()), lang)
    };
    let is_unknown = |name: &str| report.tables.iter().all(|table| table.name.as_deref() != Some(name));
    let unknown = given.iter().filter(|(name, _)| is_unknown(name));
    let unknown = unknown.map(|(name, path)| {
        about(Answer::Differs, "verify-not-of-report", &format!("{name}={}", path.display()))
    });
    report.tables.iter().map(table).chain(unknown).collect()
}

/// Are these the rules that judged, with the settings that changed them?
#[must_use]
pub fn rules(report: &Report, rules: &RuleSet) -> Vec<Said> {
    let of = |answer, id| said(answer, Note::new(id).with("pack", pack(report)));
    let mut all = Vec::new();
    if report.rules.digest == rules.digest {
        all.push(of(Answer::Same, "verify-rules-same"));
    } else {
        let note = Note::new("verify-rules-other").with("pack", pack(report));
        let now = format!("{} {}", rules.pack.name, rules.pack.version);
        let differ = differing(report, rules);
        let list = if differ.is_empty() { "–".to_owned() } else { differ.join(", ") };
        all.push(said(Answer::Differs, note.with("now", now).with("rules", list)));
    }
    if report.rules.overridden != rules.overridden {
        let list = |list: &[String]| if list.is_empty() { "–".to_owned() } else { list.join("; ") };
        let note = Note::new("verify-settings-other").with("then", list(&report.rules.overridden));
        all.push(said(Answer::Differs, note.with("now", list(&rules.overridden))));
    }
    all
}

fn pack(report: &Report) -> String {
    format!("{} {}", report.rules.pack, report.rules.version)
}

/// Rules that are not the same in both, as far as the report can tell: it says nothing of those that were off.
fn differing(report: &Report, rules: &RuleSet) -> Vec<String> {
    let mut differ: Vec<String> = Vec::new();
    for then in &report.coverage {
        let now = rules.rules.iter().find(|rule| *rule.id == *then.rule);
        if now.is_none_or(|rule| rule.digest != then.digest) {
            differ.push(then.rule.clone());
        }
    }
    let known = |id: &str| {
        report.coverage.iter().any(|then| then.rule == id) || report.rules.off.iter().any(|off| off == id)
    };
    differ.extend(rules.rules.iter().filter(|rule| !known(&rule.id)).map(|rule| rule.id.to_string()));
    if rules.shared_digest != report.rules.shared_digest {
        differ.push("pack.yaml".to_owned());
    }
    differ
}

/// Did another version of the program make it? That decides nothing: a report must be provable after an upgrade.
#[must_use]
pub fn program(report: &Report, version: &str) -> Option<Said> {
    let note = Note::new("verify-program").with("then", report.tool_version.as_str()).with("now", version);
    (report.tool_version != version).then(|| said(Answer::Remark, note))
}

/// Rules that were not checked then: the report proves nothing by them.
#[must_use]
pub fn unchecked(report: &Report) -> Option<Said> {
    let count = report.coverage.iter().filter(|rule| rule.status != Status::Checked).count();
    (count > 0).then(|| said(Answer::Remark, Note::new("verify-unchecked").with("count", count)))
}

/// What a file is told with whose bytes were not seen.
const NOT_SEEN: [&str; 5] =
    ["file-missing", "file-not-permitted", "file-held", "file-unreadable", "file-is-folder"];

#[derive(Default)]
struct Digests {
    bytes: String,
    content: Option<String>,
}

impl Digests {
    fn are_of(&self, source: &Source) -> bool {
        let content = source.content_sha256.is_some() && source.content_sha256 == self.content;
        !source.sha256.is_empty() && (source.sha256 == self.bytes || content)
    }
}

fn digests(path: &Path) -> Result<Digests, Note> {
    let sha256 = |digest| format!("sha256:{digest}");
    let read = Workbook::open(path, &Limits::default()).and_then(|book| {
        let digests = book.digests()?;
        Ok(Digests { bytes: sha256(digests.bytes), content: digests.content.map(sha256) })
    });
    match read {
        Ok(digests) => Ok(digests),
        Err(ReadError(note)) if NOT_SEEN.contains(&note.id) => Err(note),
        // It could be read when the report was made, and cannot be now: it is another.
        Err(_) => Ok(Digests::default()),
    }
}

fn source(source: &Source, path: &Path, shown: &str, lang: Lang) -> Said {
    if source.sha256.is_empty() {
        return about(Answer::Remark, "verify-was-unread", &shown);
    }
    match digests(path) {
        Ok(held) if held.are_of(source) => about(Answer::Same, "verify-same", &shown),
        Ok(_) => about(Answer::Differs, "verify-other", &shown),
        Err(why) => unreadable(shown, &why, lang),
    }
}

/// Where the report says that it stands, seen from here; else seen from the report's folder.
fn place(path: &str, beside: &Path) -> PathBuf {
    let here = PathBuf::from(path);
    let there = beside.join(path);
    if !here.exists() && there.exists() { there } else { here }
}

fn about(answer: Answer, id: &'static str, what: &dyn std::fmt::Display) -> Said {
    said(answer, Note::new(id).with("path", what.to_string()))
}

fn unreadable(path: &str, why: &Note, lang: Lang) -> Said {
    let note = Note::new("verify-unread").with("path", path);
    said(Answer::Unknown, note.with("reason", lang.say(why)))
}
