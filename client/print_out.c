/*
 * print_out.c - papers made, and given to a file, a folder, a command or a queue.
 */
#include "client/print_out.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/print_pdf.h"
#include "client/sheet.h"
#include "client/sheet_grid.h"
#include "common/paper.h"
#include "common/text.h"

/* --- copies and their mark --------------------------------------------------------------- */

/* The note's grid is as it was fixed; that of other documents is set of what they say. */
static struct error grid_of(const struct json *answer, struct arena *arena, struct str *text)
{
    struct sheet sheet;
    struct error err;

    if (json_str(json_member(answer, "text"), text))
        return OK;
    err = sheet_read(answer, arena, &sheet);
    if (!err.code)
        *text = sheet_grid(&sheet, arena);
    return err;
}

static struct error set_grid(const struct json *answer, const struct print_wish *wish,
                             struct str mark, struct arena *arena, struct str *out)
{
    struct str text = STR(""), copies = STR("");
    unsigned has = 0, wanted = 0;
    struct error err = grid_of(answer, arena, &text);

    if (!err.code && !json_str(json_member(answer, "copies"), &copies))
        err = refuse_with(ERR_FORMAT, NULL, STR("the daemon's answer has no form"));
    if (!err.code)
        err = paper_set_read(str_text(arena, copies), arena, &has);
    if (!err.code)
        err = paper_set_read(wish->copies, arena, &wanted);
    if (!err.code && !(has & wanted))
        err = refuse_with(
            ERR_PARAMS, NULL,
            str_format(arena, "--copies: this form has only %.*s", STR_ARG(copies)));
    if (mark.n)
        mark = text_column(mark, PAPER_CELLS, TEXT_RIGHT, arena);
    return err.code ? err : paper_take(text, has, wanted, mark, arena, out);
}

/* The number, as far as it can be part of a file's name. */
static struct str file_name(const struct json *answer, const struct print_wish *wish,
                            int64_t copy, struct arena *arena)
{
    struct str number = STR(""), at = STR("");
    char *plain;

    if (!json_str(json_member(answer, "number"), &number))
        number = STR("paper");
    plain = arena_alloc(arena, number.n + 1);
    for (size_t i = 0; i < number.n; i++)
        plain[i] = number.p[i];
    for (size_t i = 0; i < number.n; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", plain[i]))
            plain[i] = '_';
    if (wish->look)
        at = STR("-look");
    else if (copy > 1)
        at = str_format(arena, "-copy%lld", (long long)copy);
    return str_format(arena, "%.*s%.*s.%s", (int)number.n, plain, STR_ARG(at),
                      wish->a4 ? "pdf" : "txt");
}

struct error print_make(const struct json *answer, const struct print_wish *wish,
                        struct arena *arena, struct print_paper *out)
{
    struct pdf_wish pdf = { wish->copies, wish->prices ? wish->prices : "auto", STR("") };
    struct str mark = STR("");
    int64_t copy = 1;

    if (wish->look)
        mark = STR("*** 僅供查閱 to look at only ***");
    else if (!json_int(json_member(answer, "copy"), &copy))
        return refuse_with(ERR_FORMAT, NULL, STR("the daemon's answer has no copy number"));
    else if (copy > 1)
        mark = str_format(arena, "*** REPRINT 補印 copy %lld ***", (long long)copy);
    out->name = file_name(answer, wish, copy, arena);
    pdf.mark = mark;
    return wish->a4 ? print_pdf(answer, &pdf, arena, &out->bytes)
                    : set_grid(answer, wish, mark, arena, &out->bytes);
}

struct str print_title(struct str number, bool is_outbound)
{
    return sheet_name(number, is_outbound);
}

/* --- where to ---------------------------------------------------------------------------- */

/* Writes it all and closes; false with errno set. */
static bool write_all(FILE *out, struct str text)
{
    bool fine = fwrite(text.p, 1, text.n, out) == text.n;

    return !fflush(out) && fine;
}

struct error print_to_file(const char *path, struct str bytes, struct arena *arena)
{
    const char *part = str_text(arena, str_format(arena, "%s.part", path));
    FILE *out = fopen(part, "we");
    bool fine = out && write_all(out, bytes);
    struct error err;

    if (out && fclose(out))
        fine = false;
    if (fine && rename(part, path) == 0)
        return OK;
    err = refuse_with(ERR_PAPER, NULL, str_format(arena, "%s: %s", path, strerror(errno)));
    if (out)
        (void)unlink(part);
    return err;
}

/* The command is the user's own; it runs with his rights, as from his shell. */
static struct error to_command(const char *command, struct str text, bool quiet,
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

bool print_is_folder(const char *printer)
{
    struct stat seen;

    return strchr(printer, '/') && stat(printer, &seen) == 0 && S_ISDIR(seen.st_mode);
}

struct error print_give(const char *printer, const struct print_paper *paper, bool quiet,
                        struct arena *arena)
{
    if (!print_is_folder(printer))
        return to_command(printer, paper->bytes, quiet, arena);
    return print_to_file(
        str_text(arena, str_format(arena, "%s/%.*s", printer, STR_ARG(paper->name))),
        paper->bytes, arena);
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
