/* What the record is to src/sql: its statements and schema, and what its failures are called. */
#include "store/connection.h"

G_DEFINE_QUARK (store_error, store_error)

GResource *store_resources_get_resource (void);

static const char *const steps[STORE_SCHEMA_VERSION] = { "001-record.sql",     "002-tally.sql",
                                                         "003-log.sql",        "004-search.sql",
                                                         "005-taken-back.sql", "006-source-number.sql" };

const SqlRoom store_room = {
  .resources = store_resources_get_resource,
  .folder = "/chancery/store",
  .application_id = STORE_APPLICATION_ID,
  .version = STORE_SCHEMA_VERSION,
  .steps = steps,
  .last = "sqlite.sql",
  .kind = "a Chancery record",
  .name = "the record",
  .domain = store_error_quark,
  .codes = {
    [SQL_FAILED] = STORE_ERROR_FAILED,
    [SQL_NOT_OURS] = STORE_ERROR_NOT_RECORD,
    [SQL_NEWER] = STORE_ERROR_NEWER,
    [SQL_OLDER] = STORE_ERROR_OLDER,
    [SQL_CORRUPT] = STORE_ERROR_CORRUPT,
    [SQL_READ_ONLY] = STORE_ERROR_READ_ONLY,
    [SQL_FULL] = STORE_ERROR_FULL,
    [SQL_BUSY] = STORE_ERROR_BUSY,
    [SQL_RULE] = STORE_ERROR_RULE,
  },
};
