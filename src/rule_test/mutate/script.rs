//! The changes of a script: a comparison turned, a literal changed, a line dropped.

use std::ops::Range;

use super::sections::Change;
use crate::rule_test::tree;
use crate::ruleset::{Node, YamlValue};

const OPERATORS: [(&str, &str); 8] = [
    ("==", "!="),
    ("!=", "=="),
    ("<=", "<"),
    (">=", ">"),
    ("&&", "||"),
    ("||", "&&"),
    ("<", "<="),
    (">", ">="),
];

/// Every small change of a script that stands in a block of a rule's file.
pub(super) fn changes(file: &str, node: &Node) -> Vec<Change> {
    let YamlValue::Text(script) = &node.value else { return Vec::new() };
    let first = first_line(file, node, script);
    let at = |byte: usize| {
        let below = script[..byte].matches('\n').count();
        file[first..].split_inclusive('\n').take(below).map(str::len).sum::<usize>() + first
    };
    let put = |range: Range<usize>, new: &str| Change {
        node: tree::text(format!("{}{new}{}", &script[..range.start], &script[range.end..]), &node.span),
        at: at(range.start),
        from: line_around(script, range.start).trim().to_owned(),
        to: Some(changed_line(script, &range, new).trim().to_owned()),
    };
    let mut changes = Vec::new();
    for token in tokens(script) {
        let text = &script[token.clone()];
        changes.extend(otherwise(text).into_iter().map(|new| put(token.clone(), &new)));
    }
    for line in lines(script).filter(|line| is_simple(&script[line.clone()])) {
        let gone = put(line.clone(), "");
        changes.push(Change { to: None, from: script[line].trim().to_owned(), ..gone });
    }
    changes
}

/// What may stand in a token's place.
fn otherwise(token: &str) -> Vec<String> {
    if let Some((_, other)) = OPERATORS.iter().find(|(known, _)| *known == token) {
        return vec![(*other).to_owned()];
    }
    if let Ok(number) = token.parse::<u64>() {
        let less = number.checked_sub(1).map(|less| less.to_string());
        return [Some(number.saturating_add(1).to_string()), less].into_iter().flatten().collect();
    }
    match token {
        "!" => vec![String::new()],
        "true" => vec!["false".to_owned()],
        "false" => vec!["true".to_owned()],
        _ => match token.chars().next() {
            Some(quote @ ('"' | '`')) => {
                vec![format!("{}x{quote}", &token[..token.len() - quote.len_utf8()])]
            }
            _ => Vec::new(),
        },
    }
}

/// Operators, numbers, words and literals of a script, in bytes; what stands in comments is left out.
fn tokens(script: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = script[at..].chars().next() {
        let rest = &script[at..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if c == '"' || c == '`' {
            let length = literal(rest, c);
            tokens.push(at..at + length);
            length
        } else if c.is_alphanumeric() || c == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            // What stands behind a decimal point is no number of its own.
            if !(script[..at].ends_with('.') && c.is_ascii_digit()) {
                tokens.push(at..at + length);
            }
            length
        } else if let Some((operator, _)) = OPERATORS.iter().find(|(known, _)| rest.starts_with(known)) {
            tokens.push(at..at + operator.len());
            operator.len()
        } else {
            if c == '!' {
                tokens.push(at..at + 1);
            }
            c.len_utf8()
        };
        at += length;
    }
    tokens
}

/// The length of a literal with its quotes. In `"` a backslash escapes; in a backtick nothing does.
fn literal(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// A statement in one line that only does something, and begins or ends nothing.
fn is_simple(line: &str) -> bool {
    let line = line.trim();
    line.ends_with(';') && !line.contains(['{', '}']) && !line.starts_with("let ") && !line.starts_with("//")
}

fn lines(script: &str) -> impl Iterator<Item = Range<usize>> {
    script.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some(start..start + line.trim_end_matches('\n').len())
    })
}

fn line_range(script: &str, at: usize) -> Range<usize> {
    let start = script[..at].rfind('\n').map_or(0, |newline| newline + 1);
    start..script[at..].find('\n').map_or(script.len(), |newline| at + newline)
}

fn line_around(script: &str, at: usize) -> &str {
    &script[line_range(script, at)]
}

fn changed_line(script: &str, change: &Range<usize>, new: &str) -> String {
    let start = line_range(script, change.start).start;
    let end = line_range(script, change.end).end;
    format!("{}{new}{}", &script[start..change.start], &script[change.end..end])
}

/// The byte of the file where the script's first line begins.
fn first_line(file: &str, node: &Node, script: &str) -> usize {
    let line = script.lines().next().unwrap_or_default();
    let found = file.get(node.span.start..).and_then(|rest| rest.find(line));
    let at = node.span.start + found.unwrap_or_default();
    file.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_comments_and_literals_is_no_operator() {
        let script = "// a == b\nlet t = \"x \\\" == y\"; /* 1 < 2 */\nt != `a\\` && !t";
        let tokens: Vec<&str> = tokens(script).into_iter().map(|range| &script[range]).collect();
        assert_eq!(tokens, ["let", "t", "\"x \\\" == y\"", "t", "!=", "`a\\`", "&&", "!", "t"]);
    }
}
