//! What would change if something were supplied.
