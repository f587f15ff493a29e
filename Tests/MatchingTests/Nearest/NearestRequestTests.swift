import Matching
import Postgres
import TestSupport
import Testing

struct NearestRequestTests {
    @Test func `only approved centres are found, by distance, ties by id`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            let far = try await network.addCentre(north: 0.02)
            _ = try await network.addCentre(north: 0.001, status: "pending")
            _ = try await network.addCentre(north: 0.002, status: "suspended")
            let near = try await network.addCentre(north: 0.01)
            let twin = try await network.addCentre(north: 0.01)
            let answer = try await NearestRequest(.pincode(network.pincode)).answer(on: pool)
            #expect(answer.centres.map(\.id) == [near, twin, far])
            let one = try await NearestRequest(.pincode(network.pincode), limit: 1).answer(on: pool)
            #expect(one.centres.map(\.id) == [near])
        }
    }

    @Test func `a radius leaves out who is farther, and can leave nobody`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            let near = try await network.addCentre(north: 0.01)  // 1.1 km
            _ = try await network.addCentre(north: 0.03)
            var request = NearestRequest(.pincode(network.pincode), radius_m: 2000)
            #expect(try await request.answer(on: pool).centres.map(\.id) == [near])
            request.radius_m = 100
            let nobody = try await request.answer(on: pool)
            #expect(nobody.centres.isEmpty)
            #expect(nobody.origin.district == "Chennai")
        }
    }

    @Test func `a service leaves out who does not offer it, until its place is withdrawn`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            _ = try await network.addCentre(north: 0.01, services: ["cord_and_plug"])
            let offers = try await network.addCentre(north: 0.02, services: ["cord_and_plug", "thermostat"])
            let request = NearestRequest(.pincode(network.pincode), service: "thermostat")
            #expect(try await request.answer(on: pool).centres.map(\.id) == [offers])
            try await pool.execute("UPDATE service_providers SET status = 'suspended' WHERE id = \(offers)")
            #expect(try await request.answer(on: pool).centres.isEmpty)
            try await pool.execute(
                "UPDATE service_providers SET status = 'approved', lat = lat + 0.01 WHERE id = \(offers)")
            let again = try await request.answer(on: pool).centres
            #expect(again.map(\.id) == [offers])
            #expect(abs(try #require(again.first).distance_m - 3318) < 5)
        }
    }

    @Test func `doorstep takes only who covers the place, from the pincode and from its point`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            _ = try await network.addCentre(north: 0.01)
            let covering = try await network.addCentre(north: 0.02, services: ["thermostat"])
            _ = try await network.addArea(of: covering, reach: 0.05)
            for origin in [NearestRequest.Origin.pincode(network.pincode), .point(try await network.origin())] {
                let doorstep = try await NearestRequest(origin, mode: .doorstep).answer(on: pool)
                #expect(doorstep.centres.map(\.id) == [covering])
                let walkIn = try await NearestRequest(origin).answer(on: pool)
                #expect(walkIn.centres.map(\.covers) == [false, true])
                let other = NearestRequest(origin, mode: .doorstep, service: "cord_and_plug")
                let nobody = try await other.answer(on: pool)
                #expect(nobody.centres.isEmpty)
                #expect(nobody.coverageCount == 1, "the filters leave the count alone")
            }
        }
    }

    @Test func `without any centre there is an answer, without the pincode there is none`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            for mode in NearestRequest.Mode.allCases {
                for service in [nil, "thermostat"] {
                    for origin in [NearestRequest.Origin.pincode(network.pincode), .point(try await network.origin())] {
                        let request = NearestRequest(origin, mode: mode, service: service)
                        #expect(try await request.answer(on: pool).centres.isEmpty)
                    }
                    let unknown = try #require(Pincode(110_001))
                    await #expect(throws: MatchingError.unknownPincode(unknown)) {
                        try await NearestRequest(.pincode(unknown), mode: mode, service: service).answer(on: pool)
                    }
                }
            }
        }
    }

    @Test func `each centre left out has the first reason that holds`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            let without = try await network.addCentre(north: 0.01)
            let notCovering = try await network.addCentre(north: 0.02, services: ["thermostat"])
            let taken = try await network.addCentre(north: 0.03, services: ["thermostat"])
            let further = try await network.addCentre(north: 0.04, services: ["thermostat"])
            let tooFar = try await network.addCentre(north: 0.1, services: ["thermostat"])
            for id in [taken, further, tooFar] { _ = try await network.addArea(of: id, reach: 0.05) }
            let request = NearestRequest(
                .pincode(network.pincode), limit: 1, mode: .doorstep, service: "thermostat", radius_m: 10_000)
            let answer = try await request.answer(on: pool)
            #expect(answer.centres.map(\.id) == [taken])
            let excluded = try await request.excluded(from: answer, on: pool)
            #expect(excluded.map(\.id) == [without, notCovering, further, tooFar])
            #expect(
                excluded.map(\.reason) == ["service_not_offered", "does_not_cover_point", "further_away", "too_far"])
        }
    }
}
