//! The desk as a whole.

#[test]
fn nothing_is_left() {
    if orders::load("none").is_ok() {
        std::process::exit(1);
    }
}
