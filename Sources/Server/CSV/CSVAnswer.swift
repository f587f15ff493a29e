import HTTPTypes
import Hummingbird
import NIOCore

extension Answer {
    /// A page of a list as a file to keep, for people and their spreadsheets.
    ///
    /// - Parameters:
    ///   - name: Of the file, without its ending.
    ///   - nextCursor: Stands in the header `Next-Cursor`, since a table has no room for it.
    static func csv(_ csv: CSVWriter, name: String, nextCursor: String?) -> Response {
        var answer = bytes(csv.buffer, type: "text/csv; charset=utf-8")
        answer.headers[.contentDisposition] = "attachment; filename=\"\(name).csv\""
        answer.headers[.vary] = "Accept"
        answer.headers[.nextCursor] = nextCursor
        return answer
    }
}

extension Accepting {
    /// Whether a list is to be a table: only when that is asked for by name, or JSON isn't accepted.
    static func wantsTable(_ request: Request) -> Bool {
        choose(request, from: [.applicationJson, .csv])?.isType(.csv) == true
    }
}

extension MediaType {
    static let csv = MediaType(type: .text, subType: "csv")
}

extension HTTPField.Name {
    static let nextCursor = HTTPField.Name("Next-Cursor")!
}
