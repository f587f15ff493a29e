import Postgres

/// A node's copy of the signing keys.
actor SigningKeyCache {
    /// After so long the keys are read again. A new key is announced much earlier than it signs, so a node that
    /// reads this often always knows it in time.
    static let freshFor: Duration = .seconds(300)
    /// A token with a key that we don't know lets us read again, but not more often than this, whatever strangers send.
    static let pause: Duration = .seconds(5)

    private let read: @Sendable () async throws -> SigningKeys
    private var kept: (keys: SigningKeys, at: ContinuousClock.Instant)?
    private var reading: Task<SigningKeys, any Error>?

    init(read: @escaping @Sendable () async throws -> SigningKeys) {
        self.read = read
    }

    func keys() async throws -> SigningKeys {
        if let kept, kept.at.duration(to: .now) < Self.freshFor { return kept.keys }
        return try await readAgain()
    }

    /// For a token whose key isn't among `keys()`.
    func keysAfterUnknown() async throws -> SigningKeys {
        if let kept, kept.at.duration(to: .now) < Self.pause { return kept.keys }
        return try await readAgain()
    }

    /// Callers that come while a read is running share it.
    func readAgain() async throws -> SigningKeys {
        if let reading { return try await reading.value }
        let task = Task { [read] in try await read() }
        reading = task
        defer { reading = nil }
        let keys = try await task.value
        kept = (keys, .now)
        return keys
    }
}
