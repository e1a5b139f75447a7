//! What the kernel offers and no crate offers in a safe form. All `unsafe` of this program lives below, a few lines a
//! file, each with its reason; everything else speaks to the kernel through `rustix` and `std`.

#[expect(
    unsafe_code,
    reason = "fork has no safe form: the child of a program with threads may do next to nothing"
)]
pub(crate) mod fork;
#[expect(
    unsafe_code,
    reason = "process_vm_readv takes addresses of two processes"
)]
pub(crate) mod memory;
#[expect(
    unsafe_code,
    reason = "mount_setattr(2) takes addresses of a name and a structure"
)]
pub(crate) mod mounts;
#[expect(
    unsafe_code,
    reason = "filters and counters of packet sockets have no safe form in rustix"
)]
pub(crate) mod packet;
#[expect(
    unsafe_code,
    reason = "seccomp(2) and its ioctls take addresses of structures"
)]
pub(crate) mod seccomp;
#[expect(
    unsafe_code,
    reason = "getrusage, close_range and unshare have no safe form in rustix"
)]
pub(crate) mod spare;
