-- One line for the program that started us.
function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        "result requests=%d duration_us=%d p50_us=%d p95_us=%d p99_us=%d bad_status=%d connect=%d read=%d write=%d timeout=%d\n",
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
        errors.status, errors.connect, errors.read, errors.write, errors.timeout))
end
