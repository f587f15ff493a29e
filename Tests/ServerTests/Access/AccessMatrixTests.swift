import HTTPTypes
import Hummingbird
import Marketplace
import Testing

@testable import Server

/// The table of actors and routes, held against the router itself.
@Suite(.server) struct AccessMatrixTests {
    @Test func `every route has a row, and every row a route`() {
        let routes = Set(server.routes.map(\.name))
        let rows = Set(AccessMatrix.rows.keys).union(AccessMatrix.pages.keys)
        #expect(routes.subtracting(rows) == [], "routes without a row")
        #expect(rows.subtracting(routes) == [], "rows without a route")
    }

    /// With a path that names nothing, and no body: whoever may is told what is wrong with that, whoever may
    /// not is told no more than that.
    @Test(arguments: AccessMatrix.Who.allCases)
    func `each route is open to those in its row and to nobody else`(who: AccessMatrix.Who) async throws {
        for route in server.routes where route.kind == .api {
            // A sign-out would end the session that the next route needs.
            let person = try await who.role.asyncMap { try await server.person($0) }
            let reply = try await server.send(route.method, route.example, as: person)
            let isAllowed = AccessMatrix.rows[route.name]?.contains(who) == true
            let refusal = who == .nobody ? 401 : 403
            if isAllowed {
                // The gateway's signature is missing: that is no matter of who is signed in.
                let isUnsigned = route.name == "POST /api/payments/webhook"
                #expect(
                    reply.status != 403 && (reply.status != 401 || who == .nobody || isUnsigned),
                    "\(who) \(route.name)")
            } else {
                #expect(reply.status == refusal, "\(who) \(route.name)")
            }
        }
    }

    @Test(arguments: AccessMatrix.Who.allCases)
    func `each page is open to those in its row, and others are asked to sign in or refused`(
        who: AccessMatrix.Who
    ) async throws {
        for route in server.routes where route.kind != .api {
            let person = try await who.role.asyncMap { try await server.person($0) }
            let reply = try await server.send(route.method, route.example, as: person)
            if AccessMatrix.pages[route.name]?.contains(who) == true {
                #expect(![401, 403].contains(reply.status), "\(who) \(route.name)")
                let isLedAway = who == .nobody && reply.headers[.location]?.hasPrefix("/sign-in?next=") == true
                #expect(!isLedAway, "\(who) \(route.name)")
            } else if who != .nobody {
                #expect(reply.status == 403, "\(who) \(route.name)")
            } else if route.method == .get {
                #expect(reply.status == 303, "\(route.name)")
                #expect(reply.headers[.location]?.hasPrefix("/sign-in?next=/") == true, "\(route.name)")
            } else {
                #expect(reply.status == 401, "\(route.name)")
            }
        }
    }
}

extension Route {
    var name: String { "\(method.rawValue) \(path.description)" }

    /// The path with ids that nothing has.
    fileprivate var example: String {
        path.description.replacing(/{[a-z_]+}/, with: "0").replacing("/**", with: "/0")
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
