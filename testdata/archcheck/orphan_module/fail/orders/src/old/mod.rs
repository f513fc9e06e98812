//! Nobody wants it any more.
// <- orphan_module: the file `orders/src/old/mod.rs` is part of no target

mod line;
