// Keeps the clocks going. The page is right when it arrives; this carries it on from there, minute by minute.
// A device whose own clock is more than five minutes off is not believed: then the page's instant is carried on.
(() => {
  const list = document.querySelector('[data-instant]')
  if (!list) return
  const served = Date.parse(list.dataset.instant)
  const start = performance.now()
  const trusted = Math.abs(Date.now() - served) < 300000
  const now = () => trusted ? Date.now() : served + performance.now() - start

  const clocks = [...list.querySelectorAll('time[data-offsets]')].map(element => ({
    element,
    offsets: element.dataset.offsets.trim().split(' ').map(pair => pair.split(':').map(Number))
  }))

  // The offset in force: the last that has begun.
  const minutesAt = (offsets, seconds) => offsets.reduce((minutes, [from, offset]) => from <= seconds ? offset : minutes, offsets[0][1])

  function tick () {
    const instant = now()
    for (const { element, offsets } of clocks) {
      const local = new Date(instant + minutesAt(offsets, instant / 1000) * 60000).toISOString()
      if (element.textContent !== local.slice(11, 16)) element.textContent = local.slice(11, 16)
    }
    setTimeout(tick, 60000 - instant % 60000 + 20)
  }
  tick()
  document.addEventListener('visibilitychange', () => { if (!document.hidden) tick() })
})()
