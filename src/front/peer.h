/* peer.h: who is at the other end: how many connections an address has, and whom a trusted proxy speaks for. */
#pragma once

#include <glib.h>
#include <sys/socket.h>

typedef struct _Peers Peers;

#define PEERS_DEFAULT (-1) /* 256, and none for the machine itself, where a proxy may stand */

/* LIMIT: connections an address may have, an IPv6 network of 64 bits counting as one; 0: any number. PROXIES:
 * addresses or networks ("10.0.0.0/8") that are trusted and not limited; NULL: none. */
Peers *peers_new (int limit, const char *const *proxies, GError **error);
void peers_free (Peers *peers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peers, peers_free)

/* A connection begins, unless its address has too many: then FALSE. From any thread. */
gboolean peers_enter (Peers *peers, const struct sockaddr *address);
void peers_leave (Peers *peers, const struct sockaddr *address);

/* The address that a request came from, in numbers: the peer's, or what a trusted one says in Forwarded (RFC 7239) or
 * X-Forwarded-For, read from the right as far as it is trusted. Transfer full. */
char *peers_client (const Peers *peers, const struct sockaddr *address, const char *forwarded,
                    const char *x_forwarded_for);
