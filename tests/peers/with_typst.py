"""The pages by Typst."""

import os
import sys

import typst

data, out, kind, tags = sys.argv[1:]
PAGE = """
#let data = json("data.json")
#set document(title: data.title)
#set text(font: "Noto Sans SC", lang: "zh", region: "cn", size: 10pt)
#set page(paper: "a4", margin: 18mm,
  header: text(8pt, data.title),
  footer: context text(8pt, [#data.company #h(1fr) 第 #counter(page).display() 页 共 #counter(page).final().first() 页]))
= #text(13pt, data.title)
"""
REPORT = """
#set text(size: 7.5pt)
#set par(leading: 0.78em)
#table(columns: data.columns.map(c => c.at(1) * 1mm), inset: (x: 1.2mm, y: 1mm),
  stroke: (x: none, top: none, bottom: 0.1mm + rgb("#bdc4cc")), fill: (_, y) => if y == 0 { rgb("#edf2f7") },
  table.header(..data.columns.map(c => strong(c.at(0)))), ..data.rows.flatten())
"""
FORM = """
#for (label, value) in data.fields [
  #block(width: 100%, stroke: (bottom: 0.1mm + rgb("#bdc4cc")), inset: (y: 1mm), spacing: 0pt,
    grid(columns: (36mm, 1fr), text(rgb("#6b737d"), label), value))
]
#data.note
"""
source = os.path.join(os.path.dirname(data), f"{kind}.typ")
with open(source, "w") as file:
    file.write(PAGE + (REPORT if kind == "report" else FORM))
typst.compile(source, output=out, font_paths=[os.environ["PEERS_FONTS"]], ignore_system_fonts=True,
              pdf_tags=tags == "tagged")
