"""Every page that links lead to, as everybody who may see it: it is there, and it is what every page must be."""

import re

import pytest

from rig import keyboard
from rig.crawl import Crawl
from rig.devices import DESKTOP

#: The pages that each role alone has; what all have is looked at as nobody.
OWN = {"nobody": "", "customer": "/(account|bookings)", "provider": "/provider", "dispatcher": "/dispatch", "admin": "/admin"}


@pytest.mark.parametrize("role", OWN)
def test_every_link_leads_to_a_sound_page(visitor, role):
    if role != "nobody":
        visitor.sign_in(role)
    crawl = Crawl(visitor, opens=re.compile(OWN[role]))
    pages = crawl.run(look=lambda _: look_and_walk(visitor))
    assert not crawl.faults, "\n".join(crawl.faults)
    assert len(pages) > 5, f"only {pages} were opened"


def look_and_walk(visitor):
    visitor.look()
    if visitor.device == DESKTOP:
        faults = keyboard.walk(visitor.page)
        assert not faults, f"{visitor.page.url}, by keyboard:\n  " + "\n  ".join(faults)
