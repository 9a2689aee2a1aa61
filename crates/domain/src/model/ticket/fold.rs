//! Folding: from a ticket's facts to what is known after them. No rule refuses here; a fact has happened.

use super::{Extension, ExtensionDecision, RecordedStep, Stage, Ticket, TicketCase, ValveTask, Violation};
use crate::{
    Code, Fact, JournalEntry, Moment, Refusal, clock,
    fact::TicketFact,
    service::{repair, step},
};

mod cases;

/// The places of the facts that others of them take back.
#[must_use]
pub fn list_withdrawn_versions<'a>(entries: impl Iterator<Item = &'a JournalEntry>) -> Vec<i64> {
    let place = |entry: &JournalEntry| match &entry.fact {
        Fact::Ticket(TicketFact::Withdrawn { version, .. }) => Some(*version),
        _ => None,
    };
    entries.filter_map(place).collect()
}

impl Ticket {
    /// The ticket of these facts, in their order.
    ///
    /// # Errors
    /// `damaged` if the first fact is not the opening, or a later one is.
    pub fn replay_entries<'a>(entries: impl IntoIterator<Item = &'a JournalEntry>) -> Result<Self, Refusal> {
        let entries: Vec<&JournalEntry> = entries.into_iter().collect();
        let gone = list_withdrawn_versions(entries.iter().copied());
        let mut ticket: Option<Self> = None;
        for entry in entries {
            match ticket.as_mut() {
                None => ticket = Some(Self::from_opening(entry)?),
                Some(ticket) if gone.contains(&entry.version) => ticket.advance_version(entry)?,
                Some(ticket) => ticket.apply_entry(entry)?,
            }
        }
        ticket.ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "ticket"))
    }

    fn from_opening(entry: &JournalEntry) -> Result<Self, Refusal> {
        let Fact::Ticket(TicketFact::Opened {
            id,
            number,
            open,
            terms,
            from,
        }) = &entry.fact
        else {
            return Err(damaged_entry_refusal(entry));
        };
        let (case, stage) = TicketCase::open_case(open, entry);
        Ok(Self {
            id: *id,
            number: number.clone(),
            version: entry.version,
            stage,
            last_step_at: open.received_at,
            changed_at: entry.recorded_at,
            open: (**open).clone(),
            terms: *terms,
            opened_by: entry.recorder.clone(),
            arrangement: None,
            handed_over: None,
            assignment: None,
            appointment: None,
            appointed_late: false,
            missed_visit: None,
            arrived_at: None,
            arrival_recorded_at: None,
            work: None,
            acknowledgement: None,
            corrected: Vec::new(),
            reply: None,
            hours: None,
            follow_ups: Vec::new(),
            extensions: Vec::new(),
            valves: Vec::new(),
            violations: Vec::new(),
            returns: Vec::new(),
            urges: Vec::new(),
            supervisions: Vec::new(),
            attachments: Vec::new(),
            ended: None,
            closed_at: None,
            erased_at: None,
            merged_into: None,
            duplicates: Vec::new(),
            opened_from: from.clone(),
            links: Vec::new(),
            late_marks: Vec::new(),
            case,
        })
    }

    /// Folds one more fact. Where it takes an earlier one back the ticket has to be told again ([`Ticket::replay_entries`]).
    ///
    /// # Errors
    /// `damaged` if the fact cannot follow: a second opening, another stream's fact, a gap in the versions.
    pub fn apply_entry(&mut self, entry: &JournalEntry) -> Result<(), Refusal> {
        self.advance_version(entry)?;
        if let Fact::Ticket(fact) = &entry.fact {
            let missed = clock::list_missed_before_entry(self, entry);
            self.fold_fact(fact, entry);
            let healed = clock::list_new_late_marks(self, &missed, entry);
            self.late_marks.extend(healed);
        }
        Ok(())
    }

    /// One fact further, whatever it says.
    fn advance_version(&mut self, entry: &JournalEntry) -> Result<(), Refusal> {
        let opens = matches!(&entry.fact, Fact::Ticket(TicketFact::Opened { .. }));
        if opens || !matches!(&entry.fact, Fact::Ticket(_)) || entry.version != self.version + 1 {
            return Err(damaged_entry_refusal(entry));
        }
        self.version = entry.version;
        self.changed_at = entry.recorded_at;
        Ok(())
    }

    fn fold_fact(&mut self, fact: &TicketFact, entry: &JournalEntry) {
        use TicketFact as F;
        match fact {
            F::Opened { .. } | F::Withdrawn { .. } => {}
            F::Arranged(details) => self.fold_arrangement(details, entry),
            F::HandedOver(details) => self.fold_hand_over(details, entry),
            F::Assigned(details) | F::Reassigned(details) => {
                self.assignment = Some(to_recorded_step(entry, details));
                self.enter_stage(Stage::Assigned, entry);
            }
            F::Appointed(details) => self.fold_appointment(details, entry),
            F::Arrived(_) => {
                if self.arrived_at.is_none() {
                    self.arrived_at = Some(entry.happened_at);
                    self.arrival_recorded_at = Some(entry.recorded_at);
                }
                let leak = matches!(self.case, TicketCase::LeakDetection(_));
                self.enter_stage(if leak { Stage::Searching } else { Stage::OnSite }, entry);
            }
            F::Finished(details) => {
                self.work = Some(to_recorded_step(entry, details));
                self.enter_stage(Stage::ToReply, entry);
            }
            F::Acknowledged(record) => {
                let before = self.acknowledgement.replace((**record).clone());
                self.corrected.extend(before);
                // A reminder and an event wait for nothing else (1.2, 5.3).
                if matches!(self.stage, Stage::Told | Stage::Held) {
                    self.enter_stage(Stage::ToClose, entry);
                }
            }
            F::Replied(details) => {
                self.reply = Some(to_recorded_step(entry, details));
                self.enter_stage(Stage::ToClose, entry);
            }
            F::HoursVerified(details) => self.hours = Some(to_recorded_step(entry, details)),
            F::FollowedUp(details) => self.follow_ups.push(to_recorded_step(entry, details)),
            F::Closed(details) => {
                self.closed_at = Some(entry.happened_at);
                if let TicketCase::EmergencyWater(case) = &mut self.case
                    && !case.unreached_places().is_empty()
                {
                    case.gap_reason.clone_from(&details.note);
                }
                self.enter_stage(Stage::Closed, entry);
            }
            F::Returned(details) => {
                self.returns.push(to_recorded_step(entry, details));
                self.assignment = None;
                self.enter_stage(Stage::HandedOver, entry);
            }
            F::Urged(details) => self.urges.push(to_recorded_step(entry, details)),
            F::Supervised(details) => self.supervisions.push(to_recorded_step(entry, details)),
            F::ExtensionAsked(details) => self.fold_extension_request(details, entry),
            F::ExtensionApproved(details) => {
                self.fold_extension_decision(true, &details.note, details.for_office, entry)
            }
            F::ExtensionRefused(details) => {
                self.fold_extension_decision(false, &details.reason, details.for_office, entry)
            }
            F::ValveAsked(details) => {
                let order = repair::ValveOrder {
                    place: details.place.clone(),
                    ..repair::ValveOrder::default()
                };
                self.add_valve(order, None, entry);
            }
            F::ValveOrdered(details) => self.name_valve_crew(details, entry),
            F::ValveArrived(details) => self.fold_valve_step(details, |task| {
                task.arrived_at = Some(entry.happened_at);
                task.arrival_recorded_at = Some(entry.recorded_at);
            }),
            F::ValveShut(details) => {
                self.fold_valve_step(details, |task| task.shut_at = Some(entry.happened_at))
            }
            F::ValveDropped(details) => {
                self.fold_valve_step(details, |task| task.dropped_at = Some(entry.happened_at))
            }
            F::PassedOn(details) => self.end_ticket(Stage::PassedOn, details.clone(), entry),
            F::Cancelled(details) => self.end_ticket(Stage::Cancelled, details.clone(), entry),
            F::Merged { into, number } => {
                self.merged_into = Some(*into);
                self.end_ticket(
                    Stage::Merged,
                    step::ReasonInput {
                        reason: format!("并入 {number}"),
                    },
                    entry,
                );
            }
            F::DuplicateJoined { from, .. } => self.duplicates.push(*from),
            F::Noted(_) => {}
            F::Attached(attachment) => self.attachments.push(attachment.clone()),
            F::ViolationRecorded(details) => self.violations.push(Violation {
                reported_at: entry.happened_at,
                words: details.words.clone(),
                closed_at: None,
                finding: String::new(),
            }),
            F::ViolationClosed(details) => {
                if let Some(open) = self
                    .violations
                    .iter_mut()
                    .find(|violation| violation.closed_at.is_none())
                {
                    open.closed_at = Some(entry.happened_at);
                    open.finding.clone_from(&details.reason);
                }
            }
            F::LinkOpened(link) => self.links.push(link.clone()),
            F::Erased(_) => self.erased_at = Some(entry.recorded_at),
            F::TeamSent(details) | F::SamplerSent(details) => {
                self.assignment = Some(to_recorded_step(entry, details));
                self.enter_stage(Stage::Assigned, entry);
            }
            F::Told(details) => self.fold_telling(details, entry),
            F::Consented(details) => self.fold_consent(details, entry),
            F::Searched(details) => self.fold_search(details, entry),
            F::Escalated(details) => self.fold_escalation(details, entry),
            F::Concluded(details) => self.fold_conclusion(details, entry),
            F::SearchReplied(details) => self.fold_search_reply(details, entry),
            F::Sampled(details) => self.fold_sampling(details, entry),
            F::SamplePassed(details) => self.fold_sample_transfer(details, entry),
            F::SampleReceived(details) => self.fold_sample_receipt(details, entry),
            F::SampleRejected(details) => self.fold_sample_rejection(details, entry),
            F::ResultsEntered(details) => self.fold_results(details, entry),
            F::EventDecided(details) => self.fold_event_decision(details, entry),
            F::EventScheduled(details) => self.fold_event_schedule(details, Some(Stage::Planned), entry),
            F::EventMoved(details) => self.fold_event_schedule(details, None, entry),
            F::EventHeld(details) => self.fold_held_event(details, entry),
            F::Authorised(details) => self.fold_authorisation(details, entry),
            F::TripMade(details) => self.fold_trip(details, entry),
            F::SafetyChecked(details) => self.fold_safety_check(details, entry),
            F::OutageChanged(details) => self.fold_outage_change(details),
            F::OutageEnded(_) => self.fold_outage_end(entry),
        }
    }

    fn enter_stage(&mut self, stage: Stage, entry: &JournalEntry) {
        self.stage = stage;
        self.last_step_at = entry.happened_at;
    }

    fn end_ticket(&mut self, stage: Stage, why: step::ReasonInput, entry: &JournalEntry) {
        self.ended = Some(to_recorded_step(entry, &why));
        self.enter_stage(stage, entry);
    }

    fn fold_hand_over(&mut self, details: &step::HandOver, entry: &JournalEntry) {
        self.handed_over = Some(to_recorded_step(entry, details));
        if self.arrangement.is_none() {
            return self.enter_stage(Stage::HandedOver, entry);
        }
        self.assign_arranged(entry);
    }

    /// Made before the hand-over it waits for that; made after it, it sends the crew.
    fn fold_arrangement(&mut self, details: &repair::Arrangement, entry: &JournalEntry) {
        self.arrangement = Some(to_recorded_step(entry, details));
        if matches!(self.stage, Stage::HandedOver | Stage::Assigned | Stage::OnSite) {
            self.assign_arranged(entry);
        }
    }

    /// 4.3⑶: an arrangement names crew and time, so it stands for the assignment.
    fn assign_arranged(&mut self, entry: &JournalEntry) {
        let Some(arrangement) = &self.arrangement else {
            return;
        };
        let assignment = step::Assignment {
            crew: arrangement.details.crew.clone(),
            goes: arrangement.details.goes.clone(),
            note: String::new(),
        };
        self.assignment = Some(RecordedStep {
            at: arrangement.at,
            by: arrangement.by.clone(),
            recorded_at: arrangement.recorded_at,
            recorded_by: arrangement.recorded_by,
            details: assignment,
        });
        self.enter_stage(Stage::Assigned, entry);
    }

    fn fold_appointment(&mut self, details: &step::Appointment, entry: &JournalEntry) {
        // After another crew was sent (改派) a time can be agreed although somebody has been there: if that
        // arrival was late, it stays late.
        let until = self
            .arrived_at
            .map_or(entry.happened_at, |at| at.min(entry.happened_at));
        if let Some(missed) = clock::visit_limit(self).filter(|limit| until > *limit) {
            self.appointed_late = true;
            self.missed_visit = self.missed_visit.or(Some(missed));
        }
        self.appointment = Some(to_recorded_step(entry, details));
    }

    fn fold_extension_request(&mut self, details: &step::ExtensionRequest, entry: &JournalEntry) {
        let limit = clock::total_limit(self).unwrap_or(entry.happened_at);
        self.extensions.push(Extension {
            asked_at: entry.happened_at,
            asked_by: entry.performed_by.clone(),
            recorded_by: entry.recorded_by,
            request: details.clone(),
            asked_late: entry.happened_at > limit,
            decision: None,
        });
    }

    fn fold_extension_decision(
        &mut self,
        approved: bool,
        note: &str,
        for_office: bool,
        entry: &JournalEntry,
    ) {
        let mut extensions = self.extensions.iter_mut();
        if let Some(pending) = extensions.find(|extension| extension.decision.is_none()) {
            pending.decision = Some(ExtensionDecision {
                approved,
                at: entry.happened_at,
                by: entry.performed_by.clone(),
                note: note.to_owned(),
                for_office,
            });
        }
    }

    fn fold_valve_step(&mut self, details: &repair::ValveStep, change: impl FnOnce(&mut ValveTask)) {
        let mut tasks = self.valves.iter_mut();
        if let Some(task) = tasks.find(|task| task.task == details.task) {
            change(task);
            task.note.clone_from(&details.note);
        }
    }

    /// The team of a valve that was asked for; of a valve of its own, where none was.
    fn name_valve_crew(&mut self, order: &repair::ValveOrder, entry: &JournalEntry) {
        let asked = order.task.and_then(|number| {
            let mut tasks = self.valves.iter_mut();
            tasks.find(|task| task.task == number)
        });
        let Some(task) = asked else {
            return self.add_valve(order.clone(), Some(entry.happened_at), entry);
        };
        task.order = order.clone();
        task.named_at = Some(entry.happened_at);
    }

    fn add_valve(&mut self, order: repair::ValveOrder, named_at: Option<Moment>, entry: &JournalEntry) {
        self.valves.push(ValveTask {
            task: u32::try_from(self.valves.len() + 1).unwrap_or(u32::MAX),
            ordered_at: entry.happened_at,
            ordered_by: entry.performed_by.clone(),
            order,
            named_at,
            arrived_at: None,
            arrival_recorded_at: None,
            shut_at: None,
            dropped_at: None,
            note: String::new(),
        });
    }
}

fn to_recorded_step<T: Clone>(entry: &JournalEntry, details: &T) -> RecordedStep<T> {
    RecordedStep {
        at: entry.happened_at,
        by: entry.performed_by.clone(),
        recorded_at: entry.recorded_at,
        recorded_by: entry.recorded_by,
        details: details.clone(),
    }
}

fn damaged_entry_refusal(entry: &JournalEntry) -> Refusal {
    Refusal::new(Code::Damaged).with_arg(
        "detail",
        format!("journal entry {} cannot follow in {}", entry.seq, entry.stream),
    )
}
