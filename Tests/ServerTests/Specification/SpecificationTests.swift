import Testing

@testable import Server

/// Specification, router and access matrix say the same. That the answers do so too is `make fuzz`.
@Suite(.server) struct SpecificationTests {
    private let document = Specification.current.document
    private var operations: [SpecificationOperation] { SpecificationOperation.all(in: document) }

    @Test func `every route is in the specification, and nothing else is`() {
        let routes = Set(server.routes.filter { $0.kind == .api }.map(\.name))
        let specified = Set(operations.map(\.call))
        #expect(routes.subtracting(specified) == [], "routes that the specification lacks")
        #expect(specified.subtracting(routes) == [], "operations without a route")
        #expect(operations.count == specified.count)
    }

    @Test func `each operation is for those whom the access matrix lets in`() {
        for operation in operations {
            let row = AccessMatrix.rows[operation.call].map { Set($0.map(\.rawValue)) }
            #expect(Set(operation.roles) == row, "\(operation.call)")
            // Whoever needs no account needs no credentials either, but may bring some.
            let isOpen = operation.roles.contains("nobody")
            let security = operation.node["security"]?.items ?? document["security"]?.items ?? []
            #expect(isOpen == (security.isEmpty || security.contains { $0.members.isEmpty }), "\(operation.call)")
            let statuses = Set((operation.node["responses"]?.members ?? []).map(\.name))
            #expect(isOpen || statuses.isSuperset(of: ["401", "403"]), "\(operation.call) can be refused")
            #expect(statuses.contains { $0.hasPrefix("2") } && statuses.contains("406"), "\(operation.call)")
        }
    }

    @Test func `each operation has a name of its own, a tag, a summary and its path's parameters`() {
        let tags = Set((document["tags"]?.items ?? []).compactMap { $0["name"]?.text })
        #expect(Set(operations.map(\.id)).count == operations.count)
        for operation in operations {
            #expect(tags.contains(operation.node["tags"]?.items.first?.text ?? ""), "\(operation.call)")
            #expect(operation.node["summary"]?.text?.isEmpty == false, "\(operation.call)")
            let given = (operation.node["parameters"]?.items ?? []).map { $0.resolved(in: document) }
                .filter { $0["in"]?.text == "path" }.compactMap { $0["name"]?.text }
            let wanted = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
                .map { String($0.dropFirst().prefix { $0 != "}" }) }
            #expect(given.sorted() == wanted.sorted(), "\(operation.call)")
        }
    }

    @Test func `every reference leads somewhere, and nothing lies unused`() {
        var used: Set<String> = []
        references(in: document, &used)
        for reference in used {
            let node = SpecificationNode.object([.init(name: "$ref", value: .text(reference))])
            #expect(node.resolved(in: document) != node, "\(reference)")
        }
        for kind in ["schemas", "responses", "requestBodies", "parameters", "headers"] {
            for member in document["components"]?[kind]?.members ?? [] {
                #expect(used.contains("#/components/\(kind)/\(member.name)"), "\(kind) \(member.name)")
            }
        }
    }

    private func references(in node: SpecificationNode, _ found: inout Set<String>) {
        if let reference = node["$ref"]?.text { found.insert(reference) }
        for member in node.members { references(in: member.value, &found) }
        for item in node.items { references(in: item, &found) }
    }
}
