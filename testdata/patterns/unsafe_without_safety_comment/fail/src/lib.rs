//! Frames, read without a word on why that is sound.

pub struct Frame(*const u8);

unsafe impl Send for Frame {}
// <- unsafe_without_safety_comment: `unsafe impl` without a safety comment

impl Frame {
    pub fn first(&self) -> u8 {
        unsafe { *self.0 }
        // <- unsafe_without_safety_comment: `unsafe` block without a safety comment
    }

    pub fn show(&self) -> String {
        format!("{}", unsafe { *self.0 })
        //            ^^^^^^ unsafe_without_safety_comment: `unsafe` block without a safety comment
    }

    /// The byte at a place.
    pub unsafe fn at(&self, place: usize) -> u8 {
    //  ^^^^^^ unsafe_without_safety_comment: public `unsafe fn at` does not say
        // SAFETY: the caller sees to it that the frame is that long
        unsafe { *self.0.add(place) }
    }
}
