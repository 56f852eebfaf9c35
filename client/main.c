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
#include "client/term/key_file.h"
#include "client/term/linear.h"
#include "client/words.h"
#include "common/limits.h"

/* No words on the line, and somebody sits at a terminal, or asks for lines: the screens. */
static bool term_wanted(const struct command *command)
{
    return command->verb == VERB_NONE && !command->settings.help &&
           !command->settings.version &&
           (command->settings.linear || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)));
}

int main(int argc, char *argv[])
{
    const struct sigaction stop = { .sa_handler = link_stop };
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    static struct arena arena; /* texts of the settings live as long as the program */
    struct command command;

    /* Widths and wide characters need a UTF-8 locale; the plain one exists everywhere. */
    if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX < 4)
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    words_begin();
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGHUP, &stop, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (!command_read(argc, argv, &arena, &command).code) {
        if (command.verb == VERB_KEYS && !command.settings.help)
            return key_learn();
        if (term_wanted(&command))
            return command.settings.linear ? linear_run(&command.settings)
                                           : app_run(&command.settings);
    }
    return (int)batch_run(argc, argv, stdout);
}
