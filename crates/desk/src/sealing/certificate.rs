//! 公司证书: a certificate that an authority gave the company, brought as a PKCS#12 file by the administrator; exported
//! acknowledgements are then signed by it instead of by the installation's own.
//!
//! Deliberately absent: its secret half in any reply, log or table.

use domain::{Code, Fact, Moment, Refusal, certificate::CertificateRegistration, key::SealingKey};
use schemars::JsonSchema;
use seal::PdfSigner;
use serde::{Deserialize, Serialize};
use store::{EntryStamp, Tx};
use ts_rs::TS;

use crate::{
    Call, key,
    limit::base64::{Base64, SMALL},
    trust,
    wire::{self, ChangeReply, Nothing},
};

mod file;

/// The stream of the journal that certificates are registered in.
const STREAM: &str = "certificate";

/// How long before its end the administrator is reminded, in milliseconds: a new one takes an authority some weeks.
const SOON: i64 = 30 * 86_400_000;

domain::words! {
    /// Whether the company's certificate signs.
    CertificateState {
        None "none" = "未使用公司证书，导出的文件由本系统自带的证书签名",
        Demo "demo" = "演示数据不能使用公司证书",
        Ready "ready" = "导出的文件由公司证书签名",
        Soon "soon" = "公司证书即将到期，请及时向发证机构换领",
        Expired "expired" = "公司证书不在有效期内，导出的文件暂由本系统自带的证书签名",
        Locked "locked" = "密钥文件需要口令，解锁后由公司证书签名",
        Missing "missing" = "本机没有公司证书的密钥，请重新导入；导出的文件暂由本系统自带的证书签名",
    }
}

/// A certificate that is or was in use.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct CertificateLine {
    pub subject: String,
    /// Who gave it.
    pub issuer: String,
    /// Good from,
    pub from: Moment,
    pub until: Moment,
    /// SHA-256 of it.
    pub sha256: String,
    /// In use since when.
    pub since: Moment,
    /// Who took it into use.
    pub by: String,
    pub reason: String,
    /// When another one followed or it was put away; nothing while it is in use.
    pub ended: Option<Moment>,
}

/// The certificates, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Certificates {
    /// Whether one signs.
    pub state: CertificateState,
    pub certificates: Vec<CertificateLine>,
}

/// Takes a certificate into use.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateTake {
    /// The PKCS#12 file (.p12, .pfx).
    pub base64: Base64<SMALL>,
    pub passphrase: String,
    pub reason: String,
}

/// Puts it away.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateRemove {
    pub reason: String,
}

/// The company's certificates as they were registered.
fn read_company_certificates(tx: &Tx) -> Result<Vec<(Moment, String, CertificateRegistration)>, Refusal> {
    let mut found = read_certificate_registrations(tx)?;
    found.retain(|(_, _, it)| it.stamps.is_none());
    Ok(found)
}

/// What was registered, oldest first: when, by whom, what. Only what a key of this installation says counts.
pub(crate) fn read_certificate_registrations(
    tx: &Tx,
) -> Result<Vec<(Moment, String, CertificateRegistration)>, Refusal> {
    let mut found = Vec::new();
    for entry in tx.believed_stream(STREAM)? {
        let Fact::Certificate(registered) = entry.fact else {
            continue;
        };
        let checker = key::find_key_verifier(tx, Some(&registered.key))?;
        if checker.is_some_and(|checker| registered.is_signed_by(&checker)) {
            found.push((entry.recorded_at, entry.recorder, *registered));
        }
    }
    Ok(found)
}

pub(crate) fn decode_certificates(registered: &CertificateRegistration) -> Result<Vec<Vec<u8>>, Refusal> {
    let each = registered.certificates.iter();
    each.map(|text| wire::decode_base64("certificates", text))
        .collect()
}

/// The certificates a file may carry: each as it was registered, the company's own first.
pub(crate) fn read_certificate_chains(tx: &Tx) -> Result<Vec<Vec<Vec<u8>>>, Refusal> {
    read_company_certificates(tx)?
        .iter()
        .map(|(_, _, it)| decode_certificates(it))
        .collect()
}

/// Who signs exported files now.
pub(crate) enum ExportSigner {
    Company(Box<PdfSigner>),
    /// The installation; and whether the company should, but cannot.
    Installation(bool),
}

/// Who signs exported files now.
///
/// # Errors
/// Those of reading the journal and of the installation's key.
pub(crate) fn current_signer(call: &Call) -> Result<ExportSigner, Refusal> {
    let (state, signer) = read_certificate_state(call)?;
    Ok(match (state, signer) {
        (_, Some(signer)) => ExportSigner::Company(Box::new(signer)),
        (CertificateState::Expired | CertificateState::Missing, None) => ExportSigner::Installation(true),
        _ => ExportSigner::Installation(false),
    })
}

/// The key of the certificate in use goes on under a new key of the installation, if the one before can still open it.
///
/// # Errors
/// Those of reading the journal and of writing the file.
pub(crate) fn reencrypt_for_new_key(call: &Call, secret: &domain::key::SealingKey) -> Result<(), Refusal> {
    let Some(said) = read_current_chain(call)?.and_then(|chain| seal::read_certificate_info(chain.first()?))
    else {
        return Ok(());
    };
    match file::read_certificate_key(call.desk, &said.sha256) {
        Ok(Some(pkcs8)) => file::write_certificate_key(call.desk, &said.sha256, &pkcs8, secret),
        // The list says that it has to be brought again.
        Ok(None) | Err(_) => Ok(()),
    }
}

/// The certificates in use, the company's own first.
fn read_current_chain(call: &Call) -> Result<Option<Vec<Vec<u8>>>, Refusal> {
    let found = call.read_tx(read_company_certificates)?;
    let last = found.last().filter(|(_, _, it)| !it.certificates.is_empty());
    last.map(|(_, _, it)| decode_certificates(it)).transpose()
}

fn read_certificate_state(call: &Call) -> Result<(CertificateState, Option<PdfSigner>), Refusal> {
    if call.desk.is_demo()? {
        return Ok((CertificateState::Demo, None));
    }
    let Some(chain) = read_current_chain(call)? else {
        return Ok((CertificateState::None, None));
    };
    let said = chain.first().and_then(|own| seal::read_certificate_info(own));
    let Some(said) = said.filter(|said| said.from <= call.now && call.now <= said.until) else {
        return Ok((CertificateState::Expired, None));
    };
    let Some(pkcs8) = file::read_certificate_key(call.desk, &said.sha256)? else {
        return Ok((CertificateState::Missing, None));
    };
    let signer = PdfSigner::from_company_key(&pkcs8, chain)?;
    let soon = said.until.0 - call.now.0 < SOON;
    let state = if soon {
        CertificateState::Soon
    } else {
        CertificateState::Ready
    };
    Ok((state, Some(signer)))
}

/// The certificates, and whether one signs.
///
/// # Errors
/// Those of reading the journal.
pub fn list_certificates(call: &Call, _: Nothing) -> Result<Certificates, Refusal> {
    let state = match read_certificate_state(call) {
        Ok((state, _)) => state,
        Err(refusal) if matches!(refusal.code, Code::KeyLocked | Code::WrongPassphrase) => {
            CertificateState::Locked
        }
        Err(refusal) => return Err(refusal),
    };
    let found = call.read_tx(read_company_certificates)?;
    let mut lines = Vec::new();
    for (place, (since, by, it)) in found.iter().enumerate() {
        let Some(said) = decode_certificates(it)?
            .first()
            .and_then(|own| seal::read_certificate_info(own))
        else {
            continue;
        };
        lines.push(CertificateLine {
            subject: said.subject,
            issuer: said.issuer,
            from: said.from,
            until: said.until,
            sha256: said.sha256,
            since: *since,
            by: by.clone(),
            reason: it.reason.clone(),
            ended: found.get(place + 1).map(|(ended, _, _)| *ended),
        });
    }
    lines.reverse();
    Ok(Certificates {
        state,
        certificates: lines,
    })
}

/// Takes a company's certificate into use.
///
/// # Errors
/// `bad_certificate`, `certificate_kind`, `certificate_expired` (with `from`, `until`) at `base64`; `wrong_passphrase` at
/// `passphrase`; `required` at `reason`; `real_only` in a demo folder, whose key everybody has; those of the key.
pub fn take_certificate(call: &Call, ask: CertificateTake) -> Result<ChangeReply<Certificates>, Refusal> {
    key::require_real_data(call)?;
    let bad = || Refusal::at_field(Code::BadCertificate, "base64");
    let bytes = ask
        .base64
        .decode_bytes("base64")
        .map_err(|refusal| match refusal.code {
            Code::FileTooLarge => refusal,
            _ => bad(),
        })?;
    let opened = seal::open_pkcs12(&bytes, &ask.passphrase)?;
    let said = opened
        .certificates
        .first()
        .and_then(|own| seal::read_certificate_info(own));
    let said = said.ok_or_else(bad)?;
    let signer = PdfSigner::from_company_key(&opened.pkcs8, opened.certificates)?;
    if call.now < said.from || said.until < call.now {
        return Err(Refusal::at_field(Code::CertificateExpired, "base64")
            .with_arg("from", said.from.date_time_text())
            .with_arg("until", said.until.date_time_text()));
    }
    let certificates = signer
        .certificate_chain()
        .iter()
        .map(|it| wire::encode_base64(it))
        .collect();
    let stamp = call.caller_stamp()?;
    key::prefetch_signing_key(call)?;
    call.write_tx(|tx| {
        let (secret, _) = key::ensure_signing_key(call, tx, &stamp)?;
        append_certificate(
            tx,
            CertificateRegistration::new(certificates, &ask.reason, &secret)?,
            &stamp,
            &secret,
        )?;
        // Kept before the journal says so, and only if it will.
        file::write_certificate_key(call.desk, &said.sha256, &opened.pkcs8, &secret)
    })?;
    reply_with_certificates(call)
}

/// Puts the company's certificate away; what it signed stays signed.
///
/// # Errors
/// `not_found` where none is in use; `required` at `reason`; `real_only` in a demo folder; those of the key.
pub fn remove_certificate(call: &Call, ask: CertificateRemove) -> Result<ChangeReply<Certificates>, Refusal> {
    key::require_real_data(call)?;
    let own = read_current_chain(call)?.and_then(|chain| seal::read_certificate_info(chain.first()?));
    let own = own.ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "certificate"))?;
    let stamp = call.caller_stamp()?;
    key::prefetch_signing_key(call)?;
    call.write_tx(|tx| {
        let (secret, _) = key::ensure_signing_key(call, tx, &stamp)?;
        append_certificate(
            tx,
            CertificateRegistration::new(Vec::new(), &ask.reason, &secret)?,
            &stamp,
            &secret,
        )
    })?;
    file::remove_certificate_key(call.desk, &own.sha256);
    reply_with_certificates(call)
}

pub(crate) fn append_certificate(
    tx: &Tx,
    registered: CertificateRegistration,
    stamp: &EntryStamp,
    secret: &SealingKey,
) -> Result<(), Refusal> {
    let signing = tx.first_signed_line()?.is_some().then_some(secret);
    trust::append_power(
        tx,
        STREAM,
        None,
        Fact::Certificate(Box::new(registered)),
        stamp,
        signing,
    )?;
    Ok(())
}

fn reply_with_certificates(call: &Call) -> Result<ChangeReply<Certificates>, Refusal> {
    Ok(ChangeReply {
        value: list_certificates(call, Nothing {})?,
        changed: vec!["certificate".to_owned()],
    })
}
