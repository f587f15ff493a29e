import HTTPTypes
import Hummingbird
import Synchronization

/// What is counted of requests: by the router's pattern, never by the path that was asked for, so that neither
/// strangers nor ids make new series.
final class RequestMeters: Sendable {
    private let meters: [String: [HTTPRequest.Method: RouteMeter]]
    /// Requests for addresses that don't exist, and methods that a route doesn't have.
    private let unknown = RouteMeter(method: "OTHER", path: "unknown")
    let running = Atomic<Int>(0)

    init(routes: [Route]) {
        var meters: [String: [HTTPRequest.Method: RouteMeter]] = [:]
        for route in routes {
            let path = route.path.description
            for method in route.method == .get ? [.get, .head] : [route.method] {
                meters[path, default: [:]][method] = RouteMeter(method: method.rawValue, path: path)
            }
        }
        self.meters = meters
    }

    func count(_ method: HTTPRequest.Method, path: String?, status: Int, duration: Duration) {
        let meter = path.flatMap { meters[$0]?[method] } ?? unknown
        meter.count(status: status, duration: duration)
    }

    /// Those that have counted something, in the order of their paths.
    var used: [RouteMeter] {
        let all = meters.values.flatMap(\.values) + [unknown]
        return all.filter { !$0.counts.isEmpty }.sorted { ($0.path, $0.method) < ($1.path, $1.method) }
    }
}
