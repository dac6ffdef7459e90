/* metrics.h: what the front counts, in Prometheus' text format (0.0.4). */
#pragma once

#include "front/cache.h"

#define METRICS_BUCKETS 10

/* One thread's; written by it alone, read by any. */
typedef struct
{
  guint64 connections, refused;         /* taken in; turned away */
  guint64 open;                         /* connections now */
  guint64 slow;                         /* cut off */
  guint64 requests[6];                  /* by the first digit of the status; 0: without an answer */
  guint64 bytes;                        /* of bodies */
  guint64 renewals;                     /* pages made of the last minute's, or encoded again */
  guint64 buckets[METRICS_BUCKETS + 1]; /* requests by the time until their answer was ready */
  guint64 microseconds;                 /* of all of them */
} Metrics;

static inline void
metrics_add (guint64 *counter, guint64 number)
{
  __atomic_store_n (counter, *counter + number, __ATOMIC_RELAXED);
}

void metrics_answered (Metrics *metrics, unsigned status, guint64 bytes, gint64 microseconds);

/* All of METRICS (an array of Metrics *) and of the cache. Transfer full. */
char *metrics_text (GPtrArray *metrics, Cache *cache);
