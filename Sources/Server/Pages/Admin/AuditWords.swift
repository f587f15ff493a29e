/// What the audit's lines are called for people: `audit.action.<action>` and `audit.entity.<type>`.
struct AuditWords {
    private let words: Words

    private static let actionPrefix = "audit.action."
    private static let entityPrefix = "audit.entity."

    init(_ words: Words) { self.words = words }

    /// What has no words yet is shown as it is written down.
    func action(_ action: String) -> String { words.find(Self.actionPrefix + action) ?? action }

    func entity(_ type: String) -> String { words.find(Self.entityPrefix + type) ?? type }

    /// The options of a list, by what they belong to: `value`, `label`, `is_chosen`.
    func actions(chosen: String?) -> [[String: Any]] { options(Self.actionPrefix, chosen) }

    func entities(chosen: String?) -> [[String: Any]] { options(Self.entityPrefix, chosen) }

    /// A choice without words, as an address may have it, stays one.
    private func options(_ prefix: String, _ chosen: String?) -> [[String: Any]] {
        var values = words.texts.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            .sorted()
        if let chosen, !values.contains(chosen) { values.append(chosen) }
        return values.map { ["value": $0, "label": words.find(prefix + $0) ?? $0, "is_chosen": $0 == chosen] }
    }
}
