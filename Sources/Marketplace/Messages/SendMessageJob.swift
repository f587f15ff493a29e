import Jobs

/// Sends a message that has a row, if it may still go. Enqueued by the statement that writes the row, in SQL by
/// `message_add` and `broadcast_tell`.
package struct SendMessageJob: Job, Hashable {
    package static let name = "message.send"

    package let messageID: Int64

    package init(messageID: Int64) { self.messageID = messageID }
}
