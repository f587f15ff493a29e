"""An admin draws where a centre comes to homes."""

import pytest
from playwright.sync_api import expect

from rig.devices import CROSSED, DESKTOP, PHONE, STRAIGHT
from rig.setting import BUILDING_SITE, Program, approved_centre, new_area, square


@pytest.fixture
def area(server, centre):
    """In force, drawn."""
    return new_area(Program.of(server, "admin"), centre, kind="polygon", geometry=square())


def areas(server, centre):
    return Program.of(server, "admin").get(f"/api/providers/{centre['id']}/service-areas?limit=100")["items"]


def test_drawing_an_area(editor, server, centre):
    """Drawn corner by corner, weighed while it is drawn, stored once however often the button is pressed."""
    editor.open_new(centre)
    editor.choose("polygon")
    # Nothing is there that could be moved.
    expect(editor.tool("tool_draw")).to_have_attribute("aria-pressed", "true")
    editor.draw((.3, .5), (.6, .5), (.6, .8))
    editor.visitor.press(editor.tool("finish"))
    editor.shows_figures()
    editor.visitor.look()
    editor.visitor.button("areas.editor.save").dblclick()
    editor.is_saved()
    editor.visitor.sees("areas.status.in_force")
    editor.visitor.look()
    assert len(areas(server, centre)) == 1


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_tools_and_the_way_back(editor, area):
    """A hole, a cut, a part taken away; each can be undone and done again."""
    editor.open(area)
    # What is stored isn't a step of this work.
    expect(editor.tool("undo")).to_have_attribute("aria-disabled", "true")
    editor.use("hole")
    editor.draw((.45, .45), (.55, .45), (.5, .55))
    editor.visitor.press(editor.tool("finish"))
    with_hole = editor.shape()
    assert len(with_hole[0]) == 2
    editor.visitor.press(editor.tool("undo"))
    assert len(editor.shape()[0]) == 1
    editor.visitor.press(editor.tool("redo"))
    assert editor.shape() == with_hole
    editor.visitor.press(editor.tool("undo"))

    editor.use("split")
    editor.draw((.04, .7), (.96, .7))
    editor.visitor.press(editor.tool("finish"))
    assert len(editor.shape()) == 2
    editor.use("erase")
    editor.point((.5, .5))
    assert len(editor.shape()) == 1
    editor.visitor.press(editor.tool("undo"))
    assert len(editor.shape()) == 2

    editor.use("hole")
    editor.draw((.9, .69), (.97, .69), (.94, .73))
    editor.visitor.press(editor.tool("finish"))
    editor.says("hole_outside")
    editor.use("draw")
    editor.draw((.9, .69), (.97, .69))
    editor.visitor.press(editor.tool("finish"))
    editor.says("refused_too_few_positions")
    editor.visitor.press(editor.tool("remove_last"))
    editor.press_key("Escape")
    editor.visitor.look()
    assert len(editor.shape()) == 2


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_what_is_being_drawn(editor, server, area):
    """It counts while it is drawn, and no more once it is given up; neither another tool nor saving throws it away."""
    editor.open(area)
    summary = editor.page.locator("[data-editor-summary]")
    stored = editor.visitor.t("editor.area", area=f"{area['area_km2']:.1f}")
    expect(summary).to_contain_text(stored)
    editor.use("draw")
    editor.draw((.03, .45), (.1, .45), (.06, .8))
    expect(summary).not_to_contain_text(stored)
    editor.press_key("Escape")
    expect(summary).to_contain_text(stored)
    assert len(editor.shape()) == 1

    editor.draw((.9, .69), (.97, .69), (.94, .73))
    editor.use("move")
    assert len(editor.shape()) == 2
    editor.use("draw")
    editor.draw((.03, .5), (.1, .5), (.06, .56))
    editor.save()
    editor.is_saved()
    now = Program.of(server, "admin").get(f"/api/service-areas/{area['id']}")
    assert len(now["geometry"]["coordinates"]) == 3


@pytest.mark.parametrize(("language", "device"), (("en", DESKTOP), ("ta", DESKTOP)))
def test_moving_a_corner(editor, area):
    editor.open(area)
    before = editor.shape()
    editor.use("move")
    west, south = before[0][0][0]
    editor.drag(editor.pixel(west, south), (-40, 30))
    after = editor.shape()
    assert after != before
    assert len(after[0][0]) == len(before[0][0])
    editor.shows_figures()


def snaps(editor, to):
    """The box that says what corners snap to."""
    return editor.toolbar.get_by_label(editor.visitor.t(f"editor.snap_{to}"), exact=True)


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_corners_snap_to_pincodes(editor, area):
    editor.open(area)
    visitor = editor.visitor
    with editor.page.expect_response("**/api/pincodes/cells?*"):
        visitor.press(snaps(editor, "cells"))
    corner = editor.page.evaluate(NEAREST_CELL_CORNER, [BUILDING_SITE.lng + 0.025, BUILDING_SITE.lat + 0.025])
    editor.use("draw")
    x, y = editor.pixel(*corner)
    # To the left: on the right are the map's layers.
    editor.draw_at((x + 5, y + 4), (x - 60, y + 5), (x - 50, y + 60))
    visitor.press(editor.tool("finish"))
    drawn = [point for rings in editor.shape() for ring in rings for point in ring]
    assert min(max(abs(a - b) for a, b in zip(point, corner)) for point in drawn) < 1e-5
    # Who sees the whole state is told why corners don't snap there.
    visitor.press(visitor.button("map.staff_whole_state"))
    neighbours = snaps(editor, "neighbours")
    visitor.press(neighbours)
    expect(neighbours).to_be_checked()
    editor.says("snap_nearer")


#: Where no other flow has an area, so that it is known whose corner is the nearest.
ALONE = {"lat": BUILDING_SITE.lat - 0.1, "lng": BUILDING_SITE.lng, "side": 0.03}


def beside(admin, centre):
    """The corner of another area: a little to the west of one that lies ALONE, at half its height."""
    side = 0.01
    lat, lng = ALONE["lat"] + ALONE["side"] / 2 - side, ALONE["lng"] - 0.0036 - side
    return max(corners_of(new_area(admin, centre, kind="polygon", geometry=square(lat, lng, side))), key=sum)


def draw_from_beside(editor, x, y):
    """From a few pixels beside a corner into the area, with which it becomes one."""
    editor.draw_at((x + 4, y + 3), (x + 110, y - 40), (x + 110, y + 40))
    editor.visitor.press(editor.tool("finish"))
    return [point for rings in editor.shape() for ring in rings for point in ring]


def corners_of(area):
    """As [longitude, latitude], of all rings."""
    polygons = area["geometry"]["coordinates"]
    if area["geometry"]["type"] == "Polygon":
        polygons = [polygons]
    return [point for rings in polygons for ring in rings for point in ring]


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_corner_that_snaps_is_stored_as_the_neighbours(editor, server, centre):
    """To the last digit, so that no strip of ground is both's or nobody's."""
    visitor, admin = editor.visitor, Program.of(server, "admin")
    area = new_area(admin, centre, kind="polygon", geometry=square(**ALONE))
    _, neighbour = approved_centre(server)
    place = beside(admin, neighbour)
    editor.open(area)
    x, y = editor.pixel(*place)
    editor.use("draw")
    assert place not in draw_from_beside(editor, x, y)
    visitor.press(editor.tool("undo"))
    with editor.page.expect_response(f"**/api/providers/{neighbour['id']}/service-area") as answer:
        visitor.press(snaps(editor, "neighbours"))
    answer.value.finished()
    assert place in draw_from_beside(editor, x, y)
    editor.save()
    editor.is_saved()
    assert place in corners_of(admin.get(f"/api/service-areas/{area['id']}"))


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_corners_snap_to_the_centres_other_areas(editor, server, centre):
    admin = Program.of(server, "admin")
    area = new_area(admin, centre, kind="polygon", geometry=square(**ALONE))
    place = beside(admin, centre)
    editor.open(area)
    x, y = editor.pixel(*place)
    editor.use("draw")
    assert place in draw_from_beside(editor, x, y)


#: The corner of a pincode's cell that is nearest to a place, in degrees.
NEAREST_CELL_CORNER = """
async ([lng, lat]) => {
  const bbox = [lng - 0.035, lat - 0.035, lng + 0.035, lat + 0.035].map(degrees => degrees.toFixed(3));
  const cells = await (await fetch('/api/pincodes/cells?bbox=' + bbox, {headers: {Accept: 'application/geo+json'}})).json();
  const rings = cells.features.flatMap(f => f.geometry.type === 'Polygon' ? f.geometry.coordinates : f.geometry.coordinates.flat());
  const away = ([x, y]) => Math.hypot(x - lng, y - lat);
  return rings.flat().reduce((best, point) => away(point) < away(best) ? point : best);
}
"""


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_history(editor, server, area):
    """Every version is there, and one can go back to it."""
    Program.of(server, "admin").ask(
        "PUT", f"/api/service-areas/{area['id']}", headers={"If-Match": area["etag"]}, kind="radius", radius_km=3)
    editor.open(area)
    versions = editor.page.locator("[data-editor-versions] li")
    expect(versions).to_have_count(2)
    oldest = versions.last
    editor.visitor.press(editor.visitor.button("editor.version_show", oldest))
    expect(editor.visitor.button("editor.version_hide", oldest)).to_be_visible()
    editor.visitor.look()
    editor.visitor.press(editor.visitor.button("editor.version_use", oldest))
    editor.shows_figures()
    editor.save()
    editor.is_saved()
    expect(versions).to_have_count(3)


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_from_a_list_to_a_drawing(editor, centre):
    """A circle becomes an outline that can be changed by hand."""
    editor.open_new(centre)
    editor.choose("radius")
    editor.visitor.type(radius_km="4")
    editor.shows_figures()
    editor.visitor.press(editor.visitor.button("areas.editor.convert"))
    editor.says("converted")
    assert len(editor.shape()[0][0]) > 20
    editor.shows_figures()
    editor.visitor.look()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_a_circle_is_weighed_as_it_is_stored(editor, server, centre):
    area = new_area(Program.of(server, "admin"), centre, kind="radius", radius_km=30)
    editor.open(area)
    editor.shows_figures()
    summary = editor.page.locator("[data-editor-summary]")
    expect(summary).to_contain_text(editor.visitor.t("editor.area", area=f"{area['area_km2']:,.0f}"))
    expect(summary).to_contain_text(editor.visitor.t("editor.pincodes_covered", count=area["pincodes_covered"]))


@pytest.mark.parametrize(("language", "device"), (("en", DESKTOP), ("ta", DESKTOP)))
def test_without_a_pointer(editor, centre):
    """By the checklist of the pincodes near by, with the keyboard alone."""
    page = editor.page
    editor.open_new(centre)
    kinds = page.locator("[name=kind]")
    editor.focus(kinds.and_(page.locator(":checked")))
    while page.evaluate("() => document.activeElement.value") != "pincodes":
        page.keyboard.press("ArrowDown")
    boxes = page.locator("[data-pincode]")
    expect(boxes.first).to_be_visible()
    for box in (boxes.nth(0), boxes.nth(2)):
        editor.focus(box)
        page.keyboard.press("Space")
    # There is no drawing to step back in.
    page.keyboard.press("Control+z")
    chosen = sorted(boxes.nth(index).get_attribute("data-pincode") for index in (0, 2))
    expect(editor.visitor.field("pincodes")).to_have_value(" ".join(chosen))
    editor.shows_figures()
    editor.focus(editor.visitor.button("areas.editor.save"))
    page.keyboard.press("Enter")
    editor.is_saved()


@pytest.mark.parametrize(("language", "device"), (("ta", DESKTOP), ("en", PHONE)))
def test_tools_by_keyboard(editor, area):
    """The tool bar is one stop, and the arrows go along it; the way back has its keys."""
    page = editor.page
    editor.open(area)
    editor.focus(editor.tool("tool_move"))
    page.keyboard.press("ArrowRight")
    expect(editor.tool("tool_draw")).to_be_focused()
    page.keyboard.press("Enter")
    expect(editor.tool("tool_draw")).to_have_attribute("aria-pressed", "true")
    before = editor.shape()
    editor.draw((.9, .69), (.97, .69), (.94, .73))
    editor.press_key("Enter")
    assert len(editor.shape()) == 2
    editor.press_key("Control+z")
    assert editor.shape() == before
    editor.press_key("Control+y")
    assert len(editor.shape()) == 2
