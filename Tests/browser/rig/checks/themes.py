"""The page follows the reader's light or dark."""

from ..settle import settle

THEMES = ("light", "dark")
BACKGROUND = "() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color"


def in_one(page, theme, check):
    """The faults that `check(page)` finds in the theme, said which; the page is left in the light one."""
    page.emulate_media(color_scheme=theme)
    settle(page)
    faults = [f"{theme}: {fault}" for fault in check(page)]
    page.emulate_media(color_scheme=THEMES[0])
    return faults


def in_both(page, check):
    """The faults that `check(page, theme)` finds in each theme, said which; the page is left in the light one."""
    faults, grounds = [], set()
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        settle(page)
        grounds.add(page.evaluate(BACKGROUND))
        faults += [f"{theme}: {fault}" for fault in check(page, theme)]
    page.emulate_media(color_scheme=THEMES[0])
    if len(grounds) < len(THEMES):
        faults.append("light and dark have the same colours")
    return faults
