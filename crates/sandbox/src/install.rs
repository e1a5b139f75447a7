//! Package runners: `npx`, `uvx` and their like fetch a program before they serve.
mod asked;
mod reference;
pub use asked::{Asked, asked};
pub use reference::Source;
