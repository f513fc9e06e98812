//! How fast facts are read, and how much memory they take.
//!
//! `GOVERN_CORPUS=DIR cargo bench -p govern-facts` measures all `.rs` files under a directory, otherwise about 100,000
//! made-up lines. One iteration reads the whole corpus on one thread; an item is a line. The largest sum of allocations
//! (`max alloc`) of `keep_all` is what the facts of the corpus take.

#![expect(clippy::disallowed_methods, reason = "a bench reads its own corpus")]

use std::path::PathBuf;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use govern_facts::{Edition, FileFacts, extract};

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

static CORPUS: LazyLock<Vec<String>> = LazyLock::new(corpus);

fn main() {
    divan::main();
}

/// Facts are dropped at once, as when they go into a cache.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn drop_all(bencher: Bencher<'_, '_>) {
    measured(bencher).bench_local(|| {
        CORPUS
            .iter()
            .map(|text| read(text).items.len())
            .sum::<usize>()
    });
}

/// Facts are kept, as when they are linked.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn keep_all(bencher: Bencher<'_, '_>) {
    measured(bencher).bench_local(|| CORPUS.iter().map(|text| read(text)).collect::<Vec<_>>());
}

fn measured<'a, 'b>(bencher: Bencher<'a, 'b>) -> Bencher<'a, 'b> {
    let lines: usize = CORPUS.iter().map(|text| text.lines().count()).sum();
    let bytes: usize = CORPUS.iter().map(String::len).sum();
    bencher
        .counter(ItemsCount::new(lines))
        .counter(BytesCount::new(bytes))
}

fn read(text: &str) -> FileFacts {
    extract(text, Edition::E2021).0
}

fn corpus() -> Vec<String> {
    let Some(root) = std::env::var_os("GOVERN_CORPUS") else {
        return (0..250).map(made_up).collect();
    };
    let mut texts = Vec::new();
    let mut directories = vec![PathBuf::from(root)];
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => directories.push(path),
                Ok(kind)
                    if kind.is_file()
                        && path.extension().is_some_and(|extension| extension == "rs") =>
                {
                    texts.extend(std::fs::read_to_string(path));
                }
                _ => {}
            }
        }
    }
    texts
}

/// A file of 400 lines that looks like a service.
fn made_up(file: usize) -> String {
    let mut text = String::from(
        "//! Orders.\n\nuse std::collections::BTreeMap;\nuse crate::{domain::*, port::Port as P};\n",
    );
    for part in 0..18 {
        let name = file * 100 + part;
        text.push_str(&format!(
            "
/// What was ordered.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Order{name} {{
    pub id: OrderId,
    #[serde(default)]
    lines: Vec<Line<{part}>>,
    by_sku: BTreeMap<String, crate::domain::Sku>,
}}

impl Order{name} {{
    // TODO: a smaller type
    pub fn total(&self, at: &impl Clock) -> Result<Money, Error> {{
        let mut sum = Money::zero();
        for line in &self.lines {{
            if let Some(price) = line.price(at.now()).filter(|price| *price > Money::zero()) {{
                sum += price * line.count as u64;
            }}
        }}
        tracing::debug!(order = %self.id, total = crate::money::shown(sum), \"priced\");
        sum.checked().ok_or_else(|| Error::Overflow(self.id.clone()))
    }}
}}
"
        ));
    }
    text
}
