import Foundation
import Logging

extension Settings {
    /// The program's logger: a line of JSON per entry on standard error.
    func logger() -> Logger {
        var logger = Logger(label: "istri") { JSONLogHandler(label: $0) }
        logger.logLevel = logLevel
        return logger
    }
}

/// Writes each entry as one line of JSON on standard error, for programs that collect logs.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = [
            "time": Date().formatted(
                .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted)),
            "level": event.level.rawValue, "message": event.message.description,
        ]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            fields[key == "hb.request.id" ? "request_id" : key] = "\(value)"
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? encoder.encode(fields) else { return }
        line.append(UInt8(ascii: "\n"))
        // A full disk or a closed terminal must not end the server.
        try? FileHandle.standardError.write(contentsOf: line)
    }
}
