/*
 * scroll.c - a window over rows follows the cursor.
 */
#include "client/term/scroll.h"

void scroll_show(struct scroll *s, size_t at, size_t count, size_t rows)
{
    rows += !rows;
    if (at == s->home_at && rows == s->home_rows)
        s->top = s->home_top;
    if (at < s->top)
        s->top = at;
    if (at >= s->top + rows)
        s->top = at - rows + 1;
    if (s->top && s->top + rows > count) /* the window grew, or rows left */
        s->top = count > rows ? count - rows : 0;
    if (at != s->home_at || rows == s->home_rows || !s->home_rows)
        *s = (struct scroll){ s->top, s->top, at, rows };
}
