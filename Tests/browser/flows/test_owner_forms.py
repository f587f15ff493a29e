"""What an owner types is not lost; a pincode is suggested; an area is told by a file, by pincodes and without scripts."""

import json
import re

import pytest
from playwright.sync_api import expect

from rig.checks import document, language as words
from rig.devices import CROSSED, STRAIGHT
from rig.settle import settle
from rig.setting import Program, approve, new_area, new_centre, new_person, square, unlike_others


@pytest.fixture
def owner(server):
    return new_person(server, "provider")


@pytest.fixture
def at_form(visitor, owner):
    """An owner with the form for a new centre."""
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open("/provider/register")
    return visitor


def fill_in(visitor, name):
    visitor.type(center_name=name, phone="98400 12345", address="12 Mint Street", city="Chennai", pincode="600001")
    visitor.field("services[0].price").fill("450")
    # The browser keeps it after a pause.
    visitor.page.wait_for_timeout(500)


def kept(visitor):
    return visitor.page.evaluate("Object.keys(localStorage)")


def offer(visitor):
    return visitor.page.locator("[data-draft-offer]")


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_long_form_survives_a_closed_tab_and_a_lost_line(at_form):
    visitor, name = at_form, unlike_others("Draft")
    fill_in(visitor, name)
    visitor.page.close()

    visitor.page = visitor.context.new_page()
    visitor.open("/provider/register")
    expect(offer(visitor)).to_contain_text(visitor.pattern("frame.draft.found"))
    visitor.look()
    visitor.press(visitor.button("frame.draft.restore"))
    expect(offer(visitor)).to_be_hidden()
    expect(visitor.field("center_name")).to_have_value(name)
    expect(visitor.field("services[0].price")).to_have_value("450")
    visitor.field("services[0].minutes").fill("30")

    told = visitor.page.locator("[data-offline-notice]")
    with visitor.watch.expecting(offline=True):
        visitor.context.set_offline(True)
        visitor.press(visitor.button("provider.register.submit"))
        expect(told).to_contain_text(visitor.t("frame.offline"))
        expect(visitor.field("center_name")).to_have_value(name)
        visitor.look()
        visitor.context.set_offline(False)
    expect(told).to_have_count(0)
    visitor.press(visitor.button("provider.register.submit"))
    visitor.is_told("provider.done.registered")
    assert kept(visitor) == []
    visitor.open("/provider/register")
    settle(visitor.page)
    expect(offer(visitor)).to_be_hidden()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_draft_goes_when_it_is_thrown_away_or_its_owner_signs_out(at_form):
    visitor = at_form
    fill_in(visitor, "Thrown away")
    visitor.page.reload()
    visitor.press(visitor.button("frame.draft.discard"))
    visitor.page.reload()
    settle(visitor.page)
    expect(offer(visitor)).to_be_hidden()
    fill_in(visitor, "Left behind")
    assert len(kept(visitor)) == 1
    visitor.press(visitor.page.locator("details.menu summary").last)
    visitor.press(visitor.button("frame.sign_out"))
    visitor.is_told("accounts.done.signed_out")
    assert kept(visitor) == []


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_one_persons_draft_is_not_offered_to_another(at_form, server):
    visitor = at_form
    fill_in(visitor, "Somebody's")
    visitor.context.clear_cookies()
    other = new_person(server, "provider")
    visitor.sign_in_as(other.email, other.password)
    visitor.open("/provider/register")
    settle(visitor.page)
    expect(offer(visitor)).to_be_hidden()
    assert len(kept(visitor)) == 1


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_pincode_is_suggested_and_the_map_goes_there(at_form):
    visitor = at_form
    visitor.map_is_drawn()
    field = visitor.field("pincode")
    field.press_sequentially("60004", delay=30)
    expect(visitor.page.locator(".suggest-list [role=option]").first).to_be_visible()
    visitor.look()
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(re.compile("^60004[0-9]$"))
    expect(visitor.page.locator("path.map-spread")).to_be_attached()
    told = visitor.t("map.pin_near_pincode", pincode=field.input_value())
    expect(visitor.page.locator("[data-pin-status]")).to_have_text(told)
    # The middle of a pincode is nobody's door.
    expect(visitor.field("lat")).to_have_value("")
    visitor.press(visitor.page.locator("[data-pin-canvas]"))
    expect(visitor.field("lat")).not_to_have_value("")
    expect(visitor.page.locator("path.map-spread")).to_have_count(0)
    # A pin that is far from what was typed afterwards stays, and is told of.
    lat = visitor.field("lat").input_value()
    field.fill("625001")
    field.press("Escape")
    expect(visitor.page.locator("[data-pin-status]")).to_have_text(visitor.pattern("map.pin_far_from_pincode"))
    expect(visitor.field("lat")).to_have_value(lat)
    # What the map understands is sent as the server does.
    visitor.type(lat="13,08", lng="\u0bee\u0be6.27")
    visitor.field("lng").blur()
    expect(visitor.field("lat")).to_have_value("13.08")
    expect(visitor.field("lng")).to_have_value("80.27")


def choose(visitor, kind):
    visitor.page.locator(f"[name=kind][value={kind}]").check()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_an_area_from_a_file_is_changed_to_pincodes(visitor, owner):
    centre = new_centre(owner)
    page = visitor.page
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open(f"/provider/centres/{centre['id']}/area")
    visitor.map_is_drawn()
    choose(visitor, "polygon")
    page.locator("[data-editor-file]").set_input_files(
        {"name": "area.geojson", "mimeType": "application/geo+json", "buffer": json.dumps(square()).encode()})
    expect(page.locator("[data-editor-status]")).to_have_text(
        visitor.t("editor.file_opened", file="area.geojson"))
    expect(page.locator("[data-editor-summary]")).to_contain_text(visitor.pattern("editor.area"))
    visitor.look()
    visitor.press(visitor.button("areas.editor.propose"))
    visitor.is_told("provider.done.area_proposed")
    visitor.sees("provider.area.kind.polygon")
    visitor.map_is_drawn()
    visitor.press(visitor.link("provider.area.open"))
    expect(page.locator("[data-editor-versions] li")).to_have_count(1)
    visitor.map_is_drawn()
    visitor.look()

    choose(visitor, "pincodes")
    boxes = page.locator("[data-editor-pincodes] [data-pincode]")
    for at in (0, 1):
        boxes.nth(at).check()
    chosen = sorted(boxes.nth(at).get_attribute("data-pincode") for at in (0, 1))
    expect(visitor.field("pincodes")).to_have_value(" ".join(chosen))
    # Another list, and back: the choice stays.
    lists = page.locator("[data-editor-district]")
    district = lists.locator("option").nth(3)
    lists.select_option(district.get_attribute("value"))
    expect(page.locator("[data-editor-pincodes] legend")).to_have_text(
        visitor.t("editor.checklist", district=district.text_content()))
    visitor.look()
    lists.select_option("")
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(2)).not_to_be_checked()
    visitor.press(visitor.button("areas.editor.propose"))
    visitor.is_told("provider.done.area_proposed")
    visitor.sees("provider.area.kind.pincodes", count=2)


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_rejected_change_is_read_in_the_history(visitor, owner, server):
    admin = Program.of(server, "admin")
    centre = new_centre(owner)
    approve(admin, centre)
    area = new_area(admin, centre, kind="radius", radius_km=2)
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open(f"/provider/centres/{centre['id']}/area/{area['id']}")
    visitor.map_is_drawn()
    choose(visitor, "radius")
    visitor.type(radius_km="3")
    visitor.press(visitor.button("areas.editor.propose"))
    visitor.is_told("provider.done.area_proposed")
    admin.ask("POST", f"/api/service-areas/{area['id']}/reject", reason="Too far out.")
    visitor.open(f"/provider/centres/{centre['id']}/area/{area['id']}")
    rows = visitor.page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(visitor.t("areas.status.rejected"))
    expect(rows.first).to_contain_text("Too far out.")
    expect(rows.last).to_contain_text(visitor.t("areas.status.in_force"))
    visitor.map_is_drawn()
    visitor.look()


def look_without_scripts(visitor):
    faults = document.faults(visitor.page, visitor.language) + words.faults(visitor.page, visitor.language)
    assert not faults, f"{visitor.page.url}:\n  " + "\n  ".join(faults)
    visitor.watch.hold()


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing>
<coordinates>{}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"""


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_without_scripts_an_area_is_a_file_or_checked_pincodes(visitors, owner, language, device):
    centre = new_centre(owner)
    visitor = visitors(language, device, java_script_enabled=False)
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open(f"/provider/centres/{centre['id']}/area")
    look_without_scripts(visitor)
    choose(visitor, "polygon")
    # One way at a time, also so.
    expect(visitor.field("radius_km")).to_be_hidden()
    chooser = visitor.page.locator("[data-editor-file]")
    chooser.set_input_files({"name": "area.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    with visitor.watch.expecting(422):
        visitor.press(visitor.button("areas.editor.propose"))
        visitor.is_told_at("file", "areas.field.file.wrong_kind")
    ring = " ".join(f"{lng},{lat}" for lng, lat in square()["coordinates"][0])
    chooser.set_input_files({
        "name": "area.kml", "mimeType": "application/vnd.google-earth.kml+xml", "buffer": KML.format(ring).encode()})
    visitor.press(visitor.button("areas.editor.propose"))
    visitor.is_told("provider.done.area_proposed")
    visitor.sees("provider.area.kind.polygon")
    choose(visitor, "pincodes")
    for at in (0, 2):
        visitor.page.locator("[name='near[]']").nth(at).check()
    visitor.press(visitor.button("areas.editor.propose"))
    visitor.sees("provider.area.kind.pincodes", count=2)
    look_without_scripts(visitor)


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_the_second_factors_key_is_a_picture_too(visitor, owner):
    visitor.sign_in_as(owner.email, owner.password)
    visitor.open("/account/second-factor")
    visitor.type(password=owner.password)
    visitor.press(visitor.button("accounts.factor.start"))
    picture = visitor.page.get_by_role("img", name=visitor.t("accounts.setup.qr"))
    expect(picture).to_be_visible()
    visitor.look()
    for theme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=theme)
        colours = [picture.locator(f".qr__{part}").evaluate("part => getComputedStyle(part).fill")
                   for part in ("ground", "modules")]
        assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], theme
