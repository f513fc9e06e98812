//! What stands for serde here, so that nothing has to be fetched: derives that derive nothing.

use proc_macro::TokenStream;

/// Derives nothing.
#[proc_macro_derive(Serialize, attributes(serde))]
pub fn serialize(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Derives nothing.
#[proc_macro_derive(Deserialize, attributes(serde))]
pub fn deserialize(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
