"""What an owner types is not lost, and an area is told with a map and without one."""

import json
import re
import uuid

import pytest

from rig import people

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[80.2, 13.0], [80.25, 13.0], [80.25, 13.05], [80.2, 13.05], [80.2, 13.0]]],
}


@pytest.fixture
def owner(visitor):
    return visitor.sign_in("provider")


def fill_in(page, name):
    page.locator("#f-center_name").fill(name)
    page.locator("#f-phone").fill("98400 12345")
    page.locator("#f-address").fill("12 Mint Street")
    page.locator("#f-city").fill("Chennai")
    page.locator("#f-pincode").fill("600001")
    page.keyboard.press("Escape")


def until_kept(page):
    page.wait_for_function("Object.keys(localStorage).some(key => key.endsWith(':register'))")


def offer(page):
    return page.locator("[data-draft-offer]")


def submit(page):
    return page.locator("form[data-draft] button:not([type=button])").last


def test_a_long_form_survives_a_closed_tab_and_a_lost_line(owner, language):
    name = f"Draft {uuid.uuid4().hex[:8]}"
    owner.open(f"/provider/register?lang={language}")
    fill_in(owner.page, name)
    owner.page.locator("#f-services-0-price").fill("450")
    until_kept(owner.page)
    owner.page.close()

    owner.page = owner.context.new_page()
    owner.open("/provider/register")
    assert re.search(owner.t("frame.draft.found").replace("{when}", ".+"), offer(owner.page).inner_text())
    owner.look()
    offer(owner.page).locator("[data-draft-restore]").click()
    assert not offer(owner.page).is_visible()
    assert owner.page.locator("#f-center_name").input_value() == name
    assert owner.page.locator("#f-services-0-price").input_value() == "450"
    owner.page.locator("#f-services-0-minutes").fill("30")

    with owner.watch.expecting(offline=True):
        owner.context.set_offline(True)
        submit(owner.page).click()
        told = owner.page.locator("[data-offline-notice]")
        told.wait_for()
        assert owner.t("frame.offline") in told.inner_text()
        assert owner.page.locator("#f-center_name").input_value() == name
        owner.look()
        owner.context.set_offline(False)
    told.wait_for(state="detached")
    submit(owner.page).click()
    owner.page.wait_for_url("**?done=provider.registered")

    owner.open("/provider/register")
    assert not offer(owner.page).is_visible()


def test_a_draft_goes_when_it_is_thrown_away_or_its_owner_signs_out(owner, language):
    owner.open(f"/provider/register?lang={language}")
    fill_in(owner.page, "Thrown away")
    until_kept(owner.page)
    owner.page.reload()
    offer(owner.page).locator("[data-draft-discard]").click()
    owner.page.reload()
    assert not offer(owner.page).is_visible()

    fill_in(owner.page, "Left behind")
    until_kept(owner.page)
    owner.page.locator("details.menu summary").last.click()
    owner.page.locator("form[action='/sign-out'] button").click()
    owner.page.wait_for_url("**?done=accounts.signed_out")
    assert owner.page.evaluate("Object.keys(localStorage)") == []


def test_a_pincode_is_suggested_and_the_map_goes_there(owner, language):
    owner.open(f"/provider/register?lang={language}")
    field = owner.page.locator("#f-pincode")
    field.press_sequentially("60004", delay=30)
    owner.page.locator(".suggest-list [role=option]").first.wait_for()
    owner.look()
    field.press("ArrowDown")
    field.press("Enter")
    assert len(field.input_value()) == 6 and field.input_value().startswith("60004")
    owner.page.locator("path.map-spread").wait_for(state="attached")
    owner.page.wait_for_function("document.querySelector('[data-pin-status]').textContent !== ''")
    told = owner.page.locator("[data-pin-status]").inner_text()
    assert told == owner.t("map.pin_near_pincode").replace("{pincode}", field.input_value())
    # The middle of a pincode is nobody's door.
    assert owner.page.locator("#f-lat").input_value() == ""


def area_page(owner, language):
    owner.open(f"/provider?lang={language}")
    owner.page.locator("section.panel h2 a").first.click()
    owner.page.locator(".tabs a[href$='/area']").click()
    owner.page.locator("[data-editor-toolbar] button").first.wait_for(state="attached")
    return owner.page


def test_an_area_is_told_by_a_file_and_changed_by_pincodes(owner, language):
    page = area_page(owner, language)
    owner.look()
    page.locator("input[name=kind][value=polygon]").check()
    page.locator("#f-file").set_input_files(
        {"name": "area.geojson", "mimeType": "application/geo+json", "buffer": json.dumps(SQUARE).encode()})
    page.wait_for_function("document.querySelector('[data-editor-status]').textContent !== ''")
    assert owner.t("editor.file_opened").replace("{file}", "area.geojson") == (
        page.locator("[data-editor-status]").inner_text())
    owner.look()
    page.locator("form[data-area-editor] button[type=submit]").click()
    page.wait_for_url("**?done=provider.area_proposed")
    proposed = page.locator("article", has_text=owner.t("provider.area.kind.polygon")).last
    proposed.locator("a[href*='/area/']").click()
    page.locator("[data-editor-versions] li").first.wait_for()
    owner.look()

    page.locator("input[name=kind][value=pincodes]").check()
    boxes = page.locator("[data-editor-pincodes] [data-pincode]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    chosen = [boxes.nth(at).get_attribute("data-pincode") for at in (0, 1)]
    assert page.locator("textarea[name=pincodes]").input_value().split() == sorted(chosen)
    # Another list, and back: the choice stays.
    page.locator("[data-editor-district]").select_option(index=3)
    district = page.locator("[data-editor-district] option").nth(3).inner_text()
    words = owner.t("editor.checklist").replace("{district}", district)
    page.locator("[data-editor-pincodes] legend", has_text=words).wait_for()
    page.locator("[data-editor-district]").select_option("")
    assert boxes.nth(0).is_checked() and not boxes.nth(2).is_checked()
    owner.look()
    page.locator("form[data-area-editor] button[type=submit]").click()
    page.wait_for_url("**?done=provider.area_proposed")
    assert page.locator("article", has_text=owner.t("provider.area.kind.pincodes", count=2)).count() >= 1
    page.locator("article", has_text=owner.t("provider.area.kind.pincodes", count=2)).last.locator(
        "form[action$='/withdraw'] button").click()
    page.wait_for_url("**?done=provider.area_withdrawn")


def test_without_script_an_area_is_a_file_or_checked_pincodes(visitors, language, device):
    owner = visitors(language, device, java_script_enabled=False).sign_in("provider")
    page = owner.page
    owner.open(f"/provider?lang={language}")
    page.locator("section.panel h2 a").first.click()
    page.locator(".tabs a[href$='/area']").click()
    page.locator("input[name=kind][value=polygon]").check()
    kml = "".join(f"{lng},{lat} " for lng, lat in SQUARE["coordinates"][0])
    page.locator("#f-file").set_input_files({
        "name": "area.kml", "mimeType": "application/vnd.google-earth.kml+xml",
        "buffer": ('<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing>'
                   f"<coordinates>{kml}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>").encode()})
    page.locator("form.workbench button[type=submit]").click()
    page.wait_for_url("**?done=provider.area_proposed")
    page.locator("input[name=kind][value=pincodes]").check()
    page.locator("input[name='near[]']").nth(2).check()
    page.locator("form.workbench button[type=submit]").click()
    page.wait_for_url("**?done=provider.area_proposed")
    for _ in range(2):
        page.locator("form[action$='/withdraw'] .btn-quiet").last.click()
        page.wait_for_url("**?done=provider.area_withdrawn")


def test_the_second_factor_shows_its_key_as_a_picture(owner, language):
    page = owner.page
    owner.open(f"/account/second-factor?lang={language}")
    page.locator("#f-password").fill(people.account(owner.server.folder, "provider")[1])
    page.locator("form[action='/account/second-factor'] button").first.click()
    picture = page.locator("svg.qr")
    picture.wait_for()
    owner.look()
    assert picture.get_attribute("aria-label") == owner.t("accounts.setup.qr")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        colours = [page.locator(f".qr__{part}").evaluate("part => getComputedStyle(part).fill")
                   for part in ("ground", "modules")]
        assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], theme
