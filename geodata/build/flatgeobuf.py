"""Reads the features of a FlatGeobuf file: just enough for a file of polygons.

The layout is https://github.com/flatgeobuf/flatgeobuf/tree/master/src/fbs: magic bytes, a
size-prefixed header, a packed R-tree that is skipped, and size-prefixed features. Written here
because the libraries that read it bring GDAL or shapely along, whose version would then decide
whether the same input gives the same bytes.
"""

import struct

MAGIC = b"fgb\x03fgb"
POLYGON, MULTI_POLYGON = 3, 6
STRING_TYPES = (11, 12, 13)
NUMBER_FORMATS = {0: "b", 1: "B", 2: "?", 3: "h", 4: "H", 5: "i", 6: "I", 7: "q", 8: "Q", 9: "f", 10: "d"}


class Table:
    """A flatbuffers table: fields are found by slot through its vtable, absent ones are None."""

    def __init__(self, data, position):
        self.data, self.position = data, position
        self.vtable = position - struct.unpack_from("<i", data, position)[0]
        self.vtable_size = struct.unpack_from("<H", data, self.vtable)[0]

    def at(self, slot):
        entry = 4 + 2 * slot
        offset = struct.unpack_from("<H", self.data, self.vtable + entry)[0] if entry < self.vtable_size else 0
        return self.position + offset if offset else None

    def number(self, slot, form, default=0):
        position = self.at(slot)
        return default if position is None else struct.unpack_from("<" + form, self.data, position)[0]

    def vector(self, slot):
        """(start, length) of a vector or string, or None."""
        position = self.at(slot)
        if position is None:
            return None
        start = position + struct.unpack_from("<I", self.data, position)[0]
        return start + 4, struct.unpack_from("<I", self.data, start)[0]

    def numbers(self, slot, form):
        found = self.vector(slot)
        return () if found is None else struct.unpack_from(f"<{found[1]}{form}", self.data, found[0])

    def text(self, slot):
        start, length = self.vector(slot)
        return self.data[start:start + length].decode()

    def tables(self, slot):
        found = self.vector(slot)
        for index in range(found[1] if found else 0):
            position = found[0] + 4 * index
            yield Table(self.data, position + struct.unpack_from("<I", self.data, position)[0])

    def table(self, slot):
        position = self.at(slot)
        return Table(self.data, position + struct.unpack_from("<I", self.data, position)[0])


def index_size(features, node_size):
    """Bytes of the packed R-tree in front of the features."""
    if node_size == 0 or features == 0:
        return 0
    nodes = level = features
    while level != 1:
        level = -(-level // node_size)
        nodes += level
    return nodes * 40


def properties(feature, columns):
    start, length = feature.vector(1)
    position, values = start, {}
    while position < start + length:
        name, kind = columns[struct.unpack_from("<H", feature.data, position)[0]]
        position += 2
        if kind in STRING_TYPES:
            size = struct.unpack_from("<I", feature.data, position)[0]
            values[name] = feature.data[position + 4:position + 4 + size].decode()
            position += 4 + size
        else:
            values[name] = struct.unpack_from("<" + NUMBER_FORMATS[kind], feature.data, position)[0]
            position += struct.calcsize(NUMBER_FORMATS[kind])
    return values


def rings(polygon):
    flat = polygon.numbers(1, "d")
    points = list(zip(flat[0::2], flat[1::2]))
    ends = polygon.numbers(0, "I") or (len(points),)
    return [points[start:end] for start, end in zip((0, *ends), ends)]


def polygons(geometry, kind):
    if kind == MULTI_POLYGON:
        return [rings(part) for part in geometry.tables(7)]
    if kind == POLYGON:
        return [rings(geometry)]
    raise ValueError(f"a feature of geometry type {kind} is not a polygon")


def features(data):
    """Yields (properties, polygons) for each feature; a polygon is a list of rings of (x, y)."""
    if data[:len(MAGIC)] != MAGIC:
        raise ValueError("not a FlatGeobuf file of version 3")
    size = struct.unpack_from("<I", data, 8)[0]
    header = Table(data, 12 + struct.unpack_from("<I", data, 12)[0])
    columns = [(column.text(0), column.number(1, "B")) for column in header.tables(7)]
    position = 12 + size + index_size(header.number(8, "Q"), header.number(9, "H", 16))
    while position < len(data):
        size = struct.unpack_from("<I", data, position)[0]
        feature = Table(data, position + 4 + struct.unpack_from("<I", data, position + 4)[0])
        geometry = feature.table(0)
        kind = header.number(2, "B") or geometry.number(6, "B")
        yield properties(feature, columns), polygons(geometry, kind)
        position += 4 + size
