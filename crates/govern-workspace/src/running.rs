//! Running programs over the workspace: only where cargo may run, with an end to waiting.

use std::{
    env, fs,
    io::{self, Read},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use camino::{Utf8Path, Utf8PathBuf};

use crate::{Answer, NoAnswer, Workspace, git::AROUND_HOOKS, tree::Tree};

/// How long to wait before a look whether a program has ended.
const PAUSE: Duration = Duration::from_millis(20);
/// How long a question may take that needs no work.
const LITTLE: Duration = Duration::from_secs(30);

/// Runs programs in the root of a workspace, several at a time if wanted. What they answer is nothing that a gate looks at:
/// no note is taken of it.
#[derive(Debug, Clone)]
pub struct Runner {
    root: Utf8PathBuf,
    /// Whether anything of the workspace may run.
    may_run: bool,
    is_offline: bool,
    /// Where programs are looked for first.
    programs: Option<Utf8PathBuf>,
}

impl Workspace {
    /// Who runs programs in the root.
    pub fn runner(&self) -> Runner {
        // A program would see the disk, not what it is looked at as.
        let is_edited = matches!(&self.tree, Tree::Disk(disk) if disk.is_edited());
        let is_offline = |asked: &[String]| asked.iter().any(|it| it == "--offline");
        Runner {
            root: self.root.clone(),
            may_run: self.answer.is_some() && !is_edited,
            is_offline: self.answer.as_ref().is_some_and(|it| is_offline(&it.1)),
            programs: self.programs.clone(),
        }
    }

    /// The arguments about features with which cargo was asked: for a cargo that is to build the same.
    pub fn feature_arguments(&self) -> Vec<String> {
        let Some(asked) = &self.answer else {
            return Vec::new();
        };
        let mut arguments = asked.1.iter();
        let mut features = Vec::new();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--all-features" | "--no-default-features" => features.push(argument.clone()),
                "--features" => {
                    features.push(argument.clone());
                    features.extend(arguments.next().cloned());
                }
                _ => {}
            }
        }
        features
    }
}

impl Runner {
    /// Whether programs may run: the workspace is on disk, and trusted.
    pub fn may_run(&self) -> bool {
        self.may_run
    }

    /// Whether the network is not to be used.
    pub fn is_offline(&self) -> bool {
        self.is_offline
    }

    /// Whether there is such a program.
    pub fn has(&self, program: &str) -> bool {
        self.program(program).is_ok()
    }

    /// Whether the standard library is there for a platform.
    pub fn has_target(&self, triple: &str) -> Result<bool, NoAnswer> {
        let arguments = ["--print", "target-libdir", "--target", triple];
        let answer = self.run("rustc", &arguments, LITTLE)?;
        let directory = Utf8Path::new(answer.stdout.trim());
        Ok(answer.status == Some(0) && directory.is_absolute() && directory.is_dir())
    }

    /// Runs a program, which may build and so run code of the workspace, and gives what it answers. It has nothing to read,
    /// shows no colours, and is ended after that long.
    pub fn run(
        &self,
        program: &str,
        arguments: &[&str],
        at_most: Duration,
    ) -> Result<Answer, NoAnswer> {
        let path = self.program(program)?;
        let failed = |source| NoAnswer::Failed {
            program: program.to_owned(),
            source,
        };
        let mut command = Command::new(&path);
        command
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TERM_COLOR", "never")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if self.is_offline {
            command.env("CARGO_NET_OFFLINE", "true");
        }
        for name in AROUND_HOOKS {
            command.env_remove(name);
        }
        let mut child = command.spawn().map_err(failed)?;
        let stdout = collect(child.stdout.take());
        let stderr = collect(child.stderr.take());
        let end = Instant::now() + at_most;
        let too_long = || NoAnswer::TooLong {
            program: program.to_owned(),
            after: at_most,
        };
        let Some(status) = wait(&mut child, end).map_err(failed)? else {
            return Err(too_long());
        };
        // Processes that it left behind may keep its output open.
        let rest = |from: mpsc::Receiver<Vec<u8>>| {
            let left = end.saturating_duration_since(Instant::now()).max(PAUSE);
            let bytes = from.recv_timeout(left).map_err(|_| too_long())?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        Ok(Answer {
            status,
            stdout: rest(stdout)?,
            stderr: rest(stderr)?,
        })
    }

    /// Where a program is. One that is named with `/` is a file, from the root.
    pub(crate) fn program(&self, program: &str) -> Result<Utf8PathBuf, NoAnswer> {
        if !self.may_run {
            return Err(NoAnswer::Untrusted);
        }
        let missing = || NoAnswer::Missing(program.to_owned());
        if program.contains('/') {
            return is_program(&self.root.join(program)).ok_or_else(missing);
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let on_path = env::split_paths(&path).filter_map(|it| Utf8PathBuf::from_path_buf(it).ok());
        let name = format!("{program}{}", env::consts::EXE_SUFFIX);
        let mut places = self.programs.iter().cloned().chain(on_path);
        places
            .find_map(|directory| is_program(&directory.join(&name)))
            .ok_or_else(missing)
    }
}

fn is_program(path: &Utf8Path) -> Option<Utf8PathBuf> {
    let data = fs::metadata(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if data.permissions().mode() & 0o111 == 0 {
            return None;
        }
    }
    data.is_file().then(|| path.to_owned())
}

/// Reads all of a stream beside us.
fn collect(stream: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            // What came until it broke is what there is.
            drop(stream.read_to_end(&mut bytes));
        }
        // Nobody may be waiting any more.
        drop(sender.send(bytes));
    });
    receiver
}

/// The exit status; none if it did not end in time, and was ended.
fn wait(child: &mut Child, end: Instant) -> io::Result<Option<Option<i32>>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.code()));
        }
        if Instant::now() >= end {
            // It may have ended just now: fine.
            drop(child.kill());
            drop(child.wait());
            return Ok(None);
        }
        thread::sleep(PAUSE);
    }
}
