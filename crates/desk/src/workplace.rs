//! Who sits at the desk, and what their screens keep: people, alarms, shifts, views.

pub mod alarm;
pub mod kept;
pub mod person;
pub mod shift;
pub mod state;
pub mod view;
