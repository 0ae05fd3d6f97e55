//! Guesses as YAML to paste into `rutinkoll.yaml`. Every one is marked as what it is.

use super::{Guess, Inspection};
use crate::lang::{Lang, Note};

/// The text, ending in a line break; none where there is nothing to propose.
pub(super) fn yaml(inspection: &Inspection) -> Option<String> {
    let guesses = inspection.guesses();
    if guesses.is_empty() {
        return None;
    }
    let lang = inspection.lang;
    let mut text = format!("# {}\n", lang.word("guess-heading"));
    // Keys without anything below them would be a fault.
    let settled = guesses.iter().any(|guess| guess.rivals.is_empty());
    let key = |text: String| if settled { text } else { format!("# {text}") };
    text.push_str(&key("overrides:\n".to_owned()));
    text.push_str(&key("  aliases:\n".to_owned()));
    let indent = match &inspection.table {
        Some(table) => {
            text.push_str(&key(format!("    {}:\n", scalar(table))));
            "      "
        }
        None => "    ",
    };
    for guess in guesses {
        text.push_str(&one(guess, indent, lang));
    }
    Some(text)
}

fn one(guess: &Guess, indent: &str, lang: Lang) -> String {
    let reasons: Vec<String> = guess.reasons.iter().map(|reason| lang.say(reason)).collect();
    let why = on_one_line(&reasons.join("; "));
    if guess.rivals.is_empty() {
        let note = lang.say(&Note::new("guess-one").with("why", why));
        let entry = entry(&guess.column, &guess.header);
        return format!("{indent}# {note}\n{indent}{entry}\n");
    }
    let note = lang.say(&Note::new("guess-several").with("why", why));
    let headers = std::iter::once(&guess.header).chain(&guess.rivals);
    let entries = headers.map(|header| format!("{indent}# {}\n", entry(&guess.column, header)));
    format!("{indent}# {note}\n{}", entries.collect::<String>())
}

fn entry(column: &str, header: &str) -> String {
    format!("{}: [{}]", scalar(column), quoted(header))
}

/// A key: as it is where that cannot mean anything else.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
        && !text.ends_with(' ')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    // JSON's strings are YAML's as well.
    serde_json::to_string(text).unwrap_or_default()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
