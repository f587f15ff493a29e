import Foundation
import Marketplace
import Matching

/// What somebody searches for, as the address of the results says it. What can't be read is passed over.
struct SearchQuestion: Sendable {
    static let firstLimit = 10
    static let mostResults = 50

    /// As it was typed: a pincode, a place, a DIGIPIN, or two coordinates.
    var text: String?
    /// Where the device is, or the place that was chosen among those of one name.
    var point: GeoPoint?
    /// How far the device may be from where it says that it is.
    var accuracy_m: Double?
    var mode: NearestRequest.Mode = .walkIn
    var service: String?
    var limit = firstLimit

    init(text: String? = nil, mode: NearestRequest.Mode = .walkIn) {
        self.text = text
        self.mode = mode
    }

    init(_ query: PageQuery) {
        text = query.text("q")
        // Of another text the point would be wrong: without scripts a form keeps what it once was for. Where the device
        // is belongs to no text at all.
        let isStale = query.form.has("point_of") && query.text("point_of") != text
        if !isStale, let lat = Self.number(query, "lat"), let lng = Self.number(query, "lng") {
            point = GeoPoint(lat: lat, lng: lng)
        }
        // Told by its network's address alone, a device may be anywhere: all the less is that an exact place.
        if point != nil, let given = Self.number(query, "accuracy_m"), given >= 1 {
            accuracy_m = min(given, 100_000)
        }
        mode = query.choice("mode") ?? .walkIn
        service = query.text("service")
        limit = query.integer("limit", in: 1...Self.mostResults) ?? Self.firstLimit
    }

    private static func number(_ query: PageQuery, _ name: String) -> Double? {
        query.text(name).flatMap { QueryParameters.finiteNumber($0) }
    }

    /// The same for services of the catalogue only.
    func knowing(_ services: [RepairService]) -> SearchQuestion {
        var question = self
        if !services.contains(where: { $0.service == service }) { question.service = nil }
        return question
    }

    /// Nil when nothing was asked.
    var origin: OriginParameter? {
        if let point { return .point(point) }
        guard let text else { return nil }
        if let pincode = Pincode(typed: text) { return .pincode(pincode) }
        if let digipin = Digipin(text.filter { !$0.isWhitespace }) { return .digipin(digipin) }
        if let point = Self.point(typed: text) { return .point(point) }
        return .place(text)
    }

    /// `13.0827, 80.2707`.
    static func point(typed text: String) -> GeoPoint? {
        guard let match = text.wholeMatch(of: /\s*(-?[0-9]{1,3}\.[0-9]+)\s*[,\s]\s*(-?[0-9]{1,3}\.[0-9]+)\s*/),
            let lat = Double(match.1), let lng = Double(match.2)
        else { return nil }
        return GeoPoint(lat: lat, lng: lng)
    }

    /// Where its results are.
    var href: String {
        var fields: [FormBody.Field] = []
        if let text { fields.append(.init(name: "q", value: text)) }
        if let point {
            fields.append(.init(name: "lat", value: Coordinates.text(point.lat)))
            fields.append(.init(name: "lng", value: Coordinates.text(point.lng)))
        }
        if let accuracy_m { fields.append(.init(name: "accuracy_m", value: String(Int(accuracy_m.rounded())))) }
        if mode != .walkIn { fields.append(.init(name: "mode", value: mode.rawValue)) }
        if let service { fields.append(.init(name: "service", value: service)) }
        if limit != Self.firstLimit { fields.append(.init(name: "limit", value: String(limit))) }
        return "/search?" + FormBody(fields).encoded
    }

    func changed(_ change: (inout SearchQuestion) -> Void) -> SearchQuestion {
        var question = self
        change(&question)
        return question
    }

    /// The same for one of the places that a text may mean, called as the reader knows it.
    func meaning(_ place: Place, in language: Language) -> SearchQuestion {
        changed {
            $0.limit = Self.firstLimit
            $0.accuracy_m = nil
            $0.text = place.kind == .pincode ? place.pincode.description : place.name(in: language)
            $0.point = place.kind == .pincode ? nil : place.location
        }
    }
}

extension Place {
    /// With its district, which tells it from others of the name; by this it is found as well.
    fileprivate func name(in language: Language) -> String {
        guard language == .tamil, let label_ta else { return told(label, district.name) }
        return told(label_ta, district.name_ta)
    }

    private func told(_ name: String, _ district: String) -> String {
        kind == .district || name == district ? name : "\(name), \(district)"
    }
}

/// Degrees as addresses and maps take them.
enum Coordinates {
    /// Six digits behind the point: a tenth of a metre.
    static func text(_ degrees: Double) -> String { String(format: "%.6f", degrees) }
}
