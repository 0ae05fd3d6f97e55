//! A rule's page for the person who answers for it: what it asks, why, what passes and what fails.
//!
//! A page is a few blocks; the formats only draw them.

mod draw;
mod index;
mod reading;

use serde::Serialize;

use crate::finding::Severity;
use crate::lang::Note;
use crate::ruleset::rule::{Expect, Expected, Over, Rule, RuleTest, TestRow};
use crate::ruleset::template::{Facet, Fact, Part, Template};
use crate::ruleset::{Node, RuleSet, YamlValue};
pub use draw::{markdown, terminal};
pub use index::{Listed, list, rules_page};
use reading::{Reader, Reading};

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading, 1 the largest.
    Heading(u8, String),
    /// Running text.
    Text(String),
    /// Items, each with its depth below the first.
    List(Vec<(usize, String)>),
    /// As it stands, in a language: `yaml`, `rust`.
    Code(&'static str, String),
}

/// What a page says, as JSON gives it.
#[derive(Debug, Serialize)]
pub struct Page {
    /// The rule's id.
    pub rule: String,
    /// Names the fault.
    pub title: String,
    /// The clauses, each with its title.
    pub clauses: Vec<(String, String)>,
    /// What it rests on.
    pub basis: &'static str,
    /// How grave a finding is.
    pub severity: &'static str,
    /// Turned off.
    pub off: bool,
    /// What it asks, in words.
    pub asks: String,
    /// The script, where one decides.
    pub script: Option<String>,
    /// What a finding says, with the names of columns in place of what stands there.
    pub message: String,
    /// What to do about a finding.
    pub help: String,
    /// Rules that it gives way to.
    pub weaker_than: Vec<String>,
    /// The columns of the sheet that it needs.
    pub columns: Vec<String>,
    /// The tables that it needs.
    pub tables: Vec<String>,
    /// Its tests.
    pub examples: Vec<Example>,
    /// Its file.
    pub file: String,
    #[serde(skip)]
    reading: Vec<Block>,
    #[serde(skip)]
    severity_of: Severity,
}

/// A test, as an example.
#[derive(Debug, Serialize)]
pub struct Example {
    /// `pass`, `fail`, `not_applicable` or `undecided`.
    pub outcome: &'static str,
    /// What it shows.
    pub name: String,
    /// Its rows, one string each: `Column: what stands there`.
    pub rows: Vec<String>,
    /// Rows of tables that it gives.
    pub tables: Vec<String>,
    /// The column that a finding points at.
    pub column: Option<String>,
}

/// The page of a rule.
#[must_use]
pub fn page(rules: &RuleSet, index: usize) -> Page {
    let rule = &rules.rules[index];
    let reading = asks(rules, rule);
    let sheet = matches!(rule.over, Over::Sheet);
    let mut columns: Vec<_> = rule.columns().into_iter().filter(|_| sheet).collect();
    if let Expect::Script(script) = &rule.expect {
        columns.extend(&script.reads);
    }
    columns.sort_unstable();
    columns.dedup();
    let title = |id: &String| {
        let clause = rules.pack.clauses.iter().find(|clause| clause.id == *id);
        (id.clone(), clause.map(|clause| clause.title.clone()).unwrap_or_default())
    };
    Page {
        rule: rule.id.to_string(),
        title: rule.title.to_string(),
        clauses: rule.clauses.iter().map(title).collect(),
        basis: rule.basis.word(),
        severity: rule.severity.word(),
        off: rule.off,
        asks: plain(&reading),
        script: script(rules, index),
        message: said(rules, rule, &rule.message),
        help: said(rules, rule, &rule.help),
        weaker_than: rule.weaker_than.iter().map(|stronger| rules.rules[*stronger].id.to_string()).collect(),
        columns: columns.into_iter().map(|id| rules.pack.sheet.column(id).name.clone()).collect(),
        tables: rule.tables(&rules.pack).iter().map(|table| rules.pack.tables[*table].name.clone()).collect(),
        examples: rule.tests.iter().map(|test| example(rules, test)).collect(),
        file: rule.file.path.clone(),
        reading,
        severity_of: rule.severity,
    }
}

/// What it applies to, and what it demands.
fn asks(rules: &RuleSet, rule: &Rule) -> Vec<Block> {
    let lang = rules.lang;
    let reader = Reader::of(rules, rule);
    let mut blocks = Vec::new();
    let over = match rule.over {
        Over::Sheet => "asks-rows",
        Over::Cells => "asks-cells",
        Over::EveryCell => "asks-every-cell",
        Over::Headers => "asks-headers",
        Over::Table(_) => "asks-table",
    };
    let table = match rule.over {
        Over::Table(index) => rules.pack.tables[index].name.as_str(),
        _ => "",
    };
    let whole = lang.say(&Note::new(over).with("table", table));
    match &rule.when {
        None => blocks.push(Block::Text(lang.say(&Note::new("asks-all").with("whole", whole)))),
        Some(when) => {
            let head = lang.say(&Note::new("asks-where").with("whole", whole));
            stated(reader, &head, &reader.read(when), &mut blocks);
        }
    }
    if let Some(valid) = rule.valid {
        for (id, day) in [("asks-from", valid.from), ("asks-to", valid.to)] {
            let said = day.map(|day| lang.say(&Note::new(id).with("day", lang.date(day))));
            blocks.extend(said.map(Block::Text));
        }
    }
    match &rule.expect {
        Expect::Cond(expect) => stated(reader, &lang.word("asks-demands"), &reader.read(expect), &mut blocks),
        Expect::Script(_) => blocks.push(Block::Text(lang.word("asks-script"))),
    }
    blocks
}

/// A sentence where the reading is simple; else the sentence's beginning, and a list.
fn stated(reader: Reader<'_>, head: &str, reading: &Reading, blocks: &mut Vec<Block>) {
    let flat =
        |parts: &[Reading]| parts.len() <= 3 && parts.iter().all(|part| matches!(part, Reading::Says(_)));
    let simple = match reading {
        Reading::Says(_) => true,
        Reading::All(parts) | Reading::Any(parts) => flat(parts),
    };
    if simple {
        blocks.push(Block::Text(format!("{head} {}.", reader.inline(reading))));
        return;
    }
    blocks.push(Block::Text(head.to_owned()));
    let mut items = Vec::new();
    match reading {
        Reading::All(parts) => parts.iter().for_each(|part| listed(reader, part, 0, &mut items)),
        other => listed(reader, other, 0, &mut items),
    }
    blocks.push(Block::List(items));
}

fn listed(reader: Reader<'_>, reading: &Reading, depth: usize, items: &mut Vec<(usize, String)>) {
    let (head, parts) = match reading {
        Reading::Says(said) => {
            items.push((depth, said.clone()));
            return;
        }
        Reading::All(parts) => ("say-all", parts),
        Reading::Any(parts) => ("say-any", parts),
    };
    items.push((depth, reader.word(head)));
    parts.iter().for_each(|part| listed(reader, part, depth + 1, items));
}

fn plain(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Text(said) => {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push(' ');
                }
                text.push_str(said);
            }
            Block::List(items) => {
                for (depth, item) in items {
                    text.push_str(&format!("\n{}- {item}", "  ".repeat(*depth)));
                }
                text.push('\n');
            }
            Block::Heading(..) | Block::Code(..) => {}
        }
    }
    text.trim_end().to_owned()
}

fn script(rules: &RuleSet, index: usize) -> Option<String> {
    let YamlValue::Map(entries) = rules.tree(index)?.value else { return None };
    entries.into_iter().find_map(|(key, node)| match node.value {
        YamlValue::Text(script) if key.text == "script" => Some(script),
        _ => None,
    })
}

/// A sentence of the rule, with what it names in place of what stands there.
fn said(rules: &RuleSet, rule: &Rule, template: &Template) -> String {
    let reader = Reader::of(rules, rule);
    let lang = rules.lang;
    let part = |part: &Part| match part {
        Part::Plain(text) => text.clone(),
        Part::Field(field, facet) => {
            let field = reader.field(*field);
            match facet {
                Facet::Letter => lang.word("say-letter"),
                Facet::Cell => lang.say(&Note::new("say-cell-of").with("field", field)),
                Facet::Nearest => lang.word("say-nearest"),
                Facet::Difference => lang.word("say-difference"),
                Facet::Value | Facet::Date | Facet::Address => format!("‹{field}›"),
            }
        }
        Part::Fact(fact) => match fact {
            Fact::Column => lang.word("say-fact-column"),
            Fact::Header => lang.word("say-fact-header"),
            Fact::AsOf => lang.word("say-as-of"),
            Fact::Row | Fact::Count | Fact::Rows | Fact::Oldest => "…".to_owned(),
        },
    };
    template.parts.iter().map(part).collect()
}

fn example(rules: &RuleSet, test: &RuleTest) -> Example {
    let (outcome, column) = match &test.expect {
        Expected::Pass => ("pass", None),
        Expected::NotApplicable => ("not_applicable", None),
        Expected::Undecided => ("undecided", None),
        Expected::Fail { column, .. } => ("fail", Some(column.clone())),
    };
    let mut rows: Vec<String> = test.rows.iter().map(|cells| row(rules, cells)).collect();
    rows.extend(test.headers.as_ref().map(|headers| headers.join(" · ")));
    let tables = test
        .tables
        .iter()
        .flat_map(|(name, rows)| rows.iter().map(move |cells| format!("{name}: {}", row(rules, cells))));
    Example { outcome, name: test.name.clone(), rows, tables: tables.collect(), column }
}

fn row(rules: &RuleSet, cells: &TestRow) -> String {
    if cells.is_empty() {
        return rules.lang.word("example-empty");
    }
    let cell = |(name, node): &(_, Node)| {
        let name: &crate::ruleset::Written = name;
        format!("{}: {}", name.text, value(rules, node))
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(" · ")
}

fn value(rules: &RuleSet, node: &Node) -> String {
    match &node.value {
        YamlValue::Text(text) if text.is_empty() => rules.lang.word("example-blank"),
        YamlValue::Text(text) => text.replace('\n', " ↵ "),
        YamlValue::Int(number) => number.to_string(),
        YamlValue::Float(number) => number.to_string(),
        YamlValue::Bool(value) => value.to_string(),
        YamlValue::Map(entries) => match entries.first() {
            Some((key, node)) if key.text == "error" => value(rules, node),
            Some((key, _)) if key.text == "no_value" => rules.lang.word("example-no-value"),
            Some((_, node)) => value(rules, node),
            None => rules.lang.word("example-blank"),
        },
        YamlValue::Null | YamlValue::List(_) => rules.lang.word("example-blank"),
    }
}

impl Page {
    /// The page as blocks.
    #[must_use]
    pub fn blocks(&self, rules: &RuleSet) -> Vec<Block> {
        let mut blocks = self.body(rules, 1, usize::MAX);
        blocks.push(Block::Text(rules.lang.word("page-change")));
        blocks.push(Block::Code("yaml", self.snippet()));
        blocks
    }

    /// The page under a title that stands elsewhere, with at most two examples of a kind.
    #[must_use]
    pub fn folded(&self, rules: &RuleSet) -> Vec<Block> {
        self.body(rules, 1, 2).split_off(1)
    }

    /// All but how to change it: its title a heading of this level, and so many examples of a kind.
    fn body(&self, rules: &RuleSet, level: u8, examples: usize) -> Vec<Block> {
        let lang = rules.lang;
        let say = |id, name, value: String| lang.say(&Note::new(id).with(name, value));
        let mut blocks = vec![Block::Heading(level, self.title.clone())];
        blocks.push(Block::Text(self.facts(rules)));
        blocks.extend(self.reading.iter().cloned());
        if let Some(script) = &self.script {
            blocks.push(Block::Code("rust", script.clone()));
        }
        blocks.push(Block::Text(say("page-message", "message", self.message.clone())));
        blocks.push(Block::Text(say("page-help", "help", self.help.clone())));
        if !self.weaker_than.is_empty() {
            let rules = self.weaker_than.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
            blocks.push(Block::Text(say("page-weaker", "rules", rules)));
        }
        self.examples_in(rules, examples, &mut blocks);
        blocks.push(Block::Text(self.needs(rules)));
        blocks
    }

    fn facts(&self, rules: &RuleSet) -> String {
        let lang = rules.lang;
        let clauses: Vec<String> = self.clauses.iter().map(|(id, title)| format!("{id} {title}")).collect();
        let severity = match self.severity_of {
            Severity::Error => "severity-error",
            Severity::Warning => "severity-warning",
            Severity::Info => "severity-info",
        };
        let basis = match self.basis {
            "routine" => "page-basis-routine",
            "assumption" => "page-basis-assumption",
            "quality" => "page-basis-quality",
            _ => "page-basis-privacy",
        };
        let mut facts =
            vec![format!("`{}`", self.rule), lang.word(severity), clauses.join(", "), lang.word(basis)];
        if self.off {
            facts.insert(1, lang.word("page-off"));
        }
        facts.join(" · ")
    }

    fn needs(&self, rules: &RuleSet) -> String {
        let lang = rules.lang;
        let columns = match self.columns.is_empty() {
            true => None,
            false => Some(lang.say(&Note::new("page-columns").with("columns", self.columns.join(", ")))),
        };
        let tables =
            self.tables.iter().map(|table| lang.say(&Note::new("page-table").with("table", table.as_str())));
        let needs: Vec<String> = columns.into_iter().chain(tables).collect();
        if needs.is_empty() {
            return lang.word("page-needs-nothing");
        }
        lang.say(&Note::new("page-needs").with("needs", needs.join("; ")))
    }

    fn examples_in(&self, rules: &RuleSet, most: usize, blocks: &mut Vec<Block>) {
        let groups = [
            ("pass", "page-passes"),
            ("fail", "page-fails"),
            ("not_applicable", "page-not-applicable"),
            ("undecided", "page-undecided"),
        ];
        for (outcome, head) in groups {
            let mut items = Vec::new();
            let of_kind = || self.examples.iter().filter(|example| example.outcome == outcome);
            for example in of_kind().take(most) {
                let name = if example.name.is_empty() { "…" } else { &example.name };
                items.push((0, name.to_owned()));
                items.extend(example.rows.iter().chain(&example.tables).map(|row| (1, row.clone())));
            }
            if let Some(left) = of_kind().count().checked_sub(most).filter(|left| *left > 0) {
                items.push((0, rules.lang.say(&Note::new("page-more").with("left", left))));
            }
            if !items.is_empty() {
                blocks.push(Block::Text(rules.lang.word(head)));
                blocks.push(Block::List(items));
            }
        }
    }

    /// What `rutinkoll.yaml` says to change the rule.
    fn snippet(&self) -> String {
        let other = if self.severity == "info" { "warning" } else { "info" };
        let switch = if self.off { "off: false" } else { "off: true" };
        format!("overrides:\n  rules:\n    {}:\n      severity: {other}\n      {switch}\n", self.rule)
    }
}
