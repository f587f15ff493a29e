/// A tag of the specification with what belongs to it: one page of the reference.
struct ReferencePart: Sendable {
    let name: String
    let description: String
    let operations: [SpecificationOperation]

    static let folder = "/api/docs"
    static let shapesPath = folder + "/shapes"

    var path: String { Self.folder + "/" + Slug.text(name) }

    /// In the order of the document, each operation in the part of its first tag.
    static func all(in document: SpecificationNode) -> [ReferencePart] {
        let operations = SpecificationOperation.all(in: document)
        return (document["tags"]?.items ?? []).map { tag in
            ReferencePart(
                name: tag["name"]?.text ?? "", description: tag["description"]?.text ?? "",
                operations: operations.filter { $0.node["tags"]?.items.first == tag["name"] })
        }
    }
}
