-- wrk: the addresses of the file PATHS, in turn, or with ZIPF set at random, the n-th 1/n as often as the first.
local paths = {}
for line in io.lines(os.getenv('PATHS')) do paths[#paths + 1] = line end
local zipf, i, scale = os.getenv('ZIPF'), 0, math.log(#paths)
math.randomseed(42)

request = function()
  if zipf then i = math.floor(math.exp(math.random() * scale)) else i = i % #paths + 1 end
  return wrk.format('GET', paths[i])
end
