// Keeps the clocks going. The page is right when it arrives; this carries it on from there, minute by minute.
// A device whose own clock is more than five minutes off is not believed: then the page's instant is carried on.
(() => {
  const clocks = [...document.querySelectorAll('time[data-offsets]')].map(element => ({
    element,
    offsets: element.dataset.offsets.trim().split(' ').map(pair => pair.split(':').map(Number))
  }))
  const list = document.querySelector('[data-instant]')
  if (!list || clocks.length === 0) return

  const served = Date.parse(list.dataset.instant)
  const start = performance.now()
  const carried = () => served + performance.now() - start
  const now = () => Math.abs(Date.now() - carried()) < 300000 ? Date.now() : carried()
  let timer

  // The offset in force: that of the last entry that has begun.
  const minutesAt = (offsets, instant) => (offsets.findLast(([from]) => from * 1000 <= instant) ?? offsets[0])[1]
  const pad = number => String(number).padStart(2, '0')

  function show ({ element, offsets }, instant) {
    const minutes = minutesAt(offsets, instant)
    const local = new Date(instant + minutes * 60000).toISOString()
    const ahead = Math.abs(minutes)
    const time = local.slice(11, 16)
    if (element.textContent === time) return
    element.textContent = time
    element.dateTime = `${local.slice(0, 16)}${minutes < 0 ? '-' : '+'}${pad(Math.floor(ahead / 60))}:${pad(ahead % 60)}`
  }

  function tick () {
    const instant = now()
    for (const clock of clocks) show(clock, instant)
    clearTimeout(timer)
    timer = setTimeout(tick, 60000 - instant % 60000 + 20)
  }

  tick()
  document.addEventListener('visibilitychange', () => { if (!document.hidden) tick() })
})()
