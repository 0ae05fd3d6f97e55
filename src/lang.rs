//! What the program itself says, in Swedish and in English.
//!
//! The sentences stand in `lang/sv.ftl` and `lang/en.ftl`, one id each. Code elsewhere names an id
//! and its arguments as a [`Note`] and never holds a sentence; the report's language turns it into one.
//! (What a *rule* says stands in the rule.)

use std::cell::OnceCell;
use std::fmt;
use std::io;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use jiff::civil::Date;

/// A language of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Svenska.
    #[default]
    Sv,
    /// English.
    En,
}

impl Lang {
    /// `sv` or `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// A date as a person writes it: `23 november 2026`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        const SV: [&str; 12] = [
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ];
        const EN: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let months = match self {
            Self::Sv => SV,
            Self::En => EN,
        };
        let month = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        format!("{} {} {}", date.day(), months[month.min(11)], date.year())
    }

    /// The sentence behind an id. Errors in the sentence's own syntax are caught by the tests.
    #[must_use]
    pub fn say(self, note: &Note) -> String {
        self.find(note.id, None, note).unwrap_or_else(|| note.id.to_string())
    }

    /// What to do about it: the id's `.help`, where it has one.
    #[must_use]
    pub fn help(self, note: &Note) -> Option<String> {
        self.find(note.id, Some("help"), note)
    }

    /// A sentence without arguments.
    #[must_use]
    pub fn word(self, id: &'static str) -> String {
        self.say(&Note::new(id))
    }

    /// A sentence without arguments whose id is put together while running; none where no sentence has it.
    #[must_use]
    pub fn lookup(self, id: &str) -> Option<String> {
        self.find(id, None, &Note::new(""))
    }

    fn find(self, id: &str, attribute: Option<&str>, note: &Note) -> Option<String> {
        with_bundle(self, |bundle| {
            let message = bundle.get_message(id)?;
            let pattern = match attribute {
                None => message.value()?,
                Some(name) => message.get_attribute(name)?.value(),
            };
            let mut args = FluentArgs::new();
            for (name, value) in &note.args {
                match value {
                    Arg::Said(note) => args.set(*name, self.say(note)),
                    Arg::Text(text) => args.set(*name, text.clone()),
                    Arg::Count(count) => args.set(*name, *count),
                }
            }
            let mut errors = Vec::new();
            Some(bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned())
        })
    }
}

/// Something the program has to say: an id of `lang/*.ftl` with its arguments.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// The message's id; for errors also the `code` of the JSON.
    pub id: &'static str,
    args: Vec<(&'static str, Arg)>,
}

/// An argument: text, or a number that plural forms may look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Text, put in as it is.
    Text(String),
    /// A count.
    Count(u64),
    /// Something to say in its turn, in the same language.
    Said(Box<Note>),
}

impl Note {
    /// A note without arguments.
    #[must_use]
    pub fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    /// Changes the texts among its arguments: `change` gives the new one, or none where it stays.
    pub(crate) fn change_texts(&mut self, change: &impl Fn(&str) -> Option<String>) {
        for (_, arg) in &mut self.args {
            match arg {
                Arg::Text(text) => {
                    if let Some(new) = change(text) {
                        *text = new;
                    }
                }
                Arg::Said(note) => note.change_texts(change),
                Arg::Count(_) => {}
            }
        }
    }

    /// With one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id)?;
        if self.args.is_empty() {
            return Ok(());
        }
        f.debug_map().entries(self.args.iter().map(|(name, value)| (name, value))).finish()
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Arg {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for Arg {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<Note> for Arg {
    fn from(note: Note) -> Self {
        Self::Said(Box::new(note))
    }
}

/// What the operating system refused, in words that are ours; its own where it is something unusual.
impl From<&io::Error> for Arg {
    fn from(error: &io::Error) -> Self {
        // An error that some library made says more in its own words.
        let own = if error.get_ref().is_none() { system(error.kind()) } else { None };
        own.map_or_else(|| Self::Text(error.to_string()), |id| Note::new(id).into())
    }
}

fn system(kind: io::ErrorKind) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    Some(match kind {
        Kind::NotFound => "system-not-found",
        Kind::PermissionDenied => "system-not-permitted",
        Kind::AlreadyExists => "system-exists",
        Kind::IsADirectory => "system-is-folder",
        Kind::NotADirectory => "system-no-folder",
        Kind::ReadOnlyFilesystem => "system-read-only",
        Kind::StorageFull | Kind::QuotaExceeded => "system-full",
        Kind::FileTooLarge => "system-too-large",
        Kind::ResourceBusy | Kind::ExecutableFileBusy => "system-busy",
        Kind::InvalidFilename => "system-bad-name",
        Kind::TimedOut | Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => {
            "system-no-answer"
        }
        Kind::OutOfMemory => "system-no-memory",
        _ => return None,
    })
}

type Bundle = FluentBundle<FluentResource>;

fn with_bundle<T>(lang: Lang, use_it: impl FnOnce(&Bundle) -> T) -> T {
    thread_local! {
        static SV: OnceCell<Bundle> = const { OnceCell::new() };
        static EN: OnceCell<Bundle> = const { OnceCell::new() };
    }
    match lang {
        Lang::Sv => SV.with(|cell| use_it(cell.get_or_init(|| bundle(include_str!("lang/sv.ftl"), "sv")))),
        Lang::En => EN.with(|cell| use_it(cell.get_or_init(|| bundle(include_str!("lang/en.ftl"), "en")))),
    }
}

fn bundle(source: &str, code: &str) -> Bundle {
    // A syntax error leaves out that entry only; a test asserts that there is none.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut bundle = FluentBundle::new(code.parse().into_iter().collect());
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn ids(source: &str) -> BTreeSet<String> {
        source
            .lines()
            .filter_map(|line| {
                let (id, _) = line.split_once(" =")?;
                (id.trim_start().starts_with('.') || !id.starts_with([' ', '#', '}']))
                    .then(|| id.trim().to_owned())
            })
            .collect()
    }

    #[test]
    fn both_languages_have_every_sentence() {
        for source in [include_str!("lang/sv.ftl"), include_str!("lang/en.ftl")] {
            // A second sentence of the same id would be an error here, and in silence take the first one's place.
            let resource = FluentResource::try_new(source.to_owned()).expect("the file is sound");
            FluentBundle::new(Vec::new()).add_resource(resource).expect("each id stands once");
        }
        assert_eq!(ids(include_str!("lang/sv.ftl")), ids(include_str!("lang/en.ftl")));
    }

    #[test]
    fn dates_read_as_a_person_writes_them() {
        assert_eq!(Lang::Sv.date(jiff::civil::date(2026, 11, 3)), "3 november 2026");
        assert_eq!(Lang::En.date(jiff::civil::date(2026, 11, 3)), "3 November 2026");
    }
}
