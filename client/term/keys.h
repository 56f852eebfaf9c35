/*
 * keys.h - what people press, as actions: one table of F-keys and second ways (SCREENS.md 2).
 *
 * term.c turns what the terminal sends into struct key; scripts name keys as key_read says.
 * Letters are actions only where no field has the cursor: key_in_list.
 */
#ifndef OSB_CLIENT_TERM_KEYS_H
#define OSB_CLIENT_TERM_KEYS_H

#include "common/str.h"

enum action {
    ACT_NONE,
    ACT_CHAR,  /* key.code */
    ACT_PASTE, /* key.text */
    ACT_RESIZE,
    ACT_CLICK, /* key.row, key.col; what it stands for is a spot of paint.h */
    ACT_WHEEL_UP,
    ACT_WHEEL_DOWN,
    /* what a click stands for; key.code says which */
    ACT_TO_ROW,
    ACT_TO_LIST,
    ACT_TO_COLUMN,
    ACT_TO_FIELD,
    ACT_HELP,
    ACT_DO, /* the next step: save, submit, sign, post */
    ACT_BACK,
    ACT_LOOKUP,
    ACT_RELOAD,
    ACT_NEW,
    ACT_PREV,
    ACT_NEXT,
    ACT_FILTER,
    ACT_FIND,
    ACT_SORT,
    ACT_PALETTE,
    ACT_MARK_ALL,
    ACT_NARROWER, /* the border between list and detail */
    ACT_WIDER,
    ACT_COPY,
    ACT_PRINT,
    ACT_MENU,
    ACT_VIEW,
    ACT_CANCEL,
    ACT_UNDO,
    ACT_REDO,
    ACT_SAME, /* as the row above */
    ACT_DELETE_ROW,
    ACT_INSERT_ROW,
    ACT_CLEAR,
    ACT_CLEAR_WORD,
    ACT_START,
    ACT_END,
    ACT_REPAINT,
    ACT_QUIT,
    ACT_LANGUAGE,
    ACT_UP,
    ACT_DOWN,
    ACT_LEFT,
    ACT_RIGHT,
    ACT_ENTER,
    ACT_TAB,
    ACT_BACKTAB,
    ACT_BACKSPACE,
    ACT_DELETE,
    ACT_COUNT
};

struct key {
    enum action action;
    uint32_t code;   /* ACT_CHAR: a code point that text may hold */
    struct str text; /* ACT_PASTE: lives as long as the event */
    size_t row, col; /* ACT_CLICK */
};

/* The ways to an action, and what the key bar and help say. */
struct key_row {
    enum action action;
    uint8_t f;           /* F-key, 0 for none */
    char control;        /* 'S' for Ctrl+S, 0 for none */
    const char *letters; /* where no field has the cursor; "" for none */
    const char *label;   /* at most 6 cells, English */
    const char *help;
};
extern const struct key_row key_rows[];
extern const size_t key_row_count;

/* ACT_NONE where nothing is bound. Enter, Tab, Backspace and Esc have their actions, too. */
enum action key_of_f(unsigned number);
enum action key_of_control(uint32_t code);
const struct key_row *key_row_of(enum action action);
/* "F2   Ctrl+S ", as wide for every row. */
struct str key_row_names(const struct key_row *row, struct arena *arena);
/* Esc or Alt, then a digit: F1 to F10, '-' F11, '=' F12; ACT_NONE for others. */
enum action key_behind_escape(uint32_t code);
/* The key where no field has the cursor: letters become their actions. */
struct key key_in_list(struct key key);

/* A key's name as scripts write it: "F2", "^S", "Enter", "Tab", "Backtab", "Up", "Left", "Esc",
 * "Backspace", "Delete", "PgDn", "Home", "Space". False: there is no such key. */
NODISCARD bool key_read(struct str name, struct key *out);

#endif
