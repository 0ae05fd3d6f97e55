//! What an audit is held against: an earlier report, and what was accepted.

use rutinkoll::lang::{Lang, Note};
use rutinkoll::outcome::Outcome;
use rutinkoll::ruleset::{Config, RuleSet};
use rutinkoll::since::{self, Secret};

use crate::cli::SinceArgs;
use crate::secret;

/// What findings are held against, read before anything is judged.
pub(crate) struct Against {
    secret: Option<Secret>,
}

impl Against {
    /// Reads what was asked for.
    ///
    /// # Errors
    /// Where something of it cannot be used.
    pub(crate) fn read(args: &SinceArgs, config: &Config, lang: Lang) -> Result<Self, Note> {
        let secret = secret::given(args.secret_file.as_deref(), config, lang)?;
        Ok(Self { secret })
    }

    /// Gives findings what they are known by, and holds them against what was.
    pub(crate) fn apply(&self, outcome: &mut Outcome, rules: &RuleSet) {
        let Some(secret) = &self.secret else { return };
        since::identify(outcome, rules, secret);
    }
}
