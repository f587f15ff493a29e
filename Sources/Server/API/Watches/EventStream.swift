import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import NIOCore

/// Server-Sent Events, as the HTML standard has them.
enum EventStream {
    /// An id without data: the client remembers it, so that a connection that breaks before the first event is resumed
    /// without a loss. It waits so long before it comes back.
    static func beginning(id: Int64, retry_ms: Int = 2000) -> ByteBuffer {
        ByteBuffer(string: "retry: \(retry_ms)\nid: \(id)\n\n")
    }

    /// A comment, for proxies that close what is silent.
    static let heartbeat = ByteBuffer(string: ":\n\n")

    static func text(_ events: [CoverageEvent]) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: 256 * events.count)
        for event in events {
            var json = JSONWriter(capacity: 256)
            json.write(event)
            add(id: event.id, kind: event.kind.rawValue, json, to: &buffer)
        }
        return buffer
    }

    static func add(id: Int64, kind: String, _ json: JSONWriter, to buffer: inout ByteBuffer) {
        buffer.writeString("id: \(id)\nevent: \(kind)\ndata: ")
        // A line: the writer breaks none, and escapes those in texts.
        buffer.writeImmutableBuffer(json.buffer)
        buffer.writeString("\n\n")
    }

    static var headers: HTTPFields {
        [.contentType: MediaType.eventStream.description, .xAccelBuffering: "no"]
    }

    /// An event's id, as clients send it.
    static func id(_ text: String, _ field: String) throws -> Int64 {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let id = Int64(text)
        else { throw Problem.invalidParameter(field, "'\(field)' must be the id of an event.") }
        return id
    }
}

extension MediaType {
    static let eventStream = MediaType(type: .text, subType: "event-stream")
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    /// Tells proxies that know it to pass on each event at once.
    fileprivate static let xAccelBuffering = HTTPField.Name("X-Accel-Buffering")!
}

extension JSONWriter {
    fileprivate mutating func write(_ event: CoverageEvent) {
        object { json in
            json.field("pincode", event.pincode.description)
            json.field("name", event.name)
            json.field("name_ta", event.name_ta)
            json.field("district_lgd", event.district_lgd)
            json.field("district", event.district)
            json.write(event.location)
            json.field("demand", event.demand)
            json.field("at", event.at)
        }
    }
}
