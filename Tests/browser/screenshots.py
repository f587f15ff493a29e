"""Takes the pictures of the README: pages of the demonstration, on a phone and on a desktop, in English and Tamil."""

import argparse
import io
import os
from dataclasses import dataclass

from PIL import Image

from rig.browser import chromium
from rig.devices import DEVICES
from rig.server import DemoServer
from rig.settle import settle
from rig.visitor import Visitor
from rig.words import ROOT

FOLDER = os.path.join(ROOT, "docs", "screenshots")
LARGEST_BYTES = 300_000


@dataclass(frozen=True)
class Picture:
    name: str
    path: str
    device: str
    language: str
    role: str | None = None
    theme: str = "light"
    #: A link that leads on from there, to a page whose address isn't known beforehand.
    onward: str | None = None
    #: What must be there before the picture is taken, or before something is pressed.
    ready: str = "main"
    #: What is pressed then, and what must be there afterwards.
    pressed: str | None = None
    shown: str = "main"
    #: What stands at the top of the picture.
    top: str | None = None


PICTURES = (
    Picture("search-phone-ta", "/", "phone", "ta"),
    Picture("results-phone-ta", "/search?q=641001", "phone", "ta", ready=".map[data-ready]"),
    Picture("results-phone-en-dark", "/search?q=641001", "phone", "en", theme="dark", ready=".map[data-ready]"),
    Picture("results-desktop-en", "/search?q=641001", "desktop", "en", ready=".map[data-ready]"),
    Picture("centre-phone-ta", "/search?q=641001&mode=doorstep", "phone", "ta", onward="[data-centre-name]",
            ready=".map[data-ready]"),
    Picture("provider-phone-ta", "/provider", "phone", "ta", role="provider"),
    Picture("admin-desktop-en", "/admin", "desktop", "en", role="admin"),
    # As it is drawn by hand, with the tools and what a change would gain and lose.
    Picture("area-editor-desktop-en", "/admin/areas?status=in_force", "desktop", "en", role="admin",
            onward="tbody td a[href^='/admin/areas/']", ready=".map[data-ready]", pressed="[name=kind][value=polygon]",
            shown="[data-editor-summary] .stat-grid", top=".area-editor"),
    Picture("coverage-desktop-en", "/dispatch", "desktop", "en", role="dispatcher", ready=".map[data-ready]"),
    Picture("coverage-desktop-ta", "/dispatch", "desktop", "ta", role="dispatcher", ready=".map[data-ready]"),
)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--istri", default=".build/release/istri")
    parser.add_argument("--folder", default=FOLDER)
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    with DemoServer(arguments.istri) as server, chromium() as browser:
        for picture in PICTURES:
            path = os.path.join(arguments.folder, picture.name + ".webp")
            size = save(take(browser, server, picture), path)
            print(f"{path}: {size // 1000} KB")


def take(browser, server, picture):
    """The PNG, at twice the resolution."""
    visitor = Visitor(
        browser, server, picture.language, DEVICES[picture.device], theme=picture.theme, device_scale_factor=2)
    try:
        if picture.role:
            visitor.sign_in(picture.role)
        reply = visitor.open(picture.path)
        if reply.status != 200:
            raise RuntimeError(f"{reply.status} for {picture.path}")
        if picture.onward:
            visitor.page.locator(picture.onward).first.click()
        visitor.page.locator(picture.ready).first.wait_for()
        if picture.pressed:
            visitor.page.locator(picture.pressed).check()
        visitor.page.locator(picture.shown).first.wait_for()
        if picture.top:
            visitor.page.locator(picture.top).first.evaluate("e => e.scrollIntoView({block: 'start'})")
        settle(visitor.page)
        visitor.page.wait_for_load_state("load")
        visitor.page.evaluate("() => document.fonts.ready.then(() => undefined)")
        png = visitor.page.screenshot()
        visitor.watch.hold()
        return png
    finally:
        visitor.close()


def save(png, path):
    """As WebP, with as much quality as fits; the size in bytes."""
    image = Image.open(io.BytesIO(png))
    for quality in (90, 80, 70, 60, 50):
        image.save(path, "WEBP", quality=quality, method=6)
        if os.path.getsize(path) <= LARGEST_BYTES:
            return os.path.getsize(path)
    raise RuntimeError(f"{path} is larger than {LARGEST_BYTES} bytes at every quality")


if __name__ == "__main__":
    main()
