"""Money: paid at the sandbox's checkout, by UPI and by hand; the invoice, a part given back, what a centre earns; offers,
what is told to many, and the report of a month."""

import json
import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from rig.devices import CROSSED, STRAIGHT
from rig.editor import Editor
from rig.setting import Program, bookable_centre, new_booking, new_person, square, unlike_others

#: Jobs number and draw documents, and tell the gateway.
PATIENCE_S = 30
GSTIN = "33AAACH7409R1Z8"


@pytest.fixture
def customer(server, language):
    return new_person(server, language=language)


def until(visitor, path, locator):
    """Opens the page again until it has what a job brings."""
    deadline = time.monotonic() + PATIENCE_S
    visitor.open(path)
    while locator.count() == 0 and time.monotonic() < deadline:
        visitor.page.wait_for_timeout(500)
        visitor.open(path)
    expect(locator.first).to_be_visible()


def choose(visitor, method):
    visitor.page.locator(f"[name=method][value={method}]").check()
    visitor.press(visitor.button("bookings.onward"))


def has_map_library(visitor):
    return visitor.page.evaluate("'ol' in window")


def complete(owner, booking):
    for status in ("accepted", "in_progress", "completed"):
        owner.program.ask("PATCH", f"/api/bookings/{booking['id']}/status", status=status)


def at_the_gateway(visitor):
    """The sandbox's page, which is another site."""
    action = visitor.page.locator("main form[action*='/v1/checkout']").get_attribute("action")
    parts = urlsplit(action)
    visitor.watch.elsewhere.add(f"{parts.scheme}://{parts.netloc}")
    visitor.press(visitor.button("payments.checkout.submit"))
    visitor.page.wait_for_url(re.compile(re.escape(parts.netloc)))


def documents(visitor, kind):
    return visitor.page.locator("main a[href*='invoice.pdf']", has_text=visitor.t(f"payments.document.{kind}"))


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_paid_at_the_checkout_done_invoiced_and_partly_given_back(visitors, server, customer, language, device):
    owner, centre = bookable_centre(server, gstin=GSTIN)
    booking = new_booking(customer, centre)
    money = f"/bookings/{booking['id']}/money"
    visitor = visitors(language, device).sign_in_as(customer.email, customer.password)
    visitor.open(f"/bookings/{booking['id']}")
    visitor.press(visitor.page.locator("main a[href$='/pay']"))
    visitor.sees("payments.choose.how")
    visitor.look()
    choose(visitor, "razorpay")
    visitor.sees("payments.checkout.text")
    visitor.look()
    at_the_gateway(visitor)
    visitor.page.locator("button.main").click()
    visitor.page.locator("form[action*='/payments/callback'] button").click()
    visitor.is_told("payments.done.paid")
    visitor.look()

    complete(owner, booking)
    until(visitor, money, documents(visitor, "tax_invoice"))
    visitor.look()
    invoice = visitor.context.request.get(documents(visitor, "tax_invoice").get_attribute("href"))
    assert invoice.ok and invoice.headers["content-type"] == "application/pdf" and invoice.body().startswith(b"%PDF")
    issued = customer.program.get(f"/api/bookings/{booking['id']}/invoices")["items"]
    assert [one["language"] for one in issued] == [language]

    desk = visitors(language, device).sign_in("admin")
    desk.open(money)
    desk.press(desk.page.locator("main summary", has_text=desk.t("payments.refund.title")))
    with desk.watch.expecting(422):
        desk.type(amount="9999", reason="A scratch")
        desk.press(desk.button("payments.refund.submit"))
        desk.is_told_at("amount", "payments.field.amount.refund_too_large")
        desk.look()
    desk.type(amount="50", reason="A scratch")
    desk.press(desk.button("payments.refund.submit"))
    desk.is_told("payments.done.refunded")
    desk.look()

    until(visitor, money, documents(visitor, "credit_note"))
    expect(visitor.page.locator("main")).to_contain_text("A scratch")
    visitor.look()

    shop = visitors(language, device).sign_in_as(owner.email, owner.password)
    shop.open(f"/provider/centres/{centre['id']}/earnings")
    shop.sees("earnings.kind.accrual")
    shop.look()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_payment_that_fails_is_tried_again(visitor, server, customer):
    _, centre = bookable_centre(server)
    booking = new_booking(customer, centre)
    visitor.sign_in_as(customer.email, customer.password)
    visitor.open(f"/bookings/{booking['id']}/pay")
    choose(visitor, "razorpay")
    at_the_gateway(visitor)
    # The second of the three ways that a payment may go.
    visitor.page.locator("form[action='/checkout/pay'] button").nth(1).click()
    visitor.page.locator("form[action*='/payments/callback'] button").first.click()
    expect(visitor.page.locator("main h1")).to_have_text(visitor.t("payments.choose.title"))
    visitor.look()
    choose(visitor, "razorpay")
    at_the_gateway(visitor)
    visitor.page.locator("button.main").click()
    visitor.page.locator("form[action*='/payments/callback'] button").click()
    visitor.is_told("payments.done.paid")


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_by_upi(visitor, server, customer):
    """A link for the phone that shows it, and a picture for another; or by hand after all."""
    _, centre = bookable_centre(server)
    booking = new_booking(customer, centre)
    visitor.sign_in_as(customer.email, customer.password)
    visitor.open(f"/bookings/{booking['id']}/pay")
    choose(visitor, "upi")
    expect(visitor.page.get_by_role("img", name=visitor.t("payments.upi.qr"))).to_be_visible()
    assert visitor.link("payments.upi.open").get_attribute("href").startswith("upi://pay?")
    visitor.look()
    visitor.press(visitor.link("payments.other_way"))
    choose(visitor, "manual")
    visitor.sees("payments.manual.text")
    visitor.look()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_received_in_cash(visitors, server, customer, language, device):
    owner, centre = bookable_centre(server)
    booking = new_booking(customer, centre)
    shop = visitors(language, device).sign_in_as(owner.email, owner.password)
    shop.open(f"/bookings/{booking['id']}/money")
    shop.look()
    with shop.watch.expecting(422):
        shop.type(cash_reference="?")
        shop.press(shop.button("payments.received.submit"))
        shop.is_told_at("cash_reference", "payments.field.cash_reference.wrong")
        shop.look()
    shop.type(cash_reference=f"BOOK-{booking['id']}")
    shop.press(shop.button("payments.received.submit"))
    shop.is_told("payments.done.confirmed")
    shop.look()
    reader = visitors(language, device).sign_in_as(customer.email, customer.password)
    reader.open(f"/bookings/{booking['id']}/money")
    reader.sees("payments.status.paid")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_given_back_by_hand_and_paid_out(visitors, server, customer, language, device):
    owner, centre = bookable_centre(server)
    booking = new_booking(customer, centre)

    def paid(booking, by):
        payment = by.ask("POST", "/api/payments/initiate", booking_id=booking["id"], method="manual")
        by.ask("POST", f"/api/payments/{payment['id']}/confirm", reference=f"IN-{booking['id']}")

    paid(booking, owner.program)
    customer.program.ask("POST", f"/api/bookings/{booking['id']}/cancel")
    desk = visitors(language, device).sign_in("admin")
    desk.open("/admin/money")
    desk.sees("money.kind.refund_by_hand")
    desk.look()
    desk.press(desk.page.locator(f"main a[href*='/bookings/{booking['id']}/money']"))
    desk.type(returned_reference=f"OUT-{booking['id']}")
    desk.press(desk.button("payments.returned.submit"))
    desk.is_told("payments.done.returned")
    desk.look()

    done = new_booking(customer, centre)
    # What an admin has seen is on the platform's account.
    paid(done, Program.of(server, "admin"))
    complete(owner, done)
    desk.open("/admin/payouts")
    desk.look()
    desk.open(f"/admin/payouts/{centre['id']}")
    with desk.watch.expecting(422):
        desk.press(desk.button("payouts.enter"))
        desk.is_told_at("reference", "payouts.field.reference.missing")
        desk.look()
    desk.type(reference=f"PO-{done['id']}")
    desk.press(desk.button("payouts.enter"))
    desk.is_told("payouts.done.paid")
    desk.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_an_offer_and_what_is_told_to_many(visitors, server, customer, language, device):
    reader = visitors(language, device).sign_in_as(customer.email, customer.password)
    reader.open("/account/messages")
    reader.look()
    reader.page.locator("[name=offers]").check()
    reader.press(reader.button("accounts.save"))
    reader.is_told("messages.done.saved")
    reader.look()

    desk = visitors(language, device).sign_in("admin")
    title = unlike_others("Pongal")
    desk.open("/admin/offers/new")
    desk.look()
    with desk.watch.expecting(422):
        desk.press(desk.button("offers.create"))
        desk.is_told_at("title", "offers.field.title.missing")
        desk.look()
    desk.type(title=title, description="Less for everybody")
    desk.press(desk.button("offers.create"))
    desk.is_told("offers.done.created")
    desk.look()
    desk.press(desk.page.locator("main a", has_text=title).first)
    expect(desk.button("offers.save")).to_be_visible()
    desk.look()
    desk.type(description="Less for everybody, till Pongal")
    desk.press(desk.button("offers.save"))
    desk.is_told("offers.done.changed")
    # Not by one touch alone: it doesn't come back.
    other = desk.page.locator("tbody tr", has_text=title)
    desk.press(other.locator("summary"))
    desk.sees("offers.remove_text", other)
    desk.look()
    desk.press(desk.button("offers.remove", other))
    desk.is_told("offers.done.removed")

    desk.open("/admin/broadcasts/new")
    desk.sees("offers.consent_hint")
    desk.look()
    desk.type(title=title, description="Something new")
    desk.press(desk.button("offers.count"))
    expect(desk.button("offers.send")).to_be_visible()
    desk.look()
    desk.press(desk.button("offers.send"))
    desk.is_told("offers.done.broadcast_sent")
    desk.look()
    desk.open("/admin/broadcasts")
    desk.look()
    # It may have ended by itself at this time of the day, and can still be called off.
    desk.press(desk.page.locator("main a", has_text=title).first)
    desk.press(desk.page.locator("main summary", has_text=desk.t("offers.step.stop")))
    desk.look()
    desk.press(desk.button("offers.step.stop"))
    desk.sees("offers.broadcast_state.stopped")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_whom_a_broadcast_is_for_is_drawn(visitor):
    visitor.sign_in("admin")
    visitor.open("/admin/broadcasts/new")
    expect(visitor.page.locator("[data-target-map]")).to_be_hidden()
    assert not has_map_library(visitor)
    visitor.page.locator("[name=target][value=geometry]").check()
    visitor.map_is_drawn()
    assert has_map_library(visitor)
    visitor.look()
    drawing = Editor(visitor)
    drawing.map = visitor.page.locator("[data-target-map]")
    drawing.toolbar = visitor.page.locator("[data-target-toolbar]")
    drawing.draw((0.45, 0.45), (0.55, 0.45), (0.5, 0.55))
    visitor.press(drawing.tool("finish"))
    expect(visitor.field("geometry")).to_have_value(re.compile(r'^{"type":"Polygon"'))
    visitor.press(drawing.tool("undo"))
    expect(visitor.field("geometry")).to_have_value("")
    visitor.press(drawing.tool("redo"))
    visitor.type(title=unlike_others("Pongal"), description="Something new")
    visitor.press(visitor.button("offers.count"))
    expect(visitor.page.locator("main .notice--info")).to_be_visible()
    visitor.map_is_drawn()
    expect(visitor.field("geometry")).to_have_value(re.compile(r'^{"type":"Polygon"'))
    visitor.look()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_whom_a_broadcast_is_for_when_the_map_does_not_come(visitor):
    """It is told, the field is there, and once the line is back the map comes."""
    visitor.sign_in("admin")
    visitor.open("/admin/broadcasts/new")
    visitor.context.set_offline(True)
    with visitor.watch.expecting(offline=True):
        visitor.page.locator("[name=target][value=geometry]").check()
        visitor.sees("offers.drawing.failed")
        visitor.context.set_offline(False)
    expect(visitor.page.locator("[data-target-map]")).to_be_hidden()
    visitor.look()
    visitor.type(geometry=json.dumps(square()))
    visitor.press(visitor.button("map.staff_tiles_retry"))
    visitor.map_is_drawn()
    expect(visitor.page.locator("[data-target-failed]")).to_be_hidden()
    expect(visitor.field("geometry")).to_have_value(json.dumps(square()))
    visitor.look()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_the_report_of_a_month(visitors, server, customer, language, device):
    owner, centre = bookable_centre(server)
    booking = new_booking(customer, centre)
    complete(owner, booking)
    desk = visitors(language, device).sign_in("admin")
    until(desk, "/admin/reports", desk.page.locator("#providers-title"))
    desk.look()
    desk.press(desk.link("reports.earlier"))
    desk.page.wait_for_url(re.compile("month="))
    desk.look()
