//! Demo data, made through the real rules: every step is decided as a person's would be, every fact stands in
//! the journal, every page printed from such a folder says 演示数据.
//!
//! The same seed, count, months and time make the same data. Names and phones belong to nobody: no Chinese
//! phone number begins with 12. Deliberately absent: real folders; a folder must have been founded as demo.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )
)]

use std::collections::HashMap;

use desk::Desk;
use domain::{Code, Fact, Moment, Refusal, calendar::Calendar, customer::Customer, settings::Settings};
use rand::{SeedableRng, rngs::StdRng};
use store::Stamp;

mod names;
mod run;
mod script;

/// What to make.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many tickets.
    pub tickets: u32,
    /// Where chance begins.
    pub seed: u64,
    /// Over how many months, ending now; 1 to 120.
    pub months: u32,
    /// Now: nothing is made that happens later.
    pub now: Moment,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Tickets.
    pub tickets: i64,
    /// Facts in the journal.
    pub facts: i64,
    /// Households.
    pub customers: i64,
}

/// Founds a demo folder: people, crews, communities, the first 200 households.
///
/// # Errors
/// `demo_only` for a real folder; those of writing the file.
pub fn found(desk: &Desk, now: Moment) -> Result<(), Refusal> {
    demo_only(desk)?;
    desk.store().write(|tx| {
        desk::person::found_demo(tx, now)?;
        let mut settings = Settings::shipped();
        settings.crews = names::crews();
        settings.communities = names::COMMUNITIES.iter().map(|name| (*name).to_owned()).collect();
        let (version, _) = tx.settings()?;
        tx.append(
            "settings",
            Some(version),
            vec![Fact::Settings(Box::new(settings))],
            &system(now),
        )?;
        add_customers(tx, &mut StdRng::seed_from_u64(2026), 200, now)?;
        Ok(())
    })
}

/// Adds tickets to a demo folder.
///
/// # Errors
/// `demo_only` for a real folder, `out_of_range` for months or tickets; those of writing the file.
pub fn fill(desk: &Desk, plan: &Plan, progress: &mut dyn FnMut(i64)) -> Result<Made, Refusal> {
    demo_only(desk)?;
    domain::check::range("months", i64::from(plan.months), 1, 120)?;
    domain::check::range("tickets", i64::from(plan.tickets), 1, 5_000_000)?;
    let mut chance = StdRng::seed_from_u64(plan.seed);
    let world = desk.store().write(|tx| {
        let known = tx.next_customer_id()? - 1;
        let wanted = i64::from(plan.tickets / 8).clamp(200, 40_000);
        add_customers(tx, &mut chance, wanted - known, plan.now)?;
        World::read(tx)
    })?;
    desk.store().bulk()?;
    let made = run::run(desk.store(), &world, plan, &mut chance, progress);
    desk.store().normal()?;
    let made = made?;
    Ok(Made {
        customers: i64::try_from(world.customers.len()).unwrap_or(i64::MAX),
        ..made
    })
}

fn demo_only(desk: &Desk) -> Result<(), Refusal> {
    if desk.demo()? {
        Ok(())
    } else {
        Err(Refusal::at(Code::DemoOnly, "data"))
    }
}

fn system(now: Moment) -> Stamp<'static> {
    Stamp {
        performed_by: "系统",
        recorded_by: 0,
        recorder: "系统",
        happened_at: now,
        recorded_at: now,
    }
}

fn add_customers(tx: &store::Tx, chance: &mut StdRng, count: i64, now: Moment) -> Result<(), Refusal> {
    let first = tx.next_customer_id()?;
    let ids: Vec<i64> = (first..first + count.max(0)).collect();
    for batch in ids.chunks(500) {
        let customers = batch
            .iter()
            .map(|id| Customer {
                id: *id,
                household: names::household(chance, *id),
            })
            .collect();
        tx.append(
            "customers",
            None,
            vec![Fact::Customers {
                customers,
                source: "演示数据".to_owned(),
            }],
            &system(now),
        )?;
    }
    Ok(())
}

/// What the simulation stands on.
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) calendar: Calendar,
    pub(crate) customers: Vec<Customer>,
    /// Ids of the demo people by name.
    pub(crate) people: HashMap<String, i64>,
    pub(crate) last_record: String,
}

impl World {
    fn read(tx: &store::Tx) -> Result<Self, Refusal> {
        let mut customers = Vec::new();
        for id in 1..tx.next_customer_id()? {
            customers.push(tx.customer(id)?);
        }
        Ok(Self {
            settings: tx.settings()?.1,
            calendar: tx.calendar()?.1,
            customers,
            people: tx
                .people()?
                .into_iter()
                .map(|row| (row.person.name, row.person.id))
                .collect(),
            last_record: tx.last_record()?,
        })
    }
}
