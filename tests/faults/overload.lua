-- Questions that are not kept, and how each was answered.
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init(args) ok, busy, other = 0, 0, 0 end
function request()
  return wrk.format("GET", "/v1/trade-metrics?limit=" .. math.random(50) .. "&value__gte=" .. math.random(100000))
end
function response(status, headers)
  if status == 200 then ok = ok + 1
  elseif status == 503 and headers["retry-after"] then busy = busy + 1
  else other = other + 1 end
end
function done(summary)
  local errors = summary.errors
  io.write(string.format('{"ok": %d, "busy": %d, "other": %d, "seconds": %f, "lost": %d}\n',
    threads[1]:get("ok"), threads[1]:get("busy"), threads[1]:get("other"), summary.duration / 1e6,
    errors.connect + errors.read + errors.write))
end
