"""What each operation needs so that it can succeed: ids of things that are there, secrets that hold, and things that
are made just to be taken away.

An arrangement takes a `Scene` and returns what to put into the generated request. Operations without one succeed with
what the generator makes of the specification alone.
"""

import dataclasses
import random as random_module

import known


@dataclasses.dataclass
class Overrides:
    path: dict = None
    #: Replaces the query; None leaves the generated one.
    query: dict = None
    #: Replaces the body.
    body: object = None
    headers: dict = None


@dataclasses.dataclass
class Scene:
    """Who asks, of which server, and where to take chances from."""

    server: object
    session: object
    people: object
    role: str
    person: object
    random: random_module.Random
    memory: dict

    def call(self, method, path, person=None, **arguments):
        """A request beside the generated ones."""
        headers = person.headers() if person else {}
        return self.session.request(method, self.server.url + path, headers=headers, timeout=30, **arguments)

    def items(self, path, person=None, field="id"):
        """Ids of a list, asked for once in a while."""
        key = (path, self.role if person else None)
        ids, uses = self.memory.get(key, ([], 0))
        if not ids or uses > 200:
            ids, uses = [item[field] for item in self.call("GET", path, person).json()["items"]], 0
        self.memory[key] = (ids, uses + 1)
        return ids


ARRANGEMENTS = {}


def arrangement(*operations):
    def add(function):
        for operation in operations:
            ARRANGEMENTS[operation] = function
        return function
    return add


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


@arrangement("getProvider", "getServiceAreaOfProvider")
def an_approved_centre(scene):
    return Overrides(path={"id": scene.random.choice(scene.items("/api/providers?limit=100"))}, query={})
