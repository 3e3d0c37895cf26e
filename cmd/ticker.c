#include "cmd/ticker.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

#define ERASE_LINE "\r\033[K"

typedef struct Ticker {
    const char *before, *after;
    time_t since;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards `stopped` */
    pthread_cond_t wake;
    bool runs, stopped;
} Ticker;

static void show(const Ticker *ticker)
{
    fprintf(stderr, ERASE_LINE "%s%lld%s", ticker->before, (long long)(time(NULL) - ticker->since),
            ticker->after);
    fflush(stderr);
}

static void *tick(void *context)
{
    Ticker *ticker = context;
    struct timespec next;
    clock_gettime(CLOCK_REALTIME, &next);
    pthread_mutex_lock(&ticker->mutex);
    while (!ticker->stopped) {
        next.tv_sec++;
        while (!ticker->stopped &&
               pthread_cond_timedwait(&ticker->wake, &ticker->mutex, &next) == 0) {
        }
        if (!ticker->stopped) {
            show(ticker);
        }
    }
    pthread_mutex_unlock(&ticker->mutex);
    return NULL;
}

static void stop(void *context)
{
    Ticker *ticker = context;
    if (ticker->runs) {
        pthread_mutex_lock(&ticker->mutex);
        ticker->stopped = true;
        pthread_cond_signal(&ticker->wake);
        pthread_mutex_unlock(&ticker->mutex);
        pthread_join(ticker->thread, NULL);
    }
    pthread_cond_destroy(&ticker->wake);
    pthread_mutex_destroy(&ticker->mutex);
    fprintf(stderr, ERASE_LINE);
    fflush(stderr);
}

void ticker_start(Mem *mem, const char *before, const char *after, time_t since)
{
    Ticker *ticker = MEM_NEW(mem, Ticker);
    sigset_t all, former;
    *ticker = (Ticker){.before = before, .after = after, .since = since};
    pthread_mutex_init(&ticker->mutex, NULL);
    pthread_cond_init(&ticker->wake, NULL);
    show(ticker);
    /* Ctrl-C is for the thread that runs the statements. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &former);
    ticker->runs = pthread_create(&ticker->thread, NULL, tick, ticker) == 0;
    pthread_sigmask(SIG_SETMASK, &former, NULL);
    mem_adopt(mem, ticker, stop);
}
