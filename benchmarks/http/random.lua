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

dofile((debug.getinfo(1, "S").source:sub(2):match(".*/") or "./") .. "result.lua")
