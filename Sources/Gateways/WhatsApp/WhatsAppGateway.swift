import SystemPackage

/// The way out for WhatsApp messages.
package struct WhatsAppGateway: Sendable {
    /// Returns once the message has been taken over: what the service calls it, where it says so.
    ///
    /// - Throws: `DeliveryFailure`, or `CancellationError`.
    package var send: @Sendable (WhatsAppMessage) async throws -> String?

    package init(send: @escaping @Sendable (WhatsAppMessage) async throws -> String?) {
        self.send = send
    }
}

extension WhatsAppGateway {
    /// Keeps each message as a file `<time>-<random>.txt` instead of sending it, for a demonstration. Only the
    /// account that runs the program can read them.
    package static func folder(_ path: FilePath) -> WhatsAppGateway {
        let outbox = OutboxFolder(path: path, suffix: "txt")
        return WhatsAppGateway { message in
            let parameters = message.parameters.enumerated().map { ("\($0 + 1)", $1) }
            let text = try fileLines(
                [("to", message.to), ("template", message.template), ("language", message.language)] + parameters)
            try await outbox.add(Array(text.utf8))
            return message.key
        }
    }
}
