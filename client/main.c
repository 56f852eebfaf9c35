/*
 * main.c - the program `osb`.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/batch.h"
#include "client/term/app.h"
#include "client/words.h"
#include "common/limits.h"

/* No words on the line, and somebody sits at a terminal: the screens. Texts of the settings
 * live as long as the program. */
static bool term_wanted(int argc, char *argv[], struct settings *settings)
{
    static struct arena arena;
    struct command command;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (command_read(argc, argv, &arena, &command).code)
        return false;
    *settings = command.settings;
    return command.verb == VERB_NONE && !settings->help && !settings->version &&
           isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

int main(int argc, char *argv[])
{
    const struct sigaction stop = { .sa_handler = link_stop };
    struct settings settings = { 0 };
    const struct sigaction ignore = { .sa_handler = SIG_IGN };

    /* Widths and wide characters need a UTF-8 locale; the plain one exists everywhere. */
    if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX < 4)
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    words_begin();
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGHUP, &stop, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    if (term_wanted(argc, argv, &settings))
        return app_run(&settings);
    return (int)batch_run(argc, argv, stdout);
}
