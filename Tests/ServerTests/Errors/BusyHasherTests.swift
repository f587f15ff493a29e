import HTTPTypes
import Marketplace
import Testing

@testable import Server

struct BusyHasherTests {
    @Test func `too many sign-ins at once are told when to come back`() {
        let problem = ErrorResponses.problem(for: AccountError.busy(retryAfterSeconds: 7))
        #expect(problem.status == .serviceUnavailable && problem.code == "busy")
        #expect(problem.headers[.retryAfter] == "7")
    }
}
