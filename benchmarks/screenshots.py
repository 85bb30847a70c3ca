"""Takes the pictures of README.md from the real site: ``make screenshots``."""

from __future__ import annotations

from typing import Literal

from benchmarks import chromium
from benchmarks.site import ROOT, running

PICTURES: dict[str, tuple[str, int, int, Literal["light", "dark"]]] = {
    "map": ("/map?closer=2502507000", 1280, 900, "light"),
    "disparity": ("/disparity", 1280, 1060, "light"),
    "phone": ("/zip?zip=02121", 360, 740, "dark"),
}


def main() -> None:
    """Write docs/<name>.png for each picture."""
    (ROOT / "docs").mkdir(exist_ok=True)
    with running() as site, chromium.browser() as browser:
        for name, (path, width, height, scheme) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            page.goto(site.url + path)
            page.wait_for_selector("h1")
            page.wait_for_timeout(6000)
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
            page.close()


if __name__ == "__main__":
    main()
