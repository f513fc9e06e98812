//! A path in a bound.

pub fn all<T>(_: T)
where
    T: crate::adapter::Publish,
    // ^^^^^^^^^^^^^^^^^^^^^^^ layer_violation: `domain` may not use `adapter`
{
}
