//! The program.

fn main() {
    let _ = (std::env::args(), envy::from_env(), option_env!("HOME"));
}
