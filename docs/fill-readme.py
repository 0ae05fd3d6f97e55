#!/usr/bin/env python3
"""Fills the parts of README.md that rules/ decides: the table of clauses, and the rule that is shown whole.

    python3 docs/fill-readme.py            writes them
    python3 docs/fill-readme.py --check    fails where they differ

Needs Python 3.9 and PyYAML.
"""

import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PACK = ROOT / "rules" / "hjalplinjen"
SHOWN, LIB = "invoice-number-in-comment", "lib/fakturanummer.rhai"
NO_RULES = ["pack", "equivalent-mutants"]
BASES = ["routine", "assumption", "quality", "privacy"]
SEVERITIES = ["error", "warning", "info"]


def load(path):
    # Without the tests, which come last and hold YAML 1.2 that PyYAML cannot read. Every scalar stays as it is
    # written: clause 2.10 is not a number.
    text = path.read_text(encoding="utf-8").split("\ntests:\n")[0]
    return yaml.load(text, Loader=yaml.BaseLoader)


def fields(node):
    """Every key of a condition, the links that `exists` looks in, and the fields that a test compares with."""
    if isinstance(node, dict):
        for key, value in node.items():
            # A rule for where a column is missing needs no such column.
            if value != "missing":
                yield key
            if key == "exists":
                yield value["in"] + "."
            if key in ("same_as", "same_address", "near_address"):
                yield value
            yield from fields(value)
    elif isinstance(node, list):
        for item in node:
            yield from fields(item)


def source(rule, pack):
    """What decides a rule: a table, an optional column, or the sheet."""
    if rule.get("over") in pack["tables"]:
        return f"table `{rule['over']}`"
    names = list(fields([rule.get("when"), rule.get("expect")]))
    script = rule.get("script", "")
    for link, spec in pack["links"].items():
        if any(name == link or name.startswith(link + ".") for name in names) or f"{link}." in script:
            return f"table `{spec['in']}`"
    if rule.get("over", "sheet") == "sheet":
        for column, spec in pack["columns"].items():
            if spec.get("required") != "true" and column in names:
                return f"column `{column}`"
    return "the sheet"


def clauses():
    pack = load(PACK / "pack.yaml")
    rules = {path.stem: load(path) for path in sorted(PACK.glob("*.yaml")) if path.stem not in NO_RULES}
    out = ["| clause | what it asks | decided from | basis | a breach is |", "|---|---|---|---|---|"]
    for clause, spec in pack["clauses"].items():
        own = [rule for rule in rules.values() if clause in rule["clauses"]]
        if spec["decided"] == "never":
            cells = ["*nothing:* " + spec["why"]["en"].rstrip("."), "–", "–"]
        elif not own:
            cells = [f"table `{spec['decided']}`; no rule judges it yet", "–", "–"]
        else:
            # The strongest evidence first; what is weaker is heard only where that decided nothing.
            strength = {}
            for rule in own:
                at = source(rule, pack)
                strength[at] = max(strength.get(at, 0), len(rule.get("weaker_than", [])))
            order = sorted(strength, key=lambda at: (strength[at], not at.startswith("the sheet")))
            text = order[0]
            for at in order[1:]:
                text += (", else " if strength[at] else "; ") + at
            bases = [basis for basis in BASES if any(rule["basis"] == basis for rule in own)]
            levels = [level for level in SEVERITIES if any(rule["severity"] == level for rule in own)]
            if all(rule.get("off") == "true" for rule in own):
                levels.append("(off)")
            cells = [text, ", ".join(bases), ", ".join(levels)]
        out.append("| " + " | ".join([clause, spec["title"]["en"], *cells]) + " |")
    return "\n".join(out)


def rule():
    def block(name, language):
        lines = (PACK / name).read_text(encoding="utf-8").rstrip().split("\n")
        # What an editor reads is no part of the rule.
        text = "\n".join(line for line in lines if not line.startswith("# yaml-language-server:"))
        return f"```{language}\n# {name}\n{text}\n```"

    return block(f"{SHOWN}.yaml", "yaml") + "\n\n" + block(LIB, "rust").replace("\n# ", "\n// ", 1)


def fill(text, name, body):
    pattern = re.compile(rf"(<!-- {name}:[^>]*-->\n).*?(<!-- /{name} -->)", re.S)
    text, count = pattern.subn(lambda found: f"{found[1]}\n{body}\n\n{found[2]}", text)
    if count != 1:
        raise SystemExit(f"README.md has {count} places for {name}")
    return text


def main():
    readme = ROOT / "README.md"
    old = readme.read_text(encoding="utf-8")
    new = fill(fill(old, "clauses", clauses()), "rule", rule())
    if "--check" not in sys.argv[1:]:
        readme.write_text(new, encoding="utf-8")
    elif new != old:
        raise SystemExit("README.md and rules/ differ: run python3 docs/fill-readme.py")


if __name__ == "__main__":
    main()
