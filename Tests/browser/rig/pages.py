"""The pages that the server has, by its own table of routes, and which of them were looked at in a run."""

import glob
import os
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from .words import ROOT

SOURCES = os.path.join(ROOT, "Sources", "Server", "Pages")
ROUTE = re.compile(r'\.page\(\s*\.get,\s*"([^"]+)"')
#: Routes that give a file.
FILE = re.compile(r"\.(csv|geojson|pdf)$")
#: Routes that only lead on.
LEAD_ON = frozenset(["/account/inbox/{id}", "/bookings/{id}/pay/done"])
#: The processes of a run tell each other by files in a folder.
folder = os.environ.get("ISTRI_BROWSER_LOOKED_AT")


@lru_cache
def routes():
    """As the server's sources write them."""
    found = set()
    for path in glob.glob(os.path.join(SOURCES, "**", "*.swift"), recursive=True):
        with open(path, encoding="utf-8") as file:
            found.update(ROUTE.findall(file.read()))
    return frozenset(route for route in found if not FILE.search(route)) - LEAD_ON


@lru_cache(maxsize=None)
def pattern(route):
    parts = re.split(r"(\{\w+\})", route)
    return re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts))


def route_of(url):
    """The one that answers there; nil where none does."""
    path = urlsplit(url).path
    fitting = [route for route in routes() if pattern(route).fullmatch(path)]
    # `/admin/offers/new` is no offer.
    return min(fitting, key=lambda route: route.count("{"), default=None)


def note(url):
    """That the page there was looked at."""
    route = route_of(url)
    if folder is not None and route is not None:
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, quote(route, safe="")), "w", encoding="utf-8"):
            pass


def missed(folder):
    """The routes that nobody looked at."""
    seen = set(os.listdir(folder)) if os.path.isdir(folder) else set()
    return sorted(route for route in routes() if quote(route, safe="") not in seen)
