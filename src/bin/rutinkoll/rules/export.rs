//! `rutinkoll rules export`

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::ruleset::{RuleSet, json_schema};

use super::{Done, refuse};
use crate::cli::{Colour, LangArg};
use crate::pack;

pub(super) fn run(dir: &Path, lang: Option<LangArg>) -> Done {
    let files = pack::built_in();
    let rules = RuleSet::compile(&files, lang.map(Lang::from)).map_err(|faults| {
        pack::show(&faults, lang.map(Lang::from).unwrap_or_default(), Colour::Auto);
        ExitCode::from(2)
    })?;
    let shown = dir.display().to_string();
    if !is_free(dir) {
        return Ok(refuse(rules.lang, &Note::new("export-not-empty").with("path", shown)));
    }
    let readme = rules.pack.languages.iter().map(|lang| readme(&rules, &shown, *lang)).collect::<Vec<_>>();
    let beside = [
        ("README.md".to_owned(), readme.join("\n")),
        ("rule.schema.json".to_owned(), format!("{:#}\n", json_schema(&rules))),
    ];
    let written = write(dir, &files.files).and_then(|()| write(dir, &beside));
    if let Err(error) = written {
        let note = Note::new("export-failed").with("path", shown).with("reason", &error);
        return Ok(refuse(rules.lang, &note));
    }
    let found = dir.file_name().is_some_and(|name| name == "rules");
    let id = if found { "export-written-found" } else { "export-written" };
    let note = Note::new(id).with("path", shown).with("rules", rules.rules.len());
    say!("{}", rules.lang.say(&note));
    Ok(ExitCode::SUCCESS)
}

/// Nothing there, or a folder with nothing in it.
fn is_free(dir: &Path) -> bool {
    match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn write(dir: &Path, files: &[(String, String)]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    for (name, text) in files {
        let path = dir.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

fn readme(rules: &RuleSet, dir: &str, lang: Lang) -> String {
    let note = Note::new("export-readme")
        .with("pack", rules.pack.name.as_str())
        .with("version", rules.pack.version.as_str())
        .with("dir", dir);
    lang.say(&note) + "\n"
}
