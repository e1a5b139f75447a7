//! The official SDK as a second opinion.
