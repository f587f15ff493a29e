import Foundation
import Marketplace
import Matching

/// Whom an offer or a broadcast is for, as a form asks for it: one choice, and the field that belongs to it.
enum TargetForm {
    enum Kind: String, CaseIterable {
        case all, role, district, pincodes, provider, geometry
    }

    static let names = ["target", "role", "district_lgd", "pincodes", "provider_id", "geometry"]
    /// A drawing, encoded for a form.
    static let mostBytes = 3 * GeometryLimits.bytes

    /// What is wrong with it the form then has noted.
    static func read(_ form: inout FormReader, _ body: FormBody) throws -> OfferTarget? {
        guard let kind = try form.require("target", { try $0.choice($1, Kind.self) }) else { return nil }
        switch kind {
        case .all: return .all
        case .role: return try form.require("role") { try $0.choice($1) }.map { .role($0) }
        case .district:
            return try form.require("district_lgd") { try $0.integer($1, in: 1...Int64(Int32.max)) }
                .map { .district(lgd: Int32($0)) }
        case .pincodes: return form.pincodes(body).map { .pincodes($0) }
        case .provider:
            return try form.require("provider_id") { try $0.integer($1, in: 1...Int64.max) }.map { .provider($0) }
        case .geometry: return try drawing(&form)
        }
    }

    private static func drawing(_ form: inout FormReader) throws -> OfferTarget? {
        guard let text = try form.require("geometry", { try $0.rawText($1) }) else { return nil }
        do {
            return .geometry(try GeometryGate.read(Array(text.utf8)))
        } catch let refusal as GeometryRefusal {
            form.note(problem(for: refusal))
            return nil
        }
    }

    /// What people are told of a drawing that was refused.
    static func problem(for refusal: GeometryRefusal) -> FormProblem {
        FormProblem(field: "geometry", code: "invalid_geometry", words: "editor.refused_\(refusal.reason.rawValue)")
    }

    static func model(_ page: PageContext, _ districts: [District], typed: FormBody) -> [String: Any] {
        let places = DispatchView(page, districts: districts)
        let chosen = Kind(rawValue: typed["target"]) ?? .all
        return [
            "kinds": Kind.allCases.map { kind in
                [
                    "value": kind.rawValue, "label": page.words.text("offers.target.\(kind.rawValue)"),
                    "is_chosen": kind == chosen,
                ] as [String: Any]
            },
            "roles": Role.allCases.map { role in
                [
                    "value": role.rawValue, "label": page.words.text("accounts.role.\(role.rawValue)"),
                    "is_chosen": role.rawValue == typed["role"],
                ] as [String: Any]
            },
            "district_options": places.districtOptions(chosen: places.find(typed["district_lgd"])),
        ]
    }

    /// What a stored target is called in lists.
    static func label(_ json: String, _ words: Words) -> String {
        words.text("offers.target.\(kind(of: json).rawValue)")
    }

    /// A stored target as if somebody had typed it.
    static func typed(_ json: String) -> [(name: String, value: String)] {
        let kind = kind(of: json)
        let field = (name: "target", value: kind.rawValue)
        guard let colon = json.firstIndex(of: ":") else { return [field] }
        // PostgreSQL writes it: an object with one member.
        let value = json[json.index(after: colon)...].dropLast().trimmingCharacters(in: .whitespaces)
        switch kind {
        case .all: return [field]
        case .role: return [field, ("role", value.replacing("\"", with: ""))]
        case .district: return [field, ("district_lgd", value)]
        case .pincodes:
            return [field, ("pincodes", value.split { !$0.isNumber }.map { String($0) }.joined(separator: " "))]
        case .provider: return [field, ("provider_id", value)]
        case .geometry: return [field, ("geometry", value)]
        }
    }

    private static func kind(of json: String) -> Kind {
        let members: [(String, Kind)] = [
            ("all", .all), ("role", .role), ("district_lgd", .district), ("pincodes", .pincodes),
            ("provider_id", .provider), ("geometry", .geometry),
        ]
        return members.first { json.hasPrefix("{\"\($0.0)\"") }?.1 ?? .all
    }
}

extension FormReader {
    /// Title and text, in Tamil too where they are given.
    mutating func offerWords() throws -> OfferWords? {
        let title = try require("title") { try $0.line($1, length: 1...120) }
        let title_ta = try read { try $0.line("title_ta", length: 1...120) }
        let description = try require("description") { try $0.text($1, length: 1...2000) }
        let description_ta = try read { try $0.text("description_ta", length: 1...2000) }
        guard let title, let description else { return nil }
        return OfferWords(
            title: title, title_ta: title_ta, description: description, description_ta: description_ta)
    }

    static let offerWords = ["title", "title_ta", "description", "description_ta"]

    /// An amount in rupees; nil when it is empty.
    mutating func paise(_ name: String, _ body: FormBody, in range: ClosedRange<Int64>) -> Int64? {
        let typed = body[name].trimmingCharacters(in: .whitespaces)
        guard !typed.isEmpty else { return nil }
        guard let paise = OffersForm.paise(typed), range.contains(paise) else {
            note(name, "wrong")
            return nil
        }
        return paise
    }
}
