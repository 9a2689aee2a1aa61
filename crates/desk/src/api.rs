//! What every command is made of: the call and who calls, the session, masking, long work, values on the wire, limits.

pub(crate) mod call;
pub mod limit;
pub mod mask;
pub(crate) mod password;
pub(crate) mod session;
pub mod wire;
pub mod work;
