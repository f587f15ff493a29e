"""A dispatcher sees where customers are left alone, and what would help."""

import re

import pytest
from playwright.sync_api import expect

from rig import keyboard
from rig.devices import CROSSED, DESKTOP, STRAIGHT
from rig.setting import Program, approved_centre, gaps, new_area

MODES = ("count", "distance", "gaps", "fragile", "demand")


@pytest.fixture
def dispatcher(visitor):
    return visitor.sign_in("dispatcher")


@pytest.fixture
def gap(server):
    return gaps(Program.of(server, "dispatcher"))[0]["pincode"]


def part(visitor, name):
    return visitor.page.locator(f"[data-coverage-{name}]")


def mode_button(visitor, name):
    return visitor.button(f"coverage.mode_{name}", part(visitor, "modes"))


def test_the_map(dispatcher):
    """Coloured by each thing in turn; what is chosen on it is told beside it, also from the districts' table."""
    page = dispatcher.page
    dispatcher.open("/dispatch")
    dispatcher.map_is_drawn()
    for mode in MODES[1:] + MODES[:1]:
        dispatcher.press(mode_button(dispatcher, mode))
        expect(mode_button(dispatcher, mode)).to_have_attribute("aria-pressed", "true")
        expect(part(dispatcher, "legend").get_by_role("heading")).to_have_text(dispatcher.t(f"coverage.mode_{mode}"))
        expect(part(dispatcher, "legend").get_by_role("status")).to_have_count(0)
    dispatcher.look()
    canvas = part(dispatcher, "map")
    expect(canvas.locator(".map-scale-inner")).to_contain_text(dispatcher.t("map.staff_unit_km"))
    choose_a_pincode(dispatcher, canvas)
    # Its district, from the first touch on.
    expect(page.locator("tr[data-district][aria-current=true]")).to_have_count(1)
    expect(part(dispatcher, "details")).to_contain_text(dispatcher.pattern("coverage.nearest"))
    expect(part(dispatcher, "details").locator(f"p bdi[lang={dispatcher.language}]")).not_to_be_empty()
    row = page.locator("tr[data-district]").first
    name = row.locator("[data-district-show]")
    dispatcher.press(name)
    expect(row).to_have_attribute("aria-current", "true")
    expect(part(dispatcher, "details").get_by_role("heading")).to_have_text(name.text_content())
    expect(canvas).to_be_focused()
    dispatcher.look()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_an_answer_that_comes_too_late(dispatcher):
    """It doesn't take the place of what was chosen meanwhile."""
    page, held = dispatcher.page, []
    page.route("**/api/coverage?pincode=*", lambda route: held.append(route))
    with page.expect_request("**/api/coverage?pincode=*"):
        dispatcher.open("/dispatch?pincode=641001")
    row = page.locator("[data-district-show]").nth(1)
    name = row.text_content()
    dispatcher.press(row)
    heading = part(dispatcher, "details").get_by_role("heading")
    expect(heading).to_have_text(name)
    with page.expect_response("**/api/coverage?pincode=*"):
        held[0].continue_()
    dispatcher.map_is_drawn()
    expect(heading).to_have_text(name)


def choose_a_pincode(visitor, canvas):
    """Where there is no centre."""
    box = canvas.bounding_box()
    for share in (.4, .42, .44, .46, .48):
        position = {"x": share * box["width"], "y": .5 * box["height"]}
        canvas.tap(position=position) if visitor.device.touch else canvas.click(position=position)
        visitor.page.wait_for_timeout(700)
        heading = part(visitor, "details").locator("h2")
        if heading.count() and re.match(r"\d{6}", heading.text_content()):
            return
    raise AssertionError("no pincode can be chosen on the map")


@pytest.mark.parametrize(("language", "device"), (("en", DESKTOP), ("ta", DESKTOP)))
def test_the_map_by_keyboard_alone(dispatcher, gap):
    page = dispatcher.page
    dispatcher.open("/dispatch")
    dispatcher.map_is_drawn()
    keyboard.press_to(page, mode_button(dispatcher, "gaps"))
    page.keyboard.press("Enter")
    expect(mode_button(dispatcher, "gaps")).to_have_attribute("aria-pressed", "true")
    keyboard.press_to(page, dispatcher.page.locator("#imagine-pincode"))
    page.keyboard.type(gap)
    page.keyboard.press("Enter")
    expect(part(dispatcher, "result").locator(".stat-grid")).to_be_visible()
    remove = part(dispatcher, "changes").get_by_role("button")
    keyboard.press_to(page, remove)
    page.keyboard.press("Enter")
    expect(part(dispatcher, "result")).to_be_empty()
    expect(dispatcher.button("coverage.draw_area", part(dispatcher, "tools"))).to_be_focused()
    link = page.locator("[data-district-show]").nth(1)
    name = link.text_content()
    keyboard.press_to(page, link)
    page.keyboard.press("Enter")
    expect(part(dispatcher, "details").get_by_role("heading")).to_have_text(name)


def names(visitor):
    return visitor.page.locator("tbody th").all_text_contents()


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_the_table_of_districts(dispatcher):
    page = dispatcher.page
    dispatcher.open("/dispatch/districts")
    by_name = names(dispatcher)
    assert len(by_name) == 38
    sort_by_households(dispatcher)
    households = [int(re.sub(r"\D", "", text)) for text in page.locator("tbody tr > td:nth-of-type(5)").all_text_contents()]
    assert households == sorted(households, reverse=True)
    assert sorted(names(dispatcher)) == sorted(by_name)
    dispatcher.look()
    link = page.locator("tbody th a").first
    name = link.text_content().strip()
    dispatcher.press(link)
    dispatcher.map_is_drawn()
    expect(part(dispatcher, "details").get_by_role("heading")).to_have_text(name)
    expect(page.locator("tr[aria-current=true]")).to_contain_text(name)


def sort_by_households(visitor):
    """By the head of the column, on a phone by the form."""
    head = visitor.page.locator("thead th", has_text=visitor.t("dispatch.column.households"))
    if visitor.device == DESKTOP:
        visitor.press(head.get_by_role("link"))
    else:
        visitor.field("sort").select_option("households")
        visitor.field("order").select_option("down")
        visitor.press(visitor.button("dispatch.districts.sort"))
    expect(head).to_have_attribute("aria-sort", "descending")


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_suggestions_on_the_map(dispatcher):
    dispatcher.open("/dispatch")
    dispatcher.map_is_drawn()
    form = part(dispatcher, "suggest")
    form.locator("[name=count]").fill("3")
    dispatcher.press(dispatcher.button("dispatch.suggestions.submit", form))
    found = part(dispatcher, "suggestions").locator("li")
    expect(found).to_have_count(3, timeout=60_000)
    dispatcher.look()
    dispatcher.press(dispatcher.button("coverage.take_suggestion", found.first))
    expect(part(dispatcher, "result").locator(".stat-grid")).to_contain_text("+")
    form.locator("[name=count]").fill("none")
    with dispatcher.watch.expecting(422):
        dispatcher.press(dispatcher.button("dispatch.suggestions.submit", form))
        expect(part(dispatcher, "suggestions").get_by_role("alert")).to_have_text(
            dispatcher.t("coverage.suggest_failed"))


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_suggestions_as_a_table(dispatcher):
    dispatcher.open("/dispatch/suggestions")
    dispatcher.type(count="-1")
    with dispatcher.watch.expecting(422):
        dispatcher.press(dispatcher.button("dispatch.suggestions.submit"))
        dispatcher.is_told_at("count", "dispatch.field.count.wrong")
    dispatcher.type(count="4")
    dispatcher.press(dispatcher.button("dispatch.suggestions.submit"))
    expect(dispatcher.page.locator("tbody tr")).to_have_count(4, timeout=60_000)
    dispatcher.look()
    dispatcher.press(dispatcher.link("dispatch.imagine_opening").first)
    dispatcher.sees("dispatch.what_if.answer")
    dispatcher.look()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_what_if_by_drawing(dispatcher):
    dispatcher.open("/dispatch")
    dispatcher.map_is_drawn()
    canvas = part(dispatcher, "map")
    area, circle = (dispatcher.button(f"coverage.draw_{kind}", part(dispatcher, "tools")) for kind in ("area", "circle"))
    dispatcher.press(circle)
    expect(circle).to_have_attribute("aria-pressed", "true")
    dispatcher.press(area)
    expect(area).to_have_attribute("aria-pressed", "true")
    expect(circle).to_have_attribute("aria-pressed", "false")
    for corner in ((.45, .5), (.55, .5)):
        draw_corner(dispatcher, canvas, corner)
    dispatcher.press(dispatcher.button("coverage.finish", part(dispatcher, "tools")))
    dispatcher.sees("editor.refused_too_few_positions", part(dispatcher, "result"))
    draw_corner(dispatcher, canvas, (.5, .58))
    dispatcher.press(dispatcher.button("coverage.finish", part(dispatcher, "tools")))
    expect(part(dispatcher, "changes").locator("li")).to_have_count(1)
    expect(area).to_have_attribute("aria-pressed", "false")
    expect(part(dispatcher, "result").locator(".stat-grid, [role=alert]")).to_be_visible()
    # Corners choose no district.
    expect(dispatcher.page.locator("tr[data-district][aria-current=true]")).to_have_count(0)
    dispatcher.look()
    dispatcher.press(dispatcher.button("coverage.clear", part(dispatcher, "tools")))
    expect(part(dispatcher, "changes").locator("li")).to_have_count(0)


def draw_corner(visitor, canvas, corner):
    """At these shares of the map's width and height."""
    canvas.evaluate("e => e.scrollIntoView({block: 'center'})")
    box = canvas.bounding_box()
    position = {"x": corner[0] * box["width"], "y": corner[1] * box["height"]}
    canvas.tap(position=position) if visitor.device.touch else canvas.click(position=position)
    # A quicker one would be a double click.
    visitor.page.wait_for_timeout(300)


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_what_if_by_fields(dispatcher, gap, server):
    """One opens and one closes, reckoned together; the same question is in the page's address."""
    _, centre = approved_centre(server)
    dispatcher.open("/dispatch/what-if")
    dispatcher.type(place=gap)
    dispatcher.press(dispatcher.button("dispatch.what_if.submit_opening"))
    expect(dispatcher.page.locator("#answer-title + .stat-grid")).to_contain_text("+")
    dispatcher.type(centre="no such centre anywhere")
    with dispatcher.watch.expecting(422):
        dispatcher.press(dispatcher.button("dispatch.what_if.submit_closing"))
        dispatcher.is_told_at("centre", "dispatch.field.centre.wrong")
    dispatcher.look()
    dispatcher.type(centre=centre["center_name"])
    dispatcher.press(dispatcher.button("dispatch.what_if.submit_closing"))
    expect(dispatcher.page.locator("#changes-title + table tbody tr")).to_have_count(2)
    dispatcher.look()
    dispatcher.page.reload()
    expect(dispatcher.page.locator("#changes-title + table tbody tr")).to_have_count(2)
    dispatcher.press(dispatcher.link("coverage.remove_change").first)
    expect(dispatcher.page.locator("#changes-title + table tbody tr")).to_have_count(1)


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_what_happens_appears_by_itself(dispatcher, server):
    """Somebody serves a gap, and ceases to."""
    admin = Program.of(server, "admin")
    _, centre = approved_centre(server)
    gap = gaps(Program.of(server, "dispatcher"))[-1 if dispatcher.language == "ta" else -2]
    pincode = gap["pincode"]
    dispatcher.open("/dispatch")
    district = dispatcher.page.locator(f"tr[data-name='{gap['district']}'] th").text_content().strip()
    expect(part(dispatcher, "feed-state")).to_have_text(dispatcher.t("coverage.feed_live"))
    area = new_area(admin, centre, kind="pincodes", pincodes=[pincode])
    served = part(dispatcher, "feed").locator("li", has_text=pincode)
    expect(served.first).to_contain_text(dispatcher.t("coverage.event_served"))
    # In the reader's language, as in the table.
    expect(served.first).to_contain_text(district)
    admin.ask("DELETE", f"/api/service-areas/{area['id']}", headers={"If-Match": area["etag"]})
    expect(served.first).to_contain_text(dispatcher.t("coverage.event_gap"))
    dispatcher.look()
    dispatcher.press(served.first.get_by_role("button"))
    expect(part(dispatcher, "details").get_by_role("heading")).to_contain_text(pincode)
    dispatcher.press(dispatcher.link("dispatch.events.all"))
    expect(dispatcher.page.locator(".feed li", has_text=pincode)).to_have_count(2)


@pytest.mark.parametrize(("language", "device"), STRAIGHT)
def test_a_line_that_breaks(dispatcher):
    """It is said, and what is asked again comes when the line is back."""
    dispatcher.open("/dispatch")
    dispatcher.map_is_drawn()
    dispatcher.context.set_offline(True)
    with dispatcher.watch.expecting(offline=True):
        dispatcher.press(mode_button(dispatcher, "distance"))
        expect(part(dispatcher, "legend").get_by_role("status")).to_have_text(dispatcher.t("coverage.load_failed"))
        dispatcher.page.locator("#imagine-pincode").fill("641001")
        dispatcher.press(dispatcher.button("dispatch.what_if.submit_opening"))
        expect(part(dispatcher, "result").get_by_role("alert")).to_be_visible()
        dispatcher.context.set_offline(False)
        dispatcher.press(mode_button(dispatcher, "distance"))
        expect(part(dispatcher, "legend").get_by_role("status")).to_have_count(0)
