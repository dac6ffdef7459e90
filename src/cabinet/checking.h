/* checking.h: whether the desk's file is whole and keeps its rules, and how it is copied. */
#pragma once

#include "cabinet/cabinet.h"

/* Open the file PATH as it is, of this Chancery's shape: it is neither made nor brought up to date. */
Cabinet *cabinet_open_as_it_is (const char *path, GError **error);

typedef void (*CabinetFinding) (const char *finding, gpointer data);
/* FOUND is called with one plain sentence for each breach. FALSE with ERROR set only if it could not be checked. */
gboolean cabinet_check (Cabinet *cabinet, CabinetFinding found, gpointer data, GError **error);

/* What the desk says is in the record: draft ID became edition NUMBER of a chain, public from VISIBLE_FROM on. */
typedef struct
{
  char *id, *office, *document, *language;
  unsigned number;
  Instant visible_from;
  gboolean under_way; /* it is being published or taken back: the record may have it or not */
} CabinetClaim;
void cabinet_claim_free (CabinetClaim *claim);
/* Array of CabinetClaim; transfer full. */
GPtrArray *cabinet_claims (Cabinet *cabinet, GError **error);

/* From now on what is read is what stands now; nobody writes until cabinet_let_write(). */
gboolean cabinet_hold_still (Cabinet *cabinet, Cabinet *reader, GError **error);
void cabinet_let_write (Cabinet *cabinet);
/* What CABINET reads becomes the file PATH. */
gboolean cabinet_copy (Cabinet *cabinet, const char *path, GError **error);
