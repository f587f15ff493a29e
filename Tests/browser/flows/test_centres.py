"""The owner of a repair centre registers it, keeps it up to date, and proposes where they come to homes."""

import datetime

import pytest
from playwright.sync_api import expect

from rig import keyboard
from rig.devices import CROSSED, DESKTOP, STRAIGHT
from rig.setting import BUILDING_SITE, Program, approve, new_centre, new_person, unlike_others


@pytest.fixture
def owner(server):
    return new_person(server, "provider")


def fill_in(visitor, name):
    visitor.type(center_name=name, phone="98765 43210", address="12 Big Bazaar Street", city=BUILDING_SITE.city,
                 pincode=BUILDING_SITE.pincode)


def test_registering_a_centre(visitor, owner):
    """With a pin on the map, hours and prices; what was wrong is said, and all the rest is kept."""
    page, name = visitor.page, unlike_others("Anbu Irons")
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open("/provider")
    visitor.sees("provider.list.none")
    visitor.look()
    visitor.press(visitor.link("provider.register.title"))
    fill_in(visitor, name)
    visitor.map_is_drawn()
    map_box = page.locator("[data-pin-canvas]")
    # The view follows the pincode.
    expect(map_box.locator(".map-cell").first).to_be_attached()
    visitor.press(map_box)
    expect(page.locator("[data-pin-status]")).to_have_text(visitor.pattern("map.pin_set"))
    lat = visitor.field("lat").input_value()
    assert abs(float(lat) - BUILDING_SITE.lat) < 0.1
    visitor.field("hours[10].opens").fill("09:00")
    visitor.field("hours[10].closes").fill("18:00")
    visitor.field("services[0].price").fill("250")
    visitor.type(phone="12")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("provider.register.submit"))
        visitor.is_told_at("phone", "provider.field.phone.wrong")
    visitor.is_told_at("services[0].minutes", "provider.field.services.minutes.missing")
    expect(visitor.field("center_name")).to_have_value(name)
    expect(visitor.field("lat")).to_have_value(lat)
    expect(visitor.field("hours[10].closes")).to_have_value("18:00")
    expect(visitor.field("services[0].price")).to_have_value("250")
    expect(page.locator(".map-place")).to_be_attached()
    visitor.look()

    visitor.type(phone="98765 43210")
    visitor.field("services[0].minutes").fill("45")
    visitor.button("provider.register.submit").dblclick()
    visitor.is_told("provider.done.registered")
    visitor.sees("provider.state_text.pending")
    visitor.open("/provider")
    expect(page.locator("section.panel")).to_have_count(1)
    expect(page.locator("section.panel")).to_contain_text(visitor.t("provider.state.pending"))


@pytest.mark.parametrize(("language", "device"), (("en", DESKTOP), ("ta", DESKTOP)))
def test_registering_by_keyboard_alone(visitor, owner):
    page, name = visitor.page, unlike_others("Bala Irons")
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open("/provider/register")
    texts = {"center_name": name, "phone": "9876543210", "address": "3 Temple Street", "city": "Madurai",
             "pincode": "625001", "lat": "9.9195", "lng": "78.1193"}
    for field, text in texts.items():
        keyboard.press_to(page, visitor.field(field))
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    pin = page.locator(".map-place")
    expect(pin).to_be_attached()
    keyboard.press_to(page, pin, key="Shift+Tab")
    page.keyboard.press("ArrowUp")
    expect(visitor.field("lat")).not_to_have_value("9.9195")
    keyboard.press_to(page, visitor.field("services[0].price"))
    page.keyboard.type("300")
    keyboard.press_to(page, visitor.field("services[0].minutes"))
    page.keyboard.type("30")
    keyboard.press_to(page, visitor.button("provider.register.submit"))
    page.keyboard.press("Enter")
    visitor.is_told("provider.done.registered")
    expect(visitor.field("center_name")).to_have_value(name)


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_hours_prices_and_closures(visitor, owner, server):
    centre = new_centre(owner)
    approve(Program.of(server, "admin"), centre)
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open("/provider")
    visitor.press(visitor.link("provider.list.change"))

    visitor.press(visitor.link("provider.tab.hours"))
    visitor.field("hours[10].opens").fill("09:00")
    visitor.field("hours[10].closes").fill("07:00")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("provider.save"))
        visitor.is_told_at("hours[10].closes", "provider.field.hours.closes.order")
    visitor.look()
    visitor.field("hours[10].closes").fill("19:00")
    visitor.press(visitor.button("provider.save"))
    visitor.is_told("provider.done.saved")

    visitor.press(visitor.link("provider.tab.services"))
    visitor.field("services[1].price").fill("many")
    visitor.field("services[1].minutes").fill("60")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("provider.save"))
        visitor.is_told_at("services[1].price", "provider.field.services.price.wrong")
    visitor.field("services[1].price").fill("1,450.50")
    visitor.press(visitor.button("provider.save"))
    visitor.is_told("provider.done.saved")

    visitor.press(visitor.link("provider.tab.closures"))
    day = datetime.date.today() + datetime.timedelta(days=30)
    visitor.type(first_day=day.isoformat(), last_day=(day - datetime.timedelta(days=1)).isoformat(), reason="Pongal")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("provider.closures.add"))
        visitor.is_told_at("last_day", "provider.field.last_day.order")
    visitor.look()
    visitor.type(last_day=day.isoformat())
    visitor.press(visitor.button("provider.closures.add"))
    visitor.is_told("provider.done.closed")
    visitor.look()
    visitor.press(visitor.button("provider.closures.reopen"))
    visitor.is_told("provider.done.reopened")
    visitor.sees("provider.closures.none")

    visitor.open(f"/centres/{centre['id']}")
    expect(visitor.page.locator(".price-list")).to_contain_text("₹1,450.50")
    expect(visitor.page.locator("table.hours")).to_contain_text("9")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_proposing_a_service_area(visitor, owner):
    centre = new_centre(owner)
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open(f"/provider/centres/{centre['id']}/area")
    visitor.field("kind").and_(visitor.page.locator("[value=radius]")).check()
    visitor.type(radius_km="500")
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("areas.editor.propose"))
        visitor.is_told_at("radius_km", "areas.field.radius_km.wrong")
    visitor.look()
    visitor.type(radius_km="4")
    visitor.press(visitor.button("areas.editor.propose"))
    visitor.is_told("provider.done.area_proposed")
    visitor.sees("provider.area.state.proposed")
    visitor.map_is_drawn()
    visitor.look()
    # What was proposed doesn't come back: one is asked first.
    expect(visitor.button("provider.area.withdraw")).to_be_hidden()
    visitor.press(visitor.page.locator("main summary", has_text=visitor.t("provider.area.withdraw")))
    visitor.sees("provider.area.withdraw_text")
    visitor.look()
    visitor.press(visitor.button("provider.area.withdraw"))
    visitor.is_told("provider.done.area_withdrawn")


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_rejected_centre_is_put_right(visitor, owner, server):
    centre = new_centre(owner)
    Program.of(server, "admin").ask(
        "POST", f"/api/admin/providers/{centre['id']}/reject", reason="The address has no door number.")
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open("/provider")
    expect(visitor.page.locator("section.panel")).to_contain_text("The address has no door number.")
    visitor.look()
    visitor.press(visitor.link("provider.list.change"))
    visitor.type(address="14 Big Bazaar Street")
    visitor.press(visitor.button("provider.save"))
    visitor.is_told("provider.done.resubmitted")
    visitor.sees("provider.state_text.pending")
    visitor.look()
