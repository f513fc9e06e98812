//! Settings of the order desk, read without a thought for what may be missing.

use std::collections::BTreeMap;

pub struct Config(BTreeMap<String, String>);

impl Config {
    pub fn port(&self) -> u16 {
        self.0.get("port").unwrap().parse().expect("")
        //                 ^^^^^^ unwrap_in_production: `unwrap` in production code
        //                                  ^^^^^^ unwrap_in_production: `expect` with an empty text
    }

    pub fn line(&self) -> String {
        format!("listening on {}", self.0.get("host").unwrap())
        //                                            ^^^^^^ unwrap_in_production: `unwrap` in production code
    }
}

pub fn numbers(words: &[&str]) -> Vec<u64> {
    words.iter().map(|word| word.parse()).map(Result::unwrap).collect()
    //                                        ^^^^^^^^^^^^^^ unwrap_in_production: `unwrap` is passed along
}
