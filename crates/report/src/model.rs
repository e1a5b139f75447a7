//! What every format shows, worked out once from the review.

mod callers;
mod conduct;
mod found;
mod reasons;
mod seen;
mod tools;
mod words;

pub(crate) use callers::*;
pub(crate) use conduct::{Conduct, installed, limits, opening};
pub(crate) use found::*;
pub(crate) use reasons::*;
pub use seen::quoted;
pub(crate) use seen::*;
pub(crate) use tools::*;
pub(crate) use words::*;
