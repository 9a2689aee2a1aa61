//! What somebody else's file may cost: how long it is, how many points its pictures have, what its parts unpack to. Everything is
//! asked before a library that unpacks it sees the file, because none of them gives memory back that a file should never have had.

pub mod archive;
pub mod base64;
pub mod budget;
pub mod painting;
pub mod part;
pub mod pdf;
pub mod picture;
pub mod workbook;
pub mod xls;
