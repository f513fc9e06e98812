//! Who comes to the desk.

use tracing::{info as note, warn};

pub struct Clerk {
    pub name: String,
    pub auth_token: String,
}

pub fn login(clerk: &Clerk, password: &str) {
    note!(%password, "{} is here", clerk.name);
//         ^^^^^^^^ logged_secret: `password` is written to the log
    log::debug!("{} has {}", clerk.name, clerk.auth_token.as_str());
//                                             ^^^^^^^^^^ logged_secret: `auth_token` is written to the log
}

pub fn receive(payload: &[u8], key: &str) {
    warn!(api_key = key, "{payload:?} is no order");
//        ^^^^^^^ logged_secret: `api_key` is written to the log
//                         ^^^^^^^ logged_secret: `payload` is written to the log
}

pub fn refuse(payload: &[u8]) {
    let text = String::from_utf8_lossy(payload);
    warn!("no order: {text}");
//                    ^^^^ logged_secret: `text` is written to the log
}
