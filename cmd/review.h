/* What lint and check found, in every format that people and CI systems read. */
#ifndef CMD_REVIEW_H
#define CMD_REVIEW_H

#include "cmd/coverage.h"
#include "cmd/describe.h"
#include "lint/lint.h"

typedef struct Review {
    const char *command; /* "lint", "check", "report" */
    Lint *lint;
    const Schema *model; /* NULL = not read */
    /* check and report only; NULL, empty = none */
    const char *database; /* the URL without its password; NULL: not connected */
    const Comparison *comparison;
    const Plan *plan; /* of comparison->up; NULL = it cannot be planned */
    const Graph *graph;
    const History *history;
    Migrations pending;
    bool offline; /* compared with the snapshot */
    Coverage coverage;
} Review;

#define REVIEW_FORMATS "text json sarif junit github markdown"

/* With the severities of the project file. ERR_MODEL: an unknown rule, with its place. */
NODISCARD bool review_begin(Context *ctx, const char *command, Review *out, Error *err);

/* The rules on the model: for the database that is named, else for each of its dialects. */
NODISCARD bool review_model(Context *ctx, Review *review, Error *err);

/* What differs between the database (--offline: the snapshot) and the model, what is pending, and
 * the rules about tenants on both sides. */
NODISCARD bool review_compare(Context *ctx, Review *review, Error *err);

/* Parses a migration script for the kind of database that its header, or else the URL, names. */
NODISCARD bool review_parse(Context *ctx, Migration *migration, const Server **out, Error *err);

/* 1 when something is pending or different, or a finding is an error (with --strict: a warning),
 * or, with --strict-coverage, the database holds what no model covers
 * or this user may not look. */
int review_status(const Context *ctx, const Review *review);

/* Sorts, writes what --format says to standard output (or --output) and sets ctx->status. */
NODISCARD bool review_write(Context *ctx, Review *review, Error *err);

/* One a format; they write into `out`. */
void review_text(Context *ctx, const Review *review, Buf *out);
void review_json(Context *ctx, const Review *review, Buf *out);
void review_sarif(Context *ctx, const Review *review, Buf *out);
void review_junit(Context *ctx, const Review *review, Buf *out);
void review_github(Context *ctx, const Review *review, Buf *out);
void review_markdown(Context *ctx, const Review *review, Buf *out);

#define REVIEW_FLAGS                                                                  \
    FLAG("strict", 0, FLAG_SWITCH, NULL, strict, "warnings, too, make the status 1"), \
        FLAG("output", 'o', FLAG_VALUE, "FILE", output, "write to FILE, not to the terminal")

#endif
