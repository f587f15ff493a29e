"""What follows a repair, and what a centre plans by."""

from arrangements.bookings import WORDS, a_booking, an_open_centre
from arrangements.centres import new_centre
from arrangements.scene import Overrides, arrangement


def a_completed_booking(scene):
    """And its customer, in whose place others may not review it."""
    customer = scene.person if scene.role == "customer" else scene.people.someone("customer")
    body = dict(a_booking(scene, customer=True), pay_first=False)
    booking = scene.made("POST", "/api/bookings", customer, json=body)
    for status in ("accepted", "in_progress", "completed"):
        scene.server.sql(
            f"UPDATE bookings SET status = '{status}', changed_role = 'admin' WHERE id = {booking['id']}")
    return booking, customer


def a_resource(scene):
    """That nobody has booked, of the centre of whoever asks."""
    owner = scene.person if scene.role == "provider" else scene.people.new("provider")
    centre = scene.made("POST", "/api/providers/register", owner, json=new_centre(scene))["id"]
    return scene.made("GET", f"/api/providers/{centre}/resources", owner)["items"][0]["id"]


@arrangement("reviewBooking")
def something_to_review(scene):
    booking, customer = a_completed_booking(scene)
    body = {"rating": scene.random.randint(1, 5), "text": scene.random.choice((None, *WORDS))}
    return Overrides(path={"id": booking["id"]}, body=body, person=customer)


@arrangement("reworkBooking")
def something_to_do_again(scene):
    booking, customer = a_completed_booking(scene)
    _, start = an_open_centre(scene)
    body = {"starts_at": start, "notes": scene.random.choice((None, *WORDS))}
    return Overrides(path={"id": booking["id"]}, body=body, person=customer)


@arrangement("blockResource")
def times_without_bookings(scene):
    times = [{"from": "2027-01-05T10:00:00+05:30", "to": "2027-01-05T12:00:00+05:30"}]
    return Overrides(path={"id": a_resource(scene)}, body={"unavailable": scene.random.choice(([], times))})


@arrangement("readCalendarFeed")
def a_secret_address(scene):
    if "calendar" not in scene.memory:
        owner = scene.people.new("provider")
        centre = scene.made("POST", "/api/providers/register", owner, json=new_centre(scene))["id"]
        url = scene.made("POST", f"/api/providers/{centre}/calendar-feed", owner)["url"]
        scene.memory["calendar"] = url.rsplit("/", 1)[-1].removesuffix(".ics")
    return Overrides(path={"secret": scene.memory["calendar"]}, query={})
