//! What is done beside, where that is possible.

/// Does it beside.
#[cfg(not(target_family = "wasm"))]
pub fn beside(job: fn()) {
    std::thread::spawn(job);
}

/// Does it at once.
#[cfg(target_family = "wasm")]
pub fn beside(job: fn()) {
    job();
}

/// Which version runs.
#[cfg_attr(not(target_family = "wasm"), doc = "Of the repository.")]
pub fn version() -> Option<String> {
    #[cfg(any(unix, windows))]
    {
        let output = std::process::Command::new("git").output().ok()?;
        return String::from_utf8(output.stdout).ok();
    }
    #[cfg(not(any(unix, windows)))]
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_done() {
        std::thread::spawn(|| super::beside(|| ()));
    }
}
