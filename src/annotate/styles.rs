//! The marks' fills: each a clone of the cell's own style with another fill.
//!
//! A mark is known again by its colour, which nobody picks by chance, and remembers the fill that stood
//! there in the colour that a solid fill does not show. So the marks can be taken away again, even after
//! Excel has saved the copy. (A pattern or a gradient cannot be remembered so, and is lost with the mark.)

use std::collections::BTreeMap;
use std::ops::Range;

use super::Fault;
use super::markup::{self, Edits, Kind, Tag};
use crate::finding::Severity;

/// The marks' colours, with the severities that they stand for.
const COLOURS: [(Severity, &str); 3] =
    [(Severity::Error, "FFFFC8CF"), (Severity::Warning, "FFFFEA9D"), (Severity::Info, "FFDCEBF9")];
/// What stands in for "no fill" in the colour that is not shown.
const NONE: &str = "indexed=\"64\"";

/// Styles for the workbook that lacks them.
pub(super) const EMPTY: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>",
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>",
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>",
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>",
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>",
    "<cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>",
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>",
    "</styleSheet>"
);

/// A list of the styles part: its tag, its items, and where more go.
struct List {
    open: Range<usize>,
    open_raw: String,
    items: Vec<String>,
    end: usize,
    /// How many were there.
    before: usize,
}

/// The styles part, to which styles are added.
pub(super) struct Styles {
    xml: String,
    fonts: List,
    fills: List,
    xfs: List,
    prefix: String,
    marked: BTreeMap<(u32, Severity), u32>,
    /// Styles that an earlier mark gave, with the style that stood there; found when first asked for.
    restored: BTreeMap<u32, u32>,
}

/// The styles of the first sheet.
pub(super) struct Front {
    pub(super) title: u32,
    pub(super) bold: u32,
    pub(super) text: u32,
    pub(super) plain: u32,
    pub(super) link: u32,
    severities: BTreeMap<Severity, u32>,
}

impl Front {
    pub(super) fn severity(&self, severity: Severity) -> u32 {
        self.severities.get(&severity).copied().unwrap_or(self.text)
    }
}

impl Styles {
    pub(super) fn read(xml: String) -> Result<Self, Fault> {
        let tags = markup::tags(&xml)?;
        let fonts = List::find(&xml, &tags, "fonts").ok_or(Fault::Damaged)?;
        let fills = List::find(&xml, &tags, "fills").ok_or(Fault::Damaged)?;
        let xfs = List::find(&xml, &tags, "cellXfs").ok_or(Fault::Damaged)?;
        let prefix = tags.first().map_or("", Tag::prefix).to_owned();
        let mut styles =
            Self { fonts, fills, xfs, prefix, marked: BTreeMap::new(), restored: BTreeMap::new(), xml };
        styles.find_earlier_marks();
        Ok(styles)
    }

    /// Does any style come from an earlier mark?
    pub(super) fn has_earlier_marks(&self) -> bool {
        !self.restored.is_empty()
    }

    /// The style that stood there before an earlier mark; the style itself where there was none.
    pub(super) fn unmarked(&self, style: u32) -> u32 {
        self.restored.get(&style).copied().unwrap_or(style)
    }

    /// The style with the mark of a severity.
    pub(super) fn marked(&mut self, style: u32, severity: Severity) -> u32 {
        let base = self.unmarked(style);
        if let Some(known) = self.marked.get(&(base, severity)) {
            return *known;
        }
        let Some(xf) = self.xfs.items.get(base as usize).or(self.xfs.items.first()).cloned() else {
            return base;
        };
        let before =
            self.fill_of(&xf).and_then(|fill| solid_colour(&fill)).unwrap_or_else(|| NONE.to_owned());
        let colour = COLOURS.iter().find(|(known, _)| *known == severity).map_or("", |(_, colour)| colour);
        let p = &self.prefix;
        let fill = format!(
            "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"{colour}\"/><{p}bgColor {before}/>\
             </{p}patternFill></{p}fill>"
        );
        let fill = self.fills.add(fill);
        let new = self.xfs.add(filled(&xf, fill));
        self.marked.insert((base, severity), new);
        new
    }

    /// The first sheet's own styles.
    pub(super) fn front(&mut self) -> Front {
        let p = self.prefix.clone();
        let font = |inner: &str| format!("<{p}font>{inner}<{p}name val=\"Calibri\"/></{p}font>");
        let plain = self.fonts.add(font(&format!("<{p}sz val=\"11\"/>")));
        let bold = self.fonts.add(font(&format!("<{p}b/><{p}sz val=\"11\"/>")));
        let title = self.fonts.add(font(&format!("<{p}b/><{p}sz val=\"14\"/>")));
        let link = self.fonts.add(font(&format!("<{p}u/><{p}sz val=\"11\"/><{p}color rgb=\"FF0563C1\"/>")));
        // Text stays text when somebody edits it: quotePrefix.
        let xf = |font: u32, wrap: bool| {
            let wrap = if wrap { " wrapText=\"1\"" } else { "" };
            format!(
                "<{p}xf numFmtId=\"49\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\" \
                 applyNumberFormat=\"1\" applyFont=\"1\" applyAlignment=\"1\">\
                 <{p}alignment vertical=\"top\"{wrap}/></{p}xf>"
            )
        };
        let text = self.xfs.add(xf(plain, true));
        Front {
            title: self.xfs.add(xf(title, false)),
            bold: self.xfs.add(xf(bold, false)),
            text,
            link: self.xfs.add(xf(link, false)),
            plain: self.xfs.add(xf(plain, false)),
            severities: COLOURS
                .iter()
                .map(|(severity, _)| (*severity, self.marked(text, *severity)))
                .collect(),
        }
    }

    /// The part with everything that was added; unchanged where nothing was.
    pub(super) fn finish(self) -> String {
        let mut edits = Edits::default();
        for list in [&self.fonts, &self.fills, &self.xfs] {
            if list.items.len() > list.before {
                let count = list.items.len();
                edits.replace(list.open.clone(), markup::set(&list.open_raw, "count", count));
                edits.insert(list.end, list.items[list.before..].concat());
            }
        }
        edits.apply(&self.xml)
    }

    fn fill_of(&self, xf: &str) -> Option<String> {
        let tags = markup::tags(xf).ok()?;
        self.fills.items.get(tags.first()?.number("fillId")? as usize).cloned()
    }

    fn find_earlier_marks(&mut self) {
        for (index, xf) in (0_u32..).zip(self.xfs.items.clone()) {
            let Some(fill) = self.fill_of(&xf).filter(|fill| is_ours(fill)) else { continue };
            let before = self.fill_before(&fill);
            let wanted = filled(&xf, before);
            let same = |other: &String| {
                !self.fill_of(other).is_some_and(|fill| is_ours(&fill))
                    && filled(other, before) == wanted
                    && {
                        let tags = markup::tags(other).ok();
                        tags.and_then(|tags| tags.first()?.number("fillId")) == Some(before)
                    }
            };
            let found = self.xfs.items.iter().position(same).and_then(|found| u32::try_from(found).ok());
            let base = found.unwrap_or_else(|| self.xfs.add(wanted));
            self.restored.insert(index, base);
        }
    }

    /// The fill that one of ours remembers.
    fn fill_before(&mut self, ours: &str) -> u32 {
        let tags = markup::tags(ours).unwrap_or_default();
        let Some(remembered) = tags.iter().find(|tag| tag.opens("bgColor")).map(colour) else { return 0 };
        if remembered == NONE {
            return 0;
        }
        let solid = |fill: &String| solid_colour(fill).as_deref() == Some(&remembered) && !is_ours(fill);
        if let Some(found) = self.fills.items.iter().position(solid) {
            return u32::try_from(found).unwrap_or(0);
        }
        let p = &self.prefix;
        self.fills.add(format!(
            "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor {remembered}/></{p}patternFill></{p}fill>"
        ))
    }
}

/// The style with another fill.
fn filled(xf: &str, fill: u32) -> String {
    let Ok(tags) = markup::tags(xf) else { return xf.to_owned() };
    let Some(open) = tags.first() else { return xf.to_owned() };
    let filled = markup::set(&open.with("fillId", fill), "applyFill", 1);
    format!("{filled}{}", &xf[open.at.end..])
}

/// The colour of a solid fill, as the attributes that name it.
fn solid_colour(fill: &str) -> Option<String> {
    let tags = markup::tags(fill).ok()?;
    let solid = tags.iter().any(|tag| tag.attribute("patternType").as_deref() == Some("solid"));
    solid.then(|| tags.iter().find(|tag| tag.opens("fgColor")).map(colour)).flatten()
}

fn colour(tag: &Tag<'_>) -> String {
    let named = ["rgb", "theme", "tint", "indexed", "auto"]
        .into_iter()
        .filter_map(|name| Some(format!("{name}=\"{}\"", markup::escape(&tag.attribute(name)?))));
    named.collect::<Vec<_>>().join(" ")
}

fn is_ours(fill: &str) -> bool {
    solid_colour(fill)
        .is_some_and(|colour| COLOURS.iter().any(|(_, ours)| colour == format!("rgb=\"{ours}\"")))
}

impl List {
    fn find(xml: &str, tags: &[Tag<'_>], name: &str) -> Option<Self> {
        let at = tags.iter().position(|tag| tag.depth == 1 && tag.opens(name) && tag.kind == Kind::Open)?;
        let open = &tags[at];
        let close = tags[at..].iter().find(|tag| tag.depth == 1 && tag.closes(name))?;
        let mut items = Vec::new();
        let mut start = None;
        for tag in tags[at + 1..].iter().take_while(|tag| tag.at.start < close.at.start) {
            match (tag.depth, tag.kind) {
                (2, Kind::Empty) => items.push(xml[tag.at.clone()].to_owned()),
                (2, Kind::Open) => start = Some(tag.at.start),
                (2, Kind::Close) => items.push(xml[start?..tag.at.end].to_owned()),
                _ => {}
            }
        }
        let before = items.len();
        Some(Self {
            open: open.at.clone(),
            open_raw: open.raw.to_owned(),
            items,
            end: close.at.start,
            before,
        })
    }

    /// Adds an item, or finds it among those already added; its index.
    fn add(&mut self, item: String) -> u32 {
        let known = self.items[self.before..].iter().position(|known| *known == item);
        let index = match known {
            Some(at) => self.before + at,
            None => {
                self.items.push(item);
                self.items.len() - 1
            }
        };
        u32::try_from(index).unwrap_or(u32::MAX)
    }
}
