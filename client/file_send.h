/*
 * file_send.h - files to the daemon and back, a piece a request.
 */
#ifndef OSB_CLIENT_FILE_SEND_H
#define OSB_CLIENT_FILE_SEND_H

#include "client/batch.h"

/* `osb file put PATH ...`: when the sha256 that was given is no hash but a path, hands the
 * file's bytes in and puts hash and name into the command. ERR_NO_FILE, ERR_TOO_MUCH, and what
 * the daemon says. */
NODISCARD struct error file_hand_in(struct batch *batch);
/* `osb file get HASH`: all pieces, to --out or standard output, if they have that hash. */
enum exit_code file_fetch(struct batch *batch);

#endif
