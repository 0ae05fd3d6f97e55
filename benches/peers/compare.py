#!/usr/bin/env python3
"""The same ten rules over the same sheet, by rutinkoll and by its peers: time, memory and findings.

    cargo build --release && cargo run --release --example generate_sheet -- 100000 shared sheet.xlsx
    python3 -m venv venv && venv/bin/pip install -r benches/peers/requirements.txt
    venv/bin/python benches/peers/compare.py sheet.xlsx [ROUNDS]

Every program runs whole, in a process of its own, in turns; the table has medians. The findings are compared by rule:
where a program counts otherwise than rutinkoll, a line below the table says so.
"""

import json
import os
import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent.parent / "target/release/rutinkoll"

KINDS = ["fakturakopia", "faktura kopia", "brev", "brev till kund", "skadeståndsblankett",
         "informationsblad om mätaren", "fullmaktsblankett", "fullmakt"]
COPIES = KINDS[:2]
SIGNATURE = "^x[a-z]{2}[0-9]{2}$"
DAY = r"^\d{4}-(0[1-9]|1[0-2])-\d{2}"
COLUMNS = {"Rådgivare": "adviser", "Datum": "date", "Vad ska skickas": "kind", "Kundnummer": "customer",
           "Adress": "address", "Fakturanummer": "invoice", "Kommentar om själva utskicket": "comment"}
# The rule that a value of a column breaks.
BROKEN = {"adviser": "adviser-no-signature", "date": "date-unreadable", "kind": "kind-unknown",
          "customer": "customer-not-eight-digits", "comment": "comment-with-quotes"}


def rutinkoll(path):
    command = [PROGRAM, "audit", "--rules", HERE / "rules", "--fail-on", "never", "--format", "json", path]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return {rule["rule"]: rule["findings"] for rule in report["coverage"]}


def polars_frame(path):
    import polars as pl

    frame = pl.read_excel(path, engine="calamine", read_options={"dtypes": "string"})
    frame = frame.select(list(COLUMNS)).rename(COLUMNS)
    return frame.with_columns(pl.col("kind").str.to_lowercase(), pl.col("comment").replace("", None))


def pandera(path):
    import pandera.polars as pa
    import polars as pl

    def copies(column):
        is_copy = pl.col("kind").is_in(COPIES)
        return pa.Check(lambda data: data.lazyframe.select(~is_copy | pl.col(column).is_not_null()),
                        name=f"copy-without-{column}")

    schema = pa.DataFrameSchema(
        {
            "adviser": pa.Column(str, pa.Check.str_matches(SIGNATURE)),
            "date": pa.Column(str, pa.Check.str_matches(DAY)),
            "kind": pa.Column(str, pa.Check.isin(KINDS)),
            "customer": pa.Column(str, pa.Check.str_matches("^[0-9]{8}$")),
            "comment": pa.Column(str, pa.Check.str_matches('^[^"]*$')),
        },
        checks=[copies("address"), copies("invoice")],
    )
    try:
        schema.validate(polars_frame(path), lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        counts = {}
        for column, check in cases.select("column", "check").rows():
            name = f"{column}-blank" if check == "not_nullable" else BROKEN.get(column, check)
            counts[name] = counts.get(name, 0) + 1
        return counts
    return {}


def pointblank(path):
    import pointblank as pb
    import polars as pl

    def only_copies(frame):
        return frame.filter(pl.col("kind").is_in(COPIES))

    steps = (
        pb.Validate(polars_frame(path))
        .col_vals_not_null("adviser")
        .col_vals_regex("adviser", SIGNATURE, na_pass=True)
        .col_vals_regex("date", DAY, na_pass=True)
        .col_vals_in_set("kind", KINDS)
        .col_vals_not_null("customer")
        .col_vals_regex("customer", "^[0-9]{8}$", na_pass=True)
        .col_vals_not_null("address", pre=only_copies)
        .col_vals_not_null("invoice", pre=only_copies)
        .col_vals_not_null("comment")
        .col_vals_regex("comment", '^[^"]*$', na_pass=True)
        .interrogate()
    )
    names = ["adviser-blank", "adviser-no-signature", "date-unreadable", "kind-unknown", "customer-blank",
             "customer-not-eight-digits", "copy-without-address", "copy-without-invoice", "comment-blank",
             "comment-with-quotes"]
    return dict(zip(names, steps.n_failed().values()))


def frictionless(path):
    from frictionless import Checklist, Dialect, Resource, Schema, fields, formats
    from frictionless.checks import row_constraint

    kinds = sorted({case for kind in KINDS for case in (kind, kind.capitalize())})
    constraints = {"adviser": {"required": True, "pattern": SIGNATURE[1:-1]}, "date": {"pattern": DAY[1:] + ".*"},
                   "kind": {"required": True, "enum": kinds}, "customer": {"required": True, "pattern": "[0-9]{8}"},
                   "comment": {"required": True, "pattern": '[^"]*'}}
    names = ["adviser", "date", "kind", "customer", "address", "name", "invoice", "comment"]
    schema = Schema(fields=[fields.StringField(name=name, constraints=constraints.get(name, {})) for name in names])
    copy = "kind in ['Fakturakopia', 'fakturakopia', 'Faktura kopia']"
    # Formulas know no `not`, and a header with spaces cannot stand in one: hence the names above.
    checks = [row_constraint(formula=f"{column} if {copy} else True") for column in ("address", "invoice")]
    dialect = Dialect(header=False, comment_rows=[1], controls=[formats.ExcelControl(stringified=True)])
    sheet = Resource(basepath=str(path.parent), path=path.name, schema=schema, dialect=dialect)
    report = sheet.validate(Checklist(checks=checks), limit_errors=10**9)
    counts = {}
    for error in (error for task in report.tasks for error in task.errors):
        match error.type:
            case "row-constraint":
                name = "copy-without-address" if "address" in error.note else "copy-without-invoice"
            # A row that ends early; a cell that must be there is told of as a constraint, too.
            case "missing-cell":
                continue
            case "constraint-error":
                blank = "required" in error.note
                name = f"{error.field_name}-blank" if blank else BROKEN[error.field_name]
            case other:
                name = other
        counts[name] = counts.get(name, 0) + 1
    return counts


def pandas(path):
    import pandas as pd

    frame = pd.read_excel(path, engine="openpyxl", dtype=str)[list(COLUMNS)].rename(columns=COLUMNS)
    kind = frame["kind"].str.lower()
    copy = kind.isin(COPIES)

    def unlike(column, pattern):
        return frame[column].notna() & ~frame[column].str.match(pattern, na=False)

    broken = {
        "adviser-blank": frame["adviser"].isna(),
        "adviser-no-signature": unlike("adviser", SIGNATURE),
        "date-unreadable": unlike("date", DAY),
        "kind-unknown": ~kind.isin(KINDS),
        "customer-blank": frame["customer"].isna(),
        "customer-not-eight-digits": unlike("customer", "^[0-9]{8}$"),
        "copy-without-address": copy & frame["address"].isna(),
        "copy-without-invoice": copy & frame["invoice"].isna(),
        "comment-blank": frame["comment"].isna(),
        "comment-with-quotes": unlike("comment", '^[^"]*$'),
    }
    return {name: int(rows.sum()) for name, rows in broken.items()}


PROGRAMS = {"rutinkoll": rutinkoll, "pandera on Polars": pandera, "pointblank on Polars": pointblank,
            "frictionless": frictionless, "pandas with openpyxl": pandas}


def measure(name, path):
    """Seconds of wall time, peak MiB (its children's too) and the counts of one whole process."""
    start = time.monotonic()
    child = subprocess.Popen([sys.executable, __file__, "--one", name, path], stdout=subprocess.PIPE)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - start
    if status != 0:
        sys.exit(f"{name} failed")
    answer = json.loads(out)
    # rutinkoll is a child of the child: its own time and memory count, not this script's.
    return answer.get("seconds", seconds), answer.get("kib", usage.ru_maxrss) / 1024, answer["counts"]


def one(name, path):
    import resource

    start = time.monotonic()
    warnings.simplefilter("ignore")
    answer = {"counts": PROGRAMS[name](Path(path).resolve())}
    if name == "rutinkoll":
        answer |= {"seconds": time.monotonic() - start, "kib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}
    print(json.dumps(answer))


def main(path, rounds):
    runs = {name: [] for name in PROGRAMS}
    for _ in range(rounds):
        for name in PROGRAMS:
            runs[name].append(measure(name, path))
    wanted = {rule: count for rule, count in runs["rutinkoll"][0][2].items() if count}
    print("| | seconds | times rutinkoll | peak MiB | findings |\n|---|---|---|---|---|")
    first = statistics.median(run[0] for run in runs["rutinkoll"])
    differ = []
    for name, results in runs.items():
        seconds, peak = (statistics.median(run[field] for run in results) for field in (0, 1))
        counts = {rule: count for rule, count in results[0][2].items() if count}
        print(f"| {name} | {seconds:.2f} | {seconds / first:.1f} | {peak:.0f} | {sum(counts.values()):,} |")
        differ += [f"{name}: {rule} {counts.get(rule, 0)}, rutinkoll {wanted.get(rule, 0)}"
                   for rule in sorted(wanted.keys() | counts.keys()) if counts.get(rule) != wanted.get(rule)]
    print("\n" + ("\n".join(differ) if differ else "All find the same, rule by rule."))
    return 1 if differ else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:])
    elif len(sys.argv) in (2, 3):
        sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 3))
    else:
        sys.exit(__doc__)
