"""What the server says of coverage, held against computations that share nothing with it: a ray count for points, and for
ground the difference of polygons (GEOS by Shapely) measured by GeographicLib's geodesic polygons (pyproj)."""

import collections

import numpy
import pyproj
import shapely

#: Of a district's area, in what its uncovered km2 may be off.
GREATEST_SHARE_OFF = 1e-4
SPHEROID = pyproj.Geod(ellps="WGS84")


def wrong_counts(network):
    """Pincodes with a wrong count, those with a wrong place in the list of gaps, and those wrongly listed as fragile."""
    pincodes, points = network.points()
    covering = cover(points, *network.grounds())
    counts = {pincode: len(covering[index]) for index, pincode in enumerate(pincodes)}
    told = {item["pincode"]: item["coverage_count"] for item in network.get("/api/coverage/distances")["items"]}
    counts_wrong = sum(told.get(pincode) != count for pincode, count in counts.items()) + len(told.keys() - counts.keys())
    gaps_wrong = 0
    for below in (1, 3):
        gaps, total = network.pages("/api/coverage/gaps", min_count=below)
        demand = {gap["pincode"]: gap["demand"] for gap in gaps}
        truth = sorted((count, -demand.get(pincode, 0), pincode) for pincode, count in counts.items() if count < below)
        listed = [(gap["coverage_count"], -gap["demand"], gap["pincode"]) for gap in gaps]
        gaps_wrong += differences(listed, truth) + (total != len(truth))
    fragile, total = network.pages("/api/coverage/fragile")
    truth = {pincode: covering[index] for index, pincode in enumerate(pincodes) if len(covering[index]) == 1}
    fragile_wrong = sum(truth.get(item["pincode"]) != {item["provider"]["id"]} for item in fragile)
    fragile_wrong += abs(len(fragile) - len(truth)) + (total != len(truth))
    return counts_wrong, gaps_wrong, fragile_wrong


def differences(listed, truth):
    return sum(one != other for one, other in zip(listed, truth)) + abs(len(listed) - len(truth))


def cover(points, centres, grounds):
    """The centres whose ground covers each point."""
    covering = collections.defaultdict(set)
    for ids, ground in zip(centres, grounds):
        west, south, east, north = ground.bounds
        near = numpy.flatnonzero(
            (points[:, 0] >= west) & (points[:, 0] <= east) & (points[:, 1] >= south) & (points[:, 1] <= north))
        for index in near[inside(points[near], ground)]:
            covering[index].update(ids)
    return covering


def inside(points, ground):
    """By the number of edges that a ray to the east crosses: odd inside, holes and several parts included."""
    crossings = numpy.zeros(len(points), dtype=int)
    for part in ground.geoms:
        for ring in (part.exterior, *part.interiors):
            corners = shapely.get_coordinates(ring)
            (x1, y1), (x2, y2) = corners[:-1].T, corners[1:].T
            for index, (x, y) in enumerate(points):
                rising = (y1 > y) != (y2 > y)
                crossings[index] += numpy.count_nonzero(
                    x < x1[rising] + (y - y1[rising]) * (x2[rising] - x1[rising]) / (y2[rising] - y1[rising]))
    return crossings % 2 == 1


def greatest_share_off(network):
    """Of all districts, how far the uncovered km2 are from those computed here, as a share of the district's area."""
    told = {row["lgd"]: row for row in network.get("/api/coverage/summary")["districts"]}
    grounds = network.grounds()[1]
    tree = shapely.STRtree(grounds)
    worst = 0.0
    for lgd, district in zip(*network.districts()):
        near = grounds[tree.query(district, predicate="intersects")]
        rest = uncovered(district, near)
        row = told[lgd]
        worst = max(worst, abs((row["area_km2"] - row["covered_km2"]) - geodesic_km2(rest)) / geodesic_km2(district))
    return worst


def uncovered(district, grounds):
    """Square by square, so that no union gets large."""
    west, south, east, north = district.bounds
    step = 0.25
    tree = shapely.STRtree(grounds)
    left = []
    for x in numpy.arange(west, east, step):
        for y in numpy.arange(south, north, step):
            square = shapely.intersection(district, shapely.box(x, y, x + step, y + step))
            if square.is_empty:
                continue
            near = grounds[tree.query(square)]
            if shapely.covers(near, square).any():
                continue
            left.append(shapely.difference(square, shapely.union_all(near)))
    return shapely.geometrycollections([part for rest in left for part in shapely.get_parts(rest)])


def geodesic_km2(ground):
    """Of all parts, without their holes."""
    return sum(ring_km2(part.exterior) - sum(map(ring_km2, part.interiors))
               for part in shapely.get_parts(ground) if part.geom_type == "Polygon")


def ring_km2(ring):
    """The edges of areas are straight in longitude and latitude: corners are added before geodesics join them."""
    corners = shapely.get_coordinates(ring)
    steps = numpy.maximum(numpy.ceil(numpy.abs(numpy.diff(corners, axis=0)).max(axis=1) / 0.01), 1).astype(int)
    edge = numpy.repeat(numpy.arange(len(steps)), steps)
    share = (numpy.arange(len(edge)) - numpy.repeat(numpy.cumsum(steps) - steps, steps)) / steps[edge]
    lng, lat = (corners[edge] + share[:, None] * (corners[edge + 1] - corners[edge])).T
    return abs(SPHEROID.polygon_area_perimeter(lng, lat)[0]) / 1e6
