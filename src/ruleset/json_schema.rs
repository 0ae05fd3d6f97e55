//! The JSON Schema of a pack's rule files: an editor completes with it and explains what it completes.
//!
//! It knows the pack's own columns, links, tables, terms, clauses and rules. What depends on the rule
//! itself (which of them its conditions may name) is left to `rules check`.

use serde_json::{Map, Value, json};

use super::RuleSet;
use super::compile::{CONNECTIVES, KEY_TESTS, SHAPES, STATES, WORD_TESTS};
use super::rule::{BASES, OUTCOMES, SEVERITIES};
use crate::lang::Lang;
use crate::schema::Schema;

/// The keys of a rule, with the sentences that explain them.
const KEYS: [(&str, &str); 18] = [
    ("clauses", "schema-clauses"),
    ("basis", "schema-basis"),
    ("severity", "schema-severity"),
    ("off", "schema-off"),
    ("title", "schema-title"),
    ("message", "schema-message"),
    ("help", "schema-help"),
    ("over", "schema-over"),
    ("valid", "schema-valid"),
    ("weaker_than", "schema-weaker-than"),
    ("when", "schema-when"),
    ("expect", "schema-expect"),
    ("script", "schema-script"),
    ("at", "schema-at"),
    ("related", "schema-related"),
    ("together", "schema-together"),
    ("tests", "schema-tests"),
    ("untested", "schema-untested"),
];

/// The schema of the rules of this pack, described in the pack's language.
#[must_use]
pub fn json_schema(rules: &RuleSet) -> Value {
    let pack = &rules.pack;
    let names = Names::of(rules);
    let described = KEYS.iter().map(|(key, sentence)| {
        let mut schema = key_schema(key, &names);
        schema["description"] = rules.lang.word(sentence).into();
        ((*key).to_owned(), schema)
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("{} {}", pack.name, pack.version),
        "type": "object",
        "additionalProperties": false,
        "required": ["clauses", "basis", "severity", "title", "message", "help"],
        "oneOf": [{ "required": ["expect"] }, { "required": ["script"] }],
        "properties": described.collect::<Map<_, _>>(),
        "$defs": definitions(rules, &names),
    })
}

/// What the pack declares.
struct Names<'r> {
    clauses: Vec<&'r str>,
    tables: Vec<&'r str>,
    links: Vec<&'r str>,
    rules: Vec<&'r str>,
    /// What a condition, a sentence or `at` may look at.
    fields: Vec<String>,
}

impl<'r> Names<'r> {
    fn of(rules: &'r RuleSet) -> Self {
        let pack = &rules.pack;
        let columns = |schema: &'r Schema| schema.columns.iter().map(|column| column.name.clone());
        let linked = pack.links.iter().flat_map(|link| {
            let columns =
                pack.target(link).columns.iter().map(|column| format!("{}.{}", link.name, column.name));
            std::iter::once(link.name.clone()).chain(columns)
        });
        let mut fields: Vec<String> = columns(&pack.sheet)
            .chain(pack.tables.iter().flat_map(columns))
            .chain(columns(&rules.headers))
            .chain(linked)
            .chain(["cell".to_owned(), "first cell".to_owned()])
            .collect();
        fields.sort();
        fields.dedup();
        Self {
            clauses: pack.clauses.iter().map(|clause| clause.id.as_str()).collect(),
            tables: pack.tables.iter().map(|table| table.name.as_str()).collect(),
            links: pack.links.iter().map(|link| link.name.as_str()).collect(),
            rules: rules.rules.iter().map(|rule| &*rule.id).collect(),
            fields,
        }
    }
}

fn key_schema(key: &str, names: &Names<'_>) -> Value {
    let words = |pairs: &mut dyn Iterator<Item = &'static str>| json!({ "enum": pairs.collect::<Vec<_>>() });
    match key {
        "clauses" => json!({ "type": "array", "minItems": 1, "items": { "enum": names.clauses } }),
        "basis" => words(&mut BASES.iter().map(|(word, _)| *word)),
        "severity" => words(&mut SEVERITIES.iter().map(|(word, _)| *word)),
        "off" => json!({ "type": "boolean" }),
        "over" => {
            let own = ["sheet", "cells", "every_cell", "headers"];
            json!({ "enum": own.into_iter().chain(names.tables.iter().copied()).collect::<Vec<_>>() })
        }
        "valid" => json!({
            "type": "object", "additionalProperties": false,
            "properties": { "from": { "type": "string" }, "to": { "type": "string" } },
        }),
        "weaker_than" => json!({ "type": "array", "items": { "enum": names.rules } }),
        "when" | "expect" => json!({ "$ref": "#/$defs/condition" }),
        "script" => json!({ "type": "string" }),
        "at" => json!({ "$ref": "#/$defs/field" }),
        "related" => {
            let link = json!({ "anyOf": [
                { "enum": names.links },
                {
                    "type": "object", "additionalProperties": false, "required": ["link"],
                    "properties": { "link": { "enum": names.links }, "message": { "$ref": "#/$defs/text" } },
                },
            ] });
            json!({ "anyOf": [link, { "type": "array", "items": link }] })
        }
        "together" => json!({
            "type": "object", "additionalProperties": false, "required": ["above", "message"],
            "properties": {
                "above": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "$ref": "#/$defs/setting" }] },
                "severity": words(&mut SEVERITIES.iter().map(|(word, _)| *word)),
                "message": { "$ref": "#/$defs/text" },
            },
        }),
        "tests" => json!({ "type": "array", "items": { "$ref": "#/$defs/example" } }),
        "untested" => {
            let reason = |outcome: &str| (outcome.to_owned(), json!({ "$ref": "#/$defs/text" }));
            json!({
                "type": "object", "additionalProperties": false,
                "properties": OUTCOMES.into_iter().map(reason).collect::<Map<_, _>>(),
            })
        }
        _ => json!({ "$ref": "#/$defs/text" }),
    }
}

fn definitions(rules: &RuleSet, names: &Names<'_>) -> Value {
    let pack = &rules.pack;
    let languages: Map<String, Value> =
        pack.languages.iter().map(|lang| (lang.code().to_owned(), json!({ "type": "string" }))).collect();
    let settings: Vec<String> = pack.settings.keys().map(|name| format!("${name}")).collect();
    let cells = |schemas: &[&Schema]| {
        let columns = schemas.iter().flat_map(|schema| &schema.columns);
        let columns = columns.map(|column| (column.name.clone(), json!({ "$ref": "#/$defs/cell" })));
        json!({
            "type": "object", "additionalProperties": false,
            "properties": columns.collect::<Map<_, _>>(),
            "patternProperties": { "^stray [1-9][0-9]*$": { "$ref": "#/$defs/cell" } },
        })
    };
    // A test's rows are of the sheet, or of the table that its rule runs over.
    let judged: Vec<&Schema> = std::iter::once(&pack.sheet).chain(&pack.tables).collect();
    let tables: Map<String, Value> = pack
        .tables
        .iter()
        .map(|table| (table.name.clone(), json!({ "type": "array", "items": cells(&[table]) })))
        .collect();
    json!({
        "text": { "anyOf": [
            { "type": "string" },
            { "type": "object", "additionalProperties": false, "minProperties": 1, "properties": languages },
        ] },
        "setting": { "enum": settings },
        "field": { "enum": names.fields },
        "literal": { "type": ["string", "number", "boolean"] },
        "condition": { "anyOf": [
            { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/condition" } },
            {
                "type": "object", "minProperties": 1, "additionalProperties": false,
                "properties": lines(rules.lang, names),
            },
        ] },
        "tests": { "anyOf": [
            { "$ref": "#/$defs/test" },
            { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/test" } },
        ] },
        "test": { "anyOf": [
            { "enum": WORD_TESTS.iter().map(|(word, _)| *word).collect::<Vec<_>>() },
            {
                "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
                "properties": keyed_tests(rules),
            },
        ] },
        "cell": { "anyOf": [
            { "type": ["string", "number", "boolean", "null"] },
            {
                "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
                "properties": {
                    "error": { "type": "string" }, "no_value": { "const": true },
                    "scientific": { "type": "number" },
                },
            },
        ] },
        "example": {
            "type": "object", "additionalProperties": false, "required": ["name", "expect"],
            "properties": {
                "name": { "type": "string" },
                "row": cells(&judged),
                "rows": { "type": "array", "minItems": 1, "items": cells(&judged) },
                "sheet": { "type": "array", "items": cells(&[&pack.sheet]) },
                "tables": { "type": "object", "additionalProperties": false, "properties": tables },
                "headers": { "type": "array", "items": { "type": "string" } },
                "absent": { "type": "array", "items": { "type": "string" } },
                "as_of": { "type": "string" },
                "expect": { "anyOf": [
                    { "enum": ["pass", "not_applicable", "undecided"] },
                    {
                        "type": "object", "additionalProperties": false, "required": ["fail"],
                        "properties": {
                            "fail": { "type": "string" }, "row": { "type": "integer", "minimum": 1 },
                            "severity": { "enum": SEVERITIES.map(|(word, _)| word) },
                            "text": { "type": "string" },
                        },
                    },
                ] },
            },
        },
    })
}

/// The lines of a condition: connectives, and every field with its tests.
fn lines(lang: Lang, names: &Names<'_>) -> Map<String, Value> {
    let conditions = json!({ "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/condition" } });
    let fields = json!({ "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/field" } });
    let connective = |name: &str| {
        let (sentence, mut schema) = match name {
            "all of" => ("schema-all-of", conditions.clone()),
            "any of" => ("schema-any-of", conditions.clone()),
            "none of" => ("schema-none-of", conditions.clone()),
            "only filled" => ("schema-only-filled", fields.clone()),
            "exists" => (
                "schema-exists",
                json!({
                    "type": "object", "additionalProperties": false, "required": ["in"],
                    "properties": { "in": { "enum": names.links }, "where": { "$ref": "#/$defs/condition" } },
                }),
            ),
            "undecided" => ("schema-undecided", json!({ "$ref": "#/$defs/text" })),
            _ => (
                "schema-unique",
                json!({
                    "type": "object", "additionalProperties": false, "required": ["fields"],
                    "properties": { "fields": fields, "within": { "type": "object", "maxProperties": 1 } },
                }),
            ),
        };
        schema["description"] = lang.word(sentence).into();
        (name.to_owned(), schema)
    };
    let tests = names.fields.iter().map(|field| (field.clone(), json!({ "$ref": "#/$defs/tests" })));
    tests.chain(CONNECTIVES.iter().map(|name| connective(name))).collect()
}

fn keyed_tests(rules: &RuleSet) -> Map<String, Value> {
    let words = &rules.pack.words;
    let terms: Vec<&str> = words.names().collect();
    let groups: Vec<&str> = words.group_names().collect();
    let or_setting = |schema: Value| json!({ "anyOf": [schema, { "$ref": "#/$defs/setting" }] });
    let literal = json!({ "$ref": "#/$defs/literal" });
    let states = json!({ "enum": STATES.iter().map(|(word, _)| *word).collect::<Vec<_>>() });
    let test = |name: &str| {
        let schema = match name {
            "is_a" | "mentions" => or_setting(json!({ "enum": terms })),
            "known" => or_setting(json!({ "enum": groups })),
            "equals" => literal.clone(),
            "one_of" => or_setting(json!({ "type": "array", "minItems": 1, "items": literal })),
            "same_as" | "mentioned_in" | "same_address" | "near_address" => {
                json!({ "$ref": "#/$defs/field" })
            }
            "address" => or_setting(json!({ "enum": SHAPES.map(|(word, _)| word) })),
            "state" => json!({ "anyOf": [states, { "type": "array", "minItems": 1, "items": states }] }),
            "length" | "number" => json!({ "type": ["string", "number"] }),
            _ => json!({ "type": "string" }),
        };
        (name.to_owned(), schema)
    };
    KEY_TESTS.iter().map(|name| test(name)).collect()
}
