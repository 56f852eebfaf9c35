/*
 * paper.c - copies taken out of a form, and the mark on them.
 */
#include "common/paper.h"

#include <string.h>

#include "common/buffer.h"
#include "common/text.h"

struct error paper_set_read(const char *list, struct arena *arena, unsigned *out)
{
    unsigned set = 0;

    if (!list) {
        *out = PAPER_ALL;
        return OK;
    }
    for (const char *c = list; *c; c += c[1] == ',' ? 2 : 1) {
        if (*c < '1' || *c > '0' + PAPER_COPIES || (c[1] && (c[1] != ',' || !c[2])))
            return refuse_with(
                ERR_PARAMS, NULL,
                str_format(arena, "--copies: '%s' is no list such as 1,2,5", list));
        set |= 1u << (*c - '1');
    }
    if (!set)
        return refuse_with(ERR_PARAMS, NULL, STR("--copies: a list such as 1,2,5 is expected"));
    *out = set;
    return OK;
}

struct str paper_set_text(unsigned set, struct arena *arena)
{
    struct str text = STR("");

    for (unsigned copy = 0; copy < PAPER_COPIES; copy++)
        if (set & (1u << copy))
            text = str_format(arena, "%.*s%s%u", STR_ARG(text), text.n ? "," : "", copy + 1);
    return text;
}

/* Takes a line with its end off the front of the text; false when there is none. */
static bool take_line(struct str *text, struct str *line)
{
    const char *end = text->n ? memchr(text->p, '\n', text->n) : NULL;

    if (!end)
        return false;
    *line = (struct str){ text->p, (size_t)(end - text->p) };
    *text = (struct str){ end + 1, text->n - line->n - 1 };
    return true;
}

static size_t count_lines(struct str text)
{
    struct str line;
    size_t n = 0;

    while (take_line(&text, &line))
        n++;
    return text.n ? 0 : n; /* the last line has its end as well */
}

static size_t count_copies(unsigned set)
{
    size_t n = 0;

    for (; set; set &= set - 1)
        n++;
    return n;
}

struct error paper_take(struct str form, unsigned has, unsigned wanted, struct str mark,
                        struct arena *arena, struct str *out)
{
    size_t lines = count_lines(form), copies = count_copies(has);
    size_t each = copies ? lines / copies : 0; /* lines of a copy */
    struct buffer text;
    struct str line;

    if (!each || lines % copies || each % PAPER_LINES)
        return refuse_with(ERR_FORMAT, NULL, STR("the form is not made of whole pages"));
    buffer_init(&text, arena);
    for (unsigned copy = 0; copy < PAPER_COPIES; copy++)
        for (size_t at = 0; (has & (1u << copy)) && at < each && take_line(&form, &line);
             at++) {
            if (!(wanted & (1u << copy)))
                continue;
            if (mark.n && at % PAPER_LINES == PAPER_MARK_LINE)
                line = text_fit(mark, PAPER_CELLS, arena);
            buffer_put(&text, line);
            buffer_char(&text, '\n');
        }
    *out = buffer_text(&text);
    return OK;
}
