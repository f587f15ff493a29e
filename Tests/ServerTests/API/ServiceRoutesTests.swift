import Postgres
import Testing

@Suite(.server) struct ServiceRoutesTests {
    struct Body: Decodable {
        struct Item: Decodable, Equatable {
            let service: String
            let name: String
            let name_ta: String
        }
        let items: [Item]
    }

    @Test func `the catalogue comes in its order, in two scripts`() async throws {
        let services: Body = try await server.read("/api/services")
        let names = try await server.pool.query("SELECT service FROM services ORDER BY position, service")
        #expect(services.items.map(\.service) == (try names.map { try $0.decode(String.self) }))
        #expect(services.items.count >= 10)
        #expect(
            services.items.allSatisfy { !$0.name.isEmpty && $0.name_ta.unicodeScalars.contains { $0.value >= 0xB80 } })
    }

    @Test func `each service of the catalogue can be asked for`() async throws {
        let services: Body = try await server.read("/api/services")
        for item in services.items {
            let answer: NearestBody = try await server.read(
                "/api/providers/nearest?pincode=600001&service=\(item.service)")
            #expect(answer.items.count == 10)
        }
    }
}
