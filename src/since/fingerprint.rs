//! What each finding is known by.
//!
//! A fingerprint is a keyed hash of the rule, the column, the key of the row (`key` in `pack.yaml`) and which it is of
//! several findings that are equal in these. Where the row stands is no part of it: not the file, the sheet, the row
//! number or the column's letter.
//!
//! A row whose whole key is blank has no name of its own: such findings are told apart by which of them they are, and
//! their rows, where waivers are bound to them, by all that the row holds.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use crate::finding::{Finding, Identity, Location, Mark, Source};
use crate::outcome::{Outcome, RowKey};
use crate::ruleset::cond::{Cond, Field, Unique};
use crate::ruleset::rule::{Expect, Over};
use crate::ruleset::{Pack, RuleSet};
use crate::schema::{ColumnId, Schema};

use super::Secret;
use super::secret::Of;

/// Gives every finding what it is known by. `rules` are those that judged.
pub fn identify(outcome: &mut Outcome, rules: &RuleSet, secret: &Secret) {
    let of_rules: Vec<Reads> = outcome.rules.iter().map(|rule| Reads::of(&rule.id, rules)).collect();
    let namer = Namer { outcome, pack: &rules.pack, secret };
    let known: Vec<Known> =
        outcome.findings.iter().map(|finding| namer.known(finding, &of_rules[finding.rule])).collect();
    let mut order: Vec<usize> = (0..known.len()).collect();
    // Equal findings count by what their rows hold, not from the top down: sorting the sheet renumbers none.
    order.sort_by_key(|index| (known[*index].group, known[*index].content, known[*index].whole, *index));
    let mut last: Option<(Mark, u64)> = None;
    for index in order {
        let Known { group, row_key, content, .. } = known[index];
        let nth = last.filter(|(equal, _)| *equal == group).map_or(0, |(_, nth)| nth + 1);
        last = Some((group, nth));
        let fingerprint = secret.hash(Of::Finding, [&group.0[..], &nth.to_le_bytes()[..]].into_iter());
        outcome.findings[index].since.identity = Some(Identity { fingerprint, row_key, content });
    }
    outcome.since.key_id = Some(secret.key_id());
}

/// What is known of a finding before those that are equal to it are counted.
struct Known {
    /// The same for findings that are equal.
    group: Mark,
    row_key: Mark,
    content: Mark,
    /// All that its row holds.
    whole: Mark,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// A cell in one of the pack's columns, or the row.
    Row,
    /// A cell outside the pack's columns: it has a letter, and no name.
    Stray,
    /// A column's header.
    Header,
    /// All rows that broke the rule.
    Together,
}

impl About {
    /// Cells of one row are about the same row.
    fn row(self) -> &'static [u8] {
        match self {
            Self::Row | Self::Stray => b"row",
            Self::Header => b"header",
            Self::Together => b"together",
        }
    }
}

/// A filled cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cell<'a> {
    /// Empty outside the pack's columns.
    column: &'a str,
    /// Of what it holds, folded.
    digest: [u8; 32],
    /// It holds what people write for "nothing".
    placeholder: bool,
}

struct Namer<'a> {
    outcome: &'a Outcome,
    pack: &'a Pack,
    secret: &'a Secret,
}

impl<'a> Namer<'a> {
    fn known(&self, finding: &'a Finding, reads: &Reads<'_>) -> Known {
        let schema = self.schema(finding.at.source);
        let about = self.about(finding, reads);
        let cells = match about {
            About::Row | About::Stray => self.cells(finding.at.row_key()),
            About::Header | About::Together => Vec::new(),
        };
        let key = self.key(&cells, schema);
        let column = match about {
            About::Row | About::Header => finding.at.column.as_deref().unwrap_or_default(),
            About::Stray | About::Together => "",
        };
        let stray: &[u8] = if about == About::Stray { b"stray" } else { b"" };
        let rule = &self.outcome.rules[finding.rule].id;
        let group = [rule.as_bytes(), about.row(), stray, column.as_bytes(), schema.name.as_bytes()];
        let row = [about.row(), schema.name.as_bytes()];
        // A row without a key is known by all that it holds.
        let row_cells = if key.is_empty() { &cells } else { &key };
        Known {
            group: self.secret.hash(Of::Group, group.into_iter().chain(parts(&key))),
            row_key: self.secret.hash(Of::Row, row.into_iter().chain(parts(row_cells))),
            content: self.content(finding, about, reads),
            whole: self.secret.hash(Of::Content, parts(&cells)),
        }
    }

    fn about(&self, finding: &Finding, reads: &Reads<'_>) -> About {
        let is_known = |index: u32| {
            let picture = self.outcome.rows.get(&finding.at.row_key());
            picture.is_none_or(|picture| picture.cells().any(|cell| cell.index == index))
        };
        match finding.at.cell {
            _ if finding.together => About::Together,
            _ if reads.headers => About::Header,
            Some(cell) if !is_known(cell.column) => About::Stray,
            _ => About::Row,
        }
    }

    fn schema(&self, source: Source) -> &'a Schema {
        match source {
            Source::Input(_) => &self.pack.sheet,
            Source::Table(index) => &self.pack.tables[index],
        }
    }

    /// The filled cells of a row, by column.
    fn cells(&self, row: RowKey) -> Vec<Cell<'a>> {
        let Some(picture) = self.outcome.rows.get(&row) else { return Vec::new() };
        let schema = self.schema(row.0);
        let shown = picture.cells().filter(|cell| !cell.value.text.is_empty()).map(|cell| {
            let column = schema.find(cell.column).map(|id| schema.column(id));
            let folded = column.map_or_else(String::new, |column| column.folded(cell.value.text));
            Cell {
                column: cell.column,
                digest: Sha256::digest(folded).into(),
                placeholder: schema.is_placeholder(cell.value.text),
            }
        });
        let unseen = picture.unseen().iter().map(|cell| Cell {
            column: cell.column.as_deref().unwrap_or_default(),
            digest: cell.digest,
            placeholder: false,
        });
        let mut cells: Vec<Cell<'a>> = shown.chain(unseen).collect();
        cells.sort_unstable();
        cells
    }

    /// Those of a row's cells that say which row it is; all of them, where the pack does not say.
    fn key(&self, cells: &[Cell<'a>], schema: &Schema) -> Vec<Cell<'a>> {
        if schema.key.is_empty() {
            return cells.to_vec();
        }
        let of_key = |cell: &&Cell<'_>| {
            !cell.placeholder && schema.key.iter().any(|id| schema.column(*id).name == cell.column)
        };
        cells.iter().filter(of_key).copied().collect()
    }

    /// What the cells held that the finding rests on.
    fn content(&self, finding: &'a Finding, about: About, reads: &Reads<'_>) -> Mark {
        if about == About::Header {
            return self.secret.hash(Of::Content, [finding.value.text.as_bytes()].into_iter());
        }
        let mut rests_on = self.read_cells(&finding.at, about, reads);
        for related in &finding.related {
            match related.at.source {
                Source::Input(_) if finding.together => {
                    rests_on.extend(self.read_cells(&related.at, about, reads));
                }
                Source::Table(_) if reads.linked => rests_on.extend(self.cells(related.row_key())),
                _ => {}
            }
        }
        rests_on.sort_unstable();
        self.secret.hash(Of::Content, parts(&rests_on))
    }

    /// The cells of a row that the rule reads, and the one it points at.
    fn read_cells(&self, at: &'a Location, about: About, reads: &Reads<'_>) -> Vec<Cell<'a>> {
        let stray = about == About::Stray;
        let is_read = |cell: &Cell<'_>| {
            let here = at.column.as_deref() == Some(cell.column);
            here || reads.columns.contains(cell.column) || (stray && cell.column.is_empty())
        };
        self.cells(at.row_key()).into_iter().filter(is_read).collect()
    }
}

fn parts<'p>(cells: &'p [Cell<'_>]) -> impl Iterator<Item = &'p [u8]> {
    cells.iter().flat_map(|cell| [cell.column.as_bytes(), &cell.digest[..]])
}

/// What a rule looks at.
#[derive(Default)]
struct Reads<'r> {
    /// Columns of the row.
    columns: BTreeSet<&'r str>,
    /// It reads rows at links' ends, too.
    linked: bool,
    headers: bool,
}

impl<'r> Reads<'r> {
    fn of(rule: &str, rules: &'r RuleSet) -> Self {
        let Some(rule) = rules.rules.iter().find(|known| *known.id == *rule) else { return Self::default() };
        let schema = match rule.over {
            Over::Headers => return Self { headers: true, ..Self::default() },
            Over::Table(index) => &rules.pack.tables[index],
            Over::Sheet | Over::Cells | Over::EveryCell => &rules.pack.sheet,
        };
        let mut fields: Vec<Field> = rule.conds().flat_map(fields).collect();
        if let Expect::Script(script) = &rule.expect {
            let uniques = script.uniques.iter().flat_map(of_unique);
            fields.extend(script.reads.iter().map(|id| Field::Column(*id)).chain(uniques));
            fields.extend(script.links.iter().map(|link| Field::Linked(*link, ColumnId(0))));
        }
        let mut reads = Self::default();
        for field in fields {
            match field {
                Field::Column(id) => {
                    reads.columns.insert(&schema.column(id).name);
                }
                Field::Linked(..) => reads.linked = true,
                // The cell itself is where the finding stands.
                Field::FirstCell | Field::Cell | Field::Link(_) | Field::Outer(_) => {}
            }
        }
        reads
    }
}

/// The fields of the row that a condition looks at.
fn fields(cond: &Cond) -> Vec<Field> {
    match cond {
        Cond::Test(field, test) => [Some(*field), test.other()].into_iter().flatten().collect(),
        Cond::All(conds) | Cond::Any(conds) | Cond::None(conds) => conds.iter().flat_map(fields).collect(),
        Cond::OnlyFilled(fields) => fields.clone(),
        Cond::Unique(unique) => of_unique(unique).collect(),
        // Its columns are the candidate's, but for those that look out at the row.
        Cond::Exists(_, inner) => {
            let inner = inner.iter().flat_map(|cond| fields(cond));
            inner
                .filter_map(|field| if let Field::Outer(id) = field { Some(Field::Column(id)) } else { None })
                .collect()
        }
        Cond::Undecided(_) => Vec::new(),
    }
}

fn of_unique(unique: &Unique) -> impl Iterator<Item = Field> {
    let day = unique.within.map(|(day, _)| day);
    unique.fields.iter().copied().chain(day).map(Field::Column)
}
