//! Tokens of services: how they begin and how long they are.

use std::ops::Range;

use super::{Secret, SecretKind, begins_word, likeness, run};

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// A token whose characters behind the word are of a kind, and so many.
fn token(
    text: &str,
    word: Range<usize>,
    is_part: fn(u8) -> bool,
    lengths: std::ops::RangeInclusive<usize>,
    kind: SecretKind,
) -> Option<Secret> {
    // First, for a text that repeats the word must not be gone through again and again.
    if !begins_word(text, word.start) {
        return None;
    }
    let body = run(text, word.end, is_part);
    let goes_on = text
        .as_bytes()
        .get(body.end)
        .is_some_and(|it| it.is_ascii_alphanumeric());
    let is_one = lengths.contains(&body.len()) && !goes_on;
    if !is_one || likeness::is_stand_in(&text[body.clone()]) {
        return None;
    }
    let why = "it begins as they begin, and is as long".to_owned();
    Some(Secret::at(kind, word.start..body.end, why))
}

pub(super) fn aws(text: &str, word: Range<usize>) -> Option<Secret> {
    // Base 32.
    let is_part = |byte: u8| byte.is_ascii_uppercase() || matches!(byte, b'2'..=b'7');
    token(text, word, is_part, 16..=16, SecretKind::AwsAccessKey)
}

pub(super) fn github(text: &str, word: Range<usize>) -> Option<Secret> {
    token(
        text,
        word,
        is_alphanumeric,
        36..=251,
        SecretKind::GitHubToken,
    )
}

pub(super) fn github_fine(text: &str, word: Range<usize>) -> Option<Secret> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    token(text, word, is_part, 82..=251, SecretKind::GitHubToken)
}

pub(super) fn gitlab(text: &str, word: Range<usize>) -> Option<Secret> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let found = token(text, word, is_part, 20..=300, SecretKind::GitLabToken)?;
    // Names of jobs and branches begin so, too.
    let body = &text[found.value.clone()];
    body.bytes().any(|it| it.is_ascii_digit()).then_some(found)
}

pub(super) fn stripe(text: &str, word: Range<usize>) -> Option<Secret> {
    token(text, word, is_alphanumeric, 24..=251, SecretKind::StripeKey)
}

/// `xoxb-`, numbers of the workspace and the user, and what is secret.
pub(super) fn slack(text: &str, word: Range<usize>) -> Option<Secret> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let found = token(
        text,
        word.clone(),
        is_part,
        30..=255,
        SecretKind::SlackToken,
    )?;
    let body = &text[word.end..found.value.end];
    let is_number = |part: &str| part.len() >= 10 && part.bytes().all(|it| it.is_ascii_digit());
    let last = body.rsplit('-').next()?;
    (body.split('-').next().is_some_and(is_number) && last.len() >= 20).then_some(found)
}

/// `T…/B…/…`: of workspace, application, and what is secret.
pub(super) fn slack_webhook(text: &str, word: Range<usize>) -> Option<Secret> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'/';
    let path = run(text, word.end, is_part);
    let mut parts = text[path.clone()].split('/');
    let (team, app, secret) = (parts.next()?, parts.next()?, parts.next()?);
    let is_one = team.starts_with('T') && app.starts_with('B') && secret.len() >= 20;
    if !is_one || likeness::is_stand_in(secret) || likeness::is_stand_in(team) {
        return None;
    }
    let why = "whoever knows the address can write there";
    Some(Secret::at(SecretKind::SlackWebhook, path, why))
}
