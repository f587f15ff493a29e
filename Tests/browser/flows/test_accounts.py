"""Anybody's account: made, used, looked through, taken along, erased."""

import glob
import json
import os
import re
import time

import pytest
import requests
from playwright.sync_api import expect

from rig import keyboard
from rig.devices import CROSSED, DESKTOP, STRAIGHT
from rig.setting import PASSWORD, fresh_email, fresh_phone, new_person, unlike_others
from mailbox import Mailbox

#: Jobs send mails and text messages.
PATIENCE_S = 30


def sign_in(visitor, email, password=PASSWORD):
    visitor.type(login=email, password=password)
    visitor.press(visitor.button("accounts.sign_in.submit", visitor.page.locator("main")))


def test_sign_up(visitor):
    """What was wrong is said beside it, and the rest needn't be typed again."""
    visitor.open("/sign-up")
    name, email = unlike_others("Meena"), fresh_email()
    visitor.type(name=name, email=email, password="short")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.sign_up.submit"))
        visitor.is_told_at("consent.terms", "errors.terms_not_accepted")
    visitor.look()
    visitor.field("consent.terms").check()
    visitor.type(password="short")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.sign_up.submit"))
        visitor.is_told_at("password", "errors.password_too_short")
    expect(visitor.field("name")).to_have_value(name)
    expect(visitor.field("email")).to_have_value(email)
    expect(visitor.field("password")).to_have_value("")
    expect(visitor.field("consent.terms")).to_be_checked()

    visitor.type(password=PASSWORD)
    shown = visitor.page.get_by_label(visitor.t("frame.show_password"))
    shown.check()
    expect(visitor.field("password")).to_have_attribute("type", "text")
    expect(visitor.field("password")).to_have_value(PASSWORD)
    shown.uncheck()
    expect(visitor.field("password")).to_have_attribute("type", "password")
    visitor.button("accounts.sign_up.submit").dblclick()
    visitor.is_told("accounts.done.signed_up")
    visitor.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_refused_form_in_the_other_language(visitor):
    """What was typed goes along, the password excepted."""
    visitor.open("/sign-up")
    name, email = unlike_others("Meena"), fresh_email()
    visitor.type(name=name, email=email, password=PASSWORD)
    visitor.page.locator("[name=role][value=provider]").check()
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.sign_up.submit"))
        visitor.is_told_at("consent.terms", "errors.terms_not_accepted")
    visitor.press(visitor.page.locator("header a[hreflang]"))
    other = "en" if visitor.language == "ta" else "ta"
    expect(visitor.page.locator("html")).to_have_attribute("lang", other)
    expect(visitor.field("name")).to_have_value(name)
    expect(visitor.field("email")).to_have_value(email)
    expect(visitor.page.locator("[name=role][value=provider]")).to_be_checked()
    expect(visitor.field("password")).to_have_value("")
    assert visitor.page.evaluate("sessionStorage.getItem('istri-switched-form')") is None


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_sign_in_and_out(visitor, server):
    person = new_person(server, language=visitor.language)
    visitor.open("/search?q=641001")
    visitor.press(visitor.link("frame.sign_in", visitor.page.locator("header")))
    with visitor.watch.expecting(422, 401):
        sign_in(visitor, person.email, "not the password at all")
        expect(visitor.page.get_by_role("alert")).to_contain_text(visitor.t("errors.wrong_credentials"))
    expect(visitor.field("login")).to_have_value(person.email)
    visitor.look()
    sign_in(visitor, person.email)
    # Where the way had begun.
    expect(visitor.page.locator("h1")).to_contain_text("641001")
    menu = visitor.page.locator("header summary", has_text=visitor.t("frame.account"))
    visitor.press(menu)
    expect(visitor.page.locator(".menu__title")).to_have_text(person.name)
    visitor.look()
    visitor.press(visitor.button("frame.sign_out"))
    visitor.is_told("accounts.done.signed_out")
    visitor.open("/account")
    expect(visitor.page.locator("h1")).to_have_text(visitor.t("accounts.sign_in.title"))


@pytest.mark.parametrize(("language", "device"), (("en", DESKTOP), ("ta", DESKTOP)))
def test_sign_in_by_keyboard_alone(visitor, server):
    person = new_person(server, language=visitor.language)
    page = visitor.page
    visitor.open("/account")
    keyboard.press_to(page, visitor.field("login"))
    page.keyboard.type(person.email)
    keyboard.press_to(page, visitor.field("password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(visitor.field("name")).to_have_value(person.name)
    keyboard.press_to(page, visitor.field("name"))
    page.keyboard.press("End")
    page.keyboard.type("2")
    keyboard.press_to(page, visitor.button("accounts.save"))
    page.keyboard.press("Enter")
    visitor.is_told("accounts.done.saved")
    expect(visitor.field("name")).to_have_value(person.name + "2")


def mailed_link(server, path, email):
    """What the demonstration keeps in a folder instead of sending it."""
    tokens = Mailbox(os.path.join(server.folder, "mail")).tokens(path, [email], PATIENCE_S)
    assert tokens, f"no mail with {path} came to {email}"
    return f"{path}?token={tokens[0]}"


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_forgotten_password(visitor, server):
    person, password = new_person(server, language=visitor.language), "an iron left on again"
    visitor.open("/password/forgot")
    visitor.type(email=person.email)
    visitor.press(visitor.button("accounts.forgot.submit"))
    visitor.is_told("accounts.done.reset_sent")
    visitor.open(mailed_link(server, "/password/reset", person.email))
    visitor.look()
    visitor.type(password="short")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.reset.submit"))
        visitor.is_told_at("password", "errors.password_too_short")
        visitor.look()
    visitor.type(password=password)
    visitor.press(visitor.button("accounts.reset.submit"))
    visitor.is_told("accounts.done.password_set")
    sign_in(visitor, person.email, password)
    expect(visitor.page.locator("h1")).not_to_have_text(visitor.t("accounts.sign_in.title"))
    visitor.open("/account")
    expect(visitor.field("name")).to_have_value(person.name)


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_an_address_is_confirmed_once(visitor, server):
    person = new_person(server, language=visitor.language)
    link = mailed_link(server, "/email/verify", person.email)
    visitor.sign_in_as(person.email, person.password)
    visitor.open(link)
    visitor.look()
    visitor.press(visitor.button("accounts.verify.submit"))
    visitor.is_told("accounts.done.email_verified")
    visitor.open(link)
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.verify.submit"))
        visitor.sees("accounts.verify.dead")
        visitor.look()


def texted_code(server, phone):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        for path in sorted(glob.glob(os.path.join(server.folder, "messages", "*.txt")), reverse=True):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            code = re.search(r"^code: (\d{6})$", text, re.MULTILINE)
            if code and f"to: {phone}\n" in text:
                return code[1]
        time.sleep(0.1)
    raise AssertionError(f"no code came to {phone}")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_code_by_phone(visitor, server):
    name, phone = unlike_others("Meena"), fresh_phone()
    reply = requests.post(server.url + "/api/register", timeout=60, json={
        "name": name, "phone": phone, "password": PASSWORD, "role": "customer", "language": visitor.language,
        "consent": {"terms": True}})
    assert reply.status_code == 201, reply.text
    visitor.open("/sign-in/code")
    visitor.type(phone="12")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.code.send"))
        visitor.is_told_at("phone", "accounts.field.phone.wrong")
    visitor.type(phone=phone)
    visitor.press(visitor.button("accounts.code.send"))
    visitor.sees("accounts.code.sent")
    visitor.look()
    code = texted_code(server, phone)
    visitor.type(code=f"{(int(code) + 1) % 1_000_000:06d}")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.sign_in.submit", visitor.page.locator("main")))
        visitor.is_told_at("code", "accounts.field.code.wrong")
        visitor.look()
    visitor.type(code=code)
    visitor.press(visitor.button("accounts.sign_in.submit", visitor.page.locator("main")))
    visitor.is_told("accounts.done.access_reset")
    visitor.open("/account")
    expect(visitor.field("name")).to_have_value(name)


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_profile_and_language(visitor, server):
    person = new_person(server, language=visitor.language)
    visitor.sign_in_as(person.email, person.password)
    visitor.open("/account")
    visitor.type(name="")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.save"))
        visitor.is_told_at("name", "accounts.field.name.missing")
    visitor.look()
    other = {"en": "ta", "ta": "en"}[visitor.language]
    visitor.type(name="மீனா")
    visitor.field("language").and_(visitor.page.locator(f"[value={other}]")).check()
    visitor.press(visitor.button("accounts.save"))
    visitor.language = other
    visitor.is_told("accounts.done.saved")
    expect(visitor.field("name")).to_have_value("மீனா")
    visitor.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_sessions(visitors, server, language, device):
    """Whoever finds a device that isn't theirs signs it out."""
    person = new_person(server, language=language)
    here, there = (visitors(language, device).sign_in_as(person.email, person.password) for _ in range(2))
    here.open("/account/sessions")
    assert here.page.locator("tbody tr").count() >= 2
    expect(here.page.locator("tbody")).to_contain_text(here.t("accounts.sessions.current"))
    here.look()
    here.press(here.button("accounts.sessions.end_others"))
    here.is_told("accounts.done.other_sessions_ended")
    expect(here.page.locator("tbody tr")).to_have_count(1)
    there.open("/account")
    expect(there.page.locator("h1")).to_have_text(there.t("accounts.sign_in.title"))


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_export_and_erasure(visitor, server):
    person = new_person(server, language=visitor.language)
    visitor.sign_in_as(person.email, person.password)
    visitor.open("/account/erase")
    visitor.press(visitor.link("accounts.erase.export_first"))
    with visitor.page.expect_download() as download:
        visitor.press(visitor.link("accounts.export.submit"))
    with open(download.value.path(), encoding="utf-8") as file:
        assert person.email in json.dumps(json.load(file))

    visitor.open("/account/erase")
    visitor.type(current_password=person.password)
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("accounts.erase.submit"))
        visitor.is_told_at("sure", "accounts.field.sure.missing")
    visitor.look()
    visitor.type(current_password=person.password)
    visitor.field("sure").check()
    visitor.press(visitor.button("accounts.erase.submit"))
    visitor.is_told("accounts.done.erased")
    visitor.open("/sign-in")
    with visitor.watch.expecting(422, 401):
        sign_in(visitor, person.email)
        expect(visitor.page.get_by_role("alert")).to_contain_text(visitor.t("errors.wrong_credentials"))
