pub fn good() {}

pub fn bad( {
