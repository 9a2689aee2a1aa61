//! Households: finding one while the phone rings, adding and changing, import by batch or from the office's sheet.

pub mod sheet;

use domain::{
    Code, Fact, Refusal, check,
    customer::{Customer, Household},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{Call, wire::ChangeReply};

/// The stream of all households.
const STREAM: &str = "customers";
/// Most households found at once.
const FOUND: u32 = 20;
/// Most households in one batch.
const BATCH: usize = 5_000;

/// Finds households.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerFind {
    /// Last digits of a phone (three or more), account number, part of name or address.
    pub text: String,
}

/// One household.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerGet {
    /// Its id.
    #[ts(type = "number")]
    pub customer: i64,
}

/// A household to add, or to change by its account number.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSave {
    pub household: Household,
}

/// A batch.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerImport {
    /// The households, at most 5,000.
    pub households: Vec<Household>,
    /// Where they come from.
    pub source: String,
}

/// What came of a batch.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct CustomerImportResult {
    /// New ones.
    #[ts(type = "number")]
    pub added: i64,
    #[ts(type = "number")]
    pub changed: i64,
    /// Known and the same.
    #[ts(type = "number")]
    pub unchanged: i64,
}

/// Finds households.
///
/// # Errors
/// `too_long` at `text`.
pub fn find_customers(call: &Call, ask: CustomerFind) -> Result<Vec<Customer>, Refusal> {
    check::check_optional_text("text", &ask.text, check::LINE)?;
    if ask.text.trim().is_empty() {
        return Ok(Vec::new());
    }
    call.read_tx(|tx| tx.find_customers(ask.text.trim(), call.viewer, FOUND))
}

/// One household.
///
/// # Errors
/// `not_found`.
pub fn get_customer(call: &Call, ask: CustomerGet) -> Result<Customer, Refusal> {
    call.read_tx(|tx| tx.read_customer(ask.customer))
}

/// Adds a household, or changes the one with this account number.
///
/// # Errors
/// The bounds of [`Household::check`].
pub fn save_customer(call: &Call, ask: CustomerSave) -> Result<ChangeReply<Customer>, Refusal> {
    ask.household.check_household()?;
    let account = ask.household.account_number.clone();
    let customer = call.write_tx(|tx| {
        append_customers(call, tx, vec![ask.household], "手工登记".to_owned())?;
        tx.customer_by_account(&account)?
            .ok_or_else(|| Refusal::at_field(Code::NotFound, "household").with_arg("what", "customer"))
    })?;
    Ok(ChangeReply {
        value: customer,
        changed: vec!["customer".to_owned()],
    })
}

/// Takes a batch, all or nothing. The same batch twice changes nothing.
///
/// # Errors
/// The bounds of a household, at `households[n].field`; `out_of_range` for too many; `name_taken` at
/// `households[n].account_number` for one that stands in the batch twice; `stopped`.
pub fn import_customers(
    call: &Call,
    ask: CustomerImport,
) -> Result<ChangeReply<CustomerImportResult>, Refusal> {
    check::check_text("source", &ask.source, check::LINE)?;
    let many = i64::try_from(ask.households.len()).unwrap_or(i64::MAX);
    check::check_range("households", many, 1, i64::try_from(BATCH).unwrap_or(i64::MAX))?;
    check_batch(&ask.households)?;
    let imported = call.write_tx(|tx| append_customers(call, tx, ask.households, ask.source))?;
    Ok(ChangeReply {
        value: imported,
        changed: vec!["customer".to_owned()],
    })
}

fn check_batch(households: &[Household]) -> Result<(), Refusal> {
    let mut seen = std::collections::HashSet::new();
    for (index, household) in households.iter().enumerate() {
        let at = |field: &str| format!("households[{index}].{field}");
        household
            .check_household()
            .map_err(|refusal| refusal.within_field(&format!("households[{index}]")))?;
        if !seen.insert(household.account_number.as_str()) {
            return Err(Refusal::at_field(Code::NameTaken, &at("account_number")));
        }
    }
    Ok(())
}

/// Writes what is new or changed, as one fact.
fn append_customers(
    call: &Call,
    tx: &Tx,
    households: Vec<Household>,
    source: String,
) -> Result<CustomerImportResult, Refusal> {
    let mut customers = Vec::new();
    let counts = merge_households(call, tx, households, &mut customers)?;
    if !customers.is_empty() {
        let fact = Fact::Customers { customers, source };
        tx.append_facts(STREAM, None, vec![fact], &call.caller_stamp()?)?;
    }
    Ok(counts)
}

/// Gives each household its id; those that are known and the same are left out.
fn merge_households(
    call: &Call,
    tx: &Tx,
    households: Vec<Household>,
    into: &mut Vec<Customer>,
) -> Result<CustomerImportResult, Refusal> {
    let mut next = tx.next_customer_id()?;
    let mut counts = CustomerImportResult {
        added: 0,
        changed: 0,
        unchanged: 0,
    };
    call.work.add_total(households.len());
    for household in households {
        call.work.finish_part()?;
        match tx.customer_by_account(&household.account_number)? {
            Some(known) if known.household == household => counts.unchanged += 1,
            Some(known) => {
                counts.changed += 1;
                into.push(Customer {
                    id: known.id,
                    household,
                });
            }
            None => {
                counts.added += 1;
                into.push(Customer { id: next, household });
                next += 1;
            }
        }
    }
    Ok(counts)
}
