//! Who may do what: one table, checked in `desk` for every call, never only on a screen.

use crate::person::Role;

use Role::{Admin, Agent, Auditor, Dispatcher, Engineer, Inspector, Lab, Manager, Repairer};

/// Who a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandAccess {
    /// Also before anybody has signed in.
    Anyone,
    /// Everybody who is signed in.
    SignedIn,
    Roles(&'static [Role]),
}

/// The desk itself: whoever takes calls or runs the work.
const DESK: &[Role] = &[Agent, Dispatcher, Engineer, Manager];
/// The desk and the field teams that have a PC.
const STEPS: &[Role] = &[Agent, Dispatcher, Engineer, Manager, Inspector, Repairer];
/// The same and the laboratory, which may note and attach.
const NOTES: &[Role] = &[Agent, Dispatcher, Engineer, Manager, Inspector, Repairer, Lab];
/// Whoever can sign, and the administrator who keeps the key.
const SIGNS: &[Role] = &[Agent, Dispatcher, Engineer, Manager, Inspector, Repairer, Admin];
/// Everybody but who audits.
const WORKS: &[Role] = &[
    Agent, Dispatcher, Engineer, Inspector, Repairer, Lab, Manager, Admin,
];
/// Whoever takes reports; inspectors raise reminders (1.2).
const OPENS: &[Role] = &[Agent, Dispatcher, Engineer, Manager, Inspector];
/// Whoever sees tickets. The administrator sees no more customer data than the job needs: none.
const READ: &[Role] = &[
    Agent, Dispatcher, Engineer, Inspector, Repairer, Lab, Manager, Auditor,
];

/// Whatever is no step: command, and who may.
const TABLE: &[(&str, CommandAccess)] = &[
    ("desk_state", CommandAccess::Anyone),
    ("person_first", CommandAccess::Anyone),
    ("person_sign_in", CommandAccess::Anyone),
    ("person_sign_out", CommandAccess::SignedIn),
    ("person_lock", CommandAccess::SignedIn),
    ("person_unlock", CommandAccess::SignedIn),
    ("person_change_password", CommandAccess::SignedIn),
    ("person_list", CommandAccess::Roles(&[Admin, Auditor])),
    ("person_add", CommandAccess::Roles(&[Admin])),
    ("person_change", CommandAccess::Roles(&[Admin])),
    ("person_reset_password", CommandAccess::Roles(&[Admin])),
    ("settings_get", CommandAccess::SignedIn),
    ("settings_change", CommandAccess::Roles(&[Admin, Manager])),
    ("logo_get", CommandAccess::SignedIn),
    ("logo_change", CommandAccess::Roles(&[Admin, Manager])),
    ("calendar_get", CommandAccess::SignedIn),
    ("calendar_change", CommandAccess::Roles(&[Admin, Manager])),
    ("standard_get", CommandAccess::SignedIn),
    ("standard_change", CommandAccess::Roles(&[Admin])),
    ("customer_find", CommandAccess::Roles(READ)),
    ("customer_get", CommandAccess::Roles(READ)),
    ("customer_save", CommandAccess::Roles(&[Agent, Manager])),
    ("customer_import", CommandAccess::Roles(&[Manager])),
    ("customer_sheet_look", CommandAccess::Roles(&[Manager])),
    ("customer_sheet_check", CommandAccess::Roles(&[Manager])),
    ("customer_sheet_import", CommandAccess::Roles(&[Manager])),
    ("customer_sheet_rejected", CommandAccess::Roles(&[Manager])),
    ("old_ticket_list", CommandAccess::Roles(READ)),
    ("old_ticket_get", CommandAccess::Roles(READ)),
    ("old_ticket_find", CommandAccess::Roles(READ)),
    ("old_ticket_sheet_look", CommandAccess::Roles(&[Manager])),
    ("old_ticket_sheet_check", CommandAccess::Roles(&[Manager])),
    ("old_ticket_sheet_import", CommandAccess::Roles(&[Manager])),
    ("old_ticket_sheet_rejected", CommandAccess::Roles(&[Manager])),
    ("ticket_list", CommandAccess::Roles(READ)),
    ("ticket_count", CommandAccess::Roles(READ)),
    ("ticket_export", CommandAccess::Roles(READ)),
    ("ticket_calendar", CommandAccess::Roles(READ)),
    ("ticket_news", CommandAccess::Roles(READ)),
    ("view_list", CommandAccess::Roles(READ)),
    ("view_share", CommandAccess::Roles(NOTES)),
    ("view_unshare", CommandAccess::Roles(NOTES)),
    ("ticket_board", CommandAccess::Roles(READ)),
    ("ticket_by_hour", CommandAccess::Roles(READ)),
    ("ticket_get", CommandAccess::Roles(READ)),
    ("ticket_reveal", CommandAccess::Roles(READ)),
    ("ticket_duplicates", CommandAccess::Roles(READ)),
    ("ticket_print", CommandAccess::Roles(READ)),
    ("ticket_print_many", CommandAccess::Roles(READ)),
    ("ticket_open", CommandAccess::Roles(OPENS)),
    ("ticket_withdraw", CommandAccess::Roles(NOTES)),
    ("community_plan", CommandAccess::Roles(READ)),
    ("community_import", CommandAccess::Roles(&[Agent, Manager])),
    ("attachment_get", CommandAccess::Roles(READ)),
    ("acknowledgement_draft", CommandAccess::Roles(STEPS)),
    ("acknowledgement_list", CommandAccess::Roles(READ)),
    ("acknowledgement_get", CommandAccess::Roles(READ)),
    ("acknowledgement_count", CommandAccess::Roles(READ)),
    ("scan_list", CommandAccess::Roles(STEPS)),
    ("scan_get", CommandAccess::Roles(STEPS)),
    ("scan_add", CommandAccess::Roles(STEPS)),
    ("scan_remove", CommandAccess::Roles(STEPS)),
    ("scan_place", CommandAccess::Roles(STEPS)),
    ("proof_check", CommandAccess::SignedIn),
    ("proof_records", CommandAccess::SignedIn),
    ("proof_bundle", CommandAccess::Roles(READ)),
    ("proof_anchor", CommandAccess::SignedIn),
    ("timestamp_try", CommandAccess::Roles(&[Admin, Manager])),
    ("certificate_list", CommandAccess::SignedIn),
    ("certificate_take", CommandAccess::Roles(&[Admin])),
    ("certificate_remove", CommandAccess::Roles(&[Admin])),
    ("authority_list", CommandAccess::SignedIn),
    ("authority_register", CommandAccess::Roles(&[Admin])),
    ("authority_remove", CommandAccess::Roles(&[Admin])),
    ("computer_get", CommandAccess::SignedIn),
    ("computer_change", CommandAccess::Roles(WORKS)),
    ("kept_get", CommandAccess::SignedIn),
    ("kept_put", CommandAccess::SignedIn),
    ("trust_get", CommandAccess::SignedIn),
    ("key_confirm", CommandAccess::Roles(&[Admin])),
    ("key_sheet", CommandAccess::Roles(&[Admin])),
    ("key_list", CommandAccess::SignedIn),
    // Whoever may record a signature may give the passphrase, also at 02:10; who audits changes nothing.
    ("key_unlock", CommandAccess::Roles(SIGNS)),
    ("key_renew", CommandAccess::Roles(&[Admin])),
    ("key_export", CommandAccess::Roles(&[Admin])),
    ("key_import", CommandAccess::Roles(&[Admin])),
    ("erasure_due", CommandAccess::Roles(&[Admin])),
    ("erasure_run", CommandAccess::Roles(&[Admin])),
    (
        "report_months",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_figures",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_trend",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_tickets",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_workbook",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_csv",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_daily",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_hours",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "template_get",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    ("template_change", CommandAccess::Roles(&[Manager])),
    (
        "report_waiting",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    ("report_close", CommandAccess::Roles(&[Manager])),
    ("report_reopen", CommandAccess::Roles(&[Manager])),
    (
        "report_changes",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_monthly",
        CommandAccess::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    ("shift_print", CommandAccess::Roles(DESK)),
    ("shift_notes", CommandAccess::Roles(DESK)),
    ("shift_leave", CommandAccess::Roles(DESK)),
    ("shift_read", CommandAccess::Roles(DESK)),
    ("journal_list", CommandAccess::Roles(&[Auditor, Manager])),
    ("journal_verify", CommandAccess::Roles(&[Auditor, Manager, Admin])),
    (
        "journal_compare",
        CommandAccess::Roles(&[Auditor, Manager, Admin]),
    ),
    ("journal_rebuild", CommandAccess::Roles(&[Admin])),
    ("backup_make", CommandAccess::Roles(&[Admin, Manager])),
    ("update_check", CommandAccess::Roles(&[Admin])),
    ("update_prepare", CommandAccess::Roles(&[Admin])),
    ("work_get", CommandAccess::SignedIn),
    ("work_stop", CommandAccess::SignedIn),
];

macro_rules! define_step_access {
    ($($kind:ident $code:literal = $title:literal: {
        $(details: $details:ty,)? $(input: ($($input:ty),+),)? $(fact: $fact:ident($content:ty),)?
        command: $command:literal, roles: $roles:expr, clause: $clause:literal,
        follows: $follows:ident, time: $time:ident, withdrawable: $withdrawable:literal, exit: $exit:literal,
    })+) => {
        /// The steps: command, and who may.
        const STEP_TABLE: &[(&str, CommandAccess)] = &[$(($command, CommandAccess::Roles($roles))),+];

        /// The clauses that say who takes a step; empty where the policy is silent.
        const STEP_CLAUSES: &[(&str, &str)] = &[$(($command, $clause)),+];
    };
}

crate::for_each_step!(define_step_access);

/// Every command, and who may call it.
pub fn list_command_access() -> impl Iterator<Item = (&'static str, CommandAccess)> {
    TABLE.iter().chain(STEP_TABLE).copied()
}

/// The clauses that say who does it. Whatever stands in no row is this company's own setting.
const CLAUSES: &[(&str, &str)] = &[
    ("standard_change", "3"),
    ("ticket_open", "1.2 2.1 3 4.1"),
    ("community_plan", "5.2⑴"),
    ("community_import", "5.2⑴"),
];

/// The clauses that say who may call a command; none where the policy is silent.
#[must_use]
pub fn find_clause(command: &str) -> Option<&'static str> {
    let mut rows = CLAUSES.iter().chain(STEP_CLAUSES);
    let (_, clause) = rows.find(|(name, _)| *name == command)?;
    (!clause.is_empty()).then_some(*clause)
}

/// Who a command is for; nobody if it does not exist.
#[must_use]
pub fn find_command_access(command: &str) -> Option<CommandAccess> {
    list_command_access()
        .find(|(name, _)| *name == command)
        .map(|(_, who)| who)
}

/// Whether a role needs phones and addresses for its work. The laboratory knows its samples by number, who audits looks
/// at what was done; both may be shown them, and leave a line in the journal.
#[must_use]
pub const fn can_see_personal(role: Role) -> bool {
    match role {
        Agent | Dispatcher | Engineer | Inspector | Repairer | Manager => true,
        Lab | Auditor | Admin => false,
    }
}

/// Whether a role may call a command.
#[must_use]
pub fn may_call(role: Role, command: &str) -> bool {
    match find_command_access(command) {
        None => false,
        Some(CommandAccess::Anyone | CommandAccess::SignedIn) => true,
        Some(CommandAccess::Roles(roles)) => roles.contains(&role),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command × every role, as a table somebody can read and approve.
    #[test]
    fn the_table_reads_as_approved() {
        use std::fmt::Write as _;
        let mut text = String::from(
            "岗位权限：● 可以 · 不可以；右栏为制度条款，制度未规定的为本公司设定\n\
             延时审批、工时核定：客服主管仅在总工办没有其他在用人员时可以办理\n\n",
        );
        for role in Role::ALL {
            let _ = write!(text, "{} ", role.zh());
        }
        text.push('\n');
        for (command, who) in list_command_access() {
            let marks: Vec<&str> = Role::ALL
                .iter()
                .map(|role| if may_call(*role, command) { "●" } else { "·" })
                .collect();
            let anyone = if who == CommandAccess::Anyone {
                " （登录前）"
            } else {
                ""
            };
            let clause = find_clause(command).unwrap_or("本公司设定");
            let _ = writeln!(text, "{} {command}{anyone}　{clause}", marks.join(" "));
        }
        crate::assert_golden("src/rules/permission.txt", &text);
    }

    /// What somebody who only reads may call: what shows something. Named one by one, so that a new command is thought about.
    const READS: &[&str] = &[
        "desk_state",
        "person_list",
        "settings_get",
        "logo_get",
        "calendar_get",
        "standard_get",
        "customer_find",
        "customer_get",
        "old_ticket_list",
        "old_ticket_get",
        "old_ticket_find",
        "ticket_list",
        "ticket_count",
        "ticket_export",
        "ticket_calendar",
        "ticket_news",
        "view_list",
        "ticket_board",
        "ticket_by_hour",
        "ticket_get",
        "ticket_reveal",
        "ticket_duplicates",
        "ticket_print",
        "ticket_print_many",
        "community_plan",
        "attachment_get",
        "acknowledgement_list",
        "acknowledgement_get",
        "acknowledgement_count",
        "proof_check",
        "trust_get",
        "authority_list",
        "proof_records",
        "proof_bundle",
        "proof_anchor",
        "certificate_list",
        "computer_get",
        "kept_get",
        "key_list",
        "report_months",
        "report_figures",
        "report_trend",
        "report_tickets",
        "report_workbook",
        "report_csv",
        "report_daily",
        "report_hours",
        "template_get",
        "report_waiting",
        "report_changes",
        "report_monthly",
        "journal_list",
        "journal_verify",
        "journal_compare",
        "work_get",
    ];

    /// What changes nothing but whoever calls: their session, their password, what their screens keep for them, work they wait for.
    const OWN: &[&str] = &[
        "person_first",
        "person_sign_in",
        "person_sign_out",
        "person_lock",
        "person_unlock",
        "person_change_password",
        "kept_put",
        "work_stop",
    ];

    /// Also of what everybody may who is signed in.
    #[test]
    fn the_auditor_changes_nothing() {
        for (command, _) in list_command_access() {
            let nothing = READS.contains(&command) || OWN.contains(&command);
            assert_eq!(may_call(Auditor, command), nothing, "{command}");
        }
    }

    /// What is called a reading one can be called by name: a slip there would let something through.
    #[test]
    fn every_clause_and_every_reading_command_exists() {
        for command in READS.iter().chain(OWN) {
            assert!(find_command_access(command).is_some(), "{command}");
        }
        for (command, clause) in CLAUSES {
            assert!(
                find_command_access(command).is_some() && !clause.is_empty(),
                "{command}"
            );
        }
    }

    /// 4.1, 4.3, 4.3⑷: who decides, and who sends.
    #[test]
    fn the_policy_says_who_decides() {
        for command in ["ticket_assign", "ticket_reassign"] {
            let all = Role::ALL.iter().filter(|role| may_call(**role, command));
            assert_eq!(all.collect::<Vec<_>>(), [&Engineer], "{command}");
        }
        for command in ["ticket_approve_extension", "ticket_verify_hours"] {
            assert!(
                !may_call(Agent, command) && !may_call(Dispatcher, command),
                "{command}"
            );
        }
        for command in [
            "customer_import",
            "customer_sheet_import",
            "old_ticket_sheet_import",
        ] {
            assert!(!may_call(Admin, command), "{command}");
        }
    }

    #[test]
    fn the_administrator_sees_no_customer() {
        for command in [
            "ticket_list",
            "ticket_get",
            "customer_find",
            "old_ticket_find",
            "acknowledgement_get",
        ] {
            assert!(!may_call(Admin, command), "{command}");
        }
    }

    /// What is shown without its middle must not come back as if it were whole.
    #[test]
    fn whoever_is_shown_less_writes_no_phones_and_addresses() {
        let writes = [
            "ticket_open",
            "ticket_open_linked",
            "customer_save",
            "acknowledgement_sign",
            "acknowledgement_correct",
        ];
        for role in Role::ALL.iter().filter(|role| !can_see_personal(**role)) {
            assert!(writes.iter().all(|command| !may_call(*role, command)), "{role:?}");
        }
    }

    #[test]
    fn nobody_may_what_does_not_exist() {
        assert!(Role::ALL.iter().all(|role| !may_call(*role, "ticket_delete")));
    }
}
