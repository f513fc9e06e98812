pub mod domain;
pub mod generated {
    pub mod table;
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_limit_is_read() {
        assert_eq!("7".parse::<u32>(), Ok(7));
    }
}
