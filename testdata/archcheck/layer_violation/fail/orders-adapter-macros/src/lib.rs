//! Derives what goes over the wire.

use proc_macro::TokenStream;

/// Does nothing, and knows the attribute `wire`.
#[proc_macro_derive(Wire, attributes(serde))]
pub fn wire(_: TokenStream) -> TokenStream {
    TokenStream::new()
}
