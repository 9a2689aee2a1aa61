"""An exported acknowledgement, looked at by programs that know nothing of this one: poppler's pdfsig and pyHanko.

Both must accept it, and reject it after one byte is changed.
usage: check.py acknowledgement.pdf
"""

import asyncio
import io
import subprocess
import sys
import tempfile

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


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


def pyhanko(pdf: bytes) -> bool:
    """Whether pyHanko trusts it, with the installation's certificate as the root, over the entire file."""

    async def look() -> bool:
        signature = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures[0]
        context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
        status = await async_validate_pdf_signature(signature, context)
        return status.bottom_line and status.coverage == SignatureCoverageLevel.ENTIRE_FILE

    try:
        return asyncio.run(look())
    except Exception as problem:  # noqa: BLE001: any failure to read is a rejection
        print(f"pyHanko: {problem!r}"[:200])
        return False


def main() -> int:
    with open(sys.argv[1], "rb") as file:
        pdf = file.read()
    for name, accepts in (("pdfsig", poppler), ("pyHanko", pyhanko)):
        if not accepts(pdf):
            print(f"{name} does not accept the file as it was exported")
            return 1
        # In the page's own bytes, and in the record attached behind them.
        for place in (len(pdf) // 4, pdf.rfind(b'"number"')):
            changed = bytearray(pdf)
            changed[place] ^= 1
            if accepts(bytes(changed)):
                print(f"{name} accepts the file with byte {place} changed")
                return 1
        print(f"{name}: accepts the file, and rejects it after one byte is changed")
    return 0


sys.exit(main())
