//! The order service: reads the configuration, wires the adapters to the application and runs it.
