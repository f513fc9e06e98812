//! The few functions of WASI, preview 1, that a module may call. There are no files, no environment, no clock and no
//! random numbers behind any of them.

use std::fmt;

use orders_wire::guest::MAX_DOCUMENT_BYTES;
use wasmtime::{Caller, Extern, Linker, Memory};

use crate::inspect::WASI;
use crate::limiter::Limiter;

/// What belongs to one call.
#[derive(Debug)]
pub(crate) struct Call {
    input: Vec<u8>,
    read: usize,
    output: Vec<u8>,
    pub(crate) limiter: Limiter,
}

/// It ended itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exit(pub(crate) i32);

/// It wrote more than is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutputFull;

// Numbers of errors, as WASI has them.
const SUCCESS: i32 = 0;
const BAD_DESCRIPTOR: i32 = 8;
const FAULT: i32 = 21;

const STDIN: i32 = 0;
const STDOUT: i32 = 1;
const STDERR: i32 = 2;

/// How many buffers one call of `fd_read` or `fd_write` may have.
const MAX_BUFFERS: u32 = 1024;

impl Call {
    pub(crate) const fn new(input: Vec<u8>, limiter: Limiter) -> Self {
        Self {
            input,
            read: 0,
            output: Vec::new(),
            limiter,
        }
    }

    pub(crate) fn into_output(self) -> Vec<u8> {
        self.output
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it ended itself with the status {}", self.0)
    }
}

impl std::error::Error for Exit {}

impl fmt::Display for OutputFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it wrote more than is read")
    }
}

impl std::error::Error for OutputFull {}

/// Makes the functions known. Which of them a module may import was decided before.
pub(crate) fn link(linker: &mut Linker<Call>) -> wasmtime::Result<()> {
    linker.func_wrap(WASI, "fd_read", fd_read)?;
    linker.func_wrap(WASI, "fd_write", fd_write)?;
    linker.func_wrap(WASI, "proc_exit", |status: i32| -> wasmtime::Result<()> {
        Err(Exit(status).into())
    })?;
    for sizes in ["args_sizes_get", "environ_sizes_get"] {
        linker.func_wrap(WASI, sizes, none)?;
    }
    for values in ["args_get", "environ_get"] {
        linker.func_wrap(WASI, values, |_: i32, _: i32| SUCCESS)?;
    }
    Ok(())
}

fn fd_read(
    mut caller: Caller<'_, Call>,
    descriptor: i32,
    buffers: i32,
    count: i32,
    read: i32,
) -> wasmtime::Result<i32> {
    if descriptor != STDIN {
        return Ok(BAD_DESCRIPTOR);
    }
    let (memory, call) = memory(&mut caller)?;
    Ok(fill(
        memory,
        call,
        address(buffers),
        count.cast_unsigned(),
        address(read),
    )
    .map_or(FAULT, |()| SUCCESS))
}

fn fd_write(
    mut caller: Caller<'_, Call>,
    descriptor: i32,
    buffers: i32,
    count: i32,
    written: i32,
) -> wasmtime::Result<i32> {
    if descriptor != STDOUT && descriptor != STDERR {
        return Ok(BAD_DESCRIPTOR);
    }
    let (memory, call) = memory(&mut caller)?;
    let count = count.cast_unsigned();
    if count > MAX_BUFFERS {
        return Ok(FAULT);
    }
    let mut total: u32 = 0;
    for number in 0..count {
        let Some((start, length)) = buffer(memory, address(buffers), number) else {
            return Ok(FAULT);
        };
        let Some(bytes) = slice(memory, start, length) else {
            return Ok(FAULT);
        };
        // What it says to the standard error is somebody's data, and goes nowhere.
        if descriptor == STDOUT {
            if call.output.len() + bytes.len() > MAX_DOCUMENT_BYTES {
                return Err(OutputFull.into());
            }
            call.output.extend_from_slice(bytes);
        }
        total = total.saturating_add(length);
    }
    Ok(put(memory, address(written), total).map_or(FAULT, |()| SUCCESS))
}

/// There are no arguments and there is no environment: none of them, in no bytes.
fn none(mut caller: Caller<'_, Call>, count: i32, size: i32) -> wasmtime::Result<i32> {
    let (memory, _) = memory(&mut caller)?;
    let zeros = put(memory, address(count), 0).and_then(|()| put(memory, address(size), 0));
    Ok(zeros.map_or(FAULT, |()| SUCCESS))
}

fn fill(memory: &mut [u8], call: &mut Call, buffers: usize, count: u32, read: usize) -> Option<()> {
    let mut total: u32 = 0;
    for number in 0..count.min(MAX_BUFFERS) {
        let (start, length) = buffer(memory, buffers, number)?;
        let left = call.input.get(call.read..).unwrap_or_default();
        if left.is_empty() {
            break;
        }
        let taken = left.len().min(length as usize);
        let end = start.checked_add(taken)?;
        memory.get_mut(start..end)?.copy_from_slice(&left[..taken]);
        call.read += taken;
        total = total.saturating_add(u32::try_from(taken).ok()?);
    }
    put(memory, read, total)
}

/// Where a buffer begins, and how long it is.
fn buffer(memory: &[u8], buffers: usize, number: u32) -> Option<(usize, u32)> {
    let at = buffers.checked_add(number as usize * 8)?;
    Some((get(memory, at)? as usize, get(memory, at + 4)?))
}

fn slice(memory: &[u8], start: usize, length: u32) -> Option<&[u8]> {
    memory.get(start..start.checked_add(length as usize)?)
}

fn get(memory: &[u8], at: usize) -> Option<u32> {
    let bytes = memory.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn put(memory: &mut [u8], at: usize, value: u32) -> Option<()> {
    let bytes = memory.get_mut(at..at.checked_add(4)?)?;
    bytes.copy_from_slice(&value.to_le_bytes());
    Some(())
}

const fn address(pointer: i32) -> usize {
    pointer.cast_unsigned() as usize
}

fn memory<'c>(caller: &'c mut Caller<'_, Call>) -> wasmtime::Result<(&'c mut [u8], &'c mut Call)> {
    let memory: Memory = caller
        .get_export("memory")
        .and_then(Extern::into_memory)
        .ok_or_else(|| wasmtime::Error::msg("it exports no memory"))?;
    Ok(memory.data_and_store_mut(caller))
}
