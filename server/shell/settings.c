/*
 * settings.c - the table of settings.
 */
#include "server/shell/settings.h"

#include "common/log.h"

static const char *const levels[] = { "debug", "info", "warn", "error", NULL };

#define BOTH      (SETTING_LINE | SETTING_FILE)
#define AT(field) offsetof(struct settings, field)

const struct setting settings_table[] = {
    { "config", 'c', SETTING_TEXT, SETTING_LINE, AT(config), .value = "PATH",
      .help = "read settings from this file" },
    { "database", 'd', SETTING_TEXT, BOTH | SETTING_SECRET, AT(database), .value = "CONNINFO",
      .help = "the database, as the daemon's role osb_app" },
    { "owner-database", 0, SETTING_TEXT, BOTH | SETTING_SECRET, AT(owner), .value = "CONNINFO",
      .help = "the database, as a superuser: for migrate, company and user" },
    { "seal-database", 0, SETTING_TEXT, BOTH | SETTING_SECRET, AT(sealer), .value = "CONNINFO",
      .help = "the database, as the sealer's role osb_seal" },
    { "socket", 's', SETTING_TEXT, BOTH, AT(socket), .value = "PATH",
      .help = "unix socket for terminals on this machine" },
    { "listen", 'l', SETTING_TEXT, BOTH, AT(listen), .value = "HOST:PORT",
      .help = "address for terminals over TLS; needs a certificate" },
    { "cert", 0, SETTING_TEXT, BOTH, AT(cert), .value = "PATH",
      .help = "the daemon's certificate (PEM)" },
    { "key", 0, SETTING_TEXT, BOTH, AT(key), .value = "PATH", .help = "its private key" },
    { "ca", 0, SETTING_TEXT, BOTH, AT(ca), .value = "PATH",
      .help = "authority that client certificates must come from" },
    { "log", 0, SETTING_TEXT, BOTH, AT(log), .value = "PATH",
      .help = "log to this file instead of stderr" },
    { "log-level", 0, SETTING_CHOICE, BOTH, AT(log_level), .choices = levels,
      .help = "least level that is logged" },
    { "connections", 0, SETTING_INT, BOTH, AT(connections), 1, 200, .value = "N",
      .help = "connections to the database" },
    { "lock-timeout-ms", 0, SETTING_INT, BOTH, AT(lock_ms), 100, 600000, .value = "MS",
      .help = "longest wait for a row lock" },
    { "statement-timeout-ms", 0, SETTING_INT, BOTH, AT(statement_ms), 100, 600000,
      .value = "MS", .help = "longest time for one statement" },
    { "commit-timeout-ms", 0, SETTING_INT, BOTH, AT(commit_ms), 100, 600000, .value = "MS",
      .help = "longest wait for a COMMIT before it counts as unknown" },
    { "wait-ms", 0, SETTING_INT, BOTH, AT(wait_ms), 100, 600000, .value = "MS",
      .help = "longest wait in the queues before the answer is busy" },
    { "idle-minutes", 0, SETTING_INT, BOTH, AT(idle_min), 0, 1440, .value = "N",
      .help = "lock a session after so many idle minutes; 0: never" },
    { "requests", 0, SETTING_TEXT, BOTH, AT(requests), .value = "DIR",
      .help = "folder in which the operating side is asked for a backup or a drill" },
    { "sweep-seconds", 0, SETTING_INT, BOTH, AT(sweep_s), 0, 3600, .value = "N",
      .help = "look so often whether a business day has begun; 0: only clock.sweep does what a "
              "day brings" },
    { "demo-token", 0, SETTING_TEXT, BOTH, AT(demo_token), .value = "PATH",
      .help = "file whose token opens any user of a practice company" },
    { "unsafe-tests", 0, SETTING_FLAG, SETTING_LINE, AT(unsafe_tests),
      .help = "serve a database that may lose data; for tests" },
    { "help", 'h', SETTING_FLAG, SETTING_LINE, AT(help), .help = "show this" },
};
const size_t settings_count = COUNT(settings_table);

void settings_init(struct settings *settings)
{
    *settings = (struct settings){
        .database = "host=/run/postgresql user=osb_app dbname=osb",
        .owner = "host=/run/postgresql user=postgres dbname=osb",
        .sealer = "host=/run/postgresql user=osb_seal dbname=osb",
        .socket = "/run/osb/osbd.sock",
        .log_level = LEVEL_INFO,
        .connections = 16,
        .lock_ms = 3000,
        .statement_ms = 8000,
        .commit_ms = 5000,
        .wait_ms = 10000,
        .sweep_s = 60,
        .idle_min = 15,
    };
}

struct error settings_read(struct settings *settings, int argc, char *const argv[],
                           struct arena *arena, int *rest)
{
    struct error err =
        options_read(settings_table, settings_count, argc, argv, settings, arena, rest);

    if (err.code || !settings->config)
        return err;
    err = options_file(settings_table, settings_count, settings->config, settings, arena);
    if (err.code)
        return err;
    return options_read(settings_table, settings_count, argc, argv, settings, arena, rest);
}
