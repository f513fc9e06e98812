//! Canaries of the gate: files that its rules must find.

use govern_gate::{CONFIG_FILE, Canaries, Canary, Edit};
use govern_workspace::Workspace;
use toml_edit::DocumentMut;

use super::{Repository, bundles::pack::PACK, documents::SCRIPTS, manifests::Member};

/// How the names begin of files that are put in.
const NAME: &str = "govern-canary";

/// What each rule must find.
pub(super) fn canaries(workspace: &Workspace, repository: &Repository) -> Canaries {
    let mut nest = Nest {
        workspace,
        repository,
        canaries: Canaries::default(),
    };
    nest.files();
    nest.bundles();
    nest.documents();
    nest.workflows();
    nest.dependencies();
    nest.licenses();
    nest.canaries.none(
        "policy_weakened",
        "it compares with another version of the rules, which a defect in this one does not change",
    );
    nest.canaries
}

struct Nest<'n> {
    workspace: &'n Workspace,
    repository: &'n Repository,
    canaries: Canaries,
}

impl Nest<'_> {
    fn put(&mut self, rule: &'static str, what: impl Into<String>, edits: Vec<Edit>) {
        self.canaries.made.push(Canary {
            rule,
            of: None,
            what: what.into(),
            edits,
        });
    }

    /// A file at the root.
    fn file(&mut self, rule: &'static str, name: &str, what: &str, bytes: Vec<u8>) {
        let what = format!("{what} in `{name}`");
        self.put(rule, what, vec![Edit::Write(name.to_owned(), bytes)]);
    }

    fn files(&mut self) {
        let elf = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 64]].concat();
        self.file("binary_file", &format!("{NAME}.elf"), "a program", elf);
        self.file(
            "forbidden_file",
            ".env",
            "settings of one machine",
            b"A=1\n".to_vec(),
        );
        let size = self.repository.settings.large_file.max_bytes + 1;
        let what = format!("{size} bytes");
        let text = vec![b'\n'; usize::try_from(size).unwrap_or(usize::MAX)];
        self.file("large_file", &format!("{NAME}-large.txt"), &what, text);
        // Not in one piece, or it would be found here.
        let key = ["AKIA", "Q3TSB7VN", "5XWKDJ2H"].concat();
        let key = format!("key = \"{key}\"\n").into_bytes();
        self.file(
            "secret_in_repository",
            &format!("{NAME}.txt"),
            "a key for AWS",
            key,
        );
        let members = &self.repository.manifests.members;
        let needs_lock = members.iter().any(|member| member.program)
            && !members.iter().any(|member| member.library_for_others);
        if needs_lock {
            let lock = vec![Edit::Remove("Cargo.lock".to_owned())];
            self.put("lock_file_missing", "`Cargo.lock` removed", lock);
        }
    }

    fn bundles(&mut self) {
        let task = format!("  {NAME}:\n    require: [{NAME}/missing.md]\n");
        let before = self.workspace.read_bytes(PACK).unwrap_or_default();
        let before = String::from_utf8(before).unwrap_or_default();
        let after = match before.split_once("\ntasks:\n") {
            Some((above, below)) => format!("{above}\ntasks:\n{task}{below}"),
            None => match before.strip_prefix("tasks:\n") {
                Some(below) => format!("tasks:\n{task}{below}"),
                // Written otherwise: then its own tasks are not there.
                None => format!("tasks:\n{task}"),
            },
        };
        let what = "a required file that is not there";
        self.file("bundle_refused", PACK, what, after.into_bytes());
    }

    fn documents(&mut self) {
        let link = format!("[canary]({NAME}-missing.md)");
        let name = format!("{NAME}-link.md");
        let what = format!("`{link}`");
        self.file("dead_link", &name, &what, format!("{link}\n").into_bytes());
        let paths = || self.repository.files.iter().map(|file| file.path.as_str());
        let scripts = paths().find_map(|path| {
            let (directory, _) = path.rsplit_once('/')?;
            SCRIPTS.contains(&directory).then_some(directory)
        });
        let command = match scripts {
            _ if paths().any(|path| path == CONFIG_FILE) => "cargo govern canari".to_owned(),
            Some(directory) => format!("{directory}/{NAME}-missing.sh"),
            None => {
                let why = "there is neither a govern.toml nor a directory of scripts";
                self.canaries.none("documented_command_missing", why);
                return;
            }
        };
        let name = format!("{NAME}-command.md");
        let what = format!("`{command}`");
        let text = format!("```sh\n{command}\n```\n").into_bytes();
        self.file("documented_command_missing", &name, &what, text);
    }

    fn workflows(&mut self) {
        let steps = [
            ("workflow_action_unpinned", "uses: acme/canary"),
            (
                "workflow_gate_hollow",
                "run: cargo clippy\n        if: false",
            ),
            ("workflow_step_soft", "run: cargo test || true"),
        ];
        for (rule, step) in steps {
            let path = format!(".github/workflows/{NAME}-{}.yml", rule.replace('_', "-"));
            let text = format!(
                "name: canary\non: [push]\njobs:\n  canary:\n    runs-on: ubuntu-latest\n    steps:\n      - {step}\n"
            );
            let what = format!("`{}`", step.replace("\n       ", ","));
            self.file(rule, &path, &what, text.into_bytes());
        }
        if self.repository.settings.workflows.stages.is_empty() {
            return;
        }
        let workflows = self.repository.workflows.iter();
        let gone: Vec<Edit> = workflows
            .map(|workflow| Edit::Remove(workflow.path.clone()))
            .collect();
        if gone.is_empty() {
            let why = "there is no workflow that could be without a stage";
            self.canaries.none("workflow_stage_missing", why);
        } else {
            self.put("workflow_stage_missing", "all workflows removed", gone);
        }
    }

    fn dependencies(&mut self) {
        let member = self.repository.manifests.members.first();
        let Some(manifest) = member.map(|member| self.workspace.path(member.manifest).to_owned())
        else {
            return;
        };
        let declared = [
            (
                "git_dependency",
                NAME,
                "git = \"https://example.org/canary\"",
            ),
            ("lookalike_dependency", "serde-json", "version = \"1\""),
            ("wildcard_dependency", NAME, "version = \"*\""),
            ("lock_file_stale", NAME, "version = \"1\""),
        ];
        for (rule, name, how) in declared {
            if rule == "lock_file_stale" && self.repository.lock.is_none() {
                continue;
            }
            let text = format!("\n[dependencies.{name}]\n{how}\n");
            let what = format!("`{name} = {{ {how} }}` in `{manifest}`");
            let content = self.manifest_with(&manifest, &text);
            self.put(rule, what, content);
        }
        let Some(lock) = &self.repository.lock else {
            return;
        };
        let mut locked = lock.packages.iter();
        let foreign = locked.find(|package| package.source.is_some());
        match foreign {
            None => {
                let why = "no package is locked that could be there twice";
                self.canaries.none("duplicate_dependency", why);
            }
            Some(package) => {
                let (name, source) = (&package.name, package.source.as_deref().unwrap_or_default());
                let text = format!(
                    "\n[[package]]\nname = \"{name}\"\nversion = \"9999.0.0\"\nsource = \"{source}\"\n"
                );
                let what = format!("`{name} 9999.0.0` in `Cargo.lock`");
                let edits = vec![Edit::Append("Cargo.lock".to_owned(), text)];
                self.put("duplicate_dependency", what, edits);
            }
        }
    }

    /// The manifest with more behind it. Two canaries can change it only one after the other.
    fn manifest_with(&self, path: &str, text: &str) -> Vec<Edit> {
        let before = self.workspace.read_bytes(path).unwrap_or_default();
        let bytes = [before.as_slice(), text.as_bytes()].concat();
        vec![Edit::Write(path.to_owned(), bytes)]
    }

    fn licenses(&mut self) {
        if self.repository.settings.licenses.allow.is_none() {
            return;
        }
        let rules = [
            ("license_missing", None),
            ("license_not_allowed", Some("SSPL-1.0")),
            ("license_unreadable", Some("no licence")),
        ];
        let mut members = self.repository.manifests.members.iter();
        let member = members.find(|member| member.published);
        for (rule, license) in rules {
            let edits = member.and_then(|member| self.licensed(member, license));
            let Some((edits, manifest)) = edits else {
                self.canaries.none(rule, "no member may be published");
                continue;
            };
            let what = match license {
                Some(license) => format!("`license = \"{license}\"` in `{manifest}`"),
                None => format!("`license` taken out of `{manifest}`"),
            };
            self.put(rule, what, edits);
        }
    }

    /// The manifest of a member with another licence, or none.
    fn licensed(&self, member: &Member, license: Option<&str>) -> Option<(Vec<Edit>, String)> {
        let (_, text) = self
            .workspace
            .read(self.workspace.path(member.manifest))
            .ok()?;
        let path = self.workspace.path(member.manifest).to_owned();
        let mut document: DocumentMut = text.parse().ok()?;
        let package = document.get_mut("package")?.as_table_like_mut()?;
        package.remove("license");
        package.remove("license-file");
        if let Some(license) = license {
            package.insert("license", toml_edit::value(license));
        }
        let bytes = document.to_string().into_bytes();
        Some((vec![Edit::Write(path.clone(), bytes)], path))
    }
}
