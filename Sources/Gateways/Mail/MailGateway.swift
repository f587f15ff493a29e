/// The way out for mails.
package struct MailGateway: Sendable {
    /// Returns once the mail has been taken over by whoever brings it on.
    ///
    /// - Throws: `DeliveryFailure`, or `CancellationError`.
    package var send: @Sendable (MailMessage) async throws -> Void

    package init(send: @escaping @Sendable (MailMessage) async throws -> Void) {
        self.send = send
    }
}
