#include "migrate/lock_sqlite.h"

#include "base/file.h"
#include "introspect/conn_sqlite.h"
#include "migrate/dir.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_SUFFIX    "-schemadiff"
#define TRIES_A_SECOND 10

typedef struct FileLock {
    int fd;
    const char *path;
} FileLock;

static void close_lock(void *handle)
{
    FileLock *lock = handle;
    if (lock->fd >= 0) {
        close(lock->fd);
    }
    lock->fd = -1;
}

static bool is_locked_by_us(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_SETLK, &whole) == 0;
}

/* Whoever had it before may have removed the file between our open and our lock. */
static bool is_still_there(const FileLock *lock)
{
    struct stat open_file, named_file;
    return fstat(lock->fd, &open_file) == 0 && stat(lock->path, &named_file) == 0 &&
           open_file.st_ino == named_file.st_ino && open_file.st_dev == named_file.st_dev;
}

static bool cannot_lock(const FileLock *lock, Error *err)
{
    error_set(err, ERR_CONNECT, "cannot make the lock file \"%s\": %s", lock->path,
              strerror(errno));
    return error_hint(err, "the folder of the database must be writable");
}

/* *got false: somebody else has it. */
static bool try_lock(FileLock *lock, bool *got, Error *err)
{
    *got = false;
    lock->fd = open(lock->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock->fd < 0) {
        return cannot_lock(lock, err);
    }
    *got = is_locked_by_us(lock->fd) && is_still_there(lock);
    if (!*got) {
        close_lock(lock);
    }
    return true;
}

static void write_holder(const FileLock *lock, Mem *mem, const RunIdentity *who)
{
    const char *text = mem_printf(mem, "%s@%s, pid %lld, since %s\n", who->user, who->host,
                                  (long long)who->pid, dir_time(mem, time(NULL)));
    /* Only for those who wait: that it cannot be written is no reason to stop. */
    if (ftruncate(lock->fd, 0) != 0 || write(lock->fd, text, strlen(text)) < 0) {
        return;
    }
}

static bool locked_by(const FileLock *lock, const char *database, Error *err)
{
    char *holder = NULL;
    Error *ignored = error_new(err->mem);
    if (!file_read(err->mem, lock->path, &holder, NULL, ignored) || !*holder) {
        holder = mem_strdup(err->mem, "the lock file does not say who");
    }
    error_set(err, ERR_LOCKED, "somebody else holds the migration lock of \"%s\": %s", database,
              str_dup(err->mem, str_trim(str_of(holder))));
    return error_hint(err, "wait until that run is done, then start this one again");
}

static bool wait_for(FileLock *lock, Conn *conn, int seconds, Error *err)
{
    for (int tries = seconds * TRIES_A_SECOND;; tries--) {
        bool got = false;
        if (!try_lock(lock, &got, err)) {
            return false;
        }
        if (got || tries <= 0) {
            return got || locked_by(lock, conn->database, err);
        }
        nanosleep(&(struct timespec){.tv_nsec = 1000000000 / TRIES_A_SECOND}, NULL);
    }
}

bool sqlite_lock(Conn *conn, const RunIdentity *who, int seconds, Error *err)
{
    Mem *mem = sqlite_mem(conn);
    SqliteSession *session = sqlite_session(conn);
    sqlite_wait(conn, (int64_t)seconds * 1000);
    if (text_empty(conn->database) || text_equal(conn->database, ":memory:")) {
        return true;
    }
    FileLock *lock = MEM_NEW(mem, FileLock);
    *lock = (FileLock){-1, mem_printf(mem, "%s%s", conn->database, LOCK_SUFFIX)};
    mem_adopt(mem, lock, close_lock);
    if (!wait_for(lock, conn, seconds, err)) {
        return false;
    }
    write_holder(lock, mem, who);
    session->lock = lock;
    return true;
}

/* The file goes first: whoever opens it now waits for a lock that is_still_there() tells apart. */
bool sqlite_unlock(Conn *conn, Error *err UNUSED)
{
    SqliteSession *session = sqlite_session(conn);
    FileLock *lock = session->lock;
    if (lock) {
        unlink(lock->path);
        close_lock(lock);
        session->lock = NULL;
    }
    return true;
}
