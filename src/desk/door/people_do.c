/* What an administrator does to somebody by one button: a link for a new password, disabling; and the two-person rule
 * of an office. */
#include "desk/pages.h"

#include "desk/door/people.h"
#include "desk/door/question.h"

/* The desk's own address, as whoever gets the link is to reach it. */
void
people_show_link (Exchange *exchange, const char *display, gint64 person, const char *token)
{
  const char *address = exchange->desk->options->address;
  g_autofree char *link = address != NULL ? g_strconcat (address, LINK_PATH, token, NULL)
                                          : g_strconcat ("http://", exchange->host, LINK_PATH, token, NULL);

  desk_show (exchange, 200, "link_once",
             json_pack ("{s:s, s:s, s:s, s:I}", "title", desk_word (exchange, "link_once_title"), "display", display,
                        "link", link, "id", (json_int_t)person));
}

/* ---- Questions about a person ---- */

typedef struct
{
  const char *title, *text, *button;
  gboolean grave;
} Words;

static const Words reset = { "reset_title", "reset_text", "make_link", FALSE },
                   reset_all = { "reset_all_title", "reset_all_text", "make_link", TRUE },
                   disable = { "disable_title", "disable_text", "disable", TRUE },
                   enable = { "enable_title", "enable_text", "enable", FALSE };

static void
ask (Exchange *exchange, const Words *words)
{
  g_autofree char *back = g_strdup_printf ("/people/%" G_GINT64_FORMAT, exchange->colleague->id);
  const Question question = { words->title,   words->text, words->button, exchange->colleague->display,
                              exchange->path, back,        words->grave };
  question_show (exchange, &question);
}

static gboolean
is_answered (Exchange *exchange, const Words *words)
{
  g_autofree char *back = g_strdup_printf ("/people/%" G_GINT64_FORMAT, exchange->colleague->id);
  const Question question = { words->title,   words->text, words->button, exchange->colleague->display,
                              exchange->path, back,        words->grave };
  return question_answered (exchange, &question);
}

/* ---- A new password ---- */

static void
make_link (Exchange *exchange, LinkPurpose purpose)
{
  const Person *person = exchange->colleague;
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;
  LinkPurpose fitting = person->has_password ? purpose : LINK_WELCOME;
  g_autofree char *token = cabinet_make_link (exchange->desk->cabinet, &actor, fitting, person->id,
                                              exchange->now + PEOPLE_LINK_LIFE, &error);

  if (token != NULL)
    people_show_link (exchange, person->display, person->id, token);
  else
    desk_fail (exchange, error);
}

void
page_person_reset (Exchange *exchange)
{
  ask (exchange, &reset);
}

void
page_person_reset_post (Exchange *exchange)
{
  if (is_answered (exchange, &reset))
    make_link (exchange, LINK_RESET);
}

void
page_person_reset_all (Exchange *exchange)
{
  ask (exchange, &reset_all);
}

void
page_person_reset_all_post (Exchange *exchange)
{
  if (is_answered (exchange, &reset_all))
    make_link (exchange, LINK_RESET_ALL);
}

/* ---- Whether they come in at all ---- */

static void
set_disabled (Exchange *exchange, gboolean disabled)
{
  Actor actor = exchange_actor (exchange);
  GError *error = NULL;

  if (cabinet_set_disabled (exchange->desk->cabinet, &actor, exchange->colleague->id, disabled, &error))
    desk_go (exchange, "/people/%" G_GINT64_FORMAT, exchange->colleague->id);
  else if (g_error_matches (error, CABINET_ERROR, CABINET_ERROR_STATE))
    {
      desk_say (exchange, 409, "refused_title", "last_administrator", NULL);
      g_error_free (error);
    }
  else
    desk_fail (exchange, error);
}

void
page_person_disable (Exchange *exchange)
{
  ask (exchange, &disable);
}

void
page_person_disable_post (Exchange *exchange)
{
  if (is_answered (exchange, &disable))
    set_disabled (exchange, TRUE);
}

void
page_person_enable (Exchange *exchange)
{
  ask (exchange, &enable);
}

void
page_person_enable_post (Exchange *exchange)
{
  if (is_answered (exchange, &enable))
    set_disabled (exchange, FALSE);
}

/* ---- The two-person rule ---- */

static Question
rule_question (const Exchange *exchange, const Profile *profile, gboolean on)
{
  return (Question){ .title = on ? "two_on_title" : "two_off_title",
                     .text = on ? "two_on_text" : "two_off_text",
                     .button = on ? "two_on_button" : "two_off_button",
                     .detail = local_text (profile->name, exchange->language, profile->languages[0]),
                     .address = exchange->path,
                     .back = "/people",
                     .grave = !on };
}

static void
rule (Exchange *exchange, gboolean on, gboolean sent)
{
  GError *error = NULL;
  Actor actor = exchange_actor (exchange);
  g_autoptr (Profile) profile = desk_profile (exchange->desk, exchange->office, exchange->now, &error);

  if (profile == NULL)
    {
      if (g_error_matches (error, STORE_ERROR, STORE_ERROR_MISSING))
        desk_say (exchange, 404, "nothing_title", "nothing_text", NULL);
      else
        desk_fail (exchange, g_steal_pointer (&error));
      g_clear_error (&error);
      return;
    }
  const Question question = rule_question (exchange, profile, on);
  if (!sent)
    question_show (exchange, &question);
  else if (question_answered (exchange, &question))
    {
      if (cabinet_set_two_person (exchange->desk->cabinet, &actor, exchange->office, on, &error))
        desk_go (exchange, "/people");
      else
        desk_fail (exchange, error);
    }
}

void
page_two_on (Exchange *exchange)
{
  rule (exchange, TRUE, FALSE);
}

void
page_two_on_post (Exchange *exchange)
{
  rule (exchange, TRUE, TRUE);
}

void
page_two_off (Exchange *exchange)
{
  rule (exchange, FALSE, FALSE);
}

void
page_two_off_post (Exchange *exchange)
{
  rule (exchange, FALSE, TRUE);
}
