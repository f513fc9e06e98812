//! What stands for clap here, so that nothing has to be fetched: derives that derive nothing.

use proc_macro::TokenStream;

/// Derives nothing.
#[proc_macro_derive(Parser, attributes(arg, clap, command, value))]
pub fn parser(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Derives nothing.
#[proc_macro_derive(Args, attributes(arg, clap, command, value))]
pub fn args(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Derives nothing.
#[proc_macro_derive(Subcommand, attributes(arg, clap, command, value))]
pub fn subcommand(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Derives nothing.
#[proc_macro_derive(ValueEnum, attributes(arg, clap, command, value))]
pub fn value_enum(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
