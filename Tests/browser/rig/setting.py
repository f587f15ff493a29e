"""What is there before a flow begins, and what others do meanwhile: brought about over the API, as programs do."""

import itertools
import os
from dataclasses import dataclass

import requests

from . import people

PASSWORD = "an iron left on overnight"


@dataclass(frozen=True)
class Town:
    city: str
    pincode: str
    #: Of a place in its middle.
    lat: float
    lng: float


#: Where flows add centres and areas to the network. Those that read what the demonstration has look elsewhere: so no flow
#: depends on which others run before it or beside it. Who needs a pincode for themselves takes another that nobody reads.
BUILDING_SITE = Town("Tirunelveli", "627001", 8.72, 77.68)


numbers = itertools.count(1)


class Program:
    """Somebody's program, by their access token."""

    def __init__(self, server, email, password):
        self.url = server.url
        self.session = requests.Session()
        answer = self.ask("POST", "/api/login", email=email, password=password)
        self.session.headers["Authorization"] = f"Bearer {answer['access_token']}"

    @classmethod
    def of(cls, server, role):
        """Of a demonstration account."""
        return cls(server, *people.account(server.folder, role))

    def ask(self, method, path, /, headers=None, **body):
        """The answer's JSON, with the ETag as `etag` where there is one; raises when it is refused."""
        reply = self.session.request(method, self.url + path, json=body or None, headers=headers, timeout=60)
        if not reply.ok:
            raise AssertionError(f"{reply.status_code} for {method} {path}: {reply.text[:300]}")
        answer = reply.json() if reply.content else {}
        return {"etag": reply.headers["ETag"], **answer} if "ETag" in reply.headers else answer

    def get(self, path):
        return self.ask("GET", path)


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    program: Program
    password: str = PASSWORD


def unlike_others(text):
    """A name that no other test process gives."""
    return f"{text} {os.getpid()}-{next(numbers)}"


def fresh_email():
    return f"flow.{os.getpid()}.{next(numbers)}@example.org"


def fresh_phone():
    return f"+9170{os.getpid() % 10_000:04d}{next(numbers) % 10_000:04d}"


def new_person(server, role="customer", name=None, language="en"):
    name, email = name or unlike_others("Kumar"), fresh_email()
    reply = requests.post(server.url + "/api/register", timeout=60, json={
        "name": name, "email": email, "password": PASSWORD, "role": role, "language": language,
        "consent": {"terms": True}})
    assert reply.status_code == 201, f"{reply.status_code} {reply.text[:300]}"
    return Person(name, email, Program(server, email, PASSWORD))


def new_centre(owner, name=None, **further):
    """The centre as its owner's program has it, waiting for approval."""
    return owner.program.ask("POST", "/api/providers/register", **{
        "center_name": name or unlike_others("Balu Irons"), "address": "12 Big Bazaar Street",
        "city": BUILDING_SITE.city, "pincode": BUILDING_SITE.pincode, "phone": "+919876543210",
        "services": [{"service": "general_service", "price_paise": 25_000, "minutes": 45}], **further})


def approve(admin, centre):
    """`admin` is a program."""
    return admin.ask("POST", f"/api/admin/providers/{centre['id']}/approve")


def approved_centre(server, **details):
    """(owner, centre): one that customers find."""
    owner = new_person(server, "provider")
    centre = new_centre(owner, **details)
    approve(Program.of(server, "admin"), centre)
    return owner, centre


#: Its first service is the one that new_centre offers.
EVERY_DAY = [{"weekday": day, "opens": "00:00", "closes": "24:00"} for day in range(1, 8)]


def bookable_centre(server, **details):
    """(owner, centre): one that is open at all hours, with one bench."""
    return approved_centre(server, **{"hours": EVERY_DAY, "benches": 1, **details})


def free_starts(program, centre, days=5):
    """When the centre can be booked, the earliest first."""
    path = f"/api/providers/{centre['id']}/slots?days={days}&mode=walk_in&service=general_service"
    return [slot["starts_at"] for slot in program.get(path)["items"]]


def new_booking(customer, centre, **further):
    """At a time of the day at which others are open too, as the customer's program has it."""
    starts_at = [start for start in free_starts(customer.program, centre) if "T11:00" in start][-1]
    return customer.program.ask("POST", "/api/bookings", **{
        "provider_id": centre["id"], "mode": "walk_in", "pincode": "641001",
        "starts_at": starts_at,
        "items": [{"service": "general_service"}], **further})


def new_area(program, centre, **shape):
    """By an admin's program it is in force at once, by its owner's it waits."""
    return program.ask("POST", f"/api/providers/{centre['id']}/service-areas", **shape)


def square(lat=BUILDING_SITE.lat, lng=BUILDING_SITE.lng, side=0.05):
    """GeoJSON; its south-western corner is given."""
    return {"type": "Polygon", "coordinates": [[
        [lng, lat], [lng + side, lat], [lng + side, lat + side], [lng, lat + side], [lng, lat]]]}


def gaps(program, limit=100):
    """Pincodes that nobody serves, those with the most demand first; the program is a dispatcher's."""
    return program.get(f"/api/coverage/gaps?limit={limit}")["items"]
