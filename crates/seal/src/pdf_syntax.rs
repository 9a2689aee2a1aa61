//! What a PDF file is made of, as far as seals need it: objects, tables of places, the tail of each revision.

pub(crate) mod lexer;
pub(crate) mod reader;
pub(crate) mod rows;
pub(crate) mod tables;
pub(crate) mod tail;
