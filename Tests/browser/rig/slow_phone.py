"""A cheap phone on a slow network, as Chromium plays it, and what is measured there."""

import json
import time
from contextlib import contextmanager

from .devices import PHONE

CPU_TIMES_SLOWER = 6
NETWORK = {
    "offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}

#: Before what the page tells of itself.
TOLD = "istri seen "
#: Notes shifts, long tasks, the first paint, and when an element that `ready` selects is there: when the document is read,
#: and whenever something gets `data-ready` or a role. Tells all of it by one line in the console, two seconds after the page
#: is ready, painted and loaded: what still comes afterwards counts too.
OBSERVE = """
((ready, told) => {
  const seen = {shift: 0, blocking_ms: 0, longest_ms: 0, busy_until_ms: 0, painted_ms: null, ready_ms: null, loaded_ms: null};
  const observe = (type, take) =>
    new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true});
  let ending = false;
  const end = () => {
    if (ending || seen.ready_ms === null || seen.painted_ms === null || document.readyState !== 'complete') return;
    ending = true;
    setTimeout(() => {
      seen.loaded_ms = performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd;
      console.debug(told + JSON.stringify(seen));
    }, 2000);
  };
  const look = () => {
    if (seen.ready_ms === null && document.querySelector(ready)) seen.ready_ms = performance.now();
    end();
  };
  observe('layout-shift', e => { if (!e.hadRecentInput) seen.shift += e.value; });
  observe('longtask', e => {
    seen.blocking_ms += Math.max(0, e.duration - 50);
    seen.longest_ms = Math.max(seen.longest_ms, e.duration);
    seen.busy_until_ms = e.startTime + e.duration;
  });
  observe('paint', e => { if (e.name === 'first-contentful-paint') { seen.painted_ms = e.startTime; end(); } });
  new MutationObserver(look).observe(document, {subtree: true, attributes: true, attributeFilter: ['data-ready', 'role']});
  addEventListener('DOMContentLoaded', look);
  addEventListener('load', () => setTimeout(end));
})
"""


@contextmanager
def slow_phone(browser, origin, ready, language="ta"):
    """A page that has nothing cached, what came over the network, and what the page tells of itself."""
    context = browser.new_context(base_url=origin, **PHONE.context_settings(language))
    try:
        context.add_init_script(f"({OBSERVE})({ready!r}, {TOLD!r})")
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_TIMES_SLOWER})
        yield page, Transfer(session), Told(page)
    finally:
        context.close()


class Transfer:
    """What came over the network, compressed, headers included."""

    def __init__(self, session):
        self.bytes = 0
        session.on("Network.loadingFinished", self.finished)

    def finished(self, event):
        self.bytes += event["encodedDataLength"]


class Told:
    """What the page saw in its first seconds. It says so by itself: whoever asks a page gives it work, again and again while
    waiting, and before that a library of Playwright's to read, which on a slow phone takes longer than the page's own."""

    def __init__(self, page):
        self.page = page
        self.seen = None
        page.on("console", self.take)

    def take(self, message):
        if message.text.startswith(TOLD):
            self.seen = json.loads(message.text.removeprefix(TOLD))

    def wait(self, patience_s=60):
        until = time.monotonic() + patience_s
        while self.seen is None:
            if time.monotonic() > until:
                raise RuntimeError(f"{self.page.url} isn't ready after {patience_s} s")
            # Waits outside of the page.
            self.page.wait_for_timeout(100)
        return self.seen
