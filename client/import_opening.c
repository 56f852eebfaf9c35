/*
 * import_opening.c - opening.begin and opening.close around the rows of an import.
 */
#include "client/import_opening.h"

#include "client/uuid.h"
#include "client/words.h"
#include "common/money.h"

struct error opening_plan(const struct batch *batch, struct import_plan *plan)
{
    const struct settings *s = &batch->command.settings;

    if (!s->total || !s->rows || !s->as_of)
        return refuse_with(ERR_PARAMS, NULL,
                           STR("an opening import needs its control totals: --total AMOUNT, "
                               "--rows NUMBER and --as-of DAY"));
    plan->fixed[P_batch] = s->batch ? s->batch : plan->kind->kind;
    return OK;
}

/* --- one command beside the rows --------------------------------------------------------- */

/* An answered refusal that is what this run wants anyway. */
typedef bool as_wanted(const struct batch *batch, const struct json *answer);

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

static enum exit_code judge(struct batch *b, const struct json *answer, as_wanted *fine)
{
    struct str code = member(answer, "code");

    if (!str_eq(member(answer, "outcome"), STR("REFUSED")) || fine(b, answer))
        return EXIT_DONE;
    show_verdict(&b->show, answer);
    return code.n ? exit_of_name(code) : EXIT_REFUSED;
}

/* Answered before anything else is sent, under a fresh id: what was refused once may be right
 * by now. */
static enum exit_code side_command(struct batch *b, enum op op,
                                   const char *const given[PARAM_COUNT], as_wanted *fine)
{
    struct str id = uuid_random(b->arena), text;
    struct rpc_reply reply;
    enum exit_code result;
    struct error err = command_params(op, given, id, b->arena, &text);

    if (!err.code)
        err = session_call(&b->session, catalog[op].name, true, text, b->arena, &reply);
    if (err.code)
        return batch_fail(b, err, id);
    err = session_error(&reply, b->arena);
    result = err.code ? batch_fail(b, err, id) : judge(b, reply.body, fine);
    rpc_reply_release(&reply);
    return result;
}

/* --- begin ------------------------------------------------------------------------------- */

/* Begun by an earlier run, with these totals; or with others that were amended to these. */
static bool is_same_batch(const struct batch *b, const struct json *answer)
{
    const struct settings *s = &b->command.settings;
    const struct json *numbers = json_member(answer, "numbers");
    struct str rows = str_format(b->arena, "%lld", (long long)s->rows);
    struct money announced, total;

    return str_eq(member(answer, "guard"), STR("OPENING_BEGUN")) &&
           str_eq(member(numbers, "control_rows"), rows) &&
           str_eq(member(numbers, "as_of"), str_of(s->as_of)) &&
           money_parse(member(numbers, "control_total"), &announced) &&
           money_parse(str_of(s->total), &total) && announced.fen == total.fen;
}

enum exit_code opening_begin(struct batch *b, const struct import_plan *plan)
{
    const struct settings *s = &b->command.settings;
    const char *given[PARAM_COUNT] = { 0 };

    given[P_batch] = plan->fixed[P_batch];
    given[P_as_of] = s->as_of;
    given[P_rows] = str_text(b->arena, str_format(b->arena, "%lld", (long long)s->rows));
    given[P_total] = s->total;
    return side_command(b, OP_OPENING_BEGIN, given, is_same_batch);
}

/* --- close ------------------------------------------------------------------------------- */

static bool is_closed(const struct batch *b, const struct json *answer)
{
    if (!str_eq(member(answer, "guard"), STR("OPENING_AGAIN")))
        return false;
    if (b->show.form == FORM_HUMAN)
        fprintf(b->show.out, "%s\n", _("the batch was closed before; nothing is new"));
    return true;
}

static bool never(const struct batch *b, const struct json *answer)
{
    (void)b;
    (void)answer;
    return false;
}

enum exit_code opening_close(struct batch *b, const struct import_plan *plan, bool idle)
{
    const char *given[PARAM_COUNT] = { 0 };

    given[P_batch] = plan->fixed[P_batch];
    return side_command(b, OP_OPENING_CLOSE, given, idle ? is_closed : never);
}
