//! The households the company supplies. Reference data: it goes into the journal one fact a batch.
//!
//! Deliberately absent: identity-card numbers (personal-information law: not needed, not stored).

pub mod column;
pub mod line;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Refusal, check};

crate::words! {
    /// Where an address lies (4.3⑵ binds the urban area).
    AddressArea {
        Urban "urban" = "城区",
        Outside "outside" = "城区外",
    }
}

/// A household, 用户.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// Its number in this file; given by the program.
    #[ts(type = "number")]
    pub id: i64,
    /// What is known of it.
    pub household: Household,
}

/// What is known of a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Household {
    /// 户号; one household has one, and no two share it.
    pub account_number: String,
    /// Name of the customer.
    pub name: String,
    /// Phones, the first is rung first.
    pub phones: Vec<String>,
    pub address: String,
    /// Residential community, 小区.
    #[serde(default)]
    pub community: String,
    /// Urban or not.
    pub area: AddressArea,
    /// 表号.
    #[serde(default)]
    pub meter_number: String,
}

impl Household {
    /// Bounds of every field.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text`, `bad_phone` with the field.
    pub fn check_household(&self) -> Result<(), Refusal> {
        check::check_text("account_number", &self.account_number, 30)?;
        check::check_text("name", &self.name, check::NAME)?;
        check::check_text("address", &self.address, check::LINE)?;
        check::check_optional_text("community", &self.community, check::NAME)?;
        check::check_optional_text("meter_number", &self.meter_number, 30)?;
        check::check_range(
            "phones",
            i64::try_from(self.phones.len()).unwrap_or(i64::MAX),
            0,
            5,
        )?;
        self.phones
            .iter()
            .try_for_each(|phone| check::check_phone("phones", phone))
    }
}
