pub mod domain;
pub mod generated {
    pub mod table;
}
