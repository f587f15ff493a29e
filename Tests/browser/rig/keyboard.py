"""Walking a page without a mouse."""

#: How elements look while nobody is there, to tell whether it shows when somebody is.
REMEMBER = """
() => {
  if (document.activeElement !== document.body) document.activeElement.blur();
  const look = e => { const s = getComputedStyle(e);
    return [s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration].join(); };
  window.istriStops = [];
  window.istriUnfocused = new WeakMap([...document.querySelectorAll('*')].map(e => [e, look(e)]));
}
"""
#: The focused element, null at the document's end: whether its focus shows, and whether anything of it is in sight.
FOCUSED = """
() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const s = getComputedStyle(e);
  const outlined = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1;
  const look = [s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration].join();
  const before = window.istriUnfocused?.get(e);
  const b = e.getClientRects()[0] ?? e.getBoundingClientRect();
  const points = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].map(([x, y]) => [b.left + b.width * x, b.top + b.height * y]);
  const labels = [...(e.labels ?? [])];
  const seen = points.some(([x, y]) => { const hit = document.elementFromPoint(x, y);
    return hit && (e.contains(hit) || labels.some(l => l.contains(hit))); });
  if (!istriStops.includes(e)) istriStops.push(e);
  return {shows: outlined || before !== undefined && before !== look, seen, stop: istriStops.indexOf(e),
          html: e.outerHTML.slice(0, 120).replace(/\\s+/g, ' ')};
}
"""
FOCUSABLE = """
() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter(e => e.tabIndex >= 0 && !e.disabled && !istriStops.includes(e) && !e.closest('[inert]') &&
    e.checkVisibility({visibilityProperty: true}) &&
    // Of the radio buttons of a name, one is reached by the tab key, the others by the arrows.
    !(e.type === 'radio' && istriStops.some(s => s.type === 'radio' && s.name === e.name && s.form === e.form)))
  .map(e => e.outerHTML.slice(0, 120).replace(/\\s+/g, ' '))
"""
MOST_STOPS = 500


def walk(page):
    """Goes through the whole page with the tab key; the faults of all stops, and what can't be reached."""
    page.evaluate(REMEMBER)
    faults, stops = [], []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        # Behind the last stop comes the browser itself, or the first again.
        if focused is None or len(stops) > 1 and focused["stop"] == stops[0]:
            break
        if focused["stop"] in stops:
            return faults + [f"the focus stays on {focused['html']}"]
        stops.append(focused["stop"])
        faults += stop_faults(focused)
    else:
        faults.append(f"after {MOST_STOPS} stops there is no end")
    return faults + [f"the tab key doesn't reach {html}" for html in page.evaluate(FOCUSABLE)[:5]]


def press_to(page, locator, key="Tab", most=100):
    """Presses the key until the element has the focus, and holds that the focus shows on the way."""
    page.evaluate(REMEMBER)
    for _ in range(most):
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED)
        if focused is not None and stop_faults(focused):
            raise AssertionError("; ".join(stop_faults(focused)))
        if locator.evaluate("e => e === document.activeElement"):
            return locator
    raise AssertionError(f"{most} times {key} don't lead to {locator}")


def stop_faults(focused):
    faults = []
    if not focused["shows"]:
        faults.append(f"the focus doesn't show on {focused['html']}")
    if not focused["seen"]:
        faults.append(f"what has the focus is out of sight or covered: {focused['html']}")
    return faults
