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
    let mut columns: Vec<&str> = Vec::new();
    for guess in &guesses {
        if !columns.contains(&guess.column.as_str()) {
            columns.push(&guess.column);
        }
    }
    for column in columns {
        let of_column: Vec<&Guess> = guesses.iter().filter(|it| it.column == column).copied().collect();
        text.push_str(&entry(column, &of_column, indent, lang));
    }
    Some(text)
}

/// A column with the headers that may mean it. Several inputs may call it differently.
fn entry(column: &str, guesses: &[&Guess], indent: &str, lang: Lang) -> String {
    let line = |headers: &[&str]| {
        let headers: Vec<String> = headers.iter().map(|header| quoted(header)).collect();
        format!("{}: [{}]", scalar(column), headers.join(", "))
    };
    let said = |id, guess: &Guess| {
        let reasons: Vec<String> = guess.reasons.iter().map(|reason| lang.say(reason)).collect();
        let note = Note::new(id).with("header", guess.header.as_str()).with("why", reasons.join("; "));
        format!("{indent}# {}\n", on_one_line(&lang.say(&note)))
    };
    let mut text = String::new();
    let settled: Vec<&str> =
        guesses.iter().filter(|it| it.rivals.is_empty()).map(|it| it.header.as_str()).collect();
    for guess in guesses {
        if guess.rivals.is_empty() {
            text.push_str(&said("guess-one", guess));
            continue;
        }
        text.push_str(&said("guess-several", guess));
        for header in std::iter::once(&guess.header).chain(&guess.rivals) {
            text.push_str(&format!("{indent}# {}\n", line(&[header.as_str()])));
        }
    }
    if !settled.is_empty() {
        text.push_str(&format!("{indent}{}\n", line(&settled)));
    }
    text
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
