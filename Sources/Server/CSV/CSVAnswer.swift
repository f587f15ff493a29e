import HTTPTypes
import Hummingbird
import NIOCore

extension Answer {
    /// A page of a list as a file to keep, for people and their spreadsheets.
    ///
    /// - Parameters:
    ///   - name: Of the file, without its ending.
    ///   - nextCursor: Stands in the header `Link`, since a table has no place for it.
    static func csv(_ csv: CSVWriter, name: String, nextCursor: String?, to request: Request) -> Response {
        var answer = bytes(csv.buffer, type: "text/csv; charset=utf-8; header=present")
        answer.headers[.contentDisposition] = "attachment; filename=\"\(name).csv\""
        answer.headers[.vary] = "Accept"
        if let nextCursor { answer.headers[.link] = "<\(nextPage(of: request, nextCursor))>; rel=\"next\"" }
        return answer
    }

    /// The same question with another cursor, which needs no encoding.
    private static func nextPage(of request: Request, _ cursor: String) -> String {
        let others = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }
        return "\(request.uri.path)?" + (others + ["cursor=\(cursor)"]).joined(separator: "&")
    }
}

extension MediaType {
    static let csv = MediaType(type: .text, subType: "csv")
}

extension HTTPField.Name {
    static let link = HTTPField.Name("Link")!
}
