"""Somebody with a browser: a size, a language, perhaps an account."""

import re

from playwright.sync_api import expect

from . import people, words
from .look import look
from .watch import Watch

#: On two processors that others use too, a page may take a while; what never comes fails all the same.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)


class Visitor:
    def __init__(self, browser, server, language, device, theme="light", **settings):
        self.server = server
        self.language = language
        self.device = device
        self.context = browser.new_context(
            base_url=server.url, **{**device.context_settings(language, theme), **settings})
        self.context.set_default_timeout(PATIENCE_MS)
        self.watch = Watch(self.context, server.url, runs_scripts=settings.get("java_script_enabled", True))
        self.page = self.context.new_page()

    def t(self, key, **values):
        return words.text(self.language, key, **values)

    def pattern(self, key):
        return words.pattern(self.language, key)

    def open(self, path):
        return self.page.goto(path)

    def sign_in(self, role):
        """As one of the demonstration."""
        return self.sign_in_as(*people.account(self.server.folder, role))

    def sign_in_as(self, email, password):
        people.sign_in(self.context, self.server.url, email, password)
        # As if chosen in this browser before: the account's own language may be the other one.
        self.context.add_cookies([{"name": "istri_lang", "value": self.language, "url": self.server.url}])
        return self

    def press(self, locator):
        """With a finger where the device is touched."""
        if self.device.touch:
            locator.tap()
        else:
            locator.click()

    def button(self, key, within=None, **values):
        return self._named("button", key, within, values)

    def link(self, key, within=None, **values):
        return self._named("link", key, within, values)

    def _named(self, role, key, within, values):
        """Whose name begins with the words: what follows tells readers which of many it is."""
        name = re.compile(r"^\s*" + re.escape(self.t(key, **values)))
        return (within or self.page).get_by_role(role, name=name)

    def field(self, name):
        """By the name that is sent."""
        return self.page.locator(f"main [name='{name}']:not([type=hidden])")

    def type(self, **texts):
        """Into the fields of these names."""
        for name, text in texts.items():
            self.field(name).fill(text)

    def sees(self, key, within=None, **values):
        """Waits for the words."""
        expect((within or self.page.locator("main")).get_by_text(self.t(key, **values)).first).to_be_visible()

    def is_told(self, key, **values):
        """Waits for the line that tells of what was just done."""
        expect(self.page.locator(".notice--ok[role=status]").first).to_contain_text(self.t(key, **values))

    def is_told_at(self, name, key):
        """Waits for the refusal beside the field, and holds that readers are told of it there."""
        field = self.field(name).first
        expect(field).to_have_attribute("aria-invalid", "true")
        # Behind the field's hint, where it has one.
        told_by = field.get_attribute("aria-describedby").split()[-1]
        expect(self.page.locator(f"#{told_by}")).to_contain_text(self.t(key))

    def map_is_drawn(self):
        expect(self.page.locator(".map[data-ready]")).to_be_attached()

    def look(self):
        """Holds everything that every page must fulfil."""
        self.watch.hold()
        look(self.page, self.language, self.device)
        self.watch.hold()

    def close(self):
        self.context.close()
