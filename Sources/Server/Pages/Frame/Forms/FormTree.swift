/// A form's fields as the nested members that their names describe: `consent.terms`, `services[2].price`, `pincodes[]`.
/// They are then read by the same functions as a JSON body's, and refusals name the fields as the page does.
enum FormTree {
    indirect enum Node {
        case text(String)
        case members([String: Node])
        /// Rows by the number that the page gave them.
        case rows([Int: Node])
        case list([String])
    }

    private enum Step {
        case member(String)
        case row(Int)
        case item
    }

    private static let deepest = 4

    /// Rows of which nothing was filled in are left out, and the rest counts from 0. A name that isn't of one of these
    /// forms is a member as it stands.
    static func members(of form: FormBody) -> [String: JSONValue] {
        var root: [String: Node] = [:]
        for field in form.fields {
            let steps = steps(in: field.name)
            guard case .member(let first)? = steps.first else { continue }
            root[first] = add(field.value, at: steps.dropFirst(), to: root[first])
        }
        return root.mapValues(value)
    }

    /// The rows called `name`, with what was typed into each, as they are counted by `members`.
    static func rows(_ name: String, of form: FormBody) -> [[String: String]] {
        var rows: [Int: [String: String]] = [:]
        for field in form.fields {
            let steps = steps(in: field.name)
            guard steps.count == 3, case .member(name) = steps[0], case .row(let row) = steps[1],
                case .member(let member) = steps[2]
            else { continue }
            rows[row, default: [:]][member] = field.value
        }
        return rows.sorted { $0.key < $1.key }.map(\.value).filter { row in row.values.contains { !$0.isEmpty } }
    }

    private static func add(_ text: String, at steps: ArraySlice<Step>, to node: Node?) -> Node {
        let rest = steps.dropFirst()
        switch steps.first {
        case nil: return .text(text)
        case .member(let name):
            guard case .members(var members)? = node else { return .members([name: add(text, at: rest, to: nil)]) }
            members[name] = add(text, at: rest, to: members[name])
            return .members(members)
        case .row(let row):
            guard case .rows(var rows)? = node else { return .rows([row: add(text, at: rest, to: nil)]) }
            rows[row] = add(text, at: rest, to: rows[row])
            return .rows(rows)
        case .item:
            guard case .list(let items)? = node else { return .list([text]) }
            return .list(items + [text])
        }
    }

    private static func value(_ node: Node) -> JSONValue {
        switch node {
        case .text(let text): .string(text)
        case .members(let members): .object(members.mapValues(value))
        case .rows(let rows): .array(rows.sorted { $0.key < $1.key }.map(\.value).filter { !isEmpty($0) }.map(value))
        case .list(let items): .array(items.map(JSONValue.string))
        }
    }

    private static func isEmpty(_ node: Node) -> Bool {
        switch node {
        case .text(let text): text.isEmpty
        case .members(let members): members.values.allSatisfy(isEmpty)
        case .rows(let rows): rows.values.allSatisfy(isEmpty)
        case .list(let items): items.isEmpty
        }
    }

    private static func steps(in name: String) -> [Step] {
        guard name.wholeMatch(of: /[a-z0-9_]+(\[[0-9]{1,4}\]|\.[a-z0-9_]+)*(\[\])?/) != nil else {
            return [.member(name)]
        }
        let steps = name.matches(of: /[a-z0-9_]+|\[\]/).map { part -> Step in
            if part.0 == "[]" { return .item }
            let isRow = part.0.startIndex > name.startIndex && name[name.index(before: part.0.startIndex)] == "["
            return isRow ? .row(Int(part.0) ?? 0) : .member(String(part.0))
        }
        return steps.count <= deepest ? steps : [.member(name)]
    }
}
