//! Rows of the tables of the model.

use govern_facts::rows;

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
