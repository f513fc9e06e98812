//! What a server allows its users, from its configuration.

mod conf;

use std::collections::BTreeSet;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Error, Session};

use self::conf::{Node, Value};
use crate::config::NatsConfig;
use crate::subjects::{Pattern, Subjects};
use crate::told::Told;

/// A user of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) publish: Permission,
    pub(crate) subscribe: Permission,
    /// Whether replies to what it hears are allowed.
    pub(crate) responses: bool,
    /// The program that connects as this user, if one is known to.
    pub(crate) service: Option<String>,
}

/// What is allowed in one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Permission {
    /// Everything, if none is said.
    pub(crate) allow: Option<Vec<(Pattern, Span)>>,
    pub(crate) deny: Vec<(Pattern, Span)>,
}

impl Permission {
    /// The sets that are allowed.
    pub(crate) fn allowed(&self) -> Vec<Pattern> {
        match &self.allow {
            Some(allow) => allow.iter().map(|(it, _)| it.clone()).collect(),
            None => Pattern::parse(">").into_iter().collect(),
        }
    }
}

/// The users of all configurations that are named.
pub(crate) fn users(
    session: &Session,
    config: &NatsConfig,
    found: &Subjects,
    told: &mut Told,
) -> Result<Vec<User>, Error> {
    let mut users = Vec::new();
    for glob in &config.permissions {
        let files = session.workspace().find_files(&[glob.get_ref()])?;
        told.selectors.push((
            session.config_span(glob.span()),
            "server configuration",
            glob.get_ref().clone(),
            files.len(),
        ));
        for path in files {
            match conf::read(session.workspace(), &path) {
                Ok(root) => of_file(&root, &mut users, &mut told.mistakes),
                Err(mistake) => told.mistakes.push(*mistake),
            }
        }
    }
    let programs: BTreeSet<&str> = found.services.names().chain(found.packages()).collect();
    for (program, user) in &config.users {
        let is_program = programs.contains(program.get_ref().as_str());
        let span = session.config_span(program.span());
        told.selectors.push((
            span,
            "program",
            program.get_ref().clone(),
            usize::from(is_program),
        ));
        let named = users.iter_mut().filter(|it| it.name == *user.get_ref());
        let mut count = 0;
        for it in named {
            it.service = Some(program.get_ref().clone());
            count += 1;
        }
        let span = session.config_span(user.span());
        told.selectors
            .push((span, "user", user.get_ref().clone(), count));
    }
    // Who is called like a program is that program.
    for user in users.iter_mut().filter(|it| it.service.is_none()) {
        user.service = found
            .services
            .names()
            .find(|it| *it == user.name)
            .map(str::to_owned);
    }
    // Of one program and one user, it is clear who is who.
    let mut names = found.services.names();
    if let ([user], Some(only), None) = (&mut users[..], names.next(), names.next())
        && user.service.is_none()
    {
        user.service = Some(only.to_owned());
    }
    Ok(users)
}

fn of_file(root: &Node, users: &mut Vec<User>, mistakes: &mut Vec<Diagnostic>) {
    if let Some(authorization) = root.get(&["authorization"]) {
        of_account(authorization, users, mistakes);
        // A single user stands without a list.
        if authorization.get(&["user", "username"]).is_some() {
            users.extend(user(authorization, None, mistakes));
        }
    }
    if let Some(Value::Map(accounts)) = root.get(&["accounts"]).map(|it| &it.value) {
        for (_, account) in accounts {
            of_account(account, users, mistakes);
        }
    }
}

fn of_account(account: &Node, users: &mut Vec<User>, mistakes: &mut Vec<Diagnostic>) {
    let default = account.get(&["default_permissions", "default_permission"]);
    if let Some(list) = account.get(&["users"]) {
        users.extend(
            list.items()
                .iter()
                .filter_map(|it| user(it, default, mistakes)),
        );
    }
}

fn user(node: &Node, default: Option<&Node>, mistakes: &mut Vec<Diagnostic>) -> Option<User> {
    let named = node.get(&["user", "username", "nkey"])?;
    let permissions = node
        .get(&["permissions", "permission", "authorization"])
        .or(default);
    let side = |names: &[&str], mistakes: &mut Vec<Diagnostic>| {
        let of = permissions.and_then(|it| it.get(names));
        of.map(|it| permission(it, mistakes)).unwrap_or_default()
    };
    let publish = side(&["publish", "pub", "import"], mistakes);
    let subscribe = side(&["subscribe", "sub", "export"], mistakes);
    let responses = permissions.and_then(|it| it.get(&["allow_responses", "allow_response"]));
    Some(User {
        name: match &named.value {
            Value::Text(name) => name.clone(),
            Value::Outside(variable) => format!("${variable}"),
            _ => return None,
        },
        span: named.span,
        publish,
        subscribe,
        responses: responses.is_some_and(|it| it.text() != Some("false")),
        service: None,
    })
}

fn permission(node: &Node, mistakes: &mut Vec<Diagnostic>) -> Permission {
    match &node.value {
        Value::Map(_) => Permission {
            allow: node.get(&["allow"]).map(|it| subjects(it, mistakes)),
            deny: node
                .get(&["deny"])
                .map(|it| subjects(it, mistakes))
                .unwrap_or_default(),
        },
        _ => Permission {
            allow: Some(subjects(node, mistakes)),
            deny: Vec::new(),
        },
    }
}

fn subjects(node: &Node, mistakes: &mut Vec<Diagnostic>) -> Vec<(Pattern, Span)> {
    let mut found = Vec::new();
    for item in node.items() {
        let Some(text) = item.text() else {
            let what = match &item.value {
                Value::Outside(name) => {
                    format!("`${name}` comes from the environment, and is not known here")
                }
                _ => "a subject is expected".to_owned(),
            };
            mistakes.push(Diagnostic::config(what).at(item.span));
            continue;
        };
        // A queue may stand behind it.
        let subject = text.split_whitespace().next().unwrap_or_default();
        match Pattern::parse(subject) {
            Ok(pattern) => found.push((pattern, item.span)),
            Err(why) => mistakes.push(
                Diagnostic::config(format!("`{text}` is no subject"))
                    .at(item.span)
                    .note(why),
            ),
        }
    }
    found
}
