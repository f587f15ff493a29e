"""What goes wrong while an area is drawn: others who save first, wrong files, a line that breaks, a session that ends."""

import json

import pytest
from playwright.sync_api import expect

from rig.devices import CROSSED, STRAIGHT
from rig.editor import Editor
from rig.setting import Program, approved_centre, new_area, new_person, square

#: Crosses itself in the middle.
BOW_TIE = {"type": "Polygon", "coordinates": [[[76.9, 11], [77, 11.1], [77, 11], [76.9, 11.1], [76.9, 11]]]}


@pytest.fixture
def others(server):
    """Another admin's program."""
    return Program.of(server, "admin")


@pytest.fixture
def area(others, centre):
    return new_area(others, centre, kind="polygon", geometry=square())


def save_first(others, area, radius_km=3):
    return others.ask("PUT", f"/api/service-areas/{area['id']}", headers={"If-Match": area["etag"]}, kind="radius",
                      radius_km=radius_km)


def change(editor, corners=((.9, .69), (.97, .69), (.94, .73))):
    editor.use("draw")
    editor.draw(*corners)
    # The figures that are there are still those of before.
    with editor.page.expect_response("**/api/coverage/what-if"):
        editor.visitor.press(editor.tool("finish"))
    editor.shows_figures()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_somebody_saved_first_and_mine_is_kept(editor, others, area):
    editor.open(area)
    change(editor)
    save_first(others, area)
    conflict = editor.page.locator("[data-editor-conflict]")
    with editor.visitor.watch.expecting(412):
        editor.save()
        expect(conflict.get_by_role("heading", name=editor.visitor.t("editor.conflict_title"))).to_be_focused()
    editor.visitor.look()
    editor.visitor.press(editor.visitor.button("editor.decide_later", conflict))
    editor.says("save_kept")
    expect(editor.map).to_be_focused()
    assert len(editor.shape()) == 2
    with editor.visitor.watch.expecting(412):
        editor.save()
        editor.visitor.press(editor.visitor.button("editor.keep_mine", conflict))
        editor.is_saved()
    assert others.get(f"/api/service-areas/{area['id']}")["kind"] == "polygon"


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_somebody_saved_first_and_theirs_is_taken(editor, others, area):
    """Mine is one step back."""
    editor.open(area)
    change(editor)
    mine = editor.shape()
    save_first(others, area)
    with editor.visitor.watch.expecting(412):
        editor.save()
        editor.visitor.press(editor.visitor.button("editor.take_theirs"))
        editor.says("theirs_taken")
    assert editor.shape() != mine
    editor.visitor.press(editor.tool("undo"))
    assert editor.shape() == mine


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_the_owner_proposed_first(editor, server, others):
    """What waits for a decision is shown beside mine, not what was in force all along."""
    visitor = editor.visitor
    owner, centre = approved_centre(server)
    area = new_area(others, centre, kind="polygon", geometry=square())
    editor.open(area)
    change(editor)
    proposed = save_first(owner.program, area)["replacement"]
    conflict = editor.page.locator("[data-editor-conflict]")
    with visitor.watch.expecting(412):
        editor.save()
        expect(conflict).to_contain_text(f"{proposed['area_km2']:.1f}")
    visitor.press(visitor.button("editor.take_theirs", conflict))
    editor.says("theirs_taken")
    # A circle has more corners than what was drawn.
    assert len(editor.shape()[0][0]) > 20


@pytest.mark.parametrize("goes_on", (False, True))
@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_an_answer_that_is_lost(editor, others, centre, goes_on):
    """What was stored all the same isn't stored twice, also when more was drawn since."""
    visitor, path = editor.visitor, f"/api/providers/{centre['id']}/service-areas"
    editor.open_new(centre)
    editor.choose("polygon")
    change(editor, ((.3, .5), (.6, .5), (.6, .8)))
    visitor.context.route(f"**{path}", lambda route: route.abort("internetdisconnected"))
    with visitor.watch.expecting(offline=True):
        editor.save()
        editor.says("save_offline")
    visitor.context.unroute(f"**{path}")
    # As it is where the request arrived.
    stored = new_area(others, centre, kind="polygon",
                      geometry={"type": "Polygon", "coordinates": editor.shape()[0]})
    if goes_on:
        change(editor, ((.03, .5), (.1, .5), (.06, .56)))
    editor.save()
    editor.is_saved()
    areas = others.get(f"{path}?limit=100")["items"]
    assert [area["id"] for area in areas] == [stored["id"]]
    assert len(areas[0]["geometry"]["coordinates"]) == (2 if goes_on else 1)


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_an_answer_that_is_lost_when_an_area_is_changed(editor, others, area):
    """What is there then is mine, not somebody else's."""
    editor.open(area)
    editor.choose("radius")
    editor.visitor.type(radius_km="3")
    editor.shows_figures()
    save_first(others, area)
    with editor.visitor.watch.expecting(412):
        editor.save()
        editor.is_saved()
    expect(editor.page.locator("[data-editor-versions] li")).to_have_count(2)


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_what_is_changed_while_it_is_saved(editor, others, area):
    """It isn't lost with the page that would follow."""
    held = []

    def hold_the_first(route):
        if held:
            route.continue_()
        else:
            held.append(route)

    editor.open(area)
    change(editor)
    editor.visitor.context.route("**/api/service-areas/*", hold_the_first)
    editor.save()
    editor.says("saving")
    change(editor, ((.03, .5), (.1, .5), (.06, .56)))
    held[0].continue_()
    editor.says("saved_before")
    assert len(editor.shape()) == 3
    editor.save()
    editor.is_saved()
    editor.visitor.context.unroute_all()
    assert len(others.get(f"/api/service-areas/{area['id']}")["geometry"]["coordinates"]) == 3


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_what_was_refused_stays(editor, area):
    """With what is wrong beside it, although another area is stored; numbers are understood as people write them."""
    visitor = editor.visitor
    editor.open(area)
    editor.choose("pincodes")
    field = visitor.field("pincodes")
    field.fill("627 001, \u0bec\u0be8\u0bed\u0be6\u0be6\u0be8 62700")
    field.blur()
    expect(field).to_have_value("62700 627001 627002")
    editor.shows_figures()
    with visitor.watch.expecting(422):
        editor.save()
        visitor.is_told_at("pincodes", "areas.field.pincodes.wrong")
    editor.is_ready()
    expect(field).to_have_value("62700 627001 627002")
    expect(field).to_be_visible()
    visitor.look()
    field.fill("627001")
    field.blur()
    editor.save()
    editor.is_saved()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_somebody_saved_first_without_scripts(visitors, others, area, language, device):
    """The way by the fields alone: both are shown, and one chooses."""
    visitor = visitors(language, device, java_script_enabled=False).sign_in("admin")
    visitor.open(f"/admin/areas/{area['id']}")
    visitor.page.locator("[name=kind][value=radius]").check()
    visitor.type(radius_km="7")
    visitor.press(visitor.button("areas.editor.save"))
    visitor.sees("admin.area_preview.lead")
    save_first(others, area)
    with visitor.watch.expecting(412):
        visitor.press(visitor.button("areas.editor.save"))
        visitor.sees("admin.area_conflict.lead")
    visitor.press(visitor.button("admin.area_conflict.keep_mine"))
    visitor.is_told("admin.done.area_saved")
    assert others.get(f"/api/service-areas/{area['id']}")["radius_km"] == 7


#: (status, the answer, what it is told as)
REFUSALS = (
    (422, {"code": "invalid_geometry", "errors": [
        {"field": "geometry", "message": "Two rings are the same.", "reason": "wrong_rings"}]}, "editor.save_refused"),
    (403, {"code": "second_factor_must_be_set_up"}, "errors.second_factor_must_be_set_up"),
    (413, {"code": "too_large"}, "editor.file_too_large"),
    (500, {"code": "internal_error"}, "editor.save_failed"),
)


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_refusals_are_told_in_the_readers_language(editor, area):
    """The server's own sentences are English."""
    visitor = editor.visitor
    editor.open(area)
    change(editor)
    for status, answer, key in REFUSALS:
        visitor.context.route("**/api/service-areas/*", lambda route: route.fulfill(
            status=status, content_type="application/problem+json", body=json.dumps(answer)))
        with visitor.watch.expecting(status):
            editor.save()
            expect(editor.page.locator("[data-editor-status]")).to_have_text(visitor.t(key))
        visitor.context.unroute("**/api/service-areas/*")
        if "errors" in answer:
            expect(editor.page.locator("[data-editor-problem]")).to_have_text(
                visitor.pattern("editor.refused_wrong_rings"))
            visitor.look()


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content.encode()}


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_files(editor, centre):
    """One of the wrong kind, an empty one, a broken one, one that can be mended, and a good one; nothing drawn is lost."""
    editor.open_new(centre)
    editor.choose("polygon")
    chooser = editor.page.locator("[data-editor-file]")
    chooser.set_input_files(file("area.geojson", json.dumps(square())))
    editor.says("file_opened", file="area.geojson")
    good = editor.shape()
    editor.shows_figures()
    chooser.set_input_files(file("photo.jpg", "no area"))
    editor.says("file_wrong_kind")
    chooser.set_input_files(file("empty.kml", ""))
    editor.says("file_empty")
    chooser.set_input_files(file("broken.kml", "<kml><Polygon>"))
    editor.says("file_refused", file="broken.kml")
    editor.visitor.look()
    assert editor.shape() == good
    chooser.set_input_files(file("bow.geojson", json.dumps(BOW_TIE)))
    editor.says("file_refused", file="bow.geojson")
    problem = editor.page.locator("[data-editor-problem]")
    expect(problem).to_contain_text(editor.visitor.t("editor.refused_self_intersection"))
    editor.visitor.look()
    editor.visitor.press(editor.visitor.button("editor.take_repaired", problem))
    assert len(editor.shape()) == 2
    editor.visitor.press(editor.tool("undo"))
    assert editor.shape() == good


DROP = """
(target, {name, text}) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  for (const kind of ['dragover', 'drop']) target.dispatchEvent(
    new DragEvent(kind, {dataTransfer: files, bubbles: true, cancelable: true}));
}
"""


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_dropped_files(editor, centre):
    editor.open_new(centre)
    editor.choose("polygon")
    editor.map.evaluate(DROP, {"name": "holiday.png", "text": "no area"})
    editor.says("file_wrong_kind")
    # Beside the map too, as on the field for files.
    editor.page.locator("[data-editor-file]").evaluate(DROP, {"name": "area.geojson", "text": json.dumps(square())})
    editor.says("file_opened", file="area.geojson")
    expect(editor.tool("tool_move")).to_have_attribute("aria-pressed", "true")
    editor.shows_figures()
    editor.save()
    editor.is_saved()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_line_that_breaks(editor, area):
    """What is drawn stays in the browser, also when the page is opened anew, and is stored when the line is back."""
    editor.open(area)
    change(editor)
    editor.visitor.context.set_offline(True)
    with editor.visitor.watch.expecting(offline=True):
        editor.save()
        editor.says("save_offline")
        drawn = editor.shape()
        editor.visitor.context.set_offline(False)
    editor.open(area)
    assert editor.visitor.watch.asked_before_leaving == 1
    draft = editor.page.locator("[data-editor-draft]")
    expect(draft).to_be_visible()
    editor.visitor.look()
    editor.visitor.press(editor.visitor.button("editor.draft_restore", draft))
    assert editor.shape() == drawn
    editor.save()
    editor.is_saved()
    expect(draft).to_be_hidden()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_session_that_ends(visitors, server, centre, language, device):
    """The drawing is kept over the sign-in."""
    admin = Program.of(server, "admin")
    person = new_person(server)
    admin.ask("PATCH", f"/api/admin/users/{person.program.get('/api/me')['id']}", role="admin")
    area = new_area(admin, centre, kind="polygon", geometry=square())
    visitor = visitors(language, device).sign_in_as(person.email, person.password)
    editor = Editor(visitor)
    editor.open(area)
    change(editor)
    drawn = editor.shape()
    visitor.context.clear_cookies(name="__Host-istri")
    with visitor.watch.expecting(401):
        editor.save()
        editor.says("save_signed_out")
    visitor.sign_in_as(person.email, person.password)
    editor.open(area)
    visitor.press(visitor.button("editor.draft_restore"))
    assert editor.shape() == drawn
    editor.save()
    editor.is_saved()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_map_without_tiles(editor, area):
    """It is said, and one draws all the same."""
    visitor = editor.visitor
    visitor.context.route("**/tiles/**", lambda route: route.fulfill(status=404))
    visitor.context.route("**/tiles/districts/**", lambda route: route.fulfill(status=503))
    with visitor.watch.expecting(404, 503):
        # What is drawn before the area is there lies where the map was, not where it goes.
        editor.open(area)
        visitor.sees("map.staff_tiles_failed")
        visitor.look()
        # Beside what says so, which on a phone reaches from side to side.
        change(editor, ((.03, .5), (.1, .5), (.06, .56)))
        editor.save()
        editor.is_saved()
        visitor.context.unroute_all()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_two_tabs(editor, others, area):
    """The second that is saved is told of the first."""
    editor.open(area)
    change(editor)
    second = editor.visitor.context.new_page()
    second.goto(f"/admin/areas/{area['id']}")
    expect(second.locator(".map[data-ready]")).to_be_attached()
    second.locator("[name=kind][value=radius]").check()
    second.locator("[name=radius_km]").fill("2")
    expect(second.locator("[data-editor-summary] .stat-grid")).to_be_visible()
    second.locator("main button[type=submit]").click()
    expect(second.locator(".notice--ok")).to_contain_text(editor.visitor.t("admin.done.area_saved"))
    with editor.visitor.watch.expecting(412):
        editor.save()
        editor.says("save_conflict")
    editor.visitor.press(editor.visitor.button("editor.take_theirs"))
    editor.says("theirs_taken")
