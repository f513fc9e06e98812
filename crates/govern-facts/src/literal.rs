//! What a literal means.

/// The contents of a string literal.
pub(crate) fn unquote(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let hashes = raw.bytes().take_while(|&byte| byte == b'#').count();
        let inner = raw.get(hashes + 1..raw.len().checked_sub(hashes + 1)?)?;
        return (raw.as_bytes().get(hashes) == Some(&b'"')).then(|| inner.to_owned());
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut content = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            content.push(c);
            continue;
        }
        match chars.next()? {
            'n' => content.push('\n'),
            'r' => content.push('\r'),
            't' => content.push('\t'),
            '0' => content.push('\0'),
            'x' => {
                let code: String = chars.by_ref().take(2).collect();
                content.push(char::from(u8::from_str_radix(&code, 16).ok()?));
            }
            'u' => {
                let code: String = chars
                    .by_ref()
                    .skip(1)
                    .take_while(|&c| c != '}')
                    .filter(|&c| c != '_')
                    .collect();
                content.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
            }
            // A line break and the blanks behind it are left out.
            '\n' | '\r' => {
                chars = chars
                    .as_str()
                    .trim_start_matches([' ', '\t', '\n', '\r'])
                    .chars()
            }
            other => content.push(other),
        }
    }
    Some(content)
}
