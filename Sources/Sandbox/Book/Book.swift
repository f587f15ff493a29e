import Foundation

/// All that the gateway knows: what is to be compared with the ledger of whoever uses it.
actor Book {
    private(set) var contents = Contents()
    /// Of refunds that are being made.
    var keysInFlight: Set<String> = []
    private let journal: Journal?
    private let outlet: AsyncStream<Event>.Continuation

    /// Events that had not been delivered go out again.
    init(journal: Journal?, entries: [Journal.Entry], outlet: AsyncStream<Event>.Continuation) {
        self.journal = journal
        self.outlet = outlet
        var contents = Contents()
        for entry in entries { contents.take(entry) }
        for event in contents.events.all where !event.isEnded { outlet.yield(event) }
        self.contents = contents
    }

    func order(_ id: String) throws -> Order {
        guard let order = contents.orders[id] else { throw Refused.unknownID }
        return order
    }

    func payment(_ id: String) throws -> Payment {
        guard let payment = contents.payments[id] else { throw Refused.unknownID }
        return payment
    }

    func refund(_ id: String) throws -> Refund {
        guard let refund = contents.refunds[id] else { throw Refused.unknownID }
        return refund
    }

    /// Writes down what changed, and then lets the events out.
    func keep(_ entry: Journal.Entry) {
        journal?.add(entry)
        contents.take(entry)
        for event in entry.events { outlet.yield(event) }
    }

    func note(_ attempt: Event.Attempt, of id: String) { contents.note(attempt, of: id) }

    /// Nothing is kept afterwards.
    func close() { journal?.close() }

    func end(_ eventID: String) { keep(Journal.Entry(ended: [eventID])) }
}
