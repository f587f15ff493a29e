extension GivenGeometry {
    /// As the well-known binary (OGC 06-103r4) of a GeometryCollection of MultiPolygons, little-endian, in which no
    /// number is written down and read again.
    var wkb: [UInt8] {
        var writer = WKBWriter(capacity: 64 + vertices * 16 + polygons.count * 64)
        writer.header(7, count: pieces.count)
        for piece in pieces {
            writer.header(6, count: piece.polygons.count)
            for polygon in piece.polygons { writer.polygon(polygon) }
        }
        return writer.bytes
    }
}

private struct WKBWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func header(_ type: UInt32, count: Int) {
        bytes.append(1)
        integer(type)
        integer(UInt32(count))
    }

    mutating func polygon(_ polygon: GivenGeometry.Polygon) {
        header(3, count: polygon.rings.count)
        for ring in polygon.rings {
            integer(UInt32(ring.count))
            for coordinate in ring.coordinates { integer(coordinate.bitPattern) }
        }
    }

    private mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
