"""A customer looks for somebody who repairs, and finds them."""

import re

import pytest
from playwright.sync_api import expect

from rig import keyboard
from rig.devices import CROSSED, DESKTOP, PHONE, STRAIGHT

CARDS = ".result-card"
LOW_PHONE_PX = 640
MADURAI = {"en": "Madurai", "ta": "மதுரை"}


def ask(visitor, text):
    visitor.field("q").fill(text)
    visitor.press(visitor.button("search.box.submit"))


def test_by_pincode(visitor):
    """The list says what the map shows, and a marker leads to its card."""
    visitor.open("/")
    page = visitor.page
    # The whole menu, on a phone too.
    expect(page.locator("header nav a").last).to_be_in_viewport(ratio=.95)
    ask(visitor, "641001")
    expect(page.locator("h1")).to_contain_text("641001")
    # The first of them stands in the first view of a low phone.
    if visitor.device == PHONE:
        place = page.locator(".result-card__place").first
        assert place.evaluate("place => place.getBoundingClientRect().bottom + scrollY") < LOW_PHONE_PX
    visitor.map_is_drawn()
    cards = page.locator(CARDS)
    count = cards.count()
    assert count > 1
    expect(page.locator(".map-marker")).to_have_count(count)
    expect(page.locator(".map-spread")).to_be_attached()
    expect(cards.first.locator(".distance")).to_be_visible()
    assert cards.first.get_by_role("link", name=visitor.t("frame.card.call")).get_attribute("href").startswith("tel:+91")
    way = "https://www.openstreetmap.org/" if visitor.device == DESKTOP else "geo:"
    visible = cards.first.get_by_role("link", name=visitor.t("frame.card.directions")).filter(visible=True)
    assert visible.get_attribute("href").startswith(way)
    visitor.look()

    page.locator(".map-marker").first.dispatch_event("click")
    expect(page.locator(f"{CARDS}[aria-current=true]")).to_have_count(1)

    visitor.press(visitor.link("search.mode.doorstep", page.locator("nav.segmented")))
    expect(page.locator("nav.segmented [aria-current=true]")).to_have_text(visitor.t("search.mode.doorstep"))
    expect(page.locator("h1")).to_contain_text("641001")


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_by_whatever_is_typed(visitor):
    """A place, the same in the other script, and a DIGIPIN, each from the page of the last one's results."""
    visitor.open("/")
    for typed in MADURAI.values():
        ask(visitor, typed)
        expect(visitor.page.locator("h1")).to_contain_text(MADURAI[visitor.language])
        assert visitor.page.locator(CARDS).count() > 1
    name = visitor.page.locator(CARDS).first.locator("[data-centre-name]")
    found = name.text_content()
    visitor.press(name)
    expect(visitor.page.locator("h1")).to_have_text(found)
    digipin = visitor.page.locator("dt:text-is('DIGIPIN') + dd").text_content()
    visitor.open("/")
    ask(visitor, digipin)
    expect(visitor.page.locator("h1")).to_contain_text(digipin)
    # Its own place, to the few metres that such a code names.
    expect(visitor.page.locator(CARDS).filter(has_text=found).first.locator(".distance")).to_contain_text(
        re.compile(r"^\s*\d "))


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_what_nobody_understands_leads_on(visitor):
    visitor.open("/")
    ask(visitor, "641999")
    visitor.sees("search.nothing_next")
    expect(visitor.field("q")).to_have_value("641999")
    visitor.look()
    visitor.press(visitor.page.locator(".link-list a").first)
    expect(visitor.page.locator(CARDS).first).to_be_visible()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_suggestions_while_typing(visitor):
    visitor.open("/")
    text = MADURAI[visitor.language]
    visitor.field("q").press_sequentially(text[:3], delay=30)
    options = visitor.page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(visitor.page.locator("[data-finder-status]")).to_have_text(visitor.pattern("finder.found"))
    visitor.look()
    wanted = options.filter(has_text=text).first
    visitor.press(wanted)
    expect(visitor.page.locator("h1")).to_contain_text(text)
    expect(visitor.page.locator(CARDS).first).to_be_visible()


@pytest.mark.parametrize(("language", "device"), (("en", DESKTOP), ("ta", DESKTOP)))
def test_by_keyboard_alone(visitor):
    """From the search box to a centre's page, by a suggestion."""
    page = visitor.page
    visitor.open("/")
    box = visitor.field("q")
    keyboard.press_to(page, box)
    page.keyboard.type(MADURAI[visitor.language], delay=30)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Enter")
    expect(page.locator(CARDS).first).to_be_visible()
    first = page.locator(CARDS).first.locator("[data-centre-name]")
    name = first.text_content()
    keyboard.press_to(page, first)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    visitor.map_is_drawn()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_centres_page(visitor):
    visitor.open("/search?q=641001&mode=doorstep")
    visitor.press(visitor.page.locator(f"{CARDS} [data-centre-name]").first)
    visitor.sees("centre.offers")
    visitor.map_is_drawn()
    expect(visitor.page.locator(".map-area").first).to_be_attached()
    expect(visitor.page.locator("table.hours tr")).to_have_count(7)
    visitor.press(visitor.page.locator("summary", has_text=visitor.t("centre.served_list")))
    expect(visitor.page.locator(".pincode-list a").first).to_be_visible()
    visitor.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_near_me(visitors, language, device):
    visitor = visitors(language, device, permissions=["geolocation"],
                       geolocation={"latitude": 11.0168, "longitude": 76.9558, "accuracy": 40})
    visitor.open("/")
    visitor.press(visitor.button("search.box.near"))
    expect(visitor.page.locator("h1")).to_contain_text(visitor.t("search.here"))
    expect(visitor.page.locator(CARDS).first).to_be_visible()
    visitor.map_is_drawn()
    expect(visitor.page.locator(".map-spread")).to_be_attached()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_near_me_refused(visitor):
    visitor.open("/")
    visitor.press(visitor.button("search.box.near"))
    expect(visitor.page.locator("[data-finder-status]")).to_have_text(visitor.t("finder.denied"))


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_without_ground_the_map_still_has_its_markers(visitor):
    visitor.context.route("**/api/districts*", lambda route: route.abort("internetdisconnected"))
    visitor.context.route("**/api/pincodes/cells*", lambda route: route.abort("internetdisconnected"))
    with visitor.watch.expecting(offline=True):
        visitor.open("/search?q=641001")
        visitor.map_is_drawn()
        expect(visitor.page.locator(".map-marker")).to_have_count(visitor.page.locator(CARDS).count())


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_suggestions_that_fail_hinder_nobody(visitor):
    visitor.open("/")
    visitor.context.route("**/api/places*", lambda route: route.abort("internetdisconnected"))
    with visitor.watch.expecting(offline=True):
        visitor.field("q").press_sequentially(MADURAI[visitor.language], delay=30)
        visitor.page.wait_for_timeout(400)
        visitor.press(visitor.button("search.box.submit"))
        expect(visitor.page.locator(CARDS).first).to_be_visible()
