import Matching
import NIOCore
import Postgres
import Synchronization

/// What `GET /metrics` tells.
struct MetricsPage: Sendable {
    let meters: RequestMeters
    let connections: Connections
    let pool: PostgresPool
    let kept: KeptAnswers<KeptAnswer>

    func text() async -> String {
        let facts = await ProcessFacts.read()
        let jobs = await JobCounts.read(on: pool)
        var page = PrometheusText()
        page.metric("istri_build_info", .gauge, "The version that runs.")
        page.sample("istri_build_info", [("version", Build.version)], 1)
        writeRequests(to: &page)
        writeConnections(to: &page)
        writeDatabase(to: &page)
        if let jobs { write(jobs, to: &page) }
        write(facts, to: &page)
        return page.text
    }

    private func writeRequests(to page: inout PrometheusText) {
        let used = meters.used
        page.metric("istri_http_requests_total", .counter, "Answers, by route, method and status.")
        for meter in used {
            for (status, count) in meter.counts {
                page.sample(
                    "istri_http_requests_total",
                    [("route", meter.path), ("method", meter.method), ("status", String(status))], Double(count))
            }
        }
        let name = "istri_http_request_duration_seconds"
        page.metric(name, .histogram, "From a request's head to its answer's, without the network.")
        for meter in used { write(meter, name, to: &page) }
        page.value(
            "istri_http_requests_running", .gauge, "Requests being answered.",
            Double(meters.running.load(ordering: .relaxed)))
    }

    private func write(_ meter: RouteMeter, _ name: String, to page: inout PrometheusText) {
        let labels = [("route", meter.path), ("method", meter.method)]
        var count = 0
        let bounds = RouteMeter.bounds.map(\.description) + ["+Inf"]
        for (bound, inBucket) in zip(bounds, meter.histogram) {
            count += inBucket
            page.sample(name + "_bucket", labels + [("le", bound)], Double(count))
        }
        page.sample(name + "_sum", labels, meter.sum_s)
        page.sample(name + "_count", labels, Double(count))
    }

    private func writeConnections(to page: inout PrometheusText) {
        func count(_ counter: borrowing Atomic<Int>) -> Double { Double(counter.load(ordering: .relaxed)) }
        page.value("istri_connections", .gauge, "Open connections.", count(connections.current))
        page.value("istri_connections_max", .gauge, "Connections that may be open.", Double(connections.maximum))
        page.value(
            "istri_connections_too_slow_total", .counter, "Closed because the client sent or read too slowly.",
            count(connections.tooSlow))
        page.value(
            "istri_requests_unreadable_total", .counter, "Requests that the HTTP parser refused.",
            count(connections.unreadable))
    }

    private func writeDatabase(to page: inout PrometheusText) {
        let status = pool.status
        page.value(
            "istri_database_readers_connected", .gauge, "Connections for questions.", Double(status.connectedReaders))
        page.value("istri_database_reads_queued", .gauge, "Questions waiting.", Double(status.queuedReads))
        page.value(
            "istri_database_connections_leased", .gauge, "Connections in use for changes.",
            Double(status.leasedConnections))
        page.value(
            "istri_database_leases_queued", .gauge, "Changes waiting for a connection.", Double(status.queuedLeases))
        page.value("istri_kept_answers", .gauge, "Answers kept in memory.", Double(kept.count))
    }

    private func write(_ jobs: [JobCounts], to page: inout PrometheusText) {
        page.metric("istri_jobs", .gauge, "Jobs, by state.")
        for job in jobs { page.sample("istri_jobs", [("state", job.state)], Double(job.count)) }
        page.value(
            "istri_jobs_overdue_seconds", .gauge, "How long the longest waiting job has been due.",
            jobs.first { $0.state == "waiting" }?.overdue_s ?? 0)
    }

    private func write(_ facts: ProcessFacts, to page: inout PrometheusText) {
        let values: [(String, PrometheusText.Kind, String, Double?)] = [
            ("process_cpu_seconds_total", .counter, "CPU time used, user and system.", facts.cpu_s),
            ("process_resident_memory_bytes", .gauge, "Memory in use.", facts.resident_bytes),
            ("process_open_fds", .gauge, "Open files and sockets.", facts.openFiles),
            ("process_max_fds", .gauge, "Files and sockets that may be open.", facts.maxFiles),
            ("process_start_time_seconds", .gauge, "Start, in seconds since 1970.", facts.started_s),
        ]
        for (name, kind, help, value) in values {
            if let value { page.value(name, kind, help, value) }
        }
    }
}
