//! Since when the lines of a file are as they are.

use crate::{Error, Workspace, tree::Tree};

impl Workspace {
    /// When each line of a file was written, in seconds since the start of 1970, as git has it; none for a line that is not committed
    /// yet. None for all of them where nobody knows: without git, without a commit that has the file, in a history that was cut off, in a
    /// checkout that is not trusted.
    ///
    /// # Errors
    ///
    /// If git does not start, or does not answer.
    pub fn line_times(&self, path: &str) -> Result<Option<Vec<Option<u64>>>, Error> {
        let Tree::Disk(disk) = &self.tree else {
            return Ok(None);
        };
        let git = self.git();
        // Git would run filters over the file.
        let is_known = !git.is_apart() && !disk.is_edited() && self.is_shallow() == Some(false);
        if !is_known || self.head().is_none() {
            return Ok(None);
        }
        // What git would say tomorrow nobody knows.
        self.notes.lose();
        let arguments = [
            "blame",
            "--root",
            "--line-porcelain",
            "--no-textconv",
            "--",
            path,
        ];
        let answer = git.run(&arguments)?;
        if !answer.status.success() {
            return Ok(None);
        }
        Ok(Some(times(&String::from_utf8_lossy(&answer.stdout))))
    }
}

/// The times in what `git blame --line-porcelain` writes: a commit, what is known of it, and the line behind a tab.
pub(crate) fn times(answer: &str) -> Vec<Option<u64>> {
    let mut times = Vec::new();
    let (mut commit, mut time) = (None, None);
    for line in answer.lines() {
        if line.starts_with('\t') {
            let is_committed = commit.is_some_and(|id: &str| id.bytes().any(|it| it != b'0'));
            times.push(time.take().filter(|_| is_committed));
            commit = None;
        } else if commit.is_none() {
            commit = line.split(' ').next();
        } else if let Some(seconds) = line.strip_prefix("author-time ") {
            time = seconds.parse().ok();
        }
    }
    times
}

#[cfg(test)]
mod tests {
    use super::times;

    #[test]
    fn each_line_has_the_time_of_its_commit_and_what_is_not_committed_has_none() {
        let answer = "\
1f2e 1 1 1
author A
author-time 1500000000
committer-time 1600000000
filename a
\tauthor-time 7
0000000000000000000000000000000000000000 2 2 1
author-time 1700000000
filename a
\t
";
        assert_eq!(times(answer), [Some(1_500_000_000), None]);
        assert_eq!(times(""), []);
    }
}
