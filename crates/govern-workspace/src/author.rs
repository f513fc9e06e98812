//! Who works on the workspace, and on which commit: what records of decisions bear.

use crate::{Workspace, tree::Tree};

impl Workspace {
    /// The name and address that git would give to a commit: `Somebody <somebody@example.org>`. None without git, or if it
    /// was never told.
    pub fn author(&self) -> Option<String> {
        let name = self.ask_git(&["config", "user.name"])?;
        Some(match self.ask_git(&["config", "user.email"]) {
            Some(address) => format!("{name} <{address}>"),
            None => name,
        })
    }

    /// The commit that is checked out; none if there is none yet, or no git.
    pub fn head(&self) -> Option<String> {
        self.ask_git(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
    }

    /// Whether git has only the last commits of the history; none if git does not track the workspace.
    pub fn is_shallow(&self) -> Option<bool> {
        let answer = self.ask_git(&["rev-parse", "--is-shallow-repository"])?;
        Some(answer == "true")
    }

    fn ask_git(&self, arguments: &[&str]) -> Option<String> {
        let Tree::Disk(_) = &self.tree else {
            return None;
        };
        let answer = self.git().run(arguments).ok()?;
        let text = String::from_utf8(answer.stdout).ok()?;
        let text = text.trim();
        (answer.status.success() && !text.is_empty()).then(|| text.to_owned())
    }
}
