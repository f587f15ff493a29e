/// Few servers at a time: dozens of them would run the cluster out of connections, and the machine out of breath.
actor ServerSlots {
    static let shared = ServerSlots()

    private var free = 3
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A test of a suite that has its server already runs without waiting, or all could wait for each other.
    nonisolated func withSlot<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        guard ServerTrait.server == nil, PaymentTrait.shared == nil else { return try await body() }
        await take()
        do {
            let result = try await body()
            await giveBack()
            return result
        } catch {
            await giveBack()
            throw error
        }
    }

    private func take() async {
        guard free == 0 else { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
