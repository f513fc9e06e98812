//! A module that was inspected and compiled: the innermost layer.

use std::fmt;

use wasmtime::InstancePre;

use crate::host::Host;
use crate::inspect::inspect;
use crate::manifest::Manifest;
use crate::module_error::ModuleError;
use crate::wasi::Call;

/// A module and its manifest, which say the same. It has not run yet, and can only be run in a [`Sandbox`](crate::Sandbox).
pub struct Plugin {
    host: Host,
    manifest: Manifest,
    module: InstancePre<Call>,
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin")
            .field("manifest", &self.manifest)
            .finish_non_exhaustive()
    }
}

impl Plugin {
    /// Inspects the module, then compiles it.
    ///
    /// # Errors
    ///
    /// It is not what the manifest says, or has what no module may have.
    pub fn load(host: &Host, manifest: Manifest, bytes: &[u8]) -> Result<Self, ModuleError> {
        inspect(&manifest, bytes)?;
        let module = host.compile(bytes)?;
        Ok(Self {
            host: host.clone(),
            manifest,
            module,
        })
    }

    /// What it says about itself.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(crate) const fn host(&self) -> &Host {
        &self.host
    }

    pub(crate) const fn module(&self) -> &InstancePre<Call> {
        &self.module
    }
}
