"""An exported acknowledgement, looked at by programs that know nothing of this one: poppler's pdfsig and pyHanko.

Both must accept it, and reject it after one byte is changed; pyHanko must find it certified.
usage: check.py DESK DATA acknowledgement.pdf stamped.pdf sealed.pdf COMPANY; stamped.pdf carries an authority's time stamp,
sealed.pdf an empty field for the company's own seal, which pyHanko fills in, and those of the folder COMPANY are signed by a
company's certificate, and pyHanko is given nothing but its authority's root. DESK looks at what pyHanko made of them.
"""

import asyncio
import io
import json
import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


# It tells of every file it rejects, which is what half of these are for.
logging.disable(logging.CRITICAL)


def poppler(pdf: bytes) -> bool:
    """Whether pdfsig finds one valid signature over the whole document."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        said = subprocess.run(["pdfsig", "-nocert", file.name], capture_output=True, text=True).stdout
    return (
        "Signature is Valid." in said
        and "Total document signed" in said
        and "ETSI.CAdES.detached" in said
    )


def pyhanko(pdf: bytes, stamped: bool, root: x509.Certificate | None) -> bool:
    """Whether pyHanko trusts it, over the entire file, with this root, or else the certificates it names as the roots; the
    authority's stamp too, if there should be one."""

    async def look() -> bool:
        signature = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures[0]
        roots = [root or signature.signer_cert]
        for attribute in signature.signer_info["unsigned_attrs"]:
            if attribute["type"].native == "signature_time_stamp_token":
                roots += [one.chosen for one in attribute["values"][0]["content"]["certificates"]]
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        status = await async_validate_pdf_signature(signature, context, context)
        stamp = status.timestamp_validity
        timed = stamp is not None and stamp.intact and stamp.valid and stamp.trusted
        return status.bottom_line and status.coverage == SignatureCoverageLevel.ENTIRE_FILE and timed == stamped

    try:
        return asyncio.run(look())
    except Exception as problem:  # noqa: BLE001: any failure to read is a rejection
        print(f"pyHanko: {problem!r}"[:200])
        return False


def checked(path: str, stamped: bool = False, root: x509.Certificate | None = None) -> bool:
    pdf = Path(path).read_bytes()
    for name, accepts in (("pdfsig", poppler), ("pyHanko", lambda bytes: pyhanko(bytes, stamped, root))):
        if not accepts(pdf):
            print(f"{name} does not accept {path} as it was exported")
            return False
        # In the page's own bytes, and in the record attached behind them.
        for place in (len(pdf) // 4, pdf.rfind(b'"number"')):
            changed = bytearray(pdf)
            changed[place] ^= 1
            if accepts(bytes(changed)):
                print(f"{name} accepts the file with byte {place} changed")
                return False
        what = "the file and the time stamp on it" if stamped else "the file by its root" if root else "the file"
        print(f"{name}: accepts {what}, and rejects it after one byte is changed")
    return True


FIELD = "公司签章"


def stranger() -> signers.SimpleSigner:
    """A company's seal, made by OpenSSL."""
    with tempfile.TemporaryDirectory() as folder:
        new = "req -x509 -nodes -newkey rsa:2048 -keyout key.pem -out cert.pem -days 30 -subj /CN=Company"
        subprocess.run(["openssl", *new.split()], cwd=folder, check=True, capture_output=True)
        return signers.SimpleSigner.load(f"{folder}/key.pem", f"{folder}/cert.pem")


def countersigned(pdf: bytes, seal: signers.SimpleSigner, there: bool) -> bytes:
    """Signed by pyHanko in the company's field; one that is not `there` is brought along."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(field_name=FIELD)
    new = None if there else fields.SigFieldSpec(FIELD)
    signer = signers.PdfSigner(metadata, signer=seal, new_field_spec=new)
    # What a certified file does not allow pyHanko would not do either.
    out = signer.sign_pdf(writer, existing_fields_only=there)
    return out.getvalue()


def noted(pdf: bytes) -> bytes:
    """With a note on its first page, in a revision of its own."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    note = generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Rect"): generic.ArrayObject(generic.NumberObject(side) for side in (0, 0, 200, 200)),
        generic.pdf_name("/Contents"): generic.pdf_string("paid"),
    })
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    writer.register_annotation(page, writer.add_object(note))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def standing(pdf: bytes, seal: signers.SimpleSigner) -> list[tuple[bool, str]]:
    """What pyHanko says of each signature, and what each allows to follow."""

    async def look() -> list[tuple[bool, str]]:
        found = []
        for signature in PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures:
            roots = [signature.signer_cert, seal.signing_cert]
            context = ValidationContext(trust_roots=roots, allow_fetching=False)
            status = await async_validate_pdf_signature(signature, context, context)
            found.append((status.bottom_line, str(signature.docmdp_level)))
        return found

    return asyncio.run(look())


def desk_says(desk: str, data: str, pdf: bytes) -> tuple[bool, str, bytes]:
    """Whether `desk verify` takes a file, what it says, and what it gives back as sealed."""
    with tempfile.TemporaryDirectory() as folder:
        path, sealed = Path(folder) / "file.pdf", Path(folder) / "sealed.pdf"
        path.write_bytes(pdf)
        command = [desk, "--data", data, "verify", str(path), "--sealed", str(sealed)]
        done = subprocess.run(command, capture_output=True, text=True)
        # A refusal is told behind the verdict.
        said, _ = json.JSONDecoder().raw_decode(done.stdout)
        return done.returncode == 0, said["verdict_zh"], sealed.read_bytes() if sealed.exists() else b""


def company_seals(desk: str, data: str, plain: bytes, open_field: bytes) -> bool:
    seal = stranger()
    good = True

    def expect(what: str, is_so: bool) -> None:
        nonlocal good
        print(what if is_so else f"NOT: {what}")
        good = good and is_so

    no_changes, fill_forms = str(MDPPerm.NO_CHANGES), str(MDPPerm.FILL_FORMS)
    expect("pyHanko: certified, nothing may follow", standing(plain, seal) == [(True, no_changes)])
    expect("pyHanko: certified, the field may be filled in", standing(open_field, seal) == [(True, fill_forms)])
    both = countersigned(open_field, seal, there=True)
    found = standing(both, seal)
    expect("pyHanko: both signatures hold where the company has a field", [ok for ok, _ in found] == [True, True])
    taken, words, _ = desk_says(desk, data, both)
    expect("desk: accepts the company's seal", taken and words == "封存完好，其后另有 1 个签名")
    try:
        countersigned(plain, seal, there=False)
        expect("pyHanko: does not sign a file that allows nothing", False)
    except SigningError:
        expect("pyHanko: does not sign a file that allows nothing", True)
    more = noted(plain)
    expect("pyHanko: ours does not hold where a note follows", not standing(more, seal)[0][0])
    taken, words, sealed = desk_says(desk, data, more)
    expect("desk: a note where nothing may follow is a change", not taken and words == "已被改动")
    expect("desk: gives back what was sealed", sealed == plain and desk_says(desk, data, sealed)[0])
    again = both + b"\n% more\n"
    expect("desk: something behind the company's seal is a change", not desk_says(desk, data, again)[0])
    return good


def main() -> int:
    desk, data, plain, with_stamp, open_field, company = sys.argv[1:]
    _, _, root = pem.unarmor((Path(company) / "company-root.pem").read_bytes())
    root = x509.Certificate.load(root)
    by_company = [str(Path(company) / name) for name in ("company-rsa.pdf", "company-p256.pdf")]
    good = checked(plain) and checked(with_stamp, stamped=True) and all(checked(it, root=root) for it in by_company)
    # Another root does not make it trusted.
    stranger = PdfFileReader(io.BytesIO(Path(plain).read_bytes())).embedded_signatures[0].signer_cert
    if pyhanko(Path(by_company[0]).read_bytes(), False, stranger):
        print("pyHanko trusts the company by a stranger's root")
        return 1
    seals = company_seals(desk, data, Path(plain).read_bytes(), Path(open_field).read_bytes())
    return 0 if good and seals else 1


sys.exit(main())
