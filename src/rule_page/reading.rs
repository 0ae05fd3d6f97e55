//! A condition read back as a person would say it, in the language of the pack's texts.

use std::sync::Arc;

use crate::lang::{Arg, Lang, Note};
use crate::ruleset::RuleSet;
use crate::ruleset::cond::{AddressShape, Cond, Day, Field, LinkId, Literal, Range, State, Test, Unique};
use crate::ruleset::pack::Target;
use crate::ruleset::pattern::Pattern;
use crate::ruleset::rule::{Over, Rule};
use crate::ruleset::terms::TermId;
use crate::schema::{ColumnId, Schema};
use crate::swedish::grammar;

/// What a condition says: one thing, or several that hold together or instead of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    Says(String),
    All(Vec<Reading>),
    Any(Vec<Reading>),
}

/// Reads the conditions of one rule.
#[derive(Clone, Copy)]
pub(super) struct Reader<'r> {
    rules: &'r RuleSet,
    lang: Lang,
    /// The columns that a condition's names mean.
    schema: &'r Schema,
    headers: bool,
    /// Why what it says cannot be told, where the rule says that itself.
    reasons: &'r [Arc<str>],
}

impl<'r> Reader<'r> {
    pub(super) fn of(rules: &'r RuleSet, rule: &'r Rule) -> Self {
        let schema = match rule.over {
            Over::Headers => &rules.headers,
            Over::Table(index) => &rules.pack.tables[index],
            _ => &rules.pack.sheet,
        };
        Self { rules, lang: rules.lang, schema, headers: rule.over == Over::Headers, reasons: &rule.reasons }
    }

    pub(super) fn read(self, cond: &Cond) -> Reading {
        self.cond(cond, false)
    }

    /// What is not so is said of the parts: not (a and b) is not a, or not b.
    fn cond(self, cond: &Cond, not: bool) -> Reading {
        let parts = |parts: &[Cond], not: bool| parts.iter().map(|part| self.cond(part, not)).collect();
        match cond {
            Cond::Test(field, test) => Reading::Says(self.test(*field, test, not)),
            Cond::All(all) => {
                if not {
                    any(parts(all, true))
                } else {
                    together(parts(all, false))
                }
            }
            Cond::Any(some) => {
                if not {
                    together(parts(some, true))
                } else {
                    any(parts(some, false))
                }
            }
            Cond::None(none) => {
                if not {
                    any(parts(none, false))
                } else {
                    together(parts(none, true))
                }
            }
            Cond::OnlyFilled(fields) => {
                let fields: Vec<String> = fields.iter().map(|field| self.field(*field)).collect();
                self.says("say-only-filled", not, [("fields", self.list(&fields, "say-and").into())])
            }
            Cond::Exists(link, inner) => self.exists(*link, inner.as_deref(), not),
            Cond::Unique(unique) => self.unique(unique, not),
            // What cannot be told cannot be told either way.
            Cond::Undecided(number) => {
                let reason = self.reasons.get(usize::from(*number)).map_or("", |reason| reason);
                self.says("say-undecided", false, [("reason", reason.into())])
            }
        }
    }

    fn exists(self, link: LinkId, inner: Option<&Cond>, not: bool) -> Reading {
        let head = |id, args: Vec<(&'static str, Arg)>| self.note(id, not, args);
        let table = || ("table", Arg::from(self.table(link)));
        let Some(inner) = inner else { return Reading::Says(head("say-exists", vec![table()])) };
        let theirs = Self { schema: self.rules.pack.target(self.rules.pack.link(link)), ..self };
        let said = self.inline(&theirs.read(inner));
        Reading::Says(head("say-exists-where", vec![table(), ("where", said.into())]))
    }

    fn unique(self, unique: &Unique, not: bool) -> Reading {
        let fields: Vec<String> =
            unique.fields.iter().map(|id| self.schema.column(*id).name.clone()).collect();
        let fields = ("fields", Arg::from(self.list(&fields, "say-and")));
        match unique.within {
            None => self.says("say-unique", not, [fields]),
            Some((_, days)) => self.says("say-unique-within", not, [fields, ("days", count(days))]),
        }
    }

    fn test(self, field: Field, test: &Test, not: bool) -> String {
        if let Field::Link(link) = field {
            // A link is found or missing; nothing else can be asked of it.
            let found = matches!(test, Test::Found) != not;
            let id = if found { "say-link-found" } else { "say-link-missing" };
            return self.lang.say(&Note::new(id).with("table", self.table(link)));
        }
        if let Some(said) = self.header_test(field, test, not) {
            return said;
        }
        let subject = self.field(field);
        let neuter = grammar::is_neuter(&subject);
        let state = |common: &'static str, neutral: &'static str| {
            Arg::from(self.lang.word(if neuter { neutral } else { common }))
        };
        let mut args = vec![("field", Arg::from(subject))];
        let id = match test {
            Test::Filled => {
                args.push(("state", state("say-state-filled", "say-state-filled-neuter")));
                "say-is"
            }
            Test::Blank => {
                args.push(("state", state("say-state-blank", "say-state-blank-neuter")));
                "say-is"
            }
            Test::Found | Test::Missing => {
                let there = matches!(test, Test::Found) != not;
                let id = if there { "say-column-found" } else { "say-column-missing" };
                return self.note(id, false, args);
            }
            Test::Readable => "say-readable",
            Test::IsA(term) => {
                args.push(("state", self.term(*term).into()));
                "say-is"
            }
            Test::Known(_) => "say-known",
            Test::Mentions(term) => {
                args.push(("phrase", self.phrase(*term).into()));
                "say-mentions"
            }
            Test::OneOf(literals) => {
                args.push(("state", self.literals(literals).into()));
                "say-is"
            }
            Test::Matches(pattern) => {
                args.push(("pattern", self.pattern(pattern).into()));
                "say-matches"
            }
            Test::SameAs(other) => {
                args.push(("other", self.field(*other).into()));
                "say-same-as"
            }
            Test::MentionedIn(other) => {
                args.push(("other", self.field(*other).into()));
                "say-mentioned-in"
            }
            Test::SameAddress(other) => {
                args.push(("other", self.field(*other).into()));
                "say-same-address"
            }
            Test::NearAddress(other) => {
                args.push(("other", self.field(*other).into()));
                "say-near-address"
            }
            Test::Address(shape) => shape_id(*shape),
            Test::IdentityNumber => "say-identity-number",
            Test::Before(day) => {
                args.push(("day", self.day(*day).into()));
                "say-before"
            }
            Test::After(day) => {
                args.push(("day", self.day(*day).into()));
                "say-after"
            }
            Test::Length(range) => {
                args.push(("range", self.range(*range).into()));
                "say-length"
            }
            Test::Number(range) => {
                args.push(("state", self.range(*range).into()));
                "say-is"
            }
            Test::State(states) => {
                let states: Vec<String> =
                    states.iter().map(|state| self.lang.word(state_id(*state))).collect();
                args.push(("state", self.list(&states, "say-or").into()));
                "say-is-state"
            }
        };
        self.note(id, not, args)
    }

    /// How a header was matched has sentences of its own.
    fn header_test(self, field: Field, test: &Test, not: bool) -> Option<String> {
        let (true, Field::Column(id), Test::OneOf(literals)) = (self.headers, field, test) else {
            return None;
        };
        let said: Vec<String> = literals
            .iter()
            .map(|literal| {
                let id = match (self.schema.column(id).name.as_str(), literal.text.as_str()) {
                    ("required", "yes" | "true") => "say-header-required",
                    ("required", _) => "say-header-optional",
                    ("match", "exact") => "say-header-exact",
                    ("match", "alias") => "say-header-alias",
                    ("match", "near") => "say-header-near",
                    ("match", "missing") => "say-header-missing",
                    ("match", "twice") => "say-header-twice",
                    _ => return None,
                };
                Some(self.note(id, not, Vec::new()))
            })
            .collect::<Option<_>>()?;
        Some(self.list(&said, if not { "say-and" } else { "say-or" }))
    }

    pub(super) fn field(self, field: Field) -> String {
        match field {
            Field::Column(id) if self.headers => match self.schema.column(id).name.as_str() {
                "header" => self.lang.word("say-the-header"),
                _ => self.lang.word("say-the-column"),
            },
            Field::Column(id) => self.schema.column(id).name.clone(),
            Field::FirstCell => self.lang.word("say-first-cell"),
            Field::Cell => self.lang.word("say-cell"),
            Field::Link(link) => self.table(link),
            Field::Linked(link, id) => {
                let schema = self.rules.pack.target(self.rules.pack.link(link));
                let note = Note::new("say-linked").with("column", schema.column(id).name.as_str());
                self.lang.say(&note.with("table", self.table(link)))
            }
            Field::Outer(id) => {
                let column = column(&self.rules.pack.sheet, id);
                self.lang.say(&Note::new("say-outer").with("column", column))
            }
        }
    }

    fn table(self, link: LinkId) -> String {
        let link = self.rules.pack.link(link);
        match link.to {
            Target::Table(index) => self.rules.pack.tables[index].name.clone(),
            Target::Sheet { .. } => self.lang.word("say-the-sheet"),
        }
    }

    fn term(self, term: TermId) -> String {
        let term = self.rules.pack.words.get(term);
        term.phrase.clone().unwrap_or_else(|| term.title.clone())
    }

    /// The first of a term's phrases, as an example of them all.
    fn phrase(self, id: TermId) -> String {
        let words = &self.rules.pack.words;
        let mut term = words.get(id);
        while let (true, Some(part)) = (term.words.is_empty(), term.includes.first()) {
            term = words.get(*part);
        }
        let first = term.words.first().unwrap_or(&term.name);
        first.replace(" ~ ", " … ").replace('*', "…")
    }

    fn literals(self, literals: &[Literal]) -> String {
        let texts: Vec<String> = literals.iter().map(|literal| literal.text.clone()).collect();
        self.list(&texts, "say-or")
    }

    /// A setting's name, where the pattern is one.
    fn pattern(self, pattern: &Pattern) -> String {
        let source = pattern.source();
        let settings = self.rules.pack.settings.iter();
        let named = settings.filter_map(|(name, node)| match &node.value {
            crate::ruleset::YamlValue::Text(text) if text == source => Some(name),
            _ => None,
        });
        match named.into_iter().next() {
            Some(name) => self.lang.say(&Note::new("say-pattern-named").with("name", name.as_str())),
            None => self.lang.say(&Note::new("say-pattern").with("pattern", source)),
        }
    }

    fn day(self, day: Day) -> String {
        match day {
            Day::On(date) => self.lang.date(date),
            Day::AsOf(0) => self.lang.word("say-as-of"),
            Day::AsOf(days) if days < 0 => {
                self.lang.say(&Note::new("say-days-before").with("days", count(days)))
            }
            Day::AsOf(days) => self.lang.say(&Note::new("say-days-after").with("days", count(days))),
            Day::Field(field) => self.field(field),
        }
    }

    fn range(self, range: Range) -> String {
        let Range { least, most } = range;
        let note = match (least.is_finite(), most.is_finite()) {
            (true, true) if least == most => return least.to_string(),
            (true, true) => {
                Note::new("say-between").with("least", least.to_string()).with("most", most.to_string())
            }
            (true, false) => Note::new("say-at-least").with("least", least.to_string()),
            _ => Note::new("say-at-most").with("most", most.to_string()),
        };
        self.lang.say(&note)
    }

    fn says<const N: usize>(self, id: &'static str, not: bool, args: [(&'static str, Arg); N]) -> Reading {
        Reading::Says(self.note(id, not, args.into()))
    }

    fn note(self, id: &'static str, not: bool, args: Vec<(&'static str, Arg)>) -> String {
        let note = args.into_iter().fold(Note::new(id), |note, (name, arg)| note.with(name, arg));
        self.lang.say(&note.with("not", if not { "yes" } else { "no" }))
    }

    pub(super) fn word(self, id: &'static str) -> String {
        self.lang.word(id)
    }

    /// `a, b och c`
    pub(super) fn list(self, items: &[String], joint: &'static str) -> String {
        let joint = self.lang.word(joint);
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => format!("{} {joint} {last}", first.join(", ")),
        }
    }

    /// A reading in one line; what is joined within what is joined stands in brackets.
    pub(super) fn inline(self, reading: &Reading) -> String {
        let (parts, joint) = match reading {
            Reading::Says(said) => return said.clone(),
            Reading::All(parts) => (parts, "say-and"),
            Reading::Any(parts) => (parts, "say-or"),
        };
        let said: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Reading::Says(said) => said.clone(),
                joined => format!("({})", self.inline(joined)),
            })
            .collect();
        self.list(&said, joint)
    }
}

/// Parts that hold together; those that do so already are taken in.
fn together(parts: Vec<Reading>) -> Reading {
    let parts = parts.into_iter().flat_map(|part| match part {
        Reading::All(parts) => parts,
        part => vec![part],
    });
    one_or(parts.collect(), Reading::All)
}

fn any(parts: Vec<Reading>) -> Reading {
    let parts = parts.into_iter().flat_map(|part| match part {
        Reading::Any(parts) => parts,
        part => vec![part],
    });
    one_or(parts.collect(), Reading::Any)
}

fn one_or(mut parts: Vec<Reading>, several: impl FnOnce(Vec<Reading>) -> Reading) -> Reading {
    match parts.len() {
        1 => parts.remove(0),
        _ => several(parts),
    }
}

fn column(schema: &Schema, id: ColumnId) -> &str {
    &schema.column(id).name
}

fn count(days: i32) -> Arg {
    Arg::Count(days.unsigned_abs().into())
}

fn shape_id(shape: AddressShape) -> &'static str {
    match shape {
        AddressShape::Complete => "say-address-complete",
        AddressShape::NoPostcode => "say-address-no-postcode",
        AddressShape::Foreign => "say-address-foreign",
        AddressShape::None => "say-address-none",
        AddressShape::Mentioned => "say-address-mentioned",
    }
}

fn state_id(state: State) -> &'static str {
    match state {
        State::Error => "say-state-error",
        State::NoValue => "say-state-no-value",
        State::Merged => "say-state-merged",
        State::Damaged => "say-state-damaged",
        State::AmbiguousDate => "say-state-ambiguous-date",
        State::BadDate => "say-state-bad-date",
        State::TypedDate => "say-state-typed-date",
        State::Struck => "say-state-struck",
    }
}
