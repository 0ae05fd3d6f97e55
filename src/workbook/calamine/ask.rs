//! Asking a library that may panic.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static ASKING: Cell<bool> = const { Cell::new(false) };
}

/// The answer; none where the library panicked, which nobody sees.
pub(super) fn ask<T>(question: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !ASKING.get() {
                before(panic);
            }
        }));
    });
    let before = ASKING.replace(true);
    let answer = catch_unwind(AssertUnwindSafe(question));
    ASKING.set(before);
    answer.ok()
}
