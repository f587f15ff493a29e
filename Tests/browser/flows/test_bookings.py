"""A customer books, and what becomes of it: with the centre, with a dispatcher, and when something goes wrong."""

import re

import pytest
from playwright.sync_api import expect

from flows.test_signed_out_meanwhile import end_sessions, sign_in_again
from rig import keyboard
from rig.checks import document, language as words
from rig.devices import CROSSED, DESKTOP, STRAIGHT
from rig.setting import (
    BUILDING_SITE, Program, bookable_centre, fresh_phone, new_area, new_booking, new_person, unlike_others)

BOOKING = re.compile(r"/bookings/(\d+)")


@pytest.fixture
def shop(server):
    """(owner, centre): one that can be booked."""
    return bookable_centre(server)


@pytest.fixture
def customer(server, language):
    return new_person(server, language=language)


def choose_time(visitor, centre, look=True):
    """From the centre's page through the first two steps to the last one."""
    visitor.open(f"/centres/{centre['id']}")
    visitor.press(visitor.link("bookings.book"))
    visitor.sees("bookings.what.services")
    if look:
        visitor.look()
    # The one service that there is stands chosen.
    visitor.press(visitor.button("bookings.onward"))
    expect(visitor.page.locator(".day-row")).to_be_visible()
    if look:
        visitor.look()
    # Not the first: a minute later it may be over.
    visitor.press(visitor.page.locator(".day-row a").nth(1))
    visitor.press(visitor.page.locator(".time-grid a").first)


def confirm(visitor):
    return visitor.page.locator("main .action-bar button")


def booking_number(visitor):
    visitor.page.wait_for_url(BOOKING)
    return int(BOOKING.search(visitor.page.url)[1])


def bookings_of(customer):
    identity = customer.program.get("/api/me")["id"]
    return customer.program.get(f"/api/customers/{identity}/bookings")["items"]


def shows_status(visitor, status):
    expect(visitor.page.locator(".booking-status .badge-state")).to_have_text(visitor.t(f"bookings.status.{status}"))


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_from_the_search_to_the_review(visitors, server, customer, language, device):
    owner, centre = bookable_centre(server, pincode="641041")
    visitor, shop = visitors(language, device), visitors(language, device)
    visitor.sign_in_as(customer.email, customer.password)
    visitor.open("/search?q=641041&limit=50")
    card = visitor.page.locator(f"#centre-{centre['id']}")
    visitor.press(visitor.link("bookings.book", card))
    visitor.press(visitor.button("bookings.onward"))
    visitor.press(visitor.page.locator(".day-row a").nth(1))
    visitor.press(visitor.page.locator(".time-grid a").first)
    visitor.sees("bookings.confirm.pay")
    visitor.look()
    visitor.type(notes="It trips the fuse")
    visitor.press(confirm(visitor))
    visitor.is_told("bookings.done.booked")
    shows_status(visitor, "pending")
    visitor.look()
    booking = booking_number(visitor)

    shop.sign_in_as(owner.email, owner.password)
    shop.open("/provider")
    shop.press(shop.link("provider.tab.day", shop.page.locator("main")))
    shop.sees("calendar.requests")
    shop.look()
    date = customer.program.get(f"/api/bookings/{booking}")["starts_at"][:10]
    for step, status in (("accepted", "accepted"), ("in_progress", "in_progress"), ("completed", "completed")):
        shop.open(f"/provider/centres/{centre['id']}/day?date={date}")
        shop.press(shop.button(f"calendar.step.{step}"))
        shop.is_told(f"calendar.done.{step}")
        # The customer's page follows by itself.
        shows_status(visitor, status)
    shop.look()
    expect(visitor.button("bookings.review.submit")).to_be_visible()
    visitor.look()
    # By keyboard: the stars are radio buttons.
    visitor.page.locator("[name=rating]").first.focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    visitor.type(text="Quick and kind")
    visitor.press(visitor.button("bookings.review.submit"))
    visitor.is_told("bookings.done.reviewed")
    visitor.sees("bookings.review.star.4")
    visitor.look()
    visitor.press(visitor.link("bookings.one.rework"))
    expect(visitor.page.locator(".day-row")).to_be_visible()
    visitor.look()
    visitor.press(visitor.page.locator(".day-row a").nth(2))
    visitor.press(visitor.page.locator(".time-grid a").nth(2))
    visitor.press(visitor.button("bookings.rework.submit"))
    visitor.is_told("bookings.done.reworked")
    visitor.look()
    visitor.open("/account/inbox")
    visitor.look()
    visitor.press(visitor.button("bookings.inbox.read_all"))
    visitor.is_told("bookings.done.inbox_read")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_declined_passed_on_and_given_to_a_centre_by_a_dispatcher(visitors, server, shop, customer, language, device):
    owner, centre = shop
    booking = new_booking(customer, centre, rematch=True)
    keeper = visitors(language, device).sign_in_as(owner.email, owner.password)
    keeper.open(f"/provider/centres/{centre['id']}/day")
    keeper.press(keeper.page.locator("summary", has_text=keeper.t("calendar.decline")))
    keeper.look()
    with keeper.watch.expecting(422):
        keeper.press(keeper.button("calendar.step.rejected"))
        keeper.sees("calendar.field.reason.missing")
        keeper.look()
    keeper.field("reason").fill("No spare part")
    keeper.press(keeper.button("calendar.step.rejected"))
    keeper.is_told("calendar.done.rejected")
    # Wherever it went, that one can't either, until nobody is left.
    admin = Program.of(server, "admin")
    for _ in range(10):
        now = admin.get(f"/api/bookings/{booking['id']}")
        if now["needs_dispatch"]:
            break
        admin.ask("PATCH", f"/api/bookings/{booking['id']}/status", status="rejected", note="Closed for the day")
    assert now["needs_dispatch"]

    reader = visitors(language, device).sign_in_as(customer.email, customer.password)
    reader.open(f"/bookings/{booking['id']}")
    shows_status(reader, "dispatch")
    reader.look()

    desk = visitors(language, device).sign_in("dispatcher")
    desk.open("/dispatch/bookings")
    desk.look()
    desk.open(f"/dispatch/bookings/{booking['id']}")
    desk.look()
    # One click, with the reason that stands there.
    desk.press(desk.button("board.assign").first)
    desk.is_told("board.done.assigned")
    shows_status(reader, "pending")
    reader.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_double_click_the_back_button_and_a_second_tab_book_once(visitor, shop, customer):
    visitor.sign_in_as(customer.email, customer.password)
    choose_time(visitor, shop[1], look=False)
    visitor.sees("bookings.confirm.pay")
    last_step = visitor.page.url
    confirm(visitor).dblclick()
    visitor.is_told("bookings.done.booked")
    booking = booking_number(visitor)
    visitor.page.go_back()
    visitor.sees("bookings.confirm.pay")
    visitor.press(confirm(visitor))
    assert booking_number(visitor) == booking
    tab = visitor.context.new_page()
    tab.goto(last_step)
    tab.locator("main .action-bar button").click()
    tab.wait_for_url(BOOKING)
    assert BOOKING.search(tab.url)[1] == str(booking)
    assert len(bookings_of(customer)) == 1


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_taken_time_shows_others_and_keeps_what_was_typed(visitor, server, shop, customer):
    visitor.sign_in_as(customer.email, customer.password)
    choose_time(visitor, shop[1], look=False)
    visitor.type(notes="No steam")
    starts_at = visitor.page.locator("main time").first.get_attribute("datetime")
    new_booking(new_person(server), shop[1], starts_at=starts_at)
    with visitor.watch.expecting(422):
        visitor.press(confirm(visitor))
        visitor.sees("bookings.taken.title")
        expect(visitor.field("notes")).to_have_value("No steam")
        visitor.look()
    visitor.press(visitor.page.locator("button[name=starts_at]").first)
    visitor.is_told("bookings.done.booked")
    expect(visitor.page.locator("main")).to_contain_text("No steam")
    assert len(bookings_of(customer)) == 1


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_signed_out_in_the_middle(visitor, shop, customer):
    visitor.sign_in_as(customer.email, customer.password)
    choose_time(visitor, shop[1])
    visitor.type(notes="The cord is burnt\nat the plug")
    end_sessions(customer)
    with visitor.watch.expecting(401):
        visitor.press(confirm(visitor))
        sign_in_again(visitor, customer)
    visitor.is_told("bookings.done.booked")
    expect(visitor.page.locator("main")).to_contain_text("The cord is burnt")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_not_signed_in_yet(visitor, shop, customer):
    choose_time(visitor, shop[1], look=False)
    visitor.type(login=customer.email, password=customer.password)
    visitor.press(visitor.button("accounts.sign_in.submit", visitor.page.locator("main")))
    visitor.sees("bookings.confirm.pay")
    visitor.press(confirm(visitor))
    visitor.is_told("bookings.done.booked")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_at_the_door(visitor, server, shop, customer):
    """That a centre doesn't come is said before a time is chosen; where it comes, it is asked where to."""
    centre = shop[1]
    new_area(Program.of(server, "admin"), centre, kind="pincodes", pincodes=[BUILDING_SITE.pincode])
    visitor.sign_in_as(customer.email, customer.password)
    visitor.open(f"/centres/{centre['id']}/book")
    visitor.press(visitor.page.locator("label[for=mode-doorstep]"))
    visitor.type(pincode="641001")
    visitor.look()
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("bookings.onward"))
        visitor.sees("bookings.not_covered.title", pincode="641001")
        visitor.look()
    visitor.type(pincode=BUILDING_SITE.pincode)
    visitor.press(visitor.button("bookings.onward"))
    visitor.press(visitor.page.locator(".day-row a").nth(1))
    visitor.press(visitor.page.locator(".time-grid a").first)
    visitor.map_is_drawn()
    visitor.look()
    with visitor.watch.expecting(422):
        visitor.press(confirm(visitor))
        visitor.is_told_at("address", "bookings.field.address.missing")
        visitor.look()
    visitor.type(address="7 Car Street")
    visitor.press(confirm(visitor))
    visitor.is_told("bookings.done.booked")
    expect(visitor.page.locator("main")).to_contain_text("7 Car Street")
    visitor.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_dispatcher_books_for_a_caller(visitor, shop):
    visitor.sign_in("dispatcher")
    choose_time(visitor, shop[1], look=False)
    visitor.sees("bookings.caller")
    visitor.look()
    with visitor.watch.expecting(422):
        visitor.press(confirm(visitor))
        visitor.is_told_at("customer_name", "bookings.field.customer_name.missing")
        visitor.look()
    visitor.type(customer_name=unlike_others("Selvi"), customer_phone=fresh_phone())
    visitor.press(confirm(visitor))
    visitor.is_told("bookings.done.booked")
    visitor.look()


@pytest.mark.parametrize(("language", "device"), (("en", DESKTOP), ("ta", DESKTOP)))
def test_booked_and_cancelled_by_keyboard_alone(visitor, shop, customer):
    page = visitor.page
    visitor.sign_in_as(customer.email, customer.password)
    visitor.open(f"/centres/{shop[1]['id']}")

    def enter(stop):
        keyboard.press_to(page, stop)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    enter(visitor.link("bookings.book"))
    enter(visitor.button("bookings.onward"))
    enter(page.locator(".day-row a").nth(1))
    enter(page.locator(".time-grid a").first)
    enter(confirm(visitor))
    visitor.is_told("bookings.done.booked")
    enter(visitor.link("bookings.one.cancel"))
    enter(visitor.button("bookings.cancel.submit"))
    visitor.is_told("bookings.done.cancelled")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_moved_and_cancelled(visitor, shop, customer):
    booking = new_booking(customer, shop[1])
    visitor.sign_in_as(customer.email, customer.password)
    visitor.open("/bookings")
    visitor.look()
    visitor.press(visitor.page.locator(".booking-list a").first)
    visitor.press(visitor.link("bookings.one.reschedule"))
    expect(visitor.page.locator(".day-row")).to_be_visible()
    visitor.look()
    visitor.press(visitor.page.locator(".day-row a").nth(2))
    visitor.press(visitor.page.locator(".time-grid a").nth(2))
    visitor.sees("bookings.move.free")
    visitor.look()
    visitor.press(visitor.button("bookings.move.submit"))
    visitor.is_told("bookings.done.moved")
    assert customer.program.get(f"/api/bookings/{booking['id']}")["starts_at"] != booking["starts_at"]
    visitor.press(visitor.link("bookings.one.cancel"))
    visitor.sees("bookings.cancel.free")
    visitor.look()
    visitor.press(visitor.button("bookings.cancel.submit"))
    visitor.is_told("bookings.done.cancelled")
    shows_status(visitor, "cancelled")
    visitor.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_an_owners_week(visitor, shop, customer):
    owner, centre = shop
    booking = new_booking(customer, centre)
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open(f"/provider/centres/{centre['id']}/calendar?week={booking['starts_at'][:10]}")
    expect(visitor.page.locator(f"a[href='/bookings/{booking['id']}']")).to_be_visible()
    visitor.look()
    visitor.type(from_time="2026-01-01T10:00", to_time="2026-01-01T09:00")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("calendar.away.add"))
        visitor.is_told_at("to_time", "calendar.field.to_time.order")
        visitor.look()
    visitor.press(visitor.button("calendar.feed.make"))
    visitor.sees("calendar.feed.once")
    visitor.look()
    feed = visitor.page.locator("code.secret").text_content()
    assert visitor.context.request.get(feed).status == 200


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_an_admin_looks_for_it(visitor, shop, customer):
    booking = new_booking(customer, shop[1])
    visitor.sign_in("admin")
    visitor.open(f"/admin/bookings?provider_id={shop[1]['id']}")
    expect(visitor.page.locator("tbody")).to_contain_text(booking["reference"])
    visitor.look()
    visitor.field("status").select_option("completed")
    visitor.press(visitor.button("admin.filter"))
    visitor.sees("board.list.none_title")
    visitor.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_without_scripts(visitors, shop, customer, language, device):
    visitor = visitors(language, device, java_script_enabled=False)
    visitor.sign_in_as(customer.email, customer.password)
    choose_time(visitor, shop[1], look=False)
    visitor.sees("bookings.confirm.pay")
    plain_look(visitor)
    visitor.type(notes="Plain")
    visitor.press(confirm(visitor))
    visitor.is_told("bookings.done.booked")
    plain_look(visitor)
    booking = booking_number(visitor)
    shop[0].program.ask("PATCH", f"/api/bookings/{booking}/status", status="accepted")
    visitor.page.reload()
    shows_status(visitor, "accepted")
    visitor.press(visitor.link("bookings.one.cancel"))
    visitor.press(visitor.button("bookings.cancel.submit"))
    visitor.is_told("bookings.done.cancelled")


def plain_look(visitor):
    """What needs no script to be looked at."""
    faults = document.faults(visitor.page, visitor.language) + words.faults(visitor.page, visitor.language)
    assert not faults, f"{visitor.page.url}:\n  " + "\n  ".join(faults)
    visitor.watch.hold()
