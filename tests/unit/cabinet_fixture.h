/* cabinet_fixture.h: a desk's file in a folder of its own, with people in it, for the tests of src/cabinet. */
#pragma once

#include "cabinet/file.h"
#include "cabinet/people.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <sys/stat.h>

#define NOON (G_GINT64_CONSTANT (1790000000) * INSTANT_SECOND)
#define GOOD "four words of no sense"

typedef struct
{
  char *folder;
  char *path;
  Cabinet *cabinet;
  gint64 anna, boris; /* people of all roles */
} Fixture;

static inline Actor
by (gint64 person, Instant now)
{
  return (Actor){ person, person == 0 ? "console" : "somebody", "192.0.2.1", now };
}

static inline GPtrArray *
all_roles (void)
{
  GPtrArray *grants = g_ptr_array_new_with_free_func ((GDestroyNotify)grant_free);
  for (Role role = 0; role < ROLE_COUNT; role++)
    g_ptr_array_add (grants, grant_new (role, NULL, NULL));
  return grants;
}

/* Hashing as little as libsodium lets one. */
static inline Cabinet *
open_fast (const char *path)
{
  g_autoptr (GError) error = NULL;
  Cabinet *cabinet = cabinet_open (path, &error);
  g_assert_no_error (error);
  cabinet_set_effort (cabinet, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN);
  return cabinet;
}

static inline gint64
add_person (Cabinet *cabinet, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) grants = all_roles ();
  const Actor actor = by (0, NOON);
  gint64 id = 0;
  cabinet_add_person (cabinet, &actor, name, NULL, NULL, grants, &id, &error);
  g_assert_no_error (error);
  cabinet_set_password (cabinet, &actor, id, GOOD, 0, &error);
  g_assert_no_error (error);
  return id;
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->folder = g_dir_make_tmp ("chancery-cabinet-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "site.desk", NULL);
  fixture->cabinet = open_fast (fixture->path);
  fixture->anna = add_person (fixture->cabinet, "anna");
  fixture->boris = add_person (fixture->cabinet, "boris");
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  (void)data;
  g_clear_pointer (&fixture->cabinet, cabinet_close);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (fixture->path, endings[i], NULL);
      g_unlink (file);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
