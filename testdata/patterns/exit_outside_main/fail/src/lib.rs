//! Orders from a file.

use std::process::exit as give_up;

pub fn load(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|_| give_up(2))
//                                                   ^^^^^^^ exit_outside_main: `orders::load` ends the program
}

pub struct Desk;

impl Drop for Desk {
    fn drop(&mut self) {
        std::process::exit(0);
//      ^^^^^^^^^^^^^^^^^^ exit_outside_main: `orders::Desk::drop` ends the program
    }
}
