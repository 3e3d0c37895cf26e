/* Private to the page: its sections. Each writes whole elements and closes what it opens. */
#ifndef REPORT_PAGE_PART_H
#define REPORT_PAGE_PART_H

#include "report/diagram.h"
#include "report/markup.h"
#include "report/page.h"

typedef struct PageDraft {
    Mem *mem;
    const Page *page;
    Pairs tables, others;
    size_t marks[MARK_COUNT]; /* tables of each mark */
    size_t hazards;
} PageDraft;

void page_findings(const PageDraft *draft, Buf *out);
void page_changes(const PageDraft *draft, Buf *out);
void page_diagrams(const PageDraft *draft, Buf *out);
void page_tables(const PageDraft *draft, Buf *out);
void page_others(const PageDraft *draft, Buf *out);
void page_sql(const PageDraft *draft, Buf *out);

/* <span class="badge added">+ added</span>; nothing for what stays. */
void page_badge(Mark mark, Buf *out);

/* "1 table", "2 tables". */
void page_count(size_t n, const char *one, Buf *out);

/* Two cells of a table: before and after. What did not change stands in both. */
void page_before_after(Mem *mem, const Pair *pair, Buf *out);

#endif
