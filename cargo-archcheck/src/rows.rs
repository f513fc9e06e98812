//! Rows of the tables of the model.

use govern_facts::rows;

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
