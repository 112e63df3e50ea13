-- POST /v1/transactions/score from 32 connections. "first": a new idempotency key and body every time; "replay": always the same.
local mode, run = nil, nil
local counter = 0
local headers = {
  ["Authorization"] = "Bearer txc_test_benchmark_4f9a0c2b",
  ["Content-Type"] = "application/json",
}

function init(args)
  mode, run = args[1], args[2]
end

function request()
  if mode == "first" then counter = counter + 1 end
  headers["Idempotency-Key"] = string.format("payment_%s_%09d", run, counter)
  local body = string.format(
    '{"transaction_id":"order_%s_%d","amount":1000,"currency":"MAD","sender":{"user_id":"user_123"}}', run, counter)
  return wrk.format("POST", "/v1/transactions/score", headers, body)
end

local seen = {}
function response(status)
  seen[status] = true
  if status ~= 200 then io.stderr:write("unexpected status " .. status .. "\n") os.exit(1) end
end
