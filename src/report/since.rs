//! What reports say of last time: how much is new, what is gone, and what became of the waivers.

use crate::finding::{Finding, State};
use crate::lang::{Lang, Note};
use crate::outcome::{Gone, GoneWhy, Outcome, StaleWaiver, StaleWhy, Waivers};

use super::prose::{Line, file, severity, state_word, waiver};

/// What was compared with what, and what came of it.
pub(super) fn summary(outcome: &Outcome) -> Vec<Line> {
    let since = &outcome.since;
    let mut lines = baseline(outcome);
    if let Some(waivers) = &since.waivers {
        lines.push(accepted(outcome, waivers));
        lines.extend(waivers.stale.iter().map(|stale| self::stale(outcome, waivers, stale)));
    }
    lines
}

fn baseline(outcome: &Outcome) -> Vec<Line> {
    let lang = outcome.lang;
    let Some(baseline) = &outcome.since.baseline else { return Vec::new() };
    let made = baseline.created.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let counted = Note::new("since-counted")
        .with("new", outcome.in_state(State::New))
        .with("unchanged", outcome.in_state(State::Unchanged))
        .with("gone", outcome.since.gone.len())
        .with("date", lang.date(made));
    let line = |text: String, help| Line { about: file(outcome, &baseline.path), text, help };
    let mut lines = vec![line(lang.say(&counted), None)];
    if baseline.other_rules {
        let note = Note::new("since-other-rules").with("n", baseline.new_of_new_rules);
        lines.push(line(lang.say(&note), lang.help(&note)));
    }
    lines
}

fn accepted(outcome: &Outcome, waivers: &Waivers) -> Line {
    let note = Note::new("since-accepted").with("n", outcome.waived()).with("of", waivers.count);
    Line { about: file(outcome, &waivers.path), text: outcome.lang.say(&note), help: None }
}

fn stale(outcome: &Outcome, waivers: &Waivers, stale: &StaleWaiver) -> Line {
    let lang = outcome.lang;
    let id = match stale.why {
        StaleWhy::Expired => "stale-expired",
        StaleWhy::Changed => "stale-changed",
        StaleWhy::Unmatched => "stale-unmatched",
        StaleWhy::Unknown => "stale-unknown",
    };
    let note = Note::new(id).with("until", lang.date(stale.until)).with("about", stale.about.as_str());
    let note = note.with("reason", stale.reason.as_str());
    let about = format!("{}:{}", file(outcome, &waivers.path), stale.line);
    Line { about, text: lang.say(&note), help: lang.help(&note) }
}

/// The columns that a table of findings has for last time: only what was asked for.
pub(super) fn columns(outcome: &Outcome) -> Vec<&'static str> {
    let since = &outcome.since;
    let state = since.baseline.is_some().then_some("since-state");
    let waiver = since.waivers.is_some().then_some("since-waiver");
    let fingerprint = since.key_id.is_some().then_some("since-fingerprint");
    state.into_iter().chain(waiver).chain(fingerprint).collect()
}

/// What stands in the [`columns`] for a finding.
pub(super) fn fields(outcome: &Outcome, finding: &Finding) -> Vec<String> {
    let lang = outcome.lang;
    let since = &finding.since;
    let field = |column| match column {
        "since-state" => since.state.map(|state| lang.word(state_word(state))),
        "since-waiver" => since.waived.as_deref().map(|waived| waiver(lang, waived)),
        _ => since.identity.map(|known| known.fingerprint.to_string()),
    };
    columns(outcome).into_iter().map(|column| field(column).unwrap_or_default()).collect()
}

/// What stood in the baseline and is no more.
pub(super) fn gone(outcome: &Outcome) -> Vec<Line> {
    let lang = outcome.lang;
    outcome.since.gone.iter().map(|gone| line(outcome, lang, gone)).collect()
}

fn line(outcome: &Outcome, lang: Lang, gone: &Gone) -> Line {
    let row = || lang.say(&Note::new("report-row").with("row", gone.row));
    let spot = gone.cell.clone().unwrap_or_else(row);
    let title = format!("{}: {}", severity(lang, gone.severity), gone.title);
    let text = match gone.why {
        GoneWhy::Mended => title,
        GoneWhy::NotChecked => format!("{title} ({})", lang.word("gone-not-checked")),
        GoneWhy::NoRule => format!("{title} ({})", lang.word("gone-no-rule")),
    };
    Line { about: format!("{} › {} › {spot}", file(outcome, &gone.input), gone.sheet), text, help: None }
}
