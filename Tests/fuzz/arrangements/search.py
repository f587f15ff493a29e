"""What everybody may ask."""

from arrangements import known
from arrangements.scene import Overrides, arrangement


@arrangement("getPincode")
def a_pincode(scene):
    return Overrides(path={"pincode": scene.random.choice(known.PINCODES)}, query={})


@arrangement("getPincodeCells")
def a_small_box(scene):
    west, south = scene.random.uniform(77.5, 79), scene.random.uniform(9, 12.5)
    return Overrides(query={"bbox": f"{west:.3f},{south:.3f},{west + 0.05:.3f},{south + 0.05:.3f}"})


@arrangement("findPlaces")
def a_name(scene):
    return Overrides(query={"q": scene.random.choice(known.PLACES), "limit": scene.random.randint(1, 100)})


@arrangement("findNearestProviders")
def a_place_and_options(scene):
    query = known.origin(scene.random)
    if scene.random.random() < 0.2:
        query = {"place": scene.random.choice(known.PLACES)}
    options = {
        "limit": scene.random.randint(1, 50), "mode": scene.random.choice(("walk_in", "doorstep")),
        "service": scene.random.choice(known.SERVICES), "radius_km": scene.random.choice((0.1, 5, 500)),
        "explain": scene.random.choice(("true", "false")),
    }
    query.update({name: value for name, value in options.items() if scene.random.random() < 0.4})
    return Overrides(query=query)


@arrangement("getCoverage")
def a_place(scene):
    return Overrides(query=known.origin(scene.random))


@arrangement("listProviders")
def some_filters(scene):
    filters = {
        "city": scene.random.choice(known.CITIES), "district": scene.random.choice(known.DISTRICTS),
        "pincode": scene.random.choice(known.PINCODES), "q": scene.random.choice(("Iron", "அ", "%")),
        "service": scene.random.choice(known.SERVICES), "limit": scene.random.randint(1, 100),
    }
    return Overrides(query={name: value for name, value in filters.items() if scene.random.random() < 0.3})


@arrangement("getServiceAreaOfProvider")
def an_approved_centre(scene):
    return Overrides(path={"id": scene.random.choice(scene.items("/api/providers?limit=100"))}, query={})
