/*
 * replay.c - random commands on the model, printed as the SQL that stores each of them.
 *
 *     replay COMMANDS SEED
 *
 * The rules and the schema are two accounts of one matter; here one is read to the other.
 * The script fills an empty migrated database with the small world's rows and then sends one
 * transaction a command, as the daemon's role: a row that a rule writes and the schema refuses
 * ends it with an error. The comment before a transaction says who did what.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/core/player.h"

static void print_quoted(struct str text)
{
    putchar('\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'')
            putchar('\'');
        putchar(text.p[i]);
    }
    putchar('\'');
}

static void print_value(const void *row, const struct column *column, struct arena *arena)
{
    struct str value;

    if (row_value(row, column, arena, &value))
        print_quoted(value);
    else
        fputs("null", stdout);
}

static void print_columns(const struct table_info *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        printf("%s%s", i ? ", " : "", table->columns[i].name);
}

static void print_row(const struct table_info *table, const void *row, struct arena *arena)
{
    for (size_t i = 0; i < table->column_count; i++) {
        fputs(i ? ", " : "", stdout);
        print_value(row, &table->columns[i], arena);
    }
}

static void print_insert(const struct table_info *table, const void *row, struct arena *arena)
{
    printf("insert into osb.%s (", table->sql_name);
    print_columns(table);
    fputs(") values (", stdout);
    print_row(table, row, arena);
    fputs(");\n", stdout);
}

static void print_update(const struct table_info *table, const void *row, struct arena *arena)
{
    printf("update osb.%s set (", table->sql_name);
    print_columns(table);
    fputs(") = row(", stdout);
    print_row(table, row, arena);
    printf(") where id = %" PRId64 ";\n", row_id(row));
}

/* The rows that the world begins with, instead of the seed of the migrations. */
static void print_world(const struct model *m, struct arena *arena)
{
    puts("begin;\nset local session_replication_role = replica;\n"
         "delete from osb.counter;\ndelete from osb.policy;\ndelete from osb.user_role;\n"
         "delete from osb.app_user;");
    puts("alter table osb.policy disable trigger user;");
    for (size_t t = 0; t < TABLE_COUNT; t++) {
        for (size_t i = 0; i < m->tables[t].n; i++)
            print_insert(&tables[t], m->tables[t].rows[i], arena);
    }
    puts("commit;\nset role osb_app;");
}

static void print_command(const struct world *c, const struct work *w, const char *login,
                          struct arena *arena)
{
    const struct effects *e = &c->effects;

    printf("-- %.*s: %s by %s\nbegin;\n", STR_ARG(w->command_id), catalog[w->op].name, login);
    printf("insert into osb.command (id, op, actor_id, body_sha256, outcome, answer, at) values"
           " ('%.*s', '%s', %" PRId64 ", repeat('0', 64), '%s', ",
           STR_ARG(w->command_id), catalog[w->op].name, w->actor_id,
           enum_name(ENUM_outcome, w->ruling.outcome));
    print_quoted(verdict_answer(w));
    fputs(", ", stdout);
    print_quoted(instant_text(w->now, arena));
    puts(");");
    for (size_t i = 0; i < e->n; i++) {
        if (e->v[i].kind == EFFECT_INSERT)
            print_insert(&tables[e->v[i].table], e->v[i].row, arena);
        else
            print_update(&tables[e->v[i].table], e->v[i].row, arena);
    }
    puts("commit;");
}

static void run(struct player *p, struct play play, struct arena *arena);

/* Held orders are judged again after a command that frees, as the executor does. */
static void run_rechecks(struct player *p, struct arena *arena)
{
    const struct model_table *orders = &p->world->model.tables[TABLE_ORDER];

    for (size_t i = 0; i < orders->n; i++) {
        const struct order_row *o = orders->rows[i];

        if (o->state != ORDER_HOLD_CREDIT && o->state != ORDER_WAIT_FUNDS)
            continue;
        give_text(p->world, P_order, str_text(p->world->arena, o->no));
        run(p, (struct play){ OP_ORDER_RECHECK, "SYSTEM" }, arena);
    }
}

/* What the reader of parameters lets through: the player forgets some on purpose. */
static bool is_whole(const struct world *c, enum op op)
{
    for (size_t i = 0; i < catalog[op].param_count; i++)
        if (catalog[op].params[i].required && !c->args.v[catalog[op].params[i].param].given)
            return false;
    return true;
}

static void run(struct player *p, struct play play, struct arena *arena)
{
    struct work *w;

    if (!is_whole(p->world, play.op))
        return;
    w = world_do(p->world, play.op, play.login);

    print_command(p->world, w, play.login, arena);
    if (w->ruling.outcome == OUTCOME_DONE && operations[play.op]->frees &&
        play.op != OP_ORDER_RECHECK)
        run_rechecks(p, arena);
}

int main(int argc, char **argv)
{
    uint64_t commands = argc > 1 ? strtoull(argv[1], NULL, 10) : 400;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct arena arena;
    struct player p;

    if (sodium_init() < 0)
        return 1;
    arena_init(&arena, SIZE_MAX);
    p = (struct player){ .chance = { seed }, .world = world_new(&arena) };
    print_world(&p.world->model, &arena);
    for (uint64_t i = 0; i < commands; i++) {
        run(&p, player_choose(&p), &arena);
        world_later(p.world, (int64_t)chance_below(&p.chance, 12));
        if (chance_percent(&p.chance, 2))
            world_later(p.world, (int64_t)chance_below(&p.chance, 9 * 24 * 60));
    }
    puts("reset role;");
    arena_release(&arena);
    return 0;
}
