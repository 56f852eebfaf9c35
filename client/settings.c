/*
 * settings.c - the table of settings, and where their values come from.
 */
#include "client/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/csv.h"
#include "common/file.h"

#define DEFAULT_SOCKET "/run/osb/osbd.sock"
#define DEFAULT_PORT   4790
#define SYSTEM_CONFIG  "/etc/osb/osb.conf"
#define PRINT_PROGRAM  "/usr/bin/lp"
/* A password or a token with its line feed. */
#define SECRET_BYTES 1024

static const char *const themes[] = { "auto", "mono", "high-contrast", "green", NULL };
static const char *const boxes[] = { "auto", "ascii", "lines", NULL };
static const char *const cells[] = { "auto", "two", "one", NULL };
static const char *const papers[] = { "grid", "a4", NULL };
const char *const settings_prices[] = { "auto", "with", "without", NULL };
static const char *const orders[] = { "ymd", "dmy", "mdy", NULL };

#define LINE SETTING_LINE
#define BOTH (SETTING_LINE | SETTING_FILE)
#define FLAG(name, letter, field, help)                                                        \
    {                                                                                          \
        name, letter, SETTING_FLAG, LINE, offsetof(struct settings, field), 0, 0, NULL, NULL,  \
            help                                                                               \
    }
#define WORD(name, letter, where, field, value, help)                                          \
    {                                                                                          \
        name, letter, SETTING_TEXT, where, offsetof(struct settings, field), 0, 0, NULL,       \
            value, help                                                                        \
    }
#define NUMBER(name, where, field, min, max, value, help)                                      \
    {                                                                                          \
        name, 0, SETTING_INT, where, offsetof(struct settings, field), min, max, NULL, value,  \
            help                                                                               \
    }

const struct setting client_settings[] = {
    FLAG("help", 'h', help, "what osb can do; behind a command: what it takes"),
    FLAG("version", 0, version, "the version of this program"),
    FLAG("verbose", 'v', verbose, "tell ids, server and retries on standard error"),
    WORD("config", 'c', LINE, config, "FILE",
         "settings, key = value a line; default ~/.config/osb/osb.conf, then " SYSTEM_CONFIG),
    WORD("socket", 's', BOTH, socket, "PATH",
         "the daemon's unix socket; default $OSB_SOCKET, then " DEFAULT_SOCKET),
    WORD("host", 0, BOTH, host, "NAME", "call this machine by TCP and TLS instead"),
    NUMBER("port", BOTH, port, 1, 65535, "NUMBER", "the TCP port, default 4790"),
    WORD("ca", 0, BOTH, ca, "FILE", "with --host: the authority of the daemon's certificate"),
    WORD("cert", 0, BOTH, cert, "FILE", "with --host: own certificate"),
    WORD("key", 0, BOTH, key, "FILE", "with --host: own private key"),
    FLAG(
        "pack", 0, pack,
        "ask the daemon for packed answers over a socket, too: it is forwarded over a slow line"),
    WORD("user", 'u', BOTH, user, "LOGIN",
         "who acts; by default the daemon knows the system's user"),
    WORD("password-file", 0, BOTH, password_file, "FILE",
         "the password, first line; without it a terminal is asked"),
    WORD("demo", 0, BOTH, demo_file, "FILE", "the token of the practice company"),
    FLAG("json", 0, json, "one JSON object a line"),
    FLAG("tsv", 0, tsv, "columns with tabs between, a line of names first"),
    WORD("id", 0, LINE, id, "ID",
         "the command's id: sent again with the same id, it is not done twice"),
    NUMBER("timeout", BOTH, timeout_s, 1, 600, "SECONDS", "for a connection; default 10"),
    NUMBER("patience", BOTH, patience_s, 1, 3600, "SECONDS",
           "for an answer, reconnecting meanwhile; default 30"),
    NUMBER("width", LINE, width, 40, 1000, "CELLS", "of tables; default the terminal's"),
    WORD("out", 'o', LINE, out, "FILE", "note form, file get, pick list: write it there"),
    WORD("printer", 0, BOTH, printer, "COMMAND",
         "give the paper to this command, such as 'lp -d NAME', or put it into this folder"),
    WORD(
        "seat", 0, BOTH, seat, "NAME",
        "this seat's printer by name: what is printed here is queued for it, and print run takes "
        "it"),
    WORD("copies", 0, LINE, copies, "LIST",
         "note form, print run: of copies 1 to 5 only these: 1,2,5"),
    WORD("pdf", 0, LINE, pdf, "FILE",
         "the same as A4 papers into this file, or one file each into this folder"),
    { "paper", 0, SETTING_CHOICE, BOTH, offsetof(struct settings, paper), 0, 0, papers, NULL,
      "what the printer here takes: grid (multi-part paper, text) or a4 (PDF); default grid" },
    { "prices", 0, SETTING_CHOICE, LINE, offsetof(struct settings, prices), 0, 0,
      settings_prices, NULL, "a4: auto (as each copy has them), with or without" },
    WORD("map", 'm', LINE, map, "LIST",
         "import: HEADER=parameter,... where the file's headers are other words"),
    WORD("separator", 0, LINE, separator, "CHAR",
         "import: between cells; ',' ';' '|' or tab; found by itself otherwise"),
    WORD("decimal", 0, LINE, decimal, "CHAR", "import: '.' or ','; default '.'"),
    WORD("thousands", 0, LINE, thousands, "CHAR",
         "import: between groups of three digits; default none"),
    { "dates", 0, SETTING_CHOICE, LINE, offsetof(struct settings, dates), 0, 0, orders, NULL,
      "import: the order of day, month and year in dates; default ymd" },
    WORD("encoding", 0, LINE, encoding, "NAME",
         "import: utf-8, gb18030 or latin-1; default utf-8"),
    FLAG("dry-run", 'n', dry_run, "import: check and report, send nothing"),
    WORD("kind", 0, LINE, kind, "NAME",
         "opening import: receivable, shipment, deposit, stock, quota or order"),
    WORD("batch", 0, LINE, batch, "NAME",
         "opening import: name of the batch; default its kind"),
    WORD("total", 0, LINE, total, "AMOUNT", "opening import: the control total"),
    NUMBER("rows", LINE, rows, 1, 1000000, "NUMBER", "opening import: the control count"),
    WORD("as-of", 0, LINE, as_of, "DAY", "opening import: the day of the balances"),
    WORD("language", 0, BOTH, language, "NAME", "zh_CN, zh_TW, es or en"),
    FLAG("mono", 0, mono, "screens: bold, reverse and underline instead of colours"),
    { "ascii", 0, SETTING_FLAG, BOTH, offsetof(struct settings, ascii), 0, 0, NULL, NULL,
      "screens: plain signs for lines and whatever may take two cells" },
    { "theme", 0, SETTING_CHOICE, BOTH, offsetof(struct settings, theme), 0, 0, themes, NULL,
      "screens: auto, mono, high-contrast or green; default auto" },
    { "boxes", 0, SETTING_CHOICE, BOTH, offsetof(struct settings, boxes), 0, 0, boxes, NULL,
      "screens: auto (the terminal is asked how it draws lines), ascii or lines" },
    { "ambiguous", 0, SETTING_CHOICE, BOTH, offsetof(struct settings, ambiguous), 0, 0, cells,
      NULL, "screens: cells of characters that may have two: auto, one or two" },
    { "mouse", 0, SETTING_FLAG, BOTH, offsetof(struct settings, mouse), 0, 0, NULL, NULL,
      "screens: clicks and wheel count; --no-mouse leaves them to the terminal" },
    { "slow-escape", 0, SETTING_FLAG, BOTH, offsetof(struct settings, slow_escape), 0, 0, NULL,
      NULL, "screens: half a second for a digit behind Esc, as where the terminal has no F12" },
    { "linear", 0, SETTING_FLAG, BOTH, offsetof(struct settings, linear), 0, 0, NULL, NULL,
      "the screens as questions and answers on plain lines, for screen readers" },
    FLAG("kiosk", 0, kiosk, "screens alone, for a restricted login: no files, no commands"),
    WORD("printers", 0, BOTH, printers, "LIST", "queues that the kiosk may print to: a,b"),
    WORD("print-program", 0, BOTH, print_program, "FILE",
         "what the kiosk gives paper to, with -d and the queue; default " PRINT_PROGRAM),
    WORD("state", 0, BOTH, state, "FOLDER",
         "where drafts are kept; default $XDG_STATE_HOME, then ~/.local/state"),
    WORD("script", 0, LINE, script, "FILE", "screens: keys from this file"),
};
const size_t client_setting_count = COUNT(client_settings);

/* The first of: --config, ~/.config/osb/osb.conf, /etc/osb/osb.conf; NULL when there is none.
 * One that was named must exist. */
static const char *config_path(const char *named, bool is_kiosk, struct arena *arena)
{
    const char *home = getenv("XDG_CONFIG_HOME");
    const char *path = SYSTEM_CONFIG;

    if (named)
        return named;
    if (is_kiosk) /* only what the machine's administrator wrote counts */
        return access(SYSTEM_CONFIG, R_OK) == 0 ? SYSTEM_CONFIG : NULL;
    if (home && home[0])
        path = str_text(arena, str_format(arena, "%s/osb/osb.conf", home));
    else if ((home = getenv("HOME")))
        path = str_text(arena, str_format(arena, "%s/.config/osb/osb.conf", home));
    if (access(path, R_OK) == 0)
        return path;
    return access(SYSTEM_CONFIG, R_OK) == 0 ? SYSTEM_CONFIG : NULL;
}

struct error client_settings_read(int argc, char *const argv[], struct settings *out,
                                  struct arena *arena, int *rest)
{
    const char *socket = getenv("OSB_SOCKET");
    struct settings first = { 0 };
    const char *path;
    struct error err;

    /* Read twice: --config must be known before the file, the line stands above the file. */
    err = options_read(client_settings, client_setting_count, argc, argv, &first, arena, rest);
    if (err.code)
        return err;
    *out = (struct settings){ .socket = socket && socket[0] ? socket : DEFAULT_SOCKET,
                              .port = DEFAULT_PORT,
                              .timeout_s = 10,
                              .patience_s = 30,
                              .print_program = PRINT_PROGRAM,
                              .mouse = true };
    path = config_path(first.config, first.kiosk, arena);
    if (path)
        err = options_file(client_settings, client_setting_count, path, out, arena);
    if (!err.code)
        err = options_read(client_settings, client_setting_count, argc, argv, out, arena, rest);
    return err;
}

enum form settings_form(const struct settings *settings)
{
    return settings->json ? FORM_JSON : settings->tsv ? FORM_TSV : FORM_HUMAN;
}

/* The first line of a file; a private one is refused when others may read it. */
static struct error secret_read(const char *path, bool is_private, struct arena *arena,
                                const char **out)
{
    struct file file;
    struct error err = file_read(path, SECRET_BYTES, arena, &file);
    size_t n = 0;

    if (err.code)
        return err;
    if (is_private && (file.mode & 077))
        return refuse_with(
            ERR_NO_FILE, NULL,
            str_format(arena, "%s: others may read it; chmod go= %s", path, path));
    while (n < file.text.n && file.text.p[n] != '\n' && file.text.p[n] != '\r')
        n++;
    *out = str_text(arena, (struct str){ file.text.p, n });
    return OK;
}

static struct error dial(void *context, int64_t until, struct arena *arena, struct link *out)
{
    return link_open(context, until, arena, out);
}

struct error settings_door(const struct settings *settings, struct arena *arena,
                           struct link_place *place, struct session_door *out)
{
    struct error err = OK;

    *place = (struct link_place){ .socket = settings->socket,
                                  .host = settings->host,
                                  .port = settings->port,
                                  .ca = settings->ca,
                                  .cert = settings->cert,
                                  .key = settings->key };
    *out = (struct session_door){ .dial = dial,
                                  .context = place,
                                  .user = settings->user,
                                  .pack = settings->host || settings->pack,
                                  .timeout_ms = settings->timeout_s * 1000,
                                  .patience_ms = settings->patience_s * 1000 };
    if (settings->demo_file)
        err = secret_read(settings->demo_file, false, arena, &out->demo);
    else if (settings->password_file)
        err = secret_read(settings->password_file, true, arena, &out->password);
    else if (settings->host && isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
        char *typed = getpass("Password: ");

        out->password = typed ? str_text(arena, str_of(typed)) : NULL;
    }
    return err;
}
