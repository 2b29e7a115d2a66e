"""Pictures of pages for docs/images: first screen, phone and paper of the shipped units.

    python tests/helpers/screenshots.py [docs/images]

Small WebP files: everybody who clones the repository gets them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from programs import ARGUMENTS

ROOT = Path(__file__).parents[2]
UNITS = (("huacao", 2023), ("pujin", 2023), ("xianghua", 2023), ("maqiao", 2024))
PHONE_SCREENS = 3
MOST_BYTES = 3_000_000


def main(target: Path) -> int:
    """Report everything in a copy of the workspace, and take the pictures."""
    import shutil

    from full_run import copy_workspace, report_all
    from playwright.sync_api import sync_playwright

    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        print("没有 chromium，不能截图", file=sys.stderr)
        return 1
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="evallib-screens-") as place, sync_playwright() as playwright:
        workspace = copy_workspace(Path(place) / "reported")
        report_all(workspace)
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        for unit, year in UNITS:
            folder, name = workspace.report_dir(unit, year), f"{unit}-{year}"
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto((folder / "index.html").as_uri())
            _keep(page.screenshot(), target / f"{name}-first-screen.webp")
            page.emulate_media(color_scheme="dark")
            if unit == "huacao":
                _keep(page.screenshot(), target / f"{name}-dark.webp")
            page.close()
            phone = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=1.5)
            phone.goto((folder / "报告.html").as_uri())
            clip = {"x": 0, "y": 0, "width": 390, "height": 844 * PHONE_SCREENS}
            _keep(phone.screenshot(full_page=True, clip=clip), target / f"{name}-phone.webp")
            phone.close()
            _keep(_first_sheet(browser, folder / "报告.html", Path(place)), target / f"{name}-print.webp")
        for name, address in (("index", "index.html"), ("district-2023", "2023/_district_overview/index.html")):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto((workspace.reports / address).as_uri())
            _keep(page.screenshot(), target / f"{name}-first-screen.webp")
            page.close()
        _laboratory(browser, workspace.root, target)
        browser.close()
    size = sum(path.stat().st_size for path in target.glob("*.webp"))
    print(f"{len(list(target.glob('*.webp')))} 张图，共 {size / 1e6:.2f} MB")
    return 0 if size < MOST_BYTES else 1


def _laboratory(browser, workspace: Path, target: Path) -> None:
    """The start, and a question with its controls, as they stand in the laboratory."""
    from lab_person import Person
    from served_lab import served

    with served(workspace) as lab:
        person = Person(browser, lab)
        for notebook, name in (("开始", "lab-start"), ("预算调整", "lab-budget")):
            person.open(f"lab/tree/notebooks/{notebook}.ipynb")
            person.run_all()
            person.page.wait_for_timeout(3000)  # figures are drawn after the kernel rests
            _keep(person.page.screenshot(), target / f"{name}.webp")


def _first_sheet(browser, source: Path, place: Path) -> bytes:
    """The first sheet as it comes out of a printer, as PNG."""
    page = browser.new_page()
    page.goto(source.as_uri())
    made = place / "sheet.pdf"
    page.pdf(path=made, prefer_css_page_size=True, print_background=True)
    page.close()
    subprocess.run(
        ["pdftoppm", "-r", "96", "-f", "1", "-l", "1", "-singlefile", "-png", made, place / "sheet"], check=True
    )
    return (place / "sheet.png").read_bytes()


def _keep(picture: bytes, path: Path) -> None:
    from PIL import Image

    Image.open(BytesIO(picture)).convert("RGB").save(path, "WEBP", quality=80, method=6)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"))
