//! The words by which crates and modules say what they are among ports and adapters.

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    /// It is in this layer.
    Layer(&'static str),
    /// It drives the application, or puts everything together: the code says which.
    Edge,
    /// The domain, where there is none that is called so, and something is an adapter.
    Core,
    /// The application, in a crate or beside modules that are the domain or ports.
    Service,
    /// What reads the configuration: nothing inside uses it, or it stands below all.
    Settings,
    /// What all stand on, if it uses none of them.
    Common,
}

impl Says {
    /// Whether it is only right where the code does not contradict it, so that it is tried without it, too.
    pub(super) fn is_soft(self) -> bool {
        !matches!(self, Says::Layer(_))
    }
}

/// What the own name of a module says, besides those that the preset knows. `top` is one right below the root of its crate.
pub(super) fn of_module(name: &str, top: bool) -> Option<Says> {
    let says = of_word(name).or(match name {
        "entities" | "entity" | "model" | "models" => Some(Says::Core),
        "service" | "services" => Some(Says::Service),
        "config" | "configuration" | "settings" | "bootstrap" | "startup" | "composition"
        | "composition_root" | "wiring" => Some(Says::Settings),
        "common" | "util" | "utils" | "kernel" | "support" | "error" | "errors" | "telemetry"
        | "logging" => Some(Says::Common),
        _ => None,
    })?;
    // Deeper, a common word is about what is around it.
    (top || matches!(says, Says::Layer(_))).then_some(says)
}

/// What the name of a crate says, by its last word, or else by its `first` one; or else the directory that it is in.
pub(super) fn of_crate(first: &str, last: &str, directory: Option<&str>) -> Option<Says> {
    let begins = || of_word(first).filter(|says| matches!(says, Says::Layer(_)));
    let common = || match last {
        "common" | "util" | "utils" | "kernel" | "telemetry" | "config" => Some(Says::Common),
        _ => None,
    };
    let around = || match directory? {
        "apps" | "bins" => Some(Says::Layer("entrypoint")),
        "lib" | "libs" => Some(Says::Common),
        "adapter" | "adapters" => Some(Says::Layer("adapter")),
        word => of_word(word).filter(|says| matches!(says, Says::Layer(_))),
    };
    of_word(last)
        .or_else(begins)
        .or_else(around)
        .or_else(common)
}

/// What a word says wherever it stands.
fn of_word(word: &str) -> Option<Says> {
    Some(match word {
        "infrastructure" | "infra" | "inbound" | "outbound" | "primary" | "secondary"
        | "driving" | "driven" | "gateway" | "gateways" | "persistence" => Says::Layer("adapter"),
        "usecase" | "usecases" | "use_case" | "use_cases" | "interactor" | "interactors" => {
            Says::Layer("application")
        }
        "presentation" | "web" | "http" | "rest" | "grpc" | "graphql" | "api" | "cmd" | "cli"
        | "ui" | "server" => Says::Edge,
        "core" => Says::Core,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_say_something_only_at_the_top() {
        assert_eq!(of_module("http", true), Some(Says::Edge));
        assert_eq!(of_module("http", false), None);
        assert_eq!(of_module("outbound", false), Some(Says::Layer("adapter")));
        assert_eq!(of_module("money", true), None);
    }

    #[test]
    fn the_name_of_a_crate_says_more_than_its_directory() {
        let adapter = Some(Says::Layer("adapter"));
        assert_eq!(of_crate("shop", "infra", Some("libs")), adapter);
        assert_eq!(of_crate("infra", "postgres", Some("libs")), adapter);
        assert_eq!(of_crate("postgres", "postgres", Some("outbound")), adapter);
        assert_eq!(of_crate("http", "body", Some("crates")), None);
        assert_eq!(
            of_crate("worker", "worker", Some("apps")),
            Some(Says::Layer("entrypoint"))
        );
        // `*-models`, `*-services` of some product are no layers.
        assert_eq!(of_crate("project", "model", None), None);
    }
}
