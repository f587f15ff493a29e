-- wrk script: each request asks for a random one of the paths in a file (one a line).
--   wrk ... -s random.lua http://127.0.0.1:8080 -- FILE SEED
--
-- The requests are written out once, so that choosing one costs wrk the same whether the file has
-- one line or thousands: what is compared must not differ in what it costs to ask.

local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(args)
    requests = {}
    for path in io.lines(args[1]) do
        requests[#requests + 1] = wrk.format("GET", path)
    end
    math.randomseed(tonumber(args[2]) * 1000 + number)
end

function request()
    return requests[math.random(#requests)]
end

-- One line for the program that started us.
function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        "result requests=%d duration_us=%d p50_us=%d p95_us=%d p99_us=%d bad_status=%d connect=%d read=%d write=%d timeout=%d\n",
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
        errors.status, errors.connect, errors.read, errors.write, errors.timeout))
end
