"""An admin looks after centres, people, and what was done."""

import pytest
from playwright.sync_api import expect

from rig import keyboard
from rig.devices import CROSSED, DESKTOP, STRAIGHT
from rig.setting import (
    BUILDING_SITE, Program, approved_centre, fresh_email, new_area, new_centre, new_person, square, unlike_others)


@pytest.fixture
def admin(visitor):
    return visitor.sign_in("admin")


@pytest.fixture
def pending(server):
    """(owner, centre): with a service area, waiting for a decision."""
    owner = new_person(server, "provider")
    centre = new_centre(owner, name=unlike_others("Devi Irons"))
    new_area(owner.program, centre, kind="polygon", geometry=square())
    return owner, centre


def row(visitor, name):
    return visitor.page.locator("tbody tr", has_text=name)


def test_approving_a_centre(admin, pending, server):
    """Found by the filters, looked at with its map and overlaps, and approved."""
    _, centre = pending
    _, neighbour = approved_centre(server)
    new_area(Program.of(server, "admin"), neighbour, kind="polygon", geometry=square())
    name = centre["center_name"]
    admin.open("/admin")
    admin.type(q=name)
    admin.field("status").select_option("pending")
    admin.press(admin.button("admin.filter"))
    expect(admin.page.locator("tbody tr")).to_have_count(1)
    admin.look()
    admin.press(row(admin, name).get_by_role("link", name=name))
    admin.map_is_drawn()
    expect(admin.page.locator("[data-area-legend] li")).to_have_count(3)
    admin.sees("admin.impact.overlapping")
    admin.look()
    admin.press(admin.link("admin.decide.approve"))
    admin.sees("admin.consequence.approve")
    admin.look()
    admin.button("admin.decide.approve").dblclick()
    admin.is_told("admin.done.centre_approve")
    admin.open(f"/centres/{centre['id']}")
    expect(admin.page.locator("h1")).to_have_text(name)


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_filters_of_the_dashboard(admin, pending):
    _, centre = pending
    admin.open(f"/admin?city={BUILDING_SITE.city}")
    rows = admin.page.locator("tbody tr")
    assert rows.count() > 1
    admin.press(admin.page.locator(".stat").first)
    admin.sees("admin.status.pending", admin.page.locator("tbody tr").first)
    admin.type(q=centre["center_name"], city="Madurai")
    admin.press(admin.button("admin.filter"))
    admin.sees("admin.centres.none_title")
    admin.look()
    admin.press(admin.link("admin.show_all"))
    expect(rows).to_have_count(25)
    admin.press(admin.link("frame.next"))
    expect(admin.link("dispatch.first_page")).to_be_visible()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_rejecting_a_centre_that_changed_meanwhile(admin, pending):
    """A reason is needed; and what somebody else changed must be looked at first."""
    owner, centre = pending
    admin.open(f"/admin/centres/{centre['id']}")
    admin.press(admin.link("admin.decide.reject"))
    with admin.watch.expecting(422):
        admin.press(admin.button("admin.decide.reject"))
        admin.is_told_at("reason", "admin.field.reason.missing")
    admin.look()
    owner.program.ask("PATCH", f"/api/providers/{centre['id']}", address="15 Big Bazaar Street")
    reason = "The photo shows another shop."
    admin.type(reason=reason)
    with admin.watch.expecting(422, 409, 412):
        admin.press(admin.button("admin.decide.reject"))
        expect(admin.page.get_by_role("alert")).to_contain_text(admin.t("errors.changed_meanwhile"))
    expect(admin.field("reason")).to_have_value(reason)
    expect(admin.page.locator("dl.facts")).to_contain_text("15 Big Bazaar Street")
    admin.look()
    admin.press(admin.button("admin.decide.reject"))
    admin.is_told("admin.done.centre_reject")
    admin.look()


@pytest.mark.parametrize(("language", "device"), (("en", DESKTOP), ("ta", DESKTOP)))
def test_approving_by_keyboard_alone(admin, pending):
    _, centre = pending
    page, name = admin.page, centre["center_name"]
    admin.open("/admin?status=pending")
    keyboard.press_to(page, admin.field("q"))
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    for step in (row(admin, name).get_by_role("link", name=name), admin.link("admin.decide.approve"),
                 admin.button("admin.decide.approve")):
        expect(step).to_be_visible()
        keyboard.press_to(page, step)
        page.keyboard.press("Enter")
    admin.is_told("admin.done.centre_approve")


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_deciding_on_an_area(admin, server):
    owner, centre = approved_centre(server)
    area = new_area(owner.program, centre, kind="radius", radius_km=6)
    admin.open("/admin/areas?status=proposed")
    admin.press(row(admin, centre["center_name"]).locator(f"a[href='/admin/areas/{area['id']}']"))
    admin.sees("admin.area.impact")
    admin.press(admin.link("admin.area_decide.approve"))
    admin.sees("admin.area_consequence.approve")
    admin.look()
    admin.press(admin.button("admin.area_decide.approve"))
    admin.is_told("admin.done.area_approve")
    admin.sees("admin.area_status.in_force")
    admin.press(admin.link("admin.area_decide.withdraw"))
    admin.sees("admin.area_consequence.withdraw")
    admin.sees("admin.area.impact_withdraw")
    admin.look()
    admin.press(admin.button("admin.area_decide.withdraw"))
    admin.is_told("admin.done.area_withdraw")
    admin.sees("admin.centre.no_areas")

    admin.open(f"/admin/areas/{new_area(owner.program, centre, kind='radius', radius_km=60)['id']}")
    admin.press(admin.link("admin.area_decide.reject"))
    admin.type(reason="Sixty kilometres are too far for a visit.")
    admin.press(admin.button("admin.area_decide.reject"))
    admin.is_told("admin.done.area_reject")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_people(admin):
    """A dispatcher gets an account, another role, and is suspended."""
    name, email = unlike_others("Kavitha"), fresh_email()
    admin.open("/admin/users")
    admin.press(admin.link("admin.user_new.title"))
    admin.field("role").select_option("dispatcher")
    admin.type(email=email)
    with admin.watch.expecting(422):
        admin.press(admin.button("admin.user_new.submit"))
        admin.is_told_at("name", "admin.field.name.missing")
    admin.look()
    expect(admin.field("role")).to_have_value("dispatcher")
    admin.type(name=name)
    admin.press(admin.button("admin.user_new.submit"))
    admin.is_told("admin.done.user_created")
    admin.look()

    admin.press(admin.link("admin.user_change.role"))
    admin.field("role").select_option("customer")
    admin.press(admin.button("admin.user_change.role"))
    admin.is_told("admin.done.user_role")
    admin.press(admin.link("admin.user_change.suspend"))
    with admin.watch.expecting(422):
        admin.press(admin.button("admin.user_change.suspend"))
        admin.is_told_at("reason", "admin.field.reason.missing")
        admin.look()
    admin.type(reason="Left the company.")
    admin.press(admin.button("admin.user_change.suspend"))
    admin.is_told("admin.done.user_suspend")

    admin.open("/admin/users")
    admin.type(q=email)
    admin.field("status").select_option("suspended")
    admin.press(admin.button("admin.filter"))
    expect(row(admin, name)).to_have_count(1)
    admin.press(row(admin, name).get_by_role("link"))
    admin.press(admin.link("admin.user.audit"))
    expect(admin.page.locator("tbody tr").nth(2)).to_be_visible()
    admin.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_audit_and_jobs(admin, pending):
    _, centre = pending
    admin.open("/admin/audit")
    expect(admin.page.locator("tbody tr").nth(1)).to_be_visible()
    admin.field("entity_type").select_option("provider")
    admin.type(entity_id=str(centre["id"]))
    admin.press(admin.button("admin.filter"))
    admin.sees("audit.entity.provider", admin.page.locator("tbody tr").first)
    admin.field("entity_type").select_option("")
    admin.press(admin.button("admin.filter"))
    admin.sees("admin.audit.needs_type")
    admin.look()
    admin.field("entity_type").select_option("provider")
    admin.type(entity_id="999999999999")
    admin.press(admin.button("admin.filter"))
    admin.sees("admin.audit.none_title")
    admin.look()

    admin.open("/admin/jobs")
    admin.field("status").select_option("dead")
    admin.press(admin.button("admin.filter"))
    admin.sees("admin.jobs.none_title")
    admin.look()
