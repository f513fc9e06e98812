//! What is put in beside what the program says and hears: functions behind the code that uses the client.

use std::collections::BTreeSet;
use std::sync::Arc;

use govern_diagnostics::Span;
use govern_gate::Edit;
use govern_workspace::TargetKind;

use crate::canaries::Nest;
use crate::canaries::tables::Table;
use crate::direction::Direction;
use crate::subjects::Pattern;
use crate::traffic::{Declared, Traffic};

/// A subject that nobody else uses.
const SUBJECT: &str = "govern.canary";

pub(super) fn added(nest: &mut Nest<'_>, traffic: &Traffic) {
    unused(nest, traffic);
    let users = users(nest, traffic);
    let Some(user) = users.first() else {
        nest.none(
            &[
                "dedup_window_too_short",
                "event_loop",
                "several_publishers",
                "stream_without_limits",
                "streams_overlap",
                "subject_undeclared",
                "subject_without_stream",
            ],
            "no package of the workspace uses async-nats",
        );
        return;
    };
    let mut put = |rule: &'static str, what: &str, code: String| {
        let text = format!("{}\n{code}", user.text);
        nest.write(rule, what, &user.path, text);
    };
    if !traffic.declared.is_empty() {
        let what = format!("`{SUBJECT}` is published");
        put("subject_undeclared", &what, published(SUBJECT));
    }
    put(
        "event_loop",
        &format!("what hears `{SUBJECT}` publishes it"),
        format!(
            "async fn govern_canary(client: ::async_nats::Client) {{\n    \
             let mut heard = client.subscribe(\"{SUBJECT}\").await.unwrap();\n    \
             while let Some(message) = heard.next().await {{\n        \
             let _ = client.publish(\"{SUBJECT}\", message.payload).await;\n    }}\n}}\n"
        ),
    );
    put(
        "stream_without_limits",
        "there is a stream without limits",
        stream(SUBJECT, ""),
    );
    put(
        "dedup_window_too_short",
        "there is a stream that forgets ids before a consumer gets a message for the last time",
        format!(
            "{}\nasync fn govern_canary_consumer(context: ::async_nats::jetstream::Context) {{\n    \
             let headers = ::async_nats::HeaderMap::new();\n    \
             let _ = context.publish_with_headers(\"{SUBJECT}\", headers, \"\".into()).await;\n    \
             let stream = context.get_stream(\"GOVERN_CANARY\").await.unwrap();\n    \
             let _ = stream.create_consumer(::async_nats::jetstream::consumer::pull::Config {{\n        \
             durable_name: Some(\"govern_canary\".to_owned()),\n        \
             ack_wait: ::std::time::Duration::from_secs(600),\n        \
             max_deliver: 9,\n        ..Default::default()\n    }}).await;\n}}\n",
            stream(
                SUBJECT,
                "duplicate_window: ::std::time::Duration::from_secs(1),"
            )
        ),
    );
    let streams = &traffic.now.streams;
    let kept = streams.iter().flat_map(|it| it.subjects.iter().flatten());
    let kept: Vec<&Pattern> = kept.filter(|it| !it.is_of_system()).collect();
    let (subject, other) = match kept.first() {
        Some(first) => (first.to_string(), String::new()),
        None => {
            let other = stream(SUBJECT, LIMIT);
            let other = other.replace("GOVERN_CANARY", "GOVERN_CANARY_TOO");
            (
                SUBJECT.to_owned(),
                other.replace("fn govern_canary", "fn govern_canary_too"),
            )
        }
    };
    put(
        "streams_overlap",
        &format!("one more stream keeps `{subject}`"),
        format!("{}{other}", stream(&subject, LIMIT)),
    );
    let is_unknown = streams.iter().any(|it| it.subjects.is_none())
        || traffic.now.opaque.iter().any(|it| it.is_stream);
    let own = Pattern::parse(SUBJECT).expect("it is a subject");
    let is_kept = kept.iter().any(|it| it.overlaps(&own));
    if !is_unknown && !is_kept {
        let beside = match streams.is_empty() {
            true => stream("govern.other", LIMIT),
            false => String::new(),
        };
        put(
            "subject_without_stream",
            &format!("`{SUBJECT}` is published to a stream"),
            format!(
                "{beside}async fn govern_canary_stored(context: ::async_nats::jetstream::Context) {{\n    \
                 let _ = context.publish(\"{SUBJECT}\", \"\".into()).await;\n}}\n"
            ),
        );
    }
    several(nest, traffic, &users);
}

const LIMIT: &str = "max_age: ::std::time::Duration::from_secs(60),";

fn published(subject: &str) -> String {
    format!(
        "async fn govern_canary(client: ::async_nats::Client) {{\n    \
         let _ = client.publish(\"{subject}\", \"\".into()).await;\n}}\n"
    )
}

fn stream(subject: &str, more: &str) -> String {
    format!(
        "async fn govern_canary(context: ::async_nats::jetstream::Context) {{\n    \
         let _ = context.create_stream(::async_nats::jetstream::stream::Config {{\n        \
         name: \"GOVERN_CANARY\".to_owned(),\n        \
         subjects: vec![\"{subject}\".to_owned()],\n        {more}\n        \
         ..Default::default()\n    }}).await;\n}}\n"
    )
}

/// A file of a package that uses the client.
pub(super) struct User {
    pub(super) package: String,
    pub(super) path: String,
    pub(super) text: Arc<str>,
}

/// One file of each package that uses the client: where it says or hears something, or else its root.
pub(super) fn users(nest: &Nest<'_>, traffic: &Traffic) -> Vec<User> {
    let workspace = nest.ground.session.workspace();
    let mut users: Vec<User> = Vec::new();
    let mut take = |package: &str, found: Option<(&str, Arc<str>)>| {
        if let (Some((path, text)), false) = (found, users.iter().any(|it| it.package == package)) {
            users.push(User {
                package: package.to_owned(),
                path: path.to_owned(),
                text,
            });
        }
    };
    let place = |span: Span| {
        // What stands in a library may be called by others, who decide.
        let packages = workspace.packages_of(span.file).first()?;
        Some((workspace.package(*packages).name.as_str(), span.file))
    };
    for site in &traffic.now.sites {
        if let Some((package, file)) = place(site.span) {
            take(package, nest.text(file));
        }
    }
    for package in workspace.packages() {
        let uses = |it: &&govern_workspace::Dependency| {
            it.crate_name == "async_nats" && it.active && it.in_production
        };
        let root = package
            .targets
            .iter()
            .find(|target| matches!(target.kind, TargetKind::Lib | TargetKind::Bin));
        if let (Some(_), Some(root)) = (package.dependencies.iter().find(uses), root) {
            take(&package.name, nest.text(root.root));
        }
    }
    users
}

/// Two programs publish to one subject.
fn several(nest: &mut Nest<'_>, traffic: &Traffic, users: &[User]) {
    let services = &traffic.now.services;
    let pairs = users
        .iter()
        .enumerate()
        .flat_map(|(row, second)| users[..row].iter().map(move |first| (first, second)));
    let mut apart = pairs.filter(|(first, second)| {
        let ours: BTreeSet<&str> = services.of(&first.package);
        let theirs = services.of(&second.package);
        ours.difference(&theirs).next().is_some() && theirs.difference(&ours).next().is_some()
    });
    match apart.next() {
        Some((first, second)) => {
            let edit = |user: &User| {
                let text = format!("{}\n{}", user.text, published(SUBJECT));
                Edit::Write(user.path.clone(), text.into_bytes())
            };
            let (one, other) = (&first.package, &second.package);
            let what = format!("`{one}` and `{other}` publish `{SUBJECT}`");
            let edits = vec![edit(first), edit(second)];
            nest.put("several_publishers", what, edits);
        }
        None => nest.none(
            &["several_publishers"],
            "no two programs of the workspace use async-nats, each in code of its own",
        ),
    }
}

/// A contract whose subject nothing uses.
fn unused(nest: &mut Nest<'_>, traffic: &Traffic) {
    let is_unknown = |declared: &Declared| {
        let out: &[bool] = match declared.direction {
            Direction::Publishes => &[true],
            Direction::Consumes => &[false],
            Direction::Both => &[true, false],
            Direction::Persists => &[],
        };
        let unknown = |&out: &bool| traffic.now.opaque_going(out).next().is_some();
        out.is_empty() || out.iter().any(unknown)
    };
    let manifest = &nest.ground.declared.manifest;
    for declared in traffic.declared.iter().filter(|it| !is_unknown(it)) {
        let payload = manifest
            .get(&declared.id)
            .and_then(|it| it.payload.as_ref());
        let table = Table::around(nest, declared.span);
        if let (Some(payload), Some(table)) = (payload, table) {
            let direction = match declared.direction {
                Direction::Both => "both",
                other => other.as_str(),
            };
            let lines = format!(
                "subject = \"{SUBJECT}\"\npayload = \"{}\"\ndirection = \"{direction}\"",
                payload.text
            );
            let what = format!("there is a contract with the subject `{SUBJECT}`");
            table.add(nest, "subject_unused", &what, &lines);
            return;
        }
    }
    nest.none(
        &["subject_unused"],
        "some subject that is used in a direction that is declared is not known, and may be any",
    );
}
