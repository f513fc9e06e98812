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
    /// A row of [`Architecture::packages`](crate::model::architecture::Architecture::packages).
    PackageRow,
    /// A row of [`Architecture::modules`](crate::model::architecture::Architecture::modules).
    ModuleRow,
    /// A row of [`Architecture::uses`](crate::model::architecture::Architecture::uses).
    UseRow,
    /// A row of [`Architecture::imports`](crate::model::architecture::Architecture::imports).
    ImportRow,
}
