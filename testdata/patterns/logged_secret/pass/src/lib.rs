//! Who comes to the desk.

use tracing::{info, warn};

pub struct Clerk {
    pub name: String,
    pub auth_token: String,
}

pub fn login(clerk: &Clerk, password: &str) {
    info!(has_password = !password.is_empty(), token = mask(&clerk.auth_token), "{} is here", clerk.name);
    log::debug!("the password and the token of {{password}} are not shown: {}", password.len());
}

pub fn receive(payload: &[u8], tokenizer: &str, cancel_token: &str) {
    let payload_len = payload.len();
    warn!(payload_len, cancel_token, "{tokenizer} knows no order of {} bytes", payload.len());
    let text = format!("{payload:?}");
    assert!(!text.is_empty(), "{payload:?}");
}

pub fn refuse(payload: &[u8]) {
    let length = payload.len();
    let mut text = String::from_utf8_lossy(payload).into_owned();
    text = "x".repeat(text.len());
    warn!(length, "no order: {text}");
}

fn mask(secret: &str) -> usize {
    secret.len()
}

#[cfg(test)]
mod tests {
    #[test]
    fn tests_may_show_it() {
        let password = "none";
        log::info!("{password}");
    }
}
