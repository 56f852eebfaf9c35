/* replay.c - runs a target over files and whole folders, for compilers without libFuzzer. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "common/file.h"
#include "fuzz.h"

static int inputs;

static int replay(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    struct arena arena;
    struct file file;
    struct error err;

    (void)status;
    (void)walk;
    if (kind != FTW_F)
        return 0;
    arena_init(&arena, SIZE_MAX);
    err = file_read(path, (size_t)1 << 24, &arena, &file);
    if (err.code) {
        fprintf(stderr, "%.*s\n", STR_ARG(err.detail));
    } else {
        /* As libFuzzer does it: exactly as long as the input, so that overreads are seen. */
        uint8_t *data = malloc(file.text.n ? file.text.n : 1);

        for (size_t i = 0; data && i < file.text.n; i++)
            data[i] = (uint8_t)file.text.p[i];
        if (data)
            (void)LLVMFuzzerTestOneInput(data, file.text.n);
        free(data);
        inputs++;
    }
    arena_release(&arena);
    return err.code != ERR_NONE;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (nftw(argv[i], replay, 8, FTW_PHYS) != 0)
            return EXIT_FAILURE;
    printf("%d inputs\n", inputs);
    return inputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
