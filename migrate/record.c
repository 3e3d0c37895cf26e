#include "migrate/migration.h"

#include "migrate/run.h"

#include <string.h>

/* More than a column of the history should hold. */
#define RECORD_MAX ((size_t)1 << 20)

/* Each statement between brackets: what ended it in the file (a DELIMITER, a body) is not kept. */
static void record_section(Buf *out, const char *name, const Section *section)
{
    buf_fmt(out, "-- +%s\n%s", name, section->transaction_off ? "-- transaction: off\n" : "");
    for (size_t i = 0; i < section->steps.len && out->len <= RECORD_MAX; i++) {
        const Step *step = &section->steps.at[i];
        buf_fmt(out, "%s%s-- +begin\n%s\n-- +end\n", step->batches ? "-- " BATCHES_MARK "\n" : "",
                step->guarded ? "-- " GUARDED_MARK "\n" : "", step->sql);
    }
}

const char *migration_record(Mem *mem, const Migration *m)
{
    Buf out = buf_new(mem);
    record_section(&out, "upgrade", &m->upgrade);
    record_section(&out, "downgrade", &m->downgrade);
    return out.len > RECORD_MAX ? NULL : buf_text(&out);
}

bool migration_recorded(Mem *mem, const char *text, const Dialect *dialect, Migration **out,
                        Error *err)
{
    Migration *m = MEM_NEW(mem, Migration);
    m->path = "the history table";
    m->text = text;
    m->len = strlen(text);
    if (!migration_parse(mem, m, dialect, err)) {
        return false;
    }
    *out = m;
    return true;
}

bool step_equal(const Step *a, const Step *b, const Dialect *dialect)
{
    Mem *mem = mem_root("step");
    Buf left = buf_new(mem), right = buf_new(mem);
    split_canonical(str_of(a->sql), dialect->run->split, &left);
    split_canonical(str_of(b->sql), dialect->run->split, &right);
    bool equal = text_equal(buf_text(&left), buf_text(&right));
    mem_destroy(mem);
    return equal;
}
