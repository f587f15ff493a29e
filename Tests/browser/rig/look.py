"""What every page must fulfil, on every visit."""

import hashlib
import os

from . import pages
from .checks import accessibility, document, language as words, overflow, targets, themes
from .devices import DESKTOP, PHONE

#: The shape of a page: its kinds of elements, each within its parent's kind, and the order of its headings. A kind is an
#: element's tag, class, role and states, which attributes it has, and whether there are words in it, but not which.
SHAPE = """
() => {
  const kinds = new Map();
  const kind = e => {
    if (!kinds.has(e)) kinds.set(e, [e.tagName, ...['class', 'role', 'type', 'lang', 'aria-invalid', 'aria-expanded',
      'aria-current', 'aria-pressed'].map(name => e.getAttribute(name)), ...e.getAttributeNames().sort(),
      e.getAttribute('alt') === '', e.getAttribute('aria-label') === '', e.textContent.trim() === '',
      e.checkVisibility()].join(' '));
    return kinds.get(e);
  };
  const shown = [...document.querySelectorAll('body, body *')].filter(e => !e.closest('svg *'));
  const headings = shown.filter(e => /^H[1-6]$/.test(e.tagName) && e.checkVisibility()).map(e => e.tagName);
  const order = headings.filter((tag, at) => tag !== headings[at - 1]).join(' ');
  return [order, ...new Set(shown.map(e => kind(e.parentElement) + ' > ' + kind(e)))].join('\\n');
}
"""


class Seen:
    """Shapes that axe has found sound: it takes most of the time and finds the same in the same shape. The processes of a
    run tell each other by files in a folder."""

    def __init__(self, folder=None):
        self.folder = folder
        self.shapes = set()

    def __contains__(self, shape):
        return shape in self.shapes or self.folder is not None and os.path.exists(self.file(shape))

    def add(self, shape):
        self.shapes.add(shape)
        if self.folder is not None:
            os.makedirs(self.folder, exist_ok=True)
            with open(self.file(shape), "w", encoding="utf-8"):
                pass

    def file(self, shape):
        return os.path.join(self.folder, hashlib.sha256(repr(shape).encode()).hexdigest())


seen = Seen(os.environ.get("ISTRI_BROWSER_SEEN"))
#: Whether axe looks at each size in one theme alone (`--short`), which halves its time.
is_short = False
THEME_OF = {PHONE: "light", DESKTOP: "dark"}


def accessibility_faults(page, theme):
    """Of all rules in the one theme, and in the other of those that the colours may break."""
    return accessibility.faults(page, None if theme == themes.THEMES[0] else accessibility.OF_COLOURS)


def quick_faults(page, language, device):
    """All but axe's."""
    faults = document.faults(page, language) + words.faults(page, language)
    if device.touch:
        faults += targets.faults(page) + overflow.faults(page)
    return faults


def look(page, language, device):
    """Raises with all faults of the page as it is now."""
    pages.note(page.url)
    faults = quick_faults(page, language, device)
    shape = (language, device.name, page.evaluate(SHAPE))
    if shape not in seen:
        if is_short:
            faults += themes.in_one(page, THEME_OF[device], accessibility.faults)
        else:
            faults += themes.in_both(page, accessibility_faults)
        if not faults:
            seen.add(shape)
    if faults:
        raise AssertionError(f"{page.url} ({language}, {device.name}):\n  " + "\n  ".join(faults))
