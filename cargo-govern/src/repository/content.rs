//! What a file is, by how it begins.

/// What the content of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Text, of whatever encoding.
    Text,
    /// No text, and if it is known, what a compiler made it.
    Binary(Option<&'static str>),
}

/// How far into a file a zero says that it is no text, as for git.
const HEAD: usize = 8000;

impl Content {
    /// That of these bytes.
    pub fn of(bytes: &[u8]) -> Content {
        let built = built(bytes);
        if built.is_some() || bytes[..bytes.len().min(HEAD)].contains(&0) {
            Content::Binary(built)
        } else {
            Content::Text
        }
    }
}

/// What a compiler or linker made of it.
fn built(bytes: &[u8]) -> Option<&'static str> {
    let header = |at: usize| -> Option<[u8; 4]> { bytes.get(at..at + 4)?.try_into().ok() };
    match header(0)? {
        [0x7f, b'E', b'L', b'F'] => Some("a program or library (ELF)"),
        [0xfe, 0xed, 0xfa, 0xce | 0xcf] | [0xce | 0xcf, 0xfa, 0xed, 0xfe] => {
            Some("a program or library (Mach-O)")
        }
        // As a class of Java it has a version here, as a library for several machines their number.
        [0xca, 0xfe, 0xba, 0xbe] => match header(4)? {
            [0, 0, 0, 0..=20] => Some("a program or library (Mach-O)"),
            _ => Some("a class of Java"),
        },
        _ if bytes.starts_with(b"!<arch>\n") => Some("a static library"),
        [b'M', b'Z', ..] => {
            let at = u32::from_le_bytes(header(0x3c)?);
            let signature = header(usize::try_from(at).ok()?)?;
            (signature == *b"PE\0\0").then_some("a program or library (PE)")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_compilers_make_is_known_by_its_header() {
        let mut windows = vec![0; 0x80];
        windows[..2].copy_from_slice(b"MZ");
        windows[0x3c] = 0x60;
        assert_eq!(Content::of(&windows), Content::Binary(None));
        windows[0x60..0x64].copy_from_slice(b"PE\0\0");
        for (bytes, expected) in [
            (&windows[..], "a program or library (PE)"),
            (b"\x7fELF\x02\x01\x01\0", "a program or library (ELF)"),
            (
                b"\xcf\xfa\xed\xfe\x07\0\0\x01",
                "a program or library (Mach-O)",
            ),
            (
                b"\xca\xfe\xba\xbe\0\0\0\x02",
                "a program or library (Mach-O)",
            ),
            (b"\xca\xfe\xba\xbe\0\0\0\x34", "a class of Java"),
            (b"!<arch>\nx", "a static library"),
        ] {
            assert_eq!(Content::of(bytes), Content::Binary(Some(expected)));
        }
        assert_eq!(Content::of(b"MZ is a county\n"), Content::Text);
        assert_eq!(Content::of(b"GIF89a\0"), Content::Binary(None));
        assert_eq!(Content::of(b""), Content::Text);
    }
}
