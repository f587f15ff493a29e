-- wrk script: books.
--   wrk -t2 ... -s book.lua http://127.0.0.1:8080 -- FOLDER random|each BEGIN
-- FOLDER/customers: a cookie and a CSRF token a line; FOLDER/slots: a centre and a start a line. `random`: any slot, so
-- that many want the same; `each`: one after the other from BEGIN on, shared out among the threads.

local threads = {}

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

local function lines(path)
    local found = {}
    for line in io.lines(path) do
        local first, second = line:match("(%S+) (%S+)")
        table.insert(found, { first, second })
    end
    return found
end

function init(args)
    customers = lines(args[1] .. "/customers")
    slots = lines(args[1] .. "/slots")
    isRandom = args[2] == "random"
    position = tonumber(args[3]) + number
    created, taken, others, ended = 0, 0, 0, 0
    math.randomseed(os.time() * 1000 + number)
end

function request()
    local slot
    if isRandom then
        slot = slots[math.random(#slots)]
    else
        position = position + 2
        slot = slots[position]
        -- What is left is asked for in vain, and shows in `others`.
        if slot == nil then slot = slots[#slots] end
    end
    local customer = customers[math.random(#customers)]
    local body = string.format(
        '{"provider_id":%s,"mode":"walk_in","pincode":"600001","starts_at":"%s","items":[{"service":"thermostat"}]}',
        slot[1], slot[2])
    return wrk.format("POST", "/api/bookings", {
        ["Content-Type"] = "application/json", ["Cookie"] = "__Host-istri=" .. customer[1],
        ["X-CSRF-Token"] = customer[2],
    }, body)
end

function response(status)
    if status == 201 then created = created + 1
    elseif status == 409 then taken = taken + 1
    else
        others = others + 1
        if status >= 500 then ended = ended + 1 end
    end
end

function done(summary, latency)
    local sums = { created = 0, taken = 0, others = 0, ended = 0 }
    local last = 0
    for _, thread in ipairs(threads) do
        for name, sum in pairs(sums) do sums[name] = sum + thread:get(name) end
        last = math.max(last, thread:get("position"))
    end
    local errors = summary.errors
    io.write(string.format(
        "result requests=%d duration_us=%d p50_us=%d p95_us=%d created=%d taken=%d others=%d errors_5xx=%d broken=%d position=%d\n",
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), sums.created, sums.taken,
        sums.others, sums.ended, errors.connect + errors.read + errors.write + errors.timeout, last))
end
