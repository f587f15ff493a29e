import HTTPTypes
import Hummingbird
import Marketplace
import Testing

@testable import Server

/// The table of actors and routes, held against the router itself.
@Suite(.server) struct AccessMatrixTests {
    @Test func `every route has a row, and every row a route`() {
        let routes = Set(server.routes.map(\.name))
        #expect(routes.subtracting(AccessMatrix.rows.keys) == [], "routes without a row")
        #expect(Set(AccessMatrix.rows.keys).subtracting(routes) == [], "rows without a route")
    }

    /// With a path that names nothing, and no body: whoever may is told what is wrong with that, whoever may
    /// not is told no more than that.
    @Test(arguments: AccessMatrix.Who.allCases)
    func `each route is open to those in its row and to nobody else`(who: AccessMatrix.Who) async throws {
        for route in server.routes {
            // A sign-out would end the session that the next route needs.
            let person = try await who.role.asyncMap { try await server.person($0) }
            let reply = try await server.send(route.method, route.example, as: person)
            let isAllowed = AccessMatrix.rows[route.name]?.contains(who) == true
            let refusal = who == .nobody ? 401 : 403
            if isAllowed {
                #expect(reply.status != 403 && (reply.status != 401 || who == .nobody), "\(who) \(route.name)")
            } else {
                #expect(reply.status == refusal, "\(who) \(route.name)")
            }
        }
    }
}

extension Route {
    var name: String { "\(method.rawValue) \(path.description)" }

    /// The path with ids that nothing has.
    fileprivate var example: String {
        path.description.replacing(/{[a-z_]+}/, with: "0")
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
