"""Somebody whose session ends while they type: nothing of it is lost."""

import pytest
from playwright.sync_api import expect

from rig.devices import CROSSED, STRAIGHT
from rig.setting import PASSWORD, new_person, unlike_others


def end_sessions(person):
    """All of them, from another device."""
    program = person.program
    sessions = program.get("/api/me/sessions?limit=100")["items"]
    # Its own last.
    for session in sorted(sessions, key=lambda session: session["current"]):
        program.ask("DELETE", f"/api/me/sessions/{session['id']}")


def sign_in_again(visitor, person):
    """On the page that says what happened, and on to what was typed."""
    visitor.sees("frame.signed_out_meanwhile")
    visitor.look()
    visitor.type(login=person.email, password=PASSWORD)
    # The way by a code begins with the same words.
    visitor.press(visitor.button("accounts.sign_in.submit", visitor.page.locator("main .form-panel")))
    visitor.sees("frame.continue.text")
    visitor.look()
    visitor.press(visitor.button("frame.continue.send"))


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_in_the_middle_of_a_long_form(visitor, server):
    owner, centre = new_person(server, "provider"), unlike_others("Selvam Irons")
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open("/provider/register")
    visitor.type(center_name=centre, phone="98765 43210", address="7 Car Street\nNear the tank", city="Madurai",
                 pincode="625001")
    visitor.field("hours[10].opens").fill("09:00")
    visitor.field("hours[10].closes").fill("18:30")
    visitor.field("services[0].price").fill("450.50")
    visitor.field("services[0].minutes").fill("40")
    end_sessions(owner)
    with visitor.watch.expecting(401):
        visitor.press(visitor.button("provider.register.submit"))
        sign_in_again(visitor, owner)
    visitor.is_told("provider.done.registered")
    expect(visitor.field("center_name")).to_have_value(centre)
    expect(visitor.field("address")).to_have_value("7 Car Street\nNear the tank")
    visitor.press(visitor.link("provider.tab.services"))
    expect(visitor.field("services[0].price")).to_have_value("450.50")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_in_another_tab(visitor, server):
    """Signed out and in again in a second tab: the first one's form is still good."""
    person, name = new_person(server), unlike_others("Latha")
    visitor.sign_in_as(person.email, person.password)
    visitor.open("/account")
    visitor.type(name=name)
    other = visitor.context.new_page()
    other.goto("/account/sessions")
    other.locator("tbody tr", has_text=visitor.t("accounts.sessions.current")).get_by_role("button").click()
    expect(other.locator(".notice--ok")).to_contain_text(visitor.t("accounts.done.signed_out"))
    other.goto("/sign-in")
    other.locator("[name=login]").fill(person.email)
    other.locator("[name=password]").fill(PASSWORD)
    other.locator("main button").click()
    expect(other.locator("h1")).not_to_have_text(visitor.t("accounts.sign_in.title"))
    with visitor.watch.expecting(403):
        visitor.press(visitor.button("accounts.save"))
        visitor.sees("frame.continue.text")
    visitor.press(visitor.button("frame.continue.send"))
    visitor.is_told("accounts.done.saved")
    expect(visitor.field("name")).to_have_value(name)
