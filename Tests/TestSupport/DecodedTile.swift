import Foundation

/// A vector tile as a map library reads it (Mapbox Vector Tile 2.1), checked on the way.
package struct DecodedTile {
    package enum Value: Equatable {
        case text(String), number(Double)
    }
    package struct Feature {
        package var id: UInt64?
        /// 1 point, 3 polygon.
        package var type: UInt64 = 0
        package var attributes: [String: Value] = [:]
        /// Of polygons each ring, not closed; of points each point.
        package var parts: [[(x: Int, y: Int)]] = []
    }
    package enum Unreadable: Error { case truncated, unexpected(String) }

    package var name = ""
    package var extent: UInt64 = 0
    package var features: [Feature] = []

    /// No bytes make a tile without features.
    package init(_ bytes: [UInt8]) throws {
        var tile = ProtobufReader(bytes)
        while let (field, layer) = try tile.nextField() {
            guard field == 3, name.isEmpty else { throw Unreadable.unexpected("more than one layer") }
            try read(layer: layer.bytes)
        }
    }

    private mutating func read(layer bytes: [UInt8]) throws {
        var (keys, values, raw): ([String], [Value], [[UInt8]]) = ([], [], [])
        var layer = ProtobufReader(bytes)
        while let (field, value) = try layer.nextField() {
            switch field {
            case 1: name = String(decoding: value.bytes, as: UTF8.self)
            case 2: raw.append(value.bytes)
            case 3: keys.append(String(decoding: value.bytes, as: UTF8.self))
            case 4: values.append(try Self.value(value.bytes))
            case 5: extent = value.number
            case 15: guard value.number == 2 else { throw Unreadable.unexpected("version") }
            default: throw Unreadable.unexpected("field \(field)")
            }
        }
        features = try raw.map { try Self.feature($0, keys, values) }
    }

    private static func value(_ bytes: [UInt8]) throws -> Value {
        var reader = ProtobufReader(bytes)
        guard let (field, value) = try reader.nextField() else { throw Unreadable.truncated }
        switch field {
        case 1: return .text(String(decoding: value.bytes, as: UTF8.self))
        case 2: return .number(Double(Float(bitPattern: UInt32(truncatingIfNeeded: value.number))))
        case 3: return .number(Double(bitPattern: value.number))
        case 4, 5: return .number(Double(Int64(bitPattern: value.number)))
        case 6: return .number(Double(zigzag(value.number)))
        default: throw Unreadable.unexpected("value")
        }
    }

    private static func feature(_ bytes: [UInt8], _ keys: [String], _ values: [Value]) throws -> Feature {
        var feature = Feature()
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.nextField() {
            switch field {
            case 1: feature.id = value.number
            case 2:
                let tags = try ProtobufReader.numbers(value.bytes).map { Int($0) }
                for i in stride(from: 0, to: tags.count, by: 2) {
                    feature.attributes[keys[tags[i]]] = values[tags[i + 1]]
                }
            case 3: feature.type = value.number
            case 4: feature.parts = try parts(ProtobufReader.numbers(value.bytes))
            default: throw Unreadable.unexpected("feature field")
            }
        }
        return feature
    }

    private static func parts(_ commands: [UInt64]) throws -> [[(x: Int, y: Int)]] {
        var parts: [[(x: Int, y: Int)]] = []
        var (x, y, i) = (0, 0, 0)
        while i < commands.count {
            let (command, count) = (commands[i] & 7, Int(commands[i] >> 3))
            i += 1
            if command == 7 { continue }
            guard i + 2 * count <= commands.count else { throw Unreadable.truncated }
            for _ in 0..<count {
                (x, y) = (x + zigzag(commands[i]), y + zigzag(commands[i + 1]))
                i += 2
                if command == 1 { parts.append([]) }
                parts[parts.count - 1].append((x, y))
            }
        }
        return parts
    }

    private static func zigzag(_ n: UInt64) -> Int { Int(Int64(bitPattern: n >> 1) ^ -Int64(n & 1)) }
}

/// Fields of a protocol buffer, as far as tiles use them.
private struct ProtobufReader {
    struct Value {
        var number: UInt64 = 0
        var bytes: [UInt8] = []
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    static func numbers(_ bytes: [UInt8]) throws -> [UInt64] {
        var reader = ProtobufReader(bytes)
        var numbers: [UInt64] = []
        while !reader.rest.isEmpty { numbers.append(try reader.varint()) }
        return numbers
    }

    mutating func nextField() throws -> (field: UInt64, Value)? {
        guard !rest.isEmpty else { return nil }
        let key = try varint()
        switch key & 7 {
        case 0: return (key >> 3, Value(number: try varint()))
        case 1: return (key >> 3, Value(number: try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }))
        case 2: return (key >> 3, Value(bytes: Array(try take(Int(try varint())))))
        case 5: return (key >> 3, Value(number: try take(4).reversed().reduce(0) { $0 << 8 | UInt64($1) }))
        default: throw DecodedTile.Unreadable.unexpected("wire type")
        }
    }

    private mutating func varint() throws -> UInt64 {
        var (result, shift): (UInt64, UInt64) = (0, 0)
        while let byte = rest.popFirst() {
            result |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return result }
            shift += 7
        }
        throw DecodedTile.Unreadable.truncated
    }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw DecodedTile.Unreadable.truncated }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
