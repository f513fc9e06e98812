//! What orders need.

pub trait Store {
    fn save(&self, order: &str);
}
