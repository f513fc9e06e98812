//! Rows of tables, as types of their own.

/// Declares types for the rows of tables, so that a row of one cannot be taken for a row of another. Behind `stored:` they
/// can be encoded, too.
#[macro_export]
macro_rules! rows {
    (stored: $($rows:tt)*) => {
        $crate::rows! {
            @(
                Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
                bitcode::Encode, bitcode::Decode
            )
            $($rows)*
        }
    };
    (@$traits:tt $($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive $traits]
        pub struct $name(pub u32);

        impl $name {
            /// The row in its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
    ($($rows:tt)*) => {
        $crate::rows! {
            @(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)
            $($rows)*
        }
    };
}
