//! Who may do what: one table, checked in `desk` for every call, never only on a screen.

use crate::{person::Role, service::step::Step};

use Role::{Admin, Agent, Auditor, Dispatcher, Engineer, Inspector, Lab, Manager, Repairer};

/// Who a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Also before anybody has signed in.
    Anyone,
    /// Everybody who is signed in.
    SignedIn,
    /// These roles.
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

/// The table: command, and who may.
pub const TABLE: &[(&str, Who)] = &[
    ("desk_state", Who::Anyone),
    ("person_first", Who::Anyone),
    ("person_sign_in", Who::Anyone),
    ("person_sign_out", Who::SignedIn),
    ("person_lock", Who::SignedIn),
    ("person_unlock", Who::SignedIn),
    ("person_change_password", Who::SignedIn),
    ("person_list", Who::Roles(&[Admin, Auditor])),
    ("person_add", Who::Roles(&[Admin])),
    ("person_change", Who::Roles(&[Admin])),
    ("person_reset_password", Who::Roles(&[Admin])),
    ("settings_get", Who::SignedIn),
    ("settings_change", Who::Roles(&[Admin, Manager])),
    ("logo_get", Who::SignedIn),
    ("logo_change", Who::Roles(&[Admin, Manager])),
    ("calendar_get", Who::SignedIn),
    ("calendar_change", Who::Roles(&[Admin, Manager])),
    ("standard_get", Who::SignedIn),
    ("standard_change", Who::Roles(&[Admin])),
    ("customer_find", Who::Roles(READ)),
    ("customer_get", Who::Roles(READ)),
    ("customer_save", Who::Roles(&[Agent, Manager])),
    ("customer_import", Who::Roles(&[Manager])),
    ("customer_sheet_look", Who::Roles(&[Manager])),
    ("customer_sheet_check", Who::Roles(&[Manager])),
    ("customer_sheet_import", Who::Roles(&[Manager])),
    ("customer_sheet_rejected", Who::Roles(&[Manager])),
    ("old_ticket_list", Who::Roles(READ)),
    ("old_ticket_get", Who::Roles(READ)),
    ("old_ticket_find", Who::Roles(READ)),
    ("old_ticket_sheet_look", Who::Roles(&[Manager])),
    ("old_ticket_sheet_check", Who::Roles(&[Manager])),
    ("old_ticket_sheet_import", Who::Roles(&[Manager])),
    ("old_ticket_sheet_rejected", Who::Roles(&[Manager])),
    ("ticket_list", Who::Roles(READ)),
    ("ticket_count", Who::Roles(READ)),
    ("ticket_export", Who::Roles(READ)),
    ("ticket_calendar", Who::Roles(READ)),
    ("ticket_news", Who::Roles(READ)),
    ("view_list", Who::Roles(READ)),
    ("view_share", Who::Roles(NOTES)),
    ("view_unshare", Who::Roles(NOTES)),
    ("ticket_board", Who::Roles(READ)),
    ("ticket_by_hour", Who::Roles(READ)),
    ("ticket_get", Who::Roles(READ)),
    ("ticket_reveal", Who::Roles(READ)),
    ("ticket_duplicates", Who::Roles(READ)),
    ("ticket_print", Who::Roles(READ)),
    ("ticket_print_many", Who::Roles(READ)),
    ("ticket_open", Who::Roles(OPENS)),
    ("ticket_arrange", Who::Roles(&[Agent, Dispatcher, Manager])),
    ("ticket_hand_over", Who::Roles(&[Agent, Dispatcher, Manager])),
    ("ticket_assign", Who::Roles(&[Engineer])),
    ("ticket_reassign", Who::Roles(&[Engineer])),
    ("ticket_appoint", Who::Roles(STEPS)),
    ("ticket_arrive", Who::Roles(STEPS)),
    ("ticket_finish", Who::Roles(STEPS)),
    (
        "ticket_reply",
        Who::Roles(&[Agent, Dispatcher, Manager, Repairer]),
    ),
    // 4.1, 4.3: 总工办; a manager only where nobody else of 总工办 is there, which `decide` looks at.
    ("ticket_verify_hours", Who::Roles(&[Engineer, Manager])),
    ("ticket_follow_up", Who::Roles(&[Agent, Manager])),
    ("ticket_close", Who::Roles(&[Agent, Manager])),
    ("ticket_return", Who::Roles(STEPS)),
    ("ticket_urge", Who::Roles(DESK)),
    ("ticket_supervise", Who::Roles(&[Engineer, Manager])),
    ("ticket_ask_extension", Who::Roles(STEPS)),
    ("ticket_approve_extension", Who::Roles(&[Engineer, Manager])),
    ("ticket_refuse_extension", Who::Roles(&[Engineer, Manager])),
    // 4.3⑷: the service centre asks, 生调部 sends; who types it for them says who of them named the team.
    ("ticket_ask_valve", Who::Roles(&[Agent, Manager])),
    ("ticket_order_valve", Who::Roles(&[Agent, Dispatcher, Manager])),
    ("ticket_valve_arrive", Who::Roles(&[Agent, Dispatcher, Inspector])),
    ("ticket_valve_shut", Who::Roles(&[Agent, Dispatcher, Inspector])),
    ("ticket_valve_drop", Who::Roles(&[Agent, Dispatcher])),
    ("ticket_pass_on", Who::Roles(DESK)),
    ("ticket_cancel", Who::Roles(&[Agent, Engineer, Manager])),
    ("ticket_merge", Who::Roles(DESK)),
    ("ticket_note", Who::Roles(NOTES)),
    ("ticket_withdraw", Who::Roles(NOTES)),
    ("ticket_attach", Who::Roles(NOTES)),
    ("ticket_open_linked", Who::Roles(&[Agent, Dispatcher, Manager])),
    ("ticket_tell", Who::Roles(&[Agent, Manager, Inspector])),
    ("ticket_consent", Who::Roles(&[Agent, Manager, Inspector])),
    // 2.3: the service centre arranges the inspection team itself.
    ("ticket_send_team", Who::Roles(&[Agent, Manager])),
    (
        "ticket_search",
        Who::Roles(&[Agent, Dispatcher, Inspector, Manager]),
    ),
    ("ticket_escalate", Who::Roles(&[Agent, Inspector, Manager])),
    ("ticket_conclude", Who::Roles(&[Engineer, Manager])),
    // 2.4: the team tells the customer; the desk may record it.
    ("ticket_reply_search", Who::Roles(&[Agent, Inspector, Manager])),
    // 3: 生调部 arranges the team, the laboratory enters the results, the service centre replies.
    ("ticket_send_sampler", Who::Roles(&[Dispatcher])),
    ("ticket_sample", Who::Roles(&[Agent, Dispatcher, Inspector])),
    ("ticket_pass_sample", Who::Roles(&[Agent, Dispatcher, Inspector])),
    ("ticket_receive_sample", Who::Roles(&[Lab])),
    ("ticket_reject_sample", Who::Roles(&[Lab, Dispatcher])),
    ("ticket_enter_results", Who::Roles(&[Lab])),
    ("ticket_reply_results", Who::Roles(&[Agent, Manager])),
    // 5.1: the service centre organises.
    ("ticket_decide_event", Who::Roles(&[Manager])),
    ("ticket_schedule_event", Who::Roles(&[Agent, Manager])),
    ("ticket_move_event", Who::Roles(&[Agent, Manager])),
    ("ticket_hold_event", Who::Roles(&[Agent, Manager])),
    // 6.1: the company decides; at night by telephone, and whoever is on duty writes down who did.
    ("ticket_authorise", Who::Roles(&[Agent, Dispatcher, Manager])),
    ("ticket_make_trip", Who::Roles(&[Agent, Dispatcher, Manager])),
    (
        "ticket_check_safety",
        Who::Roles(&[Agent, Dispatcher, Inspector, Manager]),
    ),
    ("ticket_change_outage", Who::Roles(&[Agent, Dispatcher, Manager])),
    ("ticket_end_outage", Who::Roles(&[Agent, Dispatcher, Manager])),
    ("ticket_record_violation", Who::Roles(&[Agent, Manager])),
    ("ticket_close_violation", Who::Roles(&[Manager])),
    ("community_plan", Who::Roles(READ)),
    ("community_import", Who::Roles(&[Agent, Manager])),
    ("attachment_get", Who::Roles(READ)),
    ("acknowledgement_draft", Who::Roles(STEPS)),
    ("acknowledgement_sign", Who::Roles(STEPS)),
    ("acknowledgement_correct", Who::Roles(STEPS)),
    ("acknowledgement_list", Who::Roles(READ)),
    ("acknowledgement_get", Who::Roles(READ)),
    ("acknowledgement_count", Who::Roles(READ)),
    ("scan_list", Who::Roles(STEPS)),
    ("scan_get", Who::Roles(STEPS)),
    ("scan_add", Who::Roles(STEPS)),
    ("scan_remove", Who::Roles(STEPS)),
    ("scan_place", Who::Roles(STEPS)),
    ("proof_check", Who::SignedIn),
    ("proof_records", Who::SignedIn),
    ("proof_bundle", Who::Roles(READ)),
    ("proof_anchor", Who::SignedIn),
    ("timestamp_try", Who::Roles(&[Admin, Manager])),
    ("certificate_list", Who::SignedIn),
    ("certificate_take", Who::Roles(&[Admin])),
    ("certificate_remove", Who::Roles(&[Admin])),
    ("authority_list", Who::SignedIn),
    ("authority_register", Who::Roles(&[Admin])),
    ("authority_remove", Who::Roles(&[Admin])),
    ("computer_get", Who::SignedIn),
    ("computer_change", Who::Roles(WORKS)),
    ("kept_get", Who::SignedIn),
    ("kept_put", Who::SignedIn),
    ("trust_get", Who::SignedIn),
    ("key_confirm", Who::Roles(&[Admin])),
    ("key_sheet", Who::Roles(&[Admin])),
    ("key_list", Who::SignedIn),
    // Whoever may record a signature may give the passphrase, also at 02:10; who audits changes nothing.
    ("key_unlock", Who::Roles(SIGNS)),
    ("key_renew", Who::Roles(&[Admin])),
    ("key_export", Who::Roles(&[Admin])),
    ("key_import", Who::Roles(&[Admin])),
    ("erasure_due", Who::Roles(&[Admin])),
    ("erasure_run", Who::Roles(&[Admin])),
    (
        "report_months",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_figures",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_trend",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_tickets",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_workbook",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_csv",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_daily",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_hours",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "template_get",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    ("template_change", Who::Roles(&[Manager])),
    (
        "report_waiting",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    ("report_close", Who::Roles(&[Manager])),
    ("report_reopen", Who::Roles(&[Manager])),
    (
        "report_changes",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    (
        "report_monthly",
        Who::Roles(&[Manager, Engineer, Dispatcher, Auditor]),
    ),
    ("shift_print", Who::Roles(DESK)),
    ("shift_notes", Who::Roles(DESK)),
    ("shift_leave", Who::Roles(DESK)),
    ("shift_read", Who::Roles(DESK)),
    ("journal_list", Who::Roles(&[Auditor, Manager])),
    ("journal_verify", Who::Roles(&[Auditor, Manager, Admin])),
    ("journal_compare", Who::Roles(&[Auditor, Manager, Admin])),
    ("journal_rebuild", Who::Roles(&[Admin])),
    ("backup_make", Who::Roles(&[Admin, Manager])),
    ("update_check", Who::Roles(&[Admin])),
    ("update_prepare", Who::Roles(&[Admin])),
    ("work_get", Who::SignedIn),
    ("work_stop", Who::SignedIn),
];

/// The clauses that say who does it. Whatever stands in no row is this company's own setting.
const CLAUSES: &[(&str, &str)] = &[
    ("standard_change", "3"),
    ("ticket_open", "1.2 2.1 3 4.1"),
    ("ticket_arrange", "4.3⑶"),
    ("ticket_hand_over", "3 4.1 4.3⑴"),
    ("ticket_assign", "4.1"),
    ("ticket_reassign", "4.1"),
    ("ticket_appoint", "4.3⑵"),
    ("ticket_arrive", "2.3 4.3⑵"),
    ("ticket_finish", "4 4.2"),
    ("ticket_reply", "4.3 5.2⑵"),
    ("ticket_verify_hours", "4.1"),
    ("ticket_follow_up", "2.5 5.3"),
    ("ticket_return", "4.3⑵"),
    ("ticket_supervise", "4.1"),
    ("ticket_ask_extension", "4.3"),
    ("ticket_approve_extension", "4.1 4.3"),
    ("ticket_refuse_extension", "4.1 4.3"),
    ("ticket_ask_valve", "4.3⑷"),
    ("ticket_order_valve", "4.3⑷"),
    ("ticket_valve_arrive", "4.3⑷"),
    ("ticket_valve_shut", "4.3⑷"),
    ("ticket_pass_on", "4"),
    ("ticket_open_linked", "1.3 5.2"),
    ("ticket_tell", "1.2"),
    ("ticket_consent", "1.3"),
    ("ticket_send_team", "2.3"),
    ("ticket_search", "2.4"),
    ("ticket_escalate", "2.4"),
    ("ticket_conclude", "2.4"),
    ("ticket_reply_search", "2.4"),
    ("ticket_send_sampler", "3"),
    ("ticket_sample", "3"),
    ("ticket_pass_sample", "3"),
    ("ticket_receive_sample", "3"),
    ("ticket_enter_results", "3"),
    ("ticket_reply_results", "3"),
    ("ticket_decide_event", "5.1 5.2⑵"),
    ("ticket_schedule_event", "5.1 5.2"),
    ("ticket_move_event", "5.2⑴"),
    ("ticket_hold_event", "5.1 5.3"),
    ("ticket_authorise", "6.1"),
    ("ticket_make_trip", "6.1 6.2"),
    ("ticket_check_safety", "6.2"),
    ("ticket_record_violation", "2.5 5.3"),
    ("ticket_close_violation", "2.5 5.3"),
    ("community_plan", "5.2⑴"),
    ("community_import", "5.2⑴"),
    ("acknowledgement_sign", "1.2"),
];

/// The clauses that say who may call a command; none where the policy is silent.
#[must_use]
pub fn clause(command: &str) -> Option<&'static str> {
    let mut rows = CLAUSES.iter();
    rows.find(|(name, _)| *name == command).map(|(_, clause)| *clause)
}

/// The command that takes a step.
#[must_use]
pub fn command(step: Step) -> String {
    match step {
        Step::Acknowledge => "acknowledgement_sign".to_owned(),
        Step::Correct => "acknowledgement_correct".to_owned(),
        _ => format!("ticket_{}", step.code()),
    }
}

/// Who a command is for; nobody if it does not exist.
#[must_use]
pub fn who(command: &str) -> Option<Who> {
    TABLE
        .iter()
        .find(|(name, _)| *name == command)
        .map(|(_, who)| *who)
}

/// Whether a role needs phones and addresses for its work. The laboratory knows its samples by number, who audits looks
/// at what was done; both may be shown them, and leave a line in the journal.
#[must_use]
pub const fn sees_personal(role: Role) -> bool {
    match role {
        Agent | Dispatcher | Engineer | Inspector | Repairer | Manager => true,
        Lab | Auditor | Admin => false,
    }
}

/// Whether a role may call a command.
#[must_use]
pub fn may(role: Role, command: &str) -> bool {
    match who(command) {
        None => false,
        Some(Who::Anyone | Who::SignedIn) => true,
        Some(Who::Roles(roles)) => roles.contains(&role),
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
        for (command, who) in TABLE {
            let marks: Vec<&str> = Role::ALL
                .iter()
                .map(|role| if may(*role, command) { "●" } else { "·" })
                .collect();
            let anyone = if *who == Who::Anyone {
                " （登录前）"
            } else {
                ""
            };
            let clause = clause(command).unwrap_or("本公司设定");
            let _ = writeln!(text, "{} {command}{anyone}　{clause}", marks.join(" "));
        }
        crate::golden("src/permission.txt", &text);
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
        for (command, _) in TABLE {
            let nothing = READS.contains(command) || OWN.contains(command);
            assert_eq!(may(Auditor, command), nothing, "{command}");
        }
    }

    /// What is called a reading one can be called by name: a slip there would let something through.
    #[test]
    fn every_clause_and_every_reading_command_exists() {
        for command in READS.iter().chain(OWN) {
            assert!(who(command).is_some(), "{command}");
        }
        for (command, clause) in CLAUSES {
            assert!(who(command).is_some() && !clause.is_empty(), "{command}");
        }
    }

    /// 4.1, 4.3, 4.3⑷: who decides, and who sends.
    #[test]
    fn the_policy_says_who_decides() {
        for command in ["ticket_assign", "ticket_reassign"] {
            let all = Role::ALL.iter().filter(|role| may(**role, command));
            assert_eq!(all.collect::<Vec<_>>(), [&Engineer], "{command}");
        }
        for command in ["ticket_approve_extension", "ticket_verify_hours"] {
            assert!(!may(Agent, command) && !may(Dispatcher, command), "{command}");
        }
        for command in [
            "customer_import",
            "customer_sheet_import",
            "old_ticket_sheet_import",
        ] {
            assert!(!may(Admin, command), "{command}");
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
            assert!(!may(Admin, command), "{command}");
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
        for role in Role::ALL.iter().filter(|role| !sees_personal(**role)) {
            assert!(writes.iter().all(|command| !may(*role, command)), "{role:?}");
        }
    }

    #[test]
    fn nobody_may_what_does_not_exist() {
        assert!(Role::ALL.iter().all(|role| !may(*role, "ticket_delete")));
    }
}
