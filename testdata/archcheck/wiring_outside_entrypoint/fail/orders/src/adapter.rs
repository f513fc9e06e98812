//! The store.

pub struct Store {
    pub name: String,
}

impl Store {
    pub fn open() -> Self {
        Store::named("orders").unwrap_or_else(|()| Store {
            name: String::new(),
        })
    }

    pub fn named(name: &str) -> Result<Store, ()> {
        Ok(Store { name: name.to_owned() })
    }

    pub fn longest_name() -> usize {
        64
    }
}
