"""HTML and scripts in texts that other people see: they are texts to everybody."""

import pytest
from playwright.sync_api import expect

from rig.devices import CROSSED, STRAIGHT
from rig.setting import (
    Program, approve, bookable_centre, new_area, new_booking, new_centre, new_person, square, unlike_others)

HOSTILE = "<img src=x onerror=alert(1)><b>Iron</b> \"'&amp;</script><script>alert(2)</script>"


@pytest.fixture
def centre(server):
    """Whose every text is hostile, and whose pincode has few others."""
    owner = new_person(server, "provider", name=unlike_others(HOSTILE))
    centre = new_centre(owner, name=unlike_others(HOSTILE), address=HOSTILE, city="Valparai", pincode="642127")
    admin = Program.of(server, "admin")
    admin.ask("POST", f"/api/admin/providers/{centre['id']}/reject", reason=HOSTILE)
    approve(admin, centre)
    new_area(admin, centre, kind="polygon", geometry=square(lat=10.3, lng=76.9))
    return centre


def holds(visitor, path, *texts):
    """That the texts stand there as they are, and that nothing came of them."""
    visitor.open(path)
    if visitor.page.locator(".map").count():
        visitor.map_is_drawn()
    for text in texts:
        expect(visitor.page.locator("main")).to_contain_text(text)
    assert visitor.page.locator("main b, main img[src=x]").count() == 0
    assert "alert(2)" not in " ".join(visitor.page.locator("script").all_text_contents())
    visitor.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_to_customers(visitor, centre):
    holds(visitor, "/search?q=642127", centre["center_name"], HOSTILE)
    marker = visitor.page.locator(f".map-marker[title*='{centre['center_name'].split()[-1]}']")
    assert HOSTILE in marker.get_attribute("title")
    holds(visitor, f"/centres/{centre['id']}", centre["center_name"], HOSTILE)


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_to_admins(visitor, centre):
    visitor.sign_in("admin")
    last = centre["center_name"].split()[-1]
    holds(visitor, f"/admin?q={last}", centre["center_name"])
    holds(visitor, f"/admin/centres/{centre['id']}", centre["center_name"], HOSTILE)
    holds(visitor, f"/admin/audit?entity_type=provider&entity_id={centre['id']}")
    holds(visitor, f"/admin/centres/{centre['id']}/areas/new", centre["center_name"])


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_to_dispatchers(visitor, centre):
    visitor.sign_in("dispatcher")
    holds(visitor, f"/dispatch/overlaps?centre={centre['id']}", centre["center_name"])
    holds(visitor, f"/dispatch/what-if?centre={centre['id']}", centre["center_name"])


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_what_a_customer_writes(visitors, server, language, device):
    """Name, notes and a review: to the centre, to admins, and to everybody who looks at the centre."""
    owner, centre = bookable_centre(server)
    customer = new_person(server, name=unlike_others(HOSTILE))
    booking = new_booking(customer, centre, notes=HOSTILE)
    path = f"/bookings/{booking['id']}"
    shop = visitors(language, device).sign_in_as(owner.email, owner.password)
    holds(shop, path, HOSTILE)
    holds(shop, f"/provider/centres/{centre['id']}/day?date={booking['starts_at'][:10]}")
    for status in ("accepted", "in_progress", "completed"):
        owner.program.ask("PATCH", f"/api{path}/status", status=status, note=HOSTILE)
    customer.program.ask("POST", f"/api{path}/review", rating=4, text=HOSTILE)
    holds(visitors(language, device), f"/centres/{centre['id']}", HOSTILE)
    holds(visitors(language, device).sign_in("admin"), f"/admin/bookings?provider_id={centre['id']}")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_what_is_searched_for(visitor):
    """A search in vain keeps what was asked, and what looks like a template's is no template's."""
    visitor.open("/")
    text = "{{t:frame.name}}<b onclick=alert(1)>Iron</b>"
    visitor.field("q").fill(text)
    visitor.press(visitor.button("search.box.submit"))
    expect(visitor.field("q")).to_have_value(text)
    assert visitor.page.locator("main b").count() == 0
    visitor.look()
