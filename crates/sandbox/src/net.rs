//! The sandbox's own network.

pub(crate) mod anyip;
pub(crate) mod sink;
