//! Fixtures in folders: `testdata/<gate>/<rule>/{fail,pass}`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use govern_diagnostics::{Format, Level, RenderOptions, Tool, render};
use govern_gate::{Gate, Options, Run, Session, run};
use govern_workspace::{LoadOptions, Network, Workspace};

use crate::expectation::{Expectation, compare, expectations};

/// What the rendered findings of a fixture that fails are compared with.
const EXPECTED: &str = "expected.txt";

/// The fixtures of a gate.
#[derive(Clone, Copy)]
struct Fixtures<'g> {
    gate: &'g dyn Gate,
    folder: &'g Path,
}

/// Judges the fixtures of a rule of a gate, in `testdata/<gate>`. In `fail`, what comments ask for is found and nothing else,
/// it is shown as `expected.txt` has it (`SNAPSHOTS=overwrite` writes that), and without the rule there would be nothing.
/// `pass` is silent, and the rule looked at something.
///
/// # Panics
///
/// If something is not as it must be; with all that is not.
pub fn check_rule(gate: &dyn Gate, folder: &Path, rule: &str) {
    let fixtures = Fixtures { gate, folder };
    let judged = [
        ("fail", fixtures.fails(rule)),
        ("pass", fixtures.passes(rule)),
    ];
    let wrong = judged.into_iter().filter_map(|(fixture, judged)| {
        let text = judged.err()?;
        Some(format!("{rule}/{fixture}:\n{text}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What a gate finds in the fixture `fail` of a rule.
///
/// # Panics
///
/// If it cannot be loaded.
pub fn run_failing(gate: &dyn Gate, folder: &Path, rule: &str) -> Run {
    let fixtures = Fixtures { gate, folder };
    let run = fixtures.run(&folder.join(rule).join("fail"), &[]);
    run.unwrap_or_else(|error| panic!("{rule}: {error}"))
}

/// That there is a folder of fixtures for each rule of a gate, and no other.
///
/// # Panics
///
/// If that is not so.
pub fn check_folders(gate: &dyn Gate, folder: &Path) {
    let rules: Vec<&str> = gate.rules().iter().map(|info| info.name).collect();
    let folders: Vec<String> = entries(folder)
        .iter()
        .filter(|path| path.is_dir())
        .map(|path| name(path))
        .collect();
    let folder = folder.display();
    assert_eq!(
        folders, rules,
        "there is one folder in {folder} for each rule"
    );
}

impl Fixtures<'_> {
    fn fails(self, rule: &str) -> Result<(), String> {
        let fixture = self.folder.join(rule).join("fail");
        let expectations = expected(&fixture)?;
        let is_own = |asked: &Expectation| {
            asked.rule == rule || asked.rule == format!("{}::{rule}", self.gate.name())
        };
        if expectations.is_empty() || !expectations.iter().all(is_own) {
            return Err("it must ask for findings of its own rule, and for no others".to_owned());
        }
        let run = self.run(&fixture, &[])?;
        compare(&expectations, &run.report.diagnostics, &run.sources)?;
        let without = self.run(&fixture, &[(Level::Allow, rule.to_owned())])?;
        compare(&[], &without.report.diagnostics, &without.sources)
            .map_err(|text| format!("it is not green without its rule:\n{text}"))?;
        compare_rendered(&run, &fixture.join(EXPECTED))
    }

    fn passes(self, rule: &str) -> Result<(), String> {
        let fixture = self.folder.join(rule).join("pass");
        if let [asked, ..] = &expected(&fixture)?[..] {
            return Err(format!("it asks for a finding: {asked}"));
        }
        let run = self.run(&fixture, &[])?;
        compare(&[], &run.report.diagnostics, &run.sources)?;
        let looked = run
            .report
            .rules
            .iter()
            .find(|it| it.info.name == rule && it.info.gate == self.gate.name());
        match looked {
            Some(looked) if looked.checked > 0 => Ok(()),
            _ => Err("the rule looked at nothing".to_owned()),
        }
    }

    fn run(self, fixture: &Path, levels: &[(Level, String)]) -> Result<Run, String> {
        let manifest = fixture.join("Cargo.toml").to_string_lossy().into_owned();
        let load = LoadOptions {
            manifest_path: Some(manifest.into()),
            network: Network {
                offline: true,
                locked: true,
            },
            cache: false,
            programs: programs(self.folder).map(Into::into),
            ..LoadOptions::default()
        };
        let workspace =
            Workspace::load(&load).map_err(|error| format!("it cannot be loaded: {error}"))?;
        let options = Options {
            tool: Tool::subcommand(self.gate.name()),
            levels: levels.to_vec(),
            ..Options::new(crate::today())
        };
        Ok(run(&[self.gate], &Session::new(workspace, options)))
    }
}

/// What the comments in the files of a fixture ask for.
fn expected(fixture: &Path) -> Result<Vec<Expectation>, String> {
    if !fixture.join("Cargo.toml").is_file() {
        return Err("there is no `Cargo.toml`".to_owned());
    }
    let mut all = Vec::new();
    let mut open = vec![fixture.to_owned()];
    while let Some(folder) = open.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = fs::read_to_string(&path)
                && name(&path) != EXPECTED
            {
                let inside = path.strip_prefix(fixture).expect("a file of the fixture");
                all.extend(expectations(
                    &inside.to_string_lossy().replace('\\', "/"),
                    &text,
                ));
            }
        }
    }
    all.sort();
    Ok(all)
}

fn compare_rendered(run: &Run, path: &Path) -> Result<(), String> {
    let mut bytes = Vec::new();
    let rendered = render(
        Format::Human,
        &run.report,
        &run.sources,
        &RenderOptions::default(),
        &mut bytes,
    );
    rendered.map_err(|error| error.to_string())?;
    // What other rules looked at is not what this fixture is about.
    let text = String::from_utf8_lossy(&bytes);
    let findings = text.rfind("\n\n").map_or("", |end| &text[..=end]);
    let expected = snapbox::Data::read_from(path, None).raw();
    let assert = snapbox::Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    assert
        .try_eq(None, findings.to_owned().into(), expected)
        .map_err(|error| error.to_string())
}

/// Where programs are that stand for those that rules run: `programs`, beside the folders of the gates.
fn programs(folder: &Path) -> Option<String> {
    let folder = folder.parent()?.join("programs").canonicalize().ok()?;
    folder.to_str().map(str::to_owned)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
