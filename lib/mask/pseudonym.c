// SPDX-License-Identifier: GPL-3.0-or-later
#include "mask/pseudonym.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_DIGITS = 2 * PSEUDONYM_KEY_BYTES };

static enum status refuse(const struct problem_sink *sink, const char *path, const char *why)
{
    problem_report(sink, PROBLEM_FATAL, "key", path, 0, NULL, "%s", why);
    return STATUS_VALUE;
}

static enum status read_digits(int fd, const char *path, char digits[KEY_DIGITS + 2],
                               const struct problem_sink *sink)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return refuse(sink, path, strerror(errno));
    if (about.st_mode & (S_IRWXG | S_IRWXO))
        return refuse(sink, path,
                      "others than its owner may read this key: chmod 600 it first, and "
                      "make a new one if anybody did");
    if (about.st_uid != geteuid())
        return refuse(sink, path, "the key belongs to another user");
    ssize_t got = read(fd, digits, KEY_DIGITS + 1);
    if (got < KEY_DIGITS || (got == KEY_DIGITS + 1 && digits[KEY_DIGITS] != '\n'))
        return refuse(sink, path,
                      "is not a key (one line of 64 hexadecimal digits, as --make-key writes)");
    return STATUS_OK;
}

enum status pseudonym_read_key(struct pseudonym_key *key, const char *path,
                               const struct problem_sink *sink)
{
    char digits[KEY_DIGITS + 2];
    if (sodium_init() < 0)
        return refuse(sink, path, "the cryptographic library can't start");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return refuse(sink, path, strerror(errno));
    enum status s = read_digits(fd, path, digits, sink);
    close(fd);
    size_t size = 0;
    if (s == STATUS_OK && (sodium_hex2bin(key->bytes, sizeof key->bytes, digits, KEY_DIGITS, NULL,
                                          &size, NULL) != 0 ||
                           size != sizeof key->bytes))
        s = refuse(sink, path,
                   "is not a key (one line of 64 hexadecimal digits, as --make-key writes)");
    sodium_memzero(digits, sizeof digits);
    return s;
}

enum status pseudonym_make_key(const char *path, const struct problem_sink *sink)
{
    unsigned char bytes[PSEUDONYM_KEY_BYTES];
    char digits[KEY_DIGITS + 2];
    if (sodium_init() < 0)
        return refuse(sink, path, "the cryptographic library can't start");
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return refuse(sink, path, strerror(errno));
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(digits, sizeof digits, bytes, sizeof bytes);
    digits[KEY_DIGITS] = '\n';
    bool good = write(fd, digits, KEY_DIGITS + 1) == KEY_DIGITS + 1 && fsync(fd) == 0;
    good = close(fd) == 0 && good;
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(digits, sizeof digits);
    if (good)
        return STATUS_OK;
    problem_report(sink, PROBLEM_FATAL, "key", path, 0, NULL, "%s", strerror(errno));
    unlink(path);
    return STATUS_WRITE;
}

void pseudonym_done(struct pseudonym_key *key)
{
    sodium_memzero(key, sizeof *key);
}

struct text pseudonym_of(const struct pseudonym_key *key, struct text id,
                         char buffer[PSEUDONYM_TEXT])
{
    /* Crockford's base 32: no I, L, O, U to be misread */
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    unsigned char hash[crypto_generichash_BYTES_MIN];
    buffer[0] = '\0';
    id = text_trim(id);
    if (!id.size)
        return (struct text){buffer, 0};
    crypto_generichash(hash, sizeof hash, (const unsigned char *)id.at, id.size, key->bytes,
                       sizeof key->bytes);
    unsigned long long bits = 0;
    for (int i = 0; i < 8; i++)
        bits = bits << 8 | hash[i];
    for (int i = 0; i < PSEUDONYM_TEXT - 1; i++, bits <<= 5)
        buffer[i] = letters[bits >> 59];
    buffer[PSEUDONYM_TEXT - 1] = '\0';
    return (struct text){buffer, PSEUDONYM_TEXT - 1};
}
