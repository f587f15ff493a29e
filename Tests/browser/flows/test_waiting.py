"""A customer whom nobody serves: the nearest centres all the same, and a message when somebody comes."""

import pytest
from playwright.sync_api import expect

from rig.devices import CROSSED, STRAIGHT
from rig.setting import Program, fresh_email, gaps


@pytest.fixture
def gap(server):
    """A pincode."""
    return gaps(Program.of(server, "dispatcher"))[0]["pincode"]


def waiting(server, pincode, contact):
    found = Program.of(server, "admin").get(f"/api/admin/coverage-watches?pincode={pincode}&limit=100")["items"]
    return [watch for watch in found if contact in watch.values()]


def test_tell_me(visitor, server, gap):
    """What was wrong is said beside it and the rest is kept; a double click asks once."""
    page, contact = visitor.page, fresh_email()
    visitor.open(f"/search?q={gap}")
    visitor.press(visitor.link("search.watch.title"))
    visitor.sees("search.nobody.title")
    visitor.sees("search.nearest_anyway")
    expect(page.locator(".result-card").first).to_be_visible()
    expect(visitor.field("pincode")).to_have_value(gap)
    visitor.look()

    visitor.type(contact="somebody")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("search.watch.submit"))
        visitor.is_told_at("contact", "search.field.contact.wrong")
    visitor.is_told_at("consent", "search.field.consent.missing")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(visitor.field("contact")).to_have_value("somebody")
    expect(visitor.field("pincode")).to_have_value(gap)
    visitor.look()

    visitor.type(contact=contact)
    visitor.field("consent").check()
    visitor.button("search.watch.submit").dblclick()
    visitor.is_told("search.done.watching")
    assert len(waiting(server, gap, contact)) == 1


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_back_after_the_form(visitor, gap):
    """The page before is there, and its button works again."""
    visitor.open(f"/watch?pincode={gap}")
    visitor.type(contact=fresh_email())
    visitor.field("consent").check()
    visitor.press(visitor.button("search.watch.submit"))
    visitor.is_told("search.done.watching")
    visitor.page.go_back()
    expect(visitor.button("search.watch.submit")).to_be_enabled()
    expect(visitor.field("pincode")).to_have_value(gap)
    visitor.type(contact=fresh_email())
    visitor.field("consent").check()
    visitor.press(visitor.button("search.watch.submit"))
    visitor.is_told("search.done.watching")


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_back_to_a_refused_form(visitor, gap):
    """No page of the browser's own that asks whether to send it again."""
    visitor.open(f"/watch?pincode={gap}")
    visitor.field("consent").check()
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("search.watch.submit"))
        visitor.is_told_at("contact", "search.field.contact.missing")
    visitor.type(contact=fresh_email())
    visitor.press(visitor.button("search.watch.submit"))
    visitor.is_told("search.done.watching")
    with visitor.watch.expecting(422):
        visitor.page.go_back()
        expect(visitor.field("pincode")).to_have_value(gap)
