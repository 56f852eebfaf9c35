/*
 * days.c - weekdays and closed days beside a day that is typed.
 */
#include "client/term/days.h"

#include "client/words.h"

static const char *const weekdays[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                        N_("Fri"), N_("Sat"), N_("Sun") };

static bool has_day(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (params[sheet->places[i].item.param].type == PARAM_DAY)
            return true;
    return false;
}

void days_ask(struct app *app, struct screen *screen, int tag, const struct sheet *sheet)
{
    if (app->days.closed.body || !has_day(sheet) || app->talk.state != TALK_READY)
        return;
    (void)app_ask(app, screen, tag, OP_CALENDAR_LIST, STR("{\"limit_rows\":500}"));
    (void)app_ask(app, screen, tag, OP_POLICY_SHOW, STR(""));
}

void days_take(struct app *app, struct rpc_reply *reply)
{
    struct rpc_reply *place = &app->days.closed;

    if (reply->kind != RPC_RESULT) /* then days have no kind, as before */
        return;
    if (!json_member(reply->body, "rows"))
        place = &app->days.week;
    rpc_reply_release(place);
    *place = *reply;
    *reply = (struct rpc_reply){ 0 };
}

void days_release(struct days *days)
{
    rpc_reply_release(&days->closed);
    rpc_reply_release(&days->week);
}

/* Is the house closed on that day, and as what? */
static bool is_closed(const struct days *days, struct day day, struct str *name,
                      struct arena *arena)
{
    struct str text = day_text(day, arena), has;
    int64_t mask = 0;
    bool open = true;

    *name = STR("");
    for (const struct json *r = json_first(json_member(days->closed.body, "rows")); r;
         r = json_next(r))
        if (json_str(json_member(r, "day"), &has) && str_eq(has, text)) {
            (void)!json_bool(json_member(r, "open"), &open);
            (void)!json_str(json_member(r, "name"), name);
            return !open;
        }
    return json_int(json_member(days->week.body, "weekdays"), &mask) &&
           !(mask >> day_weekday(day) & 1);
}

/* "Sun, closed", "Thu, closed: Spring festival"; "" when the text is no day. */
static struct str kind_of(const struct app *app, enum param param, struct str text,
                          struct arena *arena, bool *closed)
{
    struct day day;
    struct str name;

    *closed = false;
    if (params[param].type != PARAM_DAY ||
        !day_parse(typed_plain(param, text, typed_now(), arena), &day))
        return STR("");
    *closed = is_closed(&app->days, day, &name, arena);
    return str_format(arena, "%s %.*s%s%s%.*s", words(weekdays[day_weekday(day)]),
                      STR_ARG(day_text(day, arena)), *closed ? _(", closed") : "",
                      name.n ? ": " : "", STR_ARG(text_show(name, arena)));
}

struct str days_hint(struct app *app, const struct sheet *sheet)
{
    struct arena *a = &app->frame;
    struct str hint = sheet_hint(sheet, a), kind;
    bool closed;

    if (sheet->at >= sheet->count || sheet->places[sheet->at].fault[0])
        return hint;
    kind = kind_of(app, sheet->places[sheet->at].item.param,
                   field_text(&sheet->places[sheet->at].field), a, &closed);
    return kind.n ? str_format(a, "%.*s   %.*s", STR_ARG(kind), STR_ARG(hint)) : hint;
}

void days_warn(struct app *app, const struct sheet_place *left)
{
    bool closed;
    struct str kind =
        kind_of(app, left->item.param, field_text(&left->field), &app->frame, &closed);

    if (left->fault[0])
        app_say(app, LOOK_WARNING, "%s: %s", words(left->item.label), left->fault);
    else if (closed)
        app_say(app, LOOK_WARNING, "%.*s", STR_ARG(kind));
}
