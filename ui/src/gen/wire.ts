// Generated from the Rust types by `cargo test -p desk`; not written by hand.

export type AcknowledgementAnswer = { "way": "on_screen", signer: CustomerSigner, strokes: Array<Array<[number, number]>>, 
/**
 * How the pen went, a value for each point; only where the settings allow to keep it (个人信息保护法).
 */
pen?: Array<Array<[number, number]>>, } | { "way": "paper", signer: CustomerSigner, 
/**
 * SHA-256 of the attached scan or photo.
 */
scan: string, } | { "way": "refused", reason: string, 
/**
 * Somebody who was there, by name.
 */
witness: string, } | { "way": "left", reason: string, 
/**
 * Where it was left.
 */
place: string, 
/**
 * SHA-256 of the attached photo of it.
 */
photo: string, };
export type AcknowledgementContent = { 
/**
 * What is confirmed.
 */
kind: AcknowledgementKind, 
/**
 * Version of the text's template.
 */
template: number, 
/**
 * Number of the ticket.
 */
ticket_number: string, 
/**
 * The sentences.
 */
text: string, facts: Array<LabelledValue>, 
/**
 * Where it was signed.
 */
place: string, 
/**
 * Company staff on site.
 */
staff: string, };
export type AcknowledgementCorrect = { place: string, 
/**
 * Signed or refused.
 */
answer: AcknowledgementAnswer, 
/**
 * What was wrong with the one before.
 */
why: string, };
export type AcknowledgementCount = { 
/**
 * `2026-11`.
 */
month: string, };
export type AcknowledgementDraft = { ticket: number, 
/**
 * Where it will be signed.
 */
place: string, };
export type AcknowledgementGet = { ticket: number, };
export type AcknowledgementKind = "repair_done" | "reminder_told" | "leak_result" | "sample_taken" | "community_event" | "water_delivered";
export type AcknowledgementList = { 
/**
 * Number of record or ticket, or the signer's name, whole.
 */
text?: string | null, 
/**
 * How it was answered.
 */
way?: AnswerKind | null, 
/**
 * Rows of a page, 1 to 200; 50 if empty.
 */
limit?: number | null, 
/**
 * Where the page before ended.
 */
after?: string | null, };
export type AcknowledgementRecord = { 
/**
 * `QZ` and the ticket's number; the second record of a ticket ends in `-2`.
 */
number: string, 
/**
 * What was shown.
 */
content: AcknowledgementContent, answer: AcknowledgementAnswer, 
/**
 * When: of what is signed on the screen the time of signing, else what was said.
 */
signed_at: Moment, 
/**
 * When it was typed, of what was signed on paper, refused or left. Records of before have none, as have those of the screen.
 */
recorded_at?: Moment, 
/**
 * What it stands in the place of.
 */
corrects?: RecordCorrection, 
/**
 * Hash of the record before this one in the file, 64 zeros for the first.
 */
previous: string, 
/**
 * Which key sealed it. Records from before there were keys have none.
 */
key?: string, 
/**
 * SHA-256 of [`Record::text`].
 */
hash: string, 
/**
 * That key's signature over [`Record::text`], 128 hex digits.
 */
signature?: string, 
/**
 * Its content was taken out when its retention was over. `hash` and `signature` are those of what was signed.
 */
erased?: boolean, };
export type AcknowledgementRow = { 
/**
 * Place in the journal.
 */
seq: number, ticket: number, ticket_number: string, 
/**
 * Number of the record.
 */
number: string, 
/**
 * How it was answered.
 */
way: AnswerKind, 
/**
 * Who signed; empty if refused.
 */
signer: string, signed_at: Moment, 
/**
 * Hash of the record before.
 */
previous: string, hash: string, 
/**
 * Number of the record it stands in the place of; empty for most.
 */
corrects: string, 
/**
 * Why it was refused or left; empty for signatures.
 */
reason: string, 
/**
 * Whether a later one stands in its place.
 */
corrected: boolean, 
/**
 * Its content was taken out (到期清除).
 */
erased: boolean, };
export type AcknowledgementSign = { place: string, 
/**
 * Signed or refused.
 */
answer: AcknowledgementAnswer, };
export type AcknowledgementTemplate = { 
/**
 * From 1; the program counts it.
 */
version: number, 
/**
 * What the customer confirms.
 */
text: string, };
export type AcknowledgementTemplates = { 
/**
 * 维修完成确认 (4.2, 4.3).
 */
repair_done: AcknowledgementTemplate, 
/**
 * 提醒告知确认 (1.2).
 */
reminder_told: AcknowledgementTemplate, 
/**
 * 检漏结果确认 (2.4).
 */
leak_result: AcknowledgementTemplate, 
/**
 * 取样确认 (3).
 */
sample_taken: AcknowledgementTemplate, 
/**
 * 社区活动确认 (5.3).
 */
community_event: AcknowledgementTemplate, 
/**
 * 送水确认 (6.2).
 */
water_delivered: AcknowledgementTemplate, };
export type AddressArea = "urban" | "outside";
export type AgendaEntries = { 
/**
 * In the order of their times.
 */
entries: Array<AgendaEntry>, };
export type AgendaEntry = { what: AgendaKind, at: Moment, ticket: TicketRow, };
export type AgendaKind = "appointment" | "event";
export type Amount = string;
export type AnchorCheck = { 
/**
 * As it was printed.
 */
code: string, };
export type AnchorProof = { verdict: AnchorVerdict, 
/**
 * The verdict in words.
 */
verdict_zh: string, 
/**
 * When the line was typed, where there is one.
 */
at: Moment | null, };
export type AnchorVerdict = "holds" | "holds_weakly" | "changed" | "older";
export type AnswerCount = { 
/**
 * How it was answered.
 */
way: AnswerKind, 
/**
 * Why it was refused or left; empty for signatures.
 */
reason: string, count: number, };
export type AnswerKind = "on_screen" | "paper" | "refused" | "left";
export type Appointment = { 
/**
 * When the crew is to be there.
 */
at: Moment, 
/**
 * Why another time.
 */
reason: string, 
/**
 * Who agreed on the customer's side.
 */
agreed_with: string, };
export type Arrangement = { crew: string, 
/**
 * Who goes, by name.
 */
goes: string, 
/**
 * When they will be there.
 */
planned_at: Moment, 
/**
 * What the customer was told.
 */
told: string, };
export type Assignment = { crew: string, 
/**
 * Who goes, by name; may be left to the crew.
 */
goes: string, 
/**
 * Why another crew, when it is 改派; an instruction otherwise.
 */
note: string, };
export type Attachment = { 
/**
 * SHA-256 of the bytes, hex.
 */
sha256: string, 
/**
 * The name it came with, made clean.
 */
name: string, media: MediaType, 
/**
 * Size in bytes.
 */
size: number, };
export type AttachmentGet = { 
/**
 * Ticket it is on.
 */
ticket: number, 
/**
 * Its hash.
 */
sha256: string, 
/**
 * Only the thumbnail (JPEG, at most 320 pixels wide or high).
 */
thumbnail?: boolean, };
export type Authorities = { authorities: Array<AuthorityLine>, };
export type AuthorityLine = { 
/**
 * Whose certificate it is.
 */
subject: string, 
/**
 * Who gave it.
 */
issuer: string, 
/**
 * Good from,
 */
from: Moment, until: Moment, 
/**
 * SHA-256 of it, which the authority publishes.
 */
sha256: string, 
/**
 * Since when it is registered.
 */
since: Moment, 
/**
 * Who registered it.
 */
by: string, reason: string, 
/**
 * When it was taken out; nothing while its stamps are believed.
 */
ended: Moment | null, };
export type AuthorityRegister = { 
/**
 * Its certificate (DER or PEM): the one it stamps with, or the one above it.
 */
base64: string, reason: string, };
export type AuthorityRemove = { 
/**
 * SHA-256 of its certificate.
 */
sha256: string, reason: string, };
export type BackupMake = { 
/**
 * The file to write; it must not exist. A folder gets a file named by date and time.
 */
path: string, };
export type BackupResult = { path: string, 
/**
 * How large, in bytes.
 */
size: number, };
export type BadSheetRow = { 
/**
 * Row in the sheet, from 1.
 */
row: number, 
/**
 * What stands in it.
 */
text: string, problem: SheetLineProblem, };
export type Breakdown = { 
/**
 * By what, in Chinese.
 */
zh: string, 
/**
 * Most first.
 */
counts: Array<LabelledCount>, };
export type BuildingKind = "flat" | "tower" | "house" | "shop" | "institution";
export type CalendarChange = { 
/**
 * The version the caller saw.
 */
version: number, 
/**
 * The calendar from now on; tickets raised before keep their verdict.
 */
calendar: WorkingCalendar, };
export type CalendarView = { 
/**
 * How often it has been changed.
 */
version: number, calendar: WorkingCalendar, };
export type CalendarYear = { year: number, 
/**
 * Days off that would otherwise be worked, or weekend days inside a holiday.
 */
off: string[], 
/**
 * Weekend days that are worked (调休).
 */
working: string[], };
export type CertificateLine = { subject: string, 
/**
 * Who gave it.
 */
issuer: string, 
/**
 * Good from,
 */
from: Moment, until: Moment, 
/**
 * SHA-256 of it.
 */
sha256: string, 
/**
 * In use since when.
 */
since: Moment, 
/**
 * Who took it into use.
 */
by: string, reason: string, 
/**
 * When another one followed or it was put away; nothing while it is in use.
 */
ended: Moment | null, };
export type CertificateRemove = { reason: string, };
export type CertificateState = "none" | "demo" | "ready" | "soon" | "expired" | "locked" | "missing";
export type CertificateTake = { 
/**
 * The PKCS#12 file (.p12, .pfx).
 */
base64: string, passphrase: string, reason: string, };
export type Certificates = { 
/**
 * Whether one signs.
 */
state: CertificateState, certificates: Array<CertificateLine>, };
export type ChangeReply<T> = { 
/**
 * What came of it.
 */
value: T, 
/**
 * Nouns: `ticket/12`, `ticket`, `customer`, `person`, `settings`, `calendar`.
 */
changed: Array<string>, };
export type ChangedCustomer = { 
/**
 * Row in the sheet, from 1.
 */
row: number, 
/**
 * As it is known.
 */
before: Household, 
/**
 * As the sheet has it.
 */
after: Household, };
export type Channel = "hotline" | "department" | "employee" | "crew";
export type Clock = { kind: ClockKind, 
/**
 * When it began.
 */
start: Moment, 
/**
 * What to aim for, where that is earlier than the limit (15 minutes).
 */
target: Moment | null, 
/**
 * The limit in force; none if it is waived from the beginning.
 */
limit: Moment | null, 
/**
 * The first limit, where an extension or appointment replaced it.
 */
original: Moment | null, 
/**
 * When what it waits for happened.
 */
ended_at: Moment | null, 
/**
 * How it stands.
 */
state: ClockState, why: ClockReason, 
/**
 * Whether it binds; the 10 minutes bind hotline staff only.
 */
binding: boolean, 
/**
 * Number of the valve task.
 */
task: number | null, 
/**
 * Whether the limit had been missed before it was moved.
 */
broken: boolean, 
/**
 * Which limit that was.
 */
missed?: Moment, };
export type ClockKind = "hand_over" | "arrival" | "total" | "valve" | "tell" | "visit" | "sampling" | "lab_receipt" | "answer" | "decide" | "event" | "authorise" | "first_trip" | "coverage";
export type ClockLimits = { 
/**
 * From report to hand-over (4.3⑴): 10.
 */
hand_over: number, 
/**
 * Target from form to arrival (4.3⑵): 15.
 */
arrival_target: number, 
/**
 * Limit from form to arrival (4.3⑵): 30.
 */
arrival: number, 
/**
 * From report to repair and reply (4.3): 1440.
 */
total: number, 
/**
 * From the order to shut a valve to arrival (4.3⑷; ours): 30.
 */
valve: number, 
/**
 * A step typed later than this after it happened is marked 补录 (ours): 30.
 */
late_entry: number, 
/**
 * From a reminder's form to the customer's being told (1.2 及时; ours): 1440.
 */
tell: number, 
/**
 * From the application to the inspection team's arrival (2.3; ours): 1440.
 */
leak_visit: number, 
/**
 * From the application to the answer about the leak (2.4 及时; ours): 4320.
 */
leak_reply: number, 
/**
 * From the request to the sample (3; ours): 1440.
 */
sampling: number, 
/**
 * From the sample to the laboratory's receipt (3; ours): 360.
 */
lab_receipt: number, 
/**
 * From the request to the answer about the water (3 及时; ours): 4320.
 */
water_reply: number, 
/**
 * From a customer's wish for an event to the decision (5.2⑵; ours): 4320.
 */
decide_event: number, 
/**
 * From the outage's record to the company's authorisation (6.1; ours): 60.
 */
authorise: number, 
/**
 * From the authorisation to the first truck (6.1; ours): 120.
 */
first_trip: number, };
export type ClockReason = "hotline_ten_minutes" | "other_first_receiver" | "form_in_hours" | "by_appointment" | "appointed_too_late" | "off_hours" | "not_urban" | "total_time" | "extended" | "extended_too_late" | "valve_order" | "told_soon" | "leak_visit" | "leak_answer" | "sample_soon" | "sample_to_lab" | "water_answer" | "event_wish" | "event_planned" | "event_moved" | "event_moved_too_late" | "company_decides" | "truck_soon" | "every_customer" | "ended";
export type ClockRow = { kind: ClockKind, 
/**
 * The limit as it began.
 */
first: Moment, 
/**
 * The limit in force.
 */
limit: Moment, 
/**
 * When what it waits for happened.
 */
ended_at: Moment | null, 
/**
 * Whether the limit had been missed before it was moved.
 */
broken: boolean, 
/**
 * Which limit that was.
 */
missed: Moment | null, };
export type ClockState = "running" | "running_entered_late" | "met" | "met_entered_late" | "late" | "breached" | "waived" | "waived_entered_late";
export type CloseAction = "ask" | "hide" | "quit";
export type ClosingInfo = { at: Moment, by: string, };
export type Code = "bad_request" | "unknown_command" | "not_signed_in" | "locked" | "not_permitted" | "wrong_password" | "too_many_attempts" | "already_started" | "first_start_needed" | "wrong_key_id" | "witness_differs" | "not_confirmed" | "nothing_to_confirm" | "nobody_left" | "last_admin" | "weak_password" | "name_taken" | "required" | "too_long" | "bad_text" | "bad_phone" | "bad_month" | "bad_calendar" | "bad_date" | "bad_sheet" | "out_of_range" | "bad_time" | "time_in_future" | "time_before_previous" | "time_not_later" | "not_found" | "stale_version" | "cannot_withdraw" | "wrong_stage" | "arrangement_missing" | "arrangement_in_hours" | "return_in_hours" | "before_the_meter" | "extension_pending" | "no_extension_pending" | "extension_own_request" | "decided_here" | "office_decides" | "named_themselves" | "hours_own_report" | "extension_not_later" | "no_valve_task" | "valve_not_asked" | "valve_unnamed" | "not_acknowledged" | "already_acknowledged" | "bad_url" | "no_stamp" | "bad_stamp" | "erased" | "hours_not_verified" | "hours_reason_missing" | "not_followed_up" | "conduct_unanswered" | "no_violation" | "unknown_crew" | "wrong_crew" | "bad_merge" | "wrong_service" | "consent_unanswered" | "consent_missing" | "link_missing" | "bad_link" | "left_not_here" | "not_a_photo" | "leak_not_found" | "not_concluded" | "not_escalated" | "no_sample" | "sample_not_received" | "bad_value" | "bad_unit" | "unknown_parameter" | "parameter_twice" | "checklist_incomplete" | "not_authorised" | "safety_not_checked" | "gap_reason_missing" | "place_twice" | "key_missing" | "key_locked" | "key_passphrase_needed" | "wrong_passphrase" | "template_not_free" | "section_twice" | "not_sealed" | "bad_anchor" | "real_only" | "bad_key_file" | "month_not_over" | "month_closed" | "month_not_closed" | "bad_certificate" | "certificate_kind" | "bad_authority" | "certificate_expired" | "too_little_ink" | "bad_media" | "cmyk_picture" | "file_too_large" | "picture_too_large" | "content_too_large" | "read_only" | "disk_full" | "damaged" | "foreign_object" | "schema_changed" | "table_differs" | "unexpected" | "newer_file" | "busy" | "stopped" | "demo_only" | "file_exists" | "file_problem" | "file_held" | "network_folder" | "folder_not_writable" | "update_no_key" | "update_unreadable" | "update_not_signed" | "update_other_program" | "update_not_newer" | "update_elsewhere";
export type CommunityCase = { 
/**
 * 研判.
 */
decision: RecordedStep<EventDecision> | null, 
/**
 * When and where, every time it was set; the last is in force.
 */
schedules: Array<RecordedStep<EventSchedule>>, 
/**
 * 活动登记.
 */
held: RecordedStep<HeldEvent> | null, };
export type CommunityIntake = { 
/**
 * Where it comes from.
 */
origin: EventOrigin, 
/**
 * What it is about.
 */
topic: string, 
/**
 * Why it is asked for or suggested; the plan's own words otherwise.
 */
situation: string, 
/**
 * When it is to be held; the annual plan fixes it (5.2⑴ 定时).
 */
planned_at: Moment | null, 
/**
 * Where; the annual plan fixes it (5.2⑴ 定点).
 */
place: string, 
/**
 * Who asked for it or suggested it.
 */
suggested_by: string, };
export type ComparedSpan = { 
/**
 * Which: `2026-10`.
 */
span: string, 
/**
 * `2026年10月`.
 */
zh: string, 
/**
 * What the comparison is called: `环比`, `同比`, `对比`.
 */
called: string, 
/**
 * `上月`, `去年同月`, of a chosen one `2025年10月`.
 */
short: string, };
export type ComparedTables = { 
/**
 * Rows that differ; counted up to 1000.
 */
differences: number, 
/**
 * The tables they stand in.
 */
tables: Array<string>, };
export type ComputerSettings = { 
/**
 * Minutes before a limit at which it is told, 0 to 60; 0 tells it when it is missed only.
 */
warn_minutes: number, 
/**
 * Whether messages appear at all.
 */
notify: boolean, 
/**
 * Whether they make a sound.
 */
sound: boolean, 
/**
 * What becomes of the window when it is closed.
 */
on_close: CloseAction, 
/**
 * Whether the program starts when somebody signs in to the computer.
 */
starts_with_computer: boolean, };
export type ConductCheck = { rule: ConductRule, 
/**
 * Whether it was kept.
 */
kept: boolean, 
/**
 * What happened where it was not.
 */
note: string, };
export type ConductRule = "knock" | "manners" | "clean" | "hands_off" | "no_drink" | "no_taking" | "no_conditions" | "no_prying" | "no_falsehood" | "no_pressure";
export type ConfirmationCause = "first_start" | "older_file" | "no_record" | "other_folder" | "rolled_back" | "other_key" | "changed_line" | "unreadable_record" | "lost_key";
export type Consent = { 
/**
 * The answer.
 */
agreed: boolean, 
/**
 * Who answered.
 */
given_by: string, way: ConsentWay, 
/**
 * In the customer's words.
 */
words: string, };
export type ConsentWay = "oral" | "signed" | "phone";
export type Crew = { name: string, 
/**
 * The department it belongs to.
 */
department: Department, 
/**
 * Its people.
 */
members: Array<string>, 
/**
 * Whether it can be given new work.
 */
active: boolean, };
export type CrewHours = { crew: string, 
/**
 * Cases with verified hours.
 */
cases: number, 
/**
 * Minutes claimed for them.
 */
claimed: number, 
/**
 * Minutes verified.
 */
verified: number, };
export type Customer = { 
/**
 * Its number in this file; given by the program.
 */
id: number, 
/**
 * What is known of it.
 */
household: Household, };
export type CustomerFind = { 
/**
 * Last digits of a phone (three or more), account number, part of name or address.
 */
text: string, };
export type CustomerGet = { 
/**
 * Its id.
 */
customer: number, };
export type CustomerImport = { 
/**
 * The households, at most 5,000.
 */
households: Array<Household>, 
/**
 * Where they come from.
 */
source: string, };
export type CustomerImportResult = { 
/**
 * New ones.
 */
added: number, changed: number, 
/**
 * Known and the same.
 */
unchanged: number, };
export type CustomerReply = { 
/**
 * What the customer was told.
 */
text: string, told: string, by: ReplyWay, };
export type CustomerSave = { household: Household, };
export type CustomerSheet = { 
/**
 * The file: xlsx, xls, ods or csv.
 */
file: SheetFile, 
/**
 * Which of its sheets, from 0.
 */
sheet: number, 
/**
 * Where the heads stand.
 */
head: SheetHead, 
/**
 * What each column says, in their order; one must be 户号.
 */
columns: Array<SheetField | null>, 
/**
 * Where new households lie whose row does not say it.
 */
area: AddressArea, 
/**
 * Whether phones that stand inside another text are taken.
 */
phones_inside: boolean, 
/**
 * Whether households that are known already and say something else now are changed.
 */
update: boolean, };
export type CustomerSheetChecked = { 
/**
 * The first 200 changes.
 */
changes: Array<ChangedCustomer>, 
/**
 * Rows with anything in them.
 */
rows: number, 
/**
 * New ones.
 */
added: number, 
/**
 * Known ones that say something else; they are changed if that is wanted.
 */
changed: number, 
/**
 * Known ones that say the same.
 */
unchanged: number, bad: number, 
/**
 * Rows with phones inside another text.
 */
inside: number, 
/**
 * The first 1,000 bad rows.
 */
bad_lines: Array<BadSheetRow>, 
/**
 * The first 200 texts with phones inside.
 */
found: Array<EmbeddedPhones>, 
/**
 * Whether it was written.
 */
written: boolean, };
export type CustomerSheetImport = { sheet: CustomerSheet, 
/**
 * Whether bad rows are left out; else nothing is written as long as there is one.
 */
leave_bad: boolean, };
export type CustomerSigner = { name: string, 
/**
 * Relation to the customer.
 */
relation: SignerRelation, 
/**
 * Phone; may be empty.
 */
phone: string, };
export type DataCopy = { 
/**
 * The copy's own number: two groups of four, of the installation and the folder.
 */
id: string, 
/**
 * The folder of the data it was copied from.
 */
folder: string, 
/**
 * Whether there are still data.
 */
still_there: boolean, 
/**
 * In words how their contents differ; nothing where neither has gone on by itself.
 */
differs: string | null, };
export type DeliveryAuthorisation = { 
/**
 * Who authorised it, by name and office.
 */
authorised_by: string, 
/**
 * The departments that take part (6.2).
 */
departments: Array<Department>, 
/**
 * Who does what (6.2 统一部署).
 */
order: string, 
/**
 * Why, where no threshold is met.
 */
reason: string, };
export type DeliveryTrip = { 
/**
 * Number plate.
 */
vehicle: string, driver: string, 
/**
 * Litres; 1 to 100,000.
 */
litres: number, 
/**
 * Where the water was taken.
 */
source: string, 
/**
 * Stops, in their order.
 */
stops: Array<TripStop>, };
export type Department = "service_centre" | "dispatch" | "engineering" | "inspection" | "indoor_repair" | "laboratory" | "meter_reading" | "other";
export type DeskState = { 
/**
 * Nobody can sign in yet: the administrator is made first.
 */
first_start: boolean, 
/**
 * Everything here is demo data.
 */
demo: boolean, company: string, hotline: string, 
/**
 * Who is signed in.
 */
person: Person | null, 
/**
 * Whether this person is shown phones and addresses without their middle.
 */
masked: boolean, 
/**
 * Whether the desk is locked.
 */
locked: boolean, 
/**
 * Commands the person may call.
 */
may: Array<string>, 
/**
 * Minutes until it locks.
 */
idle_lock_minutes: number, 
/**
 * Years whose public holidays are not entered: this one, and in December the next.
 */
calendar_missing: Array<number>, 
/**
 * The time of the journal's last line, if the computer's lies more than a minute before it: somebody has set the clock back,
 * or it was wrong when that line was written. New lines bear that time too until it is reached.
 */
clock_behind: Moment | null, 
/**
 * How far the file can be believed.
 */
trust: TrustView, 
/**
 * Whether a passphrase for the installation's key must be chosen at the first start: this computer keeps no secrets.
 */
passphrase_needed: boolean, now: Moment, version: string, };
export type EmbeddedPhones = { 
/**
 * Row in the sheet, from 1.
 */
row: number, text: string, phones: Array<string>, };
export type EnteredValue = { 
/**
 * Code of the parameter: `turbidity`.
 */
parameter: string, 
/**
 * `0.12`, `<0.01`, `未检出`.
 */
value: string, 
/**
 * Its unit; must be the parameter's own.
 */
unit: string, };
export type ErasureDone = { tickets: number, 
/**
 * Old tickets, when no tickets were left.
 */
old_tickets: number, 
/**
 * Whether there may be more. The last step also takes out old scanned pages and what is left in free places of the file.
 */
more: boolean, 
/**
 * As in [`ErasureDue`].
 */
copies: Array<string>, };
export type ErasureDue = { 
/**
 * How long personal content is kept, in years.
 */
years: number, 
/**
 * Tickets that ended before this moment, and of which nothing was written since.
 */
before: Moment, tickets: number, 
/**
 * How many old tickets (旧工单) were over before it.
 */
old_tickets: number, 
/**
 * When the oldest of all ended.
 */
oldest: Moment | null, 
/**
 * Whether what an earlier run took out may still stand in free places of the file, because somebody was reading it.
 */
scrub_owed: boolean, 
/**
 * Files and folders that this program wrote and does not erase, with what is taken out in them.
 */
copies: Array<string>, };
export type ErasureRun = { 
/**
 * Why; it stands on every ticket.
 */
reason: string, };
export type Escalation = { 
/**
 * To whom it was reported.
 */
reported_to: string, 
/**
 * The departments that are to study it.
 */
departments: Array<Department>, 
/**
 * What they are asked.
 */
question: string, };
export type EventDecision = { 
/**
 * Whether it is.
 */
necessary: boolean, reason: string, };
export type EventOrigin = "annual_plan" | "customer_request" | "staff_suggestion";
export type EventSchedule = { at: Moment, place: string, 
/**
 * Who was agreed with on the community's side.
 */
agreed_with: string, 
/**
 * Why it is moved.
 */
reason: string, };
export type EventServiceCount = { service: EventServiceKind, 
/**
 * How often; 1 to 9,999.
 */
times: number, };
export type EventServiceKind = "advice" | "repair" | "leak_check" | "water_test" | "meter_check" | "publicity" | "business" | "visit" | "other";
export type ExtendedCase = { ticket: number, number: string, 
/**
 * The limit as it began.
 */
first: Moment | null, 
/**
 * The limit in force.
 */
limit: Moment | null, 
/**
 * How often it was asked.
 */
asked: number, 
/**
 * How often it was approved.
 */
approved: number, 
/**
 * Whether the first limit had passed before.
 */
broken: boolean, 
/**
 * When the case was finished; not yet if empty.
 */
finished_at: Moment | null, crew: string | null, address: string, 
/**
 * The reason given last.
 */
reason: string, };
export type Extension = { 
/**
 * When it was asked.
 */
asked_at: Moment, asked_by: string, 
/**
 * Id of the person who typed the request; who asked cannot approve.
 */
recorded_by: number, 
/**
 * What was asked.
 */
request: ExtensionRequest, 
/**
 * Whether it was asked after the limit had passed (逾期申请).
 */
asked_late: boolean, decision: ExtensionDecision | null, };
export type ExtensionDecision = { approved: boolean, at: Moment, by: string, note: string, 
/**
 * Decided by a manager, because nobody else of 总工办 had an account then.
 */
for_office: boolean, };
export type ExtensionRequest = { 
/**
 * The limit asked for.
 */
until: Moment, reason: string, };
export type Figure = { 
/**
 * Sum of the rows' numerators.
 */
numerator: number, 
/**
 * Sum of the rows' denominators.
 */
denominator: number, };
export type FigureCode = "received" | "linked" | "satisfaction_rate" | "follow_up_rate" | "sign_rate" | "urged" | "supervised" | "violations" | "cancelled" | "merged" | "reminders" | "tell_rate" | "left_notices" | "consent_rate" | "reminder_entered_late" | "leak_detections" | "visit_rate" | "found_rate" | "escalations" | "leak_answer_rate" | "leak_entered_late" | "water_tests" | "sampling_rate" | "lab_receipt_rate" | "pass_rate" | "water_answer_rate" | "water_entered_late" | "repairs" | "reminded_repairs" | "hand_over_rate" | "hand_over_others" | "form_delay" | "form_escape" | "arrival_rate" | "arrival_target" | "close_rate" | "close_strict" | "extension_rate" | "return_rate" | "valve_rate" | "work_hours" | "unverified_hours" | "passed_on" | "repair_entered_late" | "events" | "held_rate" | "events_moved" | "residents" | "event_entered_late" | "outages" | "trips" | "volume" | "households_served" | "coverage_rate" | "outage_entered_late";
export type FigureLine = { code: FigureCode, 
/**
 * The service it belongs to; none counts all of them.
 */
service: ServiceKind | null, 
/**
 * Its name.
 */
zh: string, unit: FigureUnit, 
/**
 * How it is defined, with the clause.
 */
definition: string, 
/**
 * This month.
 */
is: Figure, 
/**
 * The month before; none where its closing does not know the figure.
 */
before: Figure | null, 
/**
 * The same month last year, likewise.
 */
last_year: Figure | null, 
/**
 * This month as printed.
 */
text: string, 
/**
 * 环比 as printed.
 */
against_before: string, 
/**
 * 同比 as printed.
 */
against_last_year: string, };
export type FigureTrend = { code: FigureCode, 
/**
 * Its name.
 */
zh: string, unit: FigureUnit, 
/**
 * Its months, oldest first.
 */
points: Array<TrendPoint>, };
export type FigureUnit = "count" | "rate" | "mean_minutes" | "minutes" | "litres";
export type FileProof = { verdict: FileVerdict, 
/**
 * The verdict in words.
 */
verdict_zh: string, 
/**
 * What was looked at, one by one.
 */
lines: Array<LabelledValue>, 
/**
 * Where something follows that may not: how many of the file's first bytes are as they were sealed by this desk. They are a
 * file of their own.
 */
sealed_bytes: number | null, };
export type FileVerdict = "genuine" | "changed" | "unknown_key" | "unconfirmed_key" | "chain_broken" | "not_recorded" | "not_sealed" | "unreadable";
export type FollowUp = { 
/**
 * What it brought.
 */
outcome: FollowUpOutcome, 
/**
 * Whether anybody took, asked for or bargained for anything (吃拿卡要); asked whenever somebody answered.
 */
misconduct: boolean | null, 
/**
 * What the customer said.
 */
words: string, };
export type FollowUpOutcome = "satisfied" | "dissatisfied" | "not_reached";
export type FormKind = "work_order" | "reminder_notice" | "left_notice" | "leak_result" | "water_report" | "event_record" | "delivery_record" | "extension_approval" | "reply" | "acknowledgement";
export type GroundVerdict = { ground: OutageGround, 
/**
 * What it is: hours begun, households in all, households of the largest community.
 */
is: number, 
/**
 * From how much on it counts.
 */
threshold: number, 
/**
 * Whether it does.
 */
met: boolean, };
export type HandOver = { 
/**
 * Who took it at 生调部.
 */
taken_by: string, 
/**
 * Anything to say with it.
 */
note: string, };
export type HeldEvent = { ended_at: Moment, place: string, team: Array<TeamMember>, 
/**
 * Residents served; 0 to 100,000.
 */
residents: number, services: Array<EventServiceCount>, 
/**
 * The checklist: every rule once.
 */
checklist: Array<ConductCheck>, 
/**
 * What residents said, problems met.
 */
problems: string, };
export type HourlyCounts = { 
/**
 * Midnight of today, in Shanghai.
 */
today: Moment, 
/**
 * How many tickets were received in each hour of today.
 */
received: number[], 
/**
 * How many in each hour of yesterday.
 */
received_before: number[], 
/**
 * When the running hour began.
 */
hour: Moment, 
/**
 * How many tickets have their soonest limit in each of 24 hours from then on; what is missed already is not among them.
 */
due: number[], 
/**
 * How many tickets have missed a limit they still wait for.
 */
missed: number, 
/**
 * When this was read.
 */
now: Moment, };
export type HoursKind = "working" | "off_duty" | "weekend" | "holiday";
export type Household = { 
/**
 * 户号; one household has one, and no two share it.
 */
account_number: string, 
/**
 * Name of the customer.
 */
name: string, 
/**
 * Phones, the first is rung first.
 */
phones: Array<string>, address: string, 
/**
 * Residential community, 小区.
 */
community: string, 
/**
 * Urban or not.
 */
area: AddressArea, 
/**
 * 表号.
 */
meter_number: string, };
export type JobRef = { 
/**
 * As it was named by whoever began it; up to 64 characters.
 */
work: string, };
export type JobState = { 
/**
 * Parts that are done; parts need not take the same time.
 */
done: number, 
/**
 * Parts in all; 0 as long as it is not known.
 */
of: number, };
export type JournalLine = { 
/**
 * Place in the journal.
 */
seq: number, 
/**
 * What it belongs to: `ticket/12`, `person/1`, `customers`, `old_ticket`, `settings`, `calendar`, `file`.
 */
stream: string, 
/**
 * The same in words: a ticket's number, a person's name, 用户资料.
 */
subject: string, 
/**
 * Place in its stream.
 */
version: number, 
/**
 * What happened, in words.
 */
title: string, performed_by: string, 
/**
 * Who typed it.
 */
recorder: string, happened_at: Moment, 
/**
 * When it was typed.
 */
recorded_at: Moment, hash: string, };
export type JournalList = { 
/**
 * Rows of a page, 1 to 200; 50 if empty.
 */
limit?: number | null, 
/**
 * Where the page before ended.
 */
after?: string | null, };
export type JournalRebuild = { 
/**
 * Only compare.
 */
check: boolean, };
export type JudgedValue = { 
/**
 * The parameter, with its limit then.
 */
parameter: WaterParameter, value: MeasuredValue, verdict: WaterVerdict, };
export type KeyConfirm = { 
/**
 * The key's id, as it stands on its sheet.
 */
id: string, reason: string, 
/**
 * The password of an administrator by the record outside, where the data differ from it and the caller's own is another one.
 */
password?: string | null, 
/**
 * The mark of the comparison that was shown; nothing from a caller that showed none.
 */
mark?: string | null, };
export type KeyExport = { 
/**
 * The passphrase it will lie under.
 */
passphrase: string, };
export type KeyImport = { 
/**
 * The file.
 */
base64: string, passphrase: string, };
export type KeyLine = { 
/**
 * Which key.
 */
id: string, 
/**
 * The public half, 64 hex digits.
 */
public: string, 
/**
 * SHA-256 of its certificate.
 */
certificate: string, since: Moment, 
/**
 * Who took it into use.
 */
by: string, 
/**
 * Why; empty for the first.
 */
reason: string, 
/**
 * Whether the key before says that this one follows it; nothing for the first.
 */
followed: boolean | null, 
/**
 * Whether an administrator compared it with its sheet, or a key that was compared announced it.
 */
confirmed: boolean, };
export type KeyList = { 
/**
 * Whether the newest can seal.
 */
state: KeyState, 
/**
 * Whether a key made now would need a passphrase: this computer keeps no secrets, and none was given.
 */
passphrase_needed: boolean, keys: Array<KeyLine>, };
export type KeyRenew = { reason: string, 
/**
 * The key before is lost and cannot say that this one follows it.
 */
lost: boolean, 
/**
 * The password of an administrator by the record outside, where the data differ from it.
 */
password?: string | null, 
/**
 * The passphrase that the new one will lie under, where the one before is lost and this computer keeps no secrets.
 */
passphrase?: string | null, };
export type KeyState = "ready" | "demo" | "none" | "locked" | "missing" | "unconfirmed" | "passphrase_needed";
export type KeyUnlock = { 
/**
 * The passphrase; where there is no key yet, the one the first will lie under.
 */
passphrase: string, };
export type LabelledCount = { label: string, count: number, };
export type LabelledValue = { 
/**
 * What it is, in Chinese.
 */
label: string, 
/**
 * What it says.
 */
value: string, };
export type LateDifference = { code: FigureCode, 
/**
 * Then; nothing if it did not count.
 */
was: Figure | null, is: Figure | null, 
/**
 * The figure's name.
 */
zh: string, 
/**
 * The former in words.
 */
was_text: string, 
/**
 * The latter in words.
 */
is_text: string, };
export type LateFigure = { code: FigureCode, 
/**
 * Its name.
 */
zh: string, 
/**
 * As it was reported last.
 */
was: Figure, 
/**
 * As it is with what came later.
 */
is: Figure, 
/**
 * The former as printed.
 */
was_text: string, 
/**
 * The latter as printed.
 */
is_text: string, };
export type LateMark = { kind: ClockKind, 
/**
 * Number of the valve task.
 */
task: number | null, };
export type LateMonth = { 
/**
 * `2026-10`.
 */
month: string, 
/**
 * The figures it moves.
 */
figures: Array<LateFigure>, };
export type LateTicket = { ticket: number, number: string, 
/**
 * The figures it moves.
 */
differences: Array<LateDifference>, };
export type LeakDetectionCase = { 
/**
 * Searches, in their order.
 */
searches: Array<RecordedStep<LeakSearch>>, 
/**
 * 上报研究 of the last search.
 */
escalation: RecordedStep<Escalation> | null, 
/**
 * 研究结论 of the last search.
 */
conclusion: RecordedStep<StudyConclusion> | null, 
/**
 * 回复, with explanation and advice.
 */
reply: RecordedStep<SearchReply> | null, 
/**
 * The customer's answer, the last.
 */
consent: RecordedStep<Consent> | null, };
export type LeakDetectionIntake = { ground: LeakGround, 
/**
 * In the customer's words.
 */
situation: string, since: string, 
/**
 * Whether the meter turns with every tap shut.
 */
meter_turns: MeterTurns, 
/**
 * Damp places, sounds; empty if there are none.
 */
signs: string, building: BuildingKind, };
export type LeakFinding = "found" | "not_found" | "undetermined";
export type LeakGround = "doubt" | "leak_seen";
export type LeakSearch = { methods: Array<SearchMethod>, 
/**
 * Where it was looked for.
 */
place: string, 
/**
 * What it brought.
 */
finding: LeakFinding, 
/**
 * Found: where the leak is and why. Undetermined: the technical reason. Not found: what was ruled out.
 */
cause: string, 
/**
 * Found: on which side of the meter.
 */
meter_side: MeterSide | null, 
/**
 * Not found: who is certain of it.
 */
determined_by: string, 
/**
 * Who searched, by name.
 */
searchers: Array<string>, };
export type LinkedTicketView = { 
/**
 * Its id.
 */
ticket: number, number: string, service: ServiceKind, stage: Stage, 
/**
 * What it is about.
 */
summary: string, 
/**
 * Whether the ticket shown was opened from it; otherwise it was opened from the ticket shown.
 */
source: boolean, };
export type ListPage<T> = { rows: Array<T>, 
/**
 * What to ask with for the page after, if there is one.
 */
next: string | null, };
export type LogoChange = { 
/**
 * The version the caller saw.
 */
version: number, 
/**
 * PNG or JPEG of at most 512 KB, 16 to 2,000 points across and down, no CMYK; none for the program's mark.
 */
file: UploadedFile | null, };
export type LogoView = { 
/**
 * How often it has been changed.
 */
version: number, 
/**
 * The picture as it was brought; none is the program's mark.
 */
file: OutputFile | null, };
export type MeasuredValue = { "is": "number", amount: Amount, } | { "is": "below", 
/**
 * The detection limit.
 */
amount: Amount, } | { "is": "none" } | { "is": "present" };
export type MediaType = "jpeg" | "png" | "pdf";
export type MeterReadings = { last: number, 
/**
 * This one; not lower than the last.
 */
this: number, 
/**
 * What the household usually uses in such a period.
 */
usual: number, };
export type MeterSide = "after" | "before" | "unknown";
export type MeterTurns = "turns" | "still" | "unknown";
export type Moment = number;
export type NewsLine = { ticket: number, number: string, service: ServiceKind, 
/**
 * What it is about.
 */
summary: string, 
/**
 * What happened last.
 */
title: string, 
/**
 * Who typed it.
 */
by: string, 
/**
 * When it was typed.
 */
at: Moment, 
/**
 * How many things happened.
 */
count: number, };
export type NewsList = { 
/**
 * The last line of the journal now: to be asked with next time.
 */
seq: number, 
/**
 * What happened last stands first.
 */
news: Array<NewsLine>, 
/**
 * Whether there is more than is told.
 */
more: boolean, };
export type NoteInput = { 
/**
 * Anything to add.
 */
note: string, };
export type Nothing = Record<symbol, never>;
export type OldTicket = { 
/**
 * The ledger it comes from; two of them may number alike.
 */
ledger: string, 
/**
 * 旧编号; a ledger has one of a number.
 */
number: string, 
/**
 * When it was reported; at midnight where the sheet tells the day alone.
 */
reported_at: Moment, 
/**
 * Which of the six services it was, if that is known.
 */
service: ServiceKind | null, 
/**
 * What the sheet calls its kind, if that is none of the six.
 */
category: string, 
/**
 * The household, if it was known when this was imported.
 */
customer: number | null, 
/**
 * 户号.
 */
account_number: string, 
/**
 * Who reported it.
 */
name: string, phones: Array<string>, address: string, 
/**
 * What was reported.
 */
description: string, 
/**
 * What came of it.
 */
result: string, 
/**
 * When it was done, if the sheet says so; at midnight where it tells the day alone.
 */
finished_at: Moment | null, handler: string, };
export type OldTicketFind = { 
/**
 * How their number begins.
 */
number: string, };
export type OldTicketGet = { id: number, };
export type OldTicketList = { 
/**
 * The household.
 */
customer: number, 
/**
 * Rows of a page, 1 to 200; 50 if empty.
 */
limit?: number | null, 
/**
 * Where the page before ended.
 */
after?: string | null, };
export type OldTicketRow = { 
/**
 * Its id: the line of the journal that brought it.
 */
id: number, 
/**
 * What it says.
 */
ticket: OldTicket, 
/**
 * Whether what was personal in it is gone.
 */
erased: boolean, };
export type OldTicketSheet = { 
/**
 * The file: xlsx, xls, ods or csv.
 */
file: SheetFile, 
/**
 * Which of its sheets, from 0.
 */
sheet: number, 
/**
 * Where the heads stand.
 */
head: SheetHead, 
/**
 * What each column says, in their order; one must be 旧编号, one 受理时间.
 */
columns: Array<SheetField | null>, 
/**
 * The ledger it is; an old number stands in it once.
 */
ledger: string, 
/**
 * Whether phones that stand inside another text are taken.
 */
phones_inside: boolean, };
export type OldTicketSheetChecked = { 
/**
 * New ones that are put to a household.
 */
known: number, 
/**
 * New ones that are older than personal content is kept: the next 到期清除 takes it out.
 */
over: number, 
/**
 * Rows with anything in them.
 */
rows: number, 
/**
 * New ones.
 */
added: number, 
/**
 * Known ones that say something else; they are changed if that is wanted.
 */
changed: number, 
/**
 * Known ones that say the same.
 */
unchanged: number, bad: number, 
/**
 * Rows with phones inside another text.
 */
inside: number, 
/**
 * The first 1,000 bad rows.
 */
bad_lines: Array<BadSheetRow>, 
/**
 * The first 200 texts with phones inside.
 */
found: Array<EmbeddedPhones>, 
/**
 * Whether it was written.
 */
written: boolean, };
export type OldTicketSheetImport = { sheet: OldTicketSheet, 
/**
 * Whether bad rows are left out; else nothing is written as long as there is one.
 */
leave_bad: boolean, };
export type OutageCase = { 
/**
 * Since when there is no water.
 */
started_at: Moment, 
/**
 * Until when, as expected now.
 */
expected_end: Moment, 
/**
 * All places, those added later too.
 */
places: Array<OutagePlace>, 
/**
 * 授权.
 */
authorisation: RecordedStep<DeliveryAuthorisation> | null, 
/**
 * 车次, in the order they were recorded.
 */
trips: Array<RecordedStep<DeliveryTrip>>, 
/**
 * 安全检查.
 */
checks: Array<RecordedStep<SafetyCheck>>, 
/**
 * When the water came back.
 */
ended_at: Moment | null, 
/**
 * Why it was closed with a gap.
 */
gap_reason: string, };
export type OutageChange = { 
/**
 * Until when, as expected now.
 */
expected_end: Moment, 
/**
 * Places that have been added; none of them known already.
 */
places: Array<OutagePlace>, reason: string, };
export type OutageGround = "long" | "wide" | "dense";
export type OutageIntake = { 
/**
 * Why there is no water.
 */
cause: string, 
/**
 * Since when.
 */
started_at: Moment, 
/**
 * Until when, as expected.
 */
expected_end: Moment, 
/**
 * Who is without water.
 */
places: Array<OutagePlace>, };
export type OutagePlace = { community: string, 
/**
 * Building; empty means all of it.
 */
building: string, 
/**
 * Households; 1 to 100,000.
 */
households: number, };
export type OutageThresholds = { 
/**
 * 停水时间长: hours without water, an hour begun counts: 24.
 */
hours: number, 
/**
 * 停水面积大: households without water: 500.
 */
households: number, 
/**
 * 居民用户集中: households of one community without water: 200.
 */
dense: number, };
export type OutputFile = { 
/**
 * A name to save it under.
 */
name: string, 
/**
 * `application/pdf`, `image/jpeg` and so on.
 */
media: string, 
/**
 * The bytes.
 */
base64: string, 
/**
 * Characters no embedded font has; they are shown as their code in a frame.
 */
missing: Array<string>, 
/**
 * The authority's stamp could not be had; the file is sealed all the same.
 */
unstamped: boolean, 
/**
 * The company's certificate could not sign; the installation's did.
 */
uncertified: boolean, 
/**
 * Numbers of the tickets that do not have the form asked for; the file's last page names them too.
 */
without: Array<string>, };
export type OverdueLimit = { ticket: number, number: string, clock: ClockKind, 
/**
 * The limit in force.
 */
limit: Moment, 
/**
 * When it was done after all; not yet if empty.
 */
ended_at: Moment | null, 
/**
 * How late, in milliseconds, so far if it is not done.
 */
late: number, 
/**
 * The crew, or the team that was sent to the valve.
 */
crew: string | null, address: string, 
/**
 * The reason on record, empty if there is none.
 */
reason: string, };
export type ParameterLimit = { "is": "most", 
/**
 * The maximum.
 */
most: Amount, } | { "is": "range", 
/**
 * The minimum.
 */
least: Amount, 
/**
 * The maximum.
 */
most: Amount, } | { "is": "absent" };
export type Person = { 
/**
 * Number in this file.
 */
id: number, 
/**
 * Name to sign in with, and on every step.
 */
name: string, 
/**
 * Roles; at least one.
 */
roles: Array<Role>, 
/**
 * Whether signing in is allowed.
 */
active: boolean, };
export type PersonAdd = { name: string, password: string, roles: Array<Role>, };
export type PersonChange = { person: number, roles: Array<Role>, 
/**
 * May sign in.
 */
active: boolean, };
export type PersonChangePassword = { old: string, new: string, };
export type PersonFirst = { 
/**
 * Name to sign in with.
 */
name: string, password: string, 
/**
 * The passphrase the installation's key will lie under, in a file; where the computer keeps secrets it may be left out.
 */
passphrase?: string | null, 
/**
 * Where other data were worked with in this folder before: the password of one of their administrators.
 */
witness_password?: string | null, };
export type PersonResetPassword = { person: number, password: string, };
export type PersonSignIn = { name: string, password: string, };
export type PersonUnlock = { 
/**
 * Password of the person signed in.
 */
password: string, };
export type PlaceCoverage = { place: OutagePlace, 
/**
 * Households served by all stops there, at most as many as there are.
 */
served: number, stops: number, 
/**
 * When a truck was there first.
 */
first_at: Moment | null, };
export type PlanImport = { 
/**
 * The file: xlsx, xls, ods or csv, with the heads 日期, 时间, 小区, 地点, 活动内容, 联系人, 联系电话.
 */
file: SheetFile, 
/**
 * Only look what would be done.
 */
dry_run: boolean, };
export type PlanImported = { 
/**
 * Every row with anything in it.
 */
lines: Array<PlanLine>, 
/**
 * Events added, or to be added.
 */
added: number, 
/**
 * Rows that stand in the plan already.
 */
known: number, 
/**
 * Bad rows; as long as there is one, nothing is written.
 */
bad: number, 
/**
 * Whether the events were written.
 */
written: boolean, };
export type PlanLine = { 
/**
 * Row in the sheet, from 1.
 */
row: number, 
/**
 * When, if it could be read.
 */
planned_at: Moment | null, community: string, place: string, 
/**
 * What it is about.
 */
topic: string, 
/**
 * What is wrong with it.
 */
problem: Refusal | null, 
/**
 * Whether it stands in the plan already.
 */
known: boolean, };
export type PlanView = { year: number, 
/**
 * Events whose day lies in it, in the order of their days; moved and cancelled ones too.
 */
events: Array<TicketRow>, 
/**
 * When this was read.
 */
now: Moment, };
export type PlanYear = { 
/**
 * 2000 to 2199.
 */
year: number, };
export type PrintManyProgress = { 
/**
 * Forms that are laid out.
 */
done: number, 
/**
 * Forms in all.
 */
of: number, 
/**
 * The file, from the part after the one that laid out the last form; none before.
 */
file: OutputFile | null, };
export type ProofBundle = { ticket: number, 
/**
 * The record of this number; the newest if empty.
 */
record?: string | null, };
export type ProofCheck = { 
/**
 * The PDF.
 */
base64: string, };
export type ReasonInput = { reason: string, };
export type RebuildResult = { 
/**
 * Rows that differed, at most 100 of them.
 */
differences: Array<TableDifference>, 
/**
 * Whether the projections were replaced.
 */
replaced: boolean, 
/**
 * Where the file as it was lies; nowhere if nothing differed or nothing was replaced.
 */
copy: string | null, };
export type RecordCorrection = { number: string, hash: string, why: string, };
export type RecordedStep<T> = { 
/**
 * When it happened.
 */
at: Moment, by: string, 
/**
 * When it was typed.
 */
recorded_at: Moment, 
/**
 * Id of the person who typed it.
 */
recorded_by: number, details: T, };
export type Refusal = { code: Code, 
/**
 * The field of the request it belongs to.
 */
field: string | null, 
/**
 * What the sentence needs.
 */
args: Record<string, unknown>, };
export type ReminderCase = { 
/**
 * 告知.
 */
telling: RecordedStep<ReminderTelling> | null, 
/**
 * The customer's answer, the last.
 */
consent: RecordedStep<Consent> | null, };
export type ReminderFinder = "meter_reading" | "inspection" | "other_staff";
export type ReminderIntake = { reason: ReminderReason, 
/**
 * Which staff found it.
 */
found_by: ReminderFinder, 
/**
 * Who found it, by name.
 */
finder: string, 
/**
 * What was found.
 */
situation: string, 
/**
 * Meter readings; needed when the consumption is abnormal.
 */
readings: MeterReadings | null, };
export type ReminderReason = "abnormal" | "suspected_leak" | "hazard" | "other";
export type ReminderTelling = { told: string, by: ReplyWay, explained: string, 
/**
 * What the customer was advised to do.
 */
advice: string, 
/**
 * Whether the company must do something about it (1.3 需要公司解决).
 */
company_needed: boolean, };
export type RepairFault = "burst" | "leak" | "fitting" | "no_water" | "low_pressure" | "toilet" | "other";
export type RepairIntake = { 
/**
 * 表前 or 表后.
 */
meter_side: MeterSide, fault: RepairFault, 
/**
 * In the customer's words (4.3⑶ 详细了解报修信息).
 */
situation: string, 
/**
 * Whether the customer can shut the valve; unasked = null.
 */
valve_shuts: boolean | null, 
/**
 * Whether neighbours are affected; unasked = null.
 */
neighbours_affected: boolean | null, 
/**
 * Whether the customer was told that materials are theirs to supply (4.2).
 */
materials_told: boolean, };
export type RepairMaterial = { name: string, 
/**
 * How much, with its unit: `2 个`, `1.5 米`.
 */
quantity: string, };
export type RepairWork = { found: string, done: string, 
/**
 * Who worked how long.
 */
workers: Array<WorkerHours>, 
/**
 * Materials, 用户自备.
 */
materials: Array<RepairMaterial>, };
export type ReplyWay = "phone" | "on_site" | "message";
export type Report = { 
/**
 * `2026-11`, `2026-Q3`, `2026-H1`, `2026`.
 */
span: string, 
/**
 * How long that is.
 */
kind: SpanKind, 
/**
 * `2026年11月`.
 */
zh: string, 
/**
 * `本月`.
 */
this_zh: string, 
/**
 * First instant.
 */
from: Moment, 
/**
 * First instant after.
 */
to: Moment, 
/**
 * When it was counted.
 */
counted_at: Moment, 
/**
 * Whether the span was over then.
 */
complete: boolean, 
/**
 * What the figures are compared with first: the span before, unless another one was chosen.
 */
before: ComparedSpan, 
/**
 * The same span last year, where that is another one.
 */
last_year: ComparedSpan | null, 
/**
 * The report in a few sentences, made from its figures.
 */
summary: Array<string>, 
/**
 * Key figures, in the order of [`DEFINITIONS`].
 */
figures: Array<FigureLine>, 
/**
 * Reports received, counted by channel, area, crew, fault, community, stage.
 */
breakdowns: Array<Breakdown>, 
/**
 * Reports received by day of the month, in longer spans by month.
 */
course: Array<LabelledCount>, 
/**
 * Reports received by weekday (Monday first) and hour of the day.
 */
heat: number[][], 
/**
 * What became of the reports received.
 */
outcomes: Array<LabelledCount>, 
/**
 * Figures over thirteen months; empty unless asked for.
 */
trend: Array<FigureTrend>, 
/**
 * Work hours by crew.
 */
hours: Array<CrewHours>, 
/**
 * Limits missed in the span.
 */
overdue: Array<OverdueLimit>, 
/**
 * Cases received in the span for which an extension was asked.
 */
extended: Array<ExtendedCase>, 
/**
 * Violations reported in the span.
 */
violations: Array<ViolationLine>, 
/**
 * If it is a closed month: its figures stay.
 */
closed: ClosingInfo | null, 
/**
 * Of a longer span: its months that are over and not closed, `2026年9月`.
 */
open_months: Array<string>, 
/**
 * 补报 of months that were closed earlier.
 */
late: Array<LateMonth>, 
/**
 * If it is a closed month: numbers of the tickets whose data in the table were not what the journal says, and were made anew
 * before it was closed.
 */
mended: Array<string>, };
export type ReportChanges = { 
/**
 * `YYYY-MM`.
 */
month: string, };
export type ReportClose = { 
/**
 * `YYYY-MM`.
 */
month: string, };
export type ReportDaily = { 
/**
 * `YYYY-MM-DD`.
 */
day: string, };
export type ReportExport = { 
/**
 * As in [`ReportFigures`].
 */
span: string, };
export type ReportFigures = { 
/**
 * `2026-10`, `2026-Q3`, `2026-H1` or `2026`.
 */
span: string, 
/**
 * A span to compare with, of any length; the one before and last year's if there is none.
 */
against?: string | null, };
export type ReportHours = { 
/**
 * `YYYY-MM`.
 */
month: string, 
/**
 * Of one crew; of all if empty.
 */
crew?: string | null, };
export type ReportMade = { 
/**
 * `YYYY-MM`.
 */
month: string, folder: string, 
/**
 * The PDF in it; the workbook lies beside it under the same name.
 */
path: string, 
/**
 * When it was made.
 */
made_at: Moment, };
export type ReportMonthly = { 
/**
 * As in [`ReportFigures`].
 */
span: string, 
/**
 * As in [`ReportFigures`].
 */
against?: string | null, 
/**
 * What goes in, in this order.
 */
sections?: Array<ReportSection> | null, 
/**
 * The name of a template that says so; everything goes in if neither is given.
 */
template?: string | null, };
export type ReportMonths = { 
/**
 * `YYYY-MM`, newest first; this month always stands in it.
 */
months: Array<string>, };
export type ReportReopen = { 
/**
 * `YYYY-MM`.
 */
month: string, reason: string, };
export type ReportSection = "summary" | "overall" | "trend" | "charts" | "reminder" | "leak_detection" | "water_quality" | "repair" | "community" | "emergency_water" | "overdue" | "extended" | "violations" | "detail" | "behind" | "definitions" | "signing";
export type ReportTemplate = { name: string, 
/**
 * What goes in.
 */
sections: Array<ReportSection>, };
export type ReportTickets = { 
/**
 * As in [`ReportFigures`].
 */
span: string, figure: FigureCode, 
/**
 * Only those that lower it (the denominator without the numerator).
 */
missed?: boolean, };
export type ReportTrend = { 
/**
 * As in [`ReportFigures`].
 */
span: string, };
export type ReportWaiting = { 
/**
 * The report of the month that is over.
 */
made: ReportMade | null, 
/**
 * Why it could not be made.
 */
problem: Refusal | null, };
export type ResultsInput = { 
/**
 * Values; at least one, no parameter twice.
 */
values: Array<EnteredValue>, 
/**
 * Who analysed it.
 */
analyst: string, 
/**
 * Who checked it; empty if nobody did.
 */
reviewer: string, 
/**
 * Why earlier results are replaced; anything to say otherwise.
 */
note: string, };
export type RevealedContact = { phone: string, address: string, };
export type Role = "agent" | "dispatcher" | "engineer" | "inspector" | "repairer" | "lab" | "manager" | "admin" | "auditor";
export type SafetyCheck = { place: string, 
/**
 * Who looked, by name.
 */
checked_by: string, 
/**
 * The departments on site.
 */
departments: Array<Department>, 
/**
 * Every item once.
 */
lines: Array<SafetyLine>, };
export type SafetyItem = "parking" | "tank" | "source" | "order" | "electric" | "slippery";
export type SafetyLine = { item: SafetyItem, 
/**
 * Whether it is in order.
 */
ok: boolean, 
/**
 * What was not, and what was done.
 */
note: string, };
export type SampleHolding = { holder: string, from: Moment, 
/**
 * Until when; none while they hold it.
 */
to: Moment | null, 
/**
 * How it came to them.
 */
how: string, };
export type SampleReceipt = { received_by: string, 
/**
 * Whether the seal was whole.
 */
seal_whole: boolean, 
/**
 * In what state it came.
 */
condition: string, };
export type SampleTransfer = { 
/**
 * Who took it over.
 */
to: string, 
/**
 * How it is kept on the way.
 */
note: string, };
export type Sampling = { 
/**
 * Number of the sample.
 */
sample_number: string, 
/**
 * From which tap or point.
 */
place: string, 
/**
 * Bottles; 1 to 50.
 */
bottles: number, 
/**
 * Whether the customer was there.
 */
customer_present: boolean, 
/**
 * What was seen; first water or after running.
 */
note: string, };
export type ScanAdd = { 
/**
 * JPEG, PNG, or a PDF of scanned pages.
 */
file: UploadedFile, };
export type ScanPlace = { 
/**
 * The page.
 */
scan: number, 
/**
 * Where it was signed.
 */
place: string, 
/**
 * Who signed.
 */
signer: CustomerSigner, };
export type ScanRef = { 
/**
 * Its id.
 */
scan: number, };
export type ScanRow = { 
/**
 * Its id.
 */
scan: number, name: string, 
/**
 * What its code says; empty if it has none that can be read.
 */
code: string, 
/**
 * The ticket, if there is one of this number.
 */
ticket: ScanTicket | null, 
/**
 * Whether the ticket of this number is another one now: the page was printed before data were restored, or in a copy.
 */
is_other_ticket: boolean, 
/**
 * Who put it there.
 */
by: string, at: Moment, };
export type ScanTicket = { 
/**
 * Its id.
 */
ticket: number, number: string, 
/**
 * The customer.
 */
name: string, address: string, 
/**
 * Whether it waits for this signature.
 */
waits: boolean, };
export type ScanTray = { 
/**
 * What waits, oldest first.
 */
rows: Array<ScanRow>, 
/**
 * Pages of the file just added whose picture is of a kind that cannot be read.
 */
unread: Array<number>, };
export type SearchMethod = "meter" | "listening" | "sections" | "pressure" | "correlator" | "thermal" | "gas" | "sight";
export type SearchReply = { 
/**
 * What the customer was told.
 */
text: string, told: string, by: ReplyWay, 
/**
 * Not found: how it was explained (多向用户解释).
 */
explanation: string, 
/**
 * Not found: the advice given (积极帮助出主意想办法).
 */
advice: string, };
export type ServiceIntake = { "kind": "reminder" } & ReminderIntake | { "kind": "leak_detection" } & LeakDetectionIntake | { "kind": "water_quality" } & WaterQualityIntake | { "kind": "repair" } & RepairIntake | { "kind": "community" } & CommunityIntake | { "kind": "emergency_water" } & OutageIntake;
export type ServiceKind = "reminder" | "leak_detection" | "water_quality" | "repair" | "community" | "emergency_water";
export type ServiceRow = { "kind": "reminder", reason: ReminderReason, 
/**
 * When the customer was told.
 */
told_at: Moment | null, 
/**
 * Whether the company must do something.
 */
company_needed: boolean, 
/**
 * The customer's answer, and when it was given.
 */
agreed: boolean | null, 
/**
 * When it was given.
 */
answered_at: Moment | null, } | { "kind": "leak_detection", finding: LeakFinding | null, 
/**
 * When the last search was over.
 */
searched_at: Moment | null, 
/**
 * When it was reported to the company for study.
 */
escalated_at: Moment | null, } | { "kind": "water_quality", 
/**
 * When the sample was taken.
 */
sampled_at: Moment | null, 
/**
 * When the results came.
 */
resulted_at: Moment | null, 
/**
 * The verdict on the sample.
 */
verdict: WaterVerdict | null, 
/**
 * Parameters that fail, by name.
 */
failed: Array<string>, } | { "kind": "community", 
/**
 * Where it came from.
 */
origin: EventOrigin, 
/**
 * When it was first to be held.
 */
first_planned_at: Moment | null, 
/**
 * How often it was moved.
 */
moved: number, 
/**
 * When it was held.
 */
held_at: Moment | null, residents: number, 
/**
 * Services given, by kind.
 */
services: Array<[EventServiceKind, number]>, } | { "kind": "emergency_water", households: number, 
/**
 * Households of places a truck has been at.
 */
reached: number, 
/**
 * When the company authorised the trucks.
 */
authorised_at: Moment | null, 
/**
 * When the water came back.
 */
ended_at: Moment | null, trips: Array<TripRow>, };
export type Settings = { 
/**
 * The company as printed on every page.
 */
company: string, 
/**
 * The hotline (4.1).
 */
hotline: string, brand: string, motto: string, 
/**
 * Limits of the clocks.
 */
limits: ClockLimits, 
/**
 * From how much on an outage is one for water trucks (6.1).
 */
thresholds: OutageThresholds, 
/**
 * What customers confirm by signing.
 */
templates: AcknowledgementTemplates, 
/**
 * Whether pressure and timing of handwriting are kept; somebody's own way to write is personal, so not unless
 * the company wants it.
 */
keep_pen: boolean, 
/**
 * Crews that can be given work.
 */
crews: Array<Crew>, 
/**
 * Residential communities offered while typing.
 */
communities: Array<string>, 
/**
 * 常用语.
 */
snippets: Array<Snippet>, 
/**
 * Minutes without a key press until the desk locks; 1 to 240.
 */
idle_lock_minutes: number, 
/**
 * How many calls that reach nobody are enough to close; 1 to 10.
 */
follow_up_attempts: number, 
/**
 * Address of the time-stamp authority (RFC 3161) that exported acknowledgements are stamped by; empty for none.
 */
timestamp_url: string, 
/**
 * Whether the company puts its electronic seal on exported acknowledgements itself: they then have an empty field for
 * it, and one signature may follow ours.
 */
company_seals: boolean, 
/**
 * After how many years without a change a finished ticket's personal content may be taken out (个人信息保护法 19, 47);
 * 3 to 30. Claims end after three years (民法典 188).
 */
retention_years: number, 
/**
 * Whether the report of the month that is over makes itself.
 */
report_auto: boolean, 
/**
 * The folder it is put into; empty for the one of the computer's user.
 */
report_folder: string, 
/**
 * Whether phones and addresses stand whole in it; nobody knows who opens the folder.
 */
report_whole?: boolean, };
export type SettingsChange = { 
/**
 * The version the caller saw.
 */
version: number, 
/**
 * The settings from now on.
 */
settings: Settings, };
export type SettingsView = { 
/**
 * How often they have been changed.
 */
version: number, settings: Settings, };
export type SharedView = { name: string, 
/**
 * Its filters, as the address of the screen has them.
 */
address: string, 
/**
 * Its columns; those of who looks if empty.
 */
columns: Array<TicketColumn>, 
/**
 * Who shared it.
 */
by: string, at: Moment, 
/**
 * Whether who looks may take it away.
 */
own: boolean, };
export type SharedViews = { 
/**
 * In the order they were shared.
 */
views: Array<SharedView>, };
export type SheetColumn = { 
/**
 * Its head, without line breaks; heads above each other side by side.
 */
head: string, 
/**
 * What it may say.
 */
guess: SheetField | null, 
/**
 * What stands in it first.
 */
samples: Array<string>, 
/**
 * In how many of the first 1,000 rows it holds a phone, where it is not guessed to be one.
 */
with_phones: number, };
export type SheetField = "account_number" | "name" | "phones" | "address" | "community" | "area" | "meter_number" | "old_number" | "reported_at" | "category" | "description" | "result" | "finished_at" | "handler";
export type SheetFile = { name: string, 
/**
 * Its bytes, at most 32 MB.
 */
base64: string, };
export type SheetHead = { 
/**
 * Their first row, from 1.
 */
row: number, 
/**
 * How many rows they take, 1 to 5.
 */
rows: number, };
export type SheetLineFault = "missing" | "too_long" | "bad_text" | "bad_phone" | "too_many" | "mixed" | "bad_area" | "broken" | "rounded" | "twice" | "bad_time" | "future" | "too_early" | "before_report" | "differs" | "gone";
export type SheetLineProblem = { column: SheetField, fault: SheetLineFault, 
/**
 * What stands there, or what it clashes with; may be empty.
 */
value: string, };
export type SheetLook = { 
/**
 * The file: xlsx, xls, ods or csv.
 */
file: SheetFile, 
/**
 * Which of its sheets, from 0; the first that looks like what is meant if empty.
 */
sheet?: number | null, 
/**
 * Where the heads stand; guessed if empty.
 */
head?: SheetHead | null, };
export type SheetPreview = { 
/**
 * The sheets; a csv has one without a name.
 */
sheets: Array<string>, 
/**
 * The one that is looked at.
 */
sheet: number, 
/**
 * Where its heads stand.
 */
head: SheetHead, 
/**
 * Its first rows.
 */
top: Array<Array<string>>, columns: Array<SheetColumn>, 
/**
 * Rows below the heads with anything in them.
 */
rows: number, };
export type ShiftLeave = { 
/**
 * What the next shift is to know.
 */
text: string, };
export type ShiftNote = { text: string, id: number, by: string, at: Moment, 
/**
 * Who has read it.
 */
read_by: Array<ShiftReader>, };
export type ShiftNotes = { 
/**
 * The newest first, at most ten.
 */
notes: Array<ShiftNote>, };
export type ShiftPrint = { 
/**
 * When it began.
 */
from: Moment, 
/**
 * When it ends; may lie a little ahead.
 */
to: Moment, 
/**
 * What the next shift is to know.
 */
note?: string, };
export type ShiftReader = { id: number, by: string, at: Moment, };
export type SignerRelation = "householder" | "family" | "tenant" | "property" | "other";
export type Snippet = { 
/**
 * What is typed after a stroke: `lsg` for `/lsg`.
 */
key: string, 
/**
 * What stands there instead; `{姓名}`, `{电话}`, `{地址}` and `{户号}` are filled in from the report.
 */
text: string, };
export type SpanKind = "month" | "quarter" | "half" | "year";
export type Stage = "to_decide" | "to_schedule" | "to_tell" | "to_authorise" | "reported" | "handed_over" | "assigned" | "on_site" | "searching" | "under_study" | "sampled" | "at_lab" | "planned" | "delivering" | "told" | "held" | "to_reply" | "to_close" | "closed" | "passed_on" | "cancelled" | "merged";
export type StageCount = { stage: Stage, count: number, };
export type StandardChange = { 
/**
 * The version the caller saw.
 */
version: number, 
/**
 * The standard from now on; results keep the limits they were judged by.
 */
standard: WaterStandard, };
export type StandardView = { 
/**
 * How often it has been changed.
 */
version: number, standard: WaterStandard, };
export type StepKind = "arrange" | "hand_over" | "assign" | "send_team" | "send_sampler" | "arrive" | "finish" | "search" | "escalate" | "conclude" | "tell" | "sample" | "pass_sample" | "receive_sample" | "reject_sample" | "enter_results" | "decide_event" | "schedule_event" | "move_event" | "hold_event" | "authorise" | "make_trip" | "check_safety" | "change_outage" | "end_outage" | "acknowledge" | "correct" | "reply" | "reply_search" | "reply_results" | "consent" | "open_linked" | "verify_hours" | "follow_up" | "close" | "appoint" | "reassign" | "return" | "ask_extension" | "approve_extension" | "refuse_extension" | "ask_valve" | "order_valve" | "valve_arrive" | "valve_shut" | "valve_drop" | "urge" | "supervise" | "pass_on" | "merge" | "cancel" | "note" | "attach" | "record_violation" | "close_violation";
export type StepRequest<T> = { ticket: number, 
/**
 * The version the caller saw; another one is refused as `stale_version`.
 */
version: number, 
/**
 * Who took the step; the caller if empty.
 */
performed_by?: string | null, 
/**
 * When; now if empty.
 */
happened_at?: Moment | null, details: T, };
export type StudyConclusion = { 
/**
 * The departments that studied it.
 */
departments: Array<Department>, 
/**
 * What was studied.
 */
study: string, 
/**
 * What came of it, and what is to be done.
 */
conclusion: string, 
/**
 * What it makes of the finding; `undetermined` stays possible, the conclusion then says what follows.
 */
finding: LeakFinding, decided_by: string, };
export type TableDifference = { table: string, key: string, 
/**
 * What stands in the file; empty if the row is missing. To whoever sees less only that one is there.
 */
is: string, 
/**
 * What the journal says; empty if the row should not be there. To whoever sees less only that one should be.
 */
should: string, };
export type TapKind = "cold" | "hot" | "both";
export type TeamMember = { name: string, department: Department, };
export type TemplateChange = { 
/**
 * The version the caller saw.
 */
version: number, 
/**
 * The templates from now on.
 */
templates: Array<ReportTemplate>, };
export type TemplateView = { 
/**
 * How often they have been changed.
 */
version: number, 
/**
 * The templates, in the order they were kept.
 */
templates: Array<ReportTemplate>, };
export type Ticket = { 
/**
 * Id in this file.
 */
id: number, 
/**
 * Number that is read to the customer.
 */
number: string, 
/**
 * How many facts it has; expected by the next command.
 */
version: number, 
/**
 * 环节.
 */
stage: Stage, 
/**
 * The report.
 */
open: TicketIntake, 
/**
 * What was in force.
 */
terms: TicketTerms, 
/**
 * Who typed the report, by name.
 */
opened_by: string, 
/**
 * When the last step of the main line happened; the next cannot be earlier.
 */
last_step_at: Moment, 
/**
 * When anything was last recorded.
 */
changed_at: Moment, 
/**
 * 安排.
 */
arrangement: RecordedStep<Arrangement> | null, 
/**
 * 转派.
 */
handed_over: RecordedStep<HandOver> | null, 
/**
 * 派工, the last.
 */
assignment: RecordedStep<Assignment> | null, 
/**
 * 预约, the last.
 */
appointment: RecordedStep<Appointment> | null, 
/**
 * Whether an appointment was made only after the limit it replaces had passed.
 */
appointed_late: boolean, 
/**
 * That limit, the first of them.
 */
missed_visit: Moment | null, 
/**
 * First arrival.
 */
arrived_at: Moment | null, 
/**
 * When the first arrival was typed.
 */
arrival_recorded_at: Moment | null, work: RecordedStep<RepairWork> | null, 
/**
 * 用户签字确认单.
 */
acknowledgement: AcknowledgementRecord | null, 
/**
 * Records that a later one stands in the place of, oldest first.
 */
corrected: Array<AcknowledgementRecord>, 
/**
 * 回复.
 */
reply: RecordedStep<CustomerReply> | null, 
/**
 * 工时核定.
 */
hours: RecordedStep<VerifiedHours> | null, 
/**
 * 回访.
 */
follow_ups: Array<RecordedStep<FollowUp>>, 
/**
 * 延时.
 */
extensions: Array<Extension>, 
/**
 * 关阀.
 */
valves: Array<ValveTask>, 
/**
 * 违规.
 */
violations: Array<Violation>, 
/**
 * 退单.
 */
returns: Array<RecordedStep<ReasonInput>>, 
/**
 * 催办.
 */
urges: Array<RecordedStep<WordsInput>>, 
/**
 * 督办.
 */
supervisions: Array<RecordedStep<WordsInput>>, 
/**
 * 附件.
 */
attachments: Array<Attachment>, 
/**
 * Why and when it ended, if it ended other than by 办结.
 */
ended: RecordedStep<ReasonInput> | null, 
/**
 * When it was closed.
 */
closed_at: Moment | null, 
/**
 * When its personal content was taken out (到期清除).
 */
erased_at: Moment | null, 
/**
 * The original it was merged into.
 */
merged_into: number | null, 
/**
 * Duplicates merged into it.
 */
duplicates: number[], 
/**
 * The ticket it was opened from.
 */
opened_from: TicketLink | null, 
/**
 * Tickets opened from it.
 */
links: Array<TicketLink>, 
/**
 * Clocks that only a step recorded late keeps from being missed.
 */
late_marks?: Array<LateMark>, 
/**
 * What only its service knows.
 */
case: TicketCase, };
export type TicketCalendar = { 
/**
 * From then on.
 */
from: Moment, 
/**
 * Until before then, at most 62 days later.
 */
to: Moment, };
export type TicketCase = { "kind": "reminder" } & ReminderCase | { "kind": "leak_detection" } & LeakDetectionCase | { "kind": "water_quality" } & WaterQualityCase | { "kind": "repair" } | { "kind": "community" } & CommunityCase | { "kind": "emergency_water" } & OutageCase;
export type TicketColumn = "number" | "service" | "stage" | "channel" | "first_receiver" | "area" | "fault" | "received_at" | "raised_at" | "name" | "phone" | "account_number" | "community" | "address" | "summary" | "crew" | "due" | "handed_over_at" | "appointed_at" | "arrived_at" | "repaired_at" | "replied_at" | "total_limit" | "extensions" | "returns" | "urges" | "supervisions" | "acknowledged" | "follow_up" | "hours" | "violations" | "ended_at";
export type TicketCount = { 
/**
 * The lists, at most 50.
 */
queries: Array<TicketList>, };
export type TicketCounts = { 
/**
 * In the order of the lists, counted up to `most`.
 */
counts: number[], 
/**
 * Where counting ends: there may be more.
 */
most: number, };
export type TicketDuplicates = { phone: string, 
/**
 * 户号.
 */
account_number: string, address: string, };
export type TicketEntryView = { 
/**
 * Place on this ticket.
 */
version: number, 
/**
 * What happened.
 */
title: string, 
/**
 * Particulars.
 */
lines: Array<LabelledValue>, performed_by: string, 
/**
 * Who typed it.
 */
recorder: string, happened_at: Moment, 
/**
 * When it was typed.
 */
recorded_at: Moment, 
/**
 * 补录.
 */
late_entry: boolean, 
/**
 * Whether it was taken back.
 */
withdrawn: boolean, };
export type TicketExport = { 
/**
 * Everything this finds, whatever its page; not looked at where `tickets` names some.
 */
query: TicketList, 
/**
 * Of these tickets alone, in this order, as they stand now. One that is named twice comes once.
 */
tickets?: number[], 
/**
 * In these columns, in this order.
 */
columns: Array<TicketColumn>, };
export type TicketGet = { 
/**
 * Id.
 */
ticket?: number, number?: string | null, };
export type TicketIntake = { 
/**
 * When the report was received: the 10 minutes and the 24 hours begin here.
 */
received_at: Moment, 
/**
 * When the form was raised (OA表单发起时间): the arrival clock begins here, and this instant decides
 * whether it is inside working hours. Empty means now.
 */
raised_at: Moment | null, 
/**
 * By which way.
 */
channel: Channel, 
/**
 * 首接人, by name. Empty means whoever types it.
 */
first_receiver: string, 
/**
 * The household, if it is known here.
 */
customer: number | null, 
/**
 * 户号.
 */
account_number: string, 
/**
 * Who reports.
 */
name: string, 
/**
 * Phone to call back.
 */
phone: string, address: string, community: string, 
/**
 * Urban or not.
 */
area: AddressArea, 
/**
 * Number in another system (OA, 12345).
 */
external_number: string, 
/**
 * What the service asks.
 */
asked: ServiceIntake, };
export type TicketLink = { 
/**
 * Its id.
 */
ticket: number, number: string, service: ServiceKind, };
export type TicketList = { 
/**
 * Stages; all if empty.
 */
stages?: Array<Stage>, service?: ServiceKind | null, channel?: Channel | null, 
/**
 * Who received it first: the whole name.
 */
first_receiver?: string | null, area?: AddressArea | null, crew?: string | null, community?: string | null, 
/**
 * Household.
 */
customer?: number | null, 
/**
 * Received from then on.
 */
from?: Moment | null, 
/**
 * Received before then.
 */
to?: Moment | null, 
/**
 * Received in this hour of the week, 0 (Monday from 0:00) to 167 (Sunday from 23:00).
 */
week_hour?: number | null, 
/**
 * Only what is not ended.
 */
only_open?: boolean, 
/**
 * Only what has missed a limit it still waits for.
 */
overdue?: boolean, 
/**
 * Only open ones with something to confirm that nobody has signed for, refused to, or had left at the door.
 */
unsigned?: boolean, 
/**
 * Only what waits for this.
 */
todo?: TodoKind | null, 
/**
 * Kind of fault, of a repair.
 */
fault?: RepairFault | null, 
/**
 * How the customer answered the acknowledgement.
 */
acknowledged?: AnswerKind | null, 
/**
 * Outcome of the follow-up call.
 */
follow_up?: FollowUpOutcome | null, 
/**
 * What it must bear, all of it.
 */
marks?: Array<TicketMark>, 
/**
 * With a limit waited for from then on.
 */
due_from?: Moment | null, 
/**
 * With a limit waited for before then.
 */
due_to?: Moment | null, 
/**
 * Ended from then on.
 */
ended_from?: Moment | null, ended_to?: Moment | null, 
/**
 * Words: two or more Chinese characters of any text, last digits of a phone, account or ticket number.
 */
text?: string | null, 
/**
 * Last letters and digits of the ticket's own number; newest first.
 */
number?: string | null, 
/**
 * Order; newest first if empty, and always with words or a number.
 */
order?: TicketOrder | null, 
/**
 * Rows of a page, 1 to 200; 50 if empty.
 */
limit?: number | null, 
/**
 * Where the page before ended.
 */
after?: string | null, };
export type TicketMark = "late" | "extended" | "extension_pending" | "returned" | "urged" | "supervised" | "violation" | "linked" | "off_hours";
export type TicketMerge = { 
/**
 * Its id.
 */
into: number, };
export type TicketNews = { 
/**
 * The last line of the journal somebody has seen; nothing is new to whoever never looked.
 */
since?: number, };
export type TicketOpen = { 
/**
 * The report.
 */
open: TicketIntake, };
export type TicketOrder = "newest" | "deadline";
export type TicketPrint = { ticket: number, page: FormKind, 
/**
 * Of acknowledgements the one of this number; the newest if empty.
 */
record?: string | null, };
export type TicketPrintMany = { 
/**
 * Of which tickets, in this order; 1 to 500. One that is named twice is printed once.
 */
tickets: number[], 
/**
 * Which form; every form each ticket has if empty.
 */
page?: FormKind | null, 
/**
 * 派工单 two to a page; they come first. Other forms stay on pages of their own.
 */
two_up?: boolean, 
/**
 * How many forms the parts before have laid out, 0 to begin; the rest as it was. Without it everything is done at
 * once.
 */
after?: number, };
export type TicketReveal = { ticket: number, };
export type TicketRow = { 
/**
 * Id in this file; later reports have higher ids.
 */
id: number, number: string, 
/**
 * Facts so far.
 */
version: number, 
/**
 * 服务类别.
 */
service: ServiceKind, 
/**
 * 环节.
 */
stage: Stage, 
/**
 * 接报渠道.
 */
channel: Channel, 
/**
 * 首接人: who received it first (4.1).
 */
first_receiver: string, 
/**
 * 城区.
 */
area: AddressArea, 
/**
 * 小区.
 */
community: string, 
/**
 * Kind of fault, of a repair.
 */
fault: RepairFault | null, 
/**
 * What is wrong, in one line.
 */
summary: string, 
/**
 * Customer.
 */
name: string, phone: string, 
/**
 * 户号.
 */
account_number: string, address: string, 
/**
 * Household, if known.
 */
customer: number | null, 
/**
 * 班组.
 */
crew: string | null, received_at: Moment, 
/**
 * When the form was raised.
 */
raised_at: Moment, 
/**
 * Raised in working hours.
 */
in_hours: boolean, 
/**
 * Received in working hours; with `in_hours` it shows a form that escaped the 30 minutes.
 */
received_in_hours: boolean, 
/**
 * Which clock runs out next.
 */
next_clock: ClockKind | null, 
/**
 * When it began.
 */
next_start: Moment | null, 
/**
 * When it runs out.
 */
next_limit: Moment | null, 
/**
 * Limit of a repair's hand-over.
 */
hand_over_limit: Moment | null, handed_over_at: Moment | null, 
/**
 * Target of a repair's arrival, where the 15 minutes count.
 */
arrival_target: Moment | null, 
/**
 * Limit of a repair's arrival in force.
 */
arrival_limit: Moment | null, 
/**
 * The time agreed with the customer (4.3⑵).
 */
appointed_at: Moment | null, 
/**
 * Whether the limit had passed before an appointment replaced it.
 */
appointed_late: boolean, 
/**
 * That limit, of a repair.
 */
arrival_missed: Moment | null, 
/**
 * First arrival.
 */
arrived_at: Moment | null, 
/**
 * The 24 hours of a repair as they began, the answer's limit of a leak detection or a water test.
 */
first_limit: Moment | null, total_limit: Moment | null, 
/**
 * Whether the limit had passed before an extension moved it.
 */
broken: boolean, 
/**
 * That limit.
 */
total_missed: Moment | null, 
/**
 * When repaired **and** replied.
 */
finished_at: Moment | null, repaired_at: Moment | null, replied_at: Moment | null, extensions: number, 
/**
 * Extensions approved.
 */
extended: number, 
/**
 * Whether an extension waits for its decision.
 */
extension_pending: boolean, 
/**
 * Who typed the request that waits, by id.
 */
extension_by: number | null, 
/**
 * The reason given with the last extension; the overdue list prints it.
 */
extension_reason: string, 
/**
 * 退单.
 */
returns: number, 
/**
 * 催办.
 */
urges: number, 
/**
 * 督办.
 */
supervisions: number, 
/**
 * How the customer answered the acknowledgement.
 */
acknowledged: AnswerKind | null, acknowledged_at: Moment | null, 
/**
 * Minutes claimed.
 */
claimed_minutes: number, 
/**
 * Who typed the claimed hours, by id.
 */
claimed_by: number | null, 
/**
 * Minutes verified.
 */
verified_minutes: number | null, verified_at: Moment | null, 
/**
 * Outcome of the follow-up: the last call that reached somebody, else the last call.
 */
follow_up: FollowUpOutcome | null, followed_up_at: Moment | null, calls: number, 
/**
 * Valve tasks, in the order they were given.
 */
valves: Array<ValveRow>, 
/**
 * When violations were reported.
 */
violations: Array<Moment>, violations_open: number, 
/**
 * The ticket it was opened from.
 */
opened_from: number | null, opened_from_service: ServiceKind | null, 
/**
 * Tickets opened from it.
 */
links: number, 
/**
 * When a community event is to be held.
 */
planned_at: Moment | null, 
/**
 * The other services' clocks; a repair's stand in columns of their own.
 */
clocks: Array<ClockRow>, 
/**
 * What figures count of the other services.
 */
more: ServiceRow | null, 
/**
 * When each of its binding limits was kept whose step was typed only when the limit was over: 按时（补录）.
 */
entered_late: Array<Moment>, 
/**
 * What it waits for.
 */
todos: Array<TodoKind>, 
/**
 * When it ended: closed, passed on, cancelled, merged.
 */
ended_at: Moment | null, 
/**
 * When its personal content was taken out (到期清除).
 */
erased_at: Moment | null, 
/**
 * The latest instant a figure may count it by; none earlier than `received_at`.
 */
counts_until: Moment, };
export type TicketTerms = { 
/**
 * Where the raising lay in the calendar.
 */
hours: HoursKind, 
/**
 * Where the report lay; a call in hours whose form is not escapes the 30 minutes, and is counted.
 */
received_hours: HoursKind, 
/**
 * Limits in minutes.
 */
limits: ClockLimits, 
/**
 * From how much on an outage is one for water trucks (6.1).
 */
thresholds: OutageThresholds, };
export type TicketView = { ticket: Ticket, clocks: Array<Clock>, 
/**
 * The steps the caller may take now.
 */
moves: Array<StepKind>, 
/**
 * Those of them that come next, in the order of the service's way.
 */
next: Array<StepKind>, 
/**
 * What of the way is done and may only be done again.
 */
done: Array<StepKind>, 
/**
 * Valve tasks that are neither shut nor given up, by their numbers.
 */
open_valves: Array<number>, 
/**
 * Its time line, oldest first.
 */
entries: Array<TicketEntryView>, 
/**
 * Tickets it was opened from or that were opened from it, as they stand now.
 */
linked: Array<LinkedTicketView>, 
/**
 * Forms that can be printed of it now.
 */
pages: Array<FormKind>, 
/**
 * Services that can be opened from it.
 */
linkable: Array<ServiceKind>, 
/**
 * Of an outage: each threshold with its verdict (6.1).
 */
verdicts: Array<GroundVerdict>, 
/**
 * Of an outage: what has been brought where (6.2).
 */
coverage: Array<PlaceCoverage>, 
/**
 * What the caller can take back, and until when.
 */
withdrawable: WithdrawableStep | null, 
/**
 * When this was read.
 */
now: Moment, };
export type TimestampAnswer = { 
/**
 * Its name, as its certificate says.
 */
by: string, 
/**
 * The time it gave.
 */
at: Moment, 
/**
 * Whether it is registered: of others no stamp is taken.
 */
known: boolean, 
/**
 * Who gave its certificate.
 */
issuer: string, 
/**
 * SHA-256 of its certificate, to compare with what the authority publishes.
 */
sha256: string, 
/**
 * The certificate (DER, base64), to be registered.
 */
certificate: string, };
export type TimestampTry = { 
/**
 * The address.
 */
url: string, };
export type Timetable = { 
/**
 * First day it counts, `YYYY-MM-DD`.
 */
effective_from: string, 
/**
 * First day of summer, as month × 100 + day (501 = 1 May).
 */
summer_from: number, 
/**
 * Last day of summer, the same way (930 = 30 September).
 */
summer_to: number, 
/**
 * Hours in summer, in order, without overlap.
 */
summer: Array<WorkingInterval>, 
/**
 * Hours in winter.
 */
winter: Array<WorkingInterval>, 
/**
 * Working weekdays, 1 = Monday to 7 = Sunday.
 */
weekdays: Array<number>, };
export type TodoCount = { todo: TodoKind, count: number, };
export type TodoKind = "hand_over" | "order_valve" | "authorise" | "approve_extension" | "violation" | "assign" | "arrange" | "send_team" | "send_sampler" | "visit" | "finish" | "search" | "sample" | "pass_sample" | "enter_results" | "escalate" | "conclude" | "tell" | "sign" | "sign_repair" | "deliver" | "check_safety" | "reply" | "verify_hours" | "consent" | "open_linked" | "follow_up" | "close" | "decide_event" | "schedule" | "hold" | "sign_event";
export type TrendPoint = { 
/**
 * `2026-11`.
 */
month: string, 
/**
 * The figure; none where the month was closed before the program knew it.
 */
is: Figure | null, };
export type TripRow = { 
/**
 * When the truck left.
 */
at: Moment, 
/**
 * Litres.
 */
litres: number, households: number, };
export type TripStop = { 
/**
 * Which place of the outage, from 0.
 */
place: number, 
/**
 * When the truck was there.
 */
at: Moment, 
/**
 * Households served; 0 to 100,000.
 */
households: number, 
/**
 * Anything to say: upper floors, old people.
 */
note: string, };
export type TrustView = { 
/**
 * How the file stands to the record outside of it.
 */
witness: WitnessState, 
/**
 * The same in words.
 */
witness_zh: string, 
/**
 * Of which data these are a copy, in another folder than theirs.
 */
copy: DataCopy | null, 
/**
 * Lines written since the record was.
 */
behind: number, 
/**
 * Lines the record knows of that are gone.
 */
lost: number, 
/**
 * When the newest line was recorded that is left of a file that was rolled back.
 */
lost_since: Moment | null, 
/**
 * When the record was written.
 */
written_at: Moment | null, 
/**
 * The id of the key whose sheet an administrator has in hand, as it stands there; empty before there is a key.
 */
key: string, 
/**
 * Ids of keys that nobody has confirmed and no confirmed key announced.
 */
unconfirmed: Array<string>, 
/**
 * Whether lines that give power are signed: not in an older file that no administrator has taken over yet.
 */
signed: boolean, 
/**
 * What an administrator should confirm with the key's sheet; nothing where all is well.
 */
confirm: ConfirmationCause | null, 
/**
 * Whether nothing can be sealed until that is done.
 */
sealing_stopped: boolean, 
/**
 * Of the comparison, for whoever confirms it.
 */
mark: string, 
/**
 * Names of people whose accounts end where these data are confirmed, as far as the key is here to tell.
 */
ending_accounts: Array<string>, 
/**
 * Names of people whose password is an earlier one again.
 */
older_passwords: Array<string>, 
/**
 * How many settings, keys and closed months the record knows that are not in the data any more.
 */
missing_power_lines: number, 
/**
 * Places where lines do not follow each other, which are taken as they are.
 */
broken_lines: Array<number>, 
/**
 * Whether whoever asks is no administrator by the record outside, and would have to give the password of one.
 */
password_needed: boolean, };
export type UpdateFile = { 
/**
 * The installer, in any folder or on a share.
 */
path: string, };
export type UpdateFound = { 
/**
 * Its version, which is signed.
 */
version: string, 
/**
 * The version that runs now.
 */
running: string, 
/**
 * Its size, in bytes.
 */
size: number, 
/**
 * Whether it can be installed from here; elsewhere the system's package manager does it.
 */
here: boolean, };
export type UpdateReady = { 
/**
 * The version that will be installed.
 */
version: string, 
/**
 * The backup that was made and checked.
 */
backup: string, };
export type UploadedFile = { name: string, 
/**
 * Its bytes, at most 10 MB.
 */
base64: string, };
export type UserData = { 
/**
 * By name.
 */
values: Record<string, unknown>, };
export type UserDataPut = { 
/**
 * Its name: letters, digits, dots, strokes; at most 64. Those of drafts begin with `draft.` and go after 30 days.
 */
name: string, 
/**
 * The value, at most 64 KB as JSON; nothing more is kept under the name if it is null.
 */
value: unknown, };
export type ValveOrder = { 
/**
 * Team sent.
 */
crew: string, 
/**
 * Which valve, where; of one that was asked for, empty stands for what was said then.
 */
place: string, 
/**
 * Number of the task that was asked for; none where the team is sent without anybody's asking.
 */
task?: number | null, 
/**
 * Who of 生调部 named the team by telephone, where nobody of 生调部 types this.
 */
named_by?: string, };
export type ValveRequest = { 
/**
 * Which valve, where.
 */
place: string, };
export type ValveRow = { 
/**
 * The team that was sent.
 */
crew: string, 
/**
 * Until when the team was to be there.
 */
limit: Moment, 
/**
 * When it was there.
 */
arrived_at: Moment | null, 
/**
 * When the task was given up.
 */
dropped_at: Moment | null, };
export type ValveStep = { 
/**
 * Number of the task on this ticket, from 1.
 */
task: number, 
/**
 * What was done; needed when the valve is shut or the task given up.
 */
note: string, };
export type ValveTask = { 
/**
 * Number on this ticket, from 1.
 */
task: number, 
/**
 * When it was asked for, or the team was sent without anybody's asking: its clock begins here.
 */
ordered_at: Moment, ordered_by: string, 
/**
 * Team and place; no team as long as 生调部 has named none.
 */
order: ValveOrder, 
/**
 * When the team was named.
 */
named_at: Moment | null, 
/**
 * When the team was there.
 */
arrived_at: Moment | null, 
/**
 * When its being there was typed.
 */
arrival_recorded_at: Moment | null, 
/**
 * When the valve was shut.
 */
shut_at: Moment | null, 
/**
 * When it was given up.
 */
dropped_at: Moment | null, 
/**
 * What was said at the end.
 */
note: string, };
export type VerifiedHours = { 
/**
 * Minutes that count.
 */
minutes: number, 
/**
 * Why they differ from the claimed ones; empty if they do not.
 */
reason: string, 
/**
 * By a manager, because nobody else of 总工办 had an account then; the program says so, nobody types it.
 */
for_office?: boolean, };
export type VerifyPart = { 
/**
 * Where the part before ended, 0 to begin. Without it everything is checked at once.
 */
after?: number, };
export type VerifyResult = { 
/**
 * Lines of the journal that were checked.
 */
entries: number, 
/**
 * Acknowledgement records that were checked.
 */
records: number, 
/**
 * Of the lines those where the chain is broken, or that give nothing, and an administrator went on with them.
 */
accepted: number, 
/**
 * Where this part ended, if there may be more.
 */
next: number | null, 
/**
 * The last line of the journal.
 */
of: number, };
export type ViewShare = { name: string, 
/**
 * Its filters, as the address of the screen has them.
 */
address: string, 
/**
 * Its columns; those of who looks if empty.
 */
columns?: Array<TicketColumn>, };
export type ViewUnshare = { name: string, };
export type Violation = { 
/**
 * When it was reported.
 */
reported_at: Moment, 
/**
 * What was said.
 */
words: string, 
/**
 * When a manager closed it.
 */
closed_at: Moment | null, 
/**
 * What was found.
 */
finding: string, };
export type ViolationLine = { ticket: number, number: string, 
/**
 * When it was reported.
 */
at: Moment, 
/**
 * The crew that had the ticket.
 */
crew: string | null, address: string, 
/**
 * Whether the ticket still has one that no manager has closed.
 */
open: boolean, };
export type WaterParameter = { 
/**
 * Its name on the wire: `turbidity`.
 */
code: string, 
/**
 * Its name.
 */
zh: string, 
/**
 * Its unit; empty for numbers without one.
 */
unit: string, 
/**
 * What is allowed.
 */
limit: ParameterLimit, };
export type WaterQualityCase = { 
/**
 * 取样, the last: a rejected sample is taken again.
 */
sampling: RecordedStep<Sampling> | null, 
/**
 * Who held the sample when, rejected ones too.
 */
custody: Array<SampleHolding>, 
/**
 * 收样.
 */
receipt: RecordedStep<SampleReceipt> | null, 
/**
 * Rejected samples: why.
 */
rejections: Array<RecordedStep<ReasonInput>>, 
/**
 * 检测结果, every version; the last counts.
 */
results: Array<RecordedStep<WaterResults>>, };
export type WaterQualityIntake = { 
/**
 * What was noticed; at least one.
 */
symptoms: Array<WaterSymptom>, since: string, tap: TapKind, 
/**
 * Whether all taps of the household are affected; unasked = null.
 */
all_taps: boolean | null, 
/**
 * In the customer's words.
 */
situation: string, };
export type WaterResults = { 
/**
 * Which standard.
 */
source: string, 
/**
 * Which edition of the table.
 */
edition: string, 
/**
 * Who had confirmed the table for the laboratory by then; empty if nobody had, and the report says so.
 */
confirmed_by: string, 
/**
 * Values with their limits and verdicts, in the order of the table.
 */
values: Array<JudgedValue>, 
/**
 * Who analysed it.
 */
analyst: string, 
/**
 * Who checked it.
 */
reviewer: string, 
/**
 * Anything to say.
 */
note: string, };
export type WaterStandard = { 
/**
 * Which standard, as printed: `GB 5749-2022 生活饮用水卫生标准`.
 */
source: string, 
/**
 * Which edition of the table, as printed.
 */
edition: string, 
/**
 * Who confirmed it for the laboratory; empty until somebody has, and the pages say so.
 */
confirmed_by: string, 
/**
 * The parameters, in the order of the page.
 */
parameters: Array<WaterParameter>, };
export type WaterSymptom = "turbid" | "colour" | "smell" | "particles" | "scale" | "unwell" | "wish";
export type WaterVerdict = "pass" | "fail" | "undecided";
export type WithdrawableStep = { title: string, until: Moment, };
export type WitnessState = "demo" | "absent" | "unchecked" | "holds" | "unconfirmed_key" | "other_folder" | "rolled_back" | "other_key" | "changed_line" | "unreadable_record";
export type WordsInput = { 
/**
 * What was said.
 */
words: string, };
export type Workbench = { 
/**
 * Open tickets, soonest limit first; at most 60.
 */
rows: Array<WorkbenchRow>, 
/**
 * How many tickets are at each open stage, in the order of the work; those without any too.
 */
counts: Array<StageCount>, 
/**
 * The work of who looks, by their roles, and how many tickets wait for it.
 */
todo: Array<TodoCount>, 
/**
 * Open tickets that wait for any of it, in the order of the rows; at most 60.
 */
mine: Array<WorkbenchRow>, 
/**
 * How many those are altogether.
 */
mine_total: number, 
/**
 * When this was read.
 */
now: Moment, };
export type WorkbenchRow = { id: number, number: string, 
/**
 * How many facts it has.
 */
version: number, service: ServiceKind, stage: Stage, community: string, 
/**
 * What it is about.
 */
summary: string, 
/**
 * Name of the customer.
 */
name: string, address: string, crew: string | null, 
/**
 * The clock that runs out next.
 */
next_clock: ClockKind | null, 
/**
 * Since when.
 */
next_start: Moment | null, 
/**
 * Until when.
 */
next_limit: Moment | null, 
/**
 * Whether an extension waits for its decision.
 */
extension_pending: boolean, 
/**
 * How often it was urged.
 */
urges: number, 
/**
 * Violation records nobody has dealt with.
 */
violations_open: number, };
export type WorkerHours = { name: string, 
/**
 * Minutes worked; 1 to 1440.
 */
minutes: number, };
export type WorkingCalendar = { 
/**
 * Timetables in the order of their first day.
 */
timetables: Array<Timetable>, years: Array<CalendarYear>, };
export type WorkingInterval = { 
/**
 * First minute that belongs to it.
 */
from: number, 
/**
 * First minute that no longer does; at most 1440.
 */
to: number, };
