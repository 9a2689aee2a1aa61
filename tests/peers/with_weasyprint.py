"""The pages by WeasyPrint."""

import os
import sys

import weasyprint

data, out, kind, tags = sys.argv[1:]
page = os.path.join(os.path.dirname(data), f"{kind}.html")
weasyprint.HTML(page).write_pdf(out, pdf_tags=tags == "tagged")
