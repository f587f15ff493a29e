import CLibpq
import Logging

/// Sends the server's notices to the log; without it libpq prints them to standard error. At level debug, since a
/// notice may quote data.
final class NoticeLog {
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// The connection must not outlive this object.
    func receive(from connection: OpaquePointer) {
        PQsetNoticeProcessor(
            connection,
            { argument, message in
                guard let argument, let message else { return }
                let log = Unmanaged<NoticeLog>.fromOpaque(argument).takeUnretainedValue()
                log.logger.debug("PostgreSQL: \(String(cString: message).onOneLine)")
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
