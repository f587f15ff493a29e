import Foundation
import HTTPTypes
import NIOCore
import Testing

/// As `expectProblem` for a `Reply`: what the parser refuses has no other form than what a route refuses.
@discardableResult
func expectProblem(
    _ answer: WireAnswer, _ status: Int, _ code: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> ProblemBody {
    #expect(
        answer.header("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true,
        sourceLocation: sourceLocation)
    #expect(answer.header("X-Content-Type-Options") == "nosniff", sourceLocation: sourceLocation)
    var headers: HTTPFields = [:]
    headers[.contentType] = answer.header("Content-Type")
    headers[HTTPField.Name("X-Request-Id")!] = answer.header("X-Request-Id")
    let reply = Reply(status: answer.status, headers: headers, body: ByteBuffer(string: answer.body))
    return try expectProblem(reply, status, code, sourceLocation: sourceLocation)
}
