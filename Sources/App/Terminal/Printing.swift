import Foundation
import NIOCore
import Server

/// Prints the same JSON that the server answers with.
func printAnswer(_ body: (inout JSONWriter) throws -> Void) rethrows {
    var json = JSONWriter()
    try body(&json)
    print(String(buffer: json.buffer))
}

func decimals(_ number: Double, _ count: Int) -> String { String(format: "%.\(count)f", number) }

/// Runs `body` and turns an error that the server would explain to a visitor into the same words here.
func refusing<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch {
        guard let reason = ErrorResponses.reasonForPeople(error) else { throw error }
        throw Refusal(reason)
    }
}
