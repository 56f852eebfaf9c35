/*
 * escape.c - Esc, alone or before something.
 */
#include "client/term/escape.h"

static const struct key cancel = { .action = ACT_CANCEL };

static size_t plain(uint32_t code, struct key *out)
{
    enum action action = code < 0x20 || code == 0x7F ? key_of_control(code) : ACT_CHAR;

    if (action == ACT_NONE)
        return 0;
    *out = (struct key){ .action = action, .code = action == ACT_CHAR ? code : 0 };
    return 1;
}

static size_t begin(struct escape *e, int64_t now_ms)
{
    e->state = ESCAPE_CAME;
    e->together = true;
    e->due_ms = now_ms + e->wait_ms;
    return 0;
}

/* The character behind an Esc. */
static size_t behind(struct escape *e, uint32_t code, int64_t now_ms, struct key *out)
{
    enum action f = key_behind_escape(code);

    e->state = ESCAPE_NONE;
    if (f != ACT_NONE) {
        out[0] = (struct key){ .action = f };
        return 1;
    }
    if (e->together && (code == '[' || code == 'O')) {
        e->state = code == '[' ? ESCAPE_CSI : ESCAPE_SS3;
        e->inside = false;
        return 0;
    }
    out[0] = cancel;
    return 1 + (code == 0x1B ? begin(e, now_ms) : plain(code, out + 1));
}

size_t escape_char(struct escape *e, uint32_t code, int64_t now_ms, struct key out[ESCAPE_KEYS])
{
    if (e->state == ESCAPE_CAME)
        return behind(e, code, now_ms, out);
    if (e->state == ESCAPE_SS3 && code >= 0x20 && code < 0x7F) {
        e->state = ESCAPE_NONE; /* a key of its terminal's own */
        return 0;
    }
    if (e->state == ESCAPE_CSI && code >= 0x20 && code < 0x7F) {
        e->inside = true;
        if (code >= 0x40)
            e->state = ESCAPE_NONE; /* its end */
        return 0;
    }
    e->state = ESCAPE_NONE; /* what was broken off says nothing */
    return code == 0x1B ? begin(e, now_ms) : plain(code, out);
}

size_t escape_key(struct escape *e, struct key key, struct key out[ESCAPE_KEYS])
{
    size_t n = escape_idle(e, INT64_MAX, out);

    if (key.action == ACT_NONE)
        return n;
    out[n] = key;
    return n + 1;
}

size_t escape_idle(struct escape *e, int64_t now_ms, struct key out[ESCAPE_KEYS])
{
    bool alone = e->state == ESCAPE_SS3 || (e->state == ESCAPE_CSI && !e->inside);
    uint32_t code = e->state == ESCAPE_SS3 ? 'O' : '[';

    e->together = false;
    if (alone) { /* typed: an Esc and then that character */
        e->state = ESCAPE_NONE;
        out[0] = cancel;
        return 1 + plain(code, out + 1);
    }
    if (e->state != ESCAPE_CAME || now_ms < e->due_ms)
        return 0;
    e->state = ESCAPE_NONE;
    out[0] = cancel;
    return 1;
}

int64_t escape_due(const struct escape *e)
{
    return e->state == ESCAPE_CAME ? e->due_ms : INT64_MAX;
}
