"""What owners do with their centres, and admins about them."""

import datetime

from arrangements import known
from arrangements.scene import Overrides, arrangement
from arrangements.search import an_approved_centre

#: Centres that one owner registers before somebody else goes on; an owner may have a hundred.
CENTRES_OF_AN_OWNER = 50
#: A centre may have fifty that are not over.
CLOSURES_OF_A_CENTRE = 40


def new_centre(scene):
    """A centre as a body."""
    return {
        "center_name": "Fuzz Iron Works", "address": "12 Example Street", "city": "Madurai",
        "pincode": scene.random.choice(("625001", "600001", "641001")), "phone": "0452 234 5678",
        "services": [{"service": "thermostat", "price_paise": 35000, "minutes": 40}],
        "hours": [{"weekday": 1, "opens": "09:00", "closes": "18:00"}],
    }


def an_owner(scene):
    """A provider who has few centres yet."""
    owner, count = scene.memory.get("owner", (None, CENTRES_OF_AN_OWNER))
    if count >= CENTRES_OF_AN_OWNER:
        owner, count = scene.people.new("provider"), 0
    scene.memory["owner"] = (owner, count + 1)
    return owner


def own_centre(scene):
    """The id of a centre that whoever asks may change; an admin may change every centre."""
    if scene.role == "admin":
        return scene.random.choice(scene.items("/api/admin/providers?limit=100", scene.person))
    ids = scene.memory.setdefault(("centres", scene.person.id), [])
    if not ids:
        ids.append(scene.made("POST", "/api/providers/register", scene.person, json=new_centre(scene))["id"])
    return scene.random.choice(ids)


def pending_centre(scene):
    """One that has just been registered, for somebody to decide on."""
    return scene.made("POST", "/api/providers/register", an_owner(scene), json=new_centre(scene))["id"]


def closure_body(scene):
    """An hour that none before had."""
    number = scene.memory["closures"] = scene.memory.get("closures", 0) + 1
    day = datetime.date.today() + datetime.timedelta(days=1 + number // 23 % 700)
    return {"from": f"{day}T{number % 23:02d}:00:00+05:30", "to": f"{day}T{number % 23 + 1:02d}:00:00+05:30"}


def free_centre(scene):
    """One with room for closures: who asks, its owner or an admin, and its id."""
    owner, centre, uses = scene.memory.get("free centre", (None, None, CLOSURES_OF_A_CENTRE))
    if uses >= CLOSURES_OF_A_CENTRE:
        owner = an_owner(scene)
        centre, uses = scene.made("POST", "/api/providers/register", owner, json=new_centre(scene))["id"], 0
    scene.memory["free centre"] = (owner, centre, uses + 1)
    return (scene.person if scene.role == "admin" else owner), centre


@arrangement("registerProvider")
def a_centre(scene):
    return Overrides(person=an_owner(scene), body=new_centre(scene))


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
    person, centre = free_centre(scene)
    return Overrides(path={"id": centre}, body=closure_body(scene), person=person)


@arrangement("reopenProvider")
def a_closure_to_take_back(scene):
    person, centre = free_centre(scene)
    made = scene.made("POST", f"/api/providers/{centre}/closures", person, json=closure_body(scene))
    return Overrides(path={"id": made["id"]}, person=person)


@arrangement("listOwnProviders", "listProvidersToDecide")
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
    scene.made("POST", f"/api/admin/providers/{centre}/approve", scene.person)
    return Overrides(path={"id": centre}, body={"reason": scene.random.choice(known.REASONS)})
