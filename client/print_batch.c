/*
 * print_batch.c - papers of the batch mode: to a file, a printer, or standard output.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/batch.h"
#include "client/print_out.h"

struct print_wish batch_wish(const struct settings *s)
{
    return (struct print_wish){ .copies = s->copies,
                                .a4 = s->pdf || s->paper == PAPER_A4,
                                .prices = settings_prices[s->prices] };
}

/* To all places that were named, else to standard output. A PDF is no text for a terminal. */
static struct error put(const struct batch *batch, const struct print_paper *paper, bool is_a4)
{
    const struct settings *s = &batch->command.settings;
    const char *file = is_a4 && s->pdf ? s->pdf : s->out;
    FILE *out = batch->show.out;
    struct error err = OK;

    if (file)
        err = print_is_folder(file) ? print_give(file, paper, false, batch->arena)
                                    : print_to_file(file, paper->bytes, batch->arena);
    if (!err.code && s->printer)
        err = print_give(s->printer, paper, false, batch->arena);
    if (file || s->printer)
        return err;
    if (is_a4 && isatty(fileno(out)))
        return refuse_with(ERR_PARAMS, NULL, STR("--pdf FILE or --printer: where to?"));
    if (fwrite(paper->bytes.p, 1, paper->bytes.n, out) == paper->bytes.n && !fflush(out))
        return OK;
    return refuse_with(ERR_PAPER, NULL, STR("standard output"));
}

struct error batch_put(const struct batch *batch, const struct json *answer, bool is_look)
{
    struct print_wish wish = batch_wish(&batch->command.settings);
    struct print_paper paper;
    struct error err;

    wish.look = is_look;
    err = print_make(answer, &wish, batch->arena, &paper);
    return err.code ? err : put(batch, &paper, wish.a4);
}

enum exit_code batch_paper(struct batch *batch, const struct json *form)
{
    struct error err = batch_put(batch, form, true);

    return err.code ? batch_fail(batch, err, STR("")) : EXIT_DONE;
}

enum exit_code batch_test_page(struct batch *batch, const struct json *page)
{
    const struct settings *s = &batch->command.settings;
    const struct print_wish wish = { 0 };
    struct print_paper paper;
    struct str queue = STR("");
    struct error err = print_make(page, &wish, batch->arena, &paper);

    if (!err.code && !json_str(json_member(page, "queue"), &queue))
        err = refuse_with(ERR_FORMAT, NULL, STR("the daemon's answer has no queue"));
    if (!err.code)
        err = s->out || s->printer
                  ? put(batch, &paper, false)
                  : print_to_queue(s->print_program, str_text(batch->arena, queue), paper.bytes,
                                   batch->arena);
    return err.code ? batch_fail(batch, err, STR("")) : EXIT_DONE;
}

enum exit_code batch_list_paper(struct batch *batch, const struct json *answer)
{
    const struct settings *s = &batch->command.settings;
    struct print_paper paper = { .name = STR("list.txt") };
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
    paper.bytes = (struct str){ text, n };
    if (s->out)
        err = print_to_file(s->out, paper.bytes, batch->arena);
    if (!err.code && s->printer)
        err = print_give(s->printer, &paper, false, batch->arena);
    free(text);
    return err.code ? batch_fail(batch, err, STR("")) : EXIT_DONE;
}
