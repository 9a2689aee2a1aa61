//! What an administrator keeps in order: settings, backups, erasure, updates.

pub mod backup;
pub mod erasure;
pub mod settings;
pub mod standard;
pub mod update;
