"""Pictures of the page (`-o x.html`): wide, phone, dark, and as it prints. Needs a Chromium, named by CHROMIUM or found as
`chromium`, and the program: `cargo build --release`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BROWSER = os.environ.get("CHROMIUM", "chromium")
PROGRAM = os.environ.get("RUTINKOLL", str(ROOT / "target/release/rutinkoll"))
LOOKS = {
    "page-wide.png": ["--window-size=1100,1500"],
    "page-phone.png": ["--window-size=500,1200"],
    "page-dark.png": ["--window-size=1100,1500", "--blink-settings=preferredColorScheme=0"],
}


def main():
    fixture = ROOT / "fixtures/status"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "granskning.html"
        audit = [PROGRAM, "audit", "Hjälplinjen.xlsx", "--as-of", "2026-11-23", "-o", str(page), "--quiet"]
        # Exit code 1: there are findings, as there should be.
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795428000"}
        if subprocess.run(audit, cwd=fixture, stdout=subprocess.DEVNULL, env=environment).returncode > 1:
            sys.exit("the audit failed")
        browser = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/profile"]
        for name, look in LOOKS.items():
            subprocess.run([*browser, *look, f"--screenshot={HERE / name}", page.as_uri()], check=True, stderr=subprocess.DEVNULL)
        subprocess.run([*browser, "--no-pdf-header-footer", f"--print-to-pdf={HERE / 'page-print.pdf'}", page.as_uri()], check=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
