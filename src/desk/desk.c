#include "desk/desk.h"

#include "base/sha256.h"
#include "desk/confine.h"
#include "desk/public/recover.h"
#include "desk/routes.h"
#include "desk/server.h"

#include <gio/gio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST_LINK_LIFE (24 * 60 * INSTANT_MINUTE)
#define VERSION_LENGTH 10
#define PRESS_AT_ONCE 60 /* requests of one address */
#define PRESS_EVERY (INSTANT_SECOND / 2)

GResource *desk_resources_get_resource (void);

static gboolean
accepts (const char *option, const char *bound, const char *address, GError **error)
{
  gboolean loopback = g_str_has_prefix (bound, "127.0.0.1:") || g_str_has_prefix (bound, "[::1]:");

  if (address != NULL
      && (!g_str_has_prefix (address, "https://") || strchr (address + 8, '/') != NULL || address[8] == '\0'))
    g_set_error (error, SANDBOX_ERROR, SANDBOX_ERROR_ACCESS,
                 "%s-address: “%s” is no address with TLS, such as https://desk.example", option, address);
  else if (address == NULL && !loopback)
    g_set_error (error, SANDBOX_ERROR, SANDBOX_ERROR_ACCESS,
                 "%s: what is secret would cross the network in the clear; listen on 127.0.0.1 behind a proxy with "
                 "TLS, and say by which name it is reached: %s-address https://desk.example",
                 option, option);
  else
    return TRUE;
  return FALSE;
}

gboolean
desk_accepts (const DeskOptions *options, GError **error)
{
  return accepts ("--desk", options->bound, options->address, error)
         && (options->press_socket < 0 || accepts ("--press", options->press_bound, options->press_address, error));
}

/* ---- What it needs ---- */

/* A file of its own, and what its address bears so that a browser may keep it. */
static GBytes *
load_file (const char *path, char **version, GError **error)
{
  GBytes *file = g_resources_lookup_data (path, 0, error);
  if (file == NULL)
    return NULL;
  *version = sha256_hex (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  (*version)[VERSION_LENGTH] = '\0';
  return file;
}

static gboolean
load_looks (Desk *desk, GError **error)
{
  desk->templates = template_set_new ();
  desk->words = messages_load_from (desk_resources_get_resource (), "/chancery/desk/messages/", error);
  desk->parts = desk->words != NULL ? site_parts_new (desk->options->templates, error) : NULL;
  if (desk->parts == NULL || !template_set_add_resources (desk->templates, "/chancery/desk/templates", error))
    return FALSE;
  desk->site = site_new (desk->parts, desk->visible);
  desk->stylesheet = load_file ("/chancery/desk/desk.css", &desk->stylesheet_version, error);
  if (desk->stylesheet != NULL)
    desk->script = load_file ("/chancery/desk/desk.js", &desk->script_version, error);
  return desk->script != NULL;
}

static void
print_link (const DeskOptions *options, const char *token)
{
  if (options->address != NULL)
    printf ("%s%s%s\n", options->address, LINK_PATH, token);
  else
    printf ("http://%s%s%s\n", options->bound, LINK_PATH, token);
}

static gboolean
say_first_link (const Desk *desk, GError **error)
{
  Instant now = g_get_real_time ();
  const Actor console = { .name = "console", .place = "console", .now = now };
  gint64 people = cabinet_people_count (desk->cabinet, error);
  if (people != 0)
    return people > 0;
  g_autofree char *token = cabinet_make_link (desk->cabinet, &console, LINK_FIRST, 0, now + FIRST_LINK_LIFE, error);
  if (token == NULL)
    return FALSE;
  printf ("the first administrator comes in by this link, once, within a day: ");
  print_link (desk->options, token);
  return TRUE;
}

static gboolean
begin (Desk *desk, GError **error)
{
  randombytes_buf (desk->challenge_key, sizeof desk->challenge_key);
  desk->keepers = g_new0 (Keeper *, desk->options->count + 1);
  if (!desk_confine (desk, error) || !load_looks (desk, error) || !desk_recover (desk, g_get_real_time (), error))
    return FALSE;
  printf ("desk at http://%s\n", desk->options->bound);
  if (desk->options->press_socket >= 0)
    printf ("links for the press at http://%s\n", desk->options->press_bound);
  if (!say_first_link (desk, error))
    return FALSE;
  fflush (stdout);
  return TRUE;
}

static void
desk_clear (Desk *desk)
{
  for (guint i = 0; desk->keepers != NULL && i < desk->options->count; i++)
    g_clear_pointer (&desk->keepers[i], keeper_free);
  g_clear_pointer (&desk->keepers, g_free);
  g_clear_pointer (&desk->site, site_free);
  g_clear_pointer (&desk->parts, site_parts_free);
  g_clear_pointer (&desk->templates, template_set_free);
  g_clear_pointer (&desk->words, messages_free);
  g_clear_pointer (&desk->stylesheet, g_bytes_unref);
  g_clear_pointer (&desk->stylesheet_version, g_free);
  g_clear_pointer (&desk->script, g_bytes_unref);
  g_clear_pointer (&desk->script_version, g_free);
  g_clear_pointer (&desk->at_door, cabinet_close);
  g_clear_pointer (&desk->aside, cabinet_close);
  g_clear_pointer (&desk->visible_aside, store_close);
  g_clear_pointer (&desk->cabinet, cabinet_close);
  g_clear_pointer (&desk->visible, store_close);
  g_clear_pointer (&desk->record, store_close);
}

/* ---- For people without an account ---- */

typedef struct
{
  DeskOptions options; /* of their listener */
  Desk desk;
  Server *server; /* or NULL */
} Outside;

/* It reads what is public and what is to come, and of the desk's file the one draft that a link is for; it writes
 * who came. */
static gboolean
outside_open (Outside *outside, const Desk *desk, GError **error)
{
  const DeskOptions *options = desk->options;
  g_autofree char *own = cabinet_path (options->record);

  outside->options = *options;
  outside->options.socket = options->press_socket;
  outside->options.bound = options->press_bound;
  outside->options.address = options->press_address;
  outside->desk = *desk;
  outside->desk.options = &outside->options;
  outside->desk.record = NULL;
  outside->desk.keepers = NULL;
  outside->desk.at_door = NULL;
  outside->desk.visible = store_open (options->record, STORE_FRONT, error);
  outside->desk.cabinet = outside->desk.visible != NULL ? cabinet_open (own, error) : NULL;
  outside->desk.site = outside->desk.cabinet != NULL ? site_new (desk->parts, outside->desk.visible) : NULL;
  outside->desk.rate = rate_new (PRESS_AT_ONCE, PRESS_EVERY);
  return outside->desk.site != NULL;
}

static gboolean
outside_start (Outside *outside, const Desk *desk, GError **error)
{
  if (desk->options->press_socket < 0)
    return TRUE;
  outside->server =
      outside_open (outside, desk, error) ? server_start_outside (&outside->desk, press_routes, error) : NULL;
  return outside->server != NULL;
}

static void
outside_end (Outside *outside)
{
  g_clear_pointer (&outside->server, server_join);
  g_clear_pointer (&outside->desk.site, site_free);
  g_clear_pointer (&outside->desk.cabinet, cabinet_close);
  g_clear_pointer (&outside->desk.visible, store_close);
  g_clear_pointer (&outside->desk.rate, rate_free);
}

/* At the door nothing is asked of the record; where files are taken in, what an office says of itself is. */
static gboolean
serve (Desk *desk, int ready, GError **error)
{
  Desk door = *desk, aside = *desk;

  aside.cabinet = desk->aside;
  aside.visible = desk->visible_aside;
  aside.record = NULL;
  g_autoptr (Site) site = site_new (desk->parts, desk->visible_aside);
  aside.site = site;
  aside.keepers = NULL;

  door.cabinet = desk->at_door;
  door.record = door.visible = NULL;
  door.site = NULL;
  door.keepers = NULL;
  return server_run (&(const ServerDesks){ desk, &door, &aside }, desk_routes, ready, error);
}

int
desk_run (int ready, gpointer options)
{
  Desk desk = { .options = options };
  g_autoptr (GError) error = NULL;

  Outside outside = { 0 };

  gboolean begun = begin (&desk, &error) && outside_start (&outside, &desk, &error) && serve (&desk, ready, &error);
  if (!begun && write (ready, error->message, strlen (error->message)) >= 0)
    close (ready);
  outside_end (&outside);
  desk_clear (&desk);
  return begun ? 0 : 1;
}
