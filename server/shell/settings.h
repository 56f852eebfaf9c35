/*
 * settings.h - what an administrator tells the daemon, by file and command line.
 */
#ifndef OSB_SHELL_SETTINGS_H
#define OSB_SHELL_SETTINGS_H

#include "common/options.h"

struct settings {
    const char *config;
    const char *database; /* conninfo of the daemon's own role */
    const char *owner;    /* conninfo of a superuser: migrate, company, user */
    const char *sealer;   /* conninfo of the role osb_seal: seal */
    const char *socket;   /* path of the unix socket */
    const char *listen;   /* "host:port" for TLS, or NULL */
    const char *cert, *key, *ca;
    const char *log;
    const char *demo_token; /* a 0600 file; practice companies only */
    int log_level;
    int64_t connections;
    int64_t lock_ms, statement_ms, commit_ms, wait_ms;
    const char *requests; /* folder in which the operating side is asked; NULL: it is not */
    int64_t sweep_s;      /* between looks at the business day; 0: none */
    int64_t idle_min;     /* 0: sessions are never locked */
    bool unsafe_tests;
    bool help;
};

extern const struct setting settings_table[];
extern const size_t settings_count;

void settings_init(struct settings *settings);
/* Options up to the command's word, then the file that they name, then the options once more:
 * the command line has the last word. *rest as options_read. */
NODISCARD struct error settings_read(struct settings *settings, int argc, char *const argv[],
                                     struct arena *arena, int *rest);

#endif
