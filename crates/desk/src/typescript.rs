//! The wire's types for the screens, generated and committed (`ui/src/gen`); a test fails on a difference.

use std::{
    any::TypeId,
    collections::{BTreeMap, HashSet},
    fmt::Write as _,
};

use domain::service::{
    ServiceKind,
    step::{StepKind, StepTime},
    way::list_way_steps,
};
use ts_rs::{Config, TS, TypeVisitor};

use crate::COMMANDS;

/// Types collected from the commands.
pub(crate) struct TypeCollector {
    config: Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
    commands: Vec<(String, String, String)>,
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the test that forbids it"))]
    /// Names that two different types carry; there must be none.
    twice: Vec<String>,
}

impl TypeCollector {
    fn collect_types() -> Self {
        let config = Config::new().with_large_int("number");
        let mut types = Self {
            config,
            seen: HashSet::new(),
            declarations: BTreeMap::new(),
            commands: Vec::new(),
            twice: Vec::new(),
        };
        types.visit::<domain::Refusal>();
        for command in COMMANDS {
            (command.types)(&mut types);
        }
        types
    }

    /// Adds a command's request and reply.
    pub(crate) fn add_command<Q: TS + 'static, R: TS + 'static>(&mut self, name: &str) {
        self.visit::<Q>();
        self.visit::<R>();
        self.commands
            .push((name.to_owned(), Q::name(&self.config), R::name(&self.config)));
    }
}

impl TypeVisitor for TypeCollector {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let declaration = format!("export {}\n", T::decl(&self.config));
            let ident = T::ident(&self.config);
            if self
                .declarations
                .get(&ident)
                .is_some_and(|known| *known != declaration)
            {
                self.twice.push(ident.clone());
            }
            self.declarations.insert(ident, declaration);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The files to generate: name and text.
#[must_use]
pub fn generate_files() -> Vec<(&'static str, String)> {
    const HEAD: &str = "// Generated from the Rust types by `cargo test -p desk`; not written by hand.\n";
    let types = TypeCollector::collect_types();
    let mut wire = format!("{HEAD}\n");
    for declaration in types.declarations.values() {
        wire.push_str(declaration);
    }
    let mut commands =
        format!("{HEAD}import type * as wire from \"./wire\";\n\nexport interface Commands {{\n");
    let qualify = |name: &str| qualify_type_names(name, &types.declarations);
    for (name, request, reply) in &types.commands {
        let _ = writeln!(
            commands,
            "  {name}: {{ request: {}; reply: {} }};",
            qualify(request),
            qualify(reply)
        );
    }
    commands.push_str("}\n");
    vec![
        ("wire.ts", wire),
        ("commands.ts", commands),
        ("words.ts", format!("{HEAD}\n{}", generate_words())),
        ("steps.ts", format!("{HEAD}\n{}", generate_steps())),
    ]
}

/// Puts `wire.` before every declared name in a type.
fn qualify_type_names(name: &str, declared: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in name.chars().chain(std::iter::once(' ')) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        if declared.contains_key(&word) {
            out.push_str("wire.");
        }
        out.push_str(&word);
        word.clear();
        out.push(c);
    }
    out.trim_end().to_owned()
}

/// Labels of every enum of words, from the one place they are declared.
fn generate_words() -> String {
    let mut out = String::from("export const words = {\n");
    macro_rules! list {
        ($($path:ty),+ $(,)?) => {$(
            write_word_list(&mut out, stringify!($path), <$path>::ALL.iter().map(|word| (word.code(), word.zh())));
        )+};
    }
    use domain::{
        acknowledgement as ack, attachment, clock, customer, list, person, report, service, settings, sheet,
        standard, ticket, todo,
    };
    list!(
        service::ServiceKind,
        ticket::Stage,
        ticket::Channel,
        todo::TodoKind,
        list::TicketColumn,
        list::TicketMark,
        crate::ticket::calendar::AgendaKind,
        customer::AddressArea,
        sheet::SheetField,
        sheet::line::SheetLineFault,
        service::repair::MeterSide,
        service::repair::RepairFault,
        service::step::ReplyWay,
        service::step::FollowUpOutcome,
        service::step::ConsentWay,
        service::step::StepKind,
        service::reminder::ReminderReason,
        service::reminder::ReminderFinder,
        service::leak_detection::LeakGround,
        service::leak_detection::MeterTurns,
        service::leak_detection::BuildingKind,
        service::leak_detection::SearchMethod,
        service::leak_detection::LeakFinding,
        service::water_quality::WaterSymptom,
        service::water_quality::TapKind,
        standard::WaterVerdict,
        service::community::EventOrigin,
        service::community::EventServiceKind,
        service::community::ConductRule,
        service::emergency_water::OutageGround,
        service::emergency_water::SafetyItem,
        clock::ClockKind,
        clock::ClockState,
        clock::ClockReason,
        ack::SignerRelation,
        ack::AnswerKind,
        ack::AcknowledgementKind,
        attachment::MediaType,
        person::Role,
        settings::Department,
        report::FigureCode,
        report::ReportSection,
        report::SpanKind,
        crate::alarm::CloseAction,
        crate::certificate::CertificateState,
        crate::key::KeyState,
        crate::ticket::print::FormKind,
    );
    out.push_str("} as const;\n");
    out
}

/// What the screens know of the steps, from the table of steps and the ways of the services.
fn generate_steps() -> String {
    let mut out = String::from("export const stepCommands = {\n");
    for step in StepKind::ALL {
        let _ = writeln!(out, "  {}: \"{}\",", step.code(), step.command_name());
    }
    out.push_str("} as const;\n");
    let mut write_list = |name: &str, holds: fn(StepKind) -> bool| {
        let steps = StepKind::ALL.iter().copied().filter(|step| holds(*step));
        let _ = writeln!(
            out,
            "\nexport const {name} = [{}] as const;",
            join_step_codes(steps)
        );
    };
    write_list("immediateSteps", |step| {
        step.step_time() != StepTime::EnteredLater
    });
    write_list("ownDecisions", |step| step.step_time() == StepTime::OwnDecision);
    write_list("exitSteps", StepKind::is_exit);
    out.push_str("\nexport const waySteps = {\n");
    for service in ServiceKind::ALL {
        let way = list_way_steps(*service).iter().copied();
        let _ = writeln!(out, "  {}: [{}],", service.code(), join_step_codes(way));
    }
    out.push_str("} as const;\n");
    out
}

fn join_step_codes(steps: impl Iterator<Item = StepKind>) -> String {
    let codes: Vec<String> = steps.map(|step| format!("\"{}\"", step.code())).collect();
    codes.join(", ")
}

fn write_word_list<'a>(out: &mut String, path: &str, words: impl Iterator<Item = (&'a str, &'a str)>) {
    let name = path.rsplit("::").next().unwrap_or(path).trim();
    let _ = writeln!(out, "  {name}: {{");
    for (code, zh) in words {
        let _ = writeln!(out, "    {code}: \"{zh}\",");
    }
    out.push_str("  },\n");
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_type_has_a_name_of_its_own() {
        assert_eq!(super::TypeCollector::collect_types().twice, Vec::<String>::new());
    }

    #[test]
    fn the_generated_types_are_up_to_date() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/gen");
        for (name, text) in super::generate_files() {
            let file = folder.join(name);
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&file, &text).unwrap();
            }
            let is = std::fs::read_to_string(&file)
                .unwrap_or_default()
                .replace("\r\n", "\n");
            let same = is
                .lines()
                .zip(text.lines())
                .take_while(|(is, should)| is == should);
            assert!(
                is == text,
                "{name} is out of date from line {}: UPDATE_GOLDEN=1 cargo test -p desk",
                same.count() + 1
            );
        }
    }
}
