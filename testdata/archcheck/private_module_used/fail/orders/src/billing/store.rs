//! Behind the face.

pub struct Row(pub u64);

pub struct Invoice;
