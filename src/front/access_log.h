/* access_log.h: a line for each request, in the combined format that web servers have in common. */
#pragma once

#include "front/exchange.h"
#include "front/peer.h"

typedef struct _AccessLog AccessLog;

/* FD, which is taken over, is open for appending. PEERS is borrowed. Transfer full. */
AccessLog *access_log_new (int fd, const Peers *peers);
void access_log_free (AccessLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AccessLog, access_log_free)

/* From any thread. A line may be kept back for a second. */
void access_log_write (AccessLog *log, const Exchange *exchange, const struct sockaddr *address);
/* Write out what is kept back. */
void access_log_flush (AccessLog *log);
/* Flush, and go on in FD, which is taken over; -1: as before. */
void access_log_go_on (AccessLog *log, int fd);
