import SystemPackage

/// The way out for text messages.
package struct TextMessageGateway: Sendable {
    /// Returns once the message has been taken over by whoever brings it on.
    ///
    /// - Throws: `DeliveryFailure`, or `CancellationError`.
    package var send: @Sendable (TextMessage) async throws -> Void

    package init(send: @escaping @Sendable (TextMessage) async throws -> Void) {
        self.send = send
    }
}

extension TextMessageGateway {
    /// Keeps each message as a file `<time>-<random>.txt` instead of sending it, for a demonstration. Only the
    /// account that runs the program can read them.
    package static func folder(_ path: FilePath) -> TextMessageGateway {
        let outbox = OutboxFolder(path: path, suffix: "txt")
        return TextMessageGateway { message in
            try await outbox.add(Array(message.fileText().utf8))
        }
    }
}

extension TextMessage {
    /// - Throws: `DeliveryFailure.permanent` when a value would break a line.
    fileprivate func fileText() throws(DeliveryFailure) -> String {
        let fields = [("to", to), ("template", template)] + variables.map { ($0.name, $0.value) }
        for (name, value) in fields where (name + value).unicodeScalars.contains(where: \.isControl) {
            throw .permanent("a text message's field has control characters")
        }
        return fields.map { "\($0): \($1)\n" }.joined()
    }
}
