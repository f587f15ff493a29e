/// Why a message did not leave. The reasons are for operators: they name neither secrets nor the message's text.
package enum DeliveryFailure: Error, Sendable, Equatable {
    /// The other side, or the way to it, can't now: the same message may go later.
    case temporary(String)
    /// This message will never go: it was refused for good, or it isn't fit to be sent.
    case permanent(String)
}
