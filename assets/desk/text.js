// Writing into a field as if it were typed, so that the browser's own undo takes it back (setRangeText would not let it).
export function put (field, from, to, text) {
  field.focus()
  field.setSelectionRange(from, to)
  const done = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text)
  if (done || (text === '' && from === to)) return
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
