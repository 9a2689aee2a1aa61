//! The words of steps and forms at a console, each with what a user reads.

use clap::builder::{PossibleValue, PossibleValuesParser};
use desk::ticket::print::Page;
use domain::service::step::Step;

/// The words of the steps, each with what a user reads.
pub(crate) fn steps() -> PossibleValuesParser {
    let word = |step: &Step| {
        let code = step.code();
        let value = PossibleValue::new(code.replace('_', "-"))
            .alias(code)
            .help(step.zh());
        if *step == Step::Acknowledge {
            value.alias("sign")
        } else {
            value
        }
    };
    Step::ALL.iter().map(word).collect::<Vec<_>>().into()
}

/// The step of a word that was accepted.
pub(crate) fn step(word: &str) -> Option<Step> {
    let code = word.replace('-', "_");
    if code == "sign" {
        return Some(Step::Acknowledge);
    }
    Step::from_code(&code)
}

/// The words of the forms, each with what a user reads.
pub(crate) fn pages() -> PossibleValuesParser {
    let word = |page: &Page| {
        let code = page.code();
        let value = PossibleValue::new(code.replace('_', "-"))
            .alias(code)
            .help(page.zh());
        if *page == Page::Acknowledgement {
            value.alias("ack")
        } else {
            value
        }
    };
    Page::ALL.iter().map(word).collect::<Vec<_>>().into()
}

/// The form of a word that was accepted.
pub(crate) fn page(word: &str) -> String {
    let code = word.replace('-', "_");
    if code == "ack" {
        Page::Acknowledgement.code().to_owned()
    } else {
        code
    }
}
