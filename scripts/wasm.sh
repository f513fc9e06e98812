#!/bin/sh
# Builds the parts of the sample service that run at the edge for wasm32-wasip1:
#     scripts/wasm.sh                       build them; installs what is missing
#     export ORDERS_GUEST="$(scripts/wasm.sh guest)"    only the module that the tests run; prints where it and its manifest are
#     eval "$(scripts/wasm.sh env)"         only make `cargo build --target wasm32-wasip1` work in this shell
# Takes the toolchain's own target if it is there or rustup can fetch it; else, as root on Debian, the compiler packages
# for the web, from which the standard library is built once into target/tools. WASM_TOOLCHAIN=rustup or =debian takes
# only the one named. Everything but the answers of `guest` and `env` goes to standard error.
set -eu

target=wasm32-wasip1
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/target/tools
web=/usr/bin/rustc

say() { echo "wasm.sh: $*" >&2; }
. "$(dirname "$0")/install.sh"

# The toolchain of the project has a standard library for the target.
rustup_ready() {
    libraries=$(rustc --print target-libdir --target "$target" 2>/dev/null) || return 1
    ls "$libraries"/libstd-*.rlib >/dev/null 2>&1
}

from_rustup() {
    rustup_ready && return 0
    command -v rustup >/dev/null || return 1
    say "adding the target $target with rustup"
    rustup --quiet target add "$target" >&2 && rustup_ready
}

# Debian's compiler has no standard library for WASI, but its source.
install_web() {
    [ -x "$web" ] && [ -f "$("$web" --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ] &&
        [ -f /usr/lib/wasm32-wasi/libc.a ] && return 0
    from_debian rustc-web rust-web-src wasi-libc
}

sysroot() { echo "$tools/wasm-sysroot/$("$web" --version | cut -d ' ' -f 2)"; }

build_sysroot() {
    made=$(sysroot)
    [ -f "$made/complete" ] && return 0
    say "building the standard library for $target, once; this takes a minute or two"
    mkdir -p "$tools"
    work=$(mktemp -d "$tools/std.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    mkdir "$work/src"
    : >"$work/src/lib.rs"
    printf '%s\n' '[package]' 'name = "empty"' 'version = "0.0.0"' 'edition = "2024"' '[profile.release]' \
        'opt-level = "s"' 'codegen-units = 1' '[workspace]' >"$work/Cargo.toml"
    # Bitcode, for guests that are built with link-time optimisation.
    (
        cd "$work"
        RUSTC=$web RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$work/target CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS=-Cembed-bitcode=yes \
            cargo build --quiet --release --target "$target" -Zbuild-std=std,panic_abort >&2
    ) || return 1
    host=$("$web" -vV | sed -n 's/^host: //p')
    libraries=$work/sysroot/lib/rustlib/$target/lib
    mkdir -p "$libraries/self-contained" "$work/sysroot/lib/rustlib/$host/bin"
    find "$work/target/$target/release" -path '*/deps/*.rlib' ! -name 'libempty-*' -exec cp {} "$libraries/" \;
    cp /usr/lib/wasm32-wasi/crt1-command.o /usr/lib/wasm32-wasi/crt1-reactor.o /usr/lib/wasm32-wasi/libc.a \
        "$libraries/self-contained/"
    ln -s "$(rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld" "$work/sysroot/lib/rustlib/$host/bin/rust-lld"
    : >"$work/sysroot/complete"
    mkdir -p "$(dirname "$made")"
    rm -rf "$made"
    mv "$work/sysroot" "$made"
}

from_web() { install_web && build_sysroot; }

cd "$root"
case ${WASM_TOOLCHAIN:-any} in
any) if from_rustup; then chosen=rustup; elif from_web; then chosen=debian; else chosen=none; fi ;;
rustup) if from_rustup; then chosen=rustup; else chosen=none; fi ;;
debian) if from_web; then chosen=debian; else chosen=none; fi ;;
*)
    say "WASM_TOOLCHAIN is rustup or debian, not '$WASM_TOOLCHAIN'"
    exit 2
    ;;
esac
if [ "$chosen" = none ]; then
    say "no compiler for $target: rustup cannot fetch it, and Debian's packages need root"
    exit 1
fi
if [ "$chosen" = debian ]; then
    RUSTC=$web
    CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS="--sysroot $(sysroot)"
    export RUSTC CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS
fi

# The module, small, and its manifest with the hash of it. Both are there or none is.
build_guest() {
    cargo build --quiet --locked --profile guest --target "$target" --target-dir "$root/target/wasm" --package orders-guest >&2
    made=$root/target/wasm/orders-guest
    mkdir -p "$made"
    fresh=$(mktemp -d "$root/target/wasm/fresh.XXXXXX")
    cp "$root/target/wasm/$target/guest/orders-guest.wasm" "$fresh/module.wasm"
    hash=$(sha256sum "$fresh/module.wasm" | cut -d ' ' -f 1)
    { echo "sha256 = \"$hash\"" && cat "$root/sample-service/orders-guest/manifest.toml"; } >"$fresh/manifest.toml"
    mv -f "$fresh/module.wasm" "$fresh/manifest.toml" "$made/"
    rmdir "$fresh"
    say "orders-guest has $(wc -c <"$made/module.wasm") bytes"
}

case ${1:-build} in
guest)
    build_guest
    echo "$made"
    ;;
env)
    [ "$chosen" = rustup ] || printf "export RUSTC='%s' CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS='%s'\n" \
        "$RUSTC" "$CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS"
    ;;
build)
    # A folder of its own: another compiler must not make the usual one stale.
    cargo build --quiet --locked --release --target "$target" --target-dir "$root/target/wasm" \
        --package orders --package orders-wire --package orders-adapters --no-default-features >&2
    build_guest
    say "orders, orders-wire and orders-adapters (without nats) build for $target"
    ;;
*)
    say "unknown command '$1'"
    exit 2
    ;;
esac
