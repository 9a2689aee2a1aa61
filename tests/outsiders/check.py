"""An exported acknowledgement, looked at by programs that know nothing of this one: poppler's pdfsig and pyHanko.

Both must accept it, and reject it after one byte is changed.
usage: check.py acknowledgement.pdf stamped.pdf COMPANY; the second carries an authority's time stamp, those of the folder
COMPANY are signed by a company's certificate, and pyHanko is given nothing but its authority's root.
"""

import asyncio
import io
import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
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


def main() -> int:
    plain, with_stamp, company = sys.argv[1:]
    _, _, root = pem.unarmor((Path(company) / "company-root.pem").read_bytes())
    root = x509.Certificate.load(root)
    by_company = [str(Path(company) / name) for name in ("company-rsa.pdf", "company-p256.pdf")]
    good = checked(plain) and checked(with_stamp, stamped=True) and all(checked(it, root=root) for it in by_company)
    # Another root does not make it trusted.
    stranger = PdfFileReader(io.BytesIO(Path(plain).read_bytes())).embedded_signatures[0].signer_cert
    if pyhanko(Path(by_company[0]).read_bytes(), False, stranger):
        print("pyHanko trusts the company by a stranger's root")
        return 1
    return 0 if good else 1


sys.exit(main())
