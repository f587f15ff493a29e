-- wrk script: signs in to one account after the other.
--   wrk -t1 ... -s sign_in.lua http://127.0.0.1:8080 -- ACCOUNTS PASSWORD
-- The accounts are called sign-in-1@benchmark.example and so on.

local number = 0

function init(args)
    accounts = tonumber(args[1])
    password = args[2]
end

function request()
    number = number % accounts + 1
    local body = string.format('{"email":"sign-in-%d@benchmark.example","password":"%s"}', number, password)
    return wrk.format("POST", "/api/login", { ["Content-Type"] = "application/json" }, body)
end

dofile((debug.getinfo(1, "S").source:sub(2):match(".*/") or "./") .. "result.lua")
