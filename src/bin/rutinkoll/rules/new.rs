//! `rutinkoll rules new`

use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::ruleset::pack::Decided;
use rutinkoll::ruleset::{Pack, is_rule_id};

use super::{Done, load, refuse};
use crate::cli::{Colour, PackArgs};

pub(super) fn run(id: &str, args: &PackArgs) -> Done {
    let rules = load(None, args, Colour::Auto)?;
    let lang = rules.lang;
    let Some(folder) = &rules.folder else {
        return Ok(refuse(lang, &Note::new("new-needs-folder")));
    };
    if !is_rule_id(id) {
        return Ok(refuse(lang, &Note::new("new-bad-id").with("id", id)));
    }
    let path = folder.join(format!("{id}.yaml"));
    if rules.find(id).is_some() {
        return Ok(refuse(lang, &Note::new("new-exists").with("path", path.display().to_string())));
    }
    let text = scaffold(&rules.pack, lang);
    let written = OpenOptions::new().write(true).create_new(true).open(&path);
    if let Err(error) = written.and_then(|mut file| file.write_all(text.as_bytes())) {
        let note = match error.kind() {
            std::io::ErrorKind::AlreadyExists => Note::new("new-exists"),
            _ => Note::new("new-failed").with("reason", &error),
        };
        return Ok(refuse(lang, &note.with("path", path.display().to_string())));
    }
    let note = Note::new("new-written").with("path", path.display().to_string()).with("id", id);
    say!("{}", lang.say(&note.with("folder", folder.display().to_string())));
    Ok(ExitCode::SUCCESS)
}

/// A sound rule about the pack's own columns, whose tests have no rows yet.
fn scaffold(pack: &Pack, lang: Lang) -> String {
    let decided = pack.clauses.iter().find(|clause| !matches!(clause.decided, Decided::Never(_)));
    let clause = decided.or(pack.clauses.first()).map_or("", |clause| clause.id.as_str());
    let name = |index: usize| pack.sheet.columns.get(index).map_or("", |column| column.name.as_str());
    let (column, other) = (name(0), if pack.sheet.columns.len() > 1 { name(1) } else { name(0) });
    let texts = |id: &'static str| {
        let languages = pack.languages.iter();
        let lines = languages.map(|lang| format!("  {}: {}", lang.code(), quoted(&lang.word(id))));
        lines.collect::<Vec<_>>().join("\n")
    };
    let note = Note::new("scaffold").with("clause", quoted(clause)).with("column", quoted(column));
    let note = note.with("other", quoted(other)).with("title", texts("scaffold-title"));
    let note = note.with("message", texts("scaffold-message")).with("help", texts("scaffold-help"));
    lang.say(&note) + "\n"
}

/// As YAML takes it, whatever stands in it.
fn quoted(text: &str) -> String {
    format!("{text:?}")
}
