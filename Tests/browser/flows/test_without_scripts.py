"""The search as it is without JavaScript: an old phone, or a line on which the scripts don't come."""

import pytest
from playwright.sync_api import expect

from rig.checks import document, language as words
from rig.setting import Program, fresh_email, gaps


@pytest.fixture
def plain(visitors, language, device):
    return visitors(language, device, java_script_enabled=False)


def look(visitor):
    """What needs no script to be looked at."""
    faults = document.faults(visitor.page, visitor.language) + words.faults(visitor.page, visitor.language)
    assert not faults, f"{visitor.page.url}:\n  " + "\n  ".join(faults)
    visitor.watch.hold()


def test_search(plain):
    page = plain.page
    plain.open("/")
    plain.field("q").fill("641001")
    plain.press(page.locator("label[for=mode-doorstep]"))
    plain.press(plain.button("search.box.submit"))
    expect(page.locator("h1")).to_contain_text("641001")
    expect(page.locator("nav.segmented [aria-current=true]")).to_have_text(plain.t("search.mode.doorstep"))
    look(plain)
    plain.press(plain.link("search.mode.walk_in", page.locator("nav.segmented")))
    expect(page.locator(".result-card")).to_have_count(10)
    # Playwright finds no words within it by themselves.
    told = page.locator("noscript p")
    expect(told).to_be_visible()
    expect(told).to_have_text(plain.t("search.map_no_script"))
    plain.press(plain.link("search.more"))
    expect(page.locator(".result-card")).to_have_count(30)
    name = page.locator("[data-centre-name]").first
    found = name.text_content()
    plain.press(name)
    expect(page.locator("h1")).to_have_text(found)
    look(plain)


def test_tell_me(plain, server):
    gap = gaps(Program.of(server, "dispatcher"))[1]["pincode"]
    plain.open(f"/search?q={gap}&mode=doorstep")
    with plain.watch.expecting(422):
        plain.press(plain.button("search.watch.submit"))
        plain.is_told_at("contact", "search.field.contact.missing")
    look(plain)
    plain.type(contact=fresh_email())
    plain.field("consent").check()
    plain.press(plain.button("search.watch.submit"))
    plain.is_told("search.done.watching")
    look(plain)
