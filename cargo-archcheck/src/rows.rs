//! Rows of the tables of the model.

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The row in its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

rows! {
    /// A row of [`Architecture::packages`](crate::architecture::Architecture::packages).
    PackageRow,
    /// A row of [`Architecture::modules`](crate::architecture::Architecture::modules).
    ModuleRow,
    /// A row of [`Architecture::uses`](crate::architecture::Architecture::uses).
    UseRow,
    /// A row of [`Architecture::imports`](crate::architecture::Architecture::imports).
    ImportRow,
}
