//! Households: one row each, found by phone, account number, name or address.

use std::borrow::Cow;

use domain::{
    Code, Refusal,
    customer::Customer,
    hash,
    personal::{MaskingContext, Viewer},
};
use rusqlite::{OptionalExtension, Row, params};

use crate::{
    Tx,
    error::{damaged_refusal, sqlite_refusal},
    search::{build_match_expression, list_pinyin_initials, restrict_expression, tokenize_texts},
};

fn read_customer_row(row: &Row) -> rusqlite::Result<(i64, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn parse_customer((id, text): (i64, String)) -> Result<Customer, Refusal> {
    let household =
        serde_json::from_str(&text).map_err(|error| damaged_refusal(format!("customer {id}: {error}")))?;
    Ok(Customer { id, household })
}

impl Tx<'_> {
    pub(crate) fn put_customer(&self, customer: &Customer) -> Result<(), Refusal> {
        let household = &customer.household;
        let text = hash::to_canonical_json(household).map_err(|error| damaged_refusal(error.to_string()))?;
        let mut put = self
            .db
            .prepare_cached("REPLACE INTO customer (id, account_number, household) VALUES (?1, ?2, ?3)")
            .map_err(sqlite_refusal)?;
        put.execute(params![customer.id, household.account_number, text])
            .map_err(sqlite_refusal)?;
        let mut delete = self
            .db
            .prepare_cached("DELETE FROM customer_search WHERE rowid = ?1")
            .map_err(sqlite_refusal)?;
        delete.execute([customer.id]).map_err(sqlite_refusal)?;
        // A name may have a phone in it, a community a door: of these everybody finds the rest alone.
        let known = MaskingContext::from_household(household);
        let (name, community) = (
            known.mask_search_text(&household.name),
            known.mask_community_search_text(&household.community),
        );
        let numbers = [household.account_number.as_str(), household.meter_number.as_str()];
        let (phones, numbers): (Vec<&str>, Vec<&str>) = numbers
            .into_iter()
            .partition(|number| known.is_phone_as_number(number));
        let mut open = vec![name.as_ref(), community.as_ref()];
        open.extend(numbers);
        let initials = list_pinyin_initials(&name);
        open.extend(initials.iter().map(String::as_str));
        let mut personal = vec![household.address.as_str()];
        personal.extend(phones);
        personal.extend(household.phones.iter().map(String::as_str));
        for (words, whole) in [(&name, &household.name), (&community, &household.community)] {
            if let Cow::Owned(_) = words {
                personal.push(whole);
            }
        }
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO customer_search (rowid, open, personal) VALUES (?1, ?2, ?3)")
            .map_err(sqlite_refusal)?;
        insert
            .execute(params![
                customer.id,
                tokenize_texts(&open),
                tokenize_texts(&personal)
            ])
            .map_err(sqlite_refusal)
            .map(|_| ())
    }

    /// Households that hold every word typed, in the order they were added; by phone and address only for who sees them.
    ///
    /// # Errors
    /// Those of the file.
    pub fn find_customers(&self, text: &str, viewer: Viewer, limit: u32) -> Result<Vec<Customer>, Refusal> {
        let Some(expression) =
            build_match_expression(text).map(|expression| restrict_expression(viewer, &expression))
        else {
            return Ok(Vec::new());
        };
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT customer.id, customer.household
                 FROM customer_search CROSS JOIN customer ON customer.id = customer_search.rowid
                 WHERE customer_search MATCH ?1 ORDER BY customer_search.rowid LIMIT ?2",
            )
            .map_err(sqlite_refusal)?;
        let rows = statement
            .query_map(params![expression, limit], read_customer_row)
            .map_err(sqlite_refusal)?;
        rows.map(|row| parse_customer(row.map_err(sqlite_refusal)?))
            .collect()
    }

    /// One household.
    ///
    /// # Errors
    /// `not_found`; those of the file.
    pub fn read_customer(&self, id: i64) -> Result<Customer, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id, household FROM customer WHERE id = ?1")
            .map_err(sqlite_refusal)?;
        let row = statement
            .query_row([id], read_customer_row)
            .optional()
            .map_err(sqlite_refusal)?;
        parse_customer(row.ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "customer"))?)
    }

    /// The household of an account number.
    ///
    /// # Errors
    /// Those of the file.
    pub fn customer_by_account(&self, account: &str) -> Result<Option<Customer>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id, household FROM customer WHERE account_number = ?1")
            .map_err(sqlite_refusal)?;
        statement
            .query_row([account], read_customer_row)
            .optional()
            .map_err(sqlite_refusal)?
            .map(parse_customer)
            .transpose()
    }

    /// The id of the next household.
    ///
    /// # Errors
    /// Those of the file.
    pub fn next_customer_id(&self) -> Result<i64, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM customer")
            .map_err(sqlite_refusal)?;
        statement.query_row([], |row| row.get(0)).map_err(sqlite_refusal)
    }
}
