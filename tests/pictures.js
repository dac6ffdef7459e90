// Pictures and other files, made on the spot: good ones, and such as mean harm.
import { Buffer } from 'node:buffer'
import zlib, { deflateSync } from 'node:zlib'

function chunk (name, bytes) {
  const body = Buffer.concat([Buffer.from(name), bytes])
  const head = Buffer.alloc(4)
  const sum = Buffer.alloc(4)
  head.writeUInt32BE(bytes.length)
  sum.writeUInt32BE(crc(body))
  return Buffer.concat([head, body, sum])
}

// ISO/IEC 15948, annex D; older versions of node have none.
function crc (bytes) {
  if (zlib.crc32) return zlib.crc32(bytes)
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xedb88320 ^ sum >>> 1 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

// A drawing in three colours; EXTRA: chunks before its pixels, as [name, bytes].
export function png (width, height, { extra = [], grey = false } = {}) {
  const channels = grey ? 1 : 3
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  head[9] = grey ? 0 : 2
  const row = Buffer.alloc(1 + width * channels)
  if (!grey) for (let x = 0; x < width; x++) row.set([x * 255 / width, 120, 255 - x * 255 / width], 1 + x * 3)
  const pixels = deflateSync(Buffer.concat(Array(height).fill(row)), { level: 9 })
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), ...extra.map(([name, bytes]) => chunk(name, bytes)), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

// 900 million pixels in a megabyte.
export const bomb = () => png(30000, 30000, { grey: true })

// Sixteen by eight in grey, baseline: quantisation and Huffman tables of one entry each, every block empty.
export function jpeg ({ exif } = {}) {
  const segment = (marker, bytes) => Buffer.concat([Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 0xff]), bytes])
  const huffman = id => segment(0xc4, Buffer.from([id, 1, ...Array(15).fill(0), 0]))
  return Buffer.concat([Buffer.from([0xff, 0xd8]),
    ...(exif ? [segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif]))] : []),
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    segment(0xc0, Buffer.from([8, 0, 8, 0, 16, 1, 1, 0x11, 0])),
    huffman(0), huffman(0x10),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0b00001111, 0xff, 0xd9])])
}

// A position (GPS IFD) and words, in EXIF; little-endian TIFF.
export function exifOf (words) {
  const text = Buffer.from(words + '\0')
  const tiff = Buffer.alloc(38)
  tiff.write('II*\0', 0, 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(2, 8)
  tiff.writeUInt16LE(0x010e, 10); tiff.writeUInt16LE(2, 12); tiff.writeUInt32LE(text.length, 14); tiff.writeUInt32LE(38, 18)
  tiff.writeUInt16LE(0x8825, 22); tiff.writeUInt16LE(4, 24); tiff.writeUInt32LE(1, 26); tiff.writeUInt32LE(38 + text.length, 30)
  return Buffer.concat([tiff, text, Buffer.from([0, 0, 0, 0, 0, 0])])
}

export const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
export const svg = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
export const zip = Buffer.from('UEsDBBQAAAAIAA==', 'base64')
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF')

function box (name, ...parts) {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, body])
}

// No film, but its boxes. A telephone says in udta where it was.
export function mp4 ({ place = '', size = 1000 } = {}) {
  return Buffer.concat([box('ftyp', Buffer.from('isom\x00\x00\x02\x00isommp42', 'latin1')),
    box('moov', box('mvhd', Buffer.alloc(100)), ...(place ? [box('udta', box('\xa9xyz', Buffer.from(place)))] : [])),
    box('mdat', Buffer.alloc(size, 7))])
}

// Three frames of silence, layer III.
export const mp3 = Buffer.concat(Array(3).fill(Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)])))
