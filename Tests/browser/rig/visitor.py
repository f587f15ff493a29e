"""Somebody with a browser: a size, a language, perhaps an account."""

from . import people, words
from .look import look
from .watch import Watch


class Visitor:
    def __init__(self, browser, server, language, device, theme="light", **settings):
        self.server = server
        self.language = language
        self.device = device
        self.context = browser.new_context(
            base_url=server.url, **{**device.context_settings(language, theme), **settings})
        # On two processors that others use too, a page may take a while; what never comes fails all the same.
        self.context.set_default_timeout(15_000)
        self.watch = Watch(self.context, server.url)
        self.page = self.context.new_page()

    def t(self, key, **values):
        return words.text(self.language, key, **values)

    def pattern(self, key):
        return words.pattern(self.language, key)

    def open(self, path):
        return self.page.goto(path)

    def sign_in(self, role):
        people.sign_in(self.context, self.server.url, *people.account(self.server.folder, role))
        return self

    def look(self):
        """Holds everything that every page must fulfil."""
        self.watch.hold()
        look(self.page, self.language, self.device)
        self.watch.hold()

    def close(self):
        self.context.close()
