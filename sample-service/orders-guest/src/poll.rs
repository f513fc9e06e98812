//! Futures that are ready at once, as all over memory are: no runtime is needed for them.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What the future gives.
///
/// # Panics
///
/// If it has to wait, which nothing in memory has.
pub(crate) fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing in memory has to wait"),
    }
}
