//! What is said on the wire about orders, by version, and its mapping to the domain.
