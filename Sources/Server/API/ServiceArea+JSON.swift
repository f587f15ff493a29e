import Hummingbird
import Marketplace

extension Answer {
    /// With its ETag.
    static func json(_ area: ServiceArea) -> Response {
        var answer = json(capacity: 8192) { $0.write(area) }
        answer.headers[.eTag] = "\"\(area.tag)\""
        return answer
    }

    static func json(_ page: Page<ServiceArea, Int64>) -> Response {
        json(capacity: 16_384) {
            $0.writePage(page.items, next: page.next.map { Cursor.text([$0]) }) { $0.write($1) }
        }
    }
}

extension JSONWriter {
    mutating func write(_ area: ServiceArea) {
        object { json in
            json.field("id", area.id)
            json.field("provider_id", area.provider_id)
            json.writeMembers(of: area.shown)
            json.field("decided_at", area.shown.decidedAt)
            json.field("decision_reason", area.shown.decisionReason)
            json.field("created_at", area.createdAt)
            json.field("updated_at", area.updatedAt)
            json.field("etag", "\"\(area.tag)\"")
            json.key("replacement")
            guard let replacement = area.replacement else { return json.null() }
            json.object { json in
                json.writeMembers(of: replacement)
                json.field("created_at", replacement.createdAt)
            }
        }
    }

    /// One version by itself.
    mutating func write(_ version: AreaVersion) {
        object { json in
            json.writeMembers(of: version)
            json.field("decided_at", version.decidedAt)
            json.field("decision_reason", version.decisionReason)
            json.field("created_at", version.createdAt)
            json.field("from", version.from)
            json.field("to", version.to)
        }
    }

    private mutating func writeMembers(of version: AreaVersion) {
        field("version", Int(version.version))
        field("status", version.status.rawValue)
        field("kind", version.kind.rawValue)
        field("city", version.city)
        key("district_lgd")
        if let lgd = version.district_lgd { value(lgd) } else { null() }
        key("pincodes")
        if let pincodes = version.pincodes { array(pincodes) { $0.value(String($1)) } } else { null() }
        key("radius_km")
        if let radius_km = version.radius_km { value(radius_km, decimals: 6) } else { null() }
        if let geometry = version.geometry {
            key("geometry")
            raw(geometry)
        }
        field("area_km2", version.area_km2, decimals: 6)
        if let count = version.pincodesCovered { field("pincodes_covered", count) }
        key("author_id")
        if let author = version.authorID { value(author) } else { null() }
        field("content_type", version.contentType)
    }
}
