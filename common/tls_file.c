/* tls_file.c - reading and writing keys and certificates as PEM. */
#include "common/tls_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tls.h"

struct error tls_refuse(struct arena *arena, const char *what, const char *path)
{
    struct str why = tls_trouble(NULL, arena);

    return refuse_with(ERR_TLS, NULL,
                       str_format(arena, "%s%s%s%s%.*s", what, path ? " " : "",
                                  path ? path : "", why.n ? ": " : "", STR_ARG(why)));
}

static struct error refuse_file(struct arena *arena, const char *path)
{
    return refuse_with(ERR_NO_FILE, NULL, str_format(arena, "%s: %s", path, strerror(errno)));
}

/* Whoever reads the key is the daemon, so a key that others may read is a fault to mend
 * before it serves. The group may read: that is how a package installs it. */
static struct error check_private(FILE *in, const char *path, struct arena *arena)
{
    struct stat status;

    if (fstat(fileno(in), &status) != 0)
        return refuse_file(arena, path);
    if (status.st_mode & (S_IRWXO | S_IWGRP | S_IXGRP))
        return refuse_with(ERR_TLS, NULL,
                           str_format(arena,
                                      "private key %s has mode %04o, open to others: chmod 600",
                                      path, (unsigned)status.st_mode & 07777));
    return OK;
}

/* Without this OpenSSL would ask for a passphrase on the terminal. */
static int no_passphrase(char *buffer, int size, int writing, void *unused)
{
    (void)buffer;
    (void)size;
    (void)writing;
    (void)unused;
    return -1;
}

struct error tls_key_read(const char *path, struct arena *arena, EVP_PKEY **out)
{
    FILE *in = fopen(path, "re");
    struct error err;

    if (!in)
        return refuse_file(arena, path);
    err = check_private(in, path, arena);
    if (!err.code) {
        *out = PEM_read_PrivateKey(in, NULL, no_passphrase, NULL);
        if (!*out)
            err = tls_refuse(arena, "no private key (without passphrase) in", path);
    }
    fclose(in);
    return err;
}

struct error tls_cert_read(const char *path, struct arena *arena, X509 **out)
{
    FILE *in = fopen(path, "re");

    if (!in)
        return refuse_file(arena, path);
    *out = PEM_read_X509(in, NULL, no_passphrase, NULL);
    fclose(in);
    return *out ? OK : tls_refuse(arena, "no certificate in", path);
}

/* The file is whole on the disk before it gets its name. */
static struct error finish(FILE *out, const char *fresh, const char *path, bool replace,
                           struct arena *arena)
{
    bool good = fflush(out) == 0 && fsync(fileno(out)) == 0;

    good = fclose(out) == 0 && good;
    if (good && renameat2(AT_FDCWD, fresh, AT_FDCWD, path, replace ? 0 : RENAME_NOREPLACE) == 0)
        return OK;
    struct error err = refuse_file(arena, path);
    unlink(fresh);
    return err;
}

static FILE *open_fresh(const char *fresh, mode_t mode)
{
    int fd;

    unlink(fresh); /* left by a run that was cut off */
    fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    return fd < 0 ? NULL : fdopen(fd, "w");
}

struct error tls_key_write(const char *path, EVP_PKEY *key, bool replace, struct arena *arena)
{
    const char *fresh = str_format(arena, "%s.new", path).p;
    FILE *out = open_fresh(fresh, 0600);

    if (!out)
        return refuse_file(arena, fresh);
    if (!PEM_write_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL)) {
        fclose(out);
        unlink(fresh);
        return tls_refuse(arena, "cannot write private key", path);
    }
    return finish(out, fresh, path, replace, arena);
}

struct error tls_cert_write(const char *path, X509 *cert, bool replace, struct arena *arena)
{
    const char *fresh = str_format(arena, "%s.new", path).p;
    FILE *out = open_fresh(fresh, 0644);

    if (!out)
        return refuse_file(arena, fresh);
    if (!PEM_write_X509(out, cert)) {
        fclose(out);
        unlink(fresh);
        return tls_refuse(arena, "cannot write certificate", path);
    }
    return finish(out, fresh, path, replace, arena);
}
