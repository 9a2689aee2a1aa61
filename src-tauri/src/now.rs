//! The window's only clock reader.

use domain::Moment;

#[allow(
    clippy::disallowed_methods,
    reason = "the one place where the window reads the clock"
)]
pub(crate) fn now() -> Moment {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
