-- wrk script: signs in to one account after the other.
--   wrk -t1 ... -s sign_in.lua http://127.0.0.1:8080 -- ACCOUNTS PASSWORD
-- The accounts are called sign-in-1@benchmark.example and so on, and each signs in from an address of its own, as people
-- do: one address has a share of the server's patience.

local number = 0

function init(args)
    accounts = tonumber(args[1])
    password = args[2]
end

function request()
    number = number % accounts + 1
    local body = string.format('{"email":"sign-in-%d@benchmark.example","password":"%s"}', number, password)
    local headers = {
        ["Content-Type"] = "application/json",
        ["X-Forwarded-For"] = "198.51.100." .. number,
        ["X-Forwarded-Proto"] = "https",
    }
    return wrk.format("POST", "/api/login", headers, body)
end

dofile((debug.getinfo(1, "S").source:sub(2):match(".*/") or "./") .. "result.lua")
