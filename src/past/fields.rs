//! Reads the fields of a JSON value, and says which field is not as it should be.

use std::str::FromStr;

use serde_json::Value;

use crate::lang::Note;

/// A value and where it stands in the report: `findings[3].row`.
#[derive(Clone)]
pub(super) struct Field<'v> {
    value: Option<&'v Value>,
    place: String,
}

/// What a field is not as it should be, as a [`Note`].
pub(super) type Read<T> = Result<T, Note>;

impl<'v> Field<'v> {
    pub(super) fn whole(value: &'v Value) -> Self {
        Self { value: Some(value), place: String::new() }
    }

    /// A field of an object.
    pub(super) fn at(&self, name: &str) -> Self {
        let place = if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) };
        Self { value: self.value.and_then(|value| value.get(name)), place }
    }

    /// The field, unless it is null or left out.
    pub(super) fn given(self) -> Option<Self> {
        if self.value.is_none_or(Value::is_null) { None } else { Some(self) }
    }

    pub(super) fn text(&self) -> Read<String> {
        Ok(self.value.and_then(Value::as_str).ok_or_else(|| self.wrong("past-text"))?.to_owned())
    }

    pub(super) fn number(&self) -> Read<u64> {
        self.value.and_then(Value::as_u64).ok_or_else(|| self.wrong("past-number"))
    }

    pub(super) fn row(&self) -> Read<u32> {
        u32::try_from(self.number()?).map_err(|_| self.wrong("past-number"))
    }

    /// A date or a point in time.
    pub(super) fn time<T: FromStr>(&self) -> Read<T> {
        self.text()?.parse().map_err(|_| self.wrong("past-time"))
    }

    /// One of some words, by the value that it stands for.
    pub(super) fn word<T: Copy>(&self, words: &[(&'static str, T)]) -> Read<T> {
        let text = self.text()?;
        let found = words.iter().find(|(word, _)| *word == text);
        let known = || words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        found.map(|(_, value)| *value).ok_or_else(|| {
            Note::new("past-word")
                .with("place", self.place.as_str())
                .with("found", text)
                .with("known", known())
        })
    }

    pub(super) fn list<T>(&self, read: impl Fn(Self) -> Read<T>) -> Read<Vec<T>> {
        let items = self.value.and_then(Value::as_array).ok_or_else(|| self.wrong("past-list"))?;
        let item = |(index, value)| Self { value: Some(value), place: format!("{}[{index}]", self.place) };
        items.iter().enumerate().map(item).map(read).collect()
    }

    pub(super) fn texts(&self) -> Read<Vec<String>> {
        self.list(|item| item.text())
    }

    /// As it stands; null where it is left out.
    pub(super) fn json(&self) -> Value {
        self.value.cloned().unwrap_or_default()
    }

    fn wrong(&self, id: &'static str) -> Note {
        Note::new(id).with("place", self.place.as_str())
    }
}
