import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import Server

struct MetricsTests {
    private func metrics(of server: IstriServer) async throws -> String {
        try await server.metricsApplication(host: "127.0.0.1", port: 0).test(.live) { client in
            let answer = try await client.executeRequest(uri: "/metrics", method: .get, headers: [:], body: nil)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
            return String(buffer: answer.body)
        }
    }

    @Test func `requests are counted by the router's pattern, never by what was asked`() async throws {
        try await withServer { server in
            for path in ["/api/pincodes/600001", "/api/pincodes/600002", "/api/pincodes/110001", "/api/secret-name"] {
                _ = try await server.get(path)
            }
            _ = try await server.send(.post, "/api/services")
            let text = try await metrics(of: server.server)
            let route = #"route="/api/pincodes/{pincode}",method="GET""#
            #expect(text.contains(#"istri_http_requests_total{\#(route),status="200"} 2"#))
            #expect(text.contains(#"istri_http_requests_total{\#(route),status="404"} 1"#))
            #expect(text.contains(#"istri_http_requests_total{route="unknown",method="OTHER",status="404"} 1"#))
            #expect(text.contains(#"istri_http_requests_total{route="unknown",method="OTHER",status="405"} 1"#))
            #expect(text.contains(#"istri_http_request_duration_seconds_bucket{\#(route),le="+Inf"} 3"#))
            #expect(text.contains(#"istri_http_request_duration_seconds_count{\#(route)} 3"#))
            #expect(text.contains("istri_http_requests_running 0"))
            #expect(!text.contains("600001") && !text.contains("secret"))
        }
    }

    @Test func `every line is one that Prometheus reads`() async throws {
        try await withServer { server in
            _ = try await server.get("/api/services")
            let text = try await metrics(of: server.server)
            let sample = /[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+-]+/
            var announced = ""
            for line in text.split(separator: "\n") {
                if line.hasPrefix("# TYPE ") { announced = String(line.split(separator: " ")[2]) }
                guard !line.hasPrefix("#") else { continue }
                #expect(line.wholeMatch(of: sample) != nil, "\(line)")
                #expect(line.hasPrefix(announced), "\(line)")
            }
            for name in [
                "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds", "process_max_fds",
                "process_start_time_seconds", "istri_database_readers_connected", "istri_kept_answers",
                "istri_connections",
                "istri_build_info",
            ] {
                #expect(text.contains("\n\(name)"), "\(name)")
            }
        }
    }

    @Test func `they are there while the database isn't`() async throws {
        try await withServer(patience: serverPatience) { server in
            let outage = try await Outage(of: server.pool)
            try await outage.begin()
            let start = ContinuousClock.now
            let text = try await metrics(of: server.server)
            #expect(ContinuousClock.now - start < .seconds(8))
            #expect(text.contains("istri_database_readers_connected"))
            try await outage.end()
        }
    }

    @Test func `the histogram's buckets hold what they say`() {
        let meter = RouteMeter(method: "GET", path: "/")
        for milliseconds in [0.1, 0.5, 0.6, 3, 30_000] {
            meter.count(status: 200, duration: .milliseconds(milliseconds))
        }
        #expect(meter.histogram == [2, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(abs(meter.sum_s - 30.0042) < 1e-9)
    }

    @Test func `they aren't at the front door`() async throws {
        try await withServer { server in
            _ = try expectProblem(await server.get("/metrics"), 404, "not_found")
        }
    }
}
