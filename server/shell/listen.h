/*
 * listen.h - the doors: a unix socket for this machine, TCP with TLS 1.3 for others.
 *
 * The socket's file has mode 0660: its group are the people who may come. TCP is opened only
 * with a certificate.
 */
#ifndef OSB_SHELL_LISTEN_H
#define OSB_SHELL_LISTEN_H

#include "server/shell/daemon.h"

struct listeners;

/* Both doors, or an error: another daemon serves the socket, no certificate, no address. */
NODISCARD struct error listeners_new(struct daemon *daemon, struct arena *arena,
                                     struct listeners **out);
/* Nobody comes in any more; the socket's file goes. */
void listeners_free(struct listeners *listeners);
/* The certificate's files were renewed; the old one stays when they cannot be used. */
void listeners_renew(struct listeners *listeners);

#endif
