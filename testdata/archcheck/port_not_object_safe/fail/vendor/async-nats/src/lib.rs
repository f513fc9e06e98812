//! Stands for the crate of this name.

pub struct Client;

pub struct Message;

pub struct Error;
