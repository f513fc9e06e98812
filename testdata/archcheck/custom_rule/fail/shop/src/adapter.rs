//! What it is given.

pub mod journal {
    pub struct Journal;

    mod as_audit {
        impl crate::port::Audit for super::Journal {
            fn write(&self, _: &str) {}
        }
    }
}

pub mod mail {
    //  ^^^^ custom_rule: `adapters-implement-ports`: `shop::adapter::mail` uses nothing of `shop::port`
    pub fn send() {}
}
