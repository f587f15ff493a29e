"""Every page that links lead to, as everybody who may see it: it is there, and it is what every page must be."""

import pytest

from rig import keyboard
from rig.crawl import Crawl
from rig.devices import DESKTOP
from rig.people import ROLES


@pytest.mark.parametrize("role", ["nobody", *ROLES])
def test_every_link_leads_to_a_sound_page(visitor, role, start):
    if role != "nobody":
        visitor.sign_in(role)
    crawl = Crawl(visitor)
    pages = crawl.run(start, look=lambda _: look_and_walk(visitor))
    assert not crawl.faults, "\n".join(crawl.faults)
    assert pages, "no page was opened"


def look_and_walk(visitor):
    visitor.look()
    if visitor.device == DESKTOP:
        faults = keyboard.walk(visitor.page)
        assert not faults, f"{visitor.page.url}, by keyboard:\n  " + "\n  ".join(faults)


@pytest.fixture
def start():
    return "/"
