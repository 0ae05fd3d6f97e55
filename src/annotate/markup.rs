//! A part's tags with the places where they stand, and edits that leave every other byte as it was.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::escape::unescape;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::Fault;

/// What kind of tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    /// `<c/>`
    Empty,
}

/// A tag and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Tag<'x> {
    /// From `<` to after `>`.
    pub(super) at: Range<usize>,
    pub(super) kind: Kind,
    /// Elements around it, within the text that was read.
    pub(super) depth: usize,
    pub(super) raw: &'x str,
}

/// The tags of a part, or of a piece of one.
pub(super) fn tags(xml: &str) -> Result<Vec<Tag<'_>>, Fault> {
    // A byte order mark is no part of the text, and the reader does not count it.
    let skipped = if xml.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader::from_str(&xml[skipped..]);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut tags = Vec::new();
    let mut depth = 0_usize;
    let mut start = skipped;
    loop {
        let event = reader.read_event().map_err(|_| Fault::Damaged)?;
        let end = skipped + usize::try_from(reader.buffer_position()).map_err(|_| Fault::Damaged)?;
        let kind = match event {
            Event::Start(_) => Some(Kind::Open),
            Event::End(_) => Some(Kind::Close),
            Event::Empty(_) => Some(Kind::Empty),
            Event::Eof => return Ok(tags),
            _ => None,
        };
        if let Some(kind) = kind {
            let raw = xml.get(start..end).filter(|raw| raw.starts_with('<')).ok_or(Fault::Damaged)?;
            if kind == Kind::Close {
                depth = depth.saturating_sub(1);
            }
            tags.push(Tag { at: start..end, kind, depth, raw });
            if kind == Kind::Open {
                depth += 1;
            }
        }
        start = end;
    }
}

/// Where the element whose first tag is the one at `index` stands, as a whole.
pub(super) fn element(tags: &[Tag<'_>], index: usize) -> Range<usize> {
    let open = &tags[index];
    let close = tags[index..].iter().find(|tag| tag.kind == Kind::Close && tag.depth == open.depth);
    match close {
        Some(close) if open.kind == Kind::Open => open.at.start..close.at.end,
        _ => open.at.clone(),
    }
}

impl<'x> Tag<'x> {
    /// The name with its prefix.
    pub(super) fn name(&self) -> &'x str {
        let inner = self.raw.trim_start_matches(['<', '/']);
        let end =
            inner.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').unwrap_or(inner.len());
        &inner[..end]
    }

    /// The name without its prefix.
    pub(super) fn local(&self) -> &'x str {
        self.name().rsplit(':').next().unwrap_or_default()
    }

    /// The prefix with its colon; `""` where there is none.
    pub(super) fn prefix(&self) -> &'x str {
        let name = self.name();
        &name[..name.len() - self.local().len()]
    }

    pub(super) fn opens(&self, local: &str) -> bool {
        self.kind != Kind::Close && self.local() == local
    }

    pub(super) fn closes(&self, local: &str) -> bool {
        self.kind == Kind::Close && self.local() == local
    }

    /// An attribute's value, by its whole name.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'x, str>> {
        value(self.raw, name).and_then(|at| unescape(&self.raw[at]).ok())
    }

    /// The value of the attribute whose name ends so (`:id` for a relation, whatever its prefix).
    pub(super) fn attribute_ending(&self, end: &str) -> Option<Cow<'x, str>> {
        let (_, at) = attributes(self.raw).find(|(name, _)| name.ends_with(end))?;
        unescape(&self.raw[at]).ok()
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.attribute(name).as_deref(), Some("1" | "true" | "on"))
    }

    /// The tag with an attribute set; the value needs no escaping.
    pub(super) fn with(&self, name: &str, value: impl std::fmt::Display) -> String {
        set(self.raw, name, value)
    }
}

/// An attribute of a tag's text, as it is written.
pub(super) fn attribute<'x>(raw: &'x str, name: &str) -> Option<&'x str> {
    value(raw, name).map(|at| &raw[at])
}

/// A tag's text with an attribute set; the value needs no escaping.
pub(super) fn set(raw: &str, name: &str, new: impl std::fmt::Display) -> String {
    if let Some(at) = value(raw, name) {
        return format!("{}{new}{}", &raw[..at.start], &raw[at.end..]);
    }
    let close = raw.trim_end_matches('>').trim_end_matches('/').trim_end().len();
    format!("{} {name}=\"{new}\"{}", &raw[..close], raw[close..].trim_start())
}

fn value(raw: &str, name: &str) -> Option<Range<usize>> {
    attributes(raw).find(|(found, _)| *found == name).map(|(_, at)| at)
}

/// Names and the places of values, within a tag's text.
fn attributes(raw: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut from = raw.find(|c: char| c.is_ascii_whitespace()).unwrap_or(raw.len());
    std::iter::from_fn(move || {
        let equals = from + raw.get(from..)?.find('=')?;
        let name = raw[from..equals].trim();
        let quote_at = equals + 1 + raw[equals + 1..].find(['"', '\''])?;
        let quote = raw[quote_at..].chars().next()?;
        let start = quote_at + 1;
        let end = start + raw[start..].find(quote)?;
        from = end + 1;
        Some((name, start..end))
    })
}

/// Replacements within a part.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, at: Range<usize>, new: impl Into<String>) {
        self.0.push((at, new.into()));
    }

    pub(super) fn insert(&mut self, at: usize, new: impl Into<String>) {
        self.replace(at..at, new);
    }

    /// The text with every edit made. Those at one place stand in the order in which they were made; one within
    /// another that is already made is left out.
    pub(super) fn apply(mut self, xml: &str) -> String {
        self.0.sort_by_key(|(at, _)| at.start);
        let mut edited = String::with_capacity(xml.len() + 1024);
        let mut copied = 0;
        for (at, new) in &self.0 {
            if at.start < copied {
                continue;
            }
            edited.push_str(&xml[copied..at.start]);
            edited.push_str(new);
            copied = at.end;
        }
        edited.push_str(&xml[copied..]);
        edited
    }
}

/// Text for an element or an attribute in double quotes, without what XML 1.0 forbids.
pub(super) fn escape(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter(|c| matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')))
        .collect();
    quick_xml::escape::escape(clean).replace('\n', "&#10;")
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says so")]
mod tests {
    use super::*;

    #[test]
    fn tags_know_where_they_stand() {
        let xml = "<?xml version=\"1.0\"?><!-- <a> --><x:a b='1' c=\"2>3\"><d/>t</x:a>";
        let tags = tags(xml).expect("tags");
        let raws: Vec<&str> = tags.iter().map(|tag| &xml[tag.at.clone()]).collect();
        assert_eq!(raws, ["<x:a b='1' c=\"2>3\">", "<d/>", "</x:a>"]);
        assert_eq!((tags[0].local(), tags[0].prefix(), tags[1].depth), ("a", "x:", 1));
        assert_eq!(tags[0].attribute("c").as_deref(), Some("2>3"));
        assert_eq!(tags[0].with("b", 9), "<x:a b='9' c=\"2>3\">");
        assert_eq!(tags[1].with("s", 4), "<d s=\"4\"/>");
    }

    #[test]
    fn a_byte_order_mark_moves_nothing() {
        let xml = "\u{feff}<?xml version='1.0'?><a><b></b></a>";
        let tags = tags(xml).expect("tags");
        assert_eq!(&xml[element(&tags, 1)], "<b></b>");
    }

    #[test]
    fn what_is_not_edited_stays() {
        let mut edits = Edits::default();
        edits.insert(3, "x");
        edits.replace(1..2, "");
        assert_eq!(edits.apply("abcd"), "acxd");
    }
}
