//! A test may unwrap what it likes.

#[test]
fn numbers_are_read() {
    assert_eq!("7".parse::<u8>().unwrap(), 7);
}
