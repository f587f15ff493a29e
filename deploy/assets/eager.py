"""Puts the one function that a library consists of in parentheses: `eager.py ol.js`, in place.

Browsers take a function in parentheses for one that runs at once, and compile it while the file comes in, beside the page.
Without them, all of it is read a second time, by the page's own thread, when it runs.
"""

import re
import sys

#: Where the function begins and ends, by the file's name.
FUNCTIONS = {
    "ol.js": (r"(?<=\Avar ol=)(?=function\(\)\{\"use strict\";)", r"(?<=,VP\})(?=\(\);\s*(?://# [^\n]*\s*)?\Z)"),
}


def main():
    path = sys.argv[1]
    begins, ends = FUNCTIONS[path.rsplit("/", 1)[-1]]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for place, parenthesis in ((begins, "("), (ends, ")")):
        text, found = re.subn(place, parenthesis, text)
        if found != 1:
            sys.exit(f"{path}: the function isn't where eager.py expects it")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
