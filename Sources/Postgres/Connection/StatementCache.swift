/// The statements prepared on one connection, by their text.
final class StatementCache {
    final class Statement {
        let name: String
        let types: [PostgresType]
        /// The server has it, or will once it has read what was sent.
        var isPrepared = false
        /// Why it could not be prepared.
        var failure: PostgresError?
        fileprivate var lastUse = 0

        fileprivate init(name: String, types: [PostgresType]) {
            self.name = name
            self.types = types
        }
    }

    private let capacity: Int
    /// One text can stand with several parameter types, though it hardly ever does.
    private var statements: [String: [Statement]] = [:]
    private var count = 0
    private var uses = 0
    private var names = 0
    /// Names that the server still holds and nobody uses any more.
    private(set) var discarded: [String] = []

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// The statement for a query, known or new. `isPrepared` tells which.
    func statement(for query: Query) -> Statement {
        uses += 1
        let slots = query.parameters.slots
        if let known = statements[query.sql]?.first(where: { $0.types.elementsEqual(slots.lazy.map(\.type)) }) {
            known.lastUse = uses
            return known
        }
        names += 1
        let new = Statement(name: "s\(names)", types: slots.map(\.type))
        new.lastUse = uses
        statements[query.sql, default: []].append(new)
        count += 1
        return new
    }

    /// Forgets a statement that could not be prepared or whose plan no longer fits the schema.
    func discard(_ statement: Statement, of query: Query) {
        guard let index = statements[query.sql]?.firstIndex(where: { $0 === statement }) else { return }
        statements[query.sql]!.remove(at: index)
        if statements[query.sql]!.isEmpty { statements[query.sql] = nil }
        count -= 1
        if statement.isPrepared { discarded.append(statement.name) }
    }

    /// Brings the cache back to its capacity, the least recently used leaving first. Not while a statement is in
    /// flight.
    func trim() {
        guard count > capacity else { return }
        let oldest = statements.flatMap { sql, variants in variants.map { (sql, $0) } }
            .sorted { $0.1.lastUse < $1.1.lastUse }
            .prefix(count - capacity)
        for (sql, statement) in oldest { discard(statement, of: Query(unsafeSQL: sql)) }
    }

    /// The names to free on the server; the caller takes that over.
    func takeDiscarded() -> [String] {
        defer { discarded = [] }
        return discarded
    }
}
