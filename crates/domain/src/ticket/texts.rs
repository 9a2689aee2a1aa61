//! What can be searched for in a ticket: every text that people typed, fact by fact.
//!
//! Deliberately absent: names of crews (a list is filtered by them) and numbers of other tickets (a number asked
//! for leads to its own ticket).

use super::Open;
use crate::{
    acknowledgement::Answer,
    fact::TicketFact,
    service::{
        Asked,
        repair::{Material, Work},
    },
};

impl TicketFact {
    /// The texts of a fact, none of them empty.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let mut texts = self.typed();
        texts.retain(|text| !text.trim().is_empty());
        texts
    }

    fn typed(&self) -> Vec<String> {
        let several = |texts: &[&String]| texts.iter().map(|text| (*text).clone()).collect();
        match self {
            Self::Opened { number, open, .. } => opened(number, open),
            Self::Arranged(it) => several(&[&it.goes, &it.told]),
            Self::HandedOver(it) => several(&[&it.taken_by, &it.note]),
            Self::Assigned(it) | Self::Reassigned(it) => several(&[&it.goes, &it.note]),
            Self::Appointed(it) => several(&[&it.reason, &it.agreed_with]),
            Self::Finished(it) => finished(it),
            Self::Acknowledged(record) => answered(&record.answer),
            Self::Replied(it) => several(&[&it.text, &it.told]),
            Self::HoursVerified(it) => several(&[&it.reason]),
            Self::FollowedUp(it) => several(&[&it.words]),
            Self::ExtensionAsked(it) => several(&[&it.reason]),
            Self::ValveOrdered(it) => several(&[&it.place]),
            Self::ValveArrived(it) | Self::ValveShut(it) | Self::ValveDropped(it) => several(&[&it.note]),
            Self::Arrived(it) | Self::Closed(it) | Self::ExtensionApproved(it) | Self::Noted(it) => {
                several(&[&it.note])
            }
            Self::Returned(it)
            | Self::ExtensionRefused(it)
            | Self::PassedOn(it)
            | Self::Cancelled(it)
            | Self::ViolationClosed(it) => several(&[&it.reason]),
            Self::Urged(it) | Self::Supervised(it) | Self::ViolationRecorded(it) => several(&[&it.words]),
            Self::Attached(file) => several(&[&file.name]),
            Self::Merged { .. } | Self::DuplicateJoined { .. } => Vec::new(),
        }
    }
}

fn opened(number: &str, open: &Open) -> Vec<String> {
    let Asked::Repair(asked) = &open.asked;
    [
        number,
        &open.name,
        &open.phone,
        &open.account_number,
        &open.address,
        &open.community,
        &open.external_number,
        &open.first_receiver,
        asked.fault.zh(),
        &asked.situation,
    ]
    .map(str::to_owned)
    .to_vec()
}

fn finished(work: &Work) -> Vec<String> {
    let workers = work.workers.iter().map(|worker| worker.name.clone());
    let materials = work.materials.iter().map(Material::zh);
    [work.found.clone(), work.done.clone()]
        .into_iter()
        .chain(workers)
        .chain(materials)
        .collect()
}

fn answered(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::OnScreen { signer, .. } | Answer::Paper { signer, .. } => {
            vec![signer.name.clone(), signer.phone.clone()]
        }
        Answer::Refused { reason, witness } => vec![reason.clone(), witness.clone()],
    }
}
