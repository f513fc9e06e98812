pub const TABLE: [u8; 1] = [1];
