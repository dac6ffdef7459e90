/* parts.h: what all sites share and nothing changes: templates, messages, assets. */
#pragma once

#include "page/site.h"
#include "template/template.h"
#include "text/messages.h"

const TemplateSet *parts_templates (const SiteParts *parts);
const Messages *parts_messages (const SiteParts *parts);

typedef struct
{
  char *address; /* "/assets/site.3f2a91c07b.css" */
  const char *type;
  GBytes *content;
} Asset;

/* By the last segment of its address, with or without the hash; CURRENT: whether the hash is the one of this content.
 */
const Asset *parts_asset (const SiteParts *parts, const char *name, gboolean *current);

/* Write the built-in templates and assets into FOLDER, which is made, for an office to change. */
gboolean parts_write_defaults (const char *folder, GError **error);
