-- wrk script: random ones of the paths in a file (one a line), so many a second from all connections together.
--   wrk -t1 -cCONNECTIONS ... -s steady.lua http://127.0.0.1:8080 -- FILE SEED CONNECTIONS RATE
--
-- Each connection waits a random time before each request, on average CONNECTIONS / RATE seconds. With many connections
-- that are mostly waiting, requests arrive as those of independent people do, and a slow answer hardly delays others.

function init(args)
    paths = {}
    for path in io.lines(args[1]) do
        paths[#paths + 1] = wrk.format("GET", path)
    end
    math.randomseed(tonumber(args[2]))
    pause_ms = 1000 * tonumber(args[3]) / tonumber(args[4])
end

function delay()
    return math.random(0, 2 * math.floor(pause_ms))
end

function request()
    return paths[math.random(#paths)]
end

dofile((debug.getinfo(1, "S").source:sub(2):match(".*/") or "./") .. "result.lua")
