//! A broken rule → a finding: where, what stood there, why the rule applied, what to do.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::Raw;
use super::alike::{Alike, Sentence};
use super::link::Links;
use super::truth::{Ctx, Got, Subject};
use crate::finding::{Because, Finding, Held, Location, Privacy, Related, Remarks, Said, Since, Source};
use crate::fold;
use crate::lang::{Lang, Note};
use crate::outcome::{RowKey, RowPicture, Unseen};
use crate::ruleset::RuleSet;
use crate::ruleset::cond::{Cond, Field, LinkId, Test};
use crate::ruleset::pack::Target;
use crate::ruleset::rule::{Expect, Over, Rule, Together};
use crate::ruleset::template::{Facet, Fact, Part, Template};
use crate::schema::{Column, ColumnId, Schema};
use crate::sheet::{Cell, CellRef, Row, Value, column_letter};
use crate::swedish::address::{self, Difference, Likeness};
use crate::table;

/// Explains one broken rule on one row.
pub(super) struct Explainer<'e> {
    pub(super) rules: &'e RuleSet,
    pub(super) rule: &'e Rule,
    pub(super) index: usize,
    pub(super) ctx: &'e Ctx<'e>,
    pub(super) links: &'e Links<'e>,
    pub(super) alike: &'e Alike,
    /// Cells of the sheet that carry a note, sorted.
    pub(super) notes: &'e [CellRef],
    /// While it speaks of the row at a link's end: that row.
    pub(super) shown: Option<(LinkId, &'e Row)>,
}

impl Explainer<'_> {
    /// The finding, and pictures of the tables' rows that it shows.
    pub(super) fn finding(&self, sealed: &[u32]) -> (Finding, Vec<(RowKey, RowPicture)>) {
        let at = self.place();
        let value = self.value(&at, sealed);
        let (related, pictures) = self.related(sealed);
        let finding = Finding {
            rule: self.index,
            severity: self.rule.severity,
            message: self.sentence(Sentence::Message, sealed),
            help: self.sentence(Sentence::Help, sealed),
            because: self.because(&at, sealed),
            related,
            remarks: self.remarks(&at, &value),
            value,
            at,
            together: false,
            since: Since::default(),
        };
        (finding, pictures)
    }

    /// The cell to point at.
    pub(super) fn place(&self) -> Location {
        let at = self.ctx.at.clone();
        if self.rule.over == Over::Headers {
            return at;
        }
        let (column, index) = match self.field() {
            Some(Subject::Column(id)) => {
                let cell = self.ctx.row.cell(id);
                let index = (cell.value != Value::Absent).then_some(cell.column);
                (Some(self.alike.name(&self.ctx.schema.column(id).name)), index)
            }
            Some(Subject::Stray(stray)) => {
                let column = self.ctx.row.strays[stray].column;
                (Some(self.alike.name(&column_letter(column))), Some(column))
            }
            None => (None, None),
        };
        Location { column, cell: index.map(|index| CellRef::new(self.ctx.row.number, index)), ..at }
    }

    /// The field that the rule names, or else the first one of the sheet that is broken.
    fn field(&self) -> Option<Subject> {
        if matches!(self.rule.over, Over::Cells | Over::EveryCell) {
            return self.ctx.cell;
        }
        let broken = match &self.rule.expect {
            Expect::Cond(cond) => self.ctx.broken_field(cond),
            Expect::Script(script) => script.reads.first().map(|id| Field::Column(*id)),
        };
        let own = |field: Field| match field {
            Field::Column(id) => Some(Subject::Column(id)),
            Field::FirstCell => self.ctx.first_cell().map(Subject::Column),
            _ => None,
        };
        let first_filled = || {
            let filled = |cell: &Cell| !matches!(cell.value, Value::Absent | Value::Blank);
            let index = self.ctx.row.cells.iter().position(filled)?;
            u16::try_from(index).ok().map(|index| Subject::Column(ColumnId(index)))
        };
        self.rule.at.and_then(own).or_else(|| broken.and_then(own)).or_else(first_filled)
    }

    fn value(&self, at: &Location, sealed: &[u32]) -> Held {
        if self.rule.over == Over::Headers {
            let text = self.ctx.row.cells.get(1).map_or("", |cell| cell.text.as_str());
            return Held { text, privacy: Privacy::Open }.to_owned();
        }
        let held = match self.field() {
            Some(Subject::Column(id)) => held(self.ctx.schema, self.ctx.row, id, sealed),
            Some(Subject::Stray(index)) => {
                let stray = &self.ctx.row.strays[index];
                guard(
                    &stray.text,
                    Privacy::Personal,
                    at.cell.is_some_and(|cell| sealed.contains(&cell.column)),
                )
            }
            None => Held { text: "", privacy: Privacy::Open },
        };
        held.to_owned()
    }

    /// The cells that made the rule apply, in the sheet's order.
    fn because(&self, at: &Location, sealed: &[u32]) -> Vec<Because> {
        let fields = self.rule.when.as_ref().map(|when| self.ctx.holding_fields(when)).unwrap_or_default();
        let mut because: Vec<Because> = Vec::new();
        for field in fields {
            let id = match field {
                Field::Column(id) => id,
                Field::FirstCell => match self.ctx.first_cell() {
                    Some(id) => id,
                    None => continue,
                },
                _ => continue,
            };
            let cell = self.ctx.row.cell(id);
            let place = CellRef::new(self.ctx.row.number, cell.column);
            let says_something = !matches!(cell.value, Value::Absent | Value::Blank);
            if self.rule.over == Over::Headers
                || !says_something
                || at.cell == Some(place)
                || because.iter().any(|b| b.cell == place)
            {
                continue;
            }
            because.push(Because {
                column: self.alike.name(&self.ctx.schema.column(id).name),
                cell: place,
                value: held(self.ctx.schema, self.ctx.row, id, sealed).to_owned(),
            });
        }
        because.sort_by_key(|because| because.cell.column);
        because
    }

    fn remarks(&self, at: &Location, value: &Held) -> Remarks {
        let cell = at.cell.and_then(|place| {
            self.ctx.row.cells.iter().find(|cell| cell.column == place.column && cell.value != Value::Absent)
        });
        let first =
            self.ctx.row.cells.iter().find(|cell| !matches!(cell.value, Value::Absent | Value::Blank));
        let blank = value.text.is_empty() && value.privacy != Privacy::Sealed;
        Remarks {
            hidden: self.ctx.row.hidden,
            struck: cell.is_some_and(|cell| cell.marks.struck) || first.is_some_and(|cell| cell.marks.struck),
            note: blank && at.cell.is_some_and(|place| self.notes.binary_search(&place).is_ok()),
        }
    }

    fn sentence(&self, sentence: Sentence, sealed: &[u32]) -> Said {
        let template = match sentence {
            Sentence::Message => &self.rule.message,
            Sentence::Help => &self.rule.help,
        };
        self.alike.said(self.index, sentence, self.say(template, sealed))
    }

    /// A sentence of the rule with the row's values in it, with and without the personal ones.
    pub(super) fn say(&self, template: &Template, sealed: &[u32]) -> Said {
        let mut shown = String::new();
        let mut masked = String::new();
        let hidden = || self.rules.lang.word("masked-value");
        for part in &template.parts {
            match part {
                Part::Plain(text) => {
                    shown.push_str(text);
                    masked.push_str(text);
                }
                Part::Fact(fact) => {
                    let text = self.fact(*fact);
                    shown.push_str(&text);
                    masked.push_str(&text);
                }
                Part::Field(field, facet) => {
                    let (text, privacy) = self.facet(*field, *facet, sealed);
                    let visible = |open: bool| if open { text.clone() } else { hidden() };
                    shown.push_str(&visible(privacy != Privacy::Sealed));
                    masked.push_str(&visible(privacy == Privacy::Open));
                }
            }
        }
        if shown == masked { Said::open(shown) } else { Said::personal(shown, masked) }
    }

    fn fact(&self, fact: Fact) -> String {
        match fact {
            Fact::Row => self.ctx.row.number.to_string(),
            Fact::AsOf => self.rules.lang.date(self.ctx.as_of),
            Fact::Column => self.place().column.map(|column| column.to_string()).unwrap_or_default(),
            Fact::Header => self.ctx.row.cells.get(1).map(|cell| cell.text.clone()).unwrap_or_default(),
            // Only a `together` message counts rows.
            Fact::Count | Fact::Rows | Fact::Oldest => String::new(),
        }
    }

    /// A facet of a field, and who may see it.
    fn facet(&self, field: Field, facet: Facet, sealed: &[u32]) -> (String, Privacy) {
        let got = match (field, self.shown) {
            (Field::Linked(link, id), Some((shown, row))) if link == shown => {
                let schema = self.rules.pack.target(self.rules.pack.link(link));
                Got::Cell(row.cell(id), Some(schema.column(id)))
            }
            _ => self.ctx.get(field),
        };
        let (cell, personal, number) = match (got, field) {
            (Got::Cell(cell, column), _) => {
                (Some(cell), column.is_some_and(|column| column.personal), Some(cell.column))
            }
            (Got::Stray(text), _) => {
                let sealed = self.place().cell.is_some_and(|cell| sealed.contains(&cell.column));
                let held = guard(text, Privacy::Personal, sealed);
                return (held.text.to_owned(), held.privacy);
            }
            _ => (None, false, None),
        };
        let own = matches!(field, Field::Column(_) | Field::FirstCell | Field::Cell);
        // What a privacy rule has sealed on another row of the sheet is not known here.
        let elsewhere = field.link().is_some_and(|link| {
            matches!(self.rules.pack.link(link).to, Target::Sheet { .. }) && facet != Facet::Date
        });
        let is_sealed = elsewhere || own && number.is_some_and(|number| sealed.contains(&number));
        let privacy = if is_sealed {
            Privacy::Sealed
        } else if personal {
            Privacy::Personal
        } else {
            Privacy::Open
        };
        let row = self.ctx.row.number;
        match facet {
            Facet::Letter => (number.map(column_letter).unwrap_or_default(), Privacy::Open),
            Facet::Cell => (
                number.map(|number| CellRef::new(row, number).to_string()).unwrap_or_default(),
                Privacy::Open,
            ),
            Facet::Value => (cell.map(|cell| cell.text.clone()).unwrap_or_default(), privacy),
            Facet::Date => (cell.map(|cell| spell(cell, self.rules.lang)).unwrap_or_default(), privacy),
            Facet::Address => {
                (cell.map(|cell| address::parse(&cell.text).one_line()).unwrap_or_default(), privacy)
            }
            Facet::Difference => {
                (cell.map(|cell| self.difference(field, &cell.text)).unwrap_or_default(), Privacy::Open)
            }
            Facet::Nearest => (cell.map(|cell| self.nearest(&cell.text)).unwrap_or_default(), Privacy::Open),
        }
    }

    /// In words, what sets an address apart from the one that the rule compares it with.
    fn difference(&self, field: Field, text: &str) -> String {
        let mut other = None;
        for cond in self.conds() {
            cond.walk(&mut |cond| {
                if let Cond::Test(tested, Test::SameAddress(with) | Test::NearAddress(with)) = cond
                    && *tested == field
                {
                    other = other.or(Some(*with));
                }
            });
        }
        let Some(Got::Cell(other, _)) = other.map(|other| self.ctx.get(other)) else { return String::new() };
        let lang = self.rules.lang;
        match address::likeness(text, &other.text) {
            Likeness::Same if text.trim() == other.text.trim() => lang.word("address-alike"),
            Likeness::Same => lang.word("address-same"),
            Likeness::Near(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| lang.word(part_word(*part))).collect();
                lang.say(&Note::new("address-near").with("parts", parts.join(", ")))
            }
            Likeness::Different | Likeness::Unreadable => String::new(),
        }
    }

    fn conds(&self) -> impl Iterator<Item = &Cond> {
        let expect = match &self.rule.expect {
            Expect::Cond(cond) => Some(cond),
            Expect::Script(_) => None,
        };
        self.rule.when.iter().chain(expect)
    }

    /// The known kinds nearest to a text, of the group that the rule asks about.
    fn nearest(&self, text: &str) -> String {
        let mut group = None;
        for cond in self.conds() {
            cond.walk(&mut |cond| {
                group = group.or(match cond {
                    Cond::Test(_, Test::Known(group)) => Some(*group),
                    Cond::Test(_, Test::IsA(term)) => Some(self.rules.pack.words.group_of(*term)),
                    _ => None,
                });
            });
        }
        group.map(|group| self.rules.pack.words.nearest(text, group).join(", ")).unwrap_or_default()
    }
}

fn part_word(part: Difference) -> &'static str {
    match part {
        Difference::CareOf => "address-care-of",
        Difference::Street => "address-street",
        Difference::Number => "address-number",
        Difference::Entrance => "address-entrance",
        Difference::Apartment => "address-apartment",
        Difference::Floor => "address-floor",
        Difference::Box => "address-box",
        Difference::Postcode => "address-postcode",
        Difference::Town => "address-town",
        Difference::Other => "address-other",
    }
}

/// What a cell held, guarded.
fn held<'r>(schema: &Schema, row: &'r Row, id: ColumnId, sealed: &[u32]) -> Held<&'r str> {
    let cell = row.cell(id);
    let privacy = if schema.column(id).personal { Privacy::Personal } else { Privacy::Open };
    let is_sealed = cell.value != Value::Absent && sealed.contains(&cell.column);
    guard(&cell.text, privacy, is_sealed)
}

fn guard(text: &str, privacy: Privacy, sealed: bool) -> Held<&str> {
    if sealed { Held { text: "", privacy: Privacy::Sealed } } else { Held { text, privacy } }
}

fn spell(cell: &Cell, lang: Lang) -> String {
    table::date(cell).map_or_else(|| cell.text.clone(), |date| lang.date(date))
}

/// A row as a report may draw it.
pub(super) fn picture(alike: &Alike, schema: &Schema, row: &Row, sealed: &[u32]) -> RowPicture {
    let there = |(index, cell): (usize, &Cell)| {
        let id = ColumnId(u16::try_from(index).ok()?);
        (cell.value != Value::Absent && index < schema.columns.len()).then_some((id, cell.column))
    };
    let mut cells: Vec<(ColumnId, u32)> = row.cells.iter().enumerate().filter_map(there).collect();
    cells.sort_by_key(|(_, index)| *index);
    let columns = alike.columns(cells.iter().map(|(id, index)| (schema.column(*id).name.as_str(), *index)));
    let values = cells.iter().map(|(id, _)| held(schema, row, *id, sealed));
    RowPicture::new(columns, values, unseen(alike, schema, row, sealed))
}

/// The filled cells of a row that its picture does not show.
fn unseen(alike: &Alike, schema: &Schema, row: &Row, sealed: &[u32]) -> Vec<Unseen> {
    let is_sealed = |(_, cell): &(&Column, &Cell)| {
        cell.value != Value::Absent && !cell.text.is_empty() && sealed.contains(&cell.column)
    };
    let known = schema.columns.iter().zip(&row.cells).filter(is_sealed).map(|(column, cell)| Unseen {
        column: Some(alike.name(&column.name)),
        index: cell.column,
        digest: Sha256::digest(column.folded(&cell.text)).into(),
    });
    let strays = row.strays.iter().map(|stray| Unseen {
        column: None,
        index: stray.column,
        digest: Sha256::digest(fold::plain(&stray.text)).into(),
    });
    known.chain(strays).collect()
}

/// Where more rows of a sheet broke a rule than it bears, they become one finding that names them all.
pub(super) fn together(rules: &RuleSet, mut found: Vec<Raw>, as_of: Date) -> Vec<Finding> {
    let mut groups: BTreeMap<(usize, Source, usize), Vec<Raw>> = BTreeMap::new();
    for raw in found.extract_if(.., |raw| rules.rules[raw.finding.rule].together.is_some()) {
        let at = &raw.finding.at;
        groups.entry((raw.finding.rule, at.source, at.sheet)).or_default().push(raw);
    }
    // In the same memory: there may be many.
    let mut apart: Vec<Finding> = found.into_iter().map(|raw| raw.finding).collect();
    for ((rule, _, _), mut group) in groups {
        group.sort_by_key(|raw| raw.finding.at.row);
        match &rules.rules[rule].together {
            Some(together) if group.len() as u64 > together.above => {
                apart.extend(joined(together, group, rules.lang, as_of))
            }
            _ => apart.extend(group.into_iter().map(|raw| raw.finding)),
        }
    }
    apart
}

fn joined(together: &Together, group: Vec<Raw>, lang: Lang, as_of: Date) -> Option<Finding> {
    let rows: Vec<u32> = group.iter().map(|raw| raw.finding.at.row).collect();
    let oldest = group.iter().filter_map(|raw| raw.day).min().map(|day| (as_of - day).get_days().max(0));
    let mut text = String::new();
    for part in &together.message.parts {
        match part {
            Part::Plain(plain) => text.push_str(plain),
            Part::Fact(Fact::Count) => text.push_str(&rows.len().to_string()),
            Part::Fact(Fact::Rows) => text.push_str(&ranges(&rows)),
            Part::Fact(Fact::Oldest) => {
                text.push_str(&oldest.map_or_else(|| "?".to_owned(), |days| days.to_string()))
            }
            Part::Fact(Fact::AsOf) => text.push_str(&lang.date(as_of)),
            Part::Fact(_) | Part::Field(..) => {}
        }
    }
    let mut findings = group.into_iter().map(|raw| raw.finding);
    let first = findings.next()?;
    let related = findings.map(|finding| Related { at: finding.at, message: finding.message }).collect();
    Some(Finding { severity: together.severity, message: Said::open(text), related, together: true, ..first })
}

/// `14, 17–20, 33`
fn ranges(rows: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *row || *last == *row => *last = *row,
            _ => ranges.push((*row, *row)),
        }
    }
    let shown = |(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    ranges.iter().map(shown).collect::<Vec<_>>().join(", ")
}
