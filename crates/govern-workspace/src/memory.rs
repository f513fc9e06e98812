//! How much memory this program has.

use std::fs;

/// How many bytes this program has in memory; none where the system does not tell as Linux does.
pub fn memory_in_use() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_program_has_some_memory_and_more_if_it_takes_more() {
        let before = memory_in_use().expect("Linux tells");
        let taken = vec![1u8; 64 << 20];
        let after = memory_in_use().expect("Linux tells");
        assert!(after > before + (32 << 20), "{before} {after}");
        assert_eq!(taken[taken.len() - 1], 1);
    }
}
