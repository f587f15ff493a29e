import HTTPTypes
import Matching

/// An error answer as RFC 9457 describes it. `code` is stable and for programs; `detail` is for people.
package struct Problem: Error, Sendable, Equatable {
    package struct FieldError: Sendable, Equatable {
        package let field: String
        package let message: String
        /// Why, for a client that tells people in another language; of a drawn area (`GeometryRefusal.Reason`).
        package var reason: String?
    }

    package let status: HTTPResponse.Status
    package let code: String
    package let detail: String
    package var errors: [FieldError] = []
    /// Further members of the answer, which only some codes have.
    var members: [ProblemMember] = []
    package var headers: HTTPFields = [:]

    package init(_ status: HTTPResponse.Status, _ code: String, _ detail: String, errors: [FieldError] = []) {
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors
    }
}

/// A member of an answer besides those of RFC 9457.
struct ProblemMember: Sendable {
    let name: StaticString
    /// Writes the value.
    let write: @Sendable (inout JSONWriter) -> Void
}

extension Problem {
    /// What matters to whoever compares: the members follow from the rest.
    package static func == (left: Problem, right: Problem) -> Bool {
        (left.status, left.code, left.detail, left.errors, left.headers)
            == (right.status, right.code, right.detail, right.errors, right.headers)
    }

    /// The same, with a member more.
    func with(_ name: StaticString, _ write: @escaping @Sendable (inout JSONWriter) -> Void) -> Problem {
        var problem = self
        problem.members.append(ProblemMember(name: name, write: write))
        return problem
    }

    package static func invalidParameter(
        _ field: String, _ message: String, code: String = "invalid_parameter", reason: String? = nil
    ) -> Problem {
        Problem(.unprocessableContent, code, message, errors: [.init(field: field, message: message, reason: reason)])
    }

    /// A ground that isn't taken.
    package static func invalidGeometry(
        _ field: String, _ message: String, _ reason: GeometryRefusal.Reason
    ) -> Problem {
        .invalidParameter(field, message, code: "invalid_geometry", reason: reason.rawValue)
    }

    package static func unknownParameter(_ name: String, known: [String]) -> Problem {
        let message = "There is no parameter '\(name)' here. Known: \(known.joined(separator: ", "))."
        return Problem(
            .unprocessableContent, "unknown_parameter", message, errors: [.init(field: name, message: message)])
    }

    package static func retryLater(_ code: String, _ detail: String, afterSeconds seconds: Int) -> Problem {
        var problem = Problem(.serviceUnavailable, code, detail)
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }
}
