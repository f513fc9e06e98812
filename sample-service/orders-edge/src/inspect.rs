//! What can be known of a module without running or compiling it.

use orders_wire::guest::ApiVersion;
use wasmparser::{BinaryReaderError, Encoding, ExternalKind, MemoryType, Parser, Payload, TypeRef};

use crate::digest::Sha256;
use crate::manifest::{Capability, Manifest};
use crate::module_error::{MAX_MODULE_BYTES, ModuleError};

/// Where the functions of WASI are imported from.
pub(crate) const WASI: &str = "wasi_snapshot_preview1";
/// What every program of the language imports, whether it needs it or not. The host says: no environment, no arguments;
/// and whoever exits ends only themselves.
const HARMLESS: [&str; 5] = [
    "args_get",
    "args_sizes_get",
    "environ_get",
    "environ_sizes_get",
    "proc_exit",
];
const PAGE: u64 = 64 * 1024;
/// The most entries that the table of functions may have.
pub(crate) const MAX_TABLE: u64 = 10_000;

/// Compares the module with its manifest and with what any module may have.
pub(crate) fn inspect(manifest: &Manifest, bytes: &[u8]) -> Result<(), ModuleError> {
    if bytes.len() > MAX_MODULE_BYTES {
        return Err(ModuleError::TooLong {
            length: bytes.len(),
        });
    }
    let found = Sha256::of(bytes);
    if found != manifest.sha256 {
        return Err(ModuleError::HashMismatch {
            expected: manifest.sha256,
            found,
        });
    }
    if !ApiVersion::CURRENT.serves(manifest.api) {
        return Err(ModuleError::ApiUnsupported {
            wanted: manifest.api,
            spoken: ApiVersion::CURRENT,
        });
    }
    let mut exports = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::Version {
                encoding: Encoding::Component,
                ..
            } => {
                return Err(ModuleError::Unwanted {
                    what: "the form of a component",
                });
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if !is_allowed(manifest, import.module, import.name, import.ty) {
                        return Err(ModuleError::ImportDenied {
                            module: import.module.to_owned(),
                            name: import.name.to_owned(),
                        });
                    }
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    check_memory(manifest, memory?)?;
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    at_most("entries of a table", table?.ty.initial, MAX_TABLE)?;
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    exports.push((export.name, export.kind));
                }
            }
            Payload::StartSection { .. } => return Err(ModuleError::StartFunction),
            _ => {}
        }
    }
    for (what, export) in [
        ("function `_start`", ("_start", ExternalKind::Func)),
        ("memory `memory`", ("memory", ExternalKind::Memory)),
    ] {
        if !exports.contains(&export) {
            return Err(ModuleError::ExportMissing { what });
        }
    }
    Ok(())
}

fn is_allowed(manifest: &Manifest, module: &str, name: &str, ty: TypeRef) -> bool {
    let mut granted = manifest
        .capabilities
        .iter()
        .copied()
        .flat_map(Capability::imports);
    matches!(ty, TypeRef::Func(_))
        && module == WASI
        && (HARMLESS.contains(&name) || granted.any(|granted| *granted == name))
}

fn check_memory(manifest: &Manifest, memory: MemoryType) -> Result<(), ModuleError> {
    if memory.memory64 || memory.shared || memory.page_size_log2.is_some() {
        return Err(ModuleError::Unwanted {
            what: "a memory that is shared or not of the usual kind",
        });
    }
    let limit = manifest.limits.memory as u64;
    at_most(
        "bytes of memory",
        memory.initial.saturating_mul(PAGE),
        limit,
    )
}

const fn at_most(what: &'static str, wanted: u64, limit: u64) -> Result<(), ModuleError> {
    if wanted > limit {
        return Err(ModuleError::TooLarge {
            what,
            wanted,
            limit,
        });
    }
    Ok(())
}

impl From<BinaryReaderError> for ModuleError {
    fn from(error: BinaryReaderError) -> Self {
        Self::Unreadable {
            reason: format!("{} (at byte {})", error.message(), error.offset()),
        }
    }
}
