"""Leaves out of OpenLayers what Istri's maps don't use: `ol_subset.py ol.js`, in place, after eager.py.

The file is one function: declarations, then assignments that name what is public (`VP.layer.Tile=...`). Of these the ones
in KEPT stay; of the declarations those that they need, directly or by way of others. Any word that is spelled like a
declaration counts as a use of it, though it may be a variable of some function: too much may stay, never too little.
"""

import re
import sys

#: What scripts name. A page that needs another part of OpenLayers adds it here.
KEPT = """
    Collection Feature Map Observable.unByKey View
    control.Control control.ScaleLine
    extent.containsExtent extent.getCenter
    format.GeoJSON format.MVT
    geom.LinearRing geom.Point geom.Polygon geom.Polygon.circular geom.Polygon.fromCircle
    interaction.Draw interaction.Modify interaction.Snap
    layer.Tile layer.Vector layer.VectorTile
    proj.fromLonLat proj.toLonLat proj.transformExtent
    source.Vector source.VectorTile source.XYZ
    style.Circle style.Fill style.Stroke style.Style style.Text
    tilegrid.TileGrid tilegrid.createXYZ
""".split()

BEGINS, PUBLIC, ENDS = '"use strict";', "var VP={};return ", ",VP}"
BANNER = "/*! OpenLayers 10.9.0, BSD 2-Clause (licences/openlayers.txt). Only what Istri uses. */\n"

TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<number>\.?\d(?:[eE][+-]?\d|[\w.])*)
    |(?P<word>\#?[A-Za-z_$][\w$]*)
    |(?P<mark>=>|\.\.\.|\?\.(?!\d)|[-+*/%&|^<>=!?]{1,4}|[{}()\[\];,:.~])""",
    re.S | re.X,
)
REGULAR = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.S)
#: After these words a slash begins a regular expression; after others, which are values, it divides.
BEFORE_VALUE = set("return typeof case in of delete void throw new instanceof else do yield await".split())
BLOCKS = ("function", "class", "async")


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(BANNER + subset(text))


def subset(text):
    """The library's text with what is needed, in its order."""
    begin, public, end = text.index(BEGINS) + len(BEGINS), text.index(PUBLIC), text.rindex(ENDS)
    body = [list(parts(statement)) for statement in statements(tokens(text[begin:public]))]
    named = {}
    for one in split(tokens(text[public + len(PUBLIC):end])):
        part = Part(one)
        named[part.text[len("VP."):part.text.index("=")]] = part
    missing = set(KEPT) - set(named)
    if missing:
        sys.exit(f"OpenLayers has no {', '.join(sorted(missing))}")
    # A namespace stays for what is in it.
    kept = [part for name, part in named.items() if any(f"{wanted}.".startswith(f"{name}.") for wanted in KEPT)]
    live = needed(kept, [part for statement in body for part in statement])
    lines = [[part for part in statement if part in live] for statement in body]
    chosen = "".join(line[0].head + ",".join(part.text for part in line) + line[0].foot for line in lines if line)
    return text[:begin] + chosen + PUBLIC + ",".join(part.text for part in kept) + text[end:]


def needed(kept, others):
    """What `kept` and what is done in any case need of the others, by way of each other."""
    by_word = {}
    for part in others:
        for word in part.about:
            by_word.setdefault(word, []).append(part)
    waiting = kept + [part for part in others if not part.about]
    live, seen = set(waiting), set()
    while waiting:
        for word in waiting.pop().needs - seen:
            seen.add(word)
            found = [part for part in by_word.get(word, []) if part not in live]
            live.update(found)
            waiting += found
    return live


class Part:
    """A declaration or an assignment; `about` are the words without whose use it isn't needed, `head` and `foot` what stands
    round it, and the others of its statement."""

    def __init__(self, pieces, about=(), head="", foot=";"):
        self.text = "".join(text for _, text in pieces).strip()
        self.about, self.head, self.foot = set(about), head, foot
        self.needs = uses(pieces)


def uses(pieces):
    """The words that may stand for a declaration: no members, no keys."""
    solid = [("", "")] + [piece for piece in pieces if piece[0] != "space"] + [("", "")]
    return {
        text for (_, before), (kind, text), (_, after) in zip(solid, solid[1:], solid[2:])
        if kind == "word" and before not in (".", "?.") and not (after == ":" and before in ("{", ","))
    }


def parts(statement):
    """Of a statement, each of which may stay without the others."""
    first = statement[0][1]
    if first in BLOCKS:
        name = next(text for kind, text in statement if kind == "word" and text not in BLOCKS)
        yield Part(statement, [name], foot="")
        return
    pieces = statement[:-1] if statement[-1][1] == ";" else statement
    if first in ("var", "let", "const"):
        for one in split(pieces[1:]):
            yield Part(one, declared(one), head=first + " ")
    else:
        for one in split(pieces):
            yield Part(one, assigned(one))


def declared(pieces):
    """A name, or those of a pattern."""
    texts = [text for _, text in pieces]
    before = pieces[:texts.index("=")] if "=" in texts else pieces
    return [text for kind, text in before if kind == "word"]


def assigned(pieces):
    """The X of `X.member=...`, `X[key]=...` and a mere `X.member`; nothing for what is done in any case."""
    text = "".join(text for _, text in pieces).strip()
    return re.findall(r"\A([\w$]+)(?:\.[\w$]+|\[[\w$]+\])+(?:=(?!=)|\Z)", text)


def statements(pieces):
    """Those of the top level: they end with a semicolon, functions and classes with a brace."""
    statement = []
    for kind, text, depth in with_depth(pieces):
        if statement or kind != "space":
            statement.append((kind, text))
        if statement and depth == 0 and kind == "mark" and (text == ";" or text == "}" and statement[0][1] in BLOCKS):
            yield statement
            statement = []
    if statement:
        yield statement


def split(pieces):
    """At commas outside brackets."""
    part = []
    for kind, text, depth in with_depth(pieces):
        if depth == 0 and (kind, text) == ("mark", ","):
            yield part
            part = []
        else:
            part.append((kind, text))
    yield part


def with_depth(pieces):
    """Each with how many brackets are open after it."""
    depth = 0
    for kind, text in pieces:
        if kind == "mark":
            depth += (text in "([{") - (text in ")]}")
        yield kind, text, depth


def tokens(text):
    """Pairs of kind and text; of a template its texts, and what is in its braces, come one by one."""
    at, last, depth, templates = 0, ("mark", "("), 0, []
    while at < len(text):
        if text[at] == "`" or text[at] == "}" and templates[-1:] == [depth]:
            if text[at] == "}":
                templates.pop()
            kind, found = "template", text[at] + TEMPLATE.match(text, at + 1).group()
            if found.endswith("${"):
                templates.append(depth)
        elif text[at] == "/" and text[at + 1] not in "/*" and not ends_value(last):
            kind, found = "text", REGULAR.match(text, at).group()
        else:
            match = TOKEN.match(text, at)
            kind, found = match.lastgroup, match.group()
            # A mark ends where a regular expression may begin.
            if kind == "mark" and "/" in found[1:]:
                found = found[: found.index("/", 1)]
            depth += (found == "{") - (found == "}")
        yield kind, found
        if kind != "space":
            last = (kind, found)
        at += len(found)


def ends_value(token):
    kind, text = token
    if kind == "word":
        return text not in BEFORE_VALUE
    return kind in ("text", "number") or text in (")", "]", "}") or kind == "template" and text.endswith("`")


if __name__ == "__main__":
    main()
