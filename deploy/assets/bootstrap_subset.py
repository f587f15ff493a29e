"""Selects from Bootstrap's CSS the rules that pages may use: `bootstrap_subset.py bootstrap.min.css > subset.css`.

A selector stays if every class in it is one of KEPT; element selectors stay. A page that needs another part of
Bootstrap adds it here. Themes are left out: istri.css sets the colours of both.
"""

import re
import sys

STEPS = r"(?:-(?:sm|md|lg))?"
KEPT = re.compile(
    "|".join(
        [
            # Layout.
            r"container(?:-fluid)?|row|col(?:-auto)?",
            rf"col{STEPS}(?:-(?:auto|\d+))?|row-cols{STEPS}-[1-4]|g[xy]?{STEPS}-[0-5]",
            # Components.
            r"btn(?:-(?:sm|lg|link|check|group))?|pagination|page-(?:item|link)|breadcrumb(?:-item)?",
            r"table(?:-(?:sm|responsive|hover))?|list-(?:unstyled|inline|inline-item)",
            r"form-(?:control|select|check|check-input|check-label|check-inline|label|text|switch)(?:-sm|-lg)?",
            r"form-control-color|input-group(?:-text)?|is-invalid|active|disabled|show|small|lead|mark|h[1-6]",
            # Utilities.
            rf"d{STEPS}-(?:none|block|inline|inline-block|flex|inline-flex|grid)|d-print-(?:none|block)",
            rf"flex{STEPS}-(?:row|column|wrap|nowrap|fill|grow-[01]|shrink-[01])",
            rf"(?:justify-content|align-items){STEPS}-(?:start|end|center|between|baseline|stretch)|align-self-(?:start|end|center)",
            rf"gap{STEPS}-[0-5]|[mp][tbsexy]?{STEPS}-(?:[0-5]|auto)",
            r"text-(?:start|end|center|nowrap|break|body-secondary|decoration-none)|text-(?:md|lg)-end",
            r"fw-(?:normal|semibold|bold)|fs-[1-6]|w-100|h-100|align-(?:middle|top|baseline)|font-monospace",
            r"visually-hidden(?:-focusable)?|stretched-link|position-relative|overflow-auto|ms-auto|order(?:-md)?-(?:first|last)",
        ]
    )
)
DARK = "[data-bs-theme=dark]"
# A variable of these names stays: the others serve parts that are left out.
ROOT_KEPT = re.compile(
    r"--bs-(?:body|border|link|heading|emphasis|secondary|tertiary|focus|form|font|code|highlight|black|white|danger|success|gray)"
)


def blocks(css):
    """Pairs of (prelude, body) at the top level; the body of a statement without block is None."""
    position = 0
    while position < len(css):
        opening, semicolon = css.find("{", position), css.find(";", position)
        if 0 <= semicolon < opening:
            yield css[position:semicolon].strip(), None
            position = semicolon + 1
            continue
        if opening < 0:
            break
        depth, end = 1, opening + 1
        while depth:
            mark = re.compile(r"[{}]|\"[^\"]*\"|'[^']*'|url\([^\"')]*\)").search(css, end)
            depth += {"{": 1, "}": -1}.get(mark.group(), 0)
            end = mark.end()
        yield css[position:opening].strip(), css[opening + 1 : end - 1]
        position = end


def split_selectors(prelude):
    """At commas outside parentheses."""
    return re.split(r",(?![^(]*\))", prelude)


def is_kept(selector):
    if DARK in selector:
        return False
    return all(KEPT.fullmatch(name) for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", selector))


def selected(css):
    kept = []
    for prelude, body in blocks(css):
        if body is None:
            continue
        if prelude.startswith("@keyframes"):
            continue
        if prelude.startswith("@"):
            inner = selected(body)
            if inner:
                kept.append(f"{prelude}{{{inner}}}\n")
            continue
        selectors = [selector for selector in split_selectors(prelude) if is_kept(selector)]
        if selectors and selectors[0].startswith(":root") and "--bs-" in body:
            body = ";".join(rule for rule in body.split(";") if ROOT_KEPT.match(rule) or not rule.startswith("--bs-"))
        if selectors:
            kept.append(f"{','.join(selectors)}{{{body}}}\n")
    return "".join(kept)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        css = file.read()
    banner = re.search(r"/\*!.*?\*/", css, re.S).group()
    rules = selected(re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    sys.stdout.write(f'@charset "UTF-8";\n{banner}\n/* Only the rules that Istri uses. */\n{rules}')


main()
