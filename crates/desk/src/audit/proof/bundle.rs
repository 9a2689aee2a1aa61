//! The proof bundle: everything somebody without this program needs to check an acknowledgement with OpenSSL alone.

use std::io::{Cursor, Write};

use domain::{Code, Refusal, acknowledgement::AcknowledgementRecord, hash, key::KeyAnnouncement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::RecordWithNeighbours;
use ts_rs::TS;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    Call, key,
    mask::RevealPermit,
    ticket::print::{FormKind, TicketPrint, find_acknowledgement_record, render_form},
    wire::{self, OutputFile, PrivacyCheck},
};

/// Of which ticket.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofBundle {
    #[ts(type = "number")]
    pub ticket: i64,
    /// The record of this number; the newest if empty.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub record: Option<String>,
}

/// What goes into a bundle.
struct BundleContents {
    pdf: Vec<u8>,
    parts: seal::ExtractedSeal,
    /// DER: the one that signed the PDF, then those of the authorities above it.
    certificates: Vec<Vec<u8>>,
    record: AcknowledgementRecord,
    around: RecordWithNeighbours,
    key: KeyAnnouncement,
}

/// The proof bundle of a ticket's acknowledgement.
///
/// # Errors
/// `not_found`, `not_acknowledged`, `erased`; `not_sealed` for a record from before there were keys; those of the key.
pub fn export_proof_bundle(call: &Call, ask: ProofBundle) -> Result<OutputFile, Refusal> {
    let (contents, seen) = collect_bundle_contents(call, &ask)?;
    let bytes = zip_bundle(call, &contents)?;
    let name = format!("证据包-{}.zip", contents.record.number);
    Ok(wire::make_output_file(
        name,
        "application/zip",
        &bytes,
        PrivacyCheck::from_permit(&seen),
    ))
}

/// What goes into it, and that it was seen: printing the form leaves the line.
fn collect_bundle_contents(
    call: &Call,
    ask: &ProofBundle,
) -> Result<(BundleContents, RevealPermit), Refusal> {
    let ticket = call.read_tx(|tx| tx.read_ticket(ask.ticket))?;
    let record = find_acknowledgement_record(&ticket, ask.record.as_deref())?
        .cloned()
        .ok_or_else(|| Refusal::new(Code::NotAcknowledged))?;
    let not_sealed = || Refusal::new(Code::NotSealed);
    let page = TicketPrint {
        ticket: ask.ticket,
        page: FormKind::Acknowledgement,
        record: ask.record.clone(),
    };
    let (file, seen) = render_form(call, page)?;
    let pdf = file.file_bytes()?;
    let (known, around) = call.read_tx(|tx| {
        Ok((
            key::read_announced_keys(tx)?,
            tx.read_record_with_neighbours(&record.number)?,
        ))
    })?;
    let own = known
        .iter()
        .find(|(_, it)| Some(&it.key.id) == record.key.as_ref());
    let look = seal::inspect_pdf(&pdf);
    let sealed = look.whole_file_seal().ok_or_else(not_sealed)?;
    let contents = BundleContents {
        parts: seal::extract_seal(&pdf).ok_or_else(not_sealed)?,
        pdf,
        certificates: std::iter::once(&sealed.certificate)
            .chain(&sealed.authorities)
            .cloned()
            .collect(),
        key: own.map(|(_, it)| it.clone()).ok_or_else(not_sealed)?,
        around: around.ok_or_else(not_sealed)?,
        record,
    };
    Ok((contents, seen))
}

fn zip_bundle(call: &Call, contents: &BundleContents) -> Result<Vec<u8>, Refusal> {
    let problem =
        |error: zip::result::ZipError| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string());
    let text = contents.record.canonical_text()?;
    let signature = contents.record.signature.as_deref().unwrap_or_default();
    let pems = contents
        .certificates
        .iter()
        .map(|der| encode_pem("CERTIFICATE", der));
    let pems: String = pems.collect();
    let files: [(&str, Vec<u8>); 8] = [
        ("acknowledgement.pdf", contents.pdf.clone()),
        ("record.json", text.clone().into_bytes()),
        ("record.sig", decode_hex_text(signature)),
        (
            "public.pem",
            encode_public_key_pem(&contents.key.key.public).into_bytes(),
        ),
        ("pdf.p7s", contents.parts.cms.clone()),
        ("certificate.pem", pems.into_bytes()),
        ("chain.txt", describe_chain(&contents.around).into_bytes()),
        ("说明.txt", build_guide(call, contents, &text).into_bytes()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(name, options).map_err(problem)?;
        zip.write_all(&bytes).map_err(|error| problem(error.into()))?;
    }
    Ok(zip.finish().map_err(problem)?.into_inner())
}

fn decode_hex_text(text: &str) -> Vec<u8> {
    hash::decode_hex(text.as_bytes()).unwrap_or_default()
}

/// RFC 7468.
fn encode_pem(what: &str, der: &[u8]) -> String {
    let base64 = wire::encode_base64(der);
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    format!(
        "-----BEGIN {what}-----\n{}\n-----END {what}-----\n",
        lines.join("\n")
    )
}

/// RFC 8410: what says that the 32 bytes behind it are a key of Ed25519.
fn encode_public_key_pem(public: &str) -> String {
    let mut der = vec![
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
    ];
    der.extend(decode_hex_text(public));
    encode_pem("PUBLIC KEY", &der)
}

fn describe_chain(around: &RecordWithNeighbours) -> String {
    let line = |what: &str, record: Option<&AcknowledgementRecord>| match record {
        Some(record) => format!(
            "{what}\t{}\n\t本单校验值\t{}\n\t上一单校验值\t{}\n",
            record.number, record.hash, record.previous
        ),
        None => format!("{what}\t没有\n"),
    };
    format!(
        "{}{}{}",
        line("前一条", around.before.as_ref().map(|it| &it.record)),
        line("本条", Some(&around.record.record)),
        line("后一条", around.after.as_ref().map(|it| &it.record))
    )
}

/// Who gave the certificate: an authority, or nobody but the installation itself.
fn describe_certificate_issuer(said: &seal::CertificateInfo) -> String {
    if said.subject == said.issuer {
        return String::new();
    }
    format!(
        "   这是“{}”的证书，由“{}”签发，有效期 {} 至 {}。\n   证书是否可信，请向发证机构核实：\
         用其公布的根证书代替第 5 步中的 -noverify（写作 -CAfile 根证书文件）再查验一次。\n",
        said.subject,
        said.issuer,
        said.from.date_time_text(),
        said.until.date_time_text()
    )
}

/// How to check it. Every line that begins with `$ ` is typed as it stands; a test does so.
fn build_guide(call: &Call, contents: &BundleContents, text: &str) -> String {
    let BundleContents {
        record, parts, key, ..
    } = contents;
    let hash = hash::sha256_hex(&[text.as_bytes()]);
    let own = contents.certificates.first().map_or(&[][..], Vec::as_slice);
    let print = hash::sha256_hex(&[own]);
    let whose =
        seal::read_certificate_info(own).map_or_else(String::new, |said| describe_certificate_issuer(&said));
    let print: Vec<String> = print
        .to_uppercase()
        .as_bytes()
        .chunks(2)
        .map(|pair| String::from_utf8_lossy(pair).into_owned())
        .collect();
    format!(
        r#"用户签字确认单 {number} 的证据包
导出时间 {now}

不需要本系统，用 OpenSSL 3（openssl.org）即可自行查验。打开终端，进入本文件夹，
逐行输入“$ ”后面的命令；每一步都应得到写明的结果，有一步不符即说明内容已被改动。

一、签字记录
record.json 是签字时封存的全部内容（规范 JSON，RFC 8785），一个字节也不能改动。

1. 校验值应为 {hash}：
$ openssl dgst -sha256 -r record.json

2. 封存签名（Ed25519）应显示 Signature Verified Successfully：
$ openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in record.json -sigfile record.sig

3. 封存密钥编号应为 {key}（公钥 SHA-256 的前 16 位）：
$ openssl pkey -pubin -in public.pem -outform DER | tail -c 32 | openssl dgst -sha256 -r

二、PDF 文件
acknowledgement.pdf 带有数字签名（PAdES），用常见的 PDF 阅读程序打开即可看到。也可用 OpenSSL 查验：

4. 取出被签名的内容：除签名本身以外的整个文件。
$ head -c {start} acknowledgement.pdf > signed.bin
$ tail -c +{from} acknowledgement.pdf >> signed.bin

5. 应显示 CMS Verification successful：
$ openssl cms -verify -binary -inform DER -in pdf.p7s -content signed.bin -noverify -certfile certificate.pem -out checked.bin

6. 证书指纹应为 {print}：
$ openssl x509 -in certificate.pem -noout -fingerprint -sha256
{whose}
三、记录链
chain.txt 列出前后各一条记录的校验值：本条的“上一单校验值”应与前一条的“本单校验值”相同，后一条同理。

公钥和证书的指纹请向供水公司核对（热线见确认单页首），或与公司公布的一致。
本证据包证明内容在封存以后没有改动；签字人的身份由当时在场的人员和其他证据说明。
"#,
        number = record.number,
        now = call.now.date_time_text(),
        key = key.key.id,
        start = parts.start,
        from = parts.end + 1,
        print = print.join(":"),
    )
}
