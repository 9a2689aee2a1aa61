//! 公司证书: a certificate that an authority gave the company, brought as a PKCS#12 file by the administrator; exported
//! acknowledgements are then signed by it instead of by the installation's own.
//!
//! Deliberately absent: its secret half in any reply, log or table.

use domain::{Code, Fact, Moment, Refusal, certificate::Registered, key::Secret};
use schemars::JsonSchema;
use seal::Signer;
use serde::{Deserialize, Serialize};
use store::{Stamp, Tx};
use ts_rs::TS;

use crate::{
    Call, key,
    limit::base64::{Base64, SMALL},
    trust,
    wire::{self, Changed, Nothing},
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
    /// Whose it is.
    pub subject: String,
    /// Who gave it.
    pub issuer: String,
    /// Good from,
    pub from: Moment,
    /// and until.
    pub until: Moment,
    /// SHA-256 of it.
    pub sha256: String,
    /// In use since when.
    pub since: Moment,
    /// Who took it into use.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When another one followed or it was put away; nothing while it is in use.
    pub ended: Option<Moment>,
}

/// The certificates, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Certificates {
    /// Whether one signs.
    pub state: CertificateState,
    /// All of them.
    pub certificates: Vec<CertificateLine>,
}

/// Takes a certificate into use.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateTake {
    /// The PKCS#12 file (.p12, .pfx).
    pub base64: Base64<SMALL>,
    /// Its passphrase.
    pub passphrase: String,
    /// Why.
    pub reason: String,
}

/// Puts it away.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateRemove {
    /// Why.
    pub reason: String,
}

/// The company's certificates as they were registered.
fn registered(tx: &Tx) -> Result<Vec<(Moment, String, Registered)>, Refusal> {
    let mut found = all(tx)?;
    found.retain(|(_, _, it)| it.stamps.is_none());
    Ok(found)
}

/// What was registered, oldest first: when, by whom, what. Only what a key of this installation says counts.
pub(crate) fn all(tx: &Tx) -> Result<Vec<(Moment, String, Registered)>, Refusal> {
    let mut found = Vec::new();
    for entry in tx.believed_stream(STREAM)? {
        let Fact::Certificate(registered) = entry.fact else {
            continue;
        };
        let checker = key::checker(tx, Some(&registered.key))?;
        if checker.is_some_and(|checker| registered.holds(&checker)) {
            found.push((entry.recorded_at, entry.recorder, *registered));
        }
    }
    Ok(found)
}

pub(crate) fn certificates(registered: &Registered) -> Result<Vec<Vec<u8>>, Refusal> {
    let each = registered.certificates.iter();
    each.map(|text| wire::bytes("certificates", text)).collect()
}

/// The certificates a file may carry: each as it was registered, the company's own first.
pub(crate) fn known(tx: &Tx) -> Result<Vec<Vec<Vec<u8>>>, Refusal> {
    registered(tx)?
        .iter()
        .map(|(_, _, it)| certificates(it))
        .collect()
}

/// Who signs exported files now.
pub(crate) enum Signs {
    /// The company.
    Company(Box<Signer>),
    /// The installation; and whether the company should, but cannot.
    Installation(bool),
}

/// Who signs exported files now.
///
/// # Errors
/// Those of reading the journal and of the installation's key.
pub(crate) fn signs(call: &Call) -> Result<Signs, Refusal> {
    let (state, signer) = state(call)?;
    Ok(match (state, signer) {
        (_, Some(signer)) => Signs::Company(Box::new(signer)),
        (CertificateState::Expired | CertificateState::Missing, None) => Signs::Installation(true),
        _ => Signs::Installation(false),
    })
}

/// The key of the certificate in use goes on under a new key of the installation, if the one before can still open it.
///
/// # Errors
/// Those of reading the journal and of writing the file.
pub(crate) fn follow(call: &Call, secret: &domain::key::Secret) -> Result<(), Refusal> {
    let Some(said) = in_use(call)?.and_then(|chain| seal::said(chain.first()?)) else {
        return Ok(());
    };
    match file::read(call.desk, &said.sha256) {
        Ok(Some(pkcs8)) => file::write(call.desk, &said.sha256, &pkcs8, secret),
        // The list says that it has to be brought again.
        Ok(None) | Err(_) => Ok(()),
    }
}

/// The certificates in use, the company's own first.
fn in_use(call: &Call) -> Result<Option<Vec<Vec<u8>>>, Refusal> {
    let found = call.read(registered)?;
    let last = found.last().filter(|(_, _, it)| !it.certificates.is_empty());
    last.map(|(_, _, it)| certificates(it)).transpose()
}

fn state(call: &Call) -> Result<(CertificateState, Option<Signer>), Refusal> {
    if call.desk.demo()? {
        return Ok((CertificateState::Demo, None));
    }
    let Some(chain) = in_use(call)? else {
        return Ok((CertificateState::None, None));
    };
    let said = chain.first().and_then(|own| seal::said(own));
    let Some(said) = said.filter(|said| said.from <= call.now && call.now <= said.until) else {
        return Ok((CertificateState::Expired, None));
    };
    let Some(pkcs8) = file::read(call.desk, &said.sha256)? else {
        return Ok((CertificateState::Missing, None));
    };
    let signer = Signer::company(&pkcs8, chain)?;
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
pub fn list(call: &Call, _: Nothing) -> Result<Certificates, Refusal> {
    let state = match state(call) {
        Ok((state, _)) => state,
        Err(refusal) if matches!(refusal.code, Code::KeyLocked | Code::WrongPassphrase) => {
            CertificateState::Locked
        }
        Err(refusal) => return Err(refusal),
    };
    let found = call.read(registered)?;
    let mut lines = Vec::new();
    for (place, (since, by, it)) in found.iter().enumerate() {
        let Some(said) = certificates(it)?.first().and_then(|own| seal::said(own)) else {
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
pub fn take(call: &Call, ask: CertificateTake) -> Result<Changed<Certificates>, Refusal> {
    key::real(call)?;
    let bad = || Refusal::at(Code::BadCertificate, "base64");
    let bytes = ask.base64.bytes("base64").map_err(|refusal| match refusal.code {
        Code::FileTooLarge => refusal,
        _ => bad(),
    })?;
    let opened = seal::opened(&bytes, &ask.passphrase)?;
    let said = opened.certificates.first().and_then(|own| seal::said(own));
    let said = said.ok_or_else(bad)?;
    let signer = Signer::company(&opened.pkcs8, opened.certificates)?;
    if call.now < said.from || said.until < call.now {
        return Err(Refusal::at(Code::CertificateExpired, "base64")
            .with("from", said.from.text())
            .with("until", said.until.text()));
    }
    let certificates = signer.certificates().iter().map(|it| wire::base64(it)).collect();
    let stamp = call.stamp()?;
    key::fetch(call)?;
    call.write(|tx| {
        let (secret, _) = key::ready(call.desk, tx, &stamp)?;
        register(
            tx,
            Registered::new(certificates, &ask.reason, &secret)?,
            &stamp,
            &secret,
        )?;
        // Kept before the journal says so, and only if it will.
        file::write(call.desk, &said.sha256, &opened.pkcs8, &secret)
    })?;
    changed(call)
}

/// Puts the company's certificate away; what it signed stays signed.
///
/// # Errors
/// `not_found` where none is in use; `required` at `reason`; `real_only` in a demo folder; those of the key.
pub fn remove(call: &Call, ask: CertificateRemove) -> Result<Changed<Certificates>, Refusal> {
    key::real(call)?;
    let own = in_use(call)?.and_then(|chain| seal::said(chain.first()?));
    let own = own.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "certificate"))?;
    let stamp = call.stamp()?;
    key::fetch(call)?;
    call.write(|tx| {
        let (secret, _) = key::ready(call.desk, tx, &stamp)?;
        register(
            tx,
            Registered::new(Vec::new(), &ask.reason, &secret)?,
            &stamp,
            &secret,
        )
    })?;
    file::remove(call.desk, &own.sha256);
    changed(call)
}

pub(crate) fn register(
    tx: &Tx,
    registered: Registered,
    stamp: &Stamp,
    secret: &Secret,
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

fn changed(call: &Call) -> Result<Changed<Certificates>, Refusal> {
    Ok(Changed {
        value: list(call, Nothing {})?,
        changed: vec!["certificate".to_owned()],
    })
}
