"""Follows the links of the pages, within a bound."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

LINKS = """
() => [...document.querySelectorAll('a[href], area[href], link[rel=alternate], link[rel=canonical], link[rel=help]')]
  .map(a => a.getAttribute('href'))
"""
#: What is one page for many things: a centre's, a district's, a town's.
ONE_OF_MANY = (
    (re.compile(r"/\d+(?=/|$)"), "/{id}"),
    (re.compile(r"^/(districts|cities|api/docs)/[^/]+"), r"/\1/{name}"),
)
#: The same page in the other language, which is gone through by itself.
OTHER_LANGUAGE = re.compile(r"[?&]lang=")
#: Answers that are no pages: files and data are asked for, not opened.
NO_PAGE = re.compile(r"^/(api|assets|tiles)/(?!docs)|\.(xml|txt|json|csv|geojson|pdf|png|svg|ico|webmanifest)$")


def kind(path):
    """The page that an address belongs to, without what it is asked for."""
    path = urlsplit(path).path
    for expression, name in ONE_OF_MANY:
        path = expression.sub(name, path)
    return path


class Crawl:
    """Visits one address of each page, and asks for a bounded number of the others."""

    def __init__(self, visitor, opens=re.compile(""), most_pages=80, most_addresses=250, each=4):
        """`opens` matches the paths of the pages that are opened, and of whose kinds more than one is asked for."""
        self.visitor = visitor
        self.opens = opens
        self.most_pages = most_pages
        self.most_addresses = most_addresses
        self.each = each
        self.known = {}
        self.pages = []
        self.looked_at = set()
        self.faults = []

    def run(self, start="/", look=None):
        """`look` is called with each page as it is opened. Gives the addresses of the pages that were opened."""
        waiting = [start]
        self.known[kind(start)] = [start]
        while waiting:
            path = waiting.pop(0)
            if self.is_opened(path):
                waiting += self.open(path, look)
            else:
                self.ask(path)
        self.hold_bounds()
        return self.pages

    def hold_bounds(self):
        """A crawl that ended at one of its bounds left something out, and would go on leaving it out."""
        if len(self.pages) >= self.most_pages:
            self.faults.append(f"there are more than {self.most_pages} pages")
        if self.addresses() >= self.most_addresses:
            self.faults.append(f"there are more than {self.most_addresses} addresses")

    def addresses(self):
        return sum(map(len, self.known.values()))

    def is_opened(self, path):
        """The start is, in any case."""
        is_first = path == self.known[kind(path)][0] and not NO_PAGE.search(urlsplit(path).path)
        return is_first and len(self.pages) < self.most_pages and (not self.pages or self.opens.match(path))

    def open(self, path, look):
        """The new addresses that the page leads to."""
        reply = self.visitor.open(path)
        if reply is not None and reply.status >= 400:
            self.faults.append(f"{reply.status} for {path}")
            return []
        self.pages.append(path)
        # Many addresses lead to the page for signing in.
        landed = kind(self.visitor.page.url)
        if look is not None and landed not in self.looked_at:
            self.looked_at.add(landed)
            try:
                look(path)
            except AssertionError as fault:
                self.faults.append(str(fault))
                self.visitor.open(path)
        return [link for link in self.links() if self.is_wanted(link)]

    def links(self):
        origin = self.visitor.server.url
        for href in self.visitor.page.evaluate(LINKS):
            address = urldefrag(urljoin(self.visitor.page.url, href)).url
            if address.startswith(origin + "/"):
                yield address[len(origin):]

    def is_wanted(self, path):
        if OTHER_LANGUAGE.search(path):
            return False
        same = self.known.setdefault(kind(path), [])
        each = self.each if self.opens.match(path) else 1
        if path in same or len(same) >= each or self.addresses() >= self.most_addresses:
            return False
        same.append(path)
        return True

    def ask(self, path):
        reply = self.visitor.context.request.get(path, max_redirects=5, timeout=15_000)
        if reply.status >= 400:
            self.faults.append(f"{reply.status} for {path}")
        reply.dispose()
