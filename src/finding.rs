//! A finding: inert data. Renderers read it; none decides, and none rewords.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;

use crate::sheet::CellRef;

/// How sure and how grave: *error* where the routine is broken, *warning* where that is very likely
/// or the data is damaged, *info* where it is worth knowing. Ordered: info < warning < error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Very likely wrong, or damaged.
    Warning,
    /// Wrong; whoever reads the row would agree.
    Error,
}

impl Severity {
    /// The word that packs, options and JSON use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a rule rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A clause of the routine says so.
    Routine,
    /// The pack's owner assumes it.
    Assumption,
    /// The data is damaged or ambiguous.
    Quality,
    /// Something is in the sheet that should not be.
    Privacy,
}

impl Basis {
    /// The word that packs and JSON use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Assumption => "assumption",
            Self::Quality => "quality",
            Self::Privacy => "privacy",
        }
    }
}

/// May the contents of personal columns be shown?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Yes: a terminal on the person's own desk.
    Shown,
    /// No: files and pipes.
    Masked,
}

impl Values {
    /// The word that options and JSON use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Masked => "masked",
        }
    }
}

/// What a cell held, and who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held<T = String> {
    /// What stood there. Empty where [`Privacy::Sealed`], and where the cell is blank.
    pub text: T,
    /// Who may see it.
    pub privacy: Privacy,
}

/// Who may see what a cell held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Anyone.
    Open,
    /// Only where [`Values::Shown`].
    Personal,
    /// Nobody: the value is never kept (identity numbers, protected identities).
    Sealed,
}

impl<T: AsRef<str>> Held<T> {
    /// Does it hold something that a masked report hides?
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.privacy == Privacy::Personal && !self.text.as_ref().is_empty()
    }

    /// The text, where it may be shown. A blank cell's is `""`, whatever the policy.
    #[must_use]
    pub fn show(&self, values: Values) -> Option<&str> {
        match (self.privacy, values) {
            (Privacy::Sealed, _) => None,
            (Privacy::Personal, Values::Masked) if !self.text.as_ref().is_empty() => None,
            _ => Some(self.text.as_ref()),
        }
    }
}

impl Held<&str> {
    /// The same, with a text of its own.
    #[must_use]
    pub fn to_owned(self) -> Held {
        Held { text: self.text.to_owned(), privacy: self.privacy }
    }
}

/// A sentence of a rule, in the report's language, with values from the row filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    shown: Arc<str>,
    /// Where it differs: the same sentence without personal values.
    masked: Option<Arc<str>>,
}

impl Said {
    /// A sentence that holds no personal value.
    #[must_use]
    pub fn open(text: impl Into<Arc<str>>) -> Self {
        Self { shown: text.into(), masked: None }
    }

    /// A sentence in both forms.
    #[must_use]
    pub fn personal(shown: impl Into<Arc<str>>, masked: impl Into<Arc<str>>) -> Self {
        Self { shown: shown.into(), masked: Some(masked.into()) }
    }

    /// The sentence, and after it one that holds no personal value.
    #[must_use]
    pub fn and(&self, more: &str) -> Self {
        let join = |text: &str| Arc::from([text, more].join(if text.is_empty() { "" } else { " · " }));
        Self { shown: join(&self.shown), masked: self.masked.as_deref().map(join) }
    }

    /// The sentence as this policy lets it be seen.
    #[must_use]
    pub fn show(&self, values: Values) -> &str {
        match (&self.masked, values) {
            (Some(masked), Values::Masked) => masked,
            _ => &self.shown,
        }
    }
}

/// Where something stands. Indices are into [`Outcome`](crate::outcome::Outcome).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// What was read.
    pub source: Source,
    /// The sheet's index within its source.
    pub sheet: usize,
    /// 1-based row. The header's row where the finding is about a column.
    pub row: u32,
    /// The column's canonical name, or its header where the pack does not know it.
    pub column: Option<Arc<str>>,
    /// The cell, where there is one: a missing column has none.
    pub cell: Option<CellRef>,
}

/// What was read: an input, or a table of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Index into the outcome's inputs.
    Input(usize),
    /// Index into the outcome's tables.
    Table(usize),
}

/// A cell that made the rule apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// The column's canonical name.
    pub column: Arc<str>,
    /// Where it stands.
    pub cell: CellRef,
    /// What it held.
    pub value: Held,
}

/// Another place that the finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub at: Location,
    /// What is there.
    pub message: Said,
}

/// One breach, at one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Index into [`Outcome::rules`](crate::outcome::Outcome): id, title, clauses, basis.
    pub rule: usize,
    /// This finding's severity (a rule may lower it where many rows break it together).
    pub severity: Severity,
    /// Where it is to be mended.
    pub at: Location,
    /// What stood there.
    pub value: Held,
    /// What is wrong.
    pub message: Said,
    /// What to do.
    pub help: Said,
    /// The cells that made the rule apply, in the sheet's order.
    pub because: Vec<Because>,
    /// Other places that it is about: an earlier row, a log in a table.
    pub related: Vec<Related>,
    /// Facts about the place that a person should know.
    pub remarks: Remarks,
    /// It stands for all rows that broke the rule; the others are in `related`.
    pub together: bool,
    /// What is known of it since last time.
    pub since: Since,
}

/// Facts about a finding's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Remarks {
    /// The row is hidden.
    pub hidden: bool,
    /// The cell, or the row's first filled cell, is struck through.
    pub struck: bool,
    /// The cell is blank and carries a note.
    pub note: bool,
}

/// What is known of a finding since last time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Since {
    /// What it is known by; none where no secret was given.
    pub identity: Option<Identity>,
    /// How it stands to the baseline; none where there is none.
    pub state: Option<State>,
    /// It was accepted, and so does not decide the exit code.
    pub waived: Option<Arc<Waived>>,
}

/// What a finding is known by, wherever its row stands: keyed hashes, that nobody can make or guess at without the
/// secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The finding: its rule, column and row, and which of several that are equal.
    pub fingerprint: Mark,
    /// The row, by its key.
    pub row_key: Mark,
    /// What the cells held that the finding rests on.
    pub content: Mark,
}

/// A keyed hash, of 128 bits; written as 32 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(pub [u8; 16]);

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::hex(&self.0))
    }
}

impl FromStr for Mark {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.as_bytes();
        let mut mark = [0; 16];
        if digits.len() != 2 * mark.len() {
            return Err(());
        }
        for (byte, pair) in mark.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |at: usize| char::from(pair[at]).to_digit(16).ok_or(());
            *byte = u8::try_from(16 * digit(0)? + digit(1)?).map_err(|_| ())?;
        }
        Ok(Self(mark))
    }
}

/// How a finding stands to a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was not there.
    New,
    /// It was there, too.
    Unchanged,
}

impl State {
    /// The word that JSON and SARIF use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
        }
    }
}

/// Why a finding is accepted, by whom and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// Why.
    pub reason: String,
    /// By whom, where that is said.
    pub by: Option<String>,
    /// The last day that it holds.
    pub until: Date,
}
