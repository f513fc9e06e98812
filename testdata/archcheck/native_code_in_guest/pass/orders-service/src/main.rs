//! The host: here everything works.

fn main() {
    std::thread::spawn(orders::host::version);
}
