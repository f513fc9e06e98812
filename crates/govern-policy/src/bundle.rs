//! Modules together, with the data that they look things up in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{Mistake, Module, RuleKind, refused};

/// Modules together, with the data that they look things up in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bundle {
    /// The modules, in the order of their paths.
    pub modules: Vec<Module>,
    /// What is below `data`.
    pub data: Value,
}

/// A function: its package, and its name.
type Function = (String, String);

impl Bundle {
    /// The packages that are no tests, by name, with the rows of their modules.
    pub fn packages(&self) -> BTreeMap<String, Vec<usize>> {
        let mut packages: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, module) in self.modules.iter().enumerate() {
            if !module.is_test() {
                packages.entry(module.package_name()).or_default().push(row);
            }
        }
        packages
    }

    /// The rows of all modules that a package reaches; tests count only if they are asked for.
    pub fn reached(&self, package: &str, tests: bool) -> Vec<usize> {
        let mut reached = BTreeSet::new();
        let mut pending: Vec<Vec<String>> = Vec::new();
        // The package itself is taken by its whole name, what it asks for by any part of it.
        let is_of = |module: &Module| tests || !module.is_test();
        for (row, module) in self.modules.iter().enumerate() {
            if module.package_name() == package && is_of(module) {
                reached.insert(row);
                pending.extend(module.asked.iter().cloned());
            }
        }
        while let Some(path) = pending.pop() {
            for (row, module) in self.modules.iter().enumerate() {
                let package = &module.package;
                let is_asked = package.starts_with(&path) || path.starts_with(package);
                if is_asked && is_of(module) && reached.insert(row) {
                    pending.extend(module.asked.iter().cloned());
                }
            }
        }
        reached.into_iter().collect()
    }

    /// What is wrong with modules together: functions that are not there, or that none may call, or that call themselves.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let functions = self.functions();
        let mut calls: BTreeMap<Function, Vec<Function>> = BTreeMap::new();
        for module in &self.modules {
            let package = module.package_name();
            for rule in &module.rules {
                let caller = (package.clone(), rule.name.clone());
                for (path, range) in &rule.calls.0 {
                    let name = path.join(".");
                    match self.called(&package, path, &functions) {
                        Some(function) => {
                            calls.entry(caller.clone()).or_default().push(function);
                        }
                        None if refused::asks(&name).is_some() => {
                            let asks = refused::asks(&name).unwrap_or_default();
                            let text = format!("`{name}` asks {asks}, and a policy may not");
                            let help = "a policy decides by its input and by `data` alone: give it what it needs there";
                            mistakes.push(Mistake::at(&module.path, *range, text).help(help));
                        }
                        None if refused::is_known(&name) => {}
                        None => {
                            let text = format!("there is no function `{name}`");
                            mistakes.push(Mistake::at(&module.path, *range, text));
                        }
                    }
                }
            }
        }
        mistakes.extend(self.recursive(&calls));
        mistakes
    }

    fn functions(&self) -> BTreeSet<Function> {
        let all = self.modules.iter().flat_map(|module| {
            let package = module.package_name();
            module
                .functions()
                .map(move |rule| (package.clone(), rule.name.clone()))
        });
        all.collect()
    }

    /// The function of a module that a call is of.
    fn called(
        &self,
        package: &str,
        path: &[String],
        functions: &BTreeSet<Function>,
    ) -> Option<Function> {
        let function = match path {
            [name] => (package.to_owned(), name.clone()),
            [data, package @ .., name] if data == "data" => (package.join("."), name.clone()),
            _ => return None,
        };
        functions.contains(&function).then_some(function)
    }

    /// Functions that reach themselves by calls: the engine would follow them until its stack ends.
    fn recursive(&self, calls: &BTreeMap<Function, Vec<Function>>) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for module in &self.modules {
            let package = module.package_name();
            for rule in module
                .rules
                .iter()
                .filter(|rule| rule.kind == RuleKind::Function)
            {
                let itself = (package.clone(), rule.name.clone());
                let mut seen = BTreeSet::new();
                let mut open: Vec<&Function> = calls.get(&itself).into_iter().flatten().collect();
                while let Some(function) = open.pop() {
                    if *function == itself {
                        let text = format!("the function `{}` calls itself", rule.name);
                        mistakes.push(Mistake::at(&module.path, rule.range, text));
                        break;
                    }
                    if seen.insert(function) {
                        open.extend(calls.get(function).into_iter().flatten());
                    }
                }
            }
        }
        mistakes
    }
}

#[cfg(test)]
mod tests {
    use crate::Dialect;

    use super::*;

    fn bundle(texts: &[&str]) -> Bundle {
        let modules = texts.iter().enumerate().map(|(row, text)| {
            let (module, mistakes) =
                Module::read(&format!("{row}.rego"), text, Dialect::V1).unwrap();
            assert_eq!(mistakes, []);
            module
        });
        Bundle {
            modules: modules.collect(),
            data: Value::Null,
        }
    }

    #[test]
    fn a_package_reaches_what_it_asks_for_and_nothing_else() {
        let bundle = bundle(&[
            "package a\nimport data.lib.text as t\ndeny contains t.upper(\"x\")\n",
            "package lib.text\nupper(x) := data.lib.words[x]\n",
            "package lib.words\na := 1\n",
            "package other\na := 1\n",
            "package b\ndeny contains \"x\" if data[input.x]\n",
        ]);
        assert_eq!(bundle.reached("a", false), [0, 1, 2]);
        assert_eq!(bundle.reached("other", false), [3]);
        assert_eq!(bundle.reached("b", false), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn calls_lead_to_functions_that_may_be_called() {
        let bundle = bundle(&[
            "package a\nimport data.lib\ndeny contains x if {\n  false\n  x := http.send({})\n}\nwarn contains lib.g(1)\n",
            "package lib\nf(x) := count(x)\nr(x) := s(x)\ns(x) := r(x)\nt := missing.one(1)\n",
        ]);
        let said: Vec<String> = bundle.mistakes().into_iter().map(|it| it.message).collect();
        assert_eq!(
            said,
            [
                "`http.send` asks the network, and a policy may not",
                "there is no function `data.lib.g`",
                "there is no function `missing.one`",
                "the function `r` calls itself",
                "the function `s` calls itself",
            ]
        );
    }
}
