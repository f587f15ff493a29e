"""The questions and changes whose time counts, each as one request over HTTP, and how long they take."""

import math
import random
import statistics
import time

import numpy

CORNERS = 60


def measure(network, rounds):
    """By name, the milliseconds of each request; and the greatest optimality gap of the suggestions."""
    chosen = random.Random(7)
    places = network.rows("SELECT id, lng, lat FROM service_providers WHERE status = 'approved' ORDER BY id")
    centres = [(int(id), float(lng), float(lat)) for id, lng, lat in places]
    timed = Timed(network)
    for _ in range(rounds):
        some = chosen.choice(centres)
        timed.get("gaps", "/api/coverage/gaps")
        timed.get("summary", "/api/coverage/summary")
        timed.get("fragile", "/api/coverage/fragile")
        timed.get("distances of the state", "/api/coverage/distances")
        timed.get("overlaps of a centre", "/api/coverage/overlaps", provider_id=some[0])
        for name, changes in imagined(chosen, centres).items():
            timed.post(f"what-if: {name}", "/api/coverage/what-if", {"changes": changes})
        timed.draw(some, star(chosen, some))
    # Asked for something else each time, since answers are kept.
    gaps = [timed.get("suggestions, 10", "/api/coverage/suggestions", count=10, radius_km=5 + step)["optimality_gap"]
            for step in range(min(rounds, 16))]
    return timed.milliseconds, max(gaps)


def imagined(chosen, centres):
    one, other = chosen.sample(centres, 2)
    return {
        "one drawn area": [{"action": "add", "geometry": star(chosen, one)}],
        "one centre removed": [{"action": "remove", "provider_id": one[0]}],
        "one replaced": [{"action": "replace", "provider_id": one[0], "geometry": star(chosen, other)}],
        "20 circles": [circle(place) for place in chosen.sample(centres, 20)],
        "20 removed": [{"action": "remove", "provider_id": place[0]} for place in chosen.sample(centres, 20)],
        "the 20 oldest removed": [{"action": "remove", "provider_id": place[0]} for place in centres[:20]],
        "the 20 oldest replaced": [
            {"action": "replace", "provider_id": place[0], "geometry": star(chosen, place)} for place in centres[:20]],
    }


def circle(place):
    return {"action": "add", "lng": place[1], "lat": place[2], "radius_km": 8}


def star(chosen, place):
    """An area of sixty corners as somebody draws it around a centre, at most 15 km away."""
    angles = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
    reaches = [chosen.uniform(0.03, 0.13) for _ in angles]
    ring = [[round(place[1] + reach * math.cos(angle), 7), round(place[2] + reach * math.sin(angle), 7)]
            for angle, reach in zip(angles, reaches)]
    return {"type": "Polygon", "coordinates": [ring + ring[:1]]}


class Timed:
    def __init__(self, network):
        self.network = network
        self.milliseconds = {}

    def get(self, name, path, **parameters):
        return self.take(name, self.network.dispatcher, "GET", path, params=parameters).json()

    def post(self, name, path, body):
        return self.take(name, self.network.dispatcher, "POST", path, json=body).json()

    def draw(self, centre, geometry):
        """Stores an area with all kept coverage, and takes it away again."""
        stored = self.take(
            "area of 60 corners stored", self.network.admin, "POST", f"/api/providers/{centre[0]}/service-areas",
            json={"kind": "polygon", "geometry": geometry})
        self.take(
            "area withdrawn", self.network.admin, "DELETE", stored.headers["Location"],
            headers={"If-Match": stored.headers["ETag"]})

    def take(self, name, session, method, path, **arguments):
        began = time.perf_counter()
        reply = session.request(method, self.network.server.url + path, timeout=60, **arguments)
        took = (time.perf_counter() - began) * 1000
        if not reply.ok:
            raise RuntimeError(f"{method} {path} gave {reply.status_code}: {reply.text[:300]}")
        self.milliseconds.setdefault(name, []).append(took)
        return reply


def summary(milliseconds):
    return statistics.median(milliseconds), float(numpy.percentile(milliseconds, 95))
