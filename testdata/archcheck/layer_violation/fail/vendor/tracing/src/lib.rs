//! Stands for the crate of this name.

#[macro_export]
macro_rules! info {
    ($($name:ident = $value:expr),*) => { $( let _ = (stringify!($name), $value); )* };
}
