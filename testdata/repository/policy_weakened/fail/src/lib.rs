pub mod domain;
pub mod generated {
    pub mod table;
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_limit_is_read() {
    // ^^^^^^^^^^^^^^^ policy_weakened: the test `a_limit_is_read` asserts less: `assert!("7".parse::<u32>().is_ok())`, and `assert_eq!("7".parse::<u32>(), Ok(7))` in `base`
        assert!("7".parse::<u32>().is_ok());
    }
}
