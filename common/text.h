/*
 * text.h - text that a person typed: checked at every door, made safe at every way out.
 *
 * In: text_check is the one check, used alike by screens, batch lines, imports and the daemon;
 * the database's text domain repeats its core. Text is kept in NFC, so that equal words are
 * equal bytes. Out: bytes that reach a terminal, a log or a spreadsheet go through text_show,
 * text_quote or text_csv; width on a screen comes from text_cells and text_fit, never from
 * bytes or characters (reliability F23).
 */
#ifndef OSB_COMMON_TEXT_H
#define OSB_COMMON_TEXT_H

#include "common/limits.h"
#include "common/str.h"

/* ---- what is acceptable ---- */

enum text_flag {
    TEXT_NEWLINES = 1, /* line feeds are allowed (never carriage returns) */
    TEXT_TABS = 2,     /* tabs are allowed */
    TEXT_FILLED = 4,   /* must hold something other than white space */
};
struct text_rule {
    unsigned flags;    /* of enum text_flag */
    size_t max_bytes;  /* so that hostile text costs no walk; 4 bytes a character is enough */
    size_t max_points; /* code points, as the database counts */
};

#define TEXT_RULE(flag_bits, points)                                                           \
    (&(const struct text_rule){ (flag_bits), LIMIT_UTF8_BYTES * (points), (points) })
/* Remarks and memos; names and addresses; codes. */
#define TEXT_NOTE TEXT_RULE(TEXT_NEWLINES | TEXT_TABS, LIMIT_TEXT)
#define TEXT_NAME TEXT_RULE(TEXT_FILLED, LIMIT_NAME)
#define TEXT_CODE TEXT_RULE(TEXT_FILLED, LIMIT_CODE)

enum text_fault {
    TEXT_FINE = 0,
    TEXT_TOO_MANY_BYTES,
    TEXT_TOO_MANY_POINTS,
    TEXT_BAD_UTF8,      /* cut short, overlong, a surrogate or beyond U+10FFFF */
    TEXT_CONTROL,       /* C0, DEL, C1: they drive terminals and printers */
    TEXT_INVISIBLE,     /* takes no room: two names that look alike would differ */
    TEXT_DIRECTION,     /* reorders what stands around it: an amount may read backwards */
    TEXT_NOT_CHARACTER, /* set aside by Unicode, never text */
    TEXT_NOT_COMPOSED,  /* not in NFC */
    TEXT_BLANK,         /* nothing but white space where something is needed */
};
struct text_found {
    enum text_fault fault; /* TEXT_FINE: the rest is zero */
    size_t byte;           /* offset of what was found */
    size_t point;          /* the same in code points */
    uint32_t code;         /* the code point, or the byte of bad UTF-8 */
};

/* The first thing in the text that the rule does not accept. The arena is scratch. */
struct text_found text_check(struct str text, const struct text_rule *rule,
                             struct arena *arena);
/* The same as a sentence: "U+202E at character 5 changes the direction of text". */
struct str text_explain(struct text_found found, const struct text_rule *rule,
                        struct arena *arena);
/* May this code point stand in a text with these flags? Not a matter of NFC. */
enum text_fault text_code(uint32_t code, unsigned flags);
/* The text in NFC (the same bytes where it is so already). False: not well-formed UTF-8. */
NODISCARD bool text_normalise(struct str text, struct arena *arena, struct str *out);

/* ---- on the way out ---- */

/* Room that text_escape needs. */
#define TEXT_ESCAPE_BYTES 10
/* Writes the character at bytes.p[at], or its visible escape: \n \r \t \e, \xFF for a byte
 * that is no UTF-8, \u200B, \U000E0001. Gives the bytes written, *taken the bytes read;
 * at < bytes.n. */
size_t text_escape(struct str bytes, size_t at, char out[TEXT_ESCAPE_BYTES], size_t *taken);
/* Any bytes as one line of printable UTF-8, with escapes in the place of what is not. Text
 * that passed text_check without newlines and tabs is given back as it is. */
struct str text_show(struct str bytes, struct arena *arena);
/* The same between double quotes; quote and backslash are escaped too, so that different
 * bytes always give different texts. */
struct str text_quote(struct str bytes, struct arena *arena);
/* A CSV field: quoted where needed; what a spreadsheet would take for a formula is led by an
 * apostrophe, unless it is a plain number. */
struct str text_csv(struct str bytes, struct arena *arena);

/* ---- on a screen, in a UTF-8 locale ---- */

/* The bytes of the character at text.p[at] with the marks drawn over it, and its cells. */
size_t text_cluster(struct str text, size_t at, size_t *cells);
/* Cells that the text takes. What cannot be drawn is one '?'. */
size_t text_cells(struct str text);
/* The text as drawn, in at most `cells` cells: what cannot be drawn is '?', a cut ends in
 * '~'. A wide character or a letter with its marks is never split. */
struct str text_fit(struct str text, size_t cells, struct arena *arena);
/* What is drawn for a character that some terminals give two cells and others one (East Asian
 * width "ambiguous": a dash, a typographic quote, but also e with an accent): an ASCII
 * character of one cell; 0 for every other character. */
char text_stand_in(uint32_t code);
enum text_side { TEXT_LEFT, TEXT_RIGHT };
/* text_fit, filled with blanks to exactly `cells`; the text stands at `side`. */
struct str text_column(struct str text, size_t cells, enum text_side side, struct arena *arena);

#endif
