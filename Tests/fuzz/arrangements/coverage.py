"""Where nobody comes, what would help, and the map."""

import math

from arrangements import known
from arrangements.scene import Overrides, arrangement
from arrangements.service_areas import square

FORMATS = ({}, {}, {"Accept": "text/csv"}, {"Accept": "application/geo+json"})


def some_of(scene, filters):
    return {name: value for name, value in filters.items() if scene.random.random() < 0.4}


def approved_centre(scene):
    return scene.random.choice(scene.items("/api/providers?limit=100"))


@arrangement("listGaps")
def gap_filters(scene):
    query = some_of(scene, {
        "district": scene.random.choice(known.DISTRICTS), "min_count": scene.random.choice((1, 2, 5, 1000)),
        "limit": scene.random.randint(1, 100)})
    return Overrides(query=query, headers=scene.random.choice(FORMATS))


@arrangement("listFragile")
def fragile_filters(scene):
    query = some_of(scene, {
        "district": scene.random.choice(known.DISTRICTS), "limit": scene.random.randint(1, 100)})
    return Overrides(query=query, headers=scene.random.choice(FORMATS))


@arrangement("summarizeCoverage")
def no_filter(scene):
    return Overrides(query={}, headers=scene.random.choice(FORMATS))


@arrangement("listOverlaps")
def an_approved_centre(scene):
    return Overrides(
        query={"provider_id": approved_centre(scene), "limit": scene.random.randint(1, 100)},
        headers=scene.random.choice(FORMATS[:3]))


@arrangement("suggestCentres")
def a_small_task(scene):
    query = some_of(scene, {
        "count": scene.random.randint(1, 8), "radius_km": scene.random.choice((3, 10, 25)),
        "district": scene.random.choice(known.DISTRICTS), "objective": scene.random.choice(("max_cover", "set_cover"))})
    return Overrides(query=query, headers=scene.random.choice(FORMATS))


@arrangement("imagineCoverage")
def some_changes(scene):
    changes = (
        lambda: {"action": "add", **known.numbers(known.point(scene.random)), "radius_km": 5},
        lambda: {"action": "add", "geometry": square(scene)},
        lambda: {"action": "add", "provider_id": approved_centre(scene), "geometry": square(scene)},
        lambda: {"action": "remove", "provider_id": approved_centre(scene)},
        lambda: {"action": "replace", "provider_id": approved_centre(scene), "geometry": square(scene)},
    )
    return Overrides(query={}, body={"changes": [scene.random.choice(changes)()]})


@arrangement("getDistrictTile", "getPlaceTile", "getProviderTile", "getPincodeTile", "getServiceAreaTile")
def a_tile_of_the_state(scene):
    zoom = scene.random.randint(5, 14)
    point = known.numbers(known.point(scene.random))
    tiles = 2 ** zoom
    latitude = math.radians(point["lat"])
    y = (1 - math.asinh(math.tan(latitude)) / math.pi) / 2
    return Overrides(
        path={"z": zoom, "x": int((point["lng"] + 180) / 360 * tiles), "y": int(y * tiles)}, query={})


@arrangement("watchCoverage")
def a_gap(scene):
    dispatcher = scene.people.someone("dispatcher")
    gaps = scene.items("/api/coverage/gaps?limit=100", dispatcher, "pincode")
    contact = scene.random.choice((
        {"phone": f"+9198{scene.random.randint(0, 99_999_999):08}"},
        {"email": f"watch-{scene.random.randint(0, 10**9)}@example.org"}))
    return Overrides(query={}, body={
        "pincode": scene.random.choice(gaps), **contact, "language": scene.random.choice(("en", "ta"))})


@arrangement("followCoverage")
def from_some_event_on(scene):
    return Overrides(query=some_of(scene, {"after": scene.random.randint(0, 3000)}), headers={})


@arrangement("listCoverageWatches")
def watch_filters(scene):
    query = some_of(scene, {
        "district": scene.random.choice(known.DISTRICTS), "limit": scene.random.randint(1, 100)})
    return Overrides(query=query, headers=scene.random.choice(FORMATS[:3]))
