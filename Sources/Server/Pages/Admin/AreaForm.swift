import Marketplace
import Matching

/// The editor's form: what of it is filled in, and what it asks for when it comes back without its map.
struct AreaForm: Sendable {
    /// Nil for a new one.
    let area: ServiceArea?
    let record: ProviderRecord

    static let names = ["kind", "pincodes", "district_lgd", "city", "radius_km", "geometry"]
    static let radii_km = 0.001...75.0

    var path: String {
        area.map { "/admin/areas/\($0.id)" } ?? "/admin/centres/\(record.centre.id)/areas/new"
    }

    /// As the area is now; a circle for a new one.
    private var filled: FormBody {
        guard let version = area.map({ $0.replacement ?? $0.shown }) else {
            return FormBody([("kind", AreaKind.radius.rawValue), ("radius_km", "5")])
        }
        let fields: [(name: String, value: String?)] = [
            ("kind", version.kind.rawValue), ("city", version.city),
            ("district_lgd", version.district_lgd.map { String($0) }),
            ("pincodes", version.pincodes?.map { String($0) }.joined(separator: " ")),
            ("radius_km", version.radius_km.map { String($0) }),
        ]
        return FormBody(fields.map { ($0.name, $0.value ?? "") })
    }

    func model(_ page: PageContext, _ districts: DispatchView, typed: FormBody? = nil) -> [String: Any] {
        let view = AdminView(page)
        let typed = typed ?? filled
        var model = FormView("admin", page.words, typed: typed).model(Self.names)
        let kind = AreaKind(rawValue: typed["kind"]) ?? .radius
        let order: [AreaKind] = [.radius, .pincodes, .city, .district, .polygon]
        model["kinds"] = order.map { choice in
            [
                "value": choice.rawValue, "label": view.label("kind", choice.rawValue),
                "is_chosen": choice == kind,
            ] as [String: Any]
        }
        model["district_options"] = districts.districtOptions(chosen: districts.find(typed["district_lgd"]))
        let here = districts.find(record.centre.district)
        model["pincode_district_options"] = districts.districtOptions(chosen: here)
        model["centre"] = view.row(record)
        model["provider_id"] = String(record.centre.id)
        model["lat"] = String(record.centre.location.lat)
        model["lng"] = String(record.centre.location.lng)
        model["editor_action"] = path
        if record.centre.status != CentreStatus.approved.rawValue { model["provider_status"] = record.centre.status }
        if let area {
            model["area_id"] = String(area.id)
            model["editor_revision"] = String(area.revision)
        }
        return model
    }

    /// What the form asks for; nil when something is wrong, which the reader has then noted.
    static func shape(_ form: inout FormReader) throws -> AreaRequest.Shape? {
        guard let kind = try form.require("kind", { try $0.choice($1, AreaKind.self) }) else { return nil }
        switch kind {
        case .pincodes: return try pincodes(&form).map { .pincodes($0) }
        case .city:
            let lgd = try form.read { try $0.integer("district_lgd", in: 1...Int64(Int32.max)) }
            return try form.require("city") { try $0.text($1, length: 1...100) }
                .map { .city($0, district_lgd: lgd.map { Int32($0) }) }
        case .district:
            return try form.require("district_lgd") { try $0.integer($1, in: 1...Int64(Int32.max)) }
                .map { .district(lgd: Int32($0)) }
        case .radius:
            return try form.require("radius_km") { try $0.number($1, in: radii_km) }.map { .radius(km: $0) }
        case .polygon:
            guard let text = try form.require("geometry", { try $0.rawText($1) }), !text.isEmpty else { return nil }
            do {
                return .polygon(try GeometryGate.read(Array(text.utf8)))
            } catch is GeometryRefusal {
                form.note("geometry", "wrong")
                return nil
            }
        }
    }

    private static func pincodes(_ form: inout FormReader) throws -> [Pincode]? {
        guard let text = try form.require("pincodes", { try $0.rawText($1) }) else { return nil }
        let parts = text.split { !$0.isNumber }
        let pincodes = parts.compactMap { Pincode($0) }
        guard !parts.isEmpty, pincodes.count == parts.count, parts.count <= 2500 else {
            form.note("pincodes", "wrong")
            return nil
        }
        return pincodes
    }
}
