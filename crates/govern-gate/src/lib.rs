//! What a rule and a gate are, and how they run.
