//! What can be searched for in a ticket: every text that people typed, fact by fact.
//!
//! Deliberately absent: names of crews (a list is filtered by them) and numbers of other tickets (a number asked
//! for leads to its own ticket).

use super::TicketIntake;
use crate::{
    acknowledgement::AcknowledgementAnswer,
    fact::TicketFact,
    service::{
        ServiceIntake,
        repair::{RepairMaterial, RepairWork},
        step::{Consent, CustomerReply},
    },
};

impl TicketFact {
    /// The texts of a fact, none of them empty.
    #[must_use]
    pub fn searchable_texts(&self) -> Vec<String> {
        let mut texts = self.typed_texts();
        texts.retain(|text| !text.trim().is_empty());
        texts
    }

    fn typed_texts(&self) -> Vec<String> {
        let several = |texts: &[&String]| texts.iter().map(|text| (*text).clone()).collect();
        match self {
            Self::Opened { number, open, .. } => list_intake_texts(number, open),
            Self::Arranged(it) => several(&[&it.goes, &it.told]),
            Self::HandedOver(it) => several(&[&it.taken_by, &it.note]),
            Self::Assigned(it) | Self::Reassigned(it) => several(&[&it.goes, &it.note]),
            Self::Appointed(it) => several(&[&it.reason, &it.agreed_with]),
            Self::Finished(it) => list_repair_work_texts(it),
            Self::Acknowledged(record) => {
                let mut texts = list_answer_texts(&record.answer);
                texts.extend(record.corrects.iter().map(|corrects| corrects.why.clone()));
                texts
            }
            Self::Replied(CustomerReply { text, told, .. }) => several(&[text, told]),
            Self::Consented(Consent { given_by, words, .. }) => several(&[given_by, words]),
            Self::TeamSent(it) | Self::SamplerSent(it) => several(&[&it.goes, &it.note]),
            Self::SampleRejected(it) => several(&[&it.reason]),
            Self::OutageEnded(it) => several(&[&it.note]),
            Self::LinkOpened(_) => Vec::new(),
            Self::Told(it) => several(&[&it.told, &it.explained, &it.advice]),
            Self::Searched(it) => {
                let mut texts = several(&[&it.place, &it.cause, &it.determined_by]);
                texts.extend(it.searchers.iter().cloned());
                texts
            }
            Self::Escalated(it) => several(&[&it.reported_to, &it.question]),
            Self::Concluded(it) => several(&[&it.study, &it.conclusion, &it.decided_by]),
            Self::SearchReplied(it) => several(&[&it.text, &it.told, &it.explanation, &it.advice]),
            Self::Sampled(it) => several(&[&it.sample_number, &it.place, &it.note]),
            Self::SamplePassed(it) => several(&[&it.to, &it.note]),
            Self::SampleReceived(it) => several(&[&it.received_by, &it.condition]),
            Self::ResultsEntered(it) => several(&[&it.analyst, &it.reviewer, &it.note]),
            Self::EventDecided(it) => several(&[&it.reason]),
            Self::EventScheduled(it) | Self::EventMoved(it) => {
                several(&[&it.place, &it.agreed_with, &it.reason])
            }
            Self::EventHeld(it) => {
                let mut texts = several(&[&it.place, &it.problems]);
                texts.extend(it.team.iter().map(|member| member.name.clone()));
                texts.extend(it.checklist.iter().map(|line| line.note.clone()));
                texts
            }
            Self::Authorised(it) => several(&[&it.authorised_by, &it.order, &it.reason]),
            Self::TripMade(it) => {
                let mut texts = several(&[&it.vehicle, &it.driver, &it.source]);
                texts.extend(it.stops.iter().map(|stop| stop.note.clone()));
                texts
            }
            Self::SafetyChecked(it) => {
                let mut texts = several(&[&it.place, &it.checked_by]);
                texts.extend(it.lines.iter().map(|line| line.note.clone()));
                texts
            }
            Self::OutageChanged(it) => {
                let mut texts = several(&[&it.reason]);
                texts.extend(
                    it.places
                        .iter()
                        .map(crate::service::emergency_water::OutagePlace::zh),
                );
                texts
            }
            Self::HoursVerified(it) => several(&[&it.reason]),
            Self::FollowedUp(it) => several(&[&it.words]),
            Self::ExtensionAsked(it) => several(&[&it.reason]),
            Self::ValveAsked(it) => several(&[&it.place]),
            Self::ValveOrdered(it) => several(&[&it.place, &it.named_by]),
            Self::ValveArrived(it) | Self::ValveShut(it) | Self::ValveDropped(it) => several(&[&it.note]),
            Self::Arrived(it) | Self::Closed(it) | Self::Noted(it) => several(&[&it.note]),
            Self::ExtensionApproved(it) => several(&[&it.note]),
            Self::ExtensionRefused(it) => several(&[&it.reason]),
            Self::Returned(it) | Self::PassedOn(it) | Self::Cancelled(it) | Self::ViolationClosed(it) => {
                several(&[&it.reason])
            }
            Self::Urged(it) | Self::Supervised(it) | Self::ViolationRecorded(it) => several(&[&it.words]),
            Self::Attached(file) => several(&[&file.name]),
            Self::Merged { .. } | Self::DuplicateJoined { .. } | Self::Erased(_) | Self::Withdrawn { .. } => {
                Vec::new()
            }
        }
    }
}

fn list_intake_texts(number: &str, open: &TicketIntake) -> Vec<String> {
    let mut texts = [
        number,
        &open.name,
        &open.phone,
        &open.account_number,
        &open.address,
        &open.community,
        &open.external_number,
        &open.first_receiver,
    ]
    .map(str::to_owned)
    .to_vec();
    texts.extend(list_service_intake_texts(&open.asked));
    texts
}

fn list_service_intake_texts(asked: &ServiceIntake) -> Vec<String> {
    match asked {
        ServiceIntake::Repair(it) => vec![it.fault.zh().to_owned(), it.situation.clone()],
        ServiceIntake::Reminder(it) => {
            vec![it.reason.zh().to_owned(), it.finder.clone(), it.situation.clone()]
        }
        ServiceIntake::LeakDetection(it) => vec![it.situation.clone(), it.since.clone(), it.signs.clone()],
        ServiceIntake::WaterQuality(it) => vec![it.symptoms_zh(), it.since.clone(), it.situation.clone()],
        ServiceIntake::Community(it) => vec![
            it.topic.clone(),
            it.situation.clone(),
            it.place.clone(),
            it.suggested_by.clone(),
        ],
        ServiceIntake::EmergencyWater(it) => {
            let places = it
                .places
                .iter()
                .map(crate::service::emergency_water::OutagePlace::zh);
            std::iter::once(it.cause.clone()).chain(places).collect()
        }
    }
}

fn list_repair_work_texts(work: &RepairWork) -> Vec<String> {
    let workers = work.workers.iter().map(|worker| worker.name.clone());
    let materials = work.materials.iter().map(RepairMaterial::zh);
    [work.found.clone(), work.done.clone()]
        .into_iter()
        .chain(workers)
        .chain(materials)
        .collect()
}

fn list_answer_texts(answer: &AcknowledgementAnswer) -> Vec<String> {
    match answer {
        AcknowledgementAnswer::OnScreen { signer, .. } | AcknowledgementAnswer::Paper { signer, .. } => {
            vec![signer.name.clone(), signer.phone.clone()]
        }
        AcknowledgementAnswer::Refused { reason, witness } => vec![reason.clone(), witness.clone()],
        AcknowledgementAnswer::Left { reason, place, .. } => vec![reason.clone(), place.clone()],
    }
}
