"""The browser, the server and the visitors of all tests here."""

import collections
import os

import pytest

from rig import look as looks
from rig.browser import chromium
from rig.devices import ALL, STRAIGHT, Device
from rig.visitor import Visitor
from rig.words import ROOT

#: Flows in which something goes wrong on the way.
TROUBLE = frozenset(["test_area_trouble", "test_hostile_texts", "test_lost", "test_signed_out_meanwhile"])
PICTURES = os.path.join(ROOT, ".build", "browser", "failures")


class RunningServer:
    """The server that run.py started, for all test processes."""

    def __init__(self):
        self.url = os.environ["ISTRI_BROWSER_URL"]
        self.folder = os.environ["ISTRI_BROWSER_FOLDER"]


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def server():
    return RunningServer()


def pytest_addoption(parser):
    parser.addoption("--short", action="store_true", help="each flow in two modes, not in four, what goes wrong in one; each size in one theme")


def pytest_configure(config):
    looks.is_short = config.getoption("short")


def pytest_collection_modifyitems(config, items):
    """What goes wrong is tried in a short run in one mode: in one in one test, in the other in the next."""
    if not config.getoption("short"):
        return
    ways = {}
    for item in items:
        if item.path.stem in TROUBLE:
            same = (item.path.stem, item.originalname, *(
                repr(value) for name, value in item.callspec.params.items() if name not in ("language", "device")))
            ways.setdefault(same, []).append(item)
    left = {item for number, way in enumerate(ways.values()) for item in way if item is not way[number % len(way)]}
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]


def pytest_generate_tests(metafunc):
    """What is tried in a language and on a device, and doesn't say in which, is tried in all."""
    modes = ("language", "device")
    says = any(mark.args[0] == modes for mark in metafunc.definition.iter_markers("parametrize"))
    if set(modes) <= set(metafunc.fixturenames) and not says:
        metafunc.parametrize(modes, STRAIGHT if metafunc.config.getoption("short") else ALL)


@pytest.fixture
def visitors(browser, server, request):
    """Makes visitors: `visitors(language, device, **settings of the context)`. None may have met an error in the end."""
    made = []

    def make(language, device, **settings):
        made.append(Visitor(browser, server, language, device, **settings))
        return made[-1]

    yield make
    if getattr(request.node, "failed", False):
        os.makedirs(PICTURES, exist_ok=True)
        for number, visitor in enumerate(made):
            name = "".join(c if c.isalnum() else "-" for c in f"{request.node.name}-{number}")
            visitor.page.screenshot(path=os.path.join(PICTURES, name + ".png"))
    for visitor in made:
        visitor.close()
    for visitor in made:
        visitor.watch.hold()


@pytest.fixture
def visitor(visitors, language, device):
    """Nobody in particular, in each language and on each device."""
    return visitors(language, device)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True
    return report


def pytest_terminal_summary(terminalreporter):
    """How long each part took, all its browsers together."""
    seconds = collections.Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid.split("/")[0]] += report.duration
    terminalreporter.write_line(", ".join(f"{part}: {spent:.0f} s" for part, spent in sorted(seconds.items())))


def pytest_make_parametrize_id(val):
    return val.name if isinstance(val, Device) else None
