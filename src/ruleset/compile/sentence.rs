//! A rule's sentence, with what stands in braces resolved.

use super::{Compiler, Place};
use crate::lang::Note;
use crate::ruleset::source::Written;
use crate::ruleset::template::{FACETS, FACTS, Facet, Fact, Part, Piece, Template, pieces};

impl Compiler<'_, '_> {
    /// A sentence with its placeholders resolved; of the facts it may name these.
    pub(crate) fn template(&self, written: &Written, facts: &[Fact]) -> Template {
        let parts = pieces(&written.text)
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Plain(text) => (!text.is_empty()).then_some(Part::Plain(text)),
                Piece::Braced(name, at) => self.placeholder(name, &self.source.inside(written, &at), facts),
                Piece::Open(at) => {
                    self.source.fault(&self.source.inside(written, &at), Note::new("fault-open-brace"));
                    None
                }
            })
            .collect();
        Template { parts }
    }

    fn placeholder(&self, name: &str, span: &Place, facts: &[Fact]) -> Option<Part> {
        if let Some((_, fact)) = FACTS.iter().find(|(word, fact)| *word == name && facts.contains(fact)) {
            return Some(Part::Fact(*fact));
        }
        let (field, facet) = match name.rsplit_once('.') {
            Some((field, facet)) if FACETS.iter().any(|(word, _)| *word == facet) => {
                let facet =
                    FACETS.iter().find(|(word, _)| *word == facet).map_or(Facet::Value, |(_, facet)| *facet);
                (field, facet)
            }
            // `{Adress.leter}`: the column is there, and it is the other half that is misspelt.
            Some((field, facet)) if self.scope.schema.find(field).is_some() => {
                let at = span.end.saturating_sub(facet.len())..span.end;
                self.source.unknown("fault-unknown-facet", &at, facet, FACETS.map(|(word, _)| word));
                return None;
            }
            _ => (name, Facet::Value),
        };
        let is_fact = FACTS.iter().any(|(word, _)| *word == name);
        if is_fact && self.scope.schema.find(name).is_none() {
            let names: Vec<&str> =
                FACTS.iter().filter(|(_, fact)| facts.contains(fact)).map(|(word, _)| *word).collect();
            self.source.unknown("fault-fact-elsewhere", span, name, names);
            return None;
        }
        let field = self.field(&Written { text: field.to_owned(), span: span.clone() })?;
        Some(Part::Field(field, facet))
    }
}
