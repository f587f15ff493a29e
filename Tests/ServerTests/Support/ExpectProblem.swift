import HTTPTypes
import Testing

@testable import Server

/// An error answer's body.
struct ProblemBody: Decodable {
    struct FieldError: Decodable {
        let field: String
        let message: String
        let reason: String?
    }
    let type: String
    let title: String
    let status: Int
    let detail: String
    let code: String
    let request_id: String
    let errors: [FieldError]?
}

/// Checks all that every error answer must have, and that it shows nothing of our insides.
@discardableResult
func expectProblem(
    _ reply: Reply, _ status: Int, _ code: String, field: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> ProblemBody {
    #expect(reply.status == status, sourceLocation: sourceLocation)
    #expect(reply.headers[.contentType] == "application/problem+json", sourceLocation: sourceLocation)
    let problem = try reply.decode(ProblemBody.self)
    #expect(problem.status == status, sourceLocation: sourceLocation)
    #expect(problem.code == code, sourceLocation: sourceLocation)
    #expect(!problem.type.isEmpty && !problem.title.isEmpty && !problem.detail.isEmpty, sourceLocation: sourceLocation)
    #expect(problem.errors?.map(\.field) == field.map { [$0] }, sourceLocation: sourceLocation)
    #expect(problem.errors?.allSatisfy { !$0.message.isEmpty } != false, sourceLocation: sourceLocation)
    #expect(!problem.request_id.isEmpty, sourceLocation: sourceLocation)
    #expect(reply.headers[.requestID] == problem.request_id, sourceLocation: sourceLocation)
    for word in ["SELECT", "SQL", "ostgres", "relation", "nearest_to", ".swift", "Error("] {
        #expect(!reply.text.contains(word), sourceLocation: sourceLocation)
    }
    return problem
}
