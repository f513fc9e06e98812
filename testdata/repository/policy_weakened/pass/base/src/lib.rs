pub mod domain;
pub mod generated {
    pub mod table;
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_limit_is_read() {
        assert!("7".parse::<u32>().is_ok());
        assert_eq!(super::domain::inner(), 7);
    }
}
