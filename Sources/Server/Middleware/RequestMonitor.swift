import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Counts and logs requests.
struct RequestMonitor: Sendable {
    let meters: RequestMeters
    let logging: RequestLogging

    func began() { meters.running.add(1, ordering: .relaxed) }

    func ended(_ request: Request, _ context: PublicContext, _ response: Response, after duration: Duration) {
        meters.running.subtract(1, ordering: .relaxed)
        meters.count(
            request.method, path: context.endpointPath, status: response.status.code, duration: duration)
        let level: Logger.Level = logging.isWorthTelling(request.method, response.status) ? .info : .debug
        guard logging != .none, level >= context.logger.logLevel else { return }
        log(request, context, response, duration, level)
    }

    /// The router's pattern instead of the path, and no parameter's value: they are other people's data.
    private func log(
        _ request: Request, _ context: PublicContext, _ response: Response, _ duration: Duration, _ level: Logger.Level
    ) {
        var metadata: Logger.Metadata = [
            "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "unknown")",
            "status": "\(response.status.code)", "duration_ms": "\(Self.milliseconds(duration))",
        ]
        if let bytes = response.body.contentLength { metadata["bytes"] = "\(bytes)" }
        if let user = context.trace.userID { metadata["user_id"] = "\(user)" }
        if let code = context.trace.code { metadata["code"] = "\(code)" }
        // Whoever looks into attempts to get in needs to know where they came from; nobody else does.
        if RequestLogging.isRefusal(response.status) { metadata["address"] = "\(context.clientAddress)" }
        context.logger.log(level: level, "Request", metadata: metadata)
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        (duration / .microseconds(1)).rounded() / 1000
    }
}

/// Which requests get a line at the level `info`; the others have theirs at `debug`.
package enum RequestLogging: String, CaseIterable, Sendable {
    case all
    /// Those that may have changed something, were refused for who asked or how often, or failed by our fault.
    case changes
    /// No line for any request, at no level.
    case none

    func isWorthTelling(_ method: HTTPRequest.Method, _ status: HTTPResponse.Status) -> Bool {
        guard self == .changes else { return self == .all }
        return !method.isSafe || Self.isRefusal(status) || status.kind == .serverError
    }

    /// For who asked, or how often.
    static func isRefusal(_ status: HTTPResponse.Status) -> Bool { [401, 403, 429].contains(status.code) }
}

/// What the inner steps find out about a request and the outermost tells.
final class RequestTrace: Sendable {
    private let user = Atomic<Int64>(0)
    private let problem = Mutex<String?>(nil)

    /// The stable code of the error that is answered; nil when there is none.
    var code: String? { problem.withLock { $0 } }

    func refused(with code: String) { problem.withLock { $0 = code } }

    /// Whoever has signed in; nil while nobody has been identified.
    var userID: Int64? {
        get {
            let id = user.load(ordering: .relaxed)
            return id == 0 ? nil : id
        }
        set { user.store(newValue ?? 0, ordering: .relaxed) }
    }
}
