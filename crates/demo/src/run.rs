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
        act::StepInput,
        decide::{self, StepContext, StepRecorder},
        step::ReasonInput,
    },
    ticket::TicketCase,
};
use rand::{rngs::StdRng, seq::IndexedRandom};
use store::{EntryStamp, Store, Tx};

use crate::{
    DemoPlan, DemoTotals, SimulationData,
    calls::{self, PlannedCall},
    script::{self, PlannedStep, ScriptAction, TicketScript},
};

/// Facts written in one transaction.
const BATCH: i64 = 20_000;

struct RunningTicket {
    ticket: Ticket,
    steps: VecDeque<PlannedStep>,
}

struct SimulationRun<'a> {
    world: &'a SimulationData,
    plan: &'a DemoPlan,
    /// Reports still to come, the next one last.
    calls: Vec<PlannedCall>,
    waiting: BinaryHeap<Reverse<(Moment, i64)>>,
    open: HashMap<i64, RunningTicket>,
    last_record: String,
    /// The last ticket that could be an original.
    original: Option<i64>,
    made: DemoTotals,
}

/// Makes the tickets of a plan.
pub(crate) fn run_simulation(
    store: &Store,
    world: &SimulationData,
    plan: &DemoPlan,
    chance: &mut StdRng,
    progress: &mut dyn FnMut(i64),
) -> Result<DemoTotals, Refusal> {
    let mut run = SimulationRun {
        world,
        plan,
        calls: calls::plan_calls(chance, plan),
        waiting: BinaryHeap::new(),
        open: HashMap::new(),
        last_record: world.last_record.clone(),
        original: None,
        made: DemoTotals {
            tickets: 0,
            linked: 0,
            facts: 0,
            customers: 0,
        },
    };
    loop {
        let more = store.write_tx(|tx| run.write_batch(tx, chance))?;
        progress(run.made.tickets);
        if !more {
            return Ok(run.made);
        }
    }
}

impl SimulationRun<'_> {
    /// Up to [`BATCH`] facts; whether more are to come.
    fn write_batch(&mut self, tx: &Tx, chance: &mut StdRng) -> Result<bool, Refusal> {
        let until = self.made.facts + BATCH;
        while self.made.facts < until {
            let typed = self.waiting.peek().map(|Reverse((at, _))| *at);
            match (self.calls.last().copied(), typed) {
                (None, None) => return Ok(false),
                (Some(call), step) if step.is_none_or(|step| call.raised <= step) => {
                    self.calls.pop();
                    self.open_called_ticket(tx, chance, &call)?;
                }
                _ => {
                    if let Some(Reverse((_, id))) = self.waiting.pop() {
                        self.run_next_step(tx, chance, id)?;
                    }
                }
            }
        }
        Ok(true)
    }

    fn open_called_ticket(
        &mut self,
        tx: &Tx,
        chance: &mut StdRng,
        call: &PlannedCall,
    ) -> Result<(), Refusal> {
        let Some(customer) = self.world.customers.choose(chance) else {
            return Ok(());
        };
        let life = script::write_call_script(chance, self.world, customer, call);
        let (id, number) = tx.next_ticket(
            life.open.asked.service_kind().number_prefix(),
            call.raised.local_date(),
        )?;
        let by = life.recorder;
        let fact = decide::open_ticket(
            &life.open,
            id,
            number,
            &self.build_context(by, by, call.raised, call.received),
        )?;
        let entries = self.append_facts(tx, id, 0, vec![fact], by, by, call.received, call.raised)?;
        self.made.tickets += 1;
        self.enqueue_ticket(id, &entries, life)
    }

    /// Puts a new ticket in line, with the steps that are not still to come.
    fn enqueue_ticket(
        &mut self,
        id: i64,
        entries: &[domain::JournalEntry],
        life: TicketScript,
    ) -> Result<(), Refusal> {
        let ticket = Ticket::replay_entries(entries)?;
        let steps = life
            .steps
            .into_iter()
            .filter(|step| step.typed <= self.plan.now)
            .collect();
        self.open.insert(id, RunningTicket { ticket, steps });
        self.enqueue_next_step(id);
        Ok(())
    }

    /// Opens a ticket from another one: two facts at the same time (1.3, 5.2).
    fn open_linked_ticket(
        &mut self,
        tx: &Tx,
        chance: &mut StdRng,
        source: &mut Ticket,
        service: ServiceKind,
        step: &PlannedStep,
    ) -> Result<(), Refusal> {
        let life = script::write_linked_script(chance, self.world, source, service, step);
        let (id, number) = tx.next_ticket(service.number_prefix(), step.typed.local_date())?;
        let context = self.build_context(&step.by, step.recorder, step.typed, step.happens);
        let (opened, linked) = decide::open_linked(source, &life.open, id, number, &context)?;
        let (by, recorder) = (&step.by, step.recorder);
        let (happens, typed) = (step.happens, step.typed);
        let entries = self.append_facts(tx, id, 0, vec![opened], by, recorder, happens, typed)?;
        let (from, version) = (source.id, source.version);
        for entry in &self.append_facts(tx, from, version, vec![linked], by, recorder, happens, typed)? {
            source.apply_entry(entry)?;
        }
        self.made.linked += 1;
        self.enqueue_ticket(id, &entries, life)
    }

    /// Puts a ticket back in line for its next step, or lets it go.
    fn enqueue_next_step(&mut self, id: i64) {
        match self.open.get(&id).and_then(|open| open.steps.front()) {
            Some(step) => self.waiting.push(Reverse((step.typed, id))),
            None => {
                self.open.remove(&id);
            }
        }
    }

    fn run_next_step(&mut self, tx: &Tx, chance: &mut StdRng, id: i64) -> Result<(), Refusal> {
        let Some(mut open) = self.open.remove(&id) else {
            return Ok(());
        };
        let Some(step) = open.steps.pop_front() else {
            return Ok(());
        };
        match step.act {
            ScriptAction::Merge => {
                if !self.merge_into_original(tx, &open.ticket, &step)? {
                    let reason = "用户来电称已自行处理".to_owned();
                    self.apply_step(
                        tx,
                        &mut open.ticket,
                        &StepInput::Cancel(ReasonInput { reason }),
                        &step,
                    )?;
                }
            }
            ScriptAction::Verify(adjusted) => {
                let claimed = open
                    .ticket
                    .work
                    .as_ref()
                    .map_or(0, |work| work.details.total_minutes());
                self.apply_step(
                    tx,
                    &mut open.ticket,
                    &script::build_verified_hours(claimed, adjusted),
                    &step,
                )?;
            }
            ScriptAction::Step(ref act) => self.apply_step(tx, &mut open.ticket, act, &step)?,
            ScriptAction::Link(service) => {
                self.open_linked_ticket(tx, chance, &mut open.ticket, service, &step)?
            }
        }
        let repair = open.ticket.case == TicketCase::Repair;
        if repair && open.ticket.stage.is_open() && open.ticket.handed_over.is_some() {
            self.original = Some(id);
        }
        self.open.insert(id, open);
        self.enqueue_next_step(id);
        Ok(())
    }

    fn apply_step(
        &mut self,
        tx: &Tx,
        ticket: &mut Ticket,
        act: &StepInput,
        step: &PlannedStep,
    ) -> Result<(), Refusal> {
        let facts = decide::decide_step(
            ticket,
            act,
            &self.build_context(&step.by, step.recorder, step.typed, step.happens),
        )?;
        let entries = self.append_facts(
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
            ticket.apply_entry(entry)?;
        }
        Ok(())
    }

    /// Merges into a ticket that is open and handed over, if there is one.
    fn merge_into_original(
        &mut self,
        tx: &Tx,
        duplicate: &Ticket,
        step: &PlannedStep,
    ) -> Result<bool, Refusal> {
        let original = self
            .original
            .filter(|id| *id != duplicate.id)
            .and_then(|id| self.open.remove(&id));
        let Some(mut original) = original else {
            return Ok(false);
        };
        let context = self.build_context(&step.by, step.recorder, step.typed, step.happens);
        let (gone, joined) = decide::merge_duplicate(duplicate, &original.ticket, &context)?;
        self.append_facts(
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
        for entry in self.append_facts(
            tx,
            id,
            version,
            vec![joined],
            &step.by,
            step.recorder,
            step.happens,
            step.typed,
        )? {
            original.ticket.apply_entry(&entry)?;
        }
        self.open.insert(id, original);
        Ok(true)
    }

    fn build_context<'b>(
        &'b self,
        by: &'b str,
        recorder: &'b str,
        now: Moment,
        happened_at: Moment,
    ) -> StepContext<'b> {
        let person = self.world.people.get(recorder);
        StepContext {
            now,
            happened_at,
            performed_by: by,
            person: StepRecorder {
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
    fn append_facts(
        &mut self,
        tx: &Tx,
        id: i64,
        version: i64,
        facts: Vec<TicketFact>,
        by: &str,
        recorder: &str,
        happened_at: Moment,
        recorded_at: Moment,
    ) -> Result<Vec<domain::JournalEntry>, Refusal> {
        let recorded_by = self.world.people.get(recorder).map_or(0, |person| person.id);
        let stamp = EntryStamp {
            performed_by: by,
            recorded_by,
            recorder,
            happened_at,
            recorded_at,
        };
        let facts = facts.into_iter().map(Fact::Ticket).collect();
        let entries = tx.append_facts(&format!("ticket/{id}"), Some(version), facts, &stamp)?;
        self.made.facts += i64::try_from(entries.len()).unwrap_or(0);
        Ok(entries)
    }
}
