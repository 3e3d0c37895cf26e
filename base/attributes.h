/* Compiler attributes behind portable names. */
#ifndef BASE_ATTRIBUTES_H
#define BASE_ATTRIBUTES_H

#if defined(__GNUC__) || defined(__clang__)
#define NODISCARD                        __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, first_at) __attribute__((format(printf, format_at, first_at)))
#define NORETURN                         __attribute__((noreturn))
#define UNUSED                           __attribute__((unused))
#else
#define NODISCARD
#define PRINTF_LIKE(format_at, first_at)
#define NORETURN
#define UNUSED
#endif

#endif
