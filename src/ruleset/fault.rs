//! What is wrong with a pack, and where.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use crate::lang::{Lang, Note};

/// A file of a pack.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// As a person would open it: `rules/hjalplinjen/pack.yaml`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// A fault of a pack, or advice about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where; none where a file is missing altogether.
    pub place: Option<(Arc<SourceFile>, Range<usize>)>,
    /// What is wrong. Its `.help` says what to do.
    pub note: Note,
    /// Said at the place itself: `did you mean …?`
    pub label: Option<Note>,
    /// Advice never stops an audit.
    pub advice: bool,
}

impl SourceFile {
    fn line_and_column(&self, byte: usize) -> Option<(usize, usize)> {
        let before = self.text.get(..byte)?;
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Some((line, column))
    }
}

impl Fault {
    /// A fault at a place in a file.
    #[must_use]
    pub fn at(file: &Arc<SourceFile>, span: Range<usize>, note: Note) -> Self {
        Self { place: Some((Arc::clone(file), span)), note, label: None, advice: false }
    }

    /// A fault that stands in no file.
    #[must_use]
    pub fn nowhere(note: Note) -> Self {
        Self { place: None, note, label: None, advice: false }
    }

    /// With the nearest of the names that would have been right, where one is near.
    #[must_use]
    pub fn meant<'n>(mut self, written: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.label = nearest(written, names).map(|name| Note::new("fault-did-you-mean").with("name", name));
        self
    }

    /// The 1-based line and column (in characters) where it stands.
    #[must_use]
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        let (file, span) = self.place.as_ref()?;
        file.line_and_column(span.start)
    }

    /// The 1-based line and column (in characters) just behind it.
    #[must_use]
    pub fn end_line_and_column(&self) -> Option<(usize, usize)> {
        let (file, span) = self.place.as_ref()?;
        file.line_and_column(span.end)
    }

    /// As miette draws it, in a language.
    #[must_use]
    pub fn diagnostic(&self, lang: Lang) -> FaultDiagnostic {
        FaultDiagnostic {
            message: lang.say(&self.note),
            label: self.label.as_ref().map(|note| lang.say(note)),
            source: self.place.as_ref().map(|(file, _)| Shown(Arc::clone(file))),
            span: self.place.as_ref().map(|(_, span)| span.clone()),
            advice: self.advice,
        }
    }
}

/// The name nearest to what was written, where it is near enough to be meant.
#[must_use]
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let folded = crate::fold::words(written);
    names
        .into_iter()
        .map(|name| (strsim::osa_distance(&folded, &crate::fold::words(name)), name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A [`Fault`] in words, for miette.
#[derive(Debug)]
pub struct FaultDiagnostic {
    message: String,
    label: Option<String>,
    source: Option<Shown>,
    span: Option<Range<usize>>,
    advice: bool,
}

/// A file as miette reads it, with columns in characters: it counts bytes by itself.
#[derive(Debug)]
struct Shown(Arc<SourceFile>);

impl SourceCode for Shown {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let SourceFile { path, text } = &*self.0;
        let read = text.as_str().read_span(span, before, after)?;
        let start = read.span().offset();
        let line = text.get(..start).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        Ok(Box::new(MietteSpanContents::new_named(
            path.clone(),
            read.data(),
            *read.span(),
            read.line(),
            line.chars().count(),
            read.line_count(),
        )))
    }
}

impl fmt::Display for FaultDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FaultDiagnostic {}

impl Diagnostic for FaultDiagnostic {
    fn severity(&self) -> Option<miette::Severity> {
        Some(if self.advice { miette::Severity::Advice } else { miette::Severity::Error })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.span.clone()?;
        let label = LabeledSpan::new_primary_with_span(self.label.clone(), span);
        Some(Box::new(std::iter::once(label)))
    }
}
