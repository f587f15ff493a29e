"""Debian's Chromium without windows, driven by Playwright; no browser is downloaded. With `--headless` the whole browser would
draw its own toolbars for each page, by two processes more."""

import os
import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright


def program():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell")
    if path is None:
        raise RuntimeError("Chromium is missing. Install it with: deploy/setup.sh chromium-headless-shell fonts-noto-core")
    return path


@contextmanager
def chromium():
    arguments = ["--disable-dev-shm-usage"]
    # Chromium's sandbox refuses to work for root.
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()
