//! A parser has an `expect` of its own, which is no `Option::expect`.

pub struct Parser(Vec<char>);

impl Parser {
    pub fn expect(&mut self, wanted: char) -> bool {
        self.0.pop() == Some(wanted)
    }

    pub fn pair(&mut self) -> bool {
        self.expect('(') && self.expect(')')
    }
}
