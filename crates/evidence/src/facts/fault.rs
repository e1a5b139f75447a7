//! What was wrong.

use crate::{Kind, Pointer};

/// Something wrong on the wire, or with one item's shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Which kind.
    pub kind: FaultKind,
    /// The connection.
    pub session: u32,
    /// Where: frame and pointer (empty pointer: the whole frame).
    pub at: Pointer,
    /// One sentence; text of the server in it is quoted, not yet escaped.
    pub says: String,
    /// The item that it is about, where it is about one.
    pub subject: Option<(Kind, String)>,
    /// The method of the message that it is about, where its shape or its method is what is wrong.
    pub method: Option<String>,
}

/// The kinds of fault. Severity is the probes' business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// A line on stdout that is no JSON-RPC message: a banner, a log line.
    Noise,
    /// A message spread over several lines (pretty-printed).
    SplitMessage,
    /// Several messages on one line.
    SharedLine,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A byte order mark.
    ByteOrderMark,
    /// `NaN`, `Infinity`, a number beyond 64-bit floating point, or a lone surrogate.
    NotJson,
    /// One object holds a key twice.
    DuplicateKey,
    /// Nesting deeper than 128.
    TooDeep,
    /// A message longer than the recorder keeps.
    TooLong,
    /// A batch (an array of messages) where the revision has none.
    Batch,
    /// `jsonrpc` is not exactly "2.0".
    WrongVersion,
    /// A reply to no request of ours, or a second reply.
    UnknownId,
    /// A reply whose id has another JSON type than ours; a request of the server whose id is no string or integer.
    IdType,
    /// Both or neither of `result` and `error`; an error without integer code or string message.
    BadReply,
    /// Two items of one kind share a name.
    DuplicateName,
    /// An item or a member of it has the wrong type, or a required member is missing.
    WrongShape,
    /// A notification or a request of the server, or a reply other than to a handshake or a listing, has not the shape of its
    /// revision.
    WrongMessage,
    /// A notification or a request that its revision does not have, and whose name is no vendor's.
    UnknownMethod,
    /// A list reply that is no list, or a `nextCursor` that is no string.
    BadList,
    /// The last line before the end had no newline.
    Unterminated,
}
