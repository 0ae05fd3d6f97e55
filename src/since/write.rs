//! A new waiver, as `waivers.yaml` holds it.

use std::path::Path;

use crate::lang::Note;
use crate::ruleset::{Fault, Waiver, WaiverFile, WaiverOf};

/// The file's text with one more waiver at its end; everything that stood there stands as it stood. `comment` says for a
/// person what it is about, `head` stands first in a new file.
///
/// # Errors
/// The faults of the file; or that it is written in a way that nothing can be added to.
pub fn with_waiver(
    path: &Path,
    text: &str,
    waiver: &Waiver,
    comment: &str,
    head: &str,
) -> Result<String, Vec<Fault>> {
    let before = WaiverFile::parse(path, text.to_owned())?;
    let indent = indent(text);
    let mut after = text.trim_end().to_owned();
    if after.is_empty() {
        after = head.lines().map(|line| format!("# {line}\n")).collect();
    } else {
        after.push('\n');
    }
    after.push('\n');
    for line in entry(waiver, comment) {
        after.push_str(&format!("{indent}{line}\n"));
    }
    if text.contains("\r\n") {
        after = after.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    let known = |waivers: &[Waiver]| -> Vec<Waiver> {
        waivers.iter().map(|waiver| Waiver { line: 0, ..waiver.clone() }).collect()
    };
    let wanted = known(&[before.waivers, vec![waiver.clone()]].concat());
    match WaiverFile::parse(path, after.clone()) {
        Ok(read) if known(&read.waivers) == wanted => Ok(after),
        _ => {
            let note = Note::new("waiver-not-added").with("path", path.display().to_string());
            Err(vec![Fault::nowhere(note)])
        }
    }
}

/// How far in the file's entries stand.
fn indent(text: &str) -> &str {
    let first = text.lines().find(|line| {
        let line = line.trim_start();
        line == "-" || line.starts_with("- ")
    });
    first.map_or("", |line| &line[..line.len() - line.trim_start().len()])
}

fn entry(waiver: &Waiver, comment: &str) -> Vec<String> {
    let of = match &waiver.of {
        WaiverOf::Rule(rule) => format!("- rule: {}", quoted(rule)),
        WaiverOf::Clause(clause) => format!("- clause: {}", quoted(clause)),
    };
    let content: Vec<String> = waiver.content.iter().map(|mark| format!("\"{mark}\"")).collect();
    let by = waiver.by.iter().map(|by| format!("  by: {}", quoted(by)));
    let comment = comment.lines().map(|line| format!("# {line}"));
    let lines = [
        format!("  row_key: \"{}\"", waiver.row_key),
        format!("  content: [{}]", content.join(", ")),
        format!("  key_id: {}", quoted(&waiver.key_id)),
        format!("  reason: {}", quoted(&waiver.reason)),
    ];
    let until = format!("  until: {}", waiver.until);
    comment.chain([of]).chain(lines).chain(by).chain([until]).collect()
}

/// As YAML reads it, whatever it holds: JSON's quotes are YAML's, too.
fn quoted(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit())
        && !["null", "true", "false", "yes", "no", "on", "off"].contains(&text);
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says so")]
mod tests {
    use super::*;
    use crate::finding::Mark;

    fn waiver(reason: &str) -> Waiver {
        Waiver {
            of: WaiverOf::Rule("some-rule".to_owned()),
            row_key: Mark([1; 16]),
            content: vec![Mark([0x22; 16])],
            key_id: "0011223344556677".to_owned(),
            reason: reason.to_owned(),
            by: Some("å: #1".to_owned()),
            until: jiff::civil::date(2026, 12, 31),
            line: 0,
        }
    }

    fn add(text: &str, reason: &str) -> Result<String, Vec<Fault>> {
        with_waiver(
            Path::new("waivers.yaml"),
            text,
            &waiver(reason),
            "A title (E14)",
            "What this file is\nand does.",
        )
    }

    #[test]
    fn what_stands_in_the_file_stays() {
        let first = add("", "Agreed \"with\" them: #1\nå").expect("a new file");
        assert!(
            first.starts_with("# What this file is\n# and does.\n\n# A title (E14)\n- rule: some-rule\n"),
            "{first}"
        );
        let own = format!("{first}# ours\n");
        let second = add(&own, "Again").expect("one more");
        assert!(second.starts_with(&own), "{second}");
        let read = WaiverFile::parse(Path::new("w"), second).expect("sound");
        assert_eq!(read.waivers[0].reason, "Agreed \"with\" them: #1\nå");
        assert_eq!(read.waivers[1].by.as_deref(), Some("å: #1"));
    }

    #[test]
    fn indented_lists_and_the_line_ends_of_windows_are_kept() {
        let first = add("", "One").expect("a new file").replace("\n", "\r\n  ");
        let second = add(first.trim_end_matches(' '), "Two").expect("one more");
        assert_eq!(second.matches("\r\n").count(), second.matches('\n').count());
        assert_eq!(WaiverFile::parse(Path::new("w"), second).expect("sound").waivers.len(), 2);
    }

    #[test]
    fn nothing_is_added_to_what_cannot_take_it() {
        assert!(add("[]\n", "One").is_err());
        assert!(add("- rule: a\n", "One").is_err());
        assert!(add("rules: {}\n", "One").is_err());
    }
}
