/*
 * str.h - a run of UTF-8 bytes that belongs to someone else: an arena or the program text.
 *
 * Not terminated by NUL unless it came from str_text or a literal. Lengths are bytes.
 */
#ifndef OSB_COMMON_STR_H
#define OSB_COMMON_STR_H

#include "common/arena.h"

struct str {
    const char *p; /* never NULL where n > 0 */
    size_t n;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* The same as the initial value of something static. */
#define STR_INIT(literal)                                                                      \
    {                                                                                          \
        "" literal, sizeof(literal) - 1                                                        \
    }
/* For "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

/* The bytes of a terminated text, not copied. NULL gives the empty text. */
struct str str_of(const char *text);
bool str_eq(struct str a, struct str b);
/* <0, 0, >0 by bytes. */
int str_cmp(struct str a, struct str b);
static inline bool str_empty(struct str s)
{
    return s.n == 0;
}
/* Without blanks and tabs at both ends. */
struct str str_trim(struct str s);
/* A copy in the arena, terminated by a NUL that is not counted. */
struct str str_dup(struct arena *arena, struct str s);
/* Terminated copy as plain C text. */
const char *str_text(struct arena *arena, struct str s);
/* Formatted text in the arena. */
struct str str_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
/* Whole decimal number: optional minus, digits, nothing else, no leading zero, no "-0".
 * *out is untouched when it is refused. */
NODISCARD bool str_int(struct str s, int64_t *out);

#endif
