//! Paying, from outside.

#[test]
fn pays() {
    assert!(shop::is_paid(0));
}
