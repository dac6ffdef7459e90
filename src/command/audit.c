/* chancery verify URL: the log and the site are read, and what was found is said in plain words. What was found goes
 * to standard output; on a terminal, standard error shows how far it is. */
#include "command/audit.h"

#include "audit/known_keys.h"
#include "audit/log_audit.h"
#include "audit/site_audit.h"
#include "audit/state.h"
#include "audit/web.h"
#include "base/plain.h"
#include "command/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WELL_KNOWN "/.well-known/chancery.json"
#define AT_ONCE 16 /* threads, each with a request or two on its way */
#define SHOWN_EVERY (G_USEC_PER_SEC / 5)

typedef struct
{
  const AuditOptions *options;
  Web *web;
  Instant now;
  AuditState *state; /* of the earlier audit, or NULL */
  GPtrArray *keys;   /* who is believed */
  Policy *policy;
  gboolean trusts_site;
  Findings findings;

  gboolean terminal;
  const char *what; /* is being counted */
  gint64 begun, shown;
} Audit;

gboolean
audit_is_url (const char *operand)
{
  return g_ascii_strncasecmp (operand, "http://", strlen ("http://")) == 0
         || g_ascii_strncasecmp (operand, "https://", strlen ("https://")) == 0;
}

/* ---- Progress ---- */

static void
begin (Audit *audit, const char *what)
{
  audit->what = what;
  audit->begun = g_get_monotonic_time ();
  audit->shown = 0;
}

static void
wipe_line (const Audit *audit)
{
  if (audit->terminal && audit->shown > 0)
    fputs ("\r\033[K", stderr);
}

static void
show_progress (guint64 done, guint64 all, gpointer data)
{
  Audit *audit = data;
  gint64 now = g_get_monotonic_time ();

  if (!audit->terminal || now - audit->shown < SHOWN_EVERY)
    return;
  audit->shown = now;
  double seconds = (double)(now - audit->begun) / G_USEC_PER_SEC;
  fprintf (stderr, "\r\033[K%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " %s, %.0f a second", done, all, audit->what,
           (double)done / MAX (seconds, 0.001));
}

static void
print_finding (const char *finding, gpointer data)
{
  g_autofree char *shown = plain_line (finding); /* much of it is what the site says */
  wipe_line (data);
  printf ("wrong       %s\n", shown);
}

/* ---- Whom to believe ---- */

static gboolean
ask_site (Audit *audit, GError **error)
{
  g_autoptr (GBytes) bytes = web_read (audit->web, WELL_KNOWN, error);
  gsize length;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
  g_autoptr (KnownKeys) known = text != NULL ? known_keys_parse (text, length, error) : NULL;

  if (known == NULL)
    {
      g_prefix_error (error, "--key is not given, and the site does not tell its keys: ");
      return FALSE;
    }
  audit->keys = g_ptr_array_ref (known->keys);
  audit->trusts_site = TRUE;
  return TRUE;
}

static gboolean
choose_keys (Audit *audit, GError **error)
{
  if (audit->options->keys != NULL)
    audit->keys = known_keys_read ((const char *const *)audit->options->keys, error);
  else if (audit->state != NULL)
    audit->keys = g_ptr_array_ref (audit->state->keys);
  else
    return ask_site (audit, error);
  return audit->keys != NULL;
}

static gboolean
choose_witnesses (Audit *audit, GError **error)
{
  g_autoptr (GPtrArray) witnesses = known_keys_read ((const char *const *)audit->options->witnesses, error);
  if (witnesses == NULL)
    return FALSE;
  audit->policy =
      policy_new ((guint)audit->options->needed, (Verifier *const *)witnesses->pdata, witnesses->len, error);
  return audit->policy != NULL;
}

static gboolean
load_state (Audit *audit, GError **error)
{
  GError *failure = NULL;

  if (audit->options->state != NULL)
    audit->state = audit_state_load (audit->options->state, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* ---- What is said ---- */

static void
print_since (const Audit *audit, const LogAudit *log)
{
  const AuditState *state = audit->state;
  if (state == NULL)
    {
      printf ("since       this is the first audit%s\n",
              audit->options->state == NULL
                  ? ": with --state FILE the next one shows that nothing of this was changed"
                  : "");
      return;
    }
  g_autofree char *when = instant_format (state->audited);
  guint64 added = log->head->size - state->head->size;
  if (log->head->size >= state->head->size)
    printf ("since       %" G_GUINT64_FORMAT " %s more than the %" G_GUINT64_FORMAT " at the audit of %s\n", added,
            added == 1 ? "leaf" : "leaves", state->head->size, when);
}

static void
print_log (const Audit *audit, const LogAudit *log, double seconds)
{
  g_autofree char *origin = plain_line (log->head->origin);
  printf ("log         %s, %" G_GUINT64_FORMAT " leaves\n", origin, log->head->size);
  print_since (audit, log);
  printf ("checked     %u leaves, their signatures and chains, and %" G_GUINT64_FORMAT " tiles, in %.1f s\n",
          history_size (log->history), log->tiles, seconds);
}

static void
print_witnesses (const Audit *audit, const LogAudit *log)
{
  gsize count;

  policy_witnesses (audit->policy, &count);
  if (count == 0)
    printf ("witnesses   none were asked for (--witness KEY): that the log has one face for all is not shown\n");
  for (guint i = 0; log->witnesses != NULL && i < log->witnesses->len; i++)
    {
      const NoteSignature *witness = &g_array_index (log->witnesses, NoteSignature, i);
      g_autofree char *time = instant_format (witness->time * INSTANT_SECOND);
      printf ("witnessed   by %s at %s\n", witness->verifier->name, time);
    }
}

static void
print_site (const SiteCounts *counts, double seconds)
{
  printf ("site        %" G_GUINT64_FORMAT " documents listed; %" G_GUINT64_FORMAT
          " editions compared with their leaves, %" G_GUINT64_FORMAT " pages read, in %.1f s\n",
          counts->documents, counts->editions, counts->pages, seconds);
  if (counts->erased > 0)
    printf ("erased      %" G_GUINT64_FORMAT " editions, of which nothing is shown\n", counts->erased);
  if (counts->since > 0)
    printf ("newer       %" G_GUINT64_FORMAT " editions were logged while this ran; the next audit checks them\n",
            counts->since);
}

static void
print_trust (const Audit *audit)
{
  for (guint i = 0; i < audit->keys->len; i++)
    {
      g_autofree char *key = verifier_write (audit->keys->pdata[i]);
      printf ("believed    %s\n", key);
    }
  if (audit->trusts_site)
    printf (
        "            as the site itself says: whoever took over the site could have put others there. Compare them\n"
        "            with the office's printed matter, and give them with --key next time\n");
}

/* ---- The whole ---- */

static double
elapsed (const Audit *audit)
{
  return (double)(g_get_monotonic_time () - audit->begun) / G_USEC_PER_SEC;
}

static gboolean
read_site (Audit *audit, const LogAudit *log, GError **error)
{
  SiteAudit site = { .web = audit->web,
                     .history = log->history,
                     .origin = log->head->origin,
                     .threads = AT_ONCE,
                     .progress = show_progress,
                     .data = audit };
  SiteCounts counts = { 0 };

  begin (audit, "editions");
  if (!site_audit_run (&site, &audit->findings, &counts, error))
    return FALSE;
  wipe_line (audit);
  print_site (&counts, elapsed (audit));
  return TRUE;
}

static gboolean
remember (const Audit *audit, const LogAudit *log, GError **error)
{
  if (audit->options->state == NULL || audit->findings.count > 0)
    return TRUE;
  g_autofree char *text = audit_state_write (log->note, log->head, history_keys (log->history), audit->now);
  return audit_state_save (audit->options->state, text, error);
}

static gboolean
audit_log_and_site (Audit *audit, GError **error)
{
  LogSource source = { web_read_log, audit->web };
  LogTrust trust = { .keys = audit->keys,
                     .earlier = audit->state != NULL ? audit->state->head : NULL,
                     .policy = audit->policy,
                     .now = audit->now };

  begin (audit, "leaves");
  g_autoptr (LogAudit) log = log_audit_run (&source, &trust, AT_ONCE, &audit->findings, show_progress, audit, error);
  if (log == NULL)
    return FALSE;
  wipe_line (audit);
  print_log (audit, log, elapsed (audit));
  print_witnesses (audit, log);
  if (!log->whole)
    printf ("site        it was not looked at, for the log could not be read to its end\n");
  else if (!audit->options->log_only && !read_site (audit, log, error))
    return FALSE;
  print_trust (audit);
  return remember (audit, log, error);
}

static void
audit_clear (Audit *audit)
{
  g_clear_pointer (&audit->state, audit_state_free);
  g_clear_pointer (&audit->keys, g_ptr_array_unref);
  g_clear_pointer (&audit->policy, policy_free);
  web_free (audit->web);
}

static int
conclude (const Audit *audit)
{
  if (audit->findings.count == 0)
    printf ("verified    nothing is wrong\n");
  else
    printf ("NOT VERIFIED: %" G_GUINT64_FORMAT " %s wrong%s\n", audit->findings.count,
            audit->findings.count == 1 ? "thing is" : "things are",
            audit->options->state != NULL ? "; the state file stays as it was" : "");
  return audit->findings.count == 0 ? COMMAND_FINE : COMMAND_FAILED;
}

int
audit_url (const char *url, const AuditOptions *options)
{
  GError *error = NULL;
  Audit audit = { .options = options,
                  .web = web_new (url),
                  .now = g_get_real_time (),
                  .terminal = command_on_terminal (STDERR_FILENO) };

  audit.findings = (Findings){ .found = print_finding, .data = &audit };
  if (load_state (&audit, &error) && choose_witnesses (&audit, &error) && choose_keys (&audit, &error))
    audit_log_and_site (&audit, &error);
  int status = error == NULL ? conclude (&audit) : COMMAND_FAILED;
  wipe_line (&audit);
  audit_clear (&audit);
  if (error == NULL)
    return status;
  g_prefix_error (&error, "not audited: ");
  return command_fail (error);
}
