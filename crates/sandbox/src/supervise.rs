//! Outside: answers the system calls that the filter sends, watches, measures, and writes down what it saw.

mod calls;
pub(crate) mod changes;
pub(crate) mod ledger;
mod paths;
pub(crate) mod places;
pub(crate) mod text;
