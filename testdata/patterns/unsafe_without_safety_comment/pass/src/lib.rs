//! Frames, with a word on why reading them is sound.

pub struct Frame(*const u8);

// SAFETY: the bytes are never written after `Frame::new`
unsafe impl Send for Frame {}

impl Frame {
    pub fn first(&self) -> u8 {
        // SAFETY: a frame has at least one byte
        unsafe { *self.0 }
    }

    pub fn show(&self) -> String {
        // SAFETY: a frame has at least one byte
        format!("{}", unsafe { *self.0 })
    }

    /// The byte at a place.
    ///
    /// # Safety
    /// The frame has to be longer than `place`.
    pub unsafe fn at(&self, place: usize) -> u8 {
        // SAFETY: the caller sees to it that the frame is that long
        unsafe { *self.0.add(place) }
    }

    unsafe fn last(&self, length: usize) -> u8 {
        // SAFETY: the callers, all in this file, pass the length of the frame
        unsafe { *self.0.add(length - 1) }
    }

    pub fn ends(&self, length: usize) -> (u8, u8) {
        // SAFETY: `length` is that of this frame
        (self.first(), unsafe { self.last(length) })
    }
}
