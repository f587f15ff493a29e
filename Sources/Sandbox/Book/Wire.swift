import Foundation

/// Is written as `null` where there is nothing, as the gateway does.
@propertyWrapper
struct OrNull<Value: Codable & Sendable>: Codable, Sendable {
    var wrappedValue: Value?

    init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

/// Up to 15 texts by name. Without any it is written as `[]`, as the gateway does.
struct Notes: Codable, Sendable, Equatable {
    var values: [String: String]

    init(_ values: [String: String] = [:]) { self.values = values }

    init(from decoder: any Decoder) throws {
        if let list = try? decoder.unkeyedContainer(), list.count == 0 {
            values = [:]
            return
        }
        let container = try decoder.singleValueContainer()
        if let texts = try? container.decode([String: String].self) {
            values = texts
        } else {
            values = try container.decode([String: Int64].self).mapValues { String($0) }
        }
    }

    func encode(to encoder: any Encoder) throws {
        if values.isEmpty {
            _ = encoder.unkeyedContainer()
        } else {
            var container = encoder.singleValueContainer()
            try container.encode(values)
        }
    }

    func check() throws {
        guard values.count <= 15, values.values.allSatisfy({ $0.count <= 256 }) else {
            throw Refused.invalid("notes", "The notes may have at most 15 values of at most 256 characters each")
        }
    }
}

enum Wire {
    static func encode(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        // All that is encoded here are structs of texts and whole numbers.
        return (try? encoder.encode(value)) ?? Data()
    }

    static var now: Int64 { Int64(Date().timeIntervalSince1970) }

    /// An id as the gateway makes them: 14 letters and digits behind the kind.
    static func id(_ kind: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        let characters = (0..<14).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }
        return (kind.isEmpty ? "" : kind + "_") + String(characters)
    }
}
