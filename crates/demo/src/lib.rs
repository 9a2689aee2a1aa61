//! Demo data, made through the real rules: every step is decided as a person's would be, every fact stands in
//! the journal, every page printed from such a folder says 演示数据.
//!
//! The same seed, count, months and time make the same data. Names and phones belong to nobody: no Chinese
//! phone number begins with 12. Deliberately absent: real folders; a folder must have been founded as demo.

use std::{collections::HashMap, path::Path};

use desk::Desk;
use domain::{
    Code, Fact, Moment, Refusal,
    calendar::WorkingCalendar,
    customer::Customer,
    key::SealingKey,
    moment::{DAY, EARLIEST},
    person::{Person, Role},
    settings::Settings,
    standard::WaterStandard,
};
use rand::{SeedableRng, rngs::StdRng};

use photo::DemoPhotos;

mod calls;
mod names;
mod photo;
mod run;
mod script;

/// What to make.
#[derive(Debug, Clone, Copy)]
pub struct DemoPlan {
    /// How many reports: tickets beside those opened from others, which come on top.
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
pub struct DemoTotals {
    /// Tickets raised by a report of their own.
    pub tickets: i64,
    /// Tickets opened from those.
    pub linked: i64,
    /// Facts in the journal.
    pub facts: i64,
    /// Households.
    pub customers: i64,
}

/// Days before now on which a demo desk is founded: the journal never runs back, and the tickets of the longest
/// plan must be typed when they happened.
const FOUNDED_BEFORE: i64 = 120 * 31;

impl DemoPlan {
    /// The earliest instant a report of this plan can be received.
    pub(crate) const fn start_time(&self) -> Moment {
        Moment(self.now.0 - (self.months as i64 * 30 + 1) * DAY)
    }
}

/// Makes a demo folder: people, crews, communities, the first 200 households.
///
/// # Errors
/// `file_exists` if there is a desk already; those of writing the file.
pub fn init_demo_folder(folder: &Path, now: Moment) -> Result<Desk, Refusal> {
    domain::check::check_moment("now", now)?;
    let founded = Moment(now.0 - FOUNDED_BEFORE * DAY).max(EARLIEST);
    let desk = Desk::create_data_folder(folder, None, true, founded)?;
    write_founding_data(&desk, founded)?;
    Ok(desk)
}

fn write_founding_data(desk: &Desk, now: Moment) -> Result<(), Refusal> {
    desk.store().write_tx(|tx| {
        desk::key::announce_key(
            tx,
            &SealingKey::demo_key(),
            "",
            None,
            &desk::wire::system_stamp(now),
        )?;
        desk::person::add_demo_people(tx, now)?;
        let mut settings = Settings::built_in();
        settings.crews = names::build_crews();
        settings.communities = names::COMMUNITIES.iter().map(|name| (*name).to_owned()).collect();
        let (version, _) = tx.read_settings()?;
        tx.append_signed(
            "settings",
            Some(version),
            vec![Fact::Settings(Box::new(settings))],
            &desk::wire::system_stamp(now),
            &SealingKey::demo_key(),
        )?;
        add_customers(tx, &mut StdRng::seed_from_u64(2026), 200, now)?;
        Ok(())
    })
}

/// Fills a demo folder with tickets, once.
///
/// # Errors
/// `demo_only` for a real folder, `out_of_range` for months or tickets, `file_exists` if something was typed there
/// since the plan's beginning; those of writing the file.
pub fn fill_demo_folder(
    desk: &Desk,
    plan: &DemoPlan,
    progress: &mut dyn FnMut(i64),
) -> Result<DemoTotals, Refusal> {
    require_demo_folder(desk)?;
    domain::check::check_range("months", i64::from(plan.months), 1, 120)?;
    domain::check::check_range("tickets", i64::from(plan.tickets), 1, 5_000_000)?;
    let last = desk.store().read_tx(|tx| tx.list_newest_lines(i64::MAX, 1))?;
    if last.iter().any(|line| line.entry.recorded_at > plan.start_time()) {
        return Err(Refusal::at_field(Code::FileExists, "data")
            .with_arg("path", desk.data_folder().display().to_string()));
    }
    let mut chance = StdRng::seed_from_u64(plan.seed);
    let world = desk.store().write_tx(|tx| {
        let known = tx.next_customer_id()? - 1;
        let wanted = i64::from(plan.tickets / 8).clamp(200, 40_000);
        add_customers(tx, &mut chance, wanted - known, plan.start_time())?;
        SimulationData::read_from_store(tx)
    })?;
    desk.store().begin_bulk()?;
    let made = run::run_simulation(desk.store(), &world, plan, &mut chance, progress);
    desk.store().end_bulk()?;
    let made = made?;
    Ok(DemoTotals {
        customers: i64::try_from(world.customers.len()).unwrap_or(i64::MAX),
        ..made
    })
}

fn require_demo_folder(desk: &Desk) -> Result<(), Refusal> {
    if desk.is_demo()? {
        Ok(())
    } else {
        Err(Refusal::at_field(Code::DemoOnly, "data"))
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
                household: names::make_household(chance, *id),
            })
            .collect();
        tx.append_facts(
            "customers",
            None,
            vec![Fact::Customers {
                customers,
                source: "演示数据".to_owned(),
            }],
            &desk::wire::system_stamp(now),
        )?;
    }
    Ok(())
}

/// What the simulation stands on.
pub(crate) struct SimulationData {
    pub(crate) settings: Settings,
    pub(crate) calendar: WorkingCalendar,
    pub(crate) standard: WaterStandard,
    pub(crate) customers: Vec<Customer>,
    /// The demo people by name.
    pub(crate) people: HashMap<String, Person>,
    /// Those of 总工办.
    pub(crate) office: Vec<(i64, String)>,
    pub(crate) photos: DemoPhotos,
    pub(crate) secret: SealingKey,
    pub(crate) last_record: String,
}

impl SimulationData {
    fn read_from_store(tx: &store::Tx) -> Result<Self, Refusal> {
        let mut customers = Vec::new();
        for id in 1..tx.next_customer_id()? {
            customers.push(tx.read_customer(id)?);
        }
        let people: Vec<Person> = tx.list_people()?.into_iter().map(|row| row.person).collect();
        let engineers = people
            .iter()
            .filter(|person| person.roles.contains(&Role::Engineer));
        Ok(Self {
            office: engineers.map(|person| (person.id, person.name.clone())).collect(),
            settings: tx.read_settings()?.1,
            calendar: tx.read_calendar()?.1,
            standard: tx.read_standard()?.1,
            customers,
            people: people
                .into_iter()
                .map(|person| (person.name.clone(), person))
                .collect(),
            photos: DemoPhotos::store_photos(tx)?,
            secret: SealingKey::demo_key(),
            last_record: tx.last_record_hash()?,
        })
    }
}
