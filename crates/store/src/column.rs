//! Values in columns: words by their code, instants as milliseconds, flags as 0 and 1, lists as JSON.

use domain::Moment;
use rusqlite::types::{Value, ValueRef};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::damaged;

/// A value that stands in one column.
pub(crate) trait Column: Sized {
    /// Into the file.
    fn put(&self) -> Value;
    /// Out of the file.
    fn take(value: ValueRef<'_>) -> Result<Self, domain::Refusal>;
}

/// A text where it stands: a month's report reads a million of them.
fn text(value: ValueRef<'_>) -> Result<&str, domain::Refusal> {
    value.as_str().map_err(|_| damaged(format!("no text: {value:?}")))
}

impl Column for i64 {
    fn put(&self) -> Value {
        Value::Integer(*self)
    }
    fn take(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        match value {
            ValueRef::Integer(number) => Ok(number),
            other => Err(damaged(format!("no number: {other:?}"))),
        }
    }
}

impl Column for bool {
    fn put(&self) -> Value {
        Value::Integer(i64::from(*self))
    }
    fn take(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        i64::take(value).map(|number| number != 0)
    }
}

impl Column for Moment {
    fn put(&self) -> Value {
        Value::Integer(self.0)
    }
    fn take(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        i64::take(value).map(Moment)
    }
}

impl Column for String {
    fn put(&self) -> Value {
        Value::Text(self.clone())
    }
    fn take(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        text(value).map(str::to_owned)
    }
}

impl<T: Column> Column for Option<T> {
    fn put(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::put)
    }
    fn take(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        if value == ValueRef::Null {
            Ok(None)
        } else {
            T::take(value).map(Some)
        }
    }
}

impl<T: Serialize + DeserializeOwned> Column for Vec<T> {
    fn put(&self) -> Value {
        // Lists of plain values always have a JSON text.
        Value::Text(serde_json::to_string(self).unwrap_or_default())
    }
    fn take(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        serde_json::from_str(text(value)?).map_err(|error| damaged(error.to_string()))
    }
}

impl Column for domain::row::ServiceRow {
    fn put(&self) -> Value {
        Value::Text(serde_json::to_string(self).unwrap_or_default())
    }
    fn take(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        serde_json::from_str(text(value)?).map_err(|error| damaged(error.to_string()))
    }
}

macro_rules! words {
    ($($word:ty),+ $(,)?) => {$(
        impl Column for $word {
            fn put(&self) -> Value {
                Value::Text(self.code().to_owned())
            }
            fn take(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
                let code = text(value)?;
                <$word>::from_code(code).ok_or_else(|| damaged(format!("unknown word: {code}")))
            }
        }
    )+};
}

words!(
    domain::service::ServiceKind,
    domain::ticket::Stage,
    domain::ticket::Channel,
    domain::customer::Area,
    domain::service::repair::Fault,
    domain::service::step::FollowUpOutcome,
    domain::clock::ClockKind,
    domain::acknowledgement::Way,
);
