//! Reads Cucumber `source` messages from standard input, one a line, and prints tree, pickles or errors of each as messages.
//!
//! `tests/official.py` compares the output with that of the official parser.

use std::io::{self, BufRead, Write};

use cargo_ac::gherkin::{Emit, Emitter};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let message: serde_json::Value = serde_json::from_str(&line?)?;
        let (Some(uri), Some(text)) = (
            message["source"]["uri"].as_str(),
            message["source"]["data"].as_str(),
        ) else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "not a source message",
            ));
        };
        let tree = Emitter::new().emit(uri, text, Emit::Ast);
        out.write_all(tree.text.as_bytes())?;
        // Errors were printed in the place of the tree.
        if tree.errors == 0 {
            let pickles = Emitter::new().emit(uri, text, Emit::Pickles);
            out.write_all(pickles.text.as_bytes())?;
        }
    }
    out.flush()
}
