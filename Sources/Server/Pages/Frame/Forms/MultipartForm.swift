import Foundation

/// A form with files (`multipart/form-data`, RFC 7578), as browsers send it.
enum MultipartForm {
    struct Part: Sendable, Equatable {
        let name: String
        /// Empty when no file was chosen; nil for text.
        let fileName: String?
        let content: Data
    }

    static let contentType = "multipart/form-data"

    /// What stands between the parts, by the header `Content-Type`.
    static func boundary(in contentType: String) -> String? {
        contentType.firstMatch(of: /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/.ignoresCase())
            .map { String($0.1 ?? $0.2 ?? "") }
    }

    /// Nil when it isn't such a form, or breaks off.
    static func parts(of body: Data, boundary: String) -> [Part]? {
        let (end, blankLine) = (Data("\r\n--\(boundary)".utf8), Data("\r\n\r\n".utf8))
        // The first boundary has no line before it.
        let body = Data("\r\n".utf8) + body
        var parts: [Part] = []
        guard var start = body.range(of: end)?.upperBound else { return nil }
        while parts.count <= FormBody.mostFields {
            if body[start...].starts(with: Data("--".utf8)) { return parts }
            guard let head = body.range(of: blankLine, in: start..<body.endIndex),
                let next = body.range(of: end, in: head.upperBound..<body.endIndex),
                let part = part(head: body[start..<head.lowerBound], body[head.upperBound..<next.lowerBound])
            else { return nil }
            parts.append(part)
            start = next.upperBound
        }
        return nil
    }

    private static func part(head: Data, _ content: Data) -> Part? {
        guard let head = String(validating: head, as: UTF8.self),
            let line = head.split(separator: "\r\n").first(where: { $0.lowercased().hasPrefix("content-disposition:") }
            ),
            line.contains(/:\s*form-data\s*;/.ignoresCase()), let name = line.firstMatch(of: /[;\s]name="([^"]*)"/)?.1
        else { return nil }
        let fileName = line.firstMatch(of: /[;\s]filename="([^"]*)"/)?.1
        return Part(name: String(name), fileName: fileName.map(String.init), content: content)
    }
}
