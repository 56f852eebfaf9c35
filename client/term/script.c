/*
 * script.c - keys from a file.
 */
#include "client/term/script.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/utf8.h"

#define WAIT_MS 10000
#define HOLD_MS 60000

struct error script_open(struct script *s, const char *path, struct arena *arena)
{
    struct error err = file_read(path, (size_t)1 << 20, arena, &s->file);

    s->rest = s->file.text;
    return err;
}

static bool failed(struct script *s, const char *why, struct str what)
{
    (void)snprintf(s->trouble, sizeof(s->trouble), "script line %zu: %s %.*s", s->line, why,
                   STR_ARG(what));
    return false;
}

static struct str line_of(struct script *s)
{
    size_t n = 0;
    struct str line;

    while (n < s->rest.n && s->rest.p[n] != '\n')
        n++;
    line = (struct str){ s->rest.p, n };
    n += n < s->rest.n;
    s->rest = (struct str){ s->rest.p + n, s->rest.n - n };
    s->line++;
    return str_trim(line);
}

/* The next word of a line; a quoted one loses its quotes. */
static struct str word_of(struct str *line, bool *quoted)
{
    struct str word;
    size_t n = 0;

    *line = str_trim(*line);
    *quoted = line->n && line->p[0] == '"';
    if (*quoted) {
        const char *end = memchr(line->p + 1, '"', line->n - 1);

        n = end ? (size_t)(end - line->p) : line->n;
        word = (struct str){ line->p + 1, n - 1 };
        n += end != NULL;
    } else {
        while (n < line->n && line->p[n] != ' ')
            n++;
        word = (struct str){ line->p, n };
    }
    *line = (struct str){ line->p + n, line->n - n };
    return word;
}

static void type(struct app *app, struct str text)
{
    uint32_t code;

    for (size_t at = 0, bytes; at < text.n; at += bytes) {
        struct key key = { .action = ACT_CHAR };

        bytes = utf8_read(text, at, &code);
        if (!bytes)
            return;
        key.code = code;
        app_key(app, &key);
    }
}

static bool press_all(struct script *s, struct app *app, struct str line)
{
    while (str_trim(line).n && !app->ends) {
        bool quoted;
        struct str word = word_of(&line, &quoted);
        struct key key;

        if (quoted)
            type(app, word);
        else if (key_read(word, &key))
            app_key(app, &key);
        else
            return failed(s, "there is no key", word);
    }
    return true;
}

/* Where it stands on the screen, its first cell. */
static bool find(struct app *app, struct str text, size_t *row, size_t *col)
{
    app_draw(app);
    for (*row = 0; *row < app->paint.rows; ++*row) {
        struct str line = paint_line(&app->paint, *row, &app->frame);
        const char *at = text.n ? memmem(line.p, line.n, text.p, text.n) : NULL;

        if (!at)
            continue;
        *col = text_cells((struct str){ line.p, (size_t)(at - line.p) });
        return true;
    }
    return false;
}

static bool on_screen(struct app *app, struct str text)
{
    size_t row, col;

    return find(app, text, &row, &col);
}

static bool click(struct script *s, struct app *app, struct str text)
{
    struct key key = { .action = ACT_CLICK };

    if (!find(app, text, &key.row, &key.col))
        return failed(s, "not on the screen:", text);
    app_key(app, &key);
    return true;
}

static bool wheel(struct app *app, struct str way)
{
    struct key key = { .action = str_eq(way, STR("up")) ? ACT_WHEEL_UP : ACT_WHEEL_DOWN };

    app_key(app, &key);
    return true;
}

static bool save(struct script *s, struct app *app, struct str path)
{
    FILE *out = fopen(str_text(&app->frame, path), "we");

    if (!out)
        return failed(s, "cannot write", path);
    app_draw(app);
    s->saved = true;
    for (size_t row = 0; row < app->paint.rows; row++)
        fprintf(out, "%.*s\n", STR_ARG(paint_line(&app->paint, row, &app->frame)));
    return fclose(out) == 0 || failed(s, "cannot write", path);
}

/* "120x40" */
static bool size(struct script *s, struct str what)
{
    const char *by = memchr(what.p, 'x', what.n);
    size_t left = by ? (size_t)(by - what.p) : what.n;
    int64_t cols, rows;

    if (!by || !str_int((struct str){ what.p, left }, &cols) ||
        !str_int((struct str){ by + 1, what.n - left - 1 }, &rows) || cols < 1 || rows < 1)
        return failed(s, "what size is", what);
    s->cols = (size_t)cols;
    s->rows = (size_t)rows;
    s->until = link_clock() + WAIT_MS;
    return true;
}

static bool count(struct script *s, struct app *app, struct str path)
{
    FILE *out = fopen(str_text(&app->frame, path), "ae");

    if (!out)
        return failed(s, "cannot write", path);
    fprintf(out, "%lld\n", (long long)(app->keys - s->counted));
    s->counted = app->keys;
    return fclose(out) == 0;
}

static bool paste(struct app *app, struct str text)
{
    char *out = arena_alloc(&app->frame, text.n + 1);
    struct key key = { .action = ACT_PASTE };
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        bool escaped = text.p[i] == '\\' && i + 1 < text.n;

        i += escaped;
        out[n++] = !escaped           ? text.p[i]
                   : text.p[i] == 'n' ? '\n'
                   : text.p[i] == 't' ? '\t'
                                      : text.p[i];
    }
    key.text = (struct str){ out, n };
    app_key(app, &key);
    return true;
}

static bool do_line(struct script *s, struct app *app, struct str line)
{
    bool quoted;
    struct str verb = word_of(&line, &quoted), what;

    if (str_eq(verb, STR("keys")))
        return press_all(s, app, line);
    what = word_of(&line, &quoted);
    if (str_eq(verb, STR("save-screen")))
        return save(s, app, what);
    if (str_eq(verb, STR("count")))
        return count(s, app, what);
    if (str_eq(verb, STR("paste")))
        return paste(app, what);
    if (str_eq(verb, STR("click")))
        return click(s, app, what);
    if (str_eq(verb, STR("wheel")))
        return wheel(app, what);
    if (str_eq(verb, STR("scan"))) {
        app_scan(app, what);
        return true;
    }
    if (str_eq(verb, STR("expect")))
        return on_screen(app, what) || failed(s, "not on the screen:", what);
    if (str_eq(verb, STR("hasty"))) {
        s->is_hasty = str_eq(what, STR("yes"));
        return true;
    }
    if (str_eq(verb, STR("size")))
        return size(s, what);
    if (str_eq(verb, STR("hold"))) {
        s->held_by = what;
        s->until = link_clock() + HOLD_MS;
        return true;
    }
    if (!str_eq(verb, STR("wait")))
        return failed(s, "what is", verb);
    s->awaited = what;
    s->until = link_clock() + WAIT_MS;
    return true;
}

/* Looks once for what the script waits for; false: too late. */
static bool look(struct script *s, struct app *app)
{
    bool late = link_clock() > s->until;

    if (s->awaited.n) {
        if (!on_screen(app, s->awaited))
            return !late || failed(s, "waited in vain for", s->awaited);
        s->awaited = STR("");
    } else if (s->rows) {
        if (app->paint.rows != s->rows || app->paint.cols != s->cols)
            return !late || failed(s, "nobody made the terminal another size", STR(""));
        s->rows = 0;
    } else {
        if (access(str_text(&app->frame, s->held_by), F_OK) == 0)
            return !late || failed(s, "nobody took away", s->held_by);
        s->held_by = STR("");
    }
    return true;
}

bool script_step(struct script *s, struct app *app)
{
    struct str line;

    if (app->talk.state != TALK_READY && !s->awaited.n && !app->was_ready)
        return true;
    if (!s->is_hasty && app->talk.state == TALK_READY &&
        (talk_waits(&app->talk, NULL) || app->held_count))
        return true;
    if (s->awaited.n || s->rows || s->held_by.n)
        return look(s, app);
    if (!s->rest.n)
        return false;
    line = line_of(s);
    return !line.n || line.p[0] == '#' || do_line(s, app, line);
}
