//! Which reports tell the same act, and which papers are copies of each other.
