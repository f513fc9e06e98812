//! Fixtures that are WebAssembly modules are what the texts beside them say; `SNAPSHOTS=overwrite` makes them so.

use std::path::{Path, PathBuf};

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads and writes fixtures"
)]
fn modules_are_compiled_from_the_texts_beside_them() {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata");
    let mut texts: Vec<PathBuf> = Vec::new();
    let mut open = vec![testdata];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "wat") {
                texts.push(path);
            }
        }
    }
    assert!(!texts.is_empty());
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|it| it == "overwrite");
    for text in texts {
        let bytes = wat::parse_file(&text).unwrap();
        let module = text.with_extension("wasm");
        if overwrite {
            std::fs::write(&module, &bytes).unwrap();
        }
        let is = std::fs::read(&module).unwrap_or_default();
        assert!(
            is == bytes,
            "{} is not what {} says",
            module.display(),
            text.display()
        );
    }
}
