import Foundation
import Marketplace
import Matching

/// A service area as the form of `areas/editor` asks for it: a circle, pincodes, a city, a district, an outline or a
/// file.
enum AreaForm {
    static let names = ["kind", "radius_km", "pincodes", "city", "district_lgd", "geometry", "file"]
    /// The checkboxes of pincodes near the centre.
    static let nearName = "near[]"
    /// A drawing, encoded for a form.
    static let mostBytes = 3 * GeometryLimits.bytes

    private static let radii_km = 0.1...75.0

    /// Nil when something is wrong, which the form then has noted.
    static func read(_ form: inout FormReader, _ body: FormBody) async throws -> AreaRequest? {
        guard let kind = try form.require("kind", { try $0.choice($1, AreaKind.self) }) else { return nil }
        if kind == .polygon { return try await drawing(&form, body) }
        guard let shape = try shape(kind, &form, body), form.isFine else { return nil }
        return request(shape, body)
    }

    /// As if its owner had typed it; a circle for a new one.
    ///
    /// - Parameter near: Those that have checkboxes; the others are text.
    static func typed(_ version: AreaVersion?, near: [NearPincode]) -> FormBody {
        guard let version else {
            return FormBody([("kind", AreaKind.radius.rawValue), ("radius_km", "5")])
        }
        let pincodes = (version.pincodes ?? []).map { String($0) }
        let boxes = Set(near.map(\.pincode.description))
        let fields: [(name: String, value: String?)] = [
            ("kind", version.kind.rawValue), ("city", version.city),
            ("district_lgd", version.district_lgd.map { String($0) }),
            ("radius_km", version.radius_km.map { String($0) }),
            ("pincodes", pincodes.filter { !boxes.contains($0) }.joined(separator: " ")),
        ]
        return FormBody(
            fields.map { ($0.name, $0.value ?? "") } + pincodes.filter(boxes.contains).map { (nearName, $0) })
    }

    private static func shape(
        _ kind: AreaKind, _ form: inout FormReader, _ body: FormBody
    ) throws -> AreaRequest.Shape? {
        switch kind {
        case .radius:
            return try form.require("radius_km") { try $0.number($1, in: radii_km) }.map { .radius(km: $0) }
        case .pincodes: return form.pincodes(body, checked: body.all(nearName)).map { .pincodes($0) }
        case .city:
            let city = try form.require("city") { try $0.text($1, length: 1...100) }
            let district = try form.read { try $0.district() }
            return city.map { .city($0, district_lgd: district) }
        case .district:
            return try form.require("district_lgd") { fields, _ in try fields.district() }.map { .district(lgd: $0) }
        case .polygon: return nil
        }
    }

    /// A file comes before an outline that was pasted.
    private static func drawing(_ form: inout FormReader, _ body: FormBody) async throws -> AreaRequest? {
        do {
            if let file = body.files["file"] {
                guard let kind = AreaFile(named: file.name) else {
                    form.note("file", "wrong_kind")
                    return nil
                }
                return AreaRequest(
                    .polygon(try await kind.read(file.content)), contentType: kind.rawValue, body: file.content)
            }
            guard let text = try form.require("geometry", { try $0.rawText($1) }) else { return nil }
            return request(.polygon(try GeometryGate.read(Array(text.utf8))), body)
        } catch let refusal as GeometryRefusal {
            form.note(problem(for: refusal, body))
            return nil
        } catch is ShapefileReader.Missing {
            form.note("file", "no_reader")
            return nil
        }
    }

    /// What people are told of an outline that was refused, beside where it came from.
    static func problem(for refusal: GeometryRefusal, _ body: FormBody) -> FormProblem {
        FormProblem(
            field: body.files["file"] == nil ? "geometry" : "file", code: "invalid_geometry",
            words: "editor.refused_\(refusal.reason.rawValue)")
    }

    private static func request(_ shape: AreaRequest.Shape, _ body: FormBody) -> AreaRequest {
        let sent = kept(body)
        return AreaRequest(shape, contentType: FormBody.contentType, body: Array(sent.encoded.utf8))
    }

    /// All of it that says which area is meant.
    static func kept(_ body: FormBody) -> FormBody {
        body.without { [PageContext.csrfField, "confirmed", "revision"].contains($0) }
    }
}

extension AreaRequest {
    /// The same as fields of a form: a file, which a page can't give back, as the outline that was read from it.
    func typed(_ body: FormBody) -> FormBody {
        let fields = AreaForm.kept(body)
        guard case .polygon(let drawn) = shape, contentType != FormBody.contentType else { return fields }
        return FormBody(fields.without { $0 == "geometry" }.fields + [.init(name: "geometry", value: drawn.geoJSON)])
    }
}

extension BodyFields {
    fileprivate mutating func district() throws -> Int32? {
        try integer("district_lgd", in: 1...Int64(Int32.max)).map(Int32.init)
    }
}
