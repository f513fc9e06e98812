//! Formats: texts that are surely of a format. Whether any other text is, is not asked here.

use serde_json::Value;

use super::model::Types;
use super::truth::Truth;

const SAMPLES: &[(&str, &[&str])] = &[
    (
        "date-time",
        &["2024-02-29T12:00:00Z", "2000-01-01T00:00:00Z"],
    ),
    ("date", &["2024-02-29", "2000-01-01"]),
    ("time", &["12:00:00Z"]),
    ("duration", &["PT1S", "P1D"]),
    ("email", &["a@example.org", "b@example.org"]),
    ("idn-email", &["a@example.org"]),
    ("hostname", &["example.org"]),
    ("idn-hostname", &["example.org"]),
    ("ipv4", &["127.0.0.1", "10.0.0.1"]),
    ("ipv6", &["::1"]),
    ("uri", &["https://example.org/a", "https://example.org/b"]),
    ("uri-reference", &["https://example.org/a", "a"]),
    ("iri", &["https://example.org/a"]),
    ("iri-reference", &["https://example.org/a"]),
    ("uri-template", &["https://example.org/a"]),
    (
        "uuid",
        &[
            "67e55044-10b1-426f-9247-bb680e5fe0c8",
            "00000000-0000-0000-0000-000000000000",
        ],
    ),
    ("json-pointer", &["/a", ""]),
    ("relative-json-pointer", &["0"]),
    ("regex", &["a"]),
];

/// Texts of a format; none if it is not known.
pub(super) fn samples(format: &Value) -> &'static [&'static str] {
    let name = format.as_str().unwrap_or_default();
    SAMPLES
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(&[], |(_, samples)| samples)
}

/// What a format is about: all that the standard knows are about strings.
pub(super) fn types(format: &Value) -> Types {
    if samples(format).is_empty() {
        Types::ALL
    } else {
        Types::STRING
    }
}

/// Whether a text is of a format, as far as that is sure. One that the standard does not know says nothing.
pub(super) fn fits(format: &Value, text: &str) -> Truth {
    match samples(format) {
        [] => Truth::Yes,
        known if known.contains(&text) => Truth::Yes,
        _ => Truth::Maybe,
    }
}
