/* passkey.h: passkeys as the desk's pages ask for them, and as forms bring the answers. */
#pragma once

#include "desk/exchange.h"

/* What an answer is for: one does not do for another. */
#define PASSKEY_LOGIN "login"
#define PASSKEY_CODE "code"
#define PASSKEY_AGAIN "again"
#define PASSKEY_NEW "new"

/* The name for which passkeys are made and used here: that of the desk, or “localhost”. NULL: at an IP address there
 * are none. Transfer full. */
char *passkey_host (const Exchange *exchange);
/* Where there are some, when this is not it: “http://localhost:8081”. NULL: nowhere. Transfer full. */
char *passkey_elsewhere (const Exchange *exchange);
/* What is beside a message: hidden fields with an answer. */
gboolean passkey_given (const Exchange *exchange);

/* Answer with the options that a browser's get() wants: of PERSON's passkeys, or any (0). */
void passkey_ask (Exchange *exchange, const char *purpose, gint64 person);
/* And those of create(), for the person who is there. */
void passkey_ask_new (Exchange *exchange);

/* Whether what the form brought is right. */
Login passkey_login (Exchange *exchange, GError **error);
Login passkey_login_code (Exchange *exchange, GError **error);
Login passkey_login_again (Exchange *exchange, GError **error);
gboolean passkey_add (Exchange *exchange, const char *name, char ***codes, GError **error);
