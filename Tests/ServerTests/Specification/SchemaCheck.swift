import Foundation

@testable import Server

/// Holds a value against a schema of the specification, by what the specification uses of JSON Schema 2020-12.
struct SchemaCheck {
    let document: SpecificationNode

    /// What is wrong, by where it stands; none when the value fits.
    func faults(of value: SpecificationNode, by schema: SpecificationNode, at place: String = "") -> [String] {
        var faults: [String] = []
        if schema["$ref"] != nil {
            let named = schema.resolved(in: document)
            guard named != schema else { return ["\(place): \(schema["$ref"]?.text ?? "") leads nowhere"] }
            faults += self.faults(of: value, by: named, at: place)
        }
        for part in schema["allOf"]?.items ?? [] { faults += self.faults(of: value, by: part, at: place) }
        for (keyword, allowed) in [("anyOf", 1...Int.max), ("oneOf", 1...1)] {
            guard let choices = schema[keyword]?.items else { continue }
            let fitting = choices.count { self.faults(of: value, by: $0, at: place).isEmpty }
            if !allowed.contains(fitting) { faults.append("\(place): \(fitting) of \(keyword) fit") }
        }
        return faults + typeFaults(value, schema, place) + boundFaults(value, schema, place)
            + memberFaults(value, schema, place) + itemFaults(value, schema, place)
    }

    private func typeFaults(_ value: SpecificationNode, _ schema: SpecificationNode, _ place: String) -> [String] {
        var faults: [String] = []
        let types = schema["type"].map { $0.text.map { [$0] } ?? $0.items.compactMap(\.text) } ?? []
        if !types.isEmpty, !types.contains(where: { Self.types(of: value).contains($0) }) {
            faults.append("\(place): not of type \(types)")
        }
        if let choices = schema["enum"]?.items, !choices.contains(value) { faults.append("\(place): none of the enum") }
        if let only = schema["const"], only != value { faults.append("\(place): not the const") }
        return faults
    }

    private func boundFaults(_ value: SpecificationNode, _ schema: SpecificationNode, _ place: String) -> [String] {
        var faults: [String] = []
        func number(_ name: String) -> Double? {
            if case .number(let text) = schema[name] { Double(text) } else { nil }
        }
        if case .number(let text) = value, let value = Double(text) {
            if let least = number("minimum"), value < least { faults.append("\(place): below \(least)") }
            if let most = number("maximum"), value > most { faults.append("\(place): above \(most)") }
            if let limit = number("exclusiveMinimum"), value <= limit { faults.append("\(place): not above \(limit)") }
        }
        if let text = value.text {
            if let least = number("minLength"), Double(text.count) < least { faults.append("\(place): too short") }
            if let most = number("maxLength"), Double(text.count) > most { faults.append("\(place): too long") }
            if let pattern = schema["pattern"]?.text, text.range(of: pattern, options: .regularExpression) == nil {
                faults.append("\(place): not of the pattern \(pattern)")
            }
            if schema["format"]?.text == "date-time", (try? Date(text, strategy: .iso8601)) == nil {
                faults.append("\(place): no time")
            }
        }
        return faults
    }

    private func memberFaults(_ value: SpecificationNode, _ schema: SpecificationNode, _ place: String) -> [String] {
        guard case .object(let members) = value else { return [] }
        var faults = (schema["required"]?.items ?? []).compactMap(\.text).filter { value[$0] == nil }
            .map { "\(place): lacks \($0)" }
        for member in members {
            let place = "\(place)/\(member.name)"
            if let property = schema["properties"]?[member.name] {
                faults += self.faults(of: member.value, by: property, at: place)
            } else if schema["additionalProperties"] == .bool(false) {
                faults.append("\(place): is not described")
            } else if let others = schema["additionalProperties"], others != .bool(true) {
                faults += self.faults(of: member.value, by: others, at: place)
            }
        }
        return faults
    }

    private func itemFaults(_ value: SpecificationNode, _ schema: SpecificationNode, _ place: String) -> [String] {
        guard case .list(let items) = value else { return [] }
        var faults: [String] = []
        func count(_ name: String) -> Int? {
            if case .number(let text) = schema[name] { Int(text) } else { nil }
        }
        if let least = count("minItems"), items.count < least { faults.append("\(place): too few") }
        if let most = count("maxItems"), items.count > most { faults.append("\(place): too many") }
        guard let each = schema["items"] else { return faults }
        for (index, item) in items.enumerated() { faults += self.faults(of: item, by: each, at: "\(place)/\(index)") }
        return faults
    }

    private static func types(of value: SpecificationNode) -> Set<String> {
        switch value {
        case .null: ["null"]
        case .bool: ["boolean"]
        case .number(let text): Double(text).map { $0 == $0.rounded() } == true ? ["number", "integer"] : ["number"]
        case .text: ["string"]
        case .list: ["array"]
        case .object: ["object"]
        }
    }
}
