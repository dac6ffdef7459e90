/* The text is rendered, and its tree is walked: so what is checked is what readers get. A link to the office's own
 * site is followed as the site itself would answer it; of other sites nothing is asked, since the desk reaches none.
 */
#include "desk/text/checks.h"

#include "desk/text/fields.h"
#include "desk/text/files.h"
#include "text/address.h"
#include "text/dates.h"
#include "text/locale.h"
#include "text/markdown.h"
#include "text/tree.h"
#include "text/words.h"

#include <string.h>

#define MOST_LINKS 100 /* that are followed */
#define WORDS_A_MINUTE 200
#define SHOWN 60 /* characters of what is quoted */

typedef struct
{
  const Exchange *exchange;
  const Source *source;
  const Profile *profile;
  GPtrArray *problems;
  const Tree *tree;
  guint followed;
} Check;

/* What is quoted of a text may run the other way than what quotes it. Transfer full. */
static char *
quoted (const char *text)
{
  g_autofree char *cut = g_utf8_strlen (text, -1) > SHOWN ? g_utf8_substring (text, 0, SHOWN) : NULL;
  return g_strconcat ("\u2068", cut != NULL ? cut : text, cut != NULL ? "…" : "", "\u2069", NULL);
}

/* The message KEY, with TEXT for {text}. */
static void
warn (Check *check, const char *field, const char *key, const char *text)
{
  g_autofree char *shown = quoted (text);
  json_auto_t *value = json_string (shown);

  problems_add (check->problems, field,
                messages_format (check->exchange->desk->words, check->exchange->language, key, "text", value, NULL));
}

static const char *
get (const Check *check, const char *name)
{
  return source_get (check->source, name);
}

/* ---- Fields ---- */

static void
check_fields (Check *check)
{
  Kind kind = KIND_STATEMENT;

  kind_parse (get (check, "kind"), &kind);
  if ((kind == KIND_REMARKS || kind == KIND_INTERVIEW) && *get (check, "speaker.name") == '\0')
    warn (check, "speaker.name", "check_no_speaker", "");
  if (kind == KIND_INTERVIEW && *get (check, "outlet") == '\0')
    warn (check, "outlet", "check_no_outlet", "");
  if ((*get (check, "event.name") != '\0' || *get (check, "event.place") != '\0')
      && *get (check, "event.date") == '\0')
    warn (check, "event.date", "check_no_event_date", "");
}

/* ---- Links ---- */

static gboolean
is_vague (const Check *check, const char *text)
{
  g_auto (GStrv) words = g_strsplit (
      messages_get (check->exchange->desk->words, check->exchange->draft->language, "vague_links"), "|", -1);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_strchomp (g_strchug (folded));

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *vague = g_utf8_casefold (*word, -1);
      if (strcmp (folded, vague) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What of ADDRESS is an address of this very site; NULL: it leads elsewhere. */
static const char *
own_path (const Check *check, const char *address)
{
  const char *origin = check->profile->address;
  gsize length = origin != NULL ? strlen (origin) : 0;

  if (*address == '/' && address[1] != '/')
    return address;
  if (length == 0 || g_ascii_strncasecmp (address, origin, length) != 0)
    return NULL;
  return address[length] == '\0' ? "/" : address[length] == '/' ? address + length : NULL;
}

static gboolean
leads_somewhere (Check *check, const char *path)
{
  g_auto (GStrv) parts = g_strsplit_set (path, "?#", 2);
  const Request request = { .office = check->exchange->draft->office, .path = parts[0] };

  if (check->followed++ >= MOST_LINKS)
    return TRUE;
  g_autoptr (Answer) answer = site_answer (check->exchange->desk->site, &request, check->exchange->now, NULL);
  return answer == NULL || answer->status < 400;
}

static gboolean
is_whole (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL, *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (scheme == NULL)
    return FALSE;
  if (strcmp (scheme, "mailto") == 0)
    return strchr (g_uri_get_path (uri), '@') != NULL;
  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    return TRUE;
  return host != NULL && (strchr (host, '.') != NULL || strchr (host, ':') != NULL) && !g_str_has_prefix (host, ".")
         && !g_str_has_suffix (host, ".") && strstr (host, "..") == NULL;
}

/* A text's own names bear a prefix on the page. */
static void
check_fragment (Check *check, const char *id)
{
  if (*id == '\0' || strcmp (id, "top") == 0 || g_hash_table_contains (check->tree->ids, id))
    return;
  g_autofree char *typed = g_strconcat ("#", g_str_has_prefix (id, "t-") ? id + 2 : id, NULL);
  warn (check, "body", "check_link_broken", typed);
}

static void
check_address (Check *check, const char *address)
{
  const char *path;

  if (*address == '#')
    check_fragment (check, address + 1);
  else if ((path = own_path (check, address)) != NULL)
    {
      if (!leads_somewhere (check, path))
        warn (check, "body", "check_link_broken", address);
    }
  else if (!is_whole (address))
    warn (check, "body", "check_link_odd", address);
}

/* A link without words, or with an address that no page may have, is taken off when a text is rendered; so these are
 * looked for in what was typed. */
static void
check_typed (Check *check)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?<!!)\\[([^\\[\\]\\n]{0,500})\\]\\(<?([^\\s()<>]{1,2000})", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint found = 0;

  for (gboolean more = g_regex_match (regex, check->source->body, 0, &match); more && found++ < MOST_LINKS;
       more = g_match_info_next (match, NULL))
    {
      g_autofree char *words = g_match_info_fetch (match, 1), *address = g_match_info_fetch (match, 2);
      g_autofree char *clean = address_clean (address, ADDRESS_LINK);
      if (clean == NULL)
        warn (check, "body", "check_link_nowhere", *words != '\0' ? words : address);
      else if (words[strspn (words, " ")] == '\0')
        warn (check, "body", "check_link_words", address);
    }
}

static gboolean
shows_image (const Node *node)
{
  for (const Node *child = node->first; child != NULL; child = child->next)
    if (child->tag == GUMBO_TAG_IMG || shows_image (child))
      return TRUE;
  return FALSE;
}

static void
check_link (Check *check, const Node *node)
{
  const char *address = node_attribute (node, "href");
  g_autofree char *words = node_plain (node);

  if (address == NULL)
    return;
  check_address (check, address);
  if (words[strspn (words, " \n\t")] == '\0' ? !shows_image (node) : is_vague (check, words))
    warn (check, "body", "check_link_words", *words != '\0' ? words : address);
}

static void
check_image (Check *check, const Node *node)
{
  const char *alt = node_attribute (node, "alt"), *source = node_attribute (node, "src");

  if (source != NULL && files_names (check->source, source)) /* it has its own words, which are asked for elsewhere */
    return;
  if (alt == NULL || alt[strspn (alt, " ")] == '\0')
    warn (check, "body", "check_no_alt", source != NULL ? source : "");
}

static void
walk (Check *check, const Node *node)
{
  for (const Node *child = node->first; child != NULL; child = child->next)
    {
      if (child->tag == GUMBO_TAG_A)
        check_link (check, child);
      else if (child->tag == GUMBO_TAG_IMG)
        check_image (check, child);
      walk (check, child);
    }
}

/* ---- Headings ---- */

static void
check_headings (Check *check, const GPtrArray *headings)
{
  int above = 0;

  for (guint i = 0; i < headings->len; i++)
    {
      const Heading *heading = headings->pdata[i];
      if (above > 0 && heading->level > above + 1)
        warn (check, "body", "check_heading", heading->text);
      above = heading->level;
    }
}

/* ---- Dates ---- */

static CivilDate
near_date (const Check *check)
{
  CivilDate date;
  g_autofree char *day = g_strndup (get (check, "when"), 10);

  if (civil_date_parse (get (check, "event.date"), &date) || civil_date_parse (day, &date))
    return date;
  return civil_time_at (check->exchange->now, check->profile->host_zone).date;
}

static char *
date_words (const Check *check, CivilDate date, DateStyle style)
{
  CivilTime time = { .date = date, .weekday = civil_weekday (date) };
  return locale_date (check->exchange->language, &time, style, NULL);
}

static void
check_weekday (Check *check, const NamedDate *named)
{
  if (named->weekday == 0 || named->weekday == civil_weekday (named->date))
    return;
  g_autofree char *right = date_words (check, named->date, DATE_FULL);
  g_autofree char *shown = quoted (named->text);
  json_auto_t *text = json_string (shown), *date = json_string (right);
  problems_add (check->problems, "body",
                messages_format (check->exchange->desk->words, check->exchange->language, "check_weekday", "text",
                                 text, "date", date, NULL));
}

/* Where the text names dates, and the event's is not among them. */
static void
check_event (Check *check, const GPtrArray *dates)
{
  CivilDate event;

  if (dates->len == 0 || !civil_date_parse (get (check, "event.date"), &event))
    return;
  for (guint i = 0; i < dates->len; i++)
    if (civil_date_compare (((const NamedDate *)dates->pdata[i])->date, event) == 0)
      return;
  g_autofree char *right = date_words (check, event, DATE_LONG);
  g_autofree char *shown = quoted (((const NamedDate *)dates->pdata[0])->text);
  json_auto_t *text = json_string (shown), *date = json_string (right);
  problems_add (check->problems, "event.date",
                messages_format (check->exchange->desk->words, check->exchange->language, "check_event", "text", text,
                                 "date", date, NULL));
}

static void
check_dates (Check *check, const char *plain)
{
  g_autofree char *all =
      g_strjoin ("\n", get (check, "title"), get (check, "summary"), get (check, "dateline"), plain, NULL);
  g_autoptr (GPtrArray) dates = dates_find (all, check->exchange->draft->language, near_date (check));

  for (guint i = 0; i < dates->len; i++)
    check_weekday (check, dates->pdata[i]);
  check_event (check, dates);
}

/* ---- Its original ---- */

static void
check_original (Check *check)
{
  const CabinetDraft *draft = check->exchange->draft;
  const char *language = get (check, "translated_from.language");
  guint64 follows = g_ascii_strtoull (get (check, "translated_from.edition"), NULL, 10);

  if (*language == '\0')
    return;
  store_set_instant (check->exchange->desk->visible, check->exchange->now);
  g_autoptr (Edition) original =
      store_edition_current (check->exchange->desk->visible, draft->office, draft->document, language, NULL);
  if (original == NULL || original->number <= follows)
    return;
  g_autofree char *number = g_strdup_printf ("%u", original->number);
  warn (check, "translated_from.edition", "check_outdated", number);
}

/* ---- All of it ---- */

static void
put_reading (const Exchange *exchange, json_t *view, const char *plain)
{
  guint count = words_count (plain, exchange->draft->language);
  json_auto_t *words = json_integer ((json_int_t)count);
  json_auto_t *minutes = json_integer ((json_int_t)MAX (1, (count + WORDS_A_MINUTE / 2) / WORDS_A_MINUTE));
  g_autofree char *text = messages_format (exchange->desk->words, exchange->language, "reading_length", "minutes",
                                           minutes, "words", words, NULL);

  json_object_set_new (view, "has_reading", json_boolean (count > 0));
  json_object_set_new (view, "reading", json_string (text));
}

static void
put_seen (json_t *view, const GPtrArray *problems)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < problems->len; i++)
    g_checksum_update (sum, (const guchar *)((const Problem *)problems->pdata[i])->text, -1);
  json_object_set_new (view, "seen", json_string (g_checksum_get_string (sum)));
}

gboolean
checks_put (const Exchange *exchange, json_t *view, const Source *source, const Profile *profile)
{
  gboolean interview = strcmp (source_get (source, "kind"), kind_name (KIND_INTERVIEW)) == 0;
  g_autoptr (Rendition) rendition = markdown_render (source->body, strlen (source->body), interview);
  g_autoptr (Tree) tree = tree_from_html (rendition->html, strlen (rendition->html));
  g_autoptr (GPtrArray) problems = problems_new ();
  Check check = { exchange, source, profile, problems, tree, 0 };

  check_fields (&check);
  check_original (&check);
  check_typed (&check);
  walk (&check, tree->root);
  check_headings (&check, rendition->headings);
  check_dates (&check, rendition->plain);
  json_object_set_new (view, "warnings", problems_view (exchange, problems));
  json_object_set_new (view, "has_warnings", json_boolean (problems->len > 0));
  put_reading (exchange, view, rendition->plain);
  put_seen (view, problems);
  return problems->len > 0;
}
