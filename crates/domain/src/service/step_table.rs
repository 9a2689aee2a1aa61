//! The table of steps: one row each. What follows from a row: the step's name ([`crate::service::step::StepKind`]), what is typed with it
//! ([`crate::service::act::StepInput`]), the fact it leads to ([`crate::fact::TicketFact`]), its command in `desk` and who may call it
//! ([`crate::permission`]), when it happens, whether it can be taken back, and the tables of the screens (`ui/src/gen/steps.ts`).
//!
//! A row names, in this order:
//! - `details`: what its command takes, word for word; or `input`: what it takes after a handler of its own. A step without either reaches
//!   beyond one ticket and has a function of its own in `decide`.
//! - `fact`: what the journal says of it. 更正签字 leads to the fact of 签字确认, 并入原单 to one on each of two tickets.
//! - `command`, `roles` and the `clause` that says who does it; an empty one is this company's own setting.
//! - `follows`: not before what it may have happened: the `LastStep` of the ticket, the `Report`, or an `OwnRule` in `decide/times.rs`.
//! - `time`: `EnteredLater` for what happens elsewhere and may be typed later, `Immediate` for what happens when it is typed,
//!   `OwnDecision` for what is also decided by the person who is signed in.
//! - `withdrawable`: whether a slip can be taken back within a minute.
//! - `exit`: whether it takes the case off its way.
//!
//! A macro that reads it names its types as `repair::RepairWork`, so a module that calls one imports the modules of the services.

#[macro_export]
macro_rules! for_each_step {
    ($define:ident) => {
        $define! {
            Arrange "arrange" = "登记安排": {
                details: repair::Arrangement, fact: Arranged(repair::Arrangement),
                command: "ticket_arrange", roles: &[Agent, Dispatcher, Manager], clause: "4.3⑶",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            HandOver "hand_over" = "转派生调部": {
                details: step::HandOver, fact: HandedOver(step::HandOver),
                command: "ticket_hand_over", roles: &[Agent, Dispatcher, Manager], clause: "3 4.1 4.3⑴",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            Assign "assign" = "派工": {
                details: step::Assignment, fact: Assigned(step::Assignment),
                command: "ticket_assign", roles: &[Engineer], clause: "4.1",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            SendTeam "send_team" = "安排检漏": {
                details: step::Assignment, fact: TeamSent(step::Assignment),
                // The service centre arranges the inspection team itself.
                command: "ticket_send_team", roles: &[Agent, Manager], clause: "2.3",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            SendSampler "send_sampler" = "安排取样": {
                details: step::Assignment, fact: SamplerSent(step::Assignment),
                // 生调部 arranges the team, the laboratory enters the results, the service centre replies.
                command: "ticket_send_sampler", roles: &[Dispatcher], clause: "3",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Arrive "arrive" = "到场": {
                details: step::NoteInput, fact: Arrived(step::NoteInput),
                command: "ticket_arrive", roles: STEPS, clause: "2.3 4.3⑵",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Finish "finish" = "维修完成": {
                details: repair::RepairWork, fact: Finished(repair::RepairWork),
                command: "ticket_finish", roles: STEPS, clause: "4 4.2",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Search "search" = "检漏结果": {
                details: leak_detection::LeakSearch, fact: Searched(leak_detection::LeakSearch),
                command: "ticket_search", roles: &[Agent, Dispatcher, Inspector, Manager], clause: "2.4",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Escalate "escalate" = "上报研究": {
                details: leak_detection::Escalation, fact: Escalated(leak_detection::Escalation),
                command: "ticket_escalate", roles: &[Agent, Inspector, Manager], clause: "2.4",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Conclude "conclude" = "研究结论": {
                details: leak_detection::StudyConclusion, fact: Concluded(leak_detection::StudyConclusion),
                command: "ticket_conclude", roles: &[Engineer, Manager], clause: "2.4",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Tell "tell" = "告知用户": {
                details: reminder::ReminderTelling, fact: Told(reminder::ReminderTelling),
                command: "ticket_tell", roles: &[Agent, Manager, Inspector], clause: "1.2",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Sample "sample" = "取样": {
                details: water_quality::Sampling, fact: Sampled(water_quality::Sampling),
                command: "ticket_sample", roles: &[Agent, Dispatcher, Inspector], clause: "3",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            PassSample "pass_sample" = "样品交接": {
                details: water_quality::SampleTransfer, fact: SamplePassed(water_quality::SampleTransfer),
                command: "ticket_pass_sample", roles: &[Agent, Dispatcher, Inspector], clause: "3",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            ReceiveSample "receive_sample" = "收样": {
                details: water_quality::SampleReceipt, fact: SampleReceived(water_quality::SampleReceipt),
                command: "ticket_receive_sample", roles: &[Lab], clause: "3",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            RejectSample "reject_sample" = "退样重取": {
                details: step::ReasonInput, fact: SampleRejected(step::ReasonInput),
                command: "ticket_reject_sample", roles: &[Lab, Dispatcher], clause: "",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: true,
            }
            EnterResults "enter_results" = "检测结果": {
                details: water_quality::ResultsInput, fact: ResultsEntered(Box<water_quality::WaterResults>),
                command: "ticket_enter_results", roles: &[Lab], clause: "3",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            DecideEvent "decide_event" = "研判": {
                details: community::EventDecision, fact: EventDecided(community::EventDecision),
                // The service centre organises.
                command: "ticket_decide_event", roles: &[Manager], clause: "5.1 5.2⑵",
                follows: LastStep, time: OwnDecision, withdrawable: true, exit: false,
            }
            ScheduleEvent "schedule_event" = "排定活动": {
                details: community::EventSchedule, fact: EventScheduled(community::EventSchedule),
                command: "ticket_schedule_event", roles: &[Agent, Manager], clause: "5.1 5.2",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            MoveEvent "move_event" = "活动改期": {
                details: community::EventSchedule, fact: EventMoved(community::EventSchedule),
                command: "ticket_move_event", roles: &[Agent, Manager], clause: "5.2⑴",
                follows: Report, time: EnteredLater, withdrawable: true, exit: false,
            }
            HoldEvent "hold_event" = "活动登记": {
                details: community::HeldEvent, fact: EventHeld(Box<community::HeldEvent>),
                command: "ticket_hold_event", roles: &[Agent, Manager], clause: "5.1 5.3",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Authorise "authorise" = "授权送水": {
                details: emergency_water::DeliveryAuthorisation, fact: Authorised(emergency_water::DeliveryAuthorisation),
                // The company decides; at night by telephone, and the person on duty writes down who did.
                command: "ticket_authorise", roles: &[Agent, Dispatcher, Manager], clause: "6.1",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            MakeTrip "make_trip" = "送水车次": {
                details: emergency_water::DeliveryTrip, fact: TripMade(emergency_water::DeliveryTrip),
                command: "ticket_make_trip", roles: &[Agent, Dispatcher, Manager], clause: "6.1 6.2",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            CheckSafety "check_safety" = "安全检查": {
                details: emergency_water::SafetyCheck, fact: SafetyChecked(emergency_water::SafetyCheck),
                command: "ticket_check_safety", roles: &[Agent, Dispatcher, Inspector, Manager], clause: "6.2",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            ChangeOutage "change_outage" = "停水变更": {
                details: emergency_water::OutageChange, fact: OutageChanged(emergency_water::OutageChange),
                command: "ticket_change_outage", roles: &[Agent, Dispatcher, Manager], clause: "",
                follows: Report, time: EnteredLater, withdrawable: true, exit: false,
            }
            EndOutage "end_outage" = "恢复供水": {
                details: step::NoteInput, fact: OutageEnded(step::NoteInput),
                command: "ticket_end_outage", roles: &[Agent, Dispatcher, Manager], clause: "",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            Acknowledge "acknowledge" = "签字确认": {
                input: (AcknowledgementAnswer, String), fact: Acknowledged(Box<AcknowledgementRecord>),
                command: "acknowledgement_sign", roles: STEPS, clause: "1.2",
                follows: OwnRule, time: EnteredLater, withdrawable: false, exit: false,
            }
            Correct "correct" = "更正签字": {
                input: (AcknowledgementAnswer, String, String),
                command: "acknowledgement_correct", roles: STEPS, clause: "",
                follows: OwnRule, time: EnteredLater, withdrawable: false, exit: false,
            }
            Reply "reply" = "回复": {
                details: step::CustomerReply, fact: Replied(step::CustomerReply),
                command: "ticket_reply", roles: &[Agent, Dispatcher, Manager, Repairer], clause: "4.3 5.2⑵",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            ReplySearch "reply_search" = "回复检漏结果": {
                details: leak_detection::SearchReply, fact: SearchReplied(leak_detection::SearchReply),
                // The team tells the customer; the desk may record it.
                command: "ticket_reply_search", roles: &[Agent, Inspector, Manager], clause: "2.4",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            ReplyResults "reply_results" = "回复检测结果": {
                details: step::CustomerReply,
                command: "ticket_reply_results", roles: &[Agent, Manager], clause: "3",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Consent "consent" = "征求同意": {
                details: step::Consent, fact: Consented(step::Consent),
                command: "ticket_consent", roles: &[Agent, Manager, Inspector], clause: "1.3",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            OpenLinked "open_linked" = "转开关联工单": {
                fact: LinkOpened(TicketLink),
                command: "ticket_open_linked", roles: &[Agent, Dispatcher, Manager], clause: "1.3 5.2",
                follows: LastStep, time: EnteredLater, withdrawable: false, exit: false,
            }
            VerifyHours "verify_hours" = "工时核定": {
                details: repair::VerifiedHours, fact: HoursVerified(repair::VerifiedHours),
                // 总工办; a manager only where nobody else of 总工办 is there, which `decide` looks at.
                command: "ticket_verify_hours", roles: &[Engineer, Manager], clause: "4.1",
                follows: OwnRule, time: OwnDecision, withdrawable: true, exit: false,
            }
            FollowUp "follow_up" = "回访": {
                details: step::FollowUp, fact: FollowedUp(step::FollowUp),
                command: "ticket_follow_up", roles: &[Agent, Manager], clause: "2.5 5.3",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            Close "close" = "办结": {
                details: step::NoteInput, fact: Closed(step::NoteInput),
                command: "ticket_close", roles: &[Agent, Manager], clause: "",
                follows: OwnRule, time: OwnDecision, withdrawable: true, exit: false,
            }
            Appoint "appoint" = "预约": {
                details: step::Appointment, fact: Appointed(step::Appointment),
                command: "ticket_appoint", roles: STEPS, clause: "4.3⑵",
                follows: Report, time: EnteredLater, withdrawable: true, exit: false,
            }
            Reassign "reassign" = "改派": {
                details: step::Assignment, fact: Reassigned(step::Assignment),
                command: "ticket_reassign", roles: &[Engineer], clause: "4.1",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: false,
            }
            Return "return" = "退单": {
                details: step::ReasonInput, fact: Returned(step::ReasonInput),
                command: "ticket_return", roles: STEPS, clause: "4.3⑵",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: true,
            }
            AskExtension "ask_extension" = "申请延时": {
                details: step::ExtensionRequest, fact: ExtensionAsked(step::ExtensionRequest),
                command: "ticket_ask_extension", roles: STEPS, clause: "4.3",
                follows: Report, time: Immediate, withdrawable: true, exit: false,
            }
            ApproveExtension "approve_extension" = "批准延时": {
                details: step::NoteInput, fact: ExtensionApproved(step::ExtensionApproval),
                command: "ticket_approve_extension", roles: &[Engineer, Manager], clause: "4.1 4.3",
                follows: OwnRule, time: OwnDecision, withdrawable: true, exit: false,
            }
            RefuseExtension "refuse_extension" = "不批准延时": {
                details: step::ReasonInput, fact: ExtensionRefused(step::ExtensionRejection),
                command: "ticket_refuse_extension", roles: &[Engineer, Manager], clause: "4.1 4.3",
                follows: OwnRule, time: OwnDecision, withdrawable: true, exit: false,
            }
            AskValve "ask_valve" = "要求关阀": {
                details: repair::ValveRequest, fact: ValveAsked(repair::ValveRequest),
                // The service centre asks, 生调部 sends; who types it for them says who of them named the team.
                command: "ticket_ask_valve", roles: &[Agent, Manager], clause: "4.3⑷",
                follows: Report, time: EnteredLater, withdrawable: true, exit: false,
            }
            OrderValve "order_valve" = "安排关阀": {
                details: repair::ValveOrder, fact: ValveOrdered(repair::ValveOrder),
                command: "ticket_order_valve", roles: &[Agent, Dispatcher, Manager], clause: "4.3⑷",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            ValveArrive "valve_arrive" = "关阀人员到场": {
                details: repair::ValveStep, fact: ValveArrived(repair::ValveStep),
                command: "ticket_valve_arrive", roles: &[Agent, Dispatcher, Inspector], clause: "4.3⑷",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            ValveShut "valve_shut" = "阀门已关": {
                details: repair::ValveStep, fact: ValveShut(repair::ValveStep),
                command: "ticket_valve_shut", roles: &[Agent, Dispatcher, Inspector], clause: "4.3⑷",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            ValveDrop "valve_drop" = "取消关阀": {
                details: repair::ValveStep, fact: ValveDropped(repair::ValveStep),
                command: "ticket_valve_drop", roles: &[Agent, Dispatcher], clause: "",
                follows: OwnRule, time: EnteredLater, withdrawable: true, exit: false,
            }
            Urge "urge" = "催办": {
                details: step::WordsInput, fact: Urged(step::WordsInput),
                command: "ticket_urge", roles: DESK, clause: "",
                follows: Report, time: EnteredLater, withdrawable: true, exit: false,
            }
            Supervise "supervise" = "督办": {
                details: step::WordsInput, fact: Supervised(step::WordsInput),
                command: "ticket_supervise", roles: &[Engineer, Manager], clause: "4.1",
                follows: Report, time: EnteredLater, withdrawable: true, exit: false,
            }
            PassOn "pass_on" = "转表前维修": {
                details: step::ReasonInput, fact: PassedOn(step::ReasonInput),
                command: "ticket_pass_on", roles: DESK, clause: "4",
                follows: LastStep, time: EnteredLater, withdrawable: true, exit: true,
            }
            Merge "merge" = "并入原单": {
                command: "ticket_merge", roles: DESK, clause: "",
                follows: LastStep, time: OwnDecision, withdrawable: false, exit: true,
            }
            Cancel "cancel" = "作废": {
                details: step::ReasonInput, fact: Cancelled(step::ReasonInput),
                command: "ticket_cancel", roles: &[Agent, Engineer, Manager], clause: "",
                follows: LastStep, time: OwnDecision, withdrawable: true, exit: true,
            }
            Note "note" = "备注": {
                details: step::NoteInput, fact: Noted(step::NoteInput),
                command: "ticket_note", roles: NOTES, clause: "",
                follows: Report, time: EnteredLater, withdrawable: true, exit: false,
            }
            Attach "attach" = "添加附件": {
                input: (Attachment), fact: Attached(Attachment),
                command: "ticket_attach", roles: NOTES, clause: "",
                follows: Report, time: EnteredLater, withdrawable: false, exit: false,
            }
            RecordViolation "record_violation" = "登记违规": {
                details: step::WordsInput, fact: ViolationRecorded(step::WordsInput),
                command: "ticket_record_violation", roles: &[Agent, Manager], clause: "2.5 5.3",
                follows: Report, time: EnteredLater, withdrawable: false, exit: false,
            }
            CloseViolation "close_violation" = "违规处理": {
                details: step::ReasonInput, fact: ViolationClosed(step::ReasonInput),
                command: "ticket_close_violation", roles: &[Manager], clause: "2.5 5.3",
                follows: OwnRule, time: OwnDecision, withdrawable: true, exit: false,
            }
        }
    };
}
