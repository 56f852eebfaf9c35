/*
 * key_file.h - what the keys of a terminal send that its terminfo does not know (`osb keys`).
 *
 * A line a key: its name as keys.h has it, then the bytes it sends, printable, control bytes as
 * ^X, Esc as ^[:   F11 = ^[[23~
 */
#ifndef OSB_CLIENT_TERM_KEY_FILE_H
#define OSB_CLIENT_TERM_KEY_FILE_H

#include "client/term/keys.h"

/* Under which name keep.h keeps it. */
#define KEY_FILE       "keys"
#define KEY_FILE_MOST  40
#define KEY_FILE_BYTES 24
struct key_line {
    char name[12];
    enum action action;
    char bytes[KEY_FILE_BYTES + 1];
};

/* Lines that name no key, or bytes that are no sequence (they begin with Esc and go on), are
 * left out. Gives their number. */
size_t key_file_read(struct str text, struct key_line *out, size_t room);
/* The text of these lines. */
struct str key_file_write(const struct key_line *lines, size_t count, struct arena *arena);
/* Bytes as people read them: ^[[23~ */
struct str key_file_show(struct str bytes, struct arena *arena);

/* The program `osb keys`: says what each key sends and means, learns those that mean nothing,
 * and keeps them. The exit code. */
int key_learn(void);

/* `osb keys card`: all keys of the screens, a line each. The exit code. */
int key_card(void);

#endif
