"""Hours that can be booked, and bookings that are there."""

import uuid

from arrangements import known
from arrangements.centres import new_centre
from arrangements.scene import Overrides, arrangement

WORDS = ("It stays cold.", "ஆவி வரவில்லை", "<b>no</b>'; DROP TABLE bookings; --")


def an_open_centre(scene):
    """An approved centre that never closes, with many benches and starts that nobody has yet."""
    centre, starts = scene.memory.get("open centre", (None, []))
    # Another request may have suspended it meanwhile.
    if not starts or scene.call("GET", f"/api/providers/{centre}", None).status_code != 200:
        body = dict(new_centre(scene), benches=50, services=[
            {"service": service, "price_paise": 35000, "minutes": 30} for service in known.SERVICES])
        centre = scene.made("POST", "/api/providers/register", scene.people.new("provider"), json=body)["id"]
        scene.made("POST", f"/api/admin/providers/{centre}/approve", scene.people.present_keeper())
        scene.server.sql(f"UPDATE service_providers SET open_minutes = '{{[0,10080)}}' WHERE id = {centre}")
        starts = [slot["starts_at"] for slot in scene.made("GET", f"/api/providers/{centre}/slots?days=14", None)["items"]]
    start = starts.pop()
    scene.memory["open centre"] = (centre, starts)
    return centre, start


def a_booking(scene, customer=False):
    """As a body; of whoever asks, if it is a customer, else of somebody on the phone."""
    centre, start = an_open_centre(scene)
    body = {
        "provider_id": centre, "mode": "walk_in", "pincode": scene.random.choice(known.PINCODES), "starts_at": start,
        "items": [{"service": scene.random.choice(known.SERVICES), "description": scene.random.choice(WORDS)}],
        "notes": scene.random.choice((None, *WORDS)), "pay_first": scene.random.choice((None, False, True)),
    }
    if not customer and scene.role != "customer":
        body["customer"] = {"name": "Fuzz Caller", "phone": scene.people.fresh_phone()}
    return body


@arrangement("createBooking")
def something_free(scene):
    headers = scene.random.choice(({}, {"Idempotency-Key": str(uuid.UUID(int=scene.random.getrandbits(128)))}))
    return Overrides(body=a_booking(scene), headers=headers)


def made_booking(scene):
    """Of whoever asks: their own, or at their own centre."""
    if scene.role == "provider":
        booking = scene.made("POST", "/api/bookings", scene.people.someone("customer"), json=a_booking(scene, customer=True))
        scene.server.sql(
            f"UPDATE service_providers SET user_id = {scene.person.id} WHERE id = {booking['provider_id']}")
        return booking
    return scene.made("POST", "/api/bookings", scene.person, json=a_booking(scene))


@arrangement("getBooking")
def a_made_booking(scene):
    key = ("booking", scene.person.id)
    if key not in scene.memory:
        scene.memory[key] = made_booking(scene)["id"]
    return Overrides(path={"id": scene.memory[key]}, query={})


@arrangement("listBookingsOfCustomer")
def a_customer_with_bookings(scene):
    return Overrides(path={"id": scene.person.id}, query=scene.random.choice(({}, {"status": "pending"}, {"limit": 3})))


@arrangement("listSlots")
def slots_of_a_centre(scene):
    centre, _ = an_open_centre(scene)
    query = {"days": scene.random.randint(1, 14), "mode": scene.random.choice(("walk_in", "doorstep"))}
    return Overrides(path={"id": centre}, query=query)
