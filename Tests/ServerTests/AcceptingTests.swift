import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import Server

struct AcceptingTests {
    private func choice(_ accept: String?) -> String? {
        var headers: HTTPFields = [:]
        headers[.accept] = accept
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: headers)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        return Accepting.choose(request, from: [.geoJSON, .applicationJson])?.description
    }

    @Test(
        arguments: [
            (nil, "application/geo+json"), ("*/*", "application/geo+json"), ("application/*", "application/geo+json"),
            ("application/geo+json", "application/geo+json"), ("Application/GEO+JSON", "application/geo+json"),
            ("application/json", "application/json"), ("application/json;charset=utf-8", "application/json"),
            ("text/html, application/json ; q=0.5", "application/json"),
            ("application/json, */*;q=0.1", "application/json"),
            ("application/geo+json;q=0, application/json", "application/json"),
            ("application/geo+json;q=0, */*", "application/json"), ("text/html, */*;q=0.8", "application/geo+json"),
            ("application/json;q=0.001", "application/json"), ("text/html", nil), ("*/*;q=0", nil),
            ("application/json;q=0.0", nil),
            ("application/*;q=0.0, text/*", nil), ("", nil), ("application", nil), (",;,", nil),
        ] as [(String?, String?)])
    func `a type is chosen by what is accepted`(accept: String?, type: String?) {
        #expect(choice(accept) == type)
    }
}
