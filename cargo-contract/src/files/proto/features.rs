//! What a syntax, an edition, and features that are switched in it make of fields, messages and enums.

use std::collections::BTreeMap;

/// What holds somewhere in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Features {
    pub(super) presence: Presence,
    /// Whether messages are written between two marks, as groups are.
    pub(super) delimited: bool,
    /// Whether an enum has no other values than those that are named.
    pub(super) closed: bool,
    /// Whether there is one form in JSON that all understand.
    pub(super) json: bool,
    /// Whether texts have to be UTF-8.
    pub(super) utf8: bool,
}

/// Whether a field that is not repeated tells nothing from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Implicit,
    Explicit,
    Required,
}

impl Default for Features {
    fn default() -> Features {
        Features::of("")
    }
}

impl Features {
    /// What a file has that switches nothing: by its syntax, or its edition.
    pub(super) fn of(syntax: &str) -> Features {
        let edition = Features {
            presence: Presence::Explicit,
            delimited: false,
            closed: false,
            json: true,
            utf8: true,
        };
        match syntax {
            "proto2" => Features {
                closed: true,
                json: false,
                utf8: false,
                ..edition
            },
            "proto3" => Features {
                presence: Presence::Implicit,
                ..edition
            },
            _ => edition,
        }
    }

    /// What holds inside of something with these options: `features.field_presence`, or `features` with several.
    pub(super) fn with(mut self, options: &BTreeMap<String, String>) -> Features {
        for (name, value) in options {
            let Some(own) = name.strip_prefix("features") else {
                continue;
            };
            match own.strip_prefix('.') {
                Some(feature) => self.switch(feature, value),
                None if own.is_empty() => {
                    let words: Vec<&str> = value
                        .split(|it: char| !it.is_alphanumeric() && it != '_')
                        .filter(|it| !it.is_empty())
                        .collect();
                    for pair in words.windows(2) {
                        self.switch(pair[0], pair[1]);
                    }
                }
                None => {}
            }
        }
        self
    }

    fn switch(&mut self, feature: &str, value: &str) {
        match feature {
            "field_presence" => {
                self.presence = match value {
                    "IMPLICIT" => Presence::Implicit,
                    "LEGACY_REQUIRED" => Presence::Required,
                    _ => Presence::Explicit,
                };
            }
            "message_encoding" => self.delimited = value == "DELIMITED",
            "enum_type" => self.closed = value == "CLOSED",
            "json_format" => self.json = value == "ALLOW",
            "utf8_validation" => self.utf8 = value == "VERIFY",
            _ => {}
        }
    }
}
