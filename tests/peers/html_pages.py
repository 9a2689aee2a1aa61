"""The pages as HTML, for WeasyPrint and Chromium."""

import html


def page(data, kind, fonts):
    of = html.escape
    if kind == "report":
        widths = "".join(f'<col style="width:{width}mm">' for _, width in data["columns"])
        heads = "".join(f"<th scope=col>{of(head)}</th>" for head, _ in data["columns"])
        rows = "".join("<tr>" + "".join(f"<td>{of(cell)}</td>" for cell in row) + "</tr>" for row in data["rows"])
        body = f"<table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    else:
        body = "".join(f"<p class=field><span>{of(label)}</span>{of(value)}</p>" for label, value in data["fields"])
        body += f"<p>{of(data['note'])}</p>"
    return f"""<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{of(data['title'])}</title><style>
@font-face {{ font-family: N; src: url("file://{fonts}/NotoSansSC_400Regular.ttf"); }}
@font-face {{ font-family: N; font-weight: 700; src: url("file://{fonts}/NotoSansSC_700Bold.ttf"); }}
@page {{ size: A4; margin: 18mm;
  @top-left {{ content: "{of(data['title'])}"; font: 8pt N; }}
  @bottom-left {{ content: "{of(data['company'])}"; font: 8pt N; }}
  @bottom-right {{ content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font: 8pt N; }} }}
body {{ font: 10pt/1.5 N; margin: 0; }} h1 {{ font-size: 13pt; margin: 0 0 3mm; }}
table {{ border-collapse: collapse; table-layout: fixed; width: 174mm; font-size: 7.5pt; }}
th {{ background: #edf2f7; text-align: left; }} th, td {{ padding: .8mm 1.2mm; vertical-align: top; }}
td {{ border-bottom: .1mm solid #bdc4cc; }} tr {{ break-inside: avoid; }}
.field {{ margin: 0; padding: 1mm 0 1mm 36mm; border-bottom: .1mm solid #bdc4cc; position: relative; }}
.field span {{ position: absolute; left: 0; color: #6b737d; }}
</style><h1>{of(data['title'])}</h1>{body}</html>"""
