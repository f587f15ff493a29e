/// One method of one address, as the specification describes it.
struct SpecificationOperation {
    let method: String
    let path: String
    let node: SpecificationNode

    /// As in `GET /api/services`.
    var call: String { "\(method) \(path)" }
    var id: String { node["operationId"]?.text ?? call }
    /// Who may call it: roles, and `nobody` for those who haven't signed in.
    var roles: [String] { node["x-roles"]?.items.compactMap(\.text) ?? [] }

    private static let methods: Set = ["get", "put", "post", "patch", "delete"]

    /// All of them, in the order of the document.
    static func all(in document: SpecificationNode) -> [SpecificationOperation] {
        (document["paths"]?.members ?? []).flatMap { path in
            path.value.members.filter { methods.contains($0.name) }.map { method in
                SpecificationOperation(method: method.name.uppercased(), path: path.name, node: method.value)
            }
        }
    }
}
