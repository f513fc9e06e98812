//! Just enough of URIs to follow references.

/// What stands before `#`, and what stands behind it.
pub(super) fn split(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once('#') {
        Some((name, fragment)) => (name, Some(fragment)),
        None => (reference, None),
    }
}

/// Whether it begins with a scheme.
pub(super) fn is_absolute(name: &str) -> bool {
    name.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|it: char| it.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
    })
}

/// What a name means beside a base; both may be paths.
pub(super) fn join(base: &str, name: &str) -> String {
    if is_absolute(name) {
        return name.to_owned();
    }
    let (origin, path) = match base.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let cut = scheme.len() + 3 + end;
            (&base[..cut], &base[cut..])
        }
        None => ("", base),
    };
    let joined = match name.starts_with('/') {
        true => name.to_owned(),
        false => match path.rsplit_once('/') {
            Some((directory, _)) => format!("{directory}/{name}"),
            None if origin.is_empty() => name.to_owned(),
            None => format!("/{name}"),
        },
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|it| !it.is_empty() && *it != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    format!("{origin}{}", parts.join("/"))
}

/// A fragment without `%41`.
pub(super) fn decoded(fragment: &str) -> String {
    let bytes = fragment.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = fragment.get(at + 1..at + 3).filter(|_| byte == b'%');
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{decoded, is_absolute, join};

    #[test]
    fn names_are_joined() {
        assert_eq!(join("schemas/a.json", "b.json"), "schemas/b.json");
        assert_eq!(join("schemas/a.json", "../b.json"), "b.json");
        assert_eq!(join("a.json", "./x/b.json"), "x/b.json");
        assert_eq!(
            join("https://x.org/s/a.json", "b.json"),
            "https://x.org/s/b.json"
        );
        assert_eq!(
            join("https://x.org/s/a.json", "/b.json"),
            "https://x.org/b.json"
        );
        assert_eq!(join("https://x.org", "b.json"), "https://x.org/b.json");
        assert_eq!(join("a.json", "urn:x:y"), "urn:x:y");
        assert!(is_absolute("urn:uuid:1") && !is_absolute("a/b:c"));
        assert_eq!(decoded("/a%20b%"), "/a b%");
    }
}
