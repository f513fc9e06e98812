//! Part of the generated crate that asks serde itself: values of types, views of values, and what one version loses.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::Hash;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Values of a type, by number.
pub trait Samples: Sized {
    fn count() -> usize;
    fn nth(index: usize) -> Self;
}

/// A value as one version sees it.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    Unit,
    Bool(bool),
    Int(String),
    F32(f32),
    F64(f64),
    Str(String),
    None,
    Some(Box<Tree>),
    List(Vec<Tree>),
    /// Elements that come and go like fields.
    Tuple(Vec<Tree>),
    Set(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
    /// Rust name, type as written with `!` in front if it never reaches the wire and `-` if it is never read, value.
    Record(Vec<(&'static str, &'static str, Tree)>),
    /// Rust name, whether it catches what no other does, all variants' names, contents.
    Variant(&'static str, bool, &'static [&'static str], Box<Tree>),
    Any(serde_json::Value),
}

/// Shows a value as a tree.
pub trait View {
    fn view(&self) -> Tree;
}

thread_local! {
    /// Numbers that stand in the versions' texts.
    static HINTS: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Numbers that stand in the versions' texts are among the values, and their neighbours.
pub fn hint(numbers: &[u64]) {
    HINTS.set(numbers.iter().flat_map(|number| [*number, number + 1]).collect());
}

/// Goes one type deeper; recursive types end at some depth.
pub fn deeper<T>(run: impl FnOnce() -> T) -> T {
    DEPTH.set(DEPTH.get() + 1);
    let result = run();
    DEPTH.set(DEPTH.get() - 1);
    result
}

pub fn is_deep() -> bool {
    DEPTH.get() > 4
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Samples for $ty {
            fn count() -> usize { numbers(<$ty>::MIN as i128, <$ty>::MAX as u128).len() }
            fn nth(index: usize) -> Self { numbers(<$ty>::MIN as i128, <$ty>::MAX as u128)[index].parse().unwrap() }
        }
        impl View for $ty {
            fn view(&self) -> Tree { Tree::Int(self.to_string()) }
        }
    )*};
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

fn numbers(min: i128, max: u128) -> Vec<String> {
    let mut all: Vec<String> = vec!["1".into(), "0".into(), min.to_string(), max.to_string()];
    for bits in [7u32, 8, 15, 16, 24, 31, 32, 53, 63, 64] {
        for number in [(1u128 << bits) - 1, 1u128 << bits, (1u128 << bits) + 1] {
            if number <= max {
                all.push(number.to_string());
            }
            if -(number as i128) >= min {
                all.push((-(number as i128)).to_string());
            }
        }
    }
    if min < 0 {
        all.push("-1".into());
    }
    all.extend(["10".into(), "20".into(), "100".into()]);
    HINTS.with_borrow(|hints| {
        for number in hints.iter().filter(|number| u128::from(**number) <= max) {
            all.push(number.to_string());
        }
    });
    let mut seen = BTreeSet::new();
    all.retain(|number| seen.insert(number.clone()));
    all
}

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
fixed! {
    (): |_| Tree::Unit => [()];
    bool: |v| Tree::Bool(*v) => [true, false];
    f32: |v| Tree::F32(*v) => [1.5, 0.0, 1.0, 0.1, 3.1415927, 16_777_216.0, -2.25e10, f32::MAX];
    f64: |v| Tree::F64(*v) => [1.5, 0.0, 1.0, 0.1, std::f64::consts::PI, 1e300, 16_777_217.0, -2.25];
    char: |v| Tree::Str(v.to_string()) => ['x', 'é', '"', '1', '🦀'];
    String: |v| Tree::Str(v.clone()) => [
        "abc".into(), "".into(), "x".into(), "a\"b\\c\nd".into(), "é🦀".into(), "1".into(), "true".into(), "Open".into(), "Ping".into(), "Moved".into(),
    ];
    serde_json::Value: |v| Tree::Any(v.clone()) => [
        serde_json::json!({"abc": 1}), serde_json::json!(null), serde_json::json!(true), serde_json::json!(1),
        serde_json::json!(-1), serde_json::json!(1.5), serde_json::json!("abc"), serde_json::json!([]),
        serde_json::json!([1, "x"]), serde_json::json!({}), serde_json::json!(u64::MAX),
    ];
    std::time::Duration: |v| Tree::Record(vec![
        ("secs", "u64", Tree::Int(v.as_secs().to_string())),
        ("nanos", "u32", Tree::Int(v.subsec_nanos().to_string())),
    ]) => [
        std::time::Duration::new(1, 500_000_000), std::time::Duration::ZERO, std::time::Duration::from_secs(7), std::time::Duration::from_secs(u64::MAX),
    ];
    std::net::IpAddr: |v| Tree::Str(v.to_string()) => ["127.0.0.1".parse().unwrap(), "::1".parse().unwrap()];
    std::net::Ipv4Addr: |v| Tree::Str(v.to_string()) => ["127.0.0.1".parse().unwrap(), "255.1.0.128".parse().unwrap()];
}

impl<T: Samples> Samples for Option<T> {
    fn count() -> usize {
        if is_deep() { 1 } else { 1 + deeper(T::count) }
    }
    fn nth(index: usize) -> Self {
        match index {
            _ if is_deep() => None,
            1 => None,
            0 => Some(deeper(|| T::nth(0))),
            index => Some(deeper(|| T::nth(index - 1))),
        }
    }
}
impl<T: View> View for Option<T> {
    fn view(&self) -> Tree {
        self.as_ref().map_or(Tree::None, |inner| Tree::Some(Box::new(inner.view())))
    }
}

macro_rules! wrappers {
    ($($ty:ident: $make:expr, $get:expr;)*) => {$(
        impl<T: Samples> Samples for $ty<T> {
            fn count() -> usize { deeper(T::count) }
            fn nth(index: usize) -> Self { let make: fn(T) -> Self = $make; make(deeper(|| T::nth(index))) }
        }
        impl<T: View> View for $ty<T> {
            fn view(&self) -> Tree { let get: fn(&Self) -> Tree = $get; get(self) }
        }
    )*};
}
use std::num::Wrapping;
use std::rc::Rc;
use std::sync::Arc;
wrappers! {
    Box: Box::new, |v| (**v).view();
    Rc: Rc::new, |v| (**v).view();
    Arc: Arc::new, |v| (**v).view();
    RefCell: RefCell::new, |v| v.borrow().view();
    Wrapping: Wrapping, |v| v.0.view();
}

impl<T> Samples for std::marker::PhantomData<T> {
    fn count() -> usize {
        1
    }
    fn nth(_: usize) -> Self {
        std::marker::PhantomData
    }
}
impl<T> View for std::marker::PhantomData<T> {
    fn view(&self) -> Tree {
        Tree::Unit
    }
}

/// Lists of items: one plain, none, two alike, and each item alone.
fn list<T: Samples>(index: usize) -> Vec<T> {
    match index {
        _ if is_deep() => Vec::new(),
        0 => vec![deeper(|| T::nth(0))],
        1 => Vec::new(),
        2 => deeper(|| vec![T::nth(0), T::nth(0)]),
        3 => deeper(|| vec![T::nth(T::count().min(2) - 1), T::nth(0), T::nth(0)]),
        index => vec![deeper(|| T::nth(index - 3))],
    }
}
fn list_count<T: Samples>() -> usize {
    if is_deep() { 1 } else { 3 + deeper(T::count) }
}
macro_rules! lists {
    ($($ty:ident $kind:ident [$($bound:ident)*];)*) => {$(
        impl<T: Samples $(+ $bound)*> Samples for $ty<T> {
            fn count() -> usize { list_count::<T>() }
            fn nth(index: usize) -> Self { list::<T>(index).into_iter().collect() }
        }
        impl<T: View> View for $ty<T> {
            fn view(&self) -> Tree { Tree::$kind(self.iter().map(View::view).collect()) }
        }
    )*};
}
lists! {
    Vec List [];
    VecDeque List [];
    LinkedList List [];
    BTreeSet Set [Ord];
    HashSet Set [Eq Hash];
}

impl<T: Samples, const N: usize> Samples for [T; N] {
    fn count() -> usize {
        deeper(T::count)
    }
    fn nth(index: usize) -> Self {
        std::array::from_fn(|place| deeper(|| T::nth(if place == 0 { index } else { 0 })))
    }
}
impl<T: View, const N: usize> View for [T; N] {
    fn view(&self) -> Tree {
        Tree::List(self.iter().map(View::view).collect())
    }
}

fn entries<K: Samples, V: Samples>(index: usize) -> Vec<(K, V)> {
    match index {
        _ if is_deep() => Vec::new(),
        0 => vec![deeper(|| (K::nth(0), V::nth(0)))],
        1 => Vec::new(),
        2 => deeper(|| vec![(K::nth(0), V::nth(0)), (K::nth(K::count().min(2) - 1), V::nth(V::count().min(2) - 1))]),
        index => {
            let values = deeper(V::count);
            if index - 2 < values {
                vec![deeper(|| (K::nth(0), V::nth(index - 2)))]
            } else {
                vec![deeper(|| (K::nth(index - 1 - values), V::nth(0)))]
            }
        }
    }
}
macro_rules! maps {
    ($($ty:ident [$($bound:ident)*];)*) => {$(
        impl<K: Samples $(+ $bound)*, V: Samples> Samples for $ty<K, V> {
            fn count() -> usize { if is_deep() { 1 } else { deeper(|| 1 + V::count() + K::count()) } }
            fn nth(index: usize) -> Self { entries::<K, V>(index).into_iter().collect() }
        }
        impl<K: View, V: View> View for $ty<K, V> {
            fn view(&self) -> Tree { Tree::Map(self.iter().map(|(k, v)| (k.view(), v.view())).collect()) }
        }
    )*};
}
maps! {
    HashMap [Eq Hash];
    BTreeMap [Ord];
}

macro_rules! tuples {
    ($(($($name:ident $place:tt),*))*) => {$(
        impl<$($name: Samples),*> Samples for ($($name,)*) {
            fn count() -> usize { varied_count(&[$(deeper($name::count)),*]) }
            fn nth(index: usize) -> Self {
                let choice = varied(&[$(deeper($name::count)),*], index);
                ($(deeper(|| $name::nth(choice[$place])),)*)
            }
        }
        impl<$($name: View),*> View for ($($name,)*) {
            fn view(&self) -> Tree { Tree::Tuple(vec![$(self.$place.view()),*]) }
        }
    )*};
}
tuples! { (A 0) (A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3) }

impl<T: Samples, E: Samples> Samples for Result<T, E> {
    fn count() -> usize {
        deeper(T::count) + deeper(E::count)
    }
    fn nth(index: usize) -> Self {
        let ok = deeper(T::count);
        if index < ok { Ok(deeper(|| T::nth(index))) } else { Err(deeper(|| E::nth(index - ok))) }
    }
}
impl<T: View, E: View> View for Result<T, E> {
    fn view(&self) -> Tree {
        match self {
            Ok(value) => Tree::Variant("Ok", false, &["Ok", "Err"], Box::new(value.view())),
            Err(value) => Tree::Variant("Err", false, &["Ok", "Err"], Box::new(value.view())),
        }
    }
}

/// How many choices there are if each field is varied alone, with the second value of all others too.
pub fn varied_count(counts: &[usize]) -> usize {
    1 + counts.iter().map(|count| count - 1).sum::<usize>() + 1 + counts.len()
}

/// Which value each field has in one of the choices.
pub fn varied(counts: &[usize], index: usize) -> Vec<usize> {
    let mut choice = vec![0; counts.len()];
    let mut left = match index.checked_sub(1) {
        None => return choice,
        Some(left) => left,
    };
    for (place, count) in counts.iter().enumerate() {
        if left < count - 1 {
            choice[place] = left + 1;
            return choice;
        }
        left -= count - 1;
    }
    for (place, count) in counts.iter().enumerate() {
        choice[place] = usize::from(*count > 1);
    }
    if let Some(place) = left.checked_sub(1) {
        choice[place] = 0;
    }
    choice
}

/// One version of a type, as one format writes and reads it.
pub struct Version {
    pub name: &'static str,
    pub codecs: &'static [Codec],
}

/// Writes all samples, and reads a document.
pub struct Codec {
    pub format: &'static str,
    pub write: fn() -> Vec<Result<Vec<u8>, String>>,
    pub read: fn(&[u8]) -> Result<Tree, String>,
    /// Reads and writes again.
    pub rewrite: fn(&[u8]) -> Result<Vec<u8>, String>,
}

/// Both directions of one format; only the formats that a family asks for are compiled.
macro_rules! codecs {
    ($($name:ident $format:literal: |$value:ident| $write:expr, |$bytes:ident| $read:expr;)*) => {$(
        pub const fn $name<T: Samples + View + Serialize + DeserializeOwned>() -> Codec {
            Codec {
                format: $format,
                write: || {
                    let each = (0..T::count().min(400)).map(|index| {
                        let $value = T::nth(index);
                        $write.map_err(|error| error.to_string())
                    });
                    each.collect()
                },
                read: |$bytes| {
                    let value: Result<T, String> = $read.map_err(|error| error.to_string());
                    value.map(|value| value.view())
                },
                rewrite: |$bytes| {
                    let value: Result<T, String> = $read.map_err(|error| error.to_string());
                    let $value = value?;
                    $write.map_err(|error| error.to_string())
                },
            }
        }
    )*};
}
codecs! {
    json "json": |value| serde_json::to_vec(&value), |bytes| serde_json::from_slice(bytes);
    postcard "postcard": |value| postcard::to_stdvec(&value), |bytes| postcard::from_bytes(bytes);
    bincode1 "bincode1": |value| bincode1::serialize(&value), |bytes| bincode1::deserialize(bytes);
    bincode2 "bincode2": |value| bincode2::serde::encode_to_vec(&value, bincode2::config::standard()),
        |bytes| bincode2::serde::decode_from_slice(bytes, bincode2::config::standard().with_limit::<65536>())
            .map(|(value, _)| value);
    rmp "rmp": |value| rmp_serde::to_vec(&value), |bytes| rmp_serde::from_slice(bytes);
    rmp_named "rmp-named": |value| rmp_serde::to_vec_named(&value), |bytes| rmp_serde::from_slice(bytes);
}

/// Runs all families, on as many threads as there are processors. Recursive types need room.
pub fn run_all(families: &[fn()]) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let work = || {
                while let Some(run) = families.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    run();
                }
            };
            std::thread::Builder::new().stack_size(256 << 20).spawn_scoped(scope, work).unwrap();
        }
    });
}

/// Compares all versions of a family with each other and prints one line for each pair and format:
/// family, format, writer, reader, verdict, document, what happened.
pub fn exchange(family: &str, formats: &[&str], versions: &[Version]) {
    replay(family, formats, versions);
    for (place, format) in formats.iter().enumerate() {
        for writer in versions {
            let codec = &writer.codecs[place];
            assert_eq!(codec.format, *format);
            let documents = (codec.write)();
            let own: Vec<Option<Result<Tree, String>>> = documents
                .iter()
                .map(|document| document.as_ref().ok().map(|bytes| (codec.read)(bytes)))
                .collect();
            if *format == "json" {
                show_documents(family, writer.name, &documents, place, versions);
            }
            for reader in versions {
                let mut verdict = "ok";
                let mut example = (String::new(), String::new());
                let mut own_failures = 0;
                let mut refused = "";
                for (document, own) in documents.iter().zip(&own) {
                    let bytes = match document {
                        Ok(bytes) => bytes,
                        Err(error) => {
                            // What cannot be written is nobody's to read.
                            refused = error.as_str();
                            continue;
                        }
                    };
                    let own_failed = matches!(own, Some(Err(_)));
                    own_failures += usize::from(own_failed);
                    match ((reader.codecs[place].read)(bytes), own) {
                        (Err(error), _) => {
                            if verdict != "breaks" || bytes.len() < example.0.len() {
                                verdict = "breaks";
                                example = (show(format, bytes), format!("{error}{}", if own_failed { " (own too)" } else { "" }));
                            }
                        }
                        (Ok(other), Some(Ok(own))) => {
                            if verdict == "ok"
                                && let Some(loss) = lost(own, &other)
                            {
                                verdict = "lossy";
                                example = (show(format, bytes), loss);
                            }
                        }
                        (Ok(_), _) => {}
                    }
                }
                if refused != "" {
                    example.1.push_str(" (some cannot be written)");
                }
                if verdict == "ok" && refused != "" {
                    verdict = "unwritable";
                    example = (String::new(), format!("{refused} (some cannot be written)"));
                }
                let line = [
                    family, format, writer.name, reader.name, verdict, &own_failures.to_string(), &example.0, &example.1,
                ];
                println!("{}", line.map(|part| part.replace(['\t', '\n'], " ")).join("\t"));
            }
        }
    }
}

/// All documents that a version writes, each with which versions read it: a line for each of them.
fn show_documents(family: &str, writer: &str, documents: &[Result<Vec<u8>, String>], place: usize, versions: &[Version]) {
    let documents: BTreeSet<&Vec<u8>> = documents.iter().flatten().collect();
    for bytes in documents {
        let reads = |version: &Version| if (version.codecs[place].read)(bytes).is_ok() { '1' } else { '0' };
        let read: String = versions.iter().map(reads).collect();
        println!("document\t{family}\t{writer}\t{read}\t{}", show("json", bytes));
    }
}

/// What becomes of the witnesses that the tool named for this family: a line for each of them.
fn replay(family: &str, formats: &[&str], versions: &[Version]) {
    static WITNESSES: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| std::fs::read_to_string("witnesses").unwrap());
    for line in WITNESSES.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let [of, format, writer, reader, witness] = parts.as_slice() else { panic!("an odd witness: {line}") };
        let Some(place) = formats.iter().position(|known| known == format).filter(|_| of == &family) else { continue };
        let codec = |name: &str| &versions.iter().find(|version| version.name == name).unwrap().codecs[place];
        let (writer, reader) = (codec(writer), codec(reader));
        let bytes: Vec<u8> = match *format {
            "json" => witness.as_bytes().to_vec(),
            _ => witness.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect(),
        };
        let own = (writer.read)(&bytes);
        let did = match ((reader.read)(&bytes), &own) {
            (Err(_), _) => "breaks",
            (Ok(other), Ok(own)) if lost(own, &other).is_some() => "lossy",
            _ => "ok",
        };
        let same = |again: Vec<u8>| match *format {
            "json" => {
                let value = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).ok();
                value(&again) == value(&bytes)
            }
            _ => again == bytes,
        };
        let written = own.is_err() || (writer.rewrite)(&bytes).is_ok_and(same);
        println!("witness\t{line}\t{did}\t{written}");
    }
}

fn show(format: &str, bytes: &[u8]) -> String {
    match format {
        "json" => String::from_utf8_lossy(bytes).into_owned(),
        _ => bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" "),
    }
}

/// What the reader sees differently from the writer's own version, under the same Rust names.
pub fn lost(own: &Tree, other: &Tree) -> Option<String> {
    let differ = || Some(format!("{own:?} became {other:?}"));
    let unless = |same: bool| if same { None } else { differ() };
    match (own, other) {
        (Tree::None, Tree::None | Tree::Unit) | (Tree::Unit, _) => None,
        (a, Tree::Unit) if is_empty(a) => None,
        (Tree::None | Tree::Any(_), Tree::Variant(_, _, _, y)) if **y != Tree::Unit => lost(own, y),
        (Tree::None, Tree::Variant(..)) => None,
        (Tree::None, Tree::Any(serde_json::Value::Object(fields))) if fields.is_empty() => None,
        (Tree::None, Tree::Any(serde_json::Value::Null)) | (Tree::Any(serde_json::Value::Null), Tree::None) => None,
        // Entries of a map that are none of the fields are lost, whichever variant was taken for them.
        (Tree::Map(a), Tree::Variant(name, _, _, y))
            if matches!(**y, Tree::Record(_)) && !a.iter().any(|(key, _)| *key == Tree::Str((*name).into())) => lost(own, y),
        // Names of variants and keys of maps are both keys of the document.
        (Tree::Variant(..), Tree::Map(_)) | (Tree::Map(_), Tree::Variant(..)) => None,
        (Tree::Some(a), Tree::Some(b)) => lost(a, b),
        (Tree::Some(a), b) if *b != Tree::None => lost(a, b),
        (a, Tree::Some(b)) if *a != Tree::None => lost(a, b),
        // Nothing, and nothing once more.
        (Tree::None, Tree::Some(inner)) | (Tree::Some(inner), Tree::None)
            if matches!(&**inner, Tree::None | Tree::Unit) || **inner == Tree::Any(serde_json::json!({})) => None,
        // What was absent is whatever the other version takes for absent.
        (Tree::None, b) => unless(is_plain(b)),
        (a, Tree::None) => unless(is_plain(a)),
        (Tree::Any(a), Tree::Any(b)) => unless(a == b),
        (Tree::Int(a), Tree::Any(b)) => unless(*a == b.to_string()),
        (Tree::Any(a), b) => match a {
            serde_json::Value::Null => unless(is_plain(b)),
            serde_json::Value::Bool(_) | serde_json::Value::Number(_) => match b {
                Tree::Bool(b) => unless(a == b),
                Tree::Int(b) => unless(a.to_string() == *b),
                Tree::F64(b) => unless(a.as_f64() == Some(*b)),
                _ => None,
            },
            serde_json::Value::String(a) => match b {
                Tree::Str(b) => unless(a == b),
                b => unless(!is_plain(b)),
            },
            _ => unless(!is_plain(b)),
        },
        (_, Tree::Any(_)) => None,
        (Tree::Bool(a), Tree::Bool(b)) => unless(a == b),
        (Tree::Int(a), Tree::Int(b)) => unless(a == b),
        (Tree::Bool(a), Tree::Int(b)) | (Tree::Int(b), Tree::Bool(a)) => unless(b == if *a { "1" } else { "0" }),
        (Tree::F32(a), Tree::F32(b)) => unless(a == b),
        (Tree::F64(a), Tree::F64(b)) => unless(a == b),
        (Tree::F32(a), Tree::F64(b)) => unless(a.to_string() == b.to_string() || f64::from(*a) == *b),
        (Tree::F64(a), Tree::F32(b)) => unless(a.to_string() == b.to_string()),
        (Tree::Int(a), Tree::F64(b)) => unless(*a == format!("{b:.0}") && b.fract() == 0.0),
        (Tree::Int(a), Tree::F32(b)) => unless(*a == format!("{b:.0}") && b.fract() == 0.0),
        (Tree::Str(a), Tree::Str(b)) => unless(a == b),
        // A number and its text.
        (Tree::Int(a), Tree::Str(b)) | (Tree::Str(a), Tree::Int(b)) => unless(a == b),
        (Tree::Bool(a), Tree::Str(b)) | (Tree::Str(b), Tree::Bool(a)) => unless(a.to_string() == *b),
        (Tree::Str(a), Tree::List(b)) | (Tree::List(b), Tree::Str(a)) => {
            let bytes: Vec<Tree> = a.bytes().map(|byte| Tree::Int(byte.to_string())).collect();
            // Texts of addresses and identifiers are bytes elsewhere, which is no loss.
            unless(bytes == *b || a.contains(['.', ':', '-']))
        }
        (Tree::Map(a), Tree::List(b)) | (Tree::List(b), Tree::Map(a)) => unless(a.len() == b.len()),
        (Tree::Tuple(a), Tree::Tuple(b)) => a.iter().zip(b).find_map(|(a, b)| lost(a, b)),
        (Tree::List(a), Tree::Tuple(b)) => {
            a.iter().zip(b).find_map(|(a, b)| lost(a, b)).or_else(|| unless(a.len() <= b.len()))
        }
        // Elements that are left out are at the end.
        (Tree::Tuple(a), Tree::List(b)) if a.len() > b.len() && a[b.len()..].iter().all(|item| *item == Tree::None) =>
            lost(&Tree::List(a[..b.len()].to_vec()), other),
        (Tree::Tuple(a), Tree::List(_) | Tree::Set(_) | Tree::Record(_)) => lost(&Tree::List(a.clone()), other),
        (Tree::List(_) | Tree::Set(_) | Tree::Record(_), Tree::Tuple(b)) => lost(own, &Tree::List(b.clone())),
        (Tree::List(a), Tree::List(b)) => a.iter().zip(b).find_map(|(a, b)| lost(a, b)).or_else(|| unless(a.len() == b.len())),
        (Tree::List(a) | Tree::Set(a), Tree::Set(b)) | (Tree::Set(a), Tree::List(b)) => {
            unless(a.len() == b.len() && a.iter().all(|a| b.iter().any(|b| lost(a, b).is_none())))
        }
        (Tree::Map(a), Tree::Map(b)) => a
            .iter()
            .find_map(|(key, value)| match b.iter().find(|(other, _)| lost(key, other).is_none() || same_key(key, other)) {
                Some((_, other)) => lost(value, other),
                None => differ(),
            }),
        (Tree::Record(a), Tree::Record(b)) => a.iter().enumerate().find_map(|(place, (name, ty, value))| {
            let same = b.iter().find(|(other, ..)| other == name);
            let partner = same.or_else(|| renamed(a, place, ty, b));
            // What the writer's version never reads can tell nothing.
            let partner = partner.filter(|_| !ty.starts_with(['!', '-']));
            let loss = partner.and_then(|(_, _, other)| lost(value, other))?;
            Some(format!("{name}: {loss}"))
        }),
        // Grouped otherwise.
        (Tree::Record(a), Tree::List(b)) | (Tree::List(b), Tree::Record(a))
            if a.iter().filter(|(_, ty, _)| !ty.starts_with('!')).count() != b.len()
                && (b.iter().chain(a.iter().map(|(_, _, v)| v))).any(|v| matches!(v, Tree::Record(_) | Tree::Tuple(_))) => None,
        (Tree::List(a), Tree::Record(b)) => {
            a.iter().zip(b.iter().filter(|(_, ty, _)| !ty.starts_with('!'))).find_map(|(a, (_, _, b))| lost(a, b))
        }
        (Tree::Record(a), Tree::List(b)) => {
            a.iter().filter(|(_, ty, _)| !ty.starts_with('!')).zip(b).find_map(|((_, _, a), b)| lost(a, b))
        }
        // Of another kind: a variant's contents may be the fields, or they cannot be compared.
        (Tree::Variant(_, _, _, a), Tree::Record(_)) => match **a {
            Tree::Record(_) => lost(a, other),
            _ => None,
        },
        (Tree::Record(_), Tree::Variant(_, _, _, b)) => match **b {
            Tree::Record(_) => lost(own, b),
            _ => None,
        },
        (Tree::Record(_), Tree::Map(_)) => None,
        (Tree::Tuple(a), b) if a.len() == 1 && !is_composite(b) => lost(&a[0], b),
        (a, Tree::Tuple(b)) if b.len() == 1 && !is_composite(a) => lost(a, &b[0]),
        (Tree::Record(a), b) if !is_composite(b) && single(a).is_some() => lost(single(a).unwrap(), b),
        (a, Tree::Record(b)) if !is_composite(a) && single(b).is_some() => lost(a, single(b).unwrap()),
        (Tree::Map(a), Tree::Record(b)) => a.iter().find_map(|(key, _)| match key {
            Tree::Str(key) => unless(b.iter().any(|(name, ..)| name == key)),
            _ => differ(),
        }),
        (Tree::Variant(a, _, own_names, x), Tree::Variant(b, catches, names, y)) => {
            if a == b {
                // Contents that are gone from the type are removed fields.
                let gone = matches!(**x, Tree::Record(_) | Tree::Map(_)) && **y == Tree::Unit;
                return if gone { None } else { lost(x, y) };
            }
            let known = names.contains(a);
            if !known && *catches {
                return None;
            }
            // A variant under another name, where neither name is the other side's.
            if !known && !own_names.contains(b) && is_empty(x) == is_empty(y) {
                return lost(x, y);
            }
            differ()
        }
        (Tree::Variant(name, _, _, x), b) => match (&**x, b) {
            // By its name, or by its number.
            (Tree::Unit, Tree::Str(_) | Tree::Int(_)) => None,
            (Tree::Unit, _) => differ(),
            (x, b) => lost(x, b).map(|loss| format!("{name}: {loss}")),
        },
        (a, Tree::Variant(_, _, _, y)) => match (a, &**y) {
            (Tree::Str(_) | Tree::Int(_), Tree::Unit) => None,
            (_, Tree::Unit) => differ(),
            (a, y) => lost(a, y),
        },
        _ => differ(),
    }
}

/// Whether nothing of it is on the wire.
fn is_empty(tree: &Tree) -> bool {
    match tree {
        Tree::Unit => true,
        Tree::Record(fields) => fields.iter().all(|(_, ty, _)| ty.starts_with('!')),
        Tree::Tuple(items) | Tree::List(items) => items.is_empty(),
        _ => false,
    }
}

fn is_composite(tree: &Tree) -> bool {
    matches!(tree, Tree::Map(_) | Tree::List(_) | Tree::Tuple(_) | Tree::Variant(..) | Tree::None)
}

fn single(fields: &[FieldTree]) -> Option<&Tree> {
    let mut fields = fields.iter().filter(|(_, ty, value)| *value != Tree::Unit && !ty.starts_with('!'));
    match (fields.next(), fields.next()) {
        (Some((_, _, only)), None) => Some(only),
        _ => None,
    }
}

fn same_key(a: &Tree, b: &Tree) -> bool {
    let text = |tree: &Tree| match tree {
        Tree::Str(text) | Tree::Int(text) => Some(text.clone()),
        Tree::Bool(value) => Some(value.to_string()),
        Tree::Variant(name, _, _, contents) if **contents == Tree::Unit => Some((*name).to_owned()),
        _ => None,
    };
    text(a).is_some() && text(a) == text(b)
}

fn is_plain(tree: &Tree) -> bool {
    match tree {
        Tree::Unit | Tree::None => true,
        Tree::Bool(value) => !value,
        Tree::Int(text) => text == "0",
        Tree::F32(value) => *value == 0.0,
        Tree::F64(value) => *value == 0.0,
        Tree::Str(text) => text.is_empty(),
        Tree::List(items) | Tree::Set(items) => items.is_empty(),
        Tree::Tuple(items) => items.iter().all(is_plain),
        Tree::Map(entries) => entries.is_empty(),
        Tree::Some(inner) => matches!(**inner, Tree::Record(_)) && is_plain(inner),
        Tree::Variant(..) | Tree::Any(_) => false,
        Tree::Record(fields) => fields.iter().all(|(_, _, value)| is_plain(value)),
    }
}

type FieldTree = (&'static str, &'static str, Tree);

/// The field at the same place and of the same type, where neither name is the other side's.
fn renamed<'t>(own: &[FieldTree], place: usize, ty: &str, other: &'t [FieldTree]) -> Option<&'t FieldTree> {
    let known = |fields: &[FieldTree], name: &str| fields.iter().any(|(field, ..)| *field == name);
    let before = |fields: &[FieldTree], end: usize, others: &[FieldTree]| {
        let common = fields[..end].iter().filter(|(name, ..)| known(others, name)).count();
        (common, end - common)
    };
    let here = before(own, place, other);
    let found = other.iter().enumerate().find(|(at, (name, ..))| !known(own, name) && before(other, *at, own) == here);
    found.map(|(_, field)| field).filter(|(_, other_ty, _)| other_ty.trim_start_matches(['!', '-']) == ty.trim_start_matches(['!', '-']))
}
