/* What a picture of tables shows, before anybody decides where and in which language: boxes with a
 * line a column, and a line from each foreign key to what it refers to. */
#ifndef REPORT_DIAGRAM_H
#define REPORT_DIAGRAM_H

#include "report/pairs.h"

#define NO_ROW ((size_t)-1)

typedef struct DiagramRow {
    const Column *column;
    Mark mark;
    bool primary, foreign;
} DiagramRow;

typedef struct DiagramTable {
    const char *label, *note; /* "orders", "app.orders"; note NULL = none */
    const char *anchor;       /* where the page tells more: "t-orders"; NULL = nowhere */
    Mark mark;
    bool outside; /* only referred to: a name without rows */
    LIST(DiagramRow) rows;
    size_t hidden;      /* columns that are left out */
    const Table *table; /* NULL when outside what was read */
} DiagramTable;

/* A foreign key. */
typedef struct DiagramLink {
    size_t child, parent;         /* tables: who refers to whom; may be the same */
    size_t child_row, parent_row; /* NO_ROW: to the table as such */
    const char *label;            /* its columns: "branch_id, apiary_id" */
    bool optional;                /* a row may refer to nothing */
    bool single;                  /* at most one row refers to each */
    Mark mark;
} DiagramLink;

typedef struct Diagram {
    Mem *mem;
    LIST(DiagramTable) tables;
    LIST(DiagramLink) links;
} Diagram;

/* How much of a table that stays as it is; the others show every column unless none is wanted. */
typedef enum DiagramRows { ROWS_ALL, ROWS_KEYS, ROWS_NONE } DiagramRows;

typedef struct DiagramScope {
    DiagramRows rows;
    bool touched; /* only tables that differ, and those that they refer to as mere names */
} DiagramScope;

Diagram *diagram_new(Mem *mem, const Pairs *tables, const DiagramScope *scope);

/* All rows up to this many tables, keys beyond. */
#define DIAGRAM_ROWS_MAX 60
DiagramRows diagram_rows_for(size_t tables);

/* The id of a table's section in a page: "t-orders", or "t--7" where the name is not plain. */
const char *table_anchor(Mem *mem, const Pairs *tables, size_t i);

/* One a format; all take any diagram. */
void diagram_mermaid(const Diagram *diagram, Buf *out);
void diagram_dot(const Diagram *diagram, Buf *out);
/* A file of its own, with its colours, light and dark. */
void diagram_svg(const Diagram *diagram, Buf *out);
/* The <svg> element alone, for a page that has the colours. `id` is unique in the page. */
void diagram_svg_inline(const Diagram *diagram, const char *id, const char *title, Buf *out);

#endif
