/*
 * key_file.c - the file of learnt keys.
 */
#include "client/term/key_file.h"

#include <stdio.h>
#include <string.h>

struct str key_file_show(struct str bytes, struct arena *arena)
{
    char *out = arena_alloc(arena, bytes.n * 2 + 1);
    size_t n = 0;

    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];

        if (c < 0x20 || c == 0x7F) {
            out[n++] = '^';
            out[n++] = (char)(c ^ 0x40);
        } else {
            out[n++] = (char)c;
        }
    }
    return (struct str){ out, n };
}

/* ^[[23~ as bytes; false: too long, or no sequence. */
static bool bytes_of(struct str shown, char out[KEY_FILE_BYTES + 1])
{
    size_t n = 0;

    for (size_t i = 0; i < shown.n && n < KEY_FILE_BYTES; i++) {
        bool control = shown.p[i] == '^' && i + 1 < shown.n;

        i += control;
        out[n++] = control ? (char)(shown.p[i] ^ 0x40) : shown.p[i];
        if (i + 1 == shown.n) {
            out[n] = '\0';
            return n > 1 && out[0] == '\033';
        }
    }
    return false;
}

static bool read_line(struct str line, struct key_line *out)
{
    const char *equals = line.n ? memchr(line.p, '=', line.n) : NULL;
    struct str name, bytes;
    struct key key;
    size_t at;

    if (!equals)
        return false;
    at = (size_t)(equals - line.p);
    name = str_trim((struct str){ line.p, at });
    bytes = str_trim((struct str){ equals + 1, line.n - at - 1 });
    if (!key_read(name, &key) || key.action == ACT_CHAR || name.n >= sizeof(out->name))
        return false;
    (void)snprintf(out->name, sizeof(out->name), "%.*s", STR_ARG(name));
    out->action = key.action;
    return bytes_of(bytes, out->bytes);
}

size_t key_file_read(struct str text, struct key_line *out, size_t room)
{
    size_t count = 0;

    while (text.n && count < room) {
        const char *end = memchr(text.p, '\n', text.n);
        size_t n = end ? (size_t)(end - text.p) : text.n;

        count += read_line((struct str){ text.p, n }, &out[count]);
        n += end != NULL;
        text = (struct str){ text.p + n, text.n - n };
    }
    return count;
}

struct str key_file_write(const struct key_line *lines, size_t count, struct arena *arena)
{
    struct str text = STR("");

    for (size_t i = 0; i < count; i++)
        text = str_format(arena, "%.*s%s = %.*s\n", STR_ARG(text), lines[i].name,
                          STR_ARG(key_file_show(str_of(lines[i].bytes), arena)));
    return text;
}
