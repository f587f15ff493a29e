"""What becomes of bookings: steps, other times, other centres."""

from arrangements import known
from arrangements.bookings import WORDS, a_booking, an_open_centre
from arrangements.centres import new_centre
from arrangements.scene import Overrides, arrangement


def a_pending_booking(scene):
    """Of whoever asks: their own, at their own centre, or anybody's for staff."""
    role = scene.role
    asker = scene.people.someone("customer") if role == "provider" or scene.person is None else scene.person
    body = dict(a_booking(scene, customer=asker.role == "customer"), pay_first=False)
    booking = scene.made("POST", "/api/bookings", asker, json=body)
    if role == "provider":
        scene.server.sql(
            f"UPDATE service_providers SET user_id = {scene.person.id} WHERE id = {booking['provider_id']}")
    return booking


def a_customers_booking(scene):
    """And who may cancel or move it: its customer in a provider's place."""
    person = scene.people.someone("customer") if scene.role == "provider" else scene.person
    if scene.role != "provider":
        return a_pending_booking(scene), person
    body = dict(a_booking(scene, customer=True), pay_first=False)
    return scene.made("POST", "/api/bookings", person, json=body), person


def another_centre(scene):
    """Approved, never closed, and with nobody's bookings until one is given to it."""
    if "another centre" not in scene.memory:
        body = dict(new_centre(scene), benches=50, services=[
            {"service": service, "price_paise": 30000, "minutes": 30} for service in known.SERVICES])
        centre = scene.made("POST", "/api/providers/register", scene.people.new("provider"), json=body)["id"]
        scene.made("POST", f"/api/admin/providers/{centre}/approve", scene.people.present_keeper())
        scene.server.sql(f"UPDATE service_providers SET open_minutes = '{{[0,10080)}}' WHERE id = {centre}")
        scene.memory["another centre"] = centre
    return scene.memory["another centre"]


@arrangement("moveBooking")
def a_step(scene):
    status = "cancelled" if scene.role == "customer" else scene.random.choice(("accepted", "rejected"))
    return Overrides(
        path={"id": a_pending_booking(scene)["id"]},
        body={"status": status, "note": scene.random.choice((None, *WORDS))})


@arrangement("cancelBooking")
def something_to_cancel(scene):
    booking, person = a_customers_booking(scene)
    return Overrides(path={"id": booking["id"]}, body={"reason": scene.random.choice((None, *WORDS))}, person=person)


@arrangement("rescheduleBooking")
def something_to_move(scene):
    booking, person = a_customers_booking(scene)
    _, start = an_open_centre(scene)
    return Overrides(path={"id": booking["id"]}, body={"starts_at": start}, person=person)


@arrangement("listRequests")
def a_centre_that_is_asked(scene):
    query = scene.random.choice(({}, {"status": "pending"}, {"limit": 2}))
    return Overrides(path={"id": a_pending_booking(scene)["provider_id"]}, query=query)


@arrangement("answerRequest")
def a_request(scene):
    booking = a_pending_booking(scene)
    decision = scene.random.choice(("accept", "reject"))
    return Overrides(
        path={"id": booking["provider_id"], "booking_id": booking["id"]},
        body={"decision": decision, "reason": scene.random.choice((None, *WORDS))})


@arrangement("dispatchBoard")
def a_queue(scene):
    return Overrides(query={"queue": scene.random.choice(("unassigned", "late")), "limit": scene.random.randint(1, 100)})


@arrangement("listCandidates")
def a_booking_to_give_away(scene):
    return Overrides(path={"id": a_pending_booking(scene)["id"]}, query={})


@arrangement("assignBooking")
def a_booking_and_a_centre(scene):
    return Overrides(
        path={"id": a_pending_booking(scene)["id"]},
        body={"provider_id": another_centre(scene), "reason": scene.random.choice(WORDS)})


@arrangement("reassignBookings")
def a_centre_to_empty(scene):
    return Overrides(path={"id": another_centre(scene)}, body={"reason": scene.random.choice(WORDS)})
