//! Orders that are put away.

use std::fs as disk;

pub type Outcome = Result<(), Full>;

#[derive(Debug)]
pub struct Full;

pub struct Archive(Vec<u64>);

impl Archive {
    pub fn put(&mut self, order: u64) -> Outcome {
        if self.0.len() > 99 {
            return Err(Full);
        }
        self.0.push(order);
        Ok(())
    }

    pub fn put_all(&mut self, orders: &[u64]) {
        for &order in orders {
            let _ = self.put(order);
//          ^^^^^ ignored_result: nobody looks whether `put` failed
        }
    }
}

pub fn archive(archive: &mut Archive, order: u64) {
    archive.put(order).ok();
//                     ^^ ignored_result: nobody looks whether `put` failed
    archive.put_all(&[order]);
    let _ = disk::remove_file("draft");
//  ^^^^^ ignored_result: nobody looks whether `disk::remove_file` failed
}
