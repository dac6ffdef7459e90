// How long it is until the next publication, counted by the second; when it is there, the page is loaded again.
const element = document.querySelector('.countdown')

const two = number => String(number).padStart(2, '0')

function show () {
  const left = Math.ceil((Date.parse(element.dataset.until) - Date.now()) / 1000)
  if (left <= 0) return location.reload()
  const days = Math.floor(left / 86400)
  const clock = `${Math.floor(left / 3600) % 24}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`
  const lead = days > 0 ? new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days) + ' ' : ''
  element.textContent = element.dataset.words.replace('{time}', lead + clock)
  element.hidden = false
}

if (element && Date.parse(element.dataset.until) - Date.now() < 60 * 86400000) {
  show()
  setInterval(show, 1000)
}
