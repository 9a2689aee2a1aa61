//! The words of steps and forms at a console, each with what a user reads.

use clap::builder::{PossibleValue, PossibleValuesParser};
use desk::ticket::print::FormKind;
use domain::service::step::StepKind;

/// The words of the steps, each with what a user reads.
pub(crate) fn build_step_parser() -> PossibleValuesParser {
    let word = |step: &StepKind| {
        let code = step.code();
        let value = PossibleValue::new(code.replace('_', "-"))
            .alias(code)
            .help(step.zh());
        if *step == StepKind::Acknowledge {
            value.alias("sign")
        } else {
            value
        }
    };
    StepKind::ALL.iter().map(word).collect::<Vec<_>>().into()
}

/// The step of a word that was accepted.
pub(crate) fn parse_step_word(word: &str) -> Option<StepKind> {
    let code = word.replace('-', "_");
    if code == "sign" {
        return Some(StepKind::Acknowledge);
    }
    StepKind::from_code(&code)
}

/// The words of the forms, each with what a user reads.
pub(crate) fn build_form_parser() -> PossibleValuesParser {
    let word = |page: &FormKind| {
        let code = page.code();
        let value = PossibleValue::new(code.replace('_', "-"))
            .alias(code)
            .help(page.zh());
        if *page == FormKind::Acknowledgement {
            value.alias("ack")
        } else {
            value
        }
    };
    FormKind::ALL.iter().map(word).collect::<Vec<_>>().into()
}

/// The form of a word that was accepted.
pub(crate) fn parse_form_word(word: &str) -> String {
    let code = word.replace('-', "_");
    if code == "ack" {
        FormKind::Acknowledgement.code().to_owned()
    } else {
        code
    }
}
