//! Runs the lives side by side in the order their steps are typed, so that the journal's times never run back.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, VecDeque},
};

use domain::{
    Fact, Moment, Refusal, Ticket,
    fact::TicketFact,
    service::{
        ServiceKind,
        act::Act,
        decide::{self, Context, Standing},
        step::Because,
    },
    ticket::Case,
};
use rand::{rngs::StdRng, seq::IndexedRandom};
use store::{Stamp, Store, Tx};

use crate::{
    Made, Plan, World,
    calls::{self, Call},
    script::{self, Doing, Life, Planned},
};

/// Facts written in one transaction.
const BATCH: i64 = 20_000;

struct Open {
    ticket: Ticket,
    steps: VecDeque<Planned>,
}

struct Run<'a> {
    world: &'a World,
    plan: &'a Plan,
    /// Reports still to come, the next one last.
    calls: Vec<Call>,
    waiting: BinaryHeap<Reverse<(Moment, i64)>>,
    open: HashMap<i64, Open>,
    last_record: String,
    /// The last ticket that could be an original.
    original: Option<i64>,
    made: Made,
}

/// Makes the tickets of a plan.
pub(crate) fn run(
    store: &Store,
    world: &World,
    plan: &Plan,
    chance: &mut StdRng,
    progress: &mut dyn FnMut(i64),
) -> Result<Made, Refusal> {
    let mut run = Run {
        world,
        plan,
        calls: calls::calls(chance, plan),
        waiting: BinaryHeap::new(),
        open: HashMap::new(),
        last_record: world.last_record.clone(),
        original: None,
        made: Made {
            tickets: 0,
            linked: 0,
            facts: 0,
            customers: 0,
        },
    };
    loop {
        let more = store.write(|tx| run.batch(tx, chance))?;
        progress(run.made.tickets);
        if !more {
            return Ok(run.made);
        }
    }
}

impl Run<'_> {
    /// Up to [`BATCH`] facts; whether more are to come.
    fn batch(&mut self, tx: &Tx, chance: &mut StdRng) -> Result<bool, Refusal> {
        let until = self.made.facts + BATCH;
        while self.made.facts < until {
            let typed = self.waiting.peek().map(|Reverse((at, _))| *at);
            match (self.calls.last().copied(), typed) {
                (None, None) => return Ok(false),
                (Some(call), step) if step.is_none_or(|step| call.raised <= step) => {
                    self.calls.pop();
                    self.ring(tx, chance, &call)?;
                }
                _ => {
                    if let Some(Reverse((_, id))) = self.waiting.pop() {
                        self.step(tx, chance, id)?;
                    }
                }
            }
        }
        Ok(true)
    }

    fn ring(&mut self, tx: &Tx, chance: &mut StdRng, call: &Call) -> Result<(), Refusal> {
        let Some(customer) = self.world.customers.choose(chance) else {
            return Ok(());
        };
        let life = script::life(chance, self.world, customer, call);
        let (id, number) = tx.next_ticket(life.open.asked.kind().prefix(), call.raised.date())?;
        let by = life.recorder;
        let fact = decide::open(
            &life.open,
            id,
            number,
            &self.context(by, by, call.raised, call.received),
        )?;
        let entries = self.append(tx, id, 0, vec![fact], by, by, call.received, call.raised)?;
        self.made.tickets += 1;
        self.begin(id, &entries, life)
    }

    /// Puts a new ticket in line, with the steps that are not still to come.
    fn begin(&mut self, id: i64, entries: &[domain::Entry], life: Life) -> Result<(), Refusal> {
        let ticket = Ticket::replay(entries)?;
        let steps = life
            .steps
            .into_iter()
            .filter(|step| step.typed <= self.plan.now)
            .collect();
        self.open.insert(id, Open { ticket, steps });
        self.wait(id);
        Ok(())
    }

    /// Opens a ticket from another one: two facts at the same time (1.3, 5.2).
    fn link(
        &mut self,
        tx: &Tx,
        chance: &mut StdRng,
        source: &mut Ticket,
        service: ServiceKind,
        step: &Planned,
    ) -> Result<(), Refusal> {
        let life = script::linked(chance, self.world, source, service, step);
        let (id, number) = tx.next_ticket(service.prefix(), step.typed.date())?;
        let context = self.context(&step.by, step.recorder, step.typed, step.happens);
        let (opened, linked) = decide::open_linked(source, &life.open, id, number, &context)?;
        let (by, recorder) = (&step.by, step.recorder);
        let (happens, typed) = (step.happens, step.typed);
        let entries = self.append(tx, id, 0, vec![opened], by, recorder, happens, typed)?;
        let (from, version) = (source.id, source.version);
        for entry in &self.append(tx, from, version, vec![linked], by, recorder, happens, typed)? {
            source.apply(entry)?;
        }
        self.made.linked += 1;
        self.begin(id, &entries, life)
    }

    /// Puts a ticket back in line for its next step, or lets it go.
    fn wait(&mut self, id: i64) {
        match self.open.get(&id).and_then(|open| open.steps.front()) {
            Some(step) => self.waiting.push(Reverse((step.typed, id))),
            None => {
                self.open.remove(&id);
            }
        }
    }

    fn step(&mut self, tx: &Tx, chance: &mut StdRng, id: i64) -> Result<(), Refusal> {
        let Some(mut open) = self.open.remove(&id) else {
            return Ok(());
        };
        let Some(step) = open.steps.pop_front() else {
            return Ok(());
        };
        match step.act {
            Doing::Merge => {
                if !self.merge(tx, &open.ticket, &step)? {
                    let reason = "用户来电称已自行处理".to_owned();
                    self.act(tx, &mut open.ticket, &Act::Cancel(Because { reason }), &step)?;
                }
            }
            Doing::Verify(adjusted) => {
                let claimed = open.ticket.work.as_ref().map_or(0, |work| work.details.minutes());
                self.act(tx, &mut open.ticket, &script::verified(claimed, adjusted), &step)?;
            }
            Doing::Step(ref act) => self.act(tx, &mut open.ticket, act, &step)?,
            Doing::Link(service) => self.link(tx, chance, &mut open.ticket, service, &step)?,
        }
        let repair = open.ticket.case == Case::Repair;
        if repair && open.ticket.stage.open() && open.ticket.handed_over.is_some() {
            self.original = Some(id);
        }
        self.open.insert(id, open);
        self.wait(id);
        Ok(())
    }

    fn act(&mut self, tx: &Tx, ticket: &mut Ticket, act: &Act, step: &Planned) -> Result<(), Refusal> {
        let facts = decide::decide(
            ticket,
            act,
            &self.context(&step.by, step.recorder, step.typed, step.happens),
        )?;
        let entries = self.append(
            tx,
            ticket.id,
            ticket.version,
            facts,
            &step.by,
            step.recorder,
            step.happens,
            step.typed,
        )?;
        for entry in &entries {
            if let Fact::Ticket(TicketFact::Acknowledged(record)) = &entry.fact {
                self.last_record.clone_from(&record.hash);
            }
            ticket.apply(entry)?;
        }
        Ok(())
    }

    /// Merges into a ticket that is open and handed over, if there is one.
    fn merge(&mut self, tx: &Tx, duplicate: &Ticket, step: &Planned) -> Result<bool, Refusal> {
        let original = self
            .original
            .filter(|id| *id != duplicate.id)
            .and_then(|id| self.open.remove(&id));
        let Some(mut original) = original else {
            return Ok(false);
        };
        let context = self.context(&step.by, step.recorder, step.typed, step.happens);
        let (gone, joined) = decide::merge(duplicate, &original.ticket, &context)?;
        self.append(
            tx,
            duplicate.id,
            duplicate.version,
            vec![gone],
            &step.by,
            step.recorder,
            step.happens,
            step.typed,
        )?;
        let id = original.ticket.id;
        let version = original.ticket.version;
        for entry in self.append(
            tx,
            id,
            version,
            vec![joined],
            &step.by,
            step.recorder,
            step.happens,
            step.typed,
        )? {
            original.ticket.apply(&entry)?;
        }
        self.open.insert(id, original);
        Ok(true)
    }

    fn context<'b>(
        &'b self,
        by: &'b str,
        recorder: &'b str,
        now: Moment,
        happened_at: Moment,
    ) -> Context<'b> {
        let person = self.world.people.get(recorder);
        Context {
            now,
            happened_at,
            performed_by: by,
            person: Standing {
                id: person.map_or(0, |person| person.id),
                name: recorder,
                roles: person.map_or(&[], |person| &person.roles),
                office: &self.world.office,
            },
            settings: &self.world.settings,
            calendar: &self.world.calendar,
            standard: Some(&self.world.standard),
            secret: Some(&self.world.secret),
            last_record: &self.last_record,
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one call a line; a struct would only name the same eight things twice"
    )]
    fn append(
        &mut self,
        tx: &Tx,
        id: i64,
        version: i64,
        facts: Vec<TicketFact>,
        by: &str,
        recorder: &str,
        happened_at: Moment,
        recorded_at: Moment,
    ) -> Result<Vec<domain::Entry>, Refusal> {
        let recorded_by = self.world.people.get(recorder).map_or(0, |person| person.id);
        let stamp = Stamp {
            performed_by: by,
            recorded_by,
            recorder,
            happened_at,
            recorded_at,
        };
        let facts = facts.into_iter().map(Fact::Ticket).collect();
        let entries = tx.append(&format!("ticket/{id}"), Some(version), facts, &stamp)?;
        self.made.facts += i64::try_from(entries.len()).unwrap_or(0);
        Ok(entries)
    }
}
