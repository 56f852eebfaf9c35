/*
 * print_out.c - paper to a file, a print command, or standard output.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/batch.h"
#include "client/print_out.h"
#include "common/paper.h"
#include "common/text.h"

/* --- copies and their mark --------------------------------------------------------------- */

static struct error marked(const struct json *answer, unsigned wanted, struct str mark,
                           struct arena *arena, struct str *out)
{
    struct str text = STR(""), copies = STR("");
    unsigned has = 0;
    struct error err = OK;

    if (!json_str(json_member(answer, "text"), &text) ||
        !json_str(json_member(answer, "copies"), &copies))
        err = refuse_with(ERR_FORMAT, NULL, STR("the daemon's answer has no form"));
    if (!err.code)
        err = paper_set_read(str_text(arena, copies), arena, &has);
    if (!err.code && !(has & wanted))
        err = refuse_with(
            ERR_PARAMS, NULL,
            str_format(arena, "--copies: this form has only %.*s", STR_ARG(copies)));
    if (mark.n)
        mark = text_column(mark, PAPER_CELLS, TEXT_RIGHT, arena);
    return err.code ? err : paper_take(text, has, wanted, mark, arena, out);
}

struct error print_text(const struct json *answer, unsigned wanted, struct arena *arena,
                        struct str *out)
{
    int64_t copy = 0;

    if (!json_int(json_member(answer, "copy"), &copy))
        return refuse_with(ERR_FORMAT, NULL, STR("the daemon's answer has no copy number"));
    return marked(answer, wanted,
                  copy > 1
                      ? str_format(arena, "*** REPRINT 補印 copy %lld ***", (long long)copy)
                      : STR(""),
                  arena, out);
}

struct error print_look(const struct json *answer, unsigned wanted, struct arena *arena,
                        struct str *out)
{
    return marked(answer, wanted, STR("*** 僅供查閱 to look at only ***"), arena, out);
}

/* --- where to ---------------------------------------------------------------------------- */

/* Writes it all and closes; false with errno set. */
static bool write_all(FILE *out, struct str text)
{
    bool fine = fwrite(text.p, 1, text.n, out) == text.n;

    return !fflush(out) && fine;
}

static struct error to_file(const char *path, struct str text, struct arena *arena)
{
    FILE *out = fopen(path, "we");
    bool fine = out && write_all(out, text);

    if (out && fclose(out))
        fine = false;
    return fine ? OK
                : refuse_with(ERR_NO_FILE, NULL,
                              str_format(arena, "%s: %s", path, strerror(errno)));
}

/* The command is the user's own; it runs with his rights, as from his shell. */
struct error print_to_command(const char *command, struct str text, bool quiet,
                              struct arena *arena)
{
    const char *line =
        quiet ? str_text(arena, str_format(arena, "{ %s\n} >/dev/null 2>&1", command))
              : command;
    FILE *out = popen(line, "we"); /* NOLINT(cert-env33-c): the user names the command */
    bool fine = out && write_all(out, text);
    int status = out ? pclose(out) : -1;

    if (fine && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return OK;
    return refuse_with(ERR_PAPER, NULL, str_format(arena, "%s; nothing else changed", command));
}

/* The child's standard input is the pipe's end, its output nobody's. */
static pid_t begin_printing(const char *program, const char *queue, int end)
{
    char *const words[] = { (char *)(uintptr_t)program, (char[]){ "-d" },
                            (char *)(uintptr_t)queue, NULL };
    posix_spawn_file_actions_t files;
    pid_t child = -1;

    if (posix_spawn_file_actions_init(&files))
        return -1;
    if (posix_spawn_file_actions_adddup2(&files, end, STDIN_FILENO) ||
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) ||
        posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO) ||
        posix_spawn(&child, program, &files, NULL, words, environ))
        child = -1;
    (void)posix_spawn_file_actions_destroy(&files);
    return child;
}

struct error print_to_queue(const char *program, const char *queue, struct str text,
                            struct arena *arena)
{
    int ends[2] = { -1, -1 }, status = -1;
    pid_t child = pipe2(ends, O_CLOEXEC) == 0 ? begin_printing(program, queue, ends[0]) : -1;
    FILE *out = child > 0 ? fdopen(ends[1], "w") : NULL;
    bool fine = out && write_all(out, text);

    if (out)
        (void)fclose(out);
    else if (ends[1] >= 0)
        (void)close(ends[1]);
    if (ends[0] >= 0)
        (void)close(ends[0]);
    if (child > 0 && waitpid(child, &status, 0) == child && fine && WIFEXITED(status) &&
        WEXITSTATUS(status) == 0)
        return OK;
    return refuse_with(ERR_PAPER, NULL, str_format(arena, "queue %s", queue));
}

enum exit_code batch_paper(struct batch *batch, const struct json *form)
{
    const struct settings *s = &batch->command.settings;
    unsigned copies = 0;
    struct str text;
    struct error err = paper_set_read(s->copies, batch->arena, &copies);

    if (!err.code)
        err = print_look(form, copies, batch->arena, &text);
    if (!err.code && s->out)
        err = to_file(s->out, text, batch->arena);
    if (!err.code && s->printer)
        err = print_to_command(s->printer, text, false, batch->arena);
    if (!err.code && !s->out && !s->printer)
        (void)write_all(batch->show.out, text);
    return err.code ? batch_fail(batch, err, STR("")) : EXIT_DONE;
}

enum exit_code batch_list_paper(struct batch *batch, const struct json *answer)
{
    const struct settings *s = &batch->command.settings;
    struct show show = batch->show;
    struct error err = OK;
    char *text = NULL;
    size_t n = 0;

    show.out = open_memstream(&text, &n);
    if (!show.out)
        abort();
    show_answer(&show, answer);
    if (fclose(show.out))
        abort();
    if (s->out)
        err = to_file(s->out, (struct str){ text, n }, batch->arena);
    if (!err.code && s->printer)
        err = print_to_command(s->printer, (struct str){ text, n }, false, batch->arena);
    free(text);
    return err.code ? batch_fail(batch, err, STR("")) : EXIT_DONE;
}
