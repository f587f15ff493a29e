import Configuration
import Postgres

/// Reads single settings and refuses wrong ones with a line that says what would be right.
struct SettingsReader {
    let config: ConfigReader

    /// The value's text, or nil when it is absent. An empty value is refused: it is a variable
    /// that was meant to be filled.
    func text(_ key: String) throws -> String? {
        guard let text = config.string(forKey: ConfigKey(key)) else { return nil }
        guard !text.isEmpty else { throw wrong(key, text, "not empty (or not set at all)") }
        return text
    }

    func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int) throws -> Int {
        guard let text = try text(key) else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw wrong(key, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: Choice
    ) throws -> Choice where Choice.RawValue == String {
        guard let text = try text(key) else { return fallback }
        guard let choice = Choice(rawValue: text) else {
            throw wrong(key, text, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    func host(_ key: String, default fallback: String) throws -> String {
        guard let text = try text(key) else { return fallback }
        guard !text.contains(where: { $0.isWhitespace || $0 == "/" }) else {
            throw wrong(key, text, "a host name or an IP address")
        }
        return text
    }

    /// The refusal doesn't repeat the value: it may hold a password.
    func conninfo(_ key: String) throws -> PostgresConnectionInfo? {
        guard let text = try text(key) else { return nil }
        do {
            return try PostgresConnectionInfo(text)
        } catch {
            throw Refusal("\(variable(key)) is not a PostgreSQL connection string: \(error)")
        }
    }

    func wrong(_ key: String, _ value: String, _ expectation: String) -> Refusal {
        Refusal("\(variable(key)) is '\(value)', but must be \(expectation).")
    }

    private func variable(_ key: String) -> String {
        key.uppercased().split(separator: ".").joined(separator: "_")
    }
}
