/*
 * wish.c - the file that asks for a backup.
 */
#include "server/shell/wish.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "server/shell/request.h"

static void answer(struct request *request, const char *wish, bool already)
{
    struct json_out out;

    log_put(LEVEL_INFO, LOG_EVENT("asked_for"), LOG_TEXT("what", str_of(wish)),
            LOG_TEXT("by", str_of(request->session->who.login)));
    json_out_init(&out, &request->arena);
    json_begin_object(&out);
    json_field_str(&out, "asked", str_of(wish));
    json_field_bool(&out, "already", already);
    json_end_object(&out);
    request_answer(request, json_text(&out));
}

void wish_answer(struct request *request)
{
    const char *folder = request->session->daemon->settings->requests;
    const char *wish = request->op == OP_DRILL_NOW ? "drill" : "backup";
    struct str path;
    int fd;

    if (!folder) {
        request_fail(request,
                     refuse_with(ERR_CONFIG, NULL,
                                 STR("the server takes no requests for backups: the setting "
                                     "'requests' names no folder")));
        return;
    }
    path = str_format(&request->arena, "%s/%s", folder, wish);
    fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (fd < 0 && errno != EEXIST) {
        request_fail(request, refuse_with(ERR_CONFIG, NULL,
                                          str_format(&request->arena, "%.*s: %s", STR_ARG(path),
                                                     strerror(errno))));
        return;
    }
    answer(request, wish, fd < 0);
    if (fd >= 0)
        (void)close(fd);
}
