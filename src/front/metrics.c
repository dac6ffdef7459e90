/* What the front counts. */
#include "front/metrics.h"

static const gint64 bounds[METRICS_BUCKETS] = { 10, 50, 100, 500, 1000, 5000, 10000, 50000, 100000, 1000000 };

void
metrics_answered (Metrics *metrics, unsigned status, guint64 bytes, gint64 microseconds)
{
  int bucket = 0;

  while (bucket < METRICS_BUCKETS && microseconds > bounds[bucket])
    bucket++;
  metrics_add (&metrics->requests[MIN (status / 100, 5)], 1);
  metrics_add (&metrics->bytes, bytes);
  metrics_add (&metrics->buckets[bucket], 1);
  metrics_add (&metrics->microseconds, (guint64)MAX (microseconds, 0));
}

static guint64
loaded (const guint64 *counter)
{
  return __atomic_load_n (counter, __ATOMIC_RELAXED);
}

/* Metrics is nothing but counters. */
static Metrics
sum (GPtrArray *metrics)
{
  Metrics total = { 0 };
  guint64 *to = (guint64 *)&total;

  for (guint i = 0; i < metrics->len; i++)
    for (gsize n = 0; n < sizeof total / sizeof *to; n++)
      to[n] += loaded ((const guint64 *)metrics->pdata[i] + n);
  return total;
}

static void
put (GString *text, const char *name, const char *type, const char *help, guint64 value)
{
  g_string_append_printf (text, "# HELP chancery_%s %s\n# TYPE chancery_%s %s\nchancery_%s %" G_GUINT64_FORMAT "\n",
                          name, help, name, type, name, value);
}

static void
put_requests (GString *text, const Metrics *total)
{
  static const char *const classes[] = { "none", "1xx", "2xx", "3xx", "4xx", "5xx" };

  g_string_append (text, "# HELP chancery_requests_total Requests by the class of their answer.\n"
                         "# TYPE chancery_requests_total counter\n");
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    g_string_append_printf (text, "chancery_requests_total{status=\"%s\"} %" G_GUINT64_FORMAT "\n", classes[i],
                            total->requests[i]);
}

static void
put_latency (GString *text, const Metrics *total)
{
  guint64 count = 0;

  g_string_append (text, "# HELP chancery_answer_seconds Time from a request's header to its ready answer.\n"
                         "# TYPE chancery_answer_seconds histogram\n");
  for (int i = 0; i < METRICS_BUCKETS; i++)
    g_string_append_printf (text, "chancery_answer_seconds_bucket{le=\"%.6g\"} %" G_GUINT64_FORMAT "\n",
                            (double)bounds[i] / 1e6, count += total->buckets[i]);
  count += total->buckets[METRICS_BUCKETS];
  g_string_append_printf (text,
                          "chancery_answer_seconds_bucket{le=\"+Inf\"} %" G_GUINT64_FORMAT
                          "\nchancery_answer_seconds_sum %.6f\nchancery_answer_seconds_count %" G_GUINT64_FORMAT "\n",
                          count, (double)total->microseconds / 1e6, count);
}

char *
metrics_text (GPtrArray *metrics, Cache *cache)
{
  Metrics total = sum (metrics);
  CacheCounts counts = cache_counts (cache);
  GString *text = g_string_new (NULL);

  put_requests (text, &total);
  put_latency (text, &total);
  put (text, "body_bytes_total", "counter", "Bytes of bodies that answers had.", total.bytes);
  put (text, "connections_total", "counter", "Connections taken in.", total.connections);
  put (text, "connections_refused_total", "counter", "Connections turned away, their address having too many.",
       total.refused);
  put (text, "connections_slow_total", "counter", "Connections cut off for being slow.", total.slow);
  put (text, "connections", "gauge", "Connections now.", total.open);
  put (text, "cache_hits_total", "counter", "Answers from the page cache.", counts.hits);
  put (text, "cache_builds_total", "counter", "Answers built, that may be kept.", counts.misses);
  put (text, "cache_renewals_total", "counter", "Of these, made of what was kept: the last minute's page.",
       total.renewals);
  put (text, "cache_waits_total", "counter", "Waits for an answer that another was building.", counts.waits);
  put (text, "cache_evictions_total", "counter", "Answers dropped to make room.", counts.evictions);
  put (text, "cache_bytes", "gauge", "Bytes of answers kept.", counts.bytes);
  put (text, "cache_entries", "gauge", "Answers kept.", counts.entries);
  put (text, "record_generation", "gauge", "Commits noticed since the start.", cache_generation (cache));
  return g_string_free (text, FALSE);
}
