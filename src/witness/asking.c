/* A witness that stands elsewhere than was thought says where, and is asked once more from there. */
#include "witness/asking.h"

#include "fetch/fetcher.h"

#include <string.h>

#define LARGEST_ANSWER 65536
#define LONGEST_QUOTE 200
#define REQUEST_TYPE "application/octet-stream"

typedef struct
{
  const AskedTree *tree;
  Fetcher *fetcher;
  GError *failure; /* of a proof */
} Asking;

Asked *
asked_new (const Witness *witness, const Verifier *verifier, guint64 old_size)
{
  Asked *asked = g_new0 (Asked, 1);

  *asked = (Asked){ .witness = witness, .verifier = verifier, .old_size = old_size };
  return asked;
}

void
asked_free (Asked *asked)
{
  g_free (asked->lines);
  g_free (asked->reason);
  g_free (asked);
}

/* REASON: transfer full. */
static void
end (Asked *asked, AskedOutcome outcome, char *reason)
{
  asked->outcome = outcome;
  g_free (asked->reason);
  asked->reason = reason;
}

/* ---- The request ---- */

static void
ask (Asking *asking, Asked *asked)
{
  const AskedTree *tree = asking->tree;
  gboolean needs_proof = asked->old_size > 0 && asked->old_size < tree->size;
  g_autoptr (GArray) proof = needs_proof ? tree->prove (tree->data, asked->old_size, &asking->failure)
                                         : g_array_new (FALSE, FALSE, sizeof (Hash));
  if (proof == NULL)
    {
      fetcher_stop (asking->fetcher);
      return;
    }
  char *text = witness_request_write (asked->old_size, proof, tree->note);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));
  g_autofree char *url = g_strconcat (asked->witness->url, "/add-checkpoint", NULL);
  fetcher_add (asking->fetcher, fetch_post (url, REQUEST_TYPE, body, asked));
}

/* ---- The answer ---- */

/* The first line of what a stranger says, fit to be shown. */
static char *
quote (const char *bytes, gsize length)
{
  const char *newline = memchr (bytes, '\n', length);
  gsize shown = MIN (newline != NULL ? (gsize)(newline - bytes) : length, LONGEST_QUOTE);
  char *line = g_utf8_make_valid (bytes, (gssize)shown);

  for (char *at = line; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return line;
}

static void
take_cosignature (const Asking *asking, Asked *asked, const char *body, gsize length)
{
  g_autoptr (GError) error = NULL;
  Verifier *verifier = (Verifier *)asked->verifier;

  asked->lines = witness_take_cosignatures (asking->tree->text, body, length, &verifier, 1, &error);
  if (asked->lines != NULL)
    end (asked, ASKED_COSIGNED, NULL);
  else
    end (asked, ASKED_UNKNOWN, g_strdup_printf ("its answer is not believed: %s", error->message));
}

static void
take_size (Asking *asking, Asked *asked, guint64 size)
{
  asked->theirs = size;
  if (size > asking->tree->size)
    end (asked, ASKED_AHEAD,
         g_strdup_printf ("it has cosigned %" G_GUINT64_FORMAT " entries of this log, and here "
                          "are %" G_GUINT64_FORMAT,
                          size, asking->tree->size));
  else if (asked->again || size == asked->old_size)
    end (asked, ASKED_UNKNOWN, g_strdup ("it does not keep to where it says that it stands"));
  else
    {
      asked->again = TRUE;
      asked->old_size = size;
      ask (asking, asked);
    }
}

static void
take_conflict (Asking *asking, Asked *asked, const char *body, gsize length)
{
  guint64 size;
  if (witness_take_size (body, length, &size))
    take_size (asking, asked, size);
  else
    {
      g_autofree char *said = quote (body, length);
      end (asked, ASKED_FORKED, g_strdup_printf ("it holds another tree of this log: “%s”", said));
    }
}

static void
take_answer (Asking *asking, Asked *asked, const Fetch *fetch)
{
  gsize length;
  const char *bytes = g_bytes_get_data (fetch->body, &length);
  const char *body = bytes != NULL ? bytes : "";
  g_autofree char *said = quote (body, length);

  if (fetch->status == WITNESS_COSIGNED)
    take_cosignature (asking, asked, body, length);
  else if (fetch->status == WITNESS_CONFLICT)
    take_conflict (asking, asked, body, length);
  else if (fetch->status == WITNESS_INCONSISTENT)
    end (asked, ASKED_FORKED,
         g_strdup_printf ("it finds that what it cosigned is no beginning of this log: “%s”", said));
  else
    end (asked, ASKED_REFUSED, g_strdup_printf ("it refused (HTTP %u): “%s”", fetch->status, said));
}

static void
on_done (Fetcher *fetcher, Fetch *done, gpointer data)
{
  g_autoptr (Fetch) fetch = done;
  Asked *asked = fetch->about;

  (void)fetcher;
  if (fetch->failure == NULL)
    take_answer (data, asked, fetch);
  else
    end (asked, ASKED_UNKNOWN, g_strdup_printf ("it did not answer: %s", fetch->failure->message));
}

gboolean
asking_run (const AskedTree *tree, const GPtrArray *asked, GError **error)
{
  const FetcherLimits limits = { .largest = LARGEST_ANSWER,
                                 .connect_ms = tree->patience,
                                 .total_ms = tree->patience };
  g_autoptr (Fetcher) fetcher = fetcher_new (&limits);
  Asking asking = { tree, fetcher, NULL };

  for (guint i = 0; i < asked->len && asking.failure == NULL; i++)
    ask (&asking, asked->pdata[i]);
  fetcher_run (fetcher, MAX (asked->len, 1), on_done, &asking);
  if (asking.failure == NULL)
    return TRUE;
  g_propagate_error (error, asking.failure);
  return FALSE;
}
