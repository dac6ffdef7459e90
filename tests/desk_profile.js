// The forms of the office's page, as tests of it fill them in.
import assert from 'node:assert/strict'

export const unescape = text => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

// Every field of the page's main form, as a browser would send it.
export function fields (html, action) {
  const form = html.split('<form ').map(part => part.split('</form>')[0]).find(part => part.includes(`action="${action}`))
  assert.ok(form, `there is a form for ${action}`)
  const found = {}
  for (const [, tag] of form.matchAll(/<input ([^>]*)>/g)) {
    found[/name="([^"]*)"/.exec(tag)[1]] = unescape(/value="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  for (const [, name, text] of form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n?([^]*?)<\/textarea>/g)) found[name] = unescape(text)
  for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([^]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option value="([^"]*)"( selected)?/g)]
    found[name] = unescape((all.find(([, , selected]) => selected) ?? all[0])[1])
  }
  return found
}

export async function office (visitor) {
  return (await visitor.get('/profile')).headers.location
}

// Change an entry by its form.
export async function change (visitor, of, n, typed, then = 'preview') {
  const at = await office(visitor)
  const page = await visitor.get(`${at}/entry?of=${of}&n=${n}`)
  assert.equal(page.status, 200, page.body)
  return visitor.post(`${at}/entry`, { ...fields(page.body, `${at}/entry`), ...typed, then })
}

export async function note (visitor, draft, typed, then = 'save') {
  const page = await visitor.get(draft)
  return visitor.post(`${draft}/note`, { ...fields(page.body, `${draft}/note`), ...typed, then })
}

export const draftOf = answer => /\/drafts\/[^?]+/.exec(answer.headers.location)[0]
