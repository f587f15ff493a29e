import Marketplace
import Matching
import NIOCore

/// Server-Sent Events, as the HTML standard has them.
enum EventStream {
    /// An id without data: the client remembers it, so that a connection that breaks before the first event is resumed
    /// without a loss. It waits two seconds before it comes back.
    static func beginning(id: Int64) -> ByteBuffer { ByteBuffer(string: "retry: 2000\nid: \(id)\n\n") }

    /// A comment, for proxies that close what is silent.
    static let heartbeat = ByteBuffer(string: ":\n\n")

    static func text(_ events: [CoverageEvent]) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: 256 * events.count)
        for event in events {
            buffer.writeString("id: \(event.id)\nevent: \(event.kind.rawValue)\ndata: ")
            var json = JSONWriter(capacity: 256)
            json.write(event)
            // A line: the writer breaks none, and escapes those in texts.
            buffer.writeImmutableBuffer(json.buffer)
            buffer.writeString("\n\n")
        }
        return buffer
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ event: CoverageEvent) {
        object { json in
            json.field("pincode", event.pincode.description)
            json.field("name", event.name)
            json.field("district_lgd", event.district_lgd)
            json.field("district", event.district)
            json.write(event.location)
            json.field("demand", event.demand)
            json.field("at", event.at)
        }
    }
}
