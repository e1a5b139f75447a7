//! Inside: this program again, as the process that builds the fence.
