//! Packages that everybody knows, and whose names somebody may mistype, or register almost like it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Names that are shorter are too near to too many others.
const SHORTEST: usize = 5;

/// The packages of crates.io that most workspaces have some of.
const NAMES: &str = "
actix actix-rt actix-web addr2line adler adler2 adler32 aes aes-gcm ahash aho-corasick android_system_properties
ansi_term anstream anstyle anyhow approx arbitrary arc-swap arrayref arrayvec assert_cmd assert_matches
assert_matches2 async-channel async-compression async-graphql async-io async-lock async-nats async-recursion
async-std async-stream async-task async-trait atoi atomic-waker atty autocfg automerge awc aws-config aws-sdk-s3
axum axum-core axum-extra axum-macros axum-server backoff backtrace base16ct base64 base64ct bevy bincode bindgen
bit-set bit-vec bitcode bitflags bitvec blake2 blake2b_simd blake3 block-buffer bollard bon boxcar bs58 bson bstr
bumpalo bytecount bytemuck byteorder bytes bytesize bzip2 cached camino cargo-platform cargo_metadata cbindgen
cfg-if chacha20 chacha20poly1305 chrono chrono-tz ciborium cipher clap clap_builder clap_complete clap_derive
clap_lex clap_mangen color-eyre colorchoice colored comfy-table compact_str concurrent-queue config confy console
const-oid convert_case cookie cookie_store core-foundation cpufeatures cranelift crc32fast criterion criterion2
crossbeam crossbeam-channel crossbeam-deque crossbeam-epoch crossbeam-queue crossbeam-utils crossterm crypto-common
cssparser csv csv-core ctor ctrlc cucumber curve25519-dalek cxx darling dashmap data-encoding deadpool
deadpool-postgres derive_builder derive_more deunicode dialoguer diesel diesel_migrations diff difference digest
dirs dirs-next dirs-sys displaydoc divan document-features dotenv dotenvy downcast-rs dtoa dunce dyn-clone ecdsa
ed25519 ed25519-dalek either elliptic-curve embedded-hal encode_unicode encoding_rs enum-map enumflags2 env_filter
env_home env_logger equivalent erased-serde errno error-chain event-listener expect-test eyre fail failure
fallible-iterator fancy-regex fastrand fern filetime fixedbitset flame flate2 float-cmp flume fnv foreign-types
fs-err fs_extra futures futures-channel futures-core futures-executor futures-io futures-lite futures-macro
futures-sink futures-task futures-time futures-timer futures-util fxhash generic-array getopts getrandom ghash gimli
git2 gix glam glob globset globwalk goblin governor graphql_client group guppy h2 half handlebars hashbrown hashlink
hdrhistogram headers heck hermit-abi hex hex-literal hickory-resolver hkdf hmac home hostname html5ever http
http-body http-body-util httparse httpdate humansize humantime hyper hyper-rustls hyper-tls hyper-util hyperx
iana-time-zone icu ident_case idna ignore image include_dir indexmap indicatif indoc inotify insta instant ipnet
ipnetwork iri-string is-terminal is_terminal_polyfill itertools itoa jemallocator jiff jobserver js-sys json
jsonpath jsonschema jsonwebtoken kafka keccak kube kv-log-macro lalrpop lapin lazy_static lettre lexical libc
libgit2-sys libloading liblzma libsqlite3-sys libz-sys linked-hash-map linux-raw-sys litemap lock_api log log4rs
loom lru lz4 lz4_flex lzma-rs mach2 maplit markdown matchers matches matchit maud maybe-async md-5 md5 memchr memmap
memmap2 memoffset metrics metrics-exporter-prometheus miette mimalloc mime mime_guess minijinja miniz_oxide mio mlua
mockall mockito moka mongodb multer multimap multipart nalgebra native-tls nats ndarray nix nkeys nohash-hasher nom
nom_locate notify ntest num num-bigint num-complex num-conv num-derive num-integer num-iter num-rational num-traits
num_cpus num_enum num_threads oauth2 object object_store once_cell oorandom opaque-debug open openapiv3
openidconnect openraft openssh openssl openssl-probe openssl-sys opentelemetry opentelemetry-otlp opentelemetry_sdk
ordered-float os_info os_pipe ouroboros owo-colors oxc p256 p384 parking parking_lot parking_lot_core parquet paste
pastey path-clean pathdiff pbkdf2 pem pem-rfc7468 percent-encoding pest pest_derive petgraph phf pin-project
pin-project-lite pin-utils piper pkcs1 pkcs5 pkcs8 pkg-config plotters poem polars polling poly1305 portable-atomic
postcard postgres postgres-types ppv-lite86 predicates pretty_assertions prettyplease prettytable-rs primal
proc-macro-crate proc-macro-error proc-macro-error2 proc-macro-error3 proc-macro2 procfs prometheus proptest
proptest-derive prost prost-build prost-derive prost-types protobuf protox psm ptr_meta pulldown-cmark pyo3 quanta
quick-error quick-xml quickcheck quinn quinn-proto quote r2d2 radium rand rand_chacha rand_core rand_distr
rand_xorshift ratatui rayon rayon-core rcgen rdkafka redis redox_syscall ref-cast refinery regex regex-automata
regex-lite regex-syntax reqwest reqwest-middleware retry rfc6979 ring rkyv rmp rmp-serde rmpv rocket rocksdb rodio
ron ropey roxmltree rsa rstest rumqttc rusqlite rust-embed rust_decimal rustc-demangle rustc-hash rustc_version
rustfft rustfix rustix rustls rustls-native-certs rustls-pemfile rustls-pki-types rustls-webpki rustversion
rustyline ryu salsa salvo same-file scc schannel schemars scoped-tls scopeguard scraper sct sea-orm sea-query
secrecy security-framework self_cell semver sentry serde serde-wasm-bindgen serde_bytes serde_cbor serde_core
serde_derive serde_html_form serde_ignored serde_json serde_path_to_error serde_plain serde_qs serde_regex
serde_repr serde_spanned serde_test serde_test2 serde_urlencoded serde_with serde_yaml serde_yaml2 serde_yaml_ng
serde_yml serial_test serialport sha-1 sha1 sha1_smol sha2 sha3 sharded-slab shell-words shellexpand shellwords
shlex signal-hook signal-hook-registry signature simd-json simdutf8 similar similar-asserts simple_logger simplelog
siphasher slab sled slog slotmap smallstr smallvec smartstring smol smol_str snafu snap snapbox snow socket2 spin
spki sqlite sqlparser sqlx stable_deref_trait stacker static_assertions statrs stdweb string_cache
strip-ansi-escapes strsim structopt strum strum_macros subtle supports-color swc symphonia syn sync_wrapper
synstructure syntect sysinfo syslog system-configuration tabled tabwriter tantivy tap tar target-lexicon temp-dir
tempdir tempfile tera term termcolor terminal_size termion termtree test-case test-log testcontainers text-size
textwrap thin-vec thiserror thread_local threadpool tiff tikv-jemallocator time time-macros tiny-keccak tiny_http
tinystr tinytemplate tinyvec tokio tokio-console tokio-cron-scheduler tokio-io tokio-macros tokio-metrics
tokio-native-tls tokio-postgres tokio-rustls tokio-serde tokio-stream tokio-test tokio-tungstenite tokio-uring
tokio-util tokio-websockets toml toml_datetime toml_edit toml_parser tonic tonic-build tonic-prost tower tower-http
tower-layer tower-service tower-sessions tracing tracing-appender tracing-attributes tracing-core tracing-error
tracing-futures tracing-log tracing-opentelemetry tracing-serde tracing-subscriber tracing-test tracing-tree
trust-dns-resolver try-lock trybuild tungstenite twox-hash typed-arena typed-builder typenum typetag ucd-trie uluru
unarray uncased unic-langid unicase unicode-bidi unicode-ident unicode-linebreak unicode-normalization
unicode-segmentation unicode-width unicode-xid unindent universal-hash untrusted ureq url urlencoding utf-8
utf8parse utoipa uuid valuable value-bag vcpkg vergen version_check vsimd wait-timeout walkdir want warp
wasm-bindgen wasm-bindgen-futures wasm-encoder wasmi wasmparser wasmtime wasmtime-wasi wast wat web-sys web-time
webpki webpki-roots which whoami widestring winapi winapi-util windows windows-sys winit winnow winreg wiremock
wit-bindgen wit-component wit-parser writeable wyz x25519-dalek x509-parser xattr xml-rs xmlparser xshell
xxhash-rust xz2 yaml-rust yaml-rust2 yansi yew yoke zerocopy zeroize zerovec zip zmij zstd zstd-safe zstd-sys
zune-core
";

static KNOWN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| NAMES.split_whitespace().collect());

/// The well-known package that a name is almost the name of; none if it is one itself. `more` are known, too.
pub(super) fn nearest<'n>(name: &str, more: &'n BTreeSet<String>) -> Option<&'n str> {
    if KNOWN.contains(name) || more.contains(name) || name.len() < SHORTEST {
        return None;
    }
    let all = KNOWN.iter().copied().chain(more.iter().map(String::as_str));
    let mut all = all.filter(|known| known.len() >= SHORTEST);
    all.find(|known| is_near(name, known))
}

fn is_near(name: &str, known: &str) -> bool {
    is_slip(name, known) || letters(name).eq(letters(known))
}

/// Whether one letter is another one, missing, too many or at its neighbour's place.
fn is_slip(name: &str, known: &str) -> bool {
    let (one, other) = (name.as_bytes(), known.as_bytes());
    let longer = one.len().max(other.len());
    if longer - one.len().min(other.len()) > 4 {
        return false;
    }
    let same = |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let before = same(&mut one.iter().zip(other));
    let behind = same(&mut one.iter().rev().zip(other.iter().rev()));
    // A slip is in one place, of a letter that may have four bytes, or of two: most names are done with here.
    before + behind + 8 >= longer && strsim::osa_distance(name, known) == 1
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|it| !matches!(it, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_a_known_name_is_none() {
        let more = BTreeSet::from(["acme-core".to_owned()]);
        for (name, expected) in [
            ("reqwset", Some("reqwest")),
            ("serde-json", Some("serde_json")),
            ("serdejson", Some("serde_json")),
            ("tokoi", Some("tokio")),
            ("acme_core", Some("acme-core")),
            ("tokio", None),
            ("acme-core", None),
            ("sync", None),
            ("orders", None),
            ("reqwests-extra", None),
        ] {
            assert_eq!(nearest(name, &more), expected, "{name}");
        }
    }

    #[test]
    fn a_slip_is_what_one_step_mends() {
        let mut words = vec![String::new()];
        for length in 0..4 {
            let longest: Vec<String> = words
                .iter()
                .filter(|it| it.chars().count() == length)
                .cloned()
                .collect();
            words.extend(
                ["a", "_", "𐄁"]
                    .iter()
                    .flat_map(|letter| longest.iter().map(move |word| format!("{word}{letter}"))),
            );
        }
        assert_eq!(words.len(), 121);
        for (one, other) in words
            .iter()
            .flat_map(|it| words.iter().map(move |at| (it, at)))
        {
            let is_slip = strsim::osa_distance(one, other) == 1;
            assert_eq!(super::is_slip(one, other), is_slip, "{one} {other}");
        }
    }

    #[test]
    fn known_names_are_sorted_and_there_once() {
        let names: Vec<&str> = NAMES.split_whitespace().collect();
        assert!(names.is_sorted() && names.len() == KNOWN.len() && names.len() > 500);
    }
}
