import Hummingbird
import Marketplace
import Matching

extension AreaRequest {
    /// Most bytes of a body in JSON: a geometry of the greatest length, and the members around it.
    static let jsonLimit = GeometryLimits.bytes + (16 << 10)

    /// From a body in JSON, or from a file sent as it is, by the body's type.
    ///
    /// - Parameter srid: Of a file's coordinates; nil for what the file says.
    /// - Throws: `Problem` 415 for another type, 413 when too long, 400 and 422 as for any body; `GeometryRefusal`.
    init(_ request: Request, srid: Int?) async throws {
        guard request.contentType == "application/json" else {
            let file = try AreaFile(typeOf: request)
            let bytes = try await AreaFile.bytes(of: request)
            self.init(.polygon(try await file.read(bytes, srid: srid)), contentType: file.rawValue, body: bytes)
            return
        }
        guard srid == nil else { throw Problem.unknownParameter("srid", known: []) }
        let bytes = try await request.bytes(limit: Self.jsonLimit)
        var fields = try Request.fieldsWithGeometry(in: bytes)
        let shape = try fields.areaShape()
        try fields.refuseOthers()
        self.init(shape, contentType: "application/json", body: Array(bytes.readableBytesView))
    }
}

extension BodyFields {
    /// What is asked for by `kind` and the members that go with it.
    fileprivate mutating func areaShape() throws -> AreaRequest.Shape {
        switch try require("kind", { try $0.choice($1, AreaKind.self) }) {
        case .pincodes: .pincodes(try require("pincodes") { try $0.pincodes($1) })
        case .city:
            .city(
                try require("city") { try $0.text($1, length: 1...100) }, district_lgd: try districtCode("district_lgd")
            )
        case .district: .district(lgd: try require("district_lgd") { try $0.districtCode($1) })
        case .radius:
            .radius(km: try require("radius_km") { try $0.number($1, in: Double.leastNormalMagnitude...75) })
        case .polygon: .polygon(try drawing())
        }
    }

    private mutating func districtCode(_ name: String) throws -> Int32? {
        try integer(name, in: 1...Int64(Int32.max)).map(Int32.init)
    }

    private mutating func drawing() throws -> GivenGeometry {
        let srid = try srid()
        return try GeometryGate.read(try require("geometry") { try $0.geometry($1) }, srid: srid)
    }
}
