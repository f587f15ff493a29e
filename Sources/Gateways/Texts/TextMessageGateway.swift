import SystemPackage

/// The way out for text messages.
package struct TextMessageGateway: Sendable {
    /// Returns once the message has been taken over by whoever brings it on: what they call it, where they say so.
    ///
    /// - Throws: `DeliveryFailure`, or `CancellationError`.
    package var send: @Sendable (TextMessage) async throws -> String?

    package init(send: @escaping @Sendable (TextMessage) async throws -> String?) {
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
            return message.key
        }
    }
}

extension TextMessage {
    /// - Throws: `DeliveryFailure.permanent` when a value would break a line.
    fileprivate func fileText() throws(DeliveryFailure) -> String {
        try fileLines([("to", to), ("template", template)] + variables.map { ($0.name, $0.value) })
    }
}

/// Lines `name: value` of a file.
///
/// - Throws: `DeliveryFailure.permanent` when a value would break a line.
func fileLines(_ fields: [(name: String, value: String)]) throws(DeliveryFailure) -> String {
    for (name, value) in fields where (name + value).unicodeScalars.contains(where: \.isControl) {
        throw .permanent("a message's field has control characters")
    }
    return fields.map { "\($0): \($1)\n" }.joined()
}
