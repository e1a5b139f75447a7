//! Canaries: fake secrets, unique for the run, and the search for them in everything that comes out.
//!
//! A canary that is opened was looked at; one that is found in a stream, a packet, a file or an argument was passed on.
//! Its value is never recorded: what is found is told by its id and the encoding it was in.

mod encoding;
mod make;
mod search;

pub use encoding::Encoding;
pub use make::{make, seed};
pub use search::{Hit, Search, Stream};
