//! YAML as a tree in which every key and value knows its place.
//!
//! A typed reader would stop at the first fault; a pack's author needs them all. So the text becomes
//! a tree here, and [`source`](super::source) reads the tree, collecting faults as it goes.

mod compact;
mod tree;

use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_yaml::Error;

pub(crate) use compact::unpack;
pub use tree::{Key, Node, Value};

use crate::lang::Note;
use tree::place;

/// What came of reading a text.
pub(crate) type Parsed = Result<Node, SyntaxError>;

/// Why a text is no YAML, in a sentence for whoever wrote it.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) note: Note,
    pub(crate) span: Range<usize>,
}

/// What the parser says, by words that only such errors have → what we say of it. The first that fits.
const SAID: [(&str, &[&str]); 11] = [
    ("yaml-too-much", &["limit"]),
    ("yaml-tab", &["tab"]),
    ("yaml-alias", &["anchor", "alias", "recursive", "Recursive"]),
    ("yaml-several", &["multiple documents", "document end", "document start"]),
    ("yaml-quote", &["quote", "escape"]),
    ("yaml-bracket", &["flow", "bracket"]),
    ("yaml-indent", &["indent", "block scalar", "'-' indicator"]),
    ("yaml-key", &["simple key", "expected key", "block sequence entries", "mapping keys"]),
    ("yaml-colon", &["mapping values", "':' "]),
    ("yaml-tag", &["tag"]),
    ("yaml-character", &["unexpected character", "node content"]),
];

/// Reads one YAML document.
pub(crate) fn parse(text: &str) -> Parsed {
    tree::read(text).map_err(|error| syntax_error(&error, text))
}

/// Less than this is read sooner than a thread has begun, in bytes.
const WORTH_A_THREAD: usize = 16 << 10;

/// A helper's stack, in bytes: a document as deep as any may be takes more than a thread is given unasked.
const STACK: usize = 8 << 20;

/// Reads several documents, on as many cores as are worth it; in the order given.
pub(crate) fn parse_all(texts: &[&str]) -> Vec<Parsed> {
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let work = || {
        let places = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let texts = places.map_while(|place| texts.get(place).map(|text| (place, *text)));
        texts.map(|(place, text)| (place, parse(text))).collect::<Vec<_>>()
    };
    let mut parsed = std::thread::scope(|scope| {
        let helper = || std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let helpers: Vec<_> = (1..cores.min(bytes / WORTH_A_THREAD)).filter_map(|_| helper()).collect();
        let mut parsed = work();
        for helper in helpers {
            parsed.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        parsed
    });
    parsed.sort_by_key(|(place, _)| *place);
    parsed.into_iter().map(|(_, parsed)| parsed).collect()
}

fn syntax_error(error: &Error, text: &str) -> SyntaxError {
    let span = error.location().map_or(0..0, |at| place(&at, text));
    let said = error.without_snippet().to_string();
    let id = match error.without_snippet() {
        Error::Budget { .. } => "yaml-too-much",
        Error::MultipleDocuments { .. } => "yaml-several",
        Error::AliasReplayLimitExceeded { .. } | Error::UnknownAnchor { .. } => "yaml-alias",
        _ => SAID
            .iter()
            .find(|(_, words)| words.iter().any(|word| said.contains(word)))
            .map_or("fault-yaml", |(id, _)| id),
    };
    let (id, at) = cause(id, text, span.start).unwrap_or((id, span.start));
    let note = Note::new(id);
    let note = if id == "fault-yaml" { note.with("reason", said) } else { note };
    let end =
        if at == span.start { span.end } else { at + text[at..].chars().next().map_or(0, char::len_utf8) };
    SyntaxError { note, span: at..end }
}

/// What was really done, and where: a parser stumbles where the text stops making sense, which may be
/// lines further down.
fn cause(id: &'static str, text: &str, at: usize) -> Option<(&'static str, usize)> {
    let line = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    if let Some(tab) = tab_in_indent(text, line) {
        return Some(("yaml-tab", tab));
    }
    if id == "yaml-alias" {
        // The place is the anchored value's.
        let anchor = text.get(..at)?.trim_end().rsplit(char::is_whitespace).next()?.strip_prefix('&')?;
        return Some((id, at + text.get(at..)?.find(&format!("*{anchor}"))?));
    }
    if id == "yaml-several" {
        let mark = text.get(..at)?.rfind("\n---").or_else(|| text.get(..at)?.rfind("\n..."))?;
        return Some((id, mark + 1));
    }
    let (quote, bracket) = left_open(text.get(..at)?, line);
    if let (Some(quote), "yaml-quote") = (quote, id) {
        return Some((id, quote));
    }
    if let Some(bracket) = bracket {
        return Some(("yaml-bracket", bracket));
    }
    // A key that stands further in than its neighbours reads as a part of the text above it.
    let lead = text.get(line..at)?;
    if id == "yaml-colon" && !lead.contains(": ") && lead.starts_with(' ') {
        return Some(("yaml-indent", line + lead.len() - lead.trim_start().len()));
    }
    // `sv: {Titel} saknas`: what was to be a text begins as a map.
    let before = text.get(line..at)?;
    let value = before.find(": ").map(|colon| line + colon + 2).filter(|value| *value < at)?;
    if matches!(id, "yaml-key" | "yaml-colon") && text.get(value..)?.starts_with(['{', '[']) {
        return Some(("yaml-bracket", value));
    }
    None
}

/// The first quote on a line that does not end there, and the last bracket before `line` that is open still.
fn left_open(text: &str, line: usize) -> (Option<usize>, Option<usize>) {
    let mut open_quote = None;
    let mut brackets = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive('\n') {
        let mut quote: Option<(usize, char)> = None;
        let mut before = ' ';
        for (at, c) in part.char_indices() {
            let opens = before.is_whitespace() || "[{,".contains(before);
            match (quote, c) {
                (Some((_, open)), _) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if opens => quote = Some((start + at, c)),
                (None, '#') if before.is_whitespace() => break,
                (None, '{' | '[') if opens => brackets.push(start + at),
                (None, '}' | ']') => {
                    brackets.pop();
                }
                _ => {}
            }
            before = c;
        }
        open_quote = open_quote.or(quote.map(|(at, _)| at));
        start += part.len();
    }
    (open_quote, brackets.into_iter().rfind(|bracket| *bracket < line))
}

/// The tab that indents a line, or the next one: the parser stumbles beside it, never on it.
fn tab_in_indent(text: &str, start: usize) -> Option<usize> {
    let mut line = start;
    for part in text.get(start..)?.split_inclusive('\n').take(2) {
        let indent = part.len() - part.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = part.get(..indent).and_then(|indent| indent.find('\t')) {
            return Some(line + tab);
        }
        line += part.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::ruleset::before_tests::before_tests;

    /// To the last place. The packs that are built in are these.
    #[test]
    fn what_is_built_in_is_what_the_files_say() {
        let built_in = unpack(include_bytes!(concat!(env!("OUT_DIR"), "/trees"))).unwrap();
        let paths = |folder: &Path| -> Vec<_> {
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
        };
        let packs = paths(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"));
        let packs = packs.iter().filter(|folder| folder.join("pack.yaml").is_file());
        let files =
            packs.flat_map(|folder| paths(folder)).filter(|path| path.extension() == Some("yaml".as_ref()));
        let mut written: Vec<(String, Node)> = files
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, parse(before_tests(&std::fs::read_to_string(path).unwrap())).unwrap())
            })
            .collect();
        written.sort_by(|(a, _), (b, _)| a.cmp(b));
        assert!(written.len() > 1);
        assert_eq!(format!("{built_in:?}"), format!("{written:?}"));
    }

    #[test]
    fn a_tree_survives_as_bytes() {
        let text =
            "a: [1, -9223372036854775808, 1.5, -2e-9, null, true, false, '']\nb: { åäö: \"x\\ty\", c: [] }\n";
        let files = [("one".to_owned(), parse(text).unwrap()), ("other".to_owned(), parse("x").unwrap())];
        let bytes = compact::pack(&files);
        assert_eq!(format!("{:?}", unpack(&bytes).unwrap()), format!("{files:?}"));
        for cut in 1..bytes.len() {
            assert!(unpack(&bytes[..cut]).is_none_or(|files| files.len() == 1), "{cut}");
        }
    }

    #[test]
    fn every_key_and_value_knows_its_place() {
        let text = "when:\n  Vad ska skickas: { is_a: åäö }\nlist:\n  - Adress: filled\n  - 1.10\nscript: |\n  let x = 1;\n  true\n";
        let tree = parse(text).unwrap();
        let Value::Map(top) = &tree.value else { panic!("{tree:?}") };
        assert_eq!(&text[top[0].0.span.clone()], "when");
        let Value::Map(when) = &top[0].1.value else { panic!() };
        assert_eq!(&text[when[0].0.span.clone()], "Vad ska skickas");
        let Value::Map(test) = &when[0].1.value else { panic!() };
        assert_eq!(&text[test[0].1.span.clone()], "åäö");
        let Value::List(list) = &top[1].1.value else { panic!() };
        assert_eq!(&text[list[1].span.clone()], "1.10");
        let Value::Text(script) = &top[2].1.value else { panic!() };
        assert_eq!(script, "let x = 1;\ntrue\n");
        assert_eq!(text[top[2].1.span.clone()].trim_start_matches(['|', '\n', ' ']), "let x = 1;\n  true\n");
    }

    #[test]
    fn duplicates_are_kept_for_the_reader_to_refuse() {
        let tree = parse("a: 1\na: 2\n").unwrap();
        assert!(matches!(tree.value, Value::Map(entries) if entries.len() == 2));
    }

    #[test]
    fn faults_have_a_place() {
        for (text, place) in [("a: [1\nb: 2", 3), ("a:\n\tb: 1", 3), ("a: *x", 3), ("a: &x 1\nb: *x", 11)] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.span.start, place, "{text:?}: {error:?}");
        }
    }
}
