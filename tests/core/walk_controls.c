/*
 * walk_controls.c - does the walk notice a guard that is missing?
 *
 * First all starts are walked with every guard, to see where each one bites: where it never
 * did nothing changes without it. Then each is taken away in a process of its own, and the
 * starts where it bit are walked, the small ones first, until something breaks, or the program
 * stops at a promise, or enough was seen.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/core/walk_parts.h"

static uint64_t (*bites)[RULE_COUNT]; /* of each start */
static size_t *order;                 /* of the starts, the smallest first */
static size_t *sizes;

/* --- in scope -------------------------------------------------------------------------------
 */

/* Not about orders, notes, shipments and their money: master data, administration, go-live. */
static bool in_scope(enum rule r)
{
    static const char *const other[] = { "MD ", "CM ", "QM ", "AD ", "OB ", "STOCK " };

    for (size_t i = 0; i < COUNT(other); i++)
        if (!strncmp(rules[r].code, other[i], strlen(other[i])))
            return false;
    return true;
}

static const char form_of_input[] =
    "a form of input that no try has: its unit test shows it (kills.py)";
static const char refused_behind[] =
    "another guard behind it refuses the same: its unit test shows it";
static const char other_facts[] =
    "it takes a second order or other facts under way: simulator and unit test show it";
static const char net_below[] =
    "a net under other rules, which never lets it bite here: its unit test shows it";
static const char answer_only[] = "only the answer differs: its unit test shows it";

/* Not missed by this walk, and why. */
static const struct known {
    enum rule rule;
    const char *why;
} known[] = {
    { RULE_LINES_MANY, form_of_input },      { RULE_LINE_AMOUNT, form_of_input },
    { RULE_ARRIVAL_LATER, form_of_input },   { RULE_ARRIVAL_OLD, form_of_input },
    { RULE_ATTESTED, form_of_input },        { RULE_APPROVED_LATER, form_of_input },
    { RULE_ATTEST_APPROVER, form_of_input }, { RULE_ATTEST_VERIFIER, form_of_input },
    { RULE_SEAT_EMPTY, form_of_input },      { RULE_RECEIPT_AMOUNT, form_of_input },
    { RULE_RECEIPT_DAY, form_of_input },     { RULE_RECEIPT_OLD, form_of_input },
    { RULE_PAPER_ONLY, form_of_input },      { RULE_PAPER_DRAWER, form_of_input },
    { RULE_PAPER_MATURITY, form_of_input },  { RULE_CLEAR_DAY, form_of_input },
    { RULE_PROMISED, form_of_input },        { RULE_QC_PRICE, form_of_input },
    { RULE_GRANT_MORE, form_of_input },      { RULE_ALLOCATE_OPEN, form_of_input },
    { RULE_VOID_WAY, form_of_input },        { RULE_LINE_NO_PRICE, refused_behind },
    { RULE_LINE_PRODUCT, refused_behind },   { RULE_NO_ACCOUNT, refused_behind },
    { RULE_DELEGATION, refused_behind },     { RULE_QC_VERIFIED, refused_behind },
    { RULE_QC_APPROVED, refused_behind },    { RULE_SIGNED_ALREADY, refused_behind },
    { RULE_THREE_PERSONS, refused_behind },  { RULE_VOID_CLOSED, other_facts },
    { RULE_CC_LIMIT_ZERO, refused_behind },  { RULE_DRAFT_OF_OTHERS, refused_behind },
    { RULE_EARMARK_ACCOUNT, other_facts },   { RULE_QUOTA_WORSE, other_facts },
    { RULE_TRANSFER_NOBODY, other_facts },   { RULE_TRANSFER_UNUSED, other_facts },
    { RULE_TRANSFER_MOVED, other_facts },    { RULE_CC_OVERDUE, other_facts },
    { RULE_TOLERANCE_HELD, other_facts },    { RULE_ISSUE_QTY, net_below },
    { RULE_STOCK_NEGATIVE, net_below },      { RULE_PRINT_MA, net_below },
    { RULE_PRINT_FUNDS, net_below },         { RULE_BACKORDER, answer_only },
};

static const char *known_unfound(enum rule r)
{
    for (size_t i = 0; i < COUNT(known); i++)
        if (known[i].rule == r)
            return known[i].why;
    return NULL;
}

/* --- where guards bite ----------------------------------------------------------------------
 */

static int by_size(const void *a, const void *b)
{
    size_t x = sizes[*(const size_t *)a], y = sizes[*(const size_t *)b];

    return (x > y) - (x < y);
}

static void bites_room(void)
{
    bites = calloc(start_count, sizeof *bites);
    order = calloc(start_count, sizeof *order);
    sizes = calloc(start_count, sizeof *sizes);
    if (!bites || !order || !sizes)
        abort();
}

static void bites_free(void)
{
    free(bites);
    free(order);
    free(sizes);
}

static void see_bites(void)
{
    struct judge j = { .quiet = true };
    struct tally t;

    bites_room();
    for (size_t i = 0; i < start_count; i++) {
        everything_init(&j.everything); /* each start tries everything anew */
        memset(rule_bites, 0, sizeof rule_bites);
        if (!walk_start(&starts[i], &j, &t))
            abort();
        memcpy(bites[i], rule_bites, sizeof rule_bites);
        sizes[i] = t.states;
        order[i] = i;
        everything_free(&j.everything);
    }
    qsort(order, start_count, sizeof *order, by_size);
}

static bool bites_somewhere(enum rule r)
{
    for (size_t i = 0; i < start_count; i++)
        if (bites[i][r])
            return true;
    return false;
}

/* --- one guard less -------------------------------------------------------------------------
 */

/* States that a control walks at most: without a guard the world may have no end. */
#define BUDGET 12000

enum finding { FOUND, UNNOTICED, STOPPED };
struct control {
    enum rule rule;
    pid_t pid;
    int out; /* what the process says it found */
};

/* The ten of each tier run, each in a start where it bites. */
static const struct sample {
    enum rule rule;
    const char *start;
} samples[] = {
    { RULE_QC_FLOOR, "QC: below the floor" },
    { RULE_QUOTA_SHORT, "short by quota" },
    { RULE_CC_FAR_OVER, "credit beyond 20 %" },
    { RULE_ST_NEW_GROUNDS, "credit beyond 20 %" },
    { RULE_SELF_APPROVAL, "keyed by the leader" },
    { RULE_PRINT_LIMIT, "the limit is lowered" },
    { RULE_NOTE_STOPPED, "goods go and come back" },
    { RULE_INVOICE_NOTHING, "money comes and goes" },
    { RULE_ALLOCATE_APART, "money comes and goes" },
    { RULE_CLOSE_NOT_DONE, "goods go and come back" },
};

static void look_without(enum rule r)
{
    struct judge j = { .quiet = true };
    struct tally t;

    rule_off[r] = true;
    for (size_t i = 0, states = 0; i < start_count && states < BUDGET;
         i++, states += t.states) {
        t.states = 0;
        if (!bites[order[i]][r])
            continue;
        j.budget = BUDGET - states;
        everything_init(&j.everything);
        if (!walk_start(&starts[order[i]], &j, &t)) {
            fflush(stdout);
            _exit(FOUND);
        }
        everything_free(&j.everything);
    }
    _exit(UNNOTICED);
}

static struct control control_begin(enum rule r)
{
    struct control c = { .rule = r };
    int ends[2];

    fflush(NULL);
    if (pipe(ends) || (c.pid = fork()) < 0)
        abort();
    if (c.pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        look_without(r);
    }
    close(ends[1]);
    c.out = ends[0];
    return c;
}

static enum finding control_end(const struct control *c, char *said, size_t room)
{
    size_t n = 0;
    ssize_t got;
    int status;

    while (n + 1 < room && (got = read(c->out, said + n, room - 1 - n)) > 0)
        n += (size_t)got;
    said[n] = 0;
    said[strcspn(said, "\n")] = 0;
    close(c->out);
    if (waitpid(c->pid, &status, 0) != c->pid)
        abort();
    return WIFEXITED(status) ? (enum finding)WEXITSTATUS(status) : STOPPED;
}

/* --- the account ----------------------------------------------------------------------------
 */

struct score {
    unsigned total, found, stopped, known, unknown;
};

static void judge_control(const struct control *c, struct score *s)
{
    char said[400];
    enum finding f = control_end(c, said, sizeof said);
    const char *reason = known_unfound(c->rule);

    s->total++;
    s->found += f == FOUND;
    s->stopped += f == STOPPED;
    if (f != UNNOTICED) {
        printf("control: %s: %s%s\n", rules[c->rule].name, f == STOPPED ? "stops: " : "", said);
        return;
    }
    reason ? s->known++ : s->unknown++;
    printf("control: %s is NOT missed: %s\n", rules[c->rule].name,
           reason                     ? reason
           : bites_somewhere(c->rule) ? "nothing breaks without it"
                                      : "it never bites in the tiny world");
}

static bool is_wanted(enum rule r, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (!strcmp(names[i], rules[r].name))
            return true;
    return count == 0 && in_scope(r);
}

static int report(const struct score *s)
{
    printf("figure: walk: %u of %u guards are missed when they are taken away, %u of them by a "
           "stop; %u are known not to be\n",
           s->found + s->stopped, s->total, s->stopped, s->known);
    printf("%d passed, %d failed\n", s->unknown == 0, s->unknown != 0);
    return s->unknown != 0;
}

/* No walk before to see where they bite: their starts are known. */
int walk_sample(void)
{
    struct score s = { 0 };

    bites_room();
    for (size_t k = 0; k < COUNT(samples); k++) {
        struct control c;

        memset(bites, 0, start_count * sizeof *bites);
        for (size_t i = 0; i < start_count; i++) {
            order[i] = i;
            bites[i][samples[k].rule] = !strcmp(starts[i].name, samples[k].start);
        }
        c = control_begin(samples[k].rule);
        judge_control(&c, &s);
    }
    bites_free();
    return report(&s);
}

int walk_controls(int count, char **names)
{
    size_t jobs = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    struct control *running = calloc(jobs, sizeof *running);
    struct score s = { 0 };
    size_t first = 0, n = 0;

    if (!running)
        abort();
    see_bites();
    for (enum rule r = 1; r < RULE_COUNT; r++) {
        if (!is_wanted(r, count, names))
            continue;
        if (n == jobs) {
            judge_control(&running[first++ % jobs], &s);
            n--;
        }
        running[(first + n++) % jobs] = control_begin(r);
    }
    for (; n; n--)
        judge_control(&running[first++ % jobs], &s);
    free(running);
    bites_free();
    return report(&s);
}
