extension JSONValue {
    /// As JSON again. Numbers are the same to the last bit; members come in no order.
    var text: String {
        switch self {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .number(let number): return number.description
        case .string(let text): return Self.quoted(text)
        case .array(let values): return "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            return "{" + members.map { Self.quoted($0) + ":" + $1.text }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        let writer = JSONBytesWriter(capacity: text.utf8.count + 16)
        writer.appendString(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
