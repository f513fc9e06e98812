//! What is measured, and under which names.

/// Takes figures. It never fails and never waits.
pub trait Telemetry: Send + Sync {
    /// So many more.
    fn add(&self, metric: Metric, by: u64);

    /// It is so much now.
    fn set(&self, metric: Metric, value: u64);
}

/// Everything that is measured: the registry of names. A name that was published keeps its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Requests that arrived.
    Requests,
    /// Requests that were refused unread because too many waited.
    RequestsShed,
    /// Requests of senders whom the desk does not listen to.
    RequestsDenied,
    /// Requests that are being dealt with or wait for it.
    RequestsInFlight,
    /// Microseconds from the arrival of requests to their replies, all together.
    RequestMicros,
    /// Commands that were accepted.
    CommandsAccepted,
    /// Commands that the rules refused.
    CommandsRejected,
    /// Commands that failed.
    CommandsFailed,
    /// Events that the log did not have before.
    EventsPublished,
    /// Events that the log had already.
    EventsRepeated,
    /// Announcements that were postponed after a failure.
    RelayPostponed,
    /// Announcements that were given up.
    RelayBuried,
    /// Announcements that are not confirmed.
    RelayLag,
    /// Events that boards took in, or knew.
    EventsProjected,
    /// Events that could not be taken in and come again.
    ProjectorPostponed,
    /// Events that are not acknowledged.
    ProjectorLag,
    /// Events of orders that the stock agrees with.
    EventsFulfilled,
    /// Events of orders that the stock could not be brought to agree with, and that come again.
    FulfilmentPostponed,
    /// Events of orders that the store does not have, given up.
    FulfilmentGivenUp,
    /// Events of orders that the stock does not agree with yet.
    FulfilmentLag,
    /// Orders that were cancelled because an article ran short.
    OutOfStock,
    /// Dead letters that are kept.
    DeadLetters,
    /// How often the connection to the server was lost.
    Disconnects,
    /// Commands that a module was asked about.
    ModuleCalls,
    /// Commands about which a module said nothing that could be used, or could not be asked.
    ModuleFailures,
    /// Whether the module in use is left alone because it failed too often: 1 or 0.
    ModuleResting,
    /// Modules that were taken into use.
    ModulesTaken,
    /// Modules that failed in use and gave way to the one before them.
    ModulesWithdrawn,
}

/// How a figure behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It grows from 0 while the program runs.
    Counter,
    /// It is what it is now.
    Gauge,
}

impl Metric {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 28] = [
        Self::Requests,
        Self::RequestsShed,
        Self::RequestsDenied,
        Self::RequestsInFlight,
        Self::RequestMicros,
        Self::CommandsAccepted,
        Self::CommandsRejected,
        Self::CommandsFailed,
        Self::EventsPublished,
        Self::EventsRepeated,
        Self::RelayPostponed,
        Self::RelayBuried,
        Self::RelayLag,
        Self::EventsProjected,
        Self::ProjectorPostponed,
        Self::ProjectorLag,
        Self::EventsFulfilled,
        Self::FulfilmentPostponed,
        Self::FulfilmentGivenUp,
        Self::FulfilmentLag,
        Self::OutOfStock,
        Self::DeadLetters,
        Self::Disconnects,
        Self::ModuleCalls,
        Self::ModuleFailures,
        Self::ModuleResting,
        Self::ModulesTaken,
        Self::ModulesWithdrawn,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requests => "orders_requests_total",
            Self::RequestsShed => "orders_requests_shed_total",
            Self::RequestsDenied => "orders_requests_denied_total",
            Self::RequestsInFlight => "orders_requests_in_flight",
            Self::RequestMicros => "orders_request_micros_total",
            Self::CommandsAccepted => "orders_commands_accepted_total",
            Self::CommandsRejected => "orders_commands_rejected_total",
            Self::CommandsFailed => "orders_commands_failed_total",
            Self::EventsPublished => "orders_events_published_total",
            Self::EventsRepeated => "orders_events_repeated_total",
            Self::RelayPostponed => "orders_relay_postponed_total",
            Self::RelayBuried => "orders_relay_buried_total",
            Self::RelayLag => "orders_relay_lag",
            Self::EventsProjected => "orders_events_projected_total",
            Self::ProjectorPostponed => "orders_projector_postponed_total",
            Self::ProjectorLag => "orders_projector_lag",
            Self::EventsFulfilled => "orders_events_fulfilled_total",
            Self::FulfilmentPostponed => "orders_fulfilment_postponed_total",
            Self::FulfilmentGivenUp => "orders_fulfilment_given_up_total",
            Self::FulfilmentLag => "orders_fulfilment_lag",
            Self::OutOfStock => "orders_out_of_stock_total",
            Self::DeadLetters => "orders_dead_letters",
            Self::Disconnects => "orders_disconnects_total",
            Self::ModuleCalls => "orders_module_calls_total",
            Self::ModuleFailures => "orders_module_failures_total",
            Self::ModuleResting => "orders_module_resting",
            Self::ModulesTaken => "orders_modules_taken_total",
            Self::ModulesWithdrawn => "orders_modules_withdrawn_total",
        }
    }

    /// How it behaves.
    pub const fn kind(self) -> Kind {
        match self {
            Self::RequestsInFlight
            | Self::RelayLag
            | Self::ProjectorLag
            | Self::FulfilmentLag
            | Self::DeadLetters
            | Self::ModuleResting => Kind::Gauge,
            _ => Kind::Counter,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// AC: AC-OPS-001
    #[test]
    fn names_differ_and_say_what_is_a_counter() {
        let names: BTreeSet<_> = Metric::ALL.map(Metric::name).into();
        assert_eq!(names.len(), Metric::ALL.len());
        for (place, metric) in Metric::ALL.into_iter().enumerate() {
            let name = metric.name();
            assert_eq!(metric as usize, place, "`{name}` is listed in its place");
            assert!(name.starts_with("orders_"), "{name}");
            assert_eq!(
                name.ends_with("_total"),
                metric.kind() == Kind::Counter,
                "{name}"
            );
        }
    }
}
