"""Offers and broadcasts: made just to be changed, and by which ways people are told."""

from arrangements import known
from arrangements.scene import Overrides, arrangement

WORDS = ("Ten off", "பத்து சதவீதம்", "<b>no</b>'; DROP TABLE offers; --")


def a_target(scene):
    return scene.random.choice((
        {"all": True}, {"role": "customer"}, {"pincodes": [scene.random.choice(known.PINCODES)]}, {"provider_id": 7},
        {"geometry": {"type": "Polygon", "coordinates": [[[80.2, 13], [80.25, 13], [80.25, 13.05], [80.2, 13]]]}}))


def an_offer(scene):
    offer = {"title": scene.random.choice(WORDS), "description": scene.random.choice(WORDS), "target": a_target(scene)}
    if scene.random.random() < 0.5:
        offer.update({"code": f"F-{scene.random.getrandbits(48):X}", "discount_percent": scene.random.randint(1, 100),
                      "total_limit": scene.random.choice((None, 10))})
    return offer


@arrangement("createOffer")
def a_new_offer(scene):
    return Overrides(body=an_offer(scene))


def made_offer(scene):
    return scene.made("POST", "/api/offers", scene.people.present_keeper(), json=an_offer(scene))["id"]


@arrangement("removeOffer")
def an_offer_that_is_there(scene):
    return Overrides(path={"id": made_offer(scene)}, query={})


@arrangement("changeOffer")
def another_title_or_end(scene):
    body = {"title": scene.random.choice(WORDS), "ends_at": scene.random.choice((None, "2030-01-01T00:00:00+05:30"))}
    return Overrides(path={"id": made_offer(scene)}, query={}, body=body)


def a_broadcast(scene, **more):
    return dict({"title": scene.random.choice(WORDS), "description": scene.random.choice(WORDS),
                 "target": a_target(scene), "channels": ["inbox"]}, **more)


@arrangement("sendBroadcast")
def told_or_counted(scene):
    return Overrides(body=a_broadcast(scene, dry_run=scene.random.choice((True, False, None))))


def one_for_later(scene):
    """It waits for its time, so it can still be let rest."""
    keeper = scene.people.present_keeper()
    later = a_broadcast(scene, starts_at="2030-01-01T12:00:00+05:30")
    return scene.made("POST", "/api/admin/broadcast", keeper, json=later)["id"]


@arrangement("getBroadcast")
def one_that_is_there(scene):
    if "broadcast" not in scene.memory:
        scene.memory["broadcast"] = one_for_later(scene)
    return Overrides(path={"id": scene.memory["broadcast"]}, query={})


@arrangement("pauseBroadcast", "stopBroadcast")
def one_on_its_way(scene):
    return Overrides(path={"id": one_for_later(scene)}, query={}, body={})


@arrangement("resumeBroadcast")
def one_that_rests(scene):
    broadcast = one_for_later(scene)
    scene.made("POST", f"/api/admin/broadcasts/{broadcast}/pause", scene.people.present_keeper())
    return Overrides(path={"id": broadcast}, query={}, body={})


@arrangement("changeMessagePreferences")
def some_wishes(scene):
    body = {category: {channel: scene.random.random() < 0.5 for channel in ("email", "sms", "whatsapp")
                       if scene.random.random() < 0.7} for category in ("service", "promotional")}
    if scene.random.random() < 0.5:
        body["offers"] = scene.random.random() < 0.5
    return Overrides(body=body)
