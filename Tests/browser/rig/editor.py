"""The area editor as somebody uses it: by places on its map and by its buttons."""

import math

from playwright.sync_api import expect

from . import keyboard
from .settle import settle

EARTH_M = 6_378_137
#: Around the area, when all of it is shown.
MARGIN_PX = 60
#: The work that isn't saved yet, as the browser keeps it.
DRAFT = """
() => Object.entries(localStorage).filter(([key]) => key.startsWith('istri-draft:')).map(([, text]) => JSON.parse(text))
"""


class Editor:
    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page
        self.toolbar = self.page.locator("[data-editor-toolbar]")
        self.map = self.page.locator("[data-editor-map]")
        self.first_shape = []

    def open(self, area):
        self.first_shape = [area["geometry"]["coordinates"]] if area["geometry"]["type"] == "Polygon" else \
            area["geometry"]["coordinates"]
        self.visitor.open(f"/admin/areas/{area['id']}")
        self.is_ready()

    def open_new(self, centre):
        self.visitor.open(f"/admin/centres/{centre['id']}/areas/new")
        self.is_ready()

    def is_ready(self):
        self.visitor.map_is_drawn()
        self.map.scroll_into_view_if_needed()

    def choose(self, kind):
        self.page.locator(f"[name=kind][value={kind}]").check()

    def tool(self, key):
        return self.visitor.button(f"editor.{key}", self.toolbar)

    def use(self, name):
        self.visitor.press(self.tool(f"tool_{name}"))
        expect(self.tool(f"tool_{name}")).to_have_attribute("aria-pressed", "true")

    def draw(self, *corners):
        """Each as shares of the map's width and height."""
        self.in_sight()
        box = self.map.bounding_box()
        self.draw_at(*((x * box["width"], y * box["height"]) for x, y in corners))

    def draw_at(self, *corners):
        """In the map's pixels."""
        self.in_sight()
        for corner in corners:
            self.touch(*corner)
            # Quicker ones would be a double click.
            self.page.wait_for_timeout(300)

    def point(self, place):
        self.draw(place)

    def touch(self, x, y):
        position = {"x": x, "y": y}
        if self.visitor.device.touch:
            self.map.tap(position=position, force=True)
        else:
            self.map.click(position=position, force=True)

    def drag(self, start, by):
        self.in_sight()
        box, mouse = self.map.bounding_box(), self.page.mouse
        x, y = box["x"] + start[0], box["y"] + start[1]
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + by[0] / 2, y + by[1] / 2, steps=4)
        mouse.move(x + by[0], y + by[1], steps=4)
        mouse.up()

    def in_sight(self):
        """The whole map, so that a place on it can be pressed."""
        self.map.evaluate("e => e.scrollIntoView({block: 'center'})")
        settle(self.page)

    def shape(self):
        """What is drawn, as polygons of rings of degrees."""
        # The browser keeps it after a pause.
        self.page.wait_for_timeout(450)
        drafts = self.page.evaluate(DRAFT)
        return drafts[0]["polygons"] if drafts else self.first_shape

    def press_key(self, key):
        self.map.focus()
        self.page.keyboard.press(key)

    def focus(self, locator):
        return keyboard.press_to(self.page, locator, most=200)

    def shows_figures(self):
        expect(self.page.locator("[data-editor-summary] .stat-grid")).to_be_visible()
        expect(self.page.locator("[data-editor-summary][aria-busy]")).to_have_count(0)

    def says(self, key, **values):
        text = self.visitor.t(f"editor.{key}", **values)
        status = self.page.locator("[data-editor-status]")
        expect(status).to_have_text(text)
        # Whatever of the page is on the screen.
        expect(status).to_be_in_viewport()

    def save(self):
        self.visitor.press(self.visitor.button("areas.editor.save"))

    def is_saved(self):
        self.visitor.is_told("admin.done.area_saved")
        self.is_ready()

    def pixel(self, lng, lat):
        """Where a place is on the map, once it shows all of the area."""
        outline = [point for rings in self.shape() for point in rings[0]]
        self.visitor.press(self.tool("show_all"))
        size = self.map.bounding_box()
        (west, south), (east, north) = (
            mercator(*(choose(values) for values in zip(*outline))) for choose in (min, max))
        per_pixel = max((east - west) / (size["width"] - 2 * MARGIN_PX), (north - south) / (size["height"] - 2 * MARGIN_PX))
        x, y = mercator(lng, lat)
        return (size["width"] / 2 + (x - (west + east) / 2) / per_pixel,
                size["height"] / 2 - (y - (south + north) / 2) / per_pixel)


def mercator(lng, lat):
    """Metres of the map (EPSG:3857)."""
    return EARTH_M * math.radians(lng), EARTH_M * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
