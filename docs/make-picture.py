#!/usr/bin/env python3
"""Makes the pictures of README and of the guides, or says which of them are stale.

    python3 docs/make-picture.py            write them; pictures of the page need a Chromium, which CHROMIUM may name
    python3 docs/make-picture.py --check    exit 1 where one no longer shows what the program says

The program itself writes every character and colour: the one that RUTINKOLL names, else target/release/rutinkoll. Of
pictures of the page (`page-*`), `page.txt` keeps the words, so that they can be checked without a browser.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
from html import escape, unescape
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
PROGRAM = os.environ.get("RUTINKOLL", str(ROOT / "target/release/rutinkoll"))
BROWSER = os.environ.get("CHROMIUM", "chromium")
TABLES = ["kunder=kunder.csv", "loggar=loggar.xlsx", "arenden=arenden.xlsx"]
AUDIT = ["Hjälplinjen.xlsx", "--as-of", "2026-11-23", "--fail-on", "never", *(word for table in TABLES for word in ("--table", table))]
COLUMNS = 80
# By picture: the language, its title, the findings that are shown (by their row), and so many lines of the summary.
PICTURES = {
    "report.svg": ("sv", "What rutinkoll prints for a typical month", [10, 30, 67], 9),
    "guide.sv.svg": ("sv", "En rapport: ett fel, och slutet", [10], 9),
    "guide.en.svg": ("en", "A report: one finding, and the end", [10], 9),
}
LOOKS = {
    "page-wide.png": ["--window-size=1100,1500"],
    "page-phone.png": ["--window-size=390,1200"],
    "page-dark.png": ["--window-size=1100,1500", "--blink-settings=preferredColorScheme=0"],
}

SIZE, ADVANCE, LEADING, MARGIN, BAR = 14, 8.43, 19, 20, 30
PAPER, EDGE, INK, FAINT = "#16181d", "#2b2f38", "#d8dce4", "#8b93a3"
COLOURS = {31: "#ff6b70", 32: "#7bd88f", 33: "#f5c15c", 34: "#6cb2ff", 35: "#d59cf2", 36: "#61d2d6"}
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")


def audit(fixture, *more):
    # An own pack or language in the environment would change the picture.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RUTINKOLL_")}
    run = subprocess.run(
        [PROGRAM, "audit", *AUDIT, "--rules", "../../rules/hjalplinjen", *more],
        cwd=ROOT / "fixtures" / fixture, check=True, stdout=subprocess.PIPE,
        env={**clean, "COLUMNS": str(COLUMNS), "SOURCE_DATE_EPOCH": "1795428000"},
    )
    return run.stdout.decode("utf-8")


def terminal(lang):
    return audit("typical", "--limit", "0", "--color", "always", "--values", "shown", "--lang", lang)


def excerpt(text, rows, lines):
    """The chosen findings, then the beginning of the summary; `⋯` where something was left out."""
    blocks = text.strip("\n").split("\n\n")
    places = [re.search(r" › (?:rad|row) (\d+)", ESCAPE.sub("", block)) for block in blocks]
    found = {int(place[1]): block for place, block in zip(places, blocks) if place}
    missing = [row for row in rows if row not in found]
    if missing:
        raise SystemExit(f"the report has no finding on row {missing}")
    last = max(index for index, place in enumerate(places) if place)
    summary = "\n\n".join(blocks[last + 1:]).split("\n")[:lines]
    shown = "\n\n".join(found[row] for row in rows)
    return f"{shown}\n\n\x1b[2m ⋯\x1b[0m\n\n" + "\n".join(summary) + "\n\x1b[2m ⋯\x1b[0m"


def runs(line):
    """(column, text, colour, bold, faint) for each stretch of one look."""
    colour, bold, faint, column = None, False, False, 0
    parts = ESCAPE.split(line)
    for text, codes in zip(parts[::2], [*parts[1::2], ""]):
        if text:
            yield column, text, colour, bold, faint
            column += len(text)
        for code in [int(code or 0) for code in codes.split(";")]:
            if code == 0:
                colour, bold, faint = None, False, False
            elif code == 1:
                bold = True
            elif code == 2:
                faint = True
            elif code in COLOURS:
                colour = COLOURS[code]
            elif code - 60 in COLOURS:
                colour = COLOURS[code - 60]


def draw(text, title):
    lines = text.split("\n")
    width = round(COLUMNS * ADVANCE + 2 * MARGIN)
    height = BAR + len(lines) * LEADING + MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{FONTS}" font-size="{SIZE}">',
        f"<title>{escape(title)}</title>",
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="9" fill="{PAPER}" stroke="{EDGE}"/>',
    ]
    for number, line in enumerate(lines):
        y = BAR + number * LEADING + SIZE
        for column, part, colour, bold, faint in runs(line):
            word = part.strip(" ")
            if not word:
                continue
            x = MARGIN + (column + len(part) - len(part.lstrip(" "))) * ADVANCE
            look = f' fill="{colour or (FAINT if faint else INK)}"' + (' font-weight="bold"' if bold else "")
            # Each stretch is as wide as its cells, whatever font the reader has.
            out.append(
                f'<text x="{x:.1f}" y="{y}" textLength="{len(word) * ADVANCE:.1f}" lengthAdjust="spacingAndGlyphs"'
                f' xml:space="preserve"{look}>{escape(word)}</text>'
            )
    out.append("</svg>")
    return "\n".join(out) + "\n"


def words(page):
    """What the page says, a line each; without the rules' own pages and without digests, which every change of a rule changes."""
    page = re.sub(r"<(style|script|details)\b.*?</\1>", "", page, flags=re.S)
    lines = (unescape(line).strip() for line in re.split(r"<[^>]*>|\n", page))
    return "".join(re.sub(r"[0-9a-f]{64}", "…", line) + "\n" for line in lines if line)


def photograph(page, folder):
    browser = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/profile"]
    shots = {name: [*look, f"--screenshot={DOCS / name}"] for name, look in LOOKS.items()}
    shots["page-print.pdf"] = ["--no-pdf-header-footer", f"--print-to-pdf={DOCS / 'page-print.pdf'}"]
    for look in shots.values():
        subprocess.run([*browser, *look, page.as_uri()], check=True, stderr=subprocess.DEVNULL)


def main():
    texts = {lang: terminal(lang) for lang in ("sv", "en")}
    made = {
        name: draw(excerpt(texts[lang], rows, lines), title) for name, (lang, title, rows, lines) in PICTURES.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "granskning.html"
        audit("reconciled", "--quiet", "-o", str(page))
        made["page.txt"] = words(page.read_text(encoding="utf-8"))
        if "--check" not in sys.argv[1:]:
            photograph(page, folder)
    stale = False
    for name, now in made.items():
        kept = DOCS / name
        if "--check" not in sys.argv[1:]:
            kept.write_text(now, encoding="utf-8")
            continue
        before = kept.read_text(encoding="utf-8") if kept.is_file() else ""
        if before != now:
            stale = True
            print(f"docs/{name} is stale: python3 docs/make-picture.py")
            print("\n".join(list(difflib.unified_diff(before.split("\n"), now.split("\n"), lineterm="", n=0))[:12]))
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
