/* user.h: the inside of “chancery user”, shared by its files alone. */
#pragma once

#include "command/command.h"

#include "cabinet/people.h"

/* What the options say; NULL where nothing is. */
typedef struct
{
  const char *name;                     /* of whom it is about */
  char **roles, **offices, **languages; /* each may be given several times */
  const char *display, *address;
  gboolean second_factor, json;
  const char *since, *until, *person, *document, *action;
} UserOrder;

/* The record is opened to know its offices, and that it is one. All return the exit code. */
typedef int (*UserAction) (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order);

/* user_people.c */
int user_add (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order);
int user_roles (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order);
int user_reset (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order);
int user_disable (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order);
int user_enable (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order);

/* user_print.c */
int user_list (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order);
int user_audit (Cabinet *cabinet, Store *store, const Actor *actor, const UserOrder *order);
