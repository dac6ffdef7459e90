/* A target, a host and the fields that choose an answer, a line each. */
#include "front/negotiate.h"
#include "front/peer.h"
#include "front/target.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A proxy is never taken for its word further than it is trusted: what comes out is an address. */
static void
whom_it_speaks_for (const char *forwarded, const char *x_forwarded_for)
{
  static const char *const proxies[] = { "127.0.0.0/8", "10.0.0.0/8", NULL };
  const struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_autoptr (Peers) peers = peers_new (0, proxies, NULL);
  g_autofree char *one = peers_client (peers, (const struct sockaddr *)&here, forwarded, NULL);
  g_autofree char *two = peers_client (peers, (const struct sockaddr *)&here, NULL, x_forwarded_for);

  g_assert (g_hostname_is_ip_address (one) && g_hostname_is_ip_address (two));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 7);
  guint count = g_strv_length (lines);
  guint64 first = 0, last = 0;

  g_autoptr (Target) target = count > 0 ? target_parse (lines[0]) : NULL;
  g_assert (target == NULL || *target->path == '/');
  if (count > 1)
    g_free (host_parse (lines[1]));
  if (count > 2)
    negotiate_coding (lines[2]);
  if (count > 3)
    negotiate_none_match (lines[3], "\"abc\"");
  if (count > 4 && negotiate_range (lines[4], 100, &first, &last) == RANGE_PART)
    g_assert (first <= last && last < 100);
  if (count > 5)
    whom_it_speaks_for (lines[5], lines[6]);
  return 0;
}
