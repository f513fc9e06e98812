//! How often something is tried.

#[derive(Debug, Clone, Copy)]
pub struct Patience {
    pub tries: u32,
}

pub fn patience() -> Patience {
    Patience { tries: 3 }
}
