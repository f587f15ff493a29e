"""Selects from Bootstrap's CSS the rules that pages may use: `bootstrap_subset.py bootstrap.min.css > subset.css`.

A selector stays if every class in it is one of KEPT; element selectors stay. A page that needs another part of
Bootstrap adds it here. Themes are left out: istri.css sets the colours of both.
"""

import re
import sys

KEPT = re.compile(
    "|".join(
        [
            # Components.
            r"btn|pagination|page-(?:item|link)|breadcrumb(?:-item)?|active|disabled",
            r"form-(?:control|select|check|check-input|check-label|label|text)",
            # Text.
            r"lead|small|mark|h[1-6]|list-unstyled|fw-(?:normal|bold)|text-(?:center|end|nowrap)",
            # Utilities.
            r"m[tb]-[0-5]|w-100|d(?:-md)?-(?:none|block)|flex-wrap|justify-content-(?:center|between)",
            r"visually-hidden(?:-focusable)?",
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
