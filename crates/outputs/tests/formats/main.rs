//! Every format is read back with a reader that is not ours, and its values are compared.

mod annotation;
mod graphs;
mod hostile;
mod json;
mod papers;
#[cfg(feature = "parquet")]
mod parquet;
mod python;
mod rules;
mod tables;
