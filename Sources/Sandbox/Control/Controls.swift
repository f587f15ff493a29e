/// How the sandbox behaves, which may be changed while it runs.
actor Controls {
    /// Of webhooks.
    struct Delivery: Codable, Sendable {
        /// Where they go instead of where the settings say.
        var url: String?
        /// Nothing is sent until it is false again.
        var paused = false
        /// The share, 0 to 1, that is sent twice.
        var doubled = 0.0
        /// Each waits up to so long, so that they overtake each other.
        var shuffled_ms = 0
        /// Each waits so long.
        var late_ms = 0
        /// The share, 0 to 1, that is never sent.
        var dropped = 0.0
        /// Before the first repetition; before each further one twice as long, an hour at most, for 24 hours.
        var retry_ms = 1000
    }

    /// Of payments and refunds.
    struct Behaviour: Codable, Sendable {
        /// So long after it failed, a payment of "late success" is authorised.
        var late_success_ms = 3000
        /// So long a refund is in flight.
        var refund_ms = 0
        var refund_status = Refund.Status.processed
    }

    private(set) var delivery = Delivery()
    private(set) var behaviour = Behaviour()
    private var faults: [Fault] = []

    func set(_ new: Delivery) { delivery = new }

    func set(_ new: Behaviour) { behaviour = new }

    func add(_ fault: Fault) { faults.append(fault) }

    func removeFaults() { faults = [] }

    /// The first fault that is meant for this request, which is used up by it.
    func fault(for path: String, method: String) -> Fault? {
        guard let index = faults.firstIndex(where: { $0.concerns(path: path, method: method) }) else { return nil }
        let fault = faults[index]
        faults[index].count -= 1
        if faults[index].count <= 0 { faults.remove(at: index) }
        return fault
    }
}
