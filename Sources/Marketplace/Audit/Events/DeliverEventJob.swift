import Jobs

/// Hands an event, and those about the same entity that wait before it, to the subscribers.
package struct DeliverEventJob: Job {
    package static let name = "deliver_event"

    let eventID: Int64
}
