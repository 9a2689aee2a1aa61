"""The pages by ReportLab, which makes no tags."""

import json
import os
import sys

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Table, TableStyle

file, out, kind, _ = sys.argv[1:]
data = json.load(open(file))
fonts = os.environ["PEERS_FONTS"]
pdfmetrics.registerFont(TTFont("N", f"{fonts}/NotoSansSC_400Regular.ttf"))
pdfmetrics.registerFont(TTFont("B", f"{fonts}/NotoSansSC_700Bold.ttf"))
style = lambda size, font="N": ParagraphStyle("s", fontName=font, fontSize=size, leading=size * 1.5, wordWrap="CJK")
title, cell, head, text = style(13, "B"), style(7.5), style(7.5, "B"), style(10)


class Numbered(Canvas):
    """Page x of y needs all pages before the first is written."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = []

    def showPage(self):
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for number, page in enumerate(self.kept, 1):
            self.__dict__.update(page)
            self.setFont("N", 8)
            self.drawString(18 * mm, 285 * mm, data["title"])
            self.drawString(18 * mm, 10 * mm, data["company"])
            self.drawRightString(192 * mm, 10 * mm, f"第 {number} 页 共 {len(self.kept)} 页")
            super().showPage()
        super().save()


line = ("LINEBELOW", (0, 0), (-1, -1), 0.1 * mm, colors.HexColor("#bdc4cc"))
pads = [("LEFTPADDING", (0, 0), (-1, -1), 1.2 * mm), ("RIGHTPADDING", (0, 0), (-1, -1), 1.2 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 0.8 * mm), ("BOTTOMPADDING", (0, 0), (-1, -1), 0.8 * mm),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), line]
story = [Paragraph(data["title"], title)]
if kind == "report":
    rows = [[Paragraph(name, head) for name, _ in data["columns"]]]
    rows += [[Paragraph(one, cell) for one in row] for row in data["rows"]]
    table = LongTable(rows, [width * mm for _, width in data["columns"]], repeatRows=1)
    table.setStyle(TableStyle([*pads, ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#edf2f7"))]))
else:
    rows = [[Paragraph(label, text), Paragraph(value, text)] for label, value in data["fields"]]
    table = Table(rows, [36 * mm, 138 * mm])
    table.setStyle(TableStyle(pads))
story.append(table)
if kind == "form":
    story.append(Paragraph(data["note"], text))
margins = dict.fromkeys(["leftMargin", "rightMargin", "topMargin", "bottomMargin"], 18 * mm)
SimpleDocTemplate(out, pagesize=A4, title=data["title"], **margins).build(story, canvasmaker=Numbered)
