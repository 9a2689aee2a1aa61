//! Values in columns: words by their code, instants as milliseconds, flags as 0 and 1, lists as JSON.

use domain::Moment;
use rusqlite::types::{Value, ValueRef};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::damaged_refusal;

/// A value that stands in one column.
pub(crate) trait ColumnValue: Sized {
    /// Into the file.
    fn to_sql_value(&self) -> Value;
    /// Out of the file.
    fn from_sql_value(value: ValueRef<'_>) -> Result<Self, domain::Refusal>;
}

/// A text where it stands: a month's report reads a million of them.
fn read_text_value(value: ValueRef<'_>) -> Result<&str, domain::Refusal> {
    value
        .as_str()
        .map_err(|_| damaged_refusal(format!("no text: {value:?}")))
}

impl ColumnValue for i64 {
    fn to_sql_value(&self) -> Value {
        Value::Integer(*self)
    }
    fn from_sql_value(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        match value {
            ValueRef::Integer(number) => Ok(number),
            other => Err(damaged_refusal(format!("no number: {other:?}"))),
        }
    }
}

impl ColumnValue for bool {
    fn to_sql_value(&self) -> Value {
        Value::Integer(i64::from(*self))
    }
    fn from_sql_value(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        i64::from_sql_value(value).map(|number| number != 0)
    }
}

impl ColumnValue for Moment {
    fn to_sql_value(&self) -> Value {
        Value::Integer(self.0)
    }
    fn from_sql_value(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        i64::from_sql_value(value).map(Moment)
    }
}

impl ColumnValue for String {
    fn to_sql_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_sql_value(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        read_text_value(value).map(str::to_owned)
    }
}

impl<T: ColumnValue> ColumnValue for Option<T> {
    fn to_sql_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_sql_value)
    }
    fn from_sql_value(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        if value == ValueRef::Null {
            Ok(None)
        } else {
            T::from_sql_value(value).map(Some)
        }
    }
}

impl<T: Serialize + DeserializeOwned> ColumnValue for Vec<T> {
    fn to_sql_value(&self) -> Value {
        // Lists of plain values always have a JSON text.
        Value::Text(serde_json::to_string(self).unwrap_or_default())
    }
    fn from_sql_value(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        serde_json::from_str(read_text_value(value)?).map_err(|error| damaged_refusal(error.to_string()))
    }
}

impl ColumnValue for domain::row::ServiceRow {
    fn to_sql_value(&self) -> Value {
        Value::Text(serde_json::to_string(self).unwrap_or_default())
    }
    fn from_sql_value(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
        serde_json::from_str(read_text_value(value)?).map_err(|error| damaged_refusal(error.to_string()))
    }
}

macro_rules! words {
    ($($word:ty),+ $(,)?) => {$(
        impl ColumnValue for $word {
            fn to_sql_value(&self) -> Value {
                Value::Text(self.code().to_owned())
            }
            fn from_sql_value(value: ValueRef<'_>) -> Result<Self, domain::Refusal> {
                let code = read_text_value(value)?;
                <$word>::from_code(code).ok_or_else(|| damaged_refusal(format!("unknown word: {code}")))
            }
        }
    )+};
}

words!(
    domain::service::ServiceKind,
    domain::ticket::Stage,
    domain::ticket::Channel,
    domain::customer::AddressArea,
    domain::service::repair::RepairFault,
    domain::service::step::FollowUpOutcome,
    domain::clock::ClockKind,
    domain::acknowledgement::AnswerKind,
);
