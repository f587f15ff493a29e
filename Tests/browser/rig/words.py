"""The words of the pages, from the translations that the server itself reads."""

import json
import os
import re
from functools import lru_cache

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
TRANSLATIONS = os.path.join(ROOT, "Sources", "Server", "Site", "translations")
LANGUAGES = ("en", "ta")
#: Of a template, or of a text that a script fills in.
VARIABLE = re.compile(r"\{\{\{?\s*[\w.]+\s*\}?\}\}|\{\w+\}")


@lru_cache
def translations(language):
    """By key; empty while there are no pages."""
    folder = os.path.join(TRANSLATIONS, language)
    words = {}
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if name.endswith(".json"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                words.update(json.load(file))
    return words


def text(language, key, **values):
    """What the page says for a key, its variables filled in. KeyError when there is no such key or value."""
    return VARIABLE.sub(lambda match: str(values[match[0].strip("{ }")]), translations(language)[key])


def pattern(language, key):
    """Matches what the page says for a key, whatever its variables are."""
    parts = VARIABLE.split(translations(language)[key])
    return re.compile(".+?".join(map(re.escape, parts)))


@lru_cache
def keys():
    return frozenset(translations("en")) | frozenset(translations("ta"))
