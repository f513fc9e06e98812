//! The program.

fn main() {
    rt::runtime::Runtime::start();
    std::process::exit(1);
}
