/* What sort of statement an imported text is, and who made it. Precision before recall: what is not plain is left
 * out. */
#include "carry/kind_guess.h"

#include "base/pattern.h"

#include <string.h>

typedef struct
{
  Pattern pattern; /* of titles */
  Kind kind;
} TitleRule;

#define TITLE(text) PATTERN (text, G_REGEX_CASELESS)

/* The first that matches decides. */
static TitleRule title_rules[] = {
  { TITLE ("^(?:(?:written|oral) )?(?:answer|reply|response)s?\\b.*\\b(?:pqs?|parliamentary "
           "question|question|quer(?:y|ies)|article|letter|report)"),
    KIND_ANSWER },
  { TITLE ("^(?:written|oral) (?:answer|reply)"), KIND_ANSWER },
  { TITLE ("\\binterview(?:ed)?\\b"), KIND_INTERVIEW },
  { TITLE ("\\btranscript of (?:the )?(?:media|press|doorstop|wefie)"), KIND_INTERVIEW },
  { TITLE ("\\b(?:press|media) (?:conference|briefing)\\b"), KIND_BRIEFING },
  { TITLE ("\\b(?:speech|remarks|address|keynote|toast|tribute|eulogy)\\b.*\\b(?:by|at)\\b"), KIND_REMARKS },
  { TITLE ("^(?:(?:joint|ministerial) )?statement\\b"), KIND_STATEMENT },
  { TITLE ("\\bcomments? by\\b"), KIND_COMMENT },
};

static const char *const folder_kinds[][2] = {
  { "speeches", "remarks" },
  { "remarks", "remarks" },
  { "parliamentary-speeches", "remarks" },
  { "statements", "statement" },
  { "press-releases", "press_release" },
  { "press", "press_release" },
  { "news", "press_release" },
  { "interviews", "interview" },
  { "comments", "comment" },
  { "opinion", "comment" },
  { "replies", "answer" },
  { "answers", "answer" },
  { "briefings", "briefing" },
  { "announcements", "notice" },
  { "notices", "notice" },
  { "public-consultations", "notice" },
  { "legal-industry-newsletters", "article" },
  { "visits", "article" },
  { "articles", "article" },
  { "blog", "article" },
  { "posts", "article" },
  { "others", "article" },
};

static const char *
usual_kind (const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (folder_kinds); i++)
    if (strcmp (folder_kinds[i][0], folder) == 0)
      return folder_kinds[i][1];
  return NULL;
}

static gboolean
kind_of_folder (const char *path, GHashTable *kinds, Kind *kind)
{
  g_auto (GStrv) folders = g_strsplit (path, "/", -1);

  for (guint i = g_strv_length (folders) - 1; i > 0; i--)
    {
      const char *folder = folders[i - 1] + strspn (folders[i - 1], "_");
      const char *name = g_hash_table_lookup (kinds, folder);
      if (name == NULL)
        name = g_hash_table_lookup (kinds, folders[i - 1]);
      if (name == NULL && !(strcmp (folder, "posts") == 0 && i > 1))
        name = usual_kind (folder);
      if (name != NULL)
        return kind_parse (name, kind);
    }
  return FALSE;
}

static gboolean
kind_of_title (const char *title, Kind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (title_rules); i++)
    if (g_regex_match (pattern_regex (&title_rules[i].pattern), title, 0, NULL))
      {
        *kind = title_rules[i].kind;
        return TRUE;
      }
  return FALSE;
}

Kind
kind_guess (const char *kind, const char *title, const char *path, GHashTable *kinds)
{
  Kind named, by_title, by_folder;

  if (kind != NULL && kind_parse (kind, &named) && named != KIND_PROFILE)
    return named;
  gboolean folder = kind_of_folder (path, kinds, &by_folder);
  /* A press release about a speech is a press release. */
  if (folder && (by_folder == KIND_PRESS_RELEASE || by_folder == KIND_NOTICE))
    return by_folder;
  if (kind_of_title (title, &by_title))
    return by_title;
  return folder ? by_folder : KIND_ARTICLE;
}

/* by ROLE HONORIFIC NAME, up to a comma or the occasion */
#define SPEAKER                                                                                                      \
  "\\bby (?:the )?((?:[A-Z][\\w&]*|for|of|and|the|,)(?:[ ,]+(?:[A-Z][\\w&]*|for|of|and|the))*?)?[ ,]*"               \
  "\\b(?:Mr|Ms|Mrs|Mdm|Dr|Prof|Professor|Associate Professor|Assoc Prof)\\.? "                                       \
  "([A-Z][\\w.'’-]*(?: [A-Z][\\w.'’-]*){0,4}?)(?:,? S\\.?C\\.?)?(?=,| at | on | to | in | during | for | –| -|$)"

json_t *
speaker_guess (const char *title)
{
  static GRegex *regex;
  static gsize once = 0;
  if (g_once_init_enter (&once))
    {
      regex = g_regex_new (SPEAKER, G_REGEX_OPTIMIZE, 0, NULL);
      g_once_init_leave (&once, 1);
    }
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (regex, title, 0, &match))
    return NULL;
  g_autofree char *role = g_match_info_fetch (match, 1);
  g_autofree char *name = g_match_info_fetch (match, 2);
  if (name == NULL || strchr (name, ' ') == NULL)
    return NULL;
  g_strstrip (role);
  g_strdelimit (role + strlen (role) - (*role != '\0' ? 1 : 0), ",", '\0');
  return *role != '\0' ? json_pack ("{s:s, s:s}", "name", name, "role", role) : json_pack ("{s:s}", "name", name);
}
