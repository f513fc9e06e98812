//! Has a module of the same name, in no layer of this architecture.

pub mod sockets {
    pub mod adaptor {
        pub struct Wrench;
    }
}
