/*
 * main.c - the program `osb`.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/batch.h"
#include "client/words.h"

int main(int argc, char *argv[])
{
    const struct sigaction stop = { .sa_handler = link_stop };
    const struct sigaction ignore = { .sa_handler = SIG_IGN };

    /* Widths and wide characters need a UTF-8 locale; the plain one exists everywhere. */
    if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX < 4)
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    words_begin();
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGHUP, &stop, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    return (int)batch_run(argc, argv, stdout);
}
