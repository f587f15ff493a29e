"""A second factor: set up with an authenticator app, asked for, taken away."""

import re

import pytest
from playwright.sync_api import expect

from rig.devices import CROSSED
from rig.setting import new_person
from totp import code


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_second_factor(visitor, server):
    person = new_person(server)
    visitor.sign_in_as(person.email, person.password)
    codes = set_up(visitor, person)
    sign_in_with(visitor, person, codes[0])
    take_away(visitor, person, codes[1])


def set_up(visitor, person):
    """The recovery codes."""
    visitor.open("/account/second-factor")
    visitor.type(password=person.password)
    visitor.press(visitor.button("accounts.factor.start"))
    secret = visitor.page.locator("input[name=otp_secret]").get_attribute("value")
    assert re.fullmatch("[A-Z2-7]{16,64}", secret)
    expect(visitor.page.get_by_text(secret)).to_be_visible()
    visitor.look()
    visitor.type(otp=f"{(int(code(secret)) + 1) % 1_000_000:06d}")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.setup.submit"))
        visitor.is_told_at("otp", "accounts.field.otp.wrong_app_code")
    # The key is still the one that the app has by now.
    expect(visitor.page.get_by_text(secret)).to_be_visible()
    visitor.look()
    visitor.type(otp=code(secret))
    visitor.press(visitor.button("accounts.setup.submit"))
    visitor.sees("accounts.recovery.text")
    visitor.look()
    codes = visitor.page.locator("ul.secret li").all_text_contents()
    assert len(codes) > 2
    visitor.press(visitor.link("accounts.recovery.kept"))
    expect(visitor.field("name")).to_have_value(person.name)
    return codes


def sign_in_with(visitor, person, recovery_code):
    visitor.context.clear_cookies(name="__Host-istri")
    visitor.open("/sign-in?next=/account/second-factor")
    visitor.type(login=person.email, password=person.password)
    visitor.press(visitor.button("accounts.sign_in.submit", visitor.page.locator("main")))
    visitor.sees("accounts.second_factor.text")
    visitor.look()
    visitor.type(otp="000000")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.sign_in.submit", visitor.page.locator("main")))
        visitor.is_told_at("otp", "accounts.field.otp.wrong")
        visitor.look()
    visitor.type(otp=recovery_code)
    visitor.press(visitor.button("accounts.sign_in.submit", visitor.page.locator("main")))
    visitor.sees("accounts.factor.active")
    visitor.look()


def take_away(visitor, person, recovery_code):
    visitor.type(password=person.password, otp=recovery_code)
    visitor.press(visitor.button("accounts.factor.remove"))
    visitor.is_told("accounts.done.second_factor_removed")
    expect(visitor.button("accounts.factor.start")).to_be_visible()
