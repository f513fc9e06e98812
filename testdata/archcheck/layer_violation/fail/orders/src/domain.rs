//! The domain.

pub mod attribute;
pub mod block_use;
pub mod body;
pub mod bound;
pub mod conditional;
pub mod extern_crate;
pub mod glob_use;
pub mod grouped_use;
pub mod impl_argument;
pub mod impl_header;
pub mod macro_argument;
pub mod macro_call;
pub mod module_use;
pub mod nested_macro;
pub mod pass_through;
pub mod pattern;
pub mod plain_use;
pub mod public_again;
pub mod re_export;
pub mod renamed_dependency;
pub mod renamed_use;
pub mod signature;
pub mod variant;

#[path = "../elsewhere/hidden.rs"]
pub mod by_path;

pub struct Order;
