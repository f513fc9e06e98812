//! From what the fuzzer makes to the function of a target.

use std::{
    backtrace::Backtrace,
    panic::{AssertUnwindSafe, catch_unwind, set_hook},
    process::abort,
    sync::{Mutex, Once, PoisonError},
};

use crate::{service, suite};

/// The last panic, until it is known whether somebody catches it.
static LAST: Mutex<String> = Mutex::new(String::new());

static HOOK: Once = Once::new();

/// Runs a target. Readers of others panic, and ours catch that: only what comes as far as this ends the program.
pub fn drive(name: &str, input: &[u8]) {
    HOOK.call_once(|| {
        set_hook(Box::new(|info| {
            let told = format!("{info}\n{}", Backtrace::force_capture());
            *LAST.lock().unwrap_or_else(PoisonError::into_inner) = told;
        }));
    });
    let check = check(name);
    if catch_unwind(AssertUnwindSafe(|| check(input))).is_err() {
        eprintln!("{}", LAST.lock().unwrap_or_else(PoisonError::into_inner));
        abort();
    }
}

fn check(name: &str) -> fn(&[u8]) {
    #[cfg(feature = "service")]
    match name {
        "orders_manifest" => return crate::settings::manifest,
        "orders_streams" => return crate::settings::streams,
        _ => {}
    }
    let mut all = suite::TARGETS.iter().chain(service::TARGETS);
    all.find(|(known, _)| *known == name).expect("a target").1
}
