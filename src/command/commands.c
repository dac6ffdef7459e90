/* Every subcommand, in the order in which one meets them. */
#include "command/command.h"

const Command commands[] = {
  { "init", "SITE.db --profile FILE", "Make a data file, or add an office to one.", command_init },
  { "profile", "SITE.db FILE", "Change what an office says about itself: now, or from an instant on.",
    command_profile },
  { "publish", "SITE.db FILE.md…", "Publish Markdown files: all of them or none.", command_publish },
  { "withdraw", "SITE.db ADDRESS --note TEXT", "Withdraw a document; it stays readable, with the reason.",
    command_withdraw },
  { "erase", "SITE.db ADDRESS --note REASON", "Erase an edition, by order of law; the record says that, and why.",
    command_erase },
  { "import", "markdown SITE.db FOLDER", "Carry over a site made with Jekyll or Hugo.", command_import },
  { "render", "SITE.db ADDRESS", "Write one page as it stands at an instant.", command_render },
  { "serve", "SITE.db", "Serve the site.", command_serve },
  { "key", "new|show|rotate|retire|trust SITE.db", "Make the keys that sign what an office says, and begin its log.",
    command_key },
  { "seal", "SITE.db", "Sign and log what has become public.", command_seal },
  { "sign", "FILE --key FILE", "Sign with an office key that is kept away from the record.", command_sign },
  { "user", "add|roles|reset|disable|enable|list|audit SITE.db [NAME]",
    "Say who works at the desk, and see what was done there.", command_user },
  { "verify", "FILE.edition.json FILE.tlog-proof --key KEY | URL [--state FILE]",
    "Check what an office said, and that it logged it; or a whole site and its log.", command_verify },
  { "witness", "--log KEY --key FILE --state FILE", "Vouch for the logs of others: that each only ever grew.",
    command_witness },
  { "check", "SITE.db", "Check the file and every rule the record must keep.", command_check },
  { "templates", "FOLDER", "Write out the built-in templates and assets, to be changed.", command_templates },
  { NULL, NULL, NULL, NULL },
};
