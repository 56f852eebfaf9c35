/* options_file.c - reading a configuration file. */
#include <string.h>
#include <sys/stat.h>

#include "common/file.h"
#include "common/options.h"
#include "common/utf8.h"

#define LIMIT_FILE_BYTES ((size_t)1 << 20)

struct reading {
    const struct setting *settings;
    size_t count;
    size_t *first_line; /* of each setting, 0 before it was seen */
    const char *path;
    unsigned mode;
    size_t line;
    void *target;
    struct arena *arena;
};

static struct error refuse_line(const struct reading *r, const char *field, struct str what)
{
    return refuse_with(ERR_CONFIG, field,
                       str_format(r->arena, "%s:%zu: %.*s", r->path, r->line, STR_ARG(what)));
}

/* Editors and people see what is there: no control characters but the tab. */
static struct error check_text(const struct reading *r, struct str line)
{
    uint32_t code;

    for (size_t at = 0, bytes; at < line.n; at += bytes) {
        bytes = utf8_read(line, at, &code);
        if (!bytes)
            return refuse_line(r, NULL, STR("not UTF-8; save the file in that encoding"));
        if ((code < 0x20 && code != '\t') || (code >= 0x7F && code <= 0x9F))
            return refuse_line(r, NULL, STR("a control character; remove it"));
    }
    return OK;
}

/* Whether the key may stand here, now. */
static struct error check_key(struct reading *r, const struct setting *setting)
{
    size_t *first = &r->first_line[setting - r->settings];

    if (setting->where & SETTING_SECRET && r->mode & S_IRWXO)
        return refuse_line(
            r, setting->name,
            str_format(r->arena, "'%s' is secret, and others may read this file: chmod o= %s",
                       setting->name, r->path));
    if (*first && setting->kind != SETTING_LIST)
        return refuse_line(r, setting->name,
                           str_format(r->arena,
                                      "'%s' stands in line %zu already; keep one of them",
                                      setting->name, *first));
    if (!*first && setting->kind == SETTING_LIST) /* the file replaces the default */
        *(struct setting_list *)(void *)((char *)r->target + setting->offset) =
            (struct setting_list){ 0 };
    *first = r->line;
    return OK;
}

static struct error read_pair(struct reading *r, struct str key, struct str value)
{
    const struct setting *setting = setting_find(r->settings, r->count, SETTING_FILE, key);
    struct error err;

    if (!setting)
        return refuse_line(r, NULL,
                           str_format(r->arena, "there is no key '%.*s'%.*s", STR_ARG(key),
                                      STR_ARG(setting_guess(r->settings, r->count, SETTING_FILE,
                                                            key, r->arena))));
    err = check_key(r, setting);
    if (err.code)
        return err;
    err = setting_put(setting, r->target, str_text(r->arena, value), r->arena);
    if (err.code)
        err = refuse_line(r, setting->name,
                          str_format(r->arena, "%s: %.*s", setting->name, STR_ARG(err.detail)));
    return err;
}

static struct error read_line(struct reading *r, struct str line)
{
    const char *equals;
    struct str key;
    struct error err = check_text(r, line);

    if (err.code)
        return err;
    line = str_trim(line);
    if (!line.n || line.p[0] == '#')
        return OK;
    equals = memchr(line.p, '=', line.n);
    key = str_trim((struct str){ line.p, equals ? (size_t)(equals - line.p) : 0 });
    if (!key.n)
        return refuse_line(r, NULL, STR("'key = value' is expected, or '#' and a remark"));
    return read_pair(
        r, key, str_trim((struct str){ equals + 1, line.n - (size_t)(equals + 1 - line.p) }));
}

/* Cuts the first line off *text, without its end. */
static struct str next_line(struct str *text)
{
    const char *feed = memchr(text->p, '\n', text->n);
    struct str line = { text->p, feed ? (size_t)(feed - text->p) : text->n };
    size_t taken = line.n + (feed != NULL);

    text->p += taken;
    text->n -= taken;
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

struct error options_file(const struct setting *settings, size_t count, const char *path,
                          void *target, struct arena *arena)
{
    struct reading r = {
        .settings = settings,
        .count = count,
        .first_line = ARENA_ARRAY(arena, count, size_t),
        .path = path,
        .target = target,
        .arena = arena,
    };
    struct file file;
    struct error err = file_read(path, LIMIT_FILE_BYTES, arena, &file);

    r.mode = err.code ? 0 : file.mode;
    while (!err.code && file.text.n) {
        r.line++;
        err = read_line(&r, next_line(&file.text));
    }
    return err;
}
