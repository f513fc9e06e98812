//! Loads a cargo workspace: packages, graph, files, facts; the only crate with input and output.
