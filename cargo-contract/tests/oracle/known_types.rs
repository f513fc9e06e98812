//! Part of the generated crate: values of types of the standard library and of well-known crates.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::num::*;
use std::ops::{Bound, Range, RangeFrom, RangeInclusive, RangeTo};
use std::sync::atomic::*;
use std::sync::{Mutex, RwLock};
use std::time::{Duration, SystemTime};

use crate::support::{Samples, Tree, View, deeper, varied, varied_count};

macro_rules! fixed {
    ($($ty:ty: $tree:expr => [$($value:expr),* $(,)?];)*) => {$(
        impl Samples for $ty {
            fn count() -> usize { let all: &[fn() -> $ty] = &[$(|| $value),*]; all.len() }
            fn nth(index: usize) -> Self { let all: &[fn() -> $ty] = &[$(|| $value),*]; all[index]() }
        }
        impl View for $ty {
            fn view(&self) -> Tree { let make: fn(&$ty) -> Tree = $tree; make(self) }
        }
    )*};
}

/// Types whose values are told by their texts.
macro_rules! texts {
    ($($ty:ty => [$($text:expr),* $(,)?];)*) => {fixed! {
        $($ty: |v| written(v) => [$($text.parse().unwrap()),*];)*
    }};
}
texts! {
    std::net::Ipv6Addr => ["::1", "2001:db8::ff00:42:8329"];
    std::net::SocketAddr => ["127.0.0.1:8080", "[::1]:1"];
    std::net::SocketAddrV4 => ["127.0.0.1:8080"];
    std::net::SocketAddrV6 => ["[::1]:1"];
    uuid::Uuid => ["67e55044-10b1-426f-9247-bb680e5fe0c8", "00000000-0000-0000-0000-000000000000"];
    url::Url => ["https://example.org/path?x=1", "mailto:a@b.c"];
    semver::Version => ["1.2.3", "1.0.0-rc.1+build"];
    semver::VersionReq => ["^1.2", ">=1, <3"];
    camino::Utf8PathBuf => ["a/b", ""];
    ipnet::IpNet => ["10.0.0.0/8", "2001:db8::/32"];
    ipnet::Ipv4Net => ["10.0.0.0/8"];
    ipnet::Ipv6Net => ["2001:db8::/32"];
    rust_decimal::Decimal => ["1.50", "0", "-7", "79228162514264337593543950335"];
    bigdecimal::BigDecimal => ["1.5", "0", "-7"];
    chrono::DateTime<chrono::Utc> => ["2026-01-02T03:04:05Z", "1969-12-31T23:59:59.678901234Z"];
    chrono::DateTime<chrono::FixedOffset> => ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678Z"];
    chrono::NaiveDate => ["2026-01-02", "1969-12-31"];
    chrono::NaiveTime => ["03:04:05", "03:04:05.678901234"];
    chrono::NaiveDateTime => ["2026-01-02T03:04:05", "2026-01-02T03:04:05.678901234"];
    chrono::Weekday => ["Mon", "Sun"];
}
fixed! {
    chrono::Month: |v| Tree::Str(v.name().into()) => [chrono::Month::January, chrono::Month::December];
    Box<str>: |v| Tree::Str(v.to_string()) => ["abc".into(), "".into(), "a\"b".into()];
    std::rc::Rc<str>: |v| Tree::Str(v.to_string()) => ["abc".into(), "".into(), "a\"b".into()];
    std::sync::Arc<str>: |v| Tree::Str(v.to_string()) => ["abc".into(), "".into(), "a\"b".into()];
    std::path::PathBuf: |v| Tree::Str(v.display().to_string()) => ["a/b".into(), "".into()];
    SystemTime: |v| {
        let since = v.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Tree::Record(vec![
            ("secs_since_epoch", "u64", Tree::Int(since.as_secs().to_string())),
            ("nanos_since_epoch", "u32", Tree::Int(since.subsec_nanos().to_string())),
        ])
    } => [SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + Duration::new(1_767_323_045, 5), SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40)];
    serde_json::Number: |v| Tree::Any(v.clone().into()) => [1.into(), (-1).into(), serde_json::Number::from_f64(1.5).unwrap(), u64::MAX.into()];
    serde_json::Map<String, serde_json::Value>: |v| Tree::Map(v.iter().map(|(k, v)| (k.view(), v.view())).collect()) => [
        serde_json::Map::new(),
        serde_json::json!({"abc": 1}).as_object().unwrap().clone(),
        serde_json::json!({"x": null, "y": [1]}).as_object().unwrap().clone(),
    ];
    Box<serde_json::value::RawValue>: |v| Tree::Any(serde_json::from_str(v.get()).unwrap()) => [
        serde_json::value::to_raw_value(&1).unwrap(), serde_json::value::to_raw_value("abc").unwrap(),
        serde_json::value::to_raw_value(&[1]).unwrap(), serde_json::value::to_raw_value(&()).unwrap(),
    ];
    bytes::Bytes: |v| blob(v) => [vec![1, 2].into(), vec![].into(), vec![255].into()];
    bytes::BytesMut: |v| blob(v) => [vec![1, 2][..].into(), vec![][..].into(), vec![255][..].into()];
    serde_bytes::ByteBuf: |v| blob(v) => [vec![1, 2].into(), vec![].into(), vec![255].into()];
    time::OffsetDateTime: |v| written(v) => [
        time::OffsetDateTime::UNIX_EPOCH, time::OffsetDateTime::UNIX_EPOCH + Duration::new(1_767_323_045, 500),
        time::OffsetDateTime::UNIX_EPOCH - Duration::from_secs(1),
    ];
    time::PrimitiveDateTime: |v| written(v) => [time::PrimitiveDateTime::MIN, primitive()];
    time::Date: |v| written(v) => [time::OffsetDateTime::UNIX_EPOCH.date(), primitive().date()];
    time::Time: |v| written(v) => [time::Time::MIDNIGHT, primitive().time()];
    time::Weekday: |v| written(v) => [time::Weekday::Monday, time::Weekday::Sunday];
    time::Month: |v| written(v) => [time::Month::January, time::Month::December];
    time::UtcOffset: |v| written(v) => [time::UtcOffset::UTC, time::UtcOffset::from_hms(2, 30, 0).unwrap()];
    time::Duration: |v| written(v) => [time::Duration::ZERO, time::Duration::new(5, 7)];
    chrono::TimeDelta: |v| written(v) => [chrono::TimeDelta::zero(), chrono::TimeDelta::seconds(7)];
}

impl Samples for Cow<'_, str> {
    fn count() -> usize {
        String::count()
    }
    fn nth(index: usize) -> Self {
        Cow::Owned(String::nth(index))
    }
}
impl View for Cow<'_, str> {
    fn view(&self) -> Tree {
        Tree::Str(self.to_string())
    }
}

/// A value by the text that it is written as.
fn written<T: serde::Serialize>(value: &T) -> Tree {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Tree::Str(text),
        other => Tree::Str(format!("{other:?}")),
    }
}

fn primitive() -> time::PrimitiveDateTime {
    let moment = time::OffsetDateTime::UNIX_EPOCH + Duration::new(1_767_323_045, 500);
    time::PrimitiveDateTime::new(moment.date(), moment.time())
}

fn blob(bytes: &[u8]) -> Tree {
    Tree::List(bytes.iter().map(View::view).collect())
}

macro_rules! nonzero {
    ($($ty:ident $of:ident;)*) => {$(
        impl Samples for $ty {
            fn count() -> usize { <$of>::count() - 1 }
            fn nth(index: usize) -> Self {
                // The second of the numbers is zero.
                $ty::new(<$of>::nth(if index == 0 { 0 } else { index + 1 })).unwrap()
            }
        }
        impl View for $ty {
            fn view(&self) -> Tree { self.get().view() }
        }
    )*};
}
nonzero! {
    NonZeroU8 u8; NonZeroU16 u16; NonZeroU32 u32; NonZeroU64 u64; NonZeroU128 u128; NonZeroUsize usize;
    NonZeroI8 i8; NonZeroI16 i16; NonZeroI32 i32; NonZeroI64 i64; NonZeroI128 i128; NonZeroIsize isize;
}

macro_rules! atomics {
    ($($ty:ident $of:ident;)*) => {$(
        impl Samples for $ty {
            fn count() -> usize { <$of>::count() }
            fn nth(index: usize) -> Self { $ty::new(<$of>::nth(index)) }
        }
        impl View for $ty {
            fn view(&self) -> Tree { self.load(Ordering::Relaxed).view() }
        }
    )*};
}
atomics! { AtomicBool bool; AtomicU8 u8; AtomicU32 u32; AtomicU64 u64; AtomicI64 i64; AtomicUsize usize; }

macro_rules! wrappers {
    ($($ty:ident [$($bound:ident)*]: $make:expr, $get:expr;)*) => {$(
        impl<T: Samples> Samples for $ty<T> {
            fn count() -> usize { deeper(T::count) }
            fn nth(index: usize) -> Self { let make: fn(T) -> Self = $make; make(deeper(|| T::nth(index))) }
        }
        impl<T: View $(+ $bound)*> View for $ty<T> {
            fn view(&self) -> Tree { let get: fn(&Self) -> Tree = $get; get(self) }
        }
    )*};
}
wrappers! {
    Cell [Copy]: Cell::new, |v| v.get().view();
    Mutex []: Mutex::new, |v| v.lock().unwrap().view();
    RwLock []: RwLock::new, |v| v.read().unwrap().view();
    Saturating []: Saturating, |v| v.0.view();
    Reverse []: Reverse, |v| v.0.view();
    RangeFrom []: |start| start.., |v| Tree::Record(vec![("start", "T", v.start.view())]);
    RangeTo []: |end| ..end, |v| Tree::Record(vec![("end", "T", v.end.view())]);
}

macro_rules! ranges {
    ($($ty:ident: $make:expr, $start:ident, $end:ident $(, $call:tt)?;)*) => {$(
        impl<T: Samples> Samples for $ty<T> {
            fn count() -> usize { varied_count(&[deeper(T::count), deeper(T::count)]) }
            fn nth(index: usize) -> Self {
                let choice = varied(&[deeper(T::count), deeper(T::count)], index);
                let make: fn(T, T) -> Self = $make;
                make(deeper(|| T::nth(choice[0])), deeper(|| T::nth(choice[1])))
            }
        }
        impl<T: View> View for $ty<T> {
            fn view(&self) -> Tree {
                Tree::Record(vec![("start", "T", self.$start $($call)?.view()), ("end", "T", self.$end $($call)?.view())])
            }
        }
    )*};
}
ranges! {
    Range: |start, end| start..end, start, end;
    RangeInclusive: |start, end| start..=end, start, end, ();
}

impl<T: Samples> Samples for Bound<T> {
    fn count() -> usize {
        1 + 2 * deeper(T::count)
    }
    fn nth(index: usize) -> Self {
        match index.checked_sub(1) {
            None => Bound::Unbounded,
            Some(index) if index % 2 == 0 => Bound::Included(deeper(|| T::nth(index / 2))),
            Some(index) => Bound::Excluded(deeper(|| T::nth(index / 2))),
        }
    }
}
impl<T: View> View for Bound<T> {
    fn view(&self) -> Tree {
        let names = &["Unbounded", "Included", "Excluded"];
        match self {
            Bound::Unbounded => Tree::Variant(names[0], false, names, Box::new(Tree::Unit)),
            Bound::Included(value) => Tree::Variant(names[1], false, names, Box::new(value.view())),
            Bound::Excluded(value) => Tree::Variant(names[2], false, names, Box::new(value.view())),
        }
    }
}
impl<L: Samples, R: Samples> Samples for either::Either<L, R> {
    fn count() -> usize {
        <Result<L, R>>::count()
    }
    fn nth(index: usize) -> Self {
        match <Result<L, R>>::nth(index) {
            Ok(left) => either::Left(left),
            Err(right) => either::Right(right),
        }
    }
}
impl<L: View, R: View> View for either::Either<L, R> {
    fn view(&self) -> Tree {
        let names = &["Left", "Right"];
        match self {
            either::Left(value) => Tree::Variant(names[0], false, names, Box::new(value.view())),
            either::Right(value) => Tree::Variant(names[1], false, names, Box::new(value.view())),
        }
    }
}

/// Lists and maps that are made of others.
macro_rules! made_of {
    ($([$($params:tt)*] [$($view:tt)*] $ty:ty: $from:ty, $kind:ident;)*) => {$(
        impl<$($params)*> Samples for $ty {
            fn count() -> usize { <$from>::count() }
            fn nth(index: usize) -> Self { <$from>::nth(index).into_iter().collect() }
        }
        made_of! { $kind [$($view)*] $ty }
    )*};
    (List [$($view:tt)*] $ty:ty) => {
        impl<$($view)*> View for $ty {
            fn view(&self) -> Tree { Tree::List(self.iter().map(View::view).collect()) }
        }
    };
    (Set [$($view:tt)*] $ty:ty) => {
        impl<$($view)*> View for $ty {
            fn view(&self) -> Tree { Tree::Set(self.iter().map(View::view).collect()) }
        }
    };
    (Map [$($view:tt)*] $ty:ty) => {
        impl<$($view)*> View for $ty {
            fn view(&self) -> Tree { Tree::Map(self.iter().map(|(k, v)| (k.view(), v.view())).collect()) }
        }
    };
}
made_of! {
    [T: Samples] [T: View] Box<[T]>: Vec<T>, List;
    [T: Samples + Ord] [T: View] BinaryHeap<T>: Vec<T>, List;
    [T: Samples] [T: View] smallvec::SmallVec<[T; 2]>: Vec<T>, List;
    [T: Samples] [T: View] arrayvec::ArrayVec<T, 4>: Vec<T>, List;
    [K: Samples + std::hash::Hash + Eq, V: Samples] [K: View, V: View] indexmap::IndexMap<K, V>: std::collections::HashMap<K, V>, Map;
    [T: Samples + std::hash::Hash + Eq] [T: View] indexmap::IndexSet<T>: Vec<T>, Set;
}
