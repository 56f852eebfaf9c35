/*
 * osb_load.c - sessions that key, sign, ship and bill orders as fast as the daemon answers.
 *
 *     osb_load [options] SOCKET TOKEN_FILE
 *         --road intake|life   what each order goes through (default intake)
 *         --sessions N         orders under way at a time (default 8)
 *         --orders N           ends when so many have reached their end
 *         --seconds N          or begins no order after that time (default 10)
 *         --customers N        drawn evenly (default 1000)
 *         --hot                all orders of one customer instead
 *         --products N         in the catalogue (default 500)
 *         --run NAME           makes texts of this run unlike those of another on the same
 *                              database
 *         --steps              prints the times of each step
 *
 * The loop is closed: a session sends its next request when it has the answer to the last.
 * Each answer is checked for its outcome and the state behind it; anything else than what the
 * step asks for is printed, counted as wrong, and ends that order. The last line is for
 * programs: "load: name=value ...". The status is 0 when no answer was wrong.
 */
#include <getopt.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "tests/load/figures.h"
#include "tests/load/line.h"
#include "tests/load/road.h"

#define MOST_SESSIONS 200
#define MOST_STEPS    32
#define HANG_MS       30000
#define WRONG_SHOWN   5

struct options {
    const struct road *road;
    const char *socket_path, *token, *run;
    unsigned sessions, customers, products;
    uint64_t orders; /* 0: no bound */
    int64_t seconds; /* 0: no bound */
    bool hot, steps;
};

/* One order after the other, by the people of one market. */
struct worker {
    unsigned number;
    struct line *seats[SEATS]; /* NULL: the road does not need it */
    struct journey journey;
    size_t step;
    int64_t sent_us;
    bool resting; /* no more orders */
};

struct load {
    struct options options;
    struct worker workers[MOST_SESSIONS];
    struct pollfd fds[MOST_SESSIONS];
    struct times times[MOST_STEPS];
    int64_t begun_us, ends_us;
    uint64_t begun, closed, wrong; /* orders, orders, answers */
    uint64_t commands;
    unsigned busy; /* workers */
};

/* ---- work ---- */

static void send_step(struct load *load, struct worker *w)
{
    char request[REQUEST_BYTES];
    size_t length = road_request(load->options.road, w->step, &w->journey, request);
    struct line *line = w->seats[load->options.road->steps[w->step].seat];

    load->fds[w->number] = (struct pollfd){ .fd = line->fd, .events = POLLIN };
    w->sent_us = now_us();
    line_send(line, request, length);
}

static bool more_wanted(const struct load *load)
{
    const struct options *o = &load->options;

    return (!o->orders || load->begun < o->orders) && (!o->seconds || now_us() < load->ends_us);
}

static void next_order(struct load *load, struct worker *w)
{
    const struct options *o = &load->options;

    if (!more_wanted(load)) {
        load->fds[w->number].fd = -1;
        w->resting = true;
        load->busy--;
        return;
    }
    w->step = 0;
    w->journey = (struct journey){ .number = ++load->begun,
                                   .products = o->products,
                                   .run = o->run,
                                   .customer = o->customers + 1 };
    if (!o->hot)
        w->journey.customer = road_customer(w->number, w->journey.number, o->customers);
    send_step(load, w);
}

static void on_answer(struct load *load, struct worker *w, const char *answer)
{
    const struct road *road = load->options.road;

    load->commands++;
    times_add(&load->times[w->step], now_us() - w->sent_us);
    if (!road_answer(road, w->step, &w->journey, answer)) {
        if (load->wrong++ < WRONG_SHOWN)
            fprintf(stderr, "%s of order %s: %s\n", road->steps[w->step].op, w->journey.order,
                    answer);
        next_order(load, w);
    } else if (++w->step < road->count) {
        send_step(load, w);
    } else {
        load->closed++;
        next_order(load, w);
    }
}

static void run(struct load *load)
{
    const unsigned sessions = load->options.sessions;

    load->begun_us = now_us();
    load->ends_us = load->begun_us + load->options.seconds * 1000000;
    load->busy = sessions;
    for (unsigned i = 0; i < sessions; i++)
        next_order(load, &load->workers[i]);
    while (load->busy) {
        if (poll(load->fds, sessions, HANG_MS) == 0)
            give_up("no answer within %d ms", HANG_MS);
        for (unsigned i = 0; i < sessions; i++) {
            struct worker *w = &load->workers[i];
            const char *answer;

            if (w->resting || !load->fds[i].revents)
                continue;
            answer = line_take(w->seats[load->options.road->steps[w->step].seat]);
            if (answer)
                on_answer(load, w, answer);
        }
    }
}

/* ---- report ---- */

static void print_steps(struct load *load)
{
    const struct road *road = load->options.road;

    for (size_t i = 0; i < road->count; i++)
        printf("  %-18s %7zu  p50 %7u us  p99 %7u us\n", road->steps[i].op,
               load->times[i].count, times_percentile(&load->times[i], 50),
               times_percentile(&load->times[i], 99));
}

static void print_result(struct load *load, int64_t took_us, int64_t cpu_us)
{
    const struct options *o = &load->options;
    struct times all = { 0 };

    for (size_t i = 0; i < o->road->count; i++)
        for (size_t k = 0; k < load->times[i].count; k++)
            times_add(&all, load->times[i].us[k]);
    printf("load: road=%s sessions=%u orders=%llu commands=%llu wrong=%llu seconds=%lld.%03lld"
           " rate=%lld p50_us=%u p99_us=%u cpu_ms=%lld\n",
           o->road->name, o->sessions, (unsigned long long)load->closed,
           (unsigned long long)load->commands, (unsigned long long)load->wrong,
           (long long)(took_us / 1000000), (long long)(took_us / 1000 % 1000),
           (long long)((int64_t)load->commands * 1000000 / took_us), times_percentile(&all, 50),
           times_percentile(&all, 99), (long long)(cpu_us / 1000));
    times_release(&all);
}

/* ---- beginning and end ---- */

static bool needs(const struct road *road, enum seat seat)
{
    for (size_t i = 0; i < road->count; i++)
        if (road->steps[i].seat == seat)
            return true;
    return false;
}

static void sit_down(struct worker *w, const struct options *o)
{
    for (enum seat seat = 0; seat < SEATS; seat++) {
        char login[40];

        if (!needs(o->road, seat))
            continue;
        w->seats[seat] = malloc(sizeof *w->seats[seat]);
        if (!w->seats[seat])
            give_up("no memory");
        road_login(seat, o->hot ? 0 : w->number, login, sizeof login);
        line_open(w->seats[seat], o->socket_path, login, o->token);
    }
}

static void stand_up(struct worker *w)
{
    for (enum seat seat = 0; seat < SEATS; seat++)
        if (w->seats[seat]) {
            line_close(w->seats[seat]);
            free(w->seats[seat]);
        }
}

static char *token_of(const char *path)
{
    static char token[256];
    FILE *in = fopen(path, "re");

    if (!in || !fgets(token, sizeof token, in))
        give_up("%s: no token there", path);
    fclose(in);
    token[strcspn(token, "\n")] = '\0';
    return token;
}

static uint64_t number_of(const char *text, uint64_t least, uint64_t most)
{
    char *end;
    uint64_t n = strtoull(text, &end, 10);

    if (!*text || *end || n < least || n > most)
        give_up("'%s' is no number from %llu to %llu", text, (unsigned long long)least,
                (unsigned long long)most);
    return n;
}

static void read_options(int argc, char *argv[], struct options *o)
{
    static const struct option known[] = {
        { "road", 1, NULL, 'r' },     { "sessions", 1, NULL, 's' },
        { "orders", 1, NULL, 'o' },   { "seconds", 1, NULL, 't' },
        { "hot", 0, NULL, 'h' },      { "customers", 1, NULL, 'c' },
        { "products", 1, NULL, 'p' }, { "run", 1, NULL, 'n' },
        { "steps", 0, NULL, 'S' },    { 0 },
    };
    bool timed = false;
    int option;

    *o = (struct options){
        .road = &road_intake, .run = "R", .sessions = 8, .customers = 1000, .products = 500
    };
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == 'r')
            o->road = road_of(optarg);
        else if (option == 's')
            o->sessions = (unsigned)number_of(optarg, 1, MOST_SESSIONS);
        else if (option == 'o')
            o->orders = number_of(optarg, 1, UINT32_MAX);
        else if (option == 't')
            timed = (o->seconds = (int64_t)number_of(optarg, 1, 86400)) > 0;
        else if (option == 'c')
            o->customers = (unsigned)number_of(optarg, MARKETS, 9000);
        else if (option == 'p')
            o->products = (unsigned)number_of(optarg, ORDER_LINES, 9999);
        else if (option == 'n')
            o->run = optarg;
        else if (option == 'h')
            o->hot = true;
        else if (option == 'S')
            o->steps = true;
        else
            exit(2);
    }
    if (!o->road || argc - optind != 2)
        give_up("usage: osb_load [options] SOCKET TOKEN_FILE");
    if (!timed && !o->orders)
        o->seconds = 10;
    o->socket_path = argv[optind];
    o->token = token_of(argv[optind + 1]);
}

int main(int argc, char *argv[])
{
    static struct load load;
    int64_t cpu_us, took_us;

    read_options(argc, argv, &load.options);
    for (unsigned i = 0; i < load.options.sessions; i++) {
        load.workers[i].number = i;
        sit_down(&load.workers[i], &load.options);
    }
    cpu_us = own_cpu_us();
    run(&load);
    cpu_us = own_cpu_us() - cpu_us;
    took_us = now_us() - load.begun_us;
    for (unsigned i = 0; i < load.options.sessions; i++)
        stand_up(&load.workers[i]);
    if (load.options.steps)
        print_steps(&load);
    print_result(&load, took_us, cpu_us);
    for (size_t i = 0; i < MOST_STEPS; i++)
        times_release(&load.times[i]);
    return load.wrong ? 1 : 0;
}
