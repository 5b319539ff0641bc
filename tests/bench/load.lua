-- wrk asks for the paths of a file, one a line, in order, from a place on; and prints its measurements as one line.
-- Arguments: the file, the share of it to begin at, and an ETag; with one, every answer must be a 304, else a 200.
local requests, at, expected, thread = {}, 0, 200, nil
other = 0

function setup(started)
  thread = started
end

function init(args)
  local file, share, etag = args[1], args[2], args[3]
  if etag then wrk.headers["If-None-Match"], expected = etag, 304 end
  for path in io.lines(file) do requests[#requests + 1] = wrk.format("GET", path) end
  at = math.floor(#requests * tonumber(share))
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function response(status)
  if status ~= expected then other = other + 1 end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    thread:get("other"), errors.connect + errors.read + errors.write + errors.timeout))
end
