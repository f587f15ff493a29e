import Yams

/// A part of the specification: a JSON value whose members keep the order in which they were written.
indirect enum SpecificationNode: Sendable, Equatable {
    case null
    case bool(Bool)
    /// As written, since it is also valid JSON.
    case number(String)
    case text(String)
    case list([SpecificationNode])
    case object([Member])

    struct Member: Sendable, Equatable {
        let name: String
        let value: SpecificationNode
    }

    /// Something that YAML knows and JSON doesn't.
    struct Unreadable: Error {}

    init(_ node: Node) throws {
        switch node {
        case .sequence(let sequence): self = .list(try sequence.map { try SpecificationNode($0) })
        case .mapping(let mapping):
            self = .object(
                try mapping.map { key, value in
                    guard let name = key.scalar?.string else { throw Unreadable() }
                    return Member(name: name, value: try SpecificationNode(value))
                })
        case .scalar(let scalar):
            switch Tag.Name(rawValue: node.tag.description) {
            case .null: self = .null
            case .bool: self = .bool(node.bool == true)
            case .int, .float:
                guard Double(scalar.string)?.isFinite == true else { throw Unreadable() }
                self = .number(scalar.string)
            default: self = .text(scalar.string)
            }
        case .alias: throw Unreadable()
        }
    }
}

extension SpecificationNode {
    /// The member of that name; nil when it has none or isn't an object.
    subscript(_ name: String) -> SpecificationNode? { members.first { $0.name == name }?.value }

    /// In the order written; none when it isn't an object.
    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// None when it isn't a list.
    var items: [SpecificationNode] {
        if case .list(let items) = self { items } else { [] }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// What a `$ref` inside the document names, or the node itself.
    func resolved(in document: SpecificationNode) -> SpecificationNode {
        guard let reference = self["$ref"]?.text, reference.hasPrefix("#/") else { return self }
        let found = reference.dropFirst(2).split(separator: "/").reduce(document as SpecificationNode?) { node, name in
            node?[String(name).replacing("~1", with: "/").replacing("~0", with: "~")]
        }
        return found ?? self
    }

    func write(to writer: JSONBytesWriter) {
        switch self {
        case .null: writer.append("null")
        case .bool(let flag): writer.append(flag ? "true" : "false")
        case .number(var text): text.withUTF8 { writer.append($0) }
        case .text(let text): writer.appendString(text)
        case .list(let items):
            writer.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { writer.append(UInt8(ascii: ",")) }
                item.write(to: writer)
            }
            writer.append(UInt8(ascii: "]"))
        case .object(let members):
            writer.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { writer.append(UInt8(ascii: ",")) }
                writer.appendString(member.name)
                writer.append(UInt8(ascii: ":"))
                member.value.write(to: writer)
            }
            writer.append(UInt8(ascii: "}"))
        }
    }
}
