//! The program.

fn main() {}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_open_is_paid() {}
}
