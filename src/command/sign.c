/* chancery sign: an office key that is kept away from the record, on a press officer's own machine. */
#include "command/keys.h"

#include "base/plain.h"
#include "seal/note.h"
#include "seal/sign_request.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int
sign_new (const char *path, const char *name)
{
  GError *error = NULL;
  g_autoptr (Signer) signer = signer_new (name, KEY_ED25519, &error);
  if (signer == NULL || !command_save_signer (signer, path, FALSE, &error))
    return command_fail (error);

  g_autofree char *public = verifier_write (signer->verifier);
  printf ("office key  %s\nGive it to whoever keeps the record: “chancery key new … --office-key '%s'”\n", public,
          public);
  return COMMAND_FINE;
}

static void
show_erasure (const ErasureDocument *erasure)
{
  g_autofree char *document = plain_line (erasure->document), *language = plain_line (erasure->language),
                  *reason = plain_line (erasure->reason);

  fprintf (stderr, "erasure, by order of law: document %s (%s, edition %u)\n    reason: %s\n", document, language,
           erasure->number, reason);
}

/* Each line of TEXT, set in. */
static void
show_lines (const char *text)
{
  g_autofree char *shown = plain_lines (text != NULL ? text : "");
  g_auto (GStrv) lines = g_strsplit (shown, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    fprintf (stderr, "    %s\n", *line);
}

/* Attachments by their SHA-256, the speaker, topics and the like. */
static void
show_fields (const char *document)
{
  json_auto_t *whole = json_loads (document, 0, NULL);
  const json_t *fields = json_object_get (whole, "fields");
  g_autofree char *text = json_object_size (fields) > 0 ? json_dumps (fields, JSON_INDENT (2)) : NULL;

  if (text != NULL)
    show_lines (text);
}

/* All of it: a harmless title may stand above other words. */
static void
show_edition (const SignRequest *request)
{
  const EditionDocument *document = request->document;
  g_autofree char *published = instant_format (document->published), *title = plain_line (document->title),
                  *language = plain_line (document->language),
                  *note = document->change_note != NULL ? plain_line (document->change_note) : NULL;

  fprintf (stderr, "\n%s: “%s” (%s%sedition %u, published %s)\n", leaf_kind_name (request->leaf->kind), title,
           language, *language != '\0' ? ", " : "", document->number, published);
  if (note != NULL)
    fprintf (stderr, "    changed: %s\n", note);
  show_fields (request->whole);
  if (document->summary != NULL)
    show_lines (document->summary);
  show_lines (document->body);
}

static void
show (const SignRequest *request)
{
  if (request->erasure != NULL)
    show_erasure (request->erasure);
  else
    show_edition (request);
}

/* On a terminal each is asked for. */
static gboolean
is_wanted (const SignRequest *request, gboolean all)
{
  char answer[16] = "";

  show (request);
  if (all)
    return TRUE;
  fputs ("    Sign it? [y/N] ", stderr);
  return fgets (answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

static int
sign_all (GPtrArray *requests, const Signer *signer, gboolean all)
{
  guint count = 0;

  for (guint i = 0; i < requests->len; i++)
    {
      const SignRequest *request = requests->pdata[i];
      if (!is_wanted (request, all))
        continue;
      g_autofree char *line = note_sign (request->text, signer, 0);
      g_autofree char *entry = note_write (request->text, line);
      g_autofree char *answer = sign_answer_write (entry);
      fputs (answer, stdout);
      count++;
    }
  fprintf (stderr, "%u of %u signed\n", count, requests->len);
  return COMMAND_FINE;
}

static int
sign_file (const char *file, const char *path, gboolean all)
{
  GError *error = NULL;
  g_autofree char *text = NULL;
  gsize length;
  if (!g_file_get_contents (file, &text, &length, &error))
    return command_fail (error);
  g_autoptr (GPtrArray) requests = sign_request_read (text, length, &error);
  if (requests == NULL)
    {
      g_prefix_error (&error, "%s: ", file);
      return command_fail (error);
    }
  g_autoptr (Signer) signer = command_signer (path, &error);
  return signer != NULL ? sign_all (requests, signer, all) : command_fail (error);
}

int
command_sign (int argc, char **argv)
{
  g_autofree char *path = NULL, *name = NULL;
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
    { "key", 'k', 0, G_OPTION_ARG_FILENAME, &path, "The file of the office's key", "FILE" },
    { "name", 'n', 0, G_OPTION_ARG_STRING, &name, "new: the key's name: that of the log, and “/office”", "NAME" },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &all, "Sign all without asking", NULL },
    { NULL }
  };
  int status;
  if (!command_options ("sign", entries, &argc, &argv, 1, 1, &status))
    return status;
  if (path == NULL)
    return command_wrong ("sign: --key FILE is needed: where the office's key is kept");
  gboolean new = strcmp (argv[1], "new") == 0;
  if (new &&name == NULL)
    return command_wrong ("sign new: --name NAME is needed, such as lisbon.mfa.example/log/office");
  if (!new && !all && !command_on_terminal (STDIN_FILENO))
    return command_wrong ("sign: what is signed is asked for on a terminal; --yes signs all");
  return new ? sign_new (path, name) : sign_file (argv[1], path, all);
}
