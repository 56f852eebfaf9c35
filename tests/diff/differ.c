/*
 * differ.c - the differential test: random commands through the daemon and PostgreSQL, and
 * through the model in memory, must have the same outcomes and end in the same rows.
 *
 *     differ [--commands N] [--seed S] [--world COMMANDS] [--workers N] OSBD SERVER APP EMPTY
 * DIR
 *
 * OSBD is the daemon's program, SERVER and APP are conninfo texts without a database, EMPTY a
 * migrated practice company without rows, DIR a folder with the file "token". tests/diff/run
 * gives all that. Each world has a database and a daemon of its own.
 */
#include <getopt.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/file.h"
#include "tests/diff/faults.h"
#include "tests/diff/pair.h"

#define WORKERS_MOST  8
#define FAULT_WORLD   600 /* commands, in which most kinds of effect come up */
#define COMPARE_EVERY 100
#define TIMES         20    /* that each pair of state and event must be taken */
#define LONG_RUN      10000 /* commands, from which on that is asked */
#define LONGEST       4     /* times the commands asked for, until it must be reached */

struct plan {
    uint64_t commands, seed, world;
    unsigned workers;
    bool faults;
};

_Noreturn void rig_broken(const char *format, ...)
{
    va_list values;

    fprintf(stderr, "differ: ");
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    exit(2);
}

/* --- worlds --------------------------------------------------------------------------------
 */

static bool is_long(const struct plan *plan)
{
    return plan->commands >= LONG_RUN;
}

/* A worker's share of the times that each pair is wanted. */
static uint64_t goal_of(const struct plan *plan)
{
    return (TIMES + plan->workers - 1) / plan->workers;
}

static void run_world(const struct rig *rig, const struct plan *plan, uint64_t seed,
                      struct tally *tally)
{
    uint64_t until = tally->commands + plan->world, looked = tally->commands;
    struct pair p;

    pair_begin(&p, rig, seed, goal_of(plan), tally);
    while (!p.differs && tally->commands < until) {
        pair_step(&p);
        if (!p.differs && tally->commands - looked >= COMPARE_EVERY) {
            (void)pair_compare(&p);
            looked = tally->commands;
        }
    }
    if (!p.differs)
        pair_attempts(&p);
    if (!p.differs)
        (void)pair_compare(&p);
    if (p.differs) {
        tally->differences++;
        client_show_log(&p.client);
        printf("differ: world %" PRIu64 ", %u commands sent; repeat with: tests/diff/run BUILD "
               "--commands %" PRIu64 " --seed %" PRIu64 " --world %" PRIu64 " --workers %u\n",
               seed, p.world->commands, plan->commands, plan->seed, plan->world, plan->workers);
    }
    pair_end(&p);
}

static bool is_done(const struct plan *plan, const struct tally *tally)
{
    uint64_t share = plan->commands / plan->workers;

    return tally->differences > 0 ||
           (tally->commands >= share && (!is_long(plan) || tally->commands >= LONGEST * share ||
                                         tally_reached(flow_taken, goal_of(plan))));
}

static void work(const struct rig *rig, const struct plan *plan, unsigned number,
                 struct tally *tally)
{
    flow_counting = true;
    for (uint64_t seed = plan->seed + number; !is_done(plan, tally); seed += plan->workers)
        run_world(rig, plan, seed, tally);
    for (size_t i = 0; i < flow_row_count; i++)
        tally->roads[i] = flow_taken[i];
}

/* Every worker in a process of its own; false when one did not come to its end. */
static bool work_all(const struct rig *rig, const struct plan *plan, struct tally *sum)
{
    struct tally *shares = mmap(NULL, WORKERS_MOST * sizeof *shares, PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    bool good = true;

    if (shares == MAP_FAILED)
        abort();
    fflush(NULL);
    for (unsigned i = 0; i < plan->workers; i++)
        if (fork() == 0) {
            work(rig, plan, i, &shares[i]);
            exit(0);
        }
    for (unsigned i = 0; i < plan->workers; i++) {
        int status;

        good = wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 && good;
    }
    for (unsigned i = 0; i < plan->workers; i++)
        tally_add(sum, &shares[i]);
    munmap(shares, WORKERS_MOST * sizeof *shares);
    return good;
}

/* --- what was asked for --------------------------------------------------------------------
 */

static void read_rig(char **names, struct arena *arena, struct rig *rig)
{
    struct file file;

    *rig = (struct rig){ names[0], names[1], names[2], names[3], names[4], .token = NULL };
    rig->token = str_text(arena, str_format(arena, "%s/token", rig->dir));
    if (file_read(rig->token, 4096, arena, &file).code)
        rig_broken("%s cannot be read", rig->token);
    rig->token_text = (struct str){ file.text.p, strcspn(file.text.p, "\n") };
}

static struct plan read_plan(int argc, char **argv)
{
    static const struct option options[] = { { "commands", required_argument, NULL, 'c' },
                                             { "seed", required_argument, NULL, 's' },
                                             { "world", required_argument, NULL, 'w' },
                                             { "workers", required_argument, NULL, 'n' },
                                             { "faults", no_argument, NULL, 'f' },
                                             { NULL, 0, NULL, 0 } };
    struct plan plan = { .commands = 10000, .seed = 1, .world = 300, .workers = 2 };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        uint64_t n = optarg ? strtoull(optarg, NULL, 10) : 0;

        if (option == 'c')
            plan.commands = n;
        else if (option == 's')
            plan.seed = n;
        else if (option == 'w')
            plan.world = n;
        else if (option == 'f')
            plan.faults = true;
        else if (option == 'n' && n >= 1 && n <= WORKERS_MOST)
            plan.workers = (unsigned)n;
        else
            exit(2);
    }
    if (argc - optind != 5)
        rig_broken("see the head of differ.c");
    return plan;
}

static size_t report(const struct plan *plan, const struct tally *t)
{
    uint64_t stopped = t->outcomes[OUTCOME_HELD] + t->outcomes[OUTCOME_REFUSED];
    size_t seldom = tally_report(t, is_long(plan) ? TIMES : 1);

    if (!is_long(plan))
        return 0;
    return (size_t)(seldom > 0) + (size_t)(stopped * 10 < t->commands * 3);
}

static size_t compared(const struct rig *rig, const struct plan *plan)
{
    struct tally sum = { 0 };
    size_t failed = !work_all(rig, plan, &sum);

    return failed + report(plan, &sum) + sum.differences;
}

int main(int argc, char **argv)
{
    struct plan plan = read_plan(argc, argv);
    struct arena arena;
    struct rig rig;
    size_t failed;

    if (sodium_init() < 0)
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    arena_init(&arena, SIZE_MAX);
    read_rig(argv + optind, &arena, &rig);
    failed = plan.faults ? 0 : compared(&rig, &plan);
    if (plan.faults || is_long(&plan))
        failed += faults_found(&rig, plan.seed, FAULT_WORLD);
    arena_release(&arena);
    printf("%d passed, %zu failed\n", failed == 0, failed);
    return failed != 0;
}
