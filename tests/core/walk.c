/*
 * walk.c - every road of one order in a tiny world, by the real decide and apply.
 *
 *     walk                      all starts
 *     walk --start NAME...      these starts only
 *     walk --sample             ten guards taken away in turn
 *     walk --controls [RULE...] every guard, or these
 *
 * From each start (walk_starts.c: amounts under, at and over each threshold) every act of its
 * stretch is tried in every state, until there is no new state: the walk has no limit of
 * states, it ends because the tiny world does. Two states are one when no rule can tell them
 * apart (walk_look.c); that this is so is tried as well (twins). It proves:
 *   - no pair of state and operation is undefined: in each combination of the documents'
 *     states each operation of the catalog, tried by each person, goes by flow.def or is
 *     refused with a rule; what goes keeps all truths;
 *   - all pairs of state and event of the order's, the note's and the shipment's machine
 *     are taken, all their states reached;
 *   - from every state there is a way to an end (closed, cancelled, rejected), over the
 *     whole graph;
 *   - after every act the invariants (truths.h) hold, and what walk_truths.c says of it:
 *     no note without QC, AC, CC or ST, and MA on that version and its money; goods leave on
 *     an accepted note that is not stopped, and are billed after consignment; nobody signs
 *     twice, or what he keyed; a shortfall is signed; an end is an end; and more.
 * With a guard taken away one of these breaks, or the guard stands in walk_controls.c with
 * the reason why not.
 *
 * The world is tiny, so this is outside, and the simulator's (sim.c):
 *   - several orders, customers of one account, several lines, delegates, quota of classes;
 *   - acts beyond a start's stretch: money that comes early is walked in FUNDS and MONEY, stops
 *     in HALT, amendments in CHECKS (two versions), a lowered limit in LIMIT, and so on: the
 *     pairs of all of them are there, not each mixture of two stretches;
 *   - the second time of what is only more of the same: a third version, a third note, more
 *     than one shipment dropped, two treatments asked for, as many receipts reversed as the
 *     start says, days that pass once;
 *   - master data that change under way.
 */
#include <inttypes.h>
#include <malloc.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/core/flow.h"
#include "tests/core/walk_parts.h"

#define WORKERS       2
#define FLOW_ROWS_MAX 1024

static void print_tally(const char *name, const struct tally *t)
{
    printf("walk: %-26s %6zu states, %7" PRIu64 " tried, %6" PRIu64 " moved, %7" PRIu64
           " refused, %5" PRIu64 " beyond bounds, %3zu twins\n",
           name, t->states, t->tries, t->moves, t->refused, t->beyond, t->twins);
    fflush(stdout);
}

static void add(struct tally *all, const struct tally *t)
{
    all->states += t->states;
    all->tries += t->tries;
    all->moves += t->moves;
    all->refused += t->refused;
    all->beyond += t->beyond;
    all->twins += t->twins;
}

/* --- what was reached -----------------------------------------------------------------------
 */

static unsigned unreached(enum enum_id states, const bool *reached)
{
    unsigned n = 0;

    for (unsigned s = 1; s < enum_count(states); s++)
        if (!reached[s]) {
            printf("walk: %s was not reached\n", enum_name(states, s));
            n++;
        }
    return n;
}

/* How often roads of this row's pair were taken; false when an earlier row is the same pair. */
static bool first_of_pair(size_t row, uint64_t *taken)
{
    const struct flow_row *f = &flow_rows[row];

    *taken = 0;
    for (size_t k = 0; k < flow_row_count; k++) {
        if (flow_rows[k].machine != f->machine || flow_rows[k].from != f->from ||
            flow_rows[k].event != f->event)
            continue;
        if (k < row)
            return false;
        *taken += flow_taken[k];
    }
    return true;
}

/* Pairs of state and event that no act took. */
static unsigned untaken(void)
{
    unsigned missing = 0, pairs = 0, roads = 0, rows = 0;

    for (size_t k = 0; k < flow_row_count; k++) {
        const struct flow_row *f = &flow_rows[k];
        uint64_t taken;

        if (f->machine == MACHINE_RECEIVABLE)
            continue;
        rows++;
        roads += flow_taken[k] > 0;
        if (!first_of_pair(k, &taken))
            continue;
        pairs++;
        if (taken)
            continue;
        missing++;
        printf("walk: %s %s -%s-> was not taken\n", enum_name(ENUM_machine, f->machine),
               enum_name(flow_states(f->machine), f->from), flow_event_name(f->event));
    }
    printf("figure: walk: %u of %u pairs of state and event taken, %u of %u roads\n",
           pairs - missing, pairs, roads, rows);
    return missing;
}

static void print_everything(const struct everything *e)
{
    unsigned known = 0, by_flow = 0, otherwise = 0;

    for (unsigned s = 1; s < order_state_count; s++)
        for (enum op op = 0; op < OP_COUNT; op++) {
            known += (e->state_op[s][op] & 1) != 0;
            by_flow += (e->state_op[s][op] & 3) == 2;
            otherwise += e->state_op[s][op] == 4;
        }
    printf("figure: walk: %zu combinations of states x every operation x every person: %" PRIu64
           " tried, %" PRIu64 " went, %" PRIu64 " refused by the flow, %" PRIu64
           " by another rule or error\n",
           e->n, e->tries, e->gone, e->by_flow, e->refused);
    printf("figure: walk: of pairs of an order's state and an operation %u go, %u are refused "
           "by the flow, %u otherwise; none is undefined\n",
           known, by_flow, otherwise);
}

/* --- the walk -------------------------------------------------------------------------------
 */

static bool named(const struct start *s, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (!strcmp(names[i], s->name))
            return true;
    return count == 0;
}

/* What one worker brings back; the lists that grow stay his own. */
struct part {
    struct judge j;
    uint64_t seen[EVERYTHING_SLOTS], taken[FLOW_ROWS_MAX];
    struct tally all;
    unsigned passed, failed;
};
struct share {
    atomic_size_t next; /* the start that nobody has taken yet */
    struct part parts[WORKERS];
};

static void walk_part(struct share *share, struct part *part, int count, char **names)
{
    everything_init(&part->j.everything);
    flow_counting = true;
    for (size_t i; (i = atomic_fetch_add(&share->next, 1)) < start_count;) {
        struct tally t;

        if (!named(&starts[i], count, names))
            continue;
        walk_start(&starts[i], &part->j, &t) ? part->passed++ : part->failed++;
        print_tally(starts[i].name, &t);
        add(&part->all, &t);
    }
    memcpy(part->seen, part->j.everything.seen, sizeof part->seen);
    everything_free(&part->j.everything);
    memcpy(part->taken, flow_taken, flow_row_count * sizeof *part->taken);
}

static void join(const struct part *part, struct judge *j, struct tally *all)
{
    for (size_t i = 0; i < order_state_count; i++)
        j->reached[i] |= part->j.reached[i];
    for (size_t i = 0; i < note_state_count; i++)
        j->note_reached[i] |= part->j.note_reached[i];
    for (size_t i = 0; i < shipment_state_count; i++)
        j->shipment_reached[i] |= part->j.shipment_reached[i];
    for (size_t k = 0; k < flow_row_count; k++)
        flow_taken[k] += part->taken[k];
    everything_join(&j->everything, &part->j.everything, part->seen);
    add(all, &part->all);
}

/* Each processor takes the next start; a worker that dies has failed. */
static int walk_all(int count, char **names)
{
    struct share *share =
        mmap(NULL, sizeof *share, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct judge j = { .quiet = false };
    struct tally all = { 0 };
    unsigned passed = 0, failed = 0;
    pid_t workers[WORKERS];

    if (share == MAP_FAILED || flow_row_count > FLOW_ROWS_MAX)
        abort();
    everything_init(&j.everything);
    fflush(stdout);
    for (size_t i = 0; i < WORKERS; i++) {
        workers[i] = fork();
        if (workers[i] < 0)
            abort();
        if (workers[i] == 0) {
            walk_part(share, &share->parts[i], count, names);
            _exit(0);
        }
    }
    for (size_t i = 0; i < WORKERS; i++) {
        int status;

        if (waitpid(workers[i], &status, 0) != workers[i])
            abort();
        passed += share->parts[i].passed;
        failed += share->parts[i].failed + (status != 0);
        join(&share->parts[i], &j, &all);
    }
    if (passed + failed == 0) {
        printf("walk: no start is called so\n");
        failed++;
    }
    print_tally("all", &all);
    if (count == 0) {
        unreached(ENUM_order_state, j.reached) ? failed++ : passed++;
        unreached(ENUM_note_state, j.note_reached) ? failed++ : passed++;
        unreached(ENUM_shipment_state, j.shipment_reached) ? failed++ : passed++;
        untaken() ? failed++ : passed++;
    }
    printf("figure: walk: %zu states, all of them: %" PRIu64 " acts tried, %" PRIu64
           " moved, %" PRIu64 " refused; %zu twins did the same\n",
           all.states, all.tries, all.moves, all.refused, all.twins);
    print_everything(&j.everything);
    everything_free(&j.everything);
    printf("%u passed, %u failed\n", passed, failed);
    return failed != 0;
}

int main(int argc, char **argv)
{
    if (sodium_init() < 0)
        return 1;
    mallopt(M_TRIM_THRESHOLD, 1 << 30); /* arenas come and go: keep their pages */
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    if (argc > 1 && !strcmp(argv[1], "--start"))
        return walk_all(argc - 2, argv + 2);
    if (argc > 1 && !strcmp(argv[1], "--controls"))
        return walk_controls(argc - 2, argv + 2);
    if (argc > 1 && !strcmp(argv[1], "--sample"))
        return walk_sample();
    return walk_all(0, NULL);
}
