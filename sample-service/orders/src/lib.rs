//! The order desk without any technology: domain, ports and application.
