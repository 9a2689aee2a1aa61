//! What the program says when it will not do a thing: a code the screen acts on, the field it belongs to,
//! and the values the sentence needs. The Chinese sentence itself lives with the screens (`ui/src/shared/text`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $code:literal),+ $(,)?) => {
        /// Why something was refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
        pub enum Code { $($(#[doc = $doc])+ #[serde(rename = $code)] $variant),+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire.
            #[must_use]
            pub const fn wire_name(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}

codes! {
    /// The request is not what the command takes. Args: `detail` (for the person who writes the caller).
    BadRequest "bad_request",
    /// No command of this name. Args: `name`.
    UnknownCommand "unknown_command",
    /// Nobody is signed in.
    NotSignedIn "not_signed_in",
    /// The desk is locked; the password of the person signed in opens it.
    Locked "locked",
    /// The role may not do this. Args: `command`.
    NotPermitted "not_permitted",
    /// Name or password is wrong. Which of the two is not said.
    WrongPassword "wrong_password",
    /// Five wrong passwords in a row. Args: `seconds` to wait.
    TooManyAttempts "too_many_attempts",
    /// The first start is over: an administrator exists already.
    AlreadyStarted "already_started",
    /// No administrator exists yet: the first start comes first.
    FirstStartNeeded "first_start_needed",
    /// The id that was typed is not that of the installation's key.
    WrongKeyId "wrong_key_id",
    /// The file differs from the record outside of it: nothing is sealed until an administrator has compared the key's sheet. Args: `state`.
    WitnessDiffers "witness_differs",
    /// What was checked holds together, but nothing outside of the file confirms it. Args: `state`.
    NotConfirmed "not_confirmed",
    /// The key was compared already: there is nothing to confirm.
    NothingToConfirm "nothing_to_confirm",
    /// Nobody would be an administrator by lines that this key or one before it signed: the data are not the company's. Args: `key`.
    NobodyLeft "nobody_left",
    /// The last active administrator cannot be taken away.
    LastAdmin "last_admin",
    /// A password of fewer than 8 characters, or equal to the name. Args: `least`.
    WeakPassword "weak_password",
    /// A person of this name exists already.
    NameTaken "name_taken",
    /// The field must be filled in.
    Required "required",
    /// The text is longer than allowed. Args: `most`, `is` (in characters).
    TooLong "too_long",
    /// The text holds control characters.
    BadText "bad_text",
    /// Not a phone number: 5 to 20 digits, `+`, `-`, spaces and brackets.
    BadPhone "bad_phone",
    /// Not a month of the form 2026-11 between 2000 and 2199.
    BadMonth "bad_month",
    /// Not a day of the calendar, or intervals that cross.
    BadCalendar "bad_calendar",
    /// Not a day or time that can be read. Args: `value`.
    BadDate "bad_date",
    /// No spreadsheet, or one without the heads that are needed.
    BadSheet "bad_sheet",
    /// A number outside its bounds. Args: `least`, `most`.
    OutOfRange "out_of_range",
    /// An instant before 2000 or after 2199.
    BadTime "bad_time",
    /// The time lies in the future. Args: `now`.
    TimeInFuture "time_in_future",
    /// The time lies before the step it follows. Args: `previous`.
    TimeBeforePrevious "time_before_previous",
    /// The appointment, the arrangement or the new limit must lie after the moment it was agreed.
    TimeNotLater "time_not_later",
    /// There is no such thing. Args: `what`.
    NotFound "not_found",
    /// Somebody else changed it meanwhile. Args: `expected`, `is`.
    StaleVersion "stale_version",
    /// The last step cannot be taken back. Args: `why`: `step`, `person` or `time`.
    CannotWithdraw "cannot_withdraw",
    /// This step is not possible at this stage. Args: `stage`, `stage_zh`, `step_zh`.
    WrongStage "wrong_stage",
    /// Outside working hours the hand-over needs an arrangement (4.3⑶).
    ArrangementMissing "arrangement_missing",
    /// Inside working hours 总工办 assigns; no arrangement of the night kind (4.3⑵).
    ArrangementInHours "arrangement_in_hours",
    /// A form raised in working hours may not be returned (4.3⑵).
    ReturnInHours "return_in_hours",
    /// What lies before the meter is no repair of this service (4).
    BeforeTheMeter "before_the_meter",
    /// An extension is asked for already and not decided.
    ExtensionPending "extension_pending",
    /// No extension waits for a decision.
    NoExtensionPending "no_extension_pending",
    /// Who asked for the extension cannot decide on it.
    ExtensionOwnRequest "extension_own_request",
    /// The step is taken by whoever is signed in, now: no other time or person can be given. Args: `step_zh`.
    DecidedHere "decided_here",
    /// Somebody of 总工办 is there to decide it. Args: `step_zh`.
    OfficeDecides "office_decides",
    /// Whoever only writes down who decided cannot be the one.
    NamedThemselves "named_themselves",
    /// Who reported the hours cannot verify them (4.1).
    HoursOwnReport "hours_own_report",
    /// The new limit is not later than the one in force. Args: `limit`.
    ExtensionNotLater "extension_not_later",
    /// No valve task of this number waits for this step.
    NoValveTask "no_valve_task",
    /// Who is not of 生调部 asks for the valve first (4.3⑷).
    ValveNotAsked "valve_not_asked",
    /// No team has been named for the valve yet (4.3⑷).
    ValveUnnamed "valve_unnamed",
    /// The customer has neither signed nor refused to (4, acknowledgement).
    NotAcknowledged "not_acknowledged",
    /// Signed or refused already; records never change.
    AlreadyAcknowledged "already_acknowledged",
    /// Not an address that begins with http:// or https://.
    BadUrl "bad_url",
    /// The time-stamp authority does not answer. Args: `detail`.
    NoStamp "no_stamp",
    /// The answer of the time-stamp authority cannot be used. Args: `detail`.
    BadStamp "bad_stamp",
    /// The personal content of the ticket was taken out when its retention was over.
    Erased "erased",
    /// The work hours are not verified (4.1).
    HoursNotVerified "hours_not_verified",
    /// Verified hours that differ from the claimed ones need a reason (4.1).
    HoursReasonMissing "hours_reason_missing",
    /// No follow-up call reached the customer, nor were there enough attempts. Args: `attempts`.
    NotFollowedUp "not_followed_up",
    /// The question about 吃拿卡要 must be answered when the customer was reached (2.5, 5.3).
    ConductUnanswered "conduct_unanswered",
    /// No violation record waits here.
    NoViolation "no_violation",
    /// No crew of this name. Args: `crew`.
    UnknownCrew "unknown_crew",
    /// The crew is none of the inspection teams that do this work (2.3, 3). Args: `crew`, `department_zh`.
    WrongCrew "wrong_crew",
    /// A ticket cannot be merged into itself, a merged one, a cancelled one or another service's.
    BadMerge "bad_merge",
    /// The step belongs to another service. Args: `service_zh`, `step_zh`.
    WrongService "wrong_service",
    /// The customer has not been asked whether the company may take it further (1.3).
    ConsentUnanswered "consent_unanswered",
    /// The customer has not agreed that the company takes it further (1.3).
    ConsentMissing "consent_missing",
    /// The customer agreed, but no linked ticket has been opened (1.3).
    LinkMissing "link_missing",
    /// A ticket of this service cannot be opened from here. Args: `service_zh`.
    BadLink "bad_link",
    /// A left notice belongs to a reminder only (1.2).
    LeftNotHere "left_not_here",
    /// A left notice is shown by a photo; this is another kind of file (1.2).
    NotAPhoto "not_a_photo",
    /// No leak was found, so there is nothing to repair.
    LeakNotFound "leak_not_found",
    /// No answer before the departments have studied it and concluded (2.4).
    NotConcluded "not_concluded",
    /// Not reported to the company yet (2.4).
    NotEscalated "not_escalated",
    /// No sample has been taken (3).
    NoSample "no_sample",
    /// The laboratory has not received the sample (3).
    SampleNotReceived "sample_not_received",
    /// No number, a negative one, or more than six places after the point. Args: `value`.
    BadValue "bad_value",
    /// Not the parameter's unit. Args: `unit`, `is`.
    BadUnit "bad_unit",
    /// No such parameter in the table of the standard.
    UnknownParameter "unknown_parameter",
    /// A parameter has two values.
    ParameterTwice "parameter_twice",
    /// A rule or item of the checklist has no answer, or two. Args: `rule`.
    ChecklistIncomplete "checklist_incomplete",
    /// No truck before the company's authorisation (6.1).
    NotAuthorised "not_authorised",
    /// No safety check on site is recorded (6.2).
    SafetyNotChecked "safety_not_checked",
    /// Places have not been reached; closing needs the reason (6.2). Args: `places`.
    GapReasonMissing "gap_reason_missing",
    /// A place stands in the outage twice. Args: `place`.
    PlaceTwice "place_twice",
    /// The key that seals records is not on this computer, and has to be brought or replaced by the administrator.
    KeyMissing "key_missing",
    /// The key lies in a file under a passphrase that nobody has given yet.
    KeyLocked "key_locked",
    /// This computer keeps no secrets for programs, so that the key needs a passphrase.
    KeyPassphraseNeeded "key_passphrase_needed",
    /// Not the passphrase of this key.
    WrongPassphrase "wrong_passphrase",
    /// A text to be signed does not say that the service is free of charge.
    TemplateNotFree "template_not_free",
    /// The same section of a report chosen twice.
    SectionTwice "section_twice",
    /// The record is from before there were keys: its hash proves it, no signature does.
    NotSealed "not_sealed",
    /// No anchor as this program prints them.
    BadAnchor "bad_anchor",
    /// In a demo folder this would prove nothing.
    RealOnly "real_only",
    /// No key file, or one of another installation.
    BadKeyFile "bad_key_file",
    /// A month that is not over cannot be closed.
    MonthNotOver "month_not_over",
    /// The month is closed already.
    MonthClosed "month_closed",
    /// The month is not closed.
    MonthNotClosed "month_not_closed",
    /// No PKCS#12 file, or none with a key and its certificate.
    BadCertificate "bad_certificate",
    /// A certificate that does not sign documents, or of a kind that is not understood (SM2).
    CertificateKind "certificate_kind",
    /// Not the certificate of a time-stamp authority, nor of one that gives such certificates.
    BadAuthority "bad_authority",
    /// A certificate that is not good today. Args: `from`, `until` (times).
    CertificateExpired "certificate_expired",
    /// The handwriting holds too little ink to be a signature.
    TooLittleInk "too_little_ink",
    /// Neither JPEG, PNG nor PDF, told by the content. Args: `what` where only pictures are taken.
    BadMedia "bad_media",
    /// A picture in the colours of a press (CMYK), which no screen shows as they are.
    CmykPicture "cmyk_picture",
    /// A file of more than 10 MB, a logo of more than 512 KB. Args: `most`, `is` (bytes).
    FileTooLarge "file_too_large",
    /// The picture has more points than can be decoded. Args: `width`, `height`.
    PictureTooLarge "picture_too_large",
    /// What the file holds comes to more than any file of an office when it is unpacked.
    ContentTooLarge "content_too_large",
    /// This file cannot be written: read-only or no permission.
    ReadOnly "read_only",
    /// The disk is full; nothing was changed.
    DiskFull "disk_full",
    /// The file is damaged. Args: `detail`.
    Damaged "damaged",
    /// Something stands in the file that is not this program's and may work with what is written. Args: `kind` (`trigger`, `view`,
    /// `table`, `index`), `name`.
    ForeignObject "foreign_object",
    /// Something this program needs of the file is changed or missing. Args: `kind`, `name`.
    SchemaChanged "schema_changed",
    /// A table is not what the journal says. Args: `table`, `key` (the row), and `seq` (the line) where one is at hand.
    TableDiffers "table_differs",
    /// Something of this program itself went wrong, and the file is whole; nothing was changed. Args: `detail`.
    Unexpected "unexpected",
    /// The file was written by a newer program and stays untouched. Args: `file`, `program`.
    NewerFile "newer_file",
    /// Another program holds the file for too long; nothing was changed.
    Busy "busy",
    /// Long work that whoever waited for it has stopped; nothing was changed.
    Stopped "stopped",
    /// Something that belongs only into a demo folder.
    DemoOnly "demo_only",
    /// The target exists already and is not overwritten. Args: `path`.
    FileExists "file_exists",
    /// A file or folder could not be read or written. Args: `detail`.
    FileProblem "file_problem",
    /// Another program holds the file that was to be written: whoever looks at it, a virus scanner. Args: `path`, `detail`.
    FileHeld "file_held",
    /// A data folder on another computer, where files cannot be trusted to be locked. Args: `path`.
    NetworkFolder "network_folder",
    /// The folder of the monthly reports cannot be written. Args: `path`, `detail`.
    FolderNotWritable "folder_not_writable",
    /// No public key for updates is built in.
    UpdateNoKey "update_no_key",
    /// The update file cannot be read. Args: `detail`.
    UpdateUnreadable "update_unreadable",
    /// The update file has no signature, or not one of the key that is built in. Args: `detail`.
    UpdateNotSigned "update_not_signed",
    /// The signed file is not this program. Args: `detail`.
    UpdateOtherProgram "update_other_program",
    /// Not newer than what runs. Args: `is`, `least` (the version that runs).
    UpdateNotNewer "update_not_newer",
    /// On this system the package manager installs updates.
    UpdateElsewhere "update_elsewhere",
}

/// A refusal, as it goes over the wire: `{ "code", "field", "args" }`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS, JsonSchema)]
#[error("{} (field {}, args {})", .code.wire_name(), .field.as_deref().unwrap_or("-"), Value::Object(.args.clone()))]
pub struct Refusal {
    pub code: Code,
    /// The field of the request it belongs to.
    pub field: Option<String>,
    /// What the sentence needs.
    #[ts(type = "Record<string, unknown>")]
    pub args: Map<String, Value>,
}

impl Code {
    /// Whether a file was refused because somebody edited it behind the program's back, in what is made of the journal and can be made
    /// again from it.
    #[must_use]
    pub const fn is_edited_file(self) -> bool {
        matches!(
            self,
            Self::ForeignObject | Self::SchemaChanged | Self::TableDiffers
        )
    }
}

impl Refusal {
    /// A refusal with neither field nor args.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            field: None,
            args: Map::new(),
        }
    }

    /// A refusal that belongs to a field.
    #[must_use]
    pub fn at_field(code: Code, field: &str) -> Self {
        Self {
            code,
            field: Some(field.to_owned()),
            args: Map::new(),
        }
    }

    /// Whether what is changed is still as the caller saw it.
    ///
    /// # Errors
    /// `stale_version` at `version`.
    pub fn check_version(seen: i64, is: i64) -> Result<(), Self> {
        if seen == is {
            return Ok(());
        }
        Err(Self::at_field(Code::StaleVersion, "version")
            .with_arg("expected", seen)
            .with_arg("is", is))
    }

    /// The same at another field.
    #[must_use]
    pub fn with_field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// The same where its field lies inside another one.
    #[must_use]
    pub fn within_field(mut self, outer: &str) -> Self {
        self.field = self.field.map(|field| format!("{outer}.{field}"));
        self
    }

    /// The same with one more value for the sentence.
    #[must_use]
    pub fn with_arg(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.args.insert(key.to_owned(), value.into());
        self
    }
}
