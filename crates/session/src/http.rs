//! Servers over HTTP. One exchange at a time is a [`flight`]; a [`link`] is a connection made of them.

mod body;
mod dress;
mod endpoint;
mod events;
mod flight;
mod guard;
mod ids;
mod link;
pub mod login;
mod metadata;
mod shown;
mod site;
mod tls;
pub(crate) mod visit;

pub(crate) use dress::Said;
pub use endpoint::Endpoint;
pub(crate) use flight::Head;
pub(crate) use ids::{Ids, is_random};
pub(crate) use link::{Ask, Link};
pub(crate) use reqwest::{
    Method,
    header::{HeaderName, HeaderValue},
};
pub(crate) use shown::{headers, loud};
pub(crate) use site::Site;

/// The names of headers that are set by hand, and a value.
pub(crate) mod header {
    pub(crate) use super::dress::{METHOD, NAME, SESSION, VERSION};
    pub(crate) use super::link::EVENTS;
    pub(crate) use reqwest::header::{
        ACCEPT, ACCESS_CONTROL_REQUEST_HEADERS as ASKS_HEADERS,
        ACCESS_CONTROL_REQUEST_METHOD as ASKS_METHOD, AUTHORIZATION, CONTENT_TYPE, HOST, ORIGIN,
    };
}
