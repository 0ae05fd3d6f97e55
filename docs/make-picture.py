#!/usr/bin/env python3
"""Draws docs/report.svg: what `rutinkoll audit` prints for the typical month, with some of its findings left out.

    python3 docs/make-picture.py

The program itself writes every character and colour of it. Needs Python 3.9 and cargo, and nothing else.
"""

import os
import re
import subprocess
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLES = ["kunder=fixtures/typical/kunder.csv", "loggar=fixtures/typical/loggar.xlsx", "arenden=fixtures/typical/arenden.xlsx"]
AUDIT = ["audit", "fixtures/typical/Hjälplinjen.xlsx", "--as-of", "2026-11-23", "--fail-on", "never", "--limit", "0",
         *(word for table in TABLES for word in ("--table", table))]
COLUMNS = 80
# The findings that are shown, by their row in the workbook; and so many lines of the summary.
ROWS = [10, 30, 67]
SUMMARY = 9

SIZE, ADVANCE, LEADING, MARGIN, BAR = 14, 8.43, 19, 20, 30
PAPER, EDGE, INK, FAINT = "#16181d", "#2b2f38", "#d8dce4", "#8b93a3"
COLOURS = {31: "#ff6b70", 32: "#7bd88f", 33: "#f5c15c", 34: "#6cb2ff", 35: "#d59cf2", 36: "#61d2d6"}
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")


def report():
    # An own pack or language in the environment would change the picture.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RUTINKOLL_")}
    run = subprocess.run(
        ["cargo", "run", "--quiet", "--release", "--", *AUDIT, "--color", "always", "--values", "shown"],
        cwd=ROOT, env={**clean, "COLUMNS": str(COLUMNS)}, check=True, stdout=subprocess.PIPE,
    )
    return run.stdout.decode("utf-8")


def excerpt(text):
    """The chosen findings, then the beginning of the summary; `⋯` where something was left out."""
    blocks = text.strip("\n").split("\n\n")
    places = [re.search(r" › rad (\d+)", ESCAPE.sub("", block)) for block in blocks]
    found = {int(place[1]): block for place, block in zip(places, blocks) if place}
    missing = [row for row in ROWS if row not in found]
    if missing:
        raise SystemExit(f"the report has no finding on row {missing}")
    last = max(index for index, place in enumerate(places) if place)
    summary = "\n\n".join(blocks[last + 1:]).split("\n")[:SUMMARY]
    shown = "\n\n".join(found[row] for row in ROWS)
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


def draw(text):
    lines = text.split("\n")
    width = round(COLUMNS * ADVANCE + 2 * MARGIN)
    height = BAR + len(lines) * LEADING + MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{FONTS}" font-size="{SIZE}">',
        "<title>What rutinkoll prints for a typical month</title>",
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


if __name__ == "__main__":
    picture = ROOT / "docs" / "report.svg"
    picture.write_text(draw(excerpt(report())), encoding="utf-8")
    print(f"wrote {picture.relative_to(ROOT)}")
