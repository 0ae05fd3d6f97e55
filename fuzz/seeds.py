"""What the targets start from, out of the project's own files: python3 fuzz/seeds.py"""

import pathlib
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT / "fuzz" / "corpus"
# As in fuzz_targets/parts.rs: kind of workbook, part.
PARTS = [
    ("xlsx", "xl/worksheets/sheet1.xml"), ("xlsx", "xl/sharedStrings.xml"), ("xlsx", "xl/styles.xml"),
    ("xlsx", "xl/workbook.xml"), ("xlsx", "xl/_rels/workbook.xml.rels"), ("ods", "content.xml"),
    ("ods", "styles.xml"), ("xlsb", "xl/worksheets/sheet1.bin"), ("xlsb", "xl/sharedStrings.bin"),
    ("xlsb", "xl/styles.bin"), ("xlsb", "xl/workbook.bin"), ("xlsx", "xl/comments1.xml"),
]


def seed(target, name, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name.replace("/", "-")).write_bytes(data)


for path in sorted((ROOT / "fixtures").rglob("*")):
    if path.suffix in {".xlsx", ".xls", ".xlsb", ".ods"}:
        seed("workbook", f"{path.parent.name}-{path.name}", path.read_bytes())
    if path.suffix in {".csv", ".tsv"}:
        seed("csv", path.name, b"\0" + path.read_bytes())
        seed("header", path.name, path.read_bytes())
for index, (kind, part) in enumerate(PARTS):
    book = ROOT / "fixtures" / "formats" / f"fakta.{kind}"
    if book.exists() and part in zipfile.ZipFile(book).namelist():
        seed("parts", f"{kind}-{part}", bytes([index]) + zipfile.ZipFile(book).read(part))
for folder in ["rules/hjalplinjen", "fixtures/expenses/rules"]:
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix == ".yaml":
            seed("pack", path.name, (b"\0" if path.stem == "pack" else b"\1") + path.read_bytes())
            if "script: |\n" in (text := path.read_text(encoding="utf8")):
                body = text.split("script: |\n")[1].split("\nmessage:")[0]
                seed("script", path.stem, "\n".join(line[2:] for line in body.split("\n")).encode())
        if path.suffix == ".rhai":
            seed("script", path.stem, b"true\n---\n" + path.read_bytes())
HEADER = "Rådgivare;Datum;Vad ska skickas;Kundnummer;Adress;Namn på mottagare;Fakturanummer;Kommentar\n"
for index, day in enumerate(["2026-11-23", "23/11", "23 november", "46349", "1/2/26", "20261123", "må 23 nov"]):
    seed("dates", str(index), day.encode())
    seed("header", f"row-{index}", f"{HEADER}xabc01;{day};faktura;10000001;Storgatan 1, 123 45 Orten;Eva Ek;;\n".encode())
    seed("csv", f"row-{index}", b"\0" + f"{HEADER}xabc01;{day}\n".encode())
seed("dates", "identity", b"811228-9874")
seed("dates", "address", "c/o Ek, Storgatan 1 A lgh 1101, 123 45 Orten".encode())
