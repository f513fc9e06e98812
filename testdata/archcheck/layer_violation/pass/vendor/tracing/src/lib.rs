//! Stands for the crate of this name.

#[macro_export]
macro_rules! info {
    ($($name:ident = $value:expr,)* $text:literal) => { $( let _ = (stringify!($name), $value); )* };
}
