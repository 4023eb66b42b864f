//! Trees and mentions in; events, statements, relations and occasions out.
#![warn(missing_docs)]
