import HTTPTypes
import NIOCore

/// How much a client may send, and how long it may take.
package struct TransportLimits: Sendable {
    /// Bytes of a request's line and headers together; one of them alone may have half of it.
    package var headerBytes = 32 << 10
    package var headerCount = 100
    /// For a request's head to arrive, from the opening of the connection or the head's first byte. For its body, and
    /// for the client to take the answer, it is the time allowed beside `bytesPerSecond`.
    package var requestTime: Duration = .seconds(10)
    /// The slowest pace at which a body may come and an answer may be taken, once `requestTime` is used up.
    package var bytesPerSecond = 1024
    /// For a connection on which nothing is asked.
    package var idleTime: Duration = .seconds(60)
    /// Open connections; further ones wait in the system's queue until one closes.
    package var connections = 8192

    package init() {}

    /// Half of `headerBytes`, so that a long query alone can't use up all of it.
    var headerFieldBytes: Int { headerBytes / 2 }

    /// Whether a head that has no parser of its own to refuse it is small enough.
    func allows(_ head: HTTPRequest) -> Bool {
        guard head.headerFields.count <= headerCount else { return false }
        let line = (head.path?.utf8.count ?? 0) + (head.authority?.utf8.count ?? 0) + head.method.rawValue.utf8.count
        var (sum, largest) = (line, line)
        for field in head.headerFields {
            let size = field.name.rawName.utf8.count + field.value.utf8.count
            sum += size
            largest = max(largest, size)
        }
        return sum <= headerBytes && largest <= headerFieldBytes
    }

    /// Connections are looked at this often, so that nothing needs a timer of its own; limits of time are exceeded by
    /// this much at most.
    var tick: Duration { max(.milliseconds(20), min(requestTime, idleTime) / 4) }

    /// Whether a transfer has taken longer than its bytes excuse.
    func isTooSlow(after time: Duration, bytes: Int) -> Bool {
        time > requestTime + .seconds(bytes / max(1, bytesPerSecond))
    }
}

/// After a last answer: a client that is still sending gets this long to read it before the connection is reset.
enum Lingering {
    static let time: Duration = .seconds(2)
    /// Bytes that are thrown away meanwhile.
    static let bytes = 1 << 20
}
