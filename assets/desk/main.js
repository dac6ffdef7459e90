// The desk with script. Without it all of the desk works as well; each part starts only where its element is on the page.
import './kept.js'
import './preview.js'
import './toolbar.js'
import './paste.js'
import './length.js'
import './countdown.js'
import './passkey.js'
import './upload.js'
