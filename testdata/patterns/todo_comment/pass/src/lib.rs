//! Orders that are split. Nothing here is on the TODO list.
//!
//! ```
//! // TODO: what an example leaves open is the reader's
//! orders::split(vec![1]);
//! ```

// TODO(#412): orders of more than a thousand lines
pub fn split(lines: Vec<u64>) -> Vec<Vec<u64>> {
    lines.into_iter().map(|line| vec![line]).collect()
}

/// A word like `FIXME` in a text is no comment.
pub const NOTE: &str = "// TODO: not a comment";
