// How long the text is to read.
const shown = document.getElementById('length')
const field = document.getElementById('body')
const A_MINUTE = 220 // words
const PAUSE = 500

function start () {
  const speech = document.documentElement.lang
  const segmenter = Intl.Segmenter && new Intl.Segmenter(field.lang || undefined, { granularity: 'word' })
  const number = new Intl.NumberFormat(speech)
  const minutes = new Intl.NumberFormat(speech, { style: 'unit', unit: 'minute', unitDisplay: 'long' })
  let waiting

  function count (text) {
    text = text.replace(/\]\([^)\s]*\)/g, ']') // addresses are not read
    if (!segmenter) return text.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length
    let words = 0
    for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) words++
    return words
  }

  function show () {
    const words = count(field.value)
    shown.textContent = words === 0 ? '' : `${shown.dataset.words} ${number.format(words)} · ${shown.dataset.time} ${minutes.format(Math.max(1, Math.round(words / A_MINUTE)))}`
  }

  field.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(show, PAUSE)
  })
  show()
}

if (shown && field) start()
