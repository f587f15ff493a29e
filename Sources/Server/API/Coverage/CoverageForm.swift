import Hummingbird
import NIOCore

/// In which form an answer is asked for.
enum CoverageForm {
    case json, table, map

    init(_ request: Request) {
        let type = Accepting.choose(request, from: [.applicationJson, .csv, .geoJSON])
        self = type?.isType(.csv) == true ? .table : type?.isType(.geoJSON) == true ? .map : .json
    }
}

extension QueryParameters {
    /// Of tables and maps, which people keep whole, all unless they ask for less.
    mutating func limit(_ form: CoverageForm) throws -> Int? {
        guard form == .json || text("limit") != nil else { return nil }
        return try integer("limit", in: 1...100, default: 20)
    }
}

extension Answer {
    /// A page of a list, with how many there are in all where that is known.
    static func list<Item>(
        _ items: [Item], total: Int64?, next: String?, demandBasis: String? = nil,
        _ write: (inout JSONWriter, Item) -> Void
    ) -> Response {
        var answer = json(capacity: 512 * (items.count + 1)) { json in
            json.object { json in
                json.key("items")
                json.array(items) { json, item in json.object { write(&$0, item) } }
                if let total { json.field("total", total) }
                json.field("next_cursor", next)
                if let demandBasis { json.field("demand_basis", demandBasis) }
            }
        }
        answer.headers[.vary] = "Accept"
        return answer
    }

    /// A page of a list as features; where the next begins stands in the header `Next-Cursor`, as with tables.
    static func map<Item>(
        _ items: [Item], next: String?, _ write: (inout JSONWriter, Item) -> Void
    ) -> Response {
        var json = JSONWriter(capacity: 1024 * (items.count + 1))
        json.object { json in
            json.field("type", "FeatureCollection")
            json.key("features")
            json.array(items) { json, item in write(&json, item) }
        }
        var answer = bytes(json.buffer, type: MediaType.geoJSON.description)
        answer.headers[.vary] = "Accept"
        answer.headers[.nextCursor] = next
        return answer
    }
}

extension JSONWriter {
    /// - Parameter geometry: GeoJSON; nil when there is no ground.
    mutating func writeFeature(_ geometry: String?, _ properties: (inout JSONWriter) -> Void) {
        object { json in
            json.field("type", "Feature")
            json.key("properties")
            json.object(properties)
            json.key("geometry")
            if let geometry { json.raw(geometry) } else { json.null() }
        }
    }
}
