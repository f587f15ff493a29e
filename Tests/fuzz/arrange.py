"""What each operation needs so that it can succeed: ids of things that are there, secrets that hold, and things that
are made just to be taken away.

An arrangement takes a `Scene` and returns what to put into the generated request. Operations without one succeed with
what the generator makes of the specification alone.
"""

import dataclasses
import datetime
import random as random_module

import known
from people import PASSWORD


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


@arrangement("getServiceAreaOfProvider")
def an_approved_centre(scene):
    return Overrides(path={"id": scene.random.choice(scene.items("/api/providers?limit=100"))}, query={})


# Centres

def new_centre(scene, owner):
    """A centre of the person's, as a body."""
    return {
        "center_name": "Fuzz Iron Works", "address": "12 Example Street", "city": "Madurai",
        "pincode": scene.random.choice(("625001", "600001", "641001")), "phone": "0452 234 5678",
        "services": [{"service": "thermostat", "price_paise": 35000, "minutes": 40}],
        "hours": [{"weekday": 1, "opens": "09:00", "closes": "18:00"}],
    }


def own_centre(scene):
    """The id of a centre that whoever asks may change; an admin may change every centre."""
    if scene.role == "admin":
        return scene.random.choice(scene.items("/api/admin/providers?limit=100", scene.person))
    ids = scene.memory.setdefault(("centres", scene.person.id), [])
    if not ids:
        made = scene.call("POST", "/api/providers/register", scene.person, json=new_centre(scene, scene.person))
        ids.append(made.json()["id"])
    return scene.random.choice(ids)


def pending_centre(scene):
    """One that has just been registered, for somebody to decide on."""
    owner = scene.people.someone("provider")
    made = scene.call("POST", "/api/providers/register", owner, json=new_centre(scene, owner))
    if made.status_code == 401:
        owner = scene.people.renew("provider")
        made = scene.call("POST", "/api/providers/register", owner, json=new_centre(scene, owner))
    return made.json()["id"]


def closure_body(scene):
    day = datetime.date.today() + datetime.timedelta(days=scene.random.randint(1, 700))
    hour = scene.random.randint(0, 22)
    return {"from": f"{day}T{hour:02d}:00:00+05:30", "to": f"{day}T{hour + 1:02d}:00:00+05:30"}


@arrangement("registerProvider")
def a_centre(scene):
    return Overrides(body=new_centre(scene, scene.person))


@arrangement("changeProvider")
def a_change(scene):
    changes = (
        {"benches": scene.random.randint(1, 200)}, {"gstin": None}, {"city": scene.random.choice(known.CITIES)}, {},
        {"services": [{"service": scene.random.choice(known.SERVICES), "price_paise": 100, "minutes": 5}]},
        {"lat": 9.92, "lng": 78.11, "pincode": "625001"}, {"lat": None, "lng": None}, {"address": "முகவரி <i>2</i>"},
    )
    return Overrides(path={"id": own_centre(scene)}, body=scene.random.choice(changes))


@arrangement("getHours", "getProvider")
def a_centre_of_any_kind(scene):
    if scene.role in ("provider", "admin") and scene.random.random() < 0.5:
        return Overrides(path={"id": own_centre(scene)}, query={})
    return an_approved_centre(scene)


@arrangement("setHours")
def some_hours(scene):
    days = scene.random.sample(range(1, 8), scene.random.randint(0, 7))
    hours = [{"weekday": day, "opens": "09:00", "closes": scene.random.choice(("13:30", "24:00"))} for day in days]
    return Overrides(path={"id": own_centre(scene)}, body={"hours": hours})


@arrangement("listClosures")
def a_centre_with_closures(scene):
    return Overrides(path={"id": own_centre(scene)}, query={"limit": scene.random.randint(1, 100)})


@arrangement("closeProvider")
def a_closure(scene):
    return Overrides(path={"id": own_centre(scene)}, body=closure_body(scene))


@arrangement("reopenProvider")
def a_closure_to_take_back(scene):
    made = scene.call("POST", f"/api/providers/{own_centre(scene)}/closures", scene.person, json=closure_body(scene))
    return Overrides(path={"id": made.json().get("id", 0)})


@arrangement("listOwnProviders", "listUsers", "listJobs", "listProvidersToDecide")
def a_page(scene):
    return Overrides(query={"limit": scene.random.randint(1, 100)})


@arrangement("approveProvider")
def a_centre_to_approve(scene):
    return Overrides(path={"id": pending_centre(scene)}, body=scene.random.choice(({}, None)))


@arrangement("rejectProvider")
def a_centre_to_reject(scene):
    return Overrides(path={"id": pending_centre(scene)}, body={"reason": scene.random.choice(known.REASONS)})


@arrangement("suspendProvider")
def a_centre_to_suspend(scene):
    centre = pending_centre(scene)
    scene.call("POST", f"/api/admin/providers/{centre}/approve", scene.person)
    return Overrides(path={"id": centre}, body={"reason": scene.random.choice(known.REASONS)})


@arrangement("readAudit")
def audit_filters(scene):
    filters = {
        "entity_type": "provider", "action": "provider.approved", "performed_by": scene.person.id,
        "from": "2026-01-01", "to": "2030-01-01", "limit": scene.random.randint(1, 100),
    }
    return Overrides(
        query={name: value for name, value in filters.items() if scene.random.random() < 0.4},
        headers=scene.random.choice(({}, {"Accept": "text/csv"})))


# Accounts

@arrangement("register")
def a_new_person(scene):
    contact = scene.random.choice((
        {"email": scene.people.fresh_email()}, {"phone": scene.people.fresh_phone()},
        {"email": scene.people.fresh_email(), "phone": scene.people.fresh_phone()}))
    return Overrides(body={
        "name": scene.random.choice(("Somebody", "ஒருவர்", "<script>")), "password": PASSWORD, **contact,
        "role": scene.random.choice(("customer", "provider")), "language": scene.random.choice(("en", "ta")),
        "consent": {"terms": True, "offers": scene.random.random() < 0.5}})


@arrangement("login")
def right_credentials(scene):
    person = scene.person or scene.people.someone("customer")
    return Overrides(body={"email": person.email.upper() if scene.random.random() < 0.3 else person.email,
                           "password": person.password})


@arrangement("logout")
def nothing_to_say(scene):
    return Overrides(body=scene.random.choice(({}, None)))


@arrangement("changeOwnAccount")
def a_new_name(scene):
    return Overrides(body=scene.random.choice((
        {"name": "Somebody else"}, {"language": "ta"}, {"consent": {"offers": True}}, {},
        {"phone": scene.people.fresh_phone(), "current_password": scene.person.password})))


@arrangement("changePassword")
def the_same_password_again(scene):
    return Overrides(body={"current_password": scene.person.password, "new_password": scene.person.password})


@arrangement("endSession")
def another_session(scene):
    """Begun just to be ended."""
    begun = scene.call("POST", "/api/login", json={"email": scene.person.email, "password": scene.person.password})
    if begun.status_code != 200:
        return Overrides(path={"id": 0})
    ids = [s["id"] for s in scene.call("GET", "/api/me/sessions", scene.person).json()["items"] if not s["current"]]
    return Overrides(path={"id": scene.random.choice(ids or [0])})


@arrangement("eraseOwnAccount")
def the_password(scene):
    return Overrides(body={"current_password": scene.person.password})


@arrangement("createUser")
def a_user_of_any_role(scene):
    return Overrides(body={
        "name": "Made by an admin", "email": scene.people.fresh_email(), "password": scene.random.choice((PASSWORD, None)),
        "role": scene.random.choice(("customer", "provider", "dispatcher", "admin"))})


@arrangement("changeUser")
def somebody_to_change(scene):
    made = scene.call("POST", "/api/admin/users", scene.person, json={
        "name": "To be changed", "email": scene.people.fresh_email(), "role": "customer"})
    return Overrides(path={"id": made.json().get("id", 0)}, body=scene.random.choice((
        {"status": "suspended", "reason": scene.random.choice(known.REASONS)}, {"role": "dispatcher"}, {})))
