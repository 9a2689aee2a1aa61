//! What only one service knows. The tables of moves let each of these facts reach no ticket of another service; where one does, it says
//! nothing.

use super::super::{Stage, Ticket, TicketCase};
use super::to_recorded_step;
use crate::{
    JournalEntry,
    clock::ClockKind,
    service::{
        community::{EventDecision, EventSchedule, HeldEvent},
        emergency_water::{DeliveryAuthorisation, DeliveryTrip, OutageChange, SafetyCheck},
        leak_detection::{Escalation, LeakFinding, LeakSearch, SearchReply, StudyConclusion},
        reminder::ReminderTelling,
        step::{Consent, CustomerReply, ReasonInput},
        water_quality::{SampleReceipt, SampleTransfer, Sampling, WaterResults},
    },
};

impl Ticket {
    pub(super) fn fold_telling(&mut self, details: &ReminderTelling, entry: &JournalEntry) {
        if let TicketCase::Reminder(case) = &mut self.case {
            case.telling = Some(to_recorded_step(entry, details));
            self.enter_stage(Stage::Told, entry);
        }
    }

    pub(super) fn fold_consent(&mut self, details: &Consent, entry: &JournalEntry) {
        let consent = Some(to_recorded_step(entry, details));
        match &mut self.case {
            TicketCase::Reminder(case) => case.consent = consent,
            TicketCase::LeakDetection(case) => case.consent = consent,
            TicketCase::Repair
            | TicketCase::WaterQuality(_)
            | TicketCase::Community(_)
            | TicketCase::EmergencyWater(_) => {}
        }
    }

    pub(super) fn fold_search(&mut self, details: &LeakSearch, entry: &JournalEntry) {
        let TicketCase::LeakDetection(case) = &mut self.case else {
            return;
        };
        case.searches.push(to_recorded_step(entry, details));
        // What was studied, and agreed to, was the search before.
        case.escalation = None;
        case.conclusion = None;
        case.consent = None;
        let stage = if details.finding == LeakFinding::Undetermined {
            Stage::UnderStudy
        } else {
            Stage::ToReply
        };
        self.enter_stage(stage, entry);
    }

    pub(super) fn fold_escalation(&mut self, details: &Escalation, entry: &JournalEntry) {
        if let TicketCase::LeakDetection(case) = &mut self.case {
            case.escalation = Some(to_recorded_step(entry, details));
            self.enter_stage(Stage::UnderStudy, entry);
        }
    }

    pub(super) fn fold_conclusion(&mut self, details: &StudyConclusion, entry: &JournalEntry) {
        if let TicketCase::LeakDetection(case) = &mut self.case {
            case.conclusion = Some(to_recorded_step(entry, details));
            self.enter_stage(Stage::ToReply, entry);
        }
    }

    pub(super) fn fold_search_reply(&mut self, details: &SearchReply, entry: &JournalEntry) {
        let TicketCase::LeakDetection(case) = &mut self.case else {
            return;
        };
        case.reply = Some(to_recorded_step(entry, details));
        let reply = CustomerReply {
            text: details.text.clone(),
            told: details.told.clone(),
            by: details.by,
        };
        self.reply = Some(to_recorded_step(entry, &reply));
        self.enter_stage(Stage::ToClose, entry);
    }

    pub(super) fn fold_sampling(&mut self, details: &Sampling, entry: &JournalEntry) {
        if let TicketCase::WaterQuality(case) = &mut self.case {
            case.sampling = Some(to_recorded_step(entry, details));
            case.receipt = None;
            case.change_custody(entry.happened_at, Some((&entry.performed_by, "取样")));
            self.enter_stage(Stage::Sampled, entry);
        }
    }

    pub(super) fn fold_sample_transfer(&mut self, details: &SampleTransfer, entry: &JournalEntry) {
        if let TicketCase::WaterQuality(case) = &mut self.case {
            case.change_custody(entry.happened_at, Some((&details.to, "交接")));
        }
    }

    pub(super) fn fold_sample_receipt(&mut self, details: &SampleReceipt, entry: &JournalEntry) {
        if let TicketCase::WaterQuality(case) = &mut self.case {
            case.receipt = Some(to_recorded_step(entry, details));
            case.change_custody(
                entry.happened_at,
                Some((&details.received_by, "水质检测中心收样")),
            );
            self.enter_stage(Stage::AtLab, entry);
        }
    }

    pub(super) fn fold_sample_rejection(&mut self, details: &ReasonInput, entry: &JournalEntry) {
        let TicketCase::WaterQuality(case) = &mut self.case else {
            return;
        };
        case.rejections.push(to_recorded_step(entry, details));
        case.change_custody(entry.happened_at, None);
        case.sampling = None;
        case.receipt = None;
        // The next sample's way to the laboratory is another one.
        self.late_marks.retain(|mark| mark.kind != ClockKind::LabReceipt);
        self.enter_stage(Stage::Assigned, entry);
    }

    pub(super) fn fold_results(&mut self, details: &WaterResults, entry: &JournalEntry) {
        if let TicketCase::WaterQuality(case) = &mut self.case {
            case.results.push(to_recorded_step(entry, details));
            self.enter_stage(Stage::ToReply, entry);
        }
    }

    pub(super) fn fold_event_decision(&mut self, details: &EventDecision, entry: &JournalEntry) {
        if let TicketCase::Community(case) = &mut self.case {
            case.decision = Some(to_recorded_step(entry, details));
            let stage = if details.necessary {
                Stage::ToSchedule
            } else {
                Stage::ToReply
            };
            self.enter_stage(stage, entry);
        }
    }

    /// An event that is moved stays in its stage.
    pub(super) fn fold_event_schedule(
        &mut self,
        details: &EventSchedule,
        stage: Option<Stage>,
        entry: &JournalEntry,
    ) {
        if let TicketCase::Community(case) = &mut self.case {
            case.schedules.push(to_recorded_step(entry, details));
            if let Some(stage) = stage {
                self.enter_stage(stage, entry);
            }
        }
    }

    pub(super) fn fold_held_event(&mut self, details: &HeldEvent, entry: &JournalEntry) {
        if let TicketCase::Community(case) = &mut self.case {
            case.held = Some(to_recorded_step(entry, details));
            self.enter_stage(Stage::Held, entry);
        }
    }

    pub(super) fn fold_authorisation(&mut self, details: &DeliveryAuthorisation, entry: &JournalEntry) {
        if let TicketCase::EmergencyWater(case) = &mut self.case {
            case.authorisation = Some(to_recorded_step(entry, details));
            self.enter_stage(Stage::Delivering, entry);
        }
    }

    pub(super) fn fold_trip(&mut self, details: &DeliveryTrip, entry: &JournalEntry) {
        if let TicketCase::EmergencyWater(case) = &mut self.case {
            case.trips.push(to_recorded_step(entry, details));
        }
    }

    pub(super) fn fold_safety_check(&mut self, details: &SafetyCheck, entry: &JournalEntry) {
        if let TicketCase::EmergencyWater(case) = &mut self.case {
            case.checks.push(to_recorded_step(entry, details));
        }
    }

    pub(super) fn fold_outage_change(&mut self, details: &OutageChange) {
        if let TicketCase::EmergencyWater(case) = &mut self.case {
            case.expected_end = details.expected_end;
            case.places.extend(details.places.iter().cloned());
        }
    }

    pub(super) fn fold_outage_end(&mut self, entry: &JournalEntry) {
        if let TicketCase::EmergencyWater(case) = &mut self.case {
            case.ended_at = Some(entry.happened_at);
            self.enter_stage(Stage::ToClose, entry);
        }
    }
}
