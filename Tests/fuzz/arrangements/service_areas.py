"""Drawing service areas, deciding on them, and the geometry gate."""

import json

from arrangements import known
from arrangements.centres import an_owner, new_centre
from arrangements.scene import Overrides, arrangement

#: A centre may have fifty.
AREAS_OF_A_CENTRE = 40


def square(scene, size=0.02):
    """Somewhere in the middle of the state, as GeoJSON."""
    west, south = round(scene.random.uniform(78, 79), 5), round(scene.random.uniform(10, 12), 5)
    east, north = round(west + size, 5), round(south + size, 5)
    return {"type": "Polygon", "coordinates": [[
        [west, south], [east, south], [east, north], [west, north], [west, south]]]}


def an_area(scene):
    """As a body."""
    return scene.random.choice((
        lambda: {"kind": "radius", "radius_km": scene.random.choice((0.5, 2, 7.5))},
        lambda: {"kind": "pincodes", "pincodes": scene.random.sample(("600001", "600003", "625001", "641001"), 2)},
        lambda: {"kind": "city", "city": scene.random.choice(("Madurai", "கோவை"))},
        lambda: {"kind": "polygon", "geometry": square(scene)},
    ))()


def a_file(scene):
    """As bytes, and their media type."""
    geometry = square(scene)
    ring = " ".join(f"{lng},{lat}" for lng, lat in geometry["coordinates"][0])
    return scene.random.choice((
        (json.dumps(geometry).encode(), "application/geo+json"),
        (f"""<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs>
            <LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"""
         .encode(), "application/vnd.google-earth.kml+xml"),
    ))


def roomy_centre(scene):
    """Whose areas fit beside the others: the owner, and the centre's id."""
    owner, centre, uses = scene.memory.get("centre for areas", (None, None, AREAS_OF_A_CENTRE))
    if uses >= AREAS_OF_A_CENTRE:
        owner = an_owner(scene)
        centre, uses = scene.made("POST", "/api/providers/register", owner, json=new_centre(scene))["id"], 0
    scene.memory["centre for areas"] = (owner, centre, uses + 1)
    return owner, centre


def new_area(scene):
    """Proposed by its owner: the owner, and the area."""
    owner, centre = roomy_centre(scene)
    body = {"kind": "radius", "radius_km": 1}
    return owner, scene.made("POST", f"/api/providers/{centre}/service-areas", owner, json=body)


def asks(scene, owner):
    """The owner, or whoever else may."""
    return owner if scene.role == "provider" else scene.person


def tag(scene, person, area):
    reply = scene.call("GET", f"/api/service-areas/{area['id']}", person)
    return {"If-Match": reply.headers["ETag"]}


@arrangement("listServiceAreas")
def a_centre_with_areas(scene):
    owner, centre = scene.memory.get("centre for areas", (None, None, 0))[:2]
    if centre is None:
        owner, centre = roomy_centre(scene)
    return Overrides(
        path={"id": centre}, query={"limit": scene.random.randint(1, 100)}, person=asks(scene, owner))


@arrangement("createServiceArea")
def a_drawing(scene):
    owner, centre = roomy_centre(scene)
    if scene.random.random() < 0.3:
        body, media_type = a_file(scene)
        return Overrides(
            path={"id": centre}, query={}, body=body, media_type=media_type, person=asks(scene, owner))
    return Overrides(path={"id": centre}, query={}, body=an_area(scene), person=asks(scene, owner))


def kept_area(scene):
    """One for many questions."""
    if "area" not in scene.memory:
        scene.memory["area"] = new_area(scene)
    return scene.memory["area"]


@arrangement("getServiceArea")
def an_area_that_is_there(scene):
    owner, area = kept_area(scene)
    return Overrides(path={"id": area["id"]}, query={}, person=asks(scene, owner))


@arrangement("listServiceAreaVersions")
def an_area_with_versions(scene):
    owner, area = kept_area(scene)
    query = {"limit": scene.random.randint(1, 100)}
    return Overrides(path={"id": area["id"]}, query=query, person=asks(scene, owner))


@arrangement("getServiceAreaVersion")
def the_first_version(scene):
    owner, area = kept_area(scene)
    return Overrides(path={"id": area["id"], "version": 1}, query={}, person=asks(scene, owner))


@arrangement("replaceServiceArea")
def another_drawing(scene):
    owner, area = new_area(scene) if scene.random.random() < 0.2 else kept_area(scene)
    person = asks(scene, owner)
    return Overrides(
        path={"id": area["id"]}, query={}, body=an_area(scene), person=person, headers=tag(scene, person, area))


@arrangement("deleteServiceArea")
def an_area_to_delete(scene):
    owner, area = new_area(scene)
    person = asks(scene, owner)
    return Overrides(path={"id": area["id"]}, query={}, person=person, headers=tag(scene, person, area))


@arrangement("withdrawServiceAreaProposal")
def a_proposal_to_take_back(scene):
    owner, area = new_area(scene)
    person = asks(scene, owner)
    return Overrides(path={"id": area["id"]}, query={}, person=person, headers=tag(scene, person, area))


@arrangement("approveServiceArea")
def a_proposed_area(scene):
    _, area = new_area(scene)
    headers = tag(scene, scene.person, area) if scene.random.random() < 0.5 else {}
    return Overrides(path={"id": area["id"]}, body=scene.random.choice(({}, None)), query={}, headers=headers)


@arrangement("rejectServiceArea")
def an_area_to_reject(scene):
    _, area = new_area(scene)
    headers = tag(scene, scene.person, area) if scene.random.random() < 0.5 else {}
    return Overrides(
        path={"id": area["id"]}, body={"reason": scene.random.choice(known.REASONS)}, query={}, headers=headers)


@arrangement("listServiceAreasToDecide")
def a_page(scene):
    return Overrides(query={"limit": scene.random.randint(1, 100)})


@arrangement("checkGeometry")
def a_geometry_to_judge(scene):
    if scene.random.random() < 0.3:
        body, media_type = a_file(scene)
        return Overrides(query={}, body=body, media_type=media_type)
    geometry = square(scene, scene.random.choice((0.01, 0.5, 3)))
    if scene.random.random() < 0.3:
        # A bow tie.
        ring = geometry["coordinates"][0]
        ring[1], ring[2] = ring[2], ring[1]
    return Overrides(body={"geometry": geometry}, query={})
