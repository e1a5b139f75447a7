//! Servers over HTTP. One exchange at a time is a [`flight`]; a [`link`] is a connection made of them.

mod body;
mod dress;
mod endpoint;
mod events;
mod flight;
mod link;
mod shown;
mod site;
mod tls;
pub(crate) mod visit;

pub use endpoint::Endpoint;
pub(crate) use flight::Head;
pub(crate) use link::{Ask, Link};
pub(crate) use shown::{describe, headers};
pub(crate) use site::Site;
