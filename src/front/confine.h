/* confine.h: what the front's child may do, and nothing else: read the record, and answer. */
#pragma once

#include "front/front.h"
#include "sandbox/sandbox.h"
#include "store/store.h"

/* Whom the child is to become; *USER is NULL if it stays who it is; transfer full. Says once, on standard error, what
 * an operator should know of the sandbox. */
gboolean confine_user (const FrontOptions *options, SandboxUser **user, GError **error);

/* In the child, before it has threads. The record's log and index can be neither made nor opened for writing within:
 * *OPENED is a connection that opened them, to be closed when there are others, and before anyone is answered: it
 * alone could write to the log. */
gboolean confine (const FrontOptions *options, const SandboxUser *user, Store **opened, GError **error);
