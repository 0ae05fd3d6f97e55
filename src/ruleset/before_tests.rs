//! The part of a rule's file that judges.

/// A rule up to its tests, where they stand last.
pub(crate) fn before_tests(text: &str) -> &str {
    let Some(start) = text.find("\ntests:") else { return text };
    let more = |line: &str| !line.starts_with([' ', '\r', '#', '-']) && !line.is_empty();
    if text[start + 1..].lines().skip(1).any(more) { text } else { &text[..=start] }
}
