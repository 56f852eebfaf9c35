#include "client/batch.h"
enum exit_code batch_import(struct batch *batch)
{
    (void)batch;
    return EXIT_USAGE;
}
enum exit_code batch_paper(struct batch *batch, const struct json *form)
{
    (void)batch;
    (void)form;
    return EXIT_USAGE;
}
