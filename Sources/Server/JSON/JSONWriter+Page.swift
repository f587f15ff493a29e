extension JSONWriter {
    /// A page of a list: `items`, and `next_cursor`, which is null on the last.
    mutating func writePage<Item>(_ items: [Item], next: String?, _ write: (inout JSONWriter, Item) -> Void) {
        object { json in
            json.key("items")
            json.array(items, write)
            json.field("next_cursor", next)
        }
    }
}
