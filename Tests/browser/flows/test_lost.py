"""Somebody at an address that leads nowhere, or isn't theirs: the page says so, and where to go on."""

import pytest
from playwright.sync_api import expect

from rig.devices import CROSSED


def test_an_address_that_is_none(visitor):
    with visitor.watch.expecting(404):
        visitor.open("/nobody-made-this")
        expect(visitor.page.locator("h1")).to_have_text(visitor.t("errors.title.404"))
        visitor.look()
    visitor.press(visitor.link("frame.to_search", visitor.page.locator("main")))
    expect(visitor.field("q")).to_be_visible()


@pytest.mark.parametrize(("language", "device"), CROSSED)
def test_what_is_for_others(visitor):
    visitor.sign_in("customer")
    with visitor.watch.expecting(403):
        visitor.open("/admin")
        expect(visitor.page.locator("h1")).to_have_text(visitor.t("errors.title.403"))
        visitor.look()
