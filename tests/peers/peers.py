"""The same report and the same form by several programs, one process each, in turns: time, memory, bytes, and whether
the texts come out again. See README.md."""

import argparse
import collections
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import threading
import time

import psutil

HERE = pathlib.Path(__file__).resolve().parent
WORK = HERE / "work"
FONTS = WORK / "fonts"
PACKAGE = "@expo-google-fonts/noto-sans-sc@0.4.3"
COLUMNS = [("工单", 24), ("接报", 25), ("用户", 15), ("电话", 21), ("地址", 33), ("事项", 30), ("班组", 15), ("环节", 11)]
ROWS = 2000


def make_data():
    """2,000 tickets whose texts repeat as little as a month's do."""
    dice = random.Random(7)
    general = (HERE / "../../crates/pdf/data/tongyong.txt").read_text().replace("\n", "")
    names, places = general[:2500], general[:400]
    pick = lambda pool, count: "".join(dice.choice(pool) for _ in range(count))
    matters = ["厨房水龙头关不严", "表后接头渗水，地面已湿", "卫生间角阀断裂，请尽快上门", "水压低，早晚用水困难", "冲洗阀漏水"]
    rows = []
    for number in range(ROWS):
        rows.append([
            f"WX2611{number:06}",
            f"2026-11-{1 + number * 30 // ROWS:02} {dice.randrange(24):02}:{dice.randrange(60):02}",
            pick(names, dice.choice([2, 3, 3])),
            f"120{dice.randrange(10**8):08}",
            f"{pick(places, 2)}花园 {dice.randrange(1, 40)} 号楼 {dice.randrange(1, 6)} 单元 {dice.randrange(101, 2804)} 室",
            dice.choice(matters),
            dice.choice(["室内一班", "室内二班", "管网三班"]),
            dice.choice(["办结", "回复", "到场"]),
        ])
    fields = [("编号", "WX2611240001"), ("用户", "示例𬱖"), ("联系电话", "12012345678"),
              ("地址", "演示花园 3 号楼 2 单元 501 室"), ("接报时间", "2026-11-24 09:58"), ("接报渠道", "服务热线"),
              ("故障类型", "管道漏水"), ("情况", "厨房水槽下面漏水，地面已湿，楼下反映滴水；用户已自行关闭表前阀门，希望尽快上门。"),
              ("处理结果", "更换密封圈，试压半小时无渗漏。"), ("维修人员", "维修戊")]
    return {"title": "工单明细 2026年11月", "company": "示例供水有限公司", "columns": COLUMNS, "rows": rows,
            "fields": fields, "note": "本服务全程免费，不收取人工费；所需材料由用户自备。"}


def fetch_fonts():
    FONTS.mkdir(parents=True, exist_ok=True)
    if (FONTS / "NotoSansSC_700Bold.ttf").exists():
        return
    packed = subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=FONTS, check=True, capture_output=True, text=True)
    wanted = ["package/400Regular/NotoSansSC_400Regular.ttf", "package/700Bold/NotoSansSC_700Bold.ttf"]
    subprocess.run(["tar", "xzf", packed.stdout.strip(), "--strip-components=2", *wanted], cwd=FONTS, check=True)
    (FONTS / packed.stdout.strip()).unlink()


def commands(programs):
    """By name: the command for a kind of page and a file to write, and whether it makes tags."""
    data, python = str(WORK / "data.json"), sys.executable
    own = lambda name, tags: lambda kind, out: [f"{programs}/{name}", data, out, kind, tags]
    script = lambda name, tags: lambda kind, out: [python, str(HERE / f"with_{name}.py"), data, out, kind, tags]
    chromium = lambda tags: lambda kind, out: [
        "/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        *([] if tags else ["--disable-pdf-tagging"]), f"--print-to-pdf={out}", str(WORK / f"{kind}.html")]
    return {
        "ours": (own("ours", "plain"), False),
        "ours, tagged": (own("ours", "tagged"), True),
        "krilla": (own("krilla", "plain"), False),
        "Typst": (script("typst", "plain"), False),
        "Typst, tagged": (script("typst", "tagged"), True),
        "WeasyPrint": (script("weasyprint", "plain"), False),
        "WeasyPrint, tagged": (script("weasyprint", "tagged"), True),
        "ReportLab": (script("reportlab", "plain"), False),
        "Chromium": (chromium(False), False),
        "Chromium, tagged": (chromium(True), True),
    }


class Watch(threading.Thread):
    """The most memory a process and its children hold, as their shares of it (PSS), looked at all the time."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0, False

    def run(self):
        while not self.over:
            try:
                one = psutil.Process(self.pid)
                self.most = max(self.most, sum(of.memory_full_info().pss for of in [one, *one.children(True)]))
            except (psutil.Error, FileNotFoundError, ProcessLookupError):
                pass
            time.sleep(0.05)


def run(command):
    used = WORK / "used.txt"
    # By a program of its own: a process this one started would be counted with what this one held when it did.
    timed = ["/usr/bin/time", "-o", str(used), "-f", "%U %S %M", *command]
    begun = time.perf_counter()
    child = subprocess.Popen(timed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env={**os.environ, "PEERS_FONTS": str(FONTS)})
    # Watching costs time itself: only where the children must be counted.
    watch = Watch(child.pid) if "chromium" in command[0] else None
    if watch:
        watch.start()
    status = child.wait()
    wall = time.perf_counter() - begun
    if watch:
        watch.over = True
    if status:
        raise SystemExit(f"{command}: {status}")
    user, system, most = used.read_text().split()
    return wall, float(user) + float(system), watch.most if watch else int(most) * 1024


def texts_of(file):
    import pymupdf

    poppler = subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True).stdout.decode()
    with pymupdf.open(file) as opened:
        mupdf, pages = "".join(page.get_text() for page in opened), len(opened)
    bare = lambda text: "".join(text.split())
    return bare(poppler), bare(mupdf), pages


def found(texts, cells):
    """How many cells are in a text, each as often as it stands in the table."""
    counted = collections.Counter("".join(cell.split()) for cell in cells)
    return sum(min(times, texts.count(cell)) for cell, times in counted.items())


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("programs", help="where `ours` and `krilla` were built")
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--seconds", type=float, default=120)
    ask = ask.parse_args()
    WORK.mkdir(exist_ok=True)
    fetch_fonts()
    data = make_data()
    (WORK / "data.json").write_text(json.dumps(data, ensure_ascii=False))
    import html_pages
    for kind in ["report", "form"]:
        (WORK / f"{kind}.html").write_text(html_pages.page(data, kind, FONTS))
    for kind in ["report", "form"]:
        measured = collections.defaultdict(list)
        for _ in range(ask.rounds):
            for name, (command, _) in commands(ask.programs).items():
                out = WORK / f"{kind}-{name.replace(', ', '-')}.pdf"
                # Whoever has taken this long already is not asked again; the table says how often each ran.
                if sum(wall for wall, *_ in measured[name]) < ask.seconds:
                    measured[name].append(run(command(kind, str(out))))
        cells = [cell for row in data["rows"] for cell in row] if kind == "report" else [
            text for field in data["fields"] for text in field]
        print(f"\n{kind}: {len(cells)} texts, {ask.rounds} rounds in turns, medians\n")
        print("| program | runs | wall s | CPU s | most memory MB | bytes | pages | texts by poppler | by mupdf |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
        for name, runs in measured.items():
            wall, cpu, most = (statistics.median(values) for values in zip(*runs))
            file = WORK / f"{kind}-{name.replace(', ', '-')}.pdf"
            poppler, mupdf, pages = texts_of(file)
            print(f"| {name} | {len(runs)} | {wall:.3f} | {cpu:.3f} | {most / 1e6:.0f} | {file.stat().st_size:,} | {pages} "
                  f"| {found(poppler, cells):,} | {found(mupdf, cells):,} |", flush=True)


if __name__ == "__main__":
    main()
