//! Blocks → Markdown, or lines for a terminal.

use super::Block;

/// As Markdown.
#[must_use]
pub fn markdown(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Heading(level, said) => {
                text.push_str(&format!("{} {said}\n\n", "#".repeat(usize::from(*level))));
            }
            Block::Text(said) => text.push_str(&format!("{}\n\n", escaped(said))),
            Block::List(items) => {
                for (depth, item) in items {
                    text.push_str(&format!("{}- {}\n", "  ".repeat(*depth), escaped(item)));
                }
                text.push('\n');
            }
            Block::Code(lang, code) => text.push_str(&format!("```{lang}\n{}\n```\n\n", code.trim_end())),
        }
    }
    text
}

/// What Markdown would take for its own; our own backticks stay.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut code = false;
    for c in text.chars() {
        code ^= c == '`';
        if !code && matches!(c, '*' | '_' | '<' | '|' | '[' | ']' | '\\' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// As lines of at most `width` columns.
#[must_use]
pub fn terminal(blocks: &[Block], width: usize) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Heading(level, said) => {
                let line = if *level == 1 { '=' } else { '-' };
                let rule =
                    line.to_string().repeat(unicode_width::UnicodeWidthStr::width(said.as_str()).min(width));
                text.push_str(&format!("{said}\n{rule}\n\n"));
            }
            Block::Text(said) => {
                text.push_str(&format!("{}\n\n", textwrap::fill(&said.replace('`', ""), width)))
            }
            Block::List(items) => {
                for (depth, item) in items {
                    let first = format!("  {}- ", "  ".repeat(*depth));
                    let rest = " ".repeat(first.len());
                    let options =
                        textwrap::Options::new(width).initial_indent(&first).subsequent_indent(&rest);
                    text.push_str(&textwrap::fill(item, options));
                    text.push('\n');
                }
                text.push('\n');
            }
            Block::Code(_, code) => {
                code.trim_end().lines().for_each(|line| text.push_str(&format!("    {line}\n")));
                text.push('\n');
            }
        }
    }
    text.trim_end().to_owned() + "\n"
}
