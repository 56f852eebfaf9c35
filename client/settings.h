/*
 * settings.h - what people may set: on the command line, in the configuration file, by
 * environment.
 */
#ifndef OSB_CLIENT_SETTINGS_H
#define OSB_CLIENT_SETTINGS_H

#include "client/session.h"
#include "common/options.h"

enum form { FORM_HUMAN, FORM_JSON, FORM_TSV };

/* Multi-part paper as a grid of text, or A4 as PDF. */
enum paper_kind { PAPER_GRID, PAPER_A4 };

struct settings {
    bool help, version, verbose;
    const char *config; /* file read before the command line */
    /* where */
    const char *socket, *host, *ca, *cert, *key;
    bool pack; /* answers over the socket, too: it may lead far */
    int64_t port;
    /* who */
    const char *user, *password_file, *demo_file;
    /* how */
    bool json, tsv;
    const char *id;
    int64_t timeout_s, patience_s;
    int64_t width; /* of tables; 0: the terminal's, or as wide as needed */
    /* paper (note form, print run) */
    const char *out, *printer, *seat;
    const char *copies; /* "1,2,5"; NULL: all */
    const char *pdf;    /* file or folder for A4 papers */
    int paper;          /* enum paper_kind: what this seat's printer takes */
    int prices;         /* of A4: of settings_prices */
    /* import */
    const char *map, *separator, *decimal, *thousands, *encoding;
    int dates; /* enum csv_order */
    bool dry_run;
    const char *total; /* control totals of an opening batch */
    int64_t rows;
    const char *as_of, *kind, *batch;
    /* screens */
    const char *script;
    bool linear;
    bool kiosk;
    const char *printers;      /* queues of the kiosk, with commas */
    const char *print_program; /* what gives paper to a queue */
    const char *state;         /* where drafts are kept; NULL: as draft.h says */
    bool mono, ascii, mouse, slow_escape;
    int theme;            /* enum term_theme */
    int boxes, ambiguous; /* enum term_drawing */
    const char *language; /* "zh_CN"; NULL: what the environment says */
};

extern const struct setting client_settings[];
extern const size_t client_setting_count;
/* "auto", "with", "without". */
extern const char *const settings_prices[];

/* Defaults, environment, configuration file, then the options in front of the command's
 * words; *rest is the index of the first word. Texts live in argv or the arena. ERR_PARAMS,
 * ERR_CONFIG, ERR_NO_FILE. */
NODISCARD struct error client_settings_read(int argc, char *const argv[], struct settings *out,
                                            struct arena *arena, int *rest);
enum form settings_form(const struct settings *settings);
/* The door that these settings describe; reads the secret files. `place` is filled and must
 * live as long as the door. ERR_NO_FILE. */
NODISCARD struct error settings_door(const struct settings *settings, struct arena *arena,
                                     struct link_place *place, struct session_door *out);

#endif
