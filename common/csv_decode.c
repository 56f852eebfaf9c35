/* csv_decode.c - older encodings through iconv. */
#include "common/csv_decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

static const char *const names[] = {
    [CSV_UTF8] = "UTF-8",
    [CSV_GB18030] = "GB18030",
    [CSV_LATIN1] = "ISO-8859-1",
};

/* Trailing bytes of GB18030 are never a line feed, so counting them is right before
 * conversion as well. */
static size_t line_of(struct str bytes, size_t at)
{
    size_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += bytes.p[i] == '\n';
    return line;
}

static struct error refuse_encoding(struct str bytes, size_t at, enum csv_encoding encoding,
                                    struct arena *arena)
{
    return refuse_with(ERR_FORMAT, NULL,
                       str_format(arena, "line %zu: not %s; is it another encoding?",
                                  line_of(bytes, at), names[encoding]));
}

struct error csv_decode(struct str bytes, enum csv_encoding encoding, struct arena *arena,
                        struct str *out)
{
    /* No character of these encodings grows more than twofold. */
    size_t room = bytes.n * 2 + 4, left = room, unread = bytes.n;
    char *in = (char *)(uintptr_t)bytes.p; /* iconv does not write here, but says it might */
    char *start, *to;
    iconv_t convert;
    bool good;

    if (encoding == CSV_UTF8 || bytes.n == 0) {
        *out = bytes;
        return OK;
    }
    convert = iconv_open(names[CSV_UTF8], names[encoding]);
    if (convert == (iconv_t)-1) /* the C library's tables are not installed */
        return refuse_with(
            ERR_FORMAT, NULL,
            str_format(arena, "this machine cannot convert %s", names[encoding]));
    start = to = arena_alloc(arena, room);
    good = iconv(convert, &in, &unread, &to, &left) == 0;
    iconv_close(convert);
    if (!good)
        return refuse_encoding(bytes, bytes.n - unread, encoding, arena);
    *out = (struct str){ start, (size_t)(to - start) };
    return OK;
}
