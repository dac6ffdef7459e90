/* looks.c: what inline styles, alignments and old attributes say that mark-up can say too; the rest of how a text
 * looked elsewhere is dropped. */
#include "text/attributes.h"

#include <string.h>

static const struct
{
  const char *style, *type;
} list_types[] = {
  { "decimal", "1" },     { "lower-alpha", "a" }, { "lower-latin", "a" }, { "upper-alpha", "A" },
  { "upper-latin", "A" }, { "lower-roman", "i" }, { "upper-roman", "I" },
};

static gboolean
value_begins (const char *value, const char *word)
{
  return g_ascii_strncasecmp (value, word, strlen (word)) == 0;
}

static const char *
alignment_of (const char *value)
{
  if (value_begins (value, "center"))
    return "center";
  return value_begins (value, "right") || value_begins (value, "end") ? "right" : NULL;
}

static const char *
list_type_of (const char *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (list_types); i++)
    if (value_begins (value, list_types[i].style))
      return list_types[i].type;
  return NULL;
}

static void
read_declaration (Looks *looks, const char *name, gsize length, const char *value)
{
  if (length == 11 && value_begins (name, "font-weight"))
    looks->bold = value_begins (value, "bold") || g_ascii_strtoull (value, NULL, 10) >= 600;
  else if (length == 10 && value_begins (name, "font-style"))
    looks->italic = value_begins (value, "italic") || value_begins (value, "oblique");
  else if (length >= 15 && value_begins (name, "text-decoration"))
    {
      looks->underlined |= value_begins (value, "underline");
      looks->struck |= value_begins (value, "line-through");
    }
  else if (length == 10 && value_begins (name, "text-align"))
    looks->alignment = alignment_of (value);
  else if ((length == 15 && value_begins (name, "list-style-type"))
           || (length == 10 && value_begins (name, "list-style")))
    {
      looks->list_type = list_type_of (value);
      looks->unmarked = value_begins (value, "none");
    }
}

static void
read_style (Looks *looks, const char *style)
{
  while (*style != '\0')
    {
      const char *name = style + strspn (style, "; \t\r\n");
      gsize length = strcspn (name, ":; \t\r\n");
      const char *value = name + length + strspn (name + length, " \t\r\n");

      if (*value == ':')
        {
          value += 1 + strspn (value + 1, " \t\r\n");
          read_declaration (looks, name, length, value);
        }
      style = value + strcspn (value, ";");
    }
}

static gboolean
is_centering (const char *word)
{
  static const char *const words[] = { "center",      "address-centered",      "text-center",
                                       "aligncenter", "has-text-align-center", NULL };

  return g_strv_contains (words, word);
}

static void
read_classes (Looks *looks, const char *classes)
{
  static const char *const right[] = { "right", "text-right", "has-text-align-right", NULL };
  g_auto (GStrv) words = g_strsplit_set (classes, " \t\r\n\f", 30);

  for (char **word = words; *word != NULL; word++)
    if (is_centering (*word))
      looks->alignment = "center";
    else if (g_strv_contains (right, *word))
      looks->alignment = "right";
}

Looks
attributes_looks (const GumboElement *source)
{
  Looks looks = { 0 };

  if (source->tag == GUMBO_TAG_CENTER)
    looks.alignment = "center";
  for (guint i = 0; i < source->attributes.length; i++)
    {
      const GumboAttribute *attribute = source->attributes.data[i];

      if (g_ascii_strcasecmp (attribute->name, "style") == 0)
        read_style (&looks, attribute->value);
      else if (g_ascii_strcasecmp (attribute->name, "class") == 0)
        read_classes (&looks, attribute->value);
      else if (g_ascii_strcasecmp (attribute->name, "align") == 0)
        looks.alignment = alignment_of (attribute->value);
    }
  return looks;
}
