//! Whether a value looks as if chance had made it, or a person who shows where a secret goes.

/// Words in what stands for a secret.
const STAND_INS: [&str; 21] = [
    "changeme",
    "change-me",
    "change_me",
    "default",
    "dummy",
    "example",
    "fake",
    "foobar",
    "hunter2",
    "insecure",
    "mock",
    "notreal",
    "passwor",
    "placeholder",
    "redacted",
    "replace",
    "sample",
    "secret",
    "test",
    "token",
    "your",
];

/// Whether a value stands for a secret: it has a hole, says so, repeats itself or counts.
pub(super) fn is_stand_in(value: &str) -> bool {
    let has_hole = value.contains(['$', '{', '}', '<', '>', '*', '…']) || value.contains("...");
    let lower = value.to_ascii_lowercase();
    has_hole || STAND_INS.iter().any(|word| lower.contains(word)) || is_drawn(value)
}

/// Whether a value is few characters again and again, or a row of neighbours (`abcdef`, `987654`).
pub(super) fn is_drawn(value: &str) -> bool {
    let bytes = value.as_bytes();
    let mut seen = [false; 256];
    for &byte in bytes {
        seen[usize::from(byte)] = true;
    }
    let distinct = seen.iter().filter(|it| **it).count();
    let row_of = |step: i16| {
        let mut longest = 0;
        let mut row = 0;
        for pair in bytes.windows(2) {
            let is_next = i16::from(pair[1]) - i16::from(pair[0]) == step;
            row = if is_next { row + 1 } else { 0 };
            longest = longest.max(row);
        }
        longest
    };
    distinct < (bytes.len() / 2).min(8) || [0, 1, -1].into_iter().any(|step| row_of(step) >= 5)
}

/// How many bits a character of the value tells, by how often each stands in it.
fn entropy(value: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in value.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let length = value.len() as f64;
    let share = |count: &u32| f64::from(*count) / length;
    let used = counts.iter().filter(|count| **count > 0);
    used.map(|count| -share(count) * share(count).log2()).sum()
}

/// Whether chance made the value: letters and digits so mixed as no word, path or name mixes them.
pub(super) fn is_random(value: &str) -> bool {
    if !(16..=512).contains(&value.len()) || is_uuid(value) || is_stand_in(value) {
        return false;
    }
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=_.~!@#%^&-".contains(&byte);
    // A number at the end of a name is none within.
    let inside = value.trim_matches(|c: char| c.is_ascii_digit());
    let has_digits = inside.bytes().any(|byte| byte.is_ascii_digit());
    if !value.bytes().all(is_part) || !has_digits {
        return false;
    }
    let is_hex = value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let least = match (is_hex, value.len()) {
        (true, ..32) => return false,
        (true, _) => 3.0,
        (false, ..24) => 3.4,
        (false, _) => 3.5,
    };
    entropy(value) >= least && changes(value) >= value.len() / 5
}

/// How often small letters, capitals and digits take turns.
fn changes(value: &str) -> usize {
    let class = |byte: u8| match byte {
        b'a'..=b'z' => Some(0),
        b'A'..=b'Z' => Some(1),
        b'0'..=b'9' => Some(2),
        _ => None,
    };
    let classes: Vec<u8> = value.bytes().filter_map(class).collect();
    classes.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

fn is_uuid(value: &str) -> bool {
    let lengths = value.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && value.bytes().all(|it| it == b'-' || it.is_ascii_hexdigit())
}
