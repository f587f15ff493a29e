extension CellShape {
    /// Reads a little-endian WKB Polygon or MultiPolygon, as `ST_AsBinary(geom, 'NDR')` writes it; nil for
    /// anything else.
    init?(wkb: [UInt8]) {
        self.init()
        var reader = WKBReader(bytes: wkb)
        guard reader.readGeometry(into: &self), reader.isAtEnd, !isEmpty else { return nil }
    }
}

private struct WKBReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func readGeometry(into shape: inout CellShape) -> Bool {
        guard let order: UInt8 = readInteger(), order == 1, let kind: UInt32 = readInteger(),
            let count: UInt32 = readInteger()
        else { return false }
        for _ in 0..<count {
            switch kind {
            case 3: guard readRing(into: &shape) else { return false }
            case 6: guard readGeometry(into: &shape) else { return false }
            default: return false
            }
        }
        return true
    }

    private mutating func readRing(into shape: inout CellShape) -> Bool {
        guard let points: UInt32 = readInteger(), points >= 4, Int(points) * 16 <= bytes.count - position
        else { return false }
        var ring: [Double] = []
        ring.reserveCapacity(Int(points) * 2)
        for _ in 0..<points * 2 {
            guard let bits: UInt64 = readInteger() else { return false }
            ring.append(Double(bitPattern: bits))
        }
        shape.append(ring: ring)
        return true
    }

    private mutating func readInteger<Value: FixedWidthInteger>() -> Value? {
        let size = Value.bitWidth / 8
        guard bytes.count - position >= size else { return nil }
        defer { position += size }
        return bytes.withUnsafeBytes {
            Value(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Value.self))
        }
    }
}
