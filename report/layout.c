#include "report/layout.h"

#include "report/layers.h"

#include "report/markup.h"

#include <stdlib.h>

#define MARGIN        24
#define PART_GAP      48 /* between parts that are not connected */
#define BOX_MIN_WIDTH 150
#define LOOP_REACH    26 /* of a line from a table to itself */

/* Tenths of a pixel that a character of a monospaced font takes, at 13 and 12 pixels. */
#define HEAD_CHARACTER 79
#define ROW_CHARACTER  73
#define ROW_EXTRA      78 /* margins, key and gap of a row */
#define HEAD_EXTRA     36
#define MARK_EXTRA     76 /* the word behind the table's name */

int layout_row_middle(size_t row)
{
    return row == NO_ROW ? HEAD_HEIGHT / 2 : HEAD_HEIGHT + (int)row * ROW_HEIGHT + ROW_HEIGHT / 2;
}

/* --- sizes ------------------------------------------------------------------------------------ */

static int text_width(const char *text, size_t limit, int character)
{
    size_t columns = text ? text_columns(text) : 0;
    return (int)(columns < limit ? columns : limit) * character / 10;
}

static Box size_of(const DiagramTable *table)
{
    Box box = {.width = BOX_MIN_WIDTH};
    const int extra = HEAD_EXTRA + (table->mark == MARK_SAME ? 0 : MARK_EXTRA);
    const int head = text_width(table->label, NAME_MAX_COLUMNS, HEAD_CHARACTER) + extra;
    box.width = head > box.width ? head : box.width;
    for (size_t i = 0; i < table->rows.len; i++) {
        const Column *column = table->rows.at[i].column;
        const int row = text_width(column->base.name, NAME_MAX_COLUMNS, ROW_CHARACTER) +
                        text_width(column->type.text, TYPE_MAX_COLUMNS, ROW_CHARACTER) + ROW_EXTRA;
        box.width = row > box.width ? row : box.width;
    }
    const size_t rows = table->rows.len + (table->hidden != 0);
    box.height = HEAD_HEIGHT + (rows ? (int)rows * ROW_HEIGHT + BOX_PADDING : 0);
    return box;
}

/* --- connected parts -------------------------------------------------------------------------- */

typedef struct Part {
    Indexes tables, links;
    Box box;
} Part;

typedef LIST(Part) Parts;

static size_t root(size_t *parents, size_t i)
{
    while (parents[i] != i) {
        parents[i] = parents[parents[i]];
        i = parents[i];
    }
    return i;
}

/* By their first table. */
static void find_parts(Mem *mem, const Diagram *diagram, Parts *out)
{
    const size_t n = diagram->tables.len;
    size_t *parents = MEM_ARRAY(mem, size_t, n), *parts = MEM_ARRAY(mem, size_t, n);
    for (size_t i = 0; i < n; i++) {
        parents[i] = i;
    }
    for (size_t i = 0; i < diagram->links.len; i++) {
        const size_t a = root(parents, diagram->links.at[i].child);
        const size_t b = root(parents, diagram->links.at[i].parent);
        parents[a > b ? a : b] = a > b ? b : a;
    }
    for (size_t i = 0; i < n; i++) {
        const size_t first = root(parents, i);
        if (first == i) {
            parts[i] = out->len;
            list_push(mem, out, (Part){0});
        }
        list_push(mem, &out->at[parts[first]].tables, i);
    }
    for (size_t i = 0; i < diagram->links.len; i++) {
        list_push(mem, &out->at[parts[root(parents, diagram->links.at[i].child)]].links, i);
    }
}

/* --- one part --------------------------------------------------------------------------------- */

typedef struct Draft {
    const Diagram *diagram;
    Layout *layout;
    Layers layers;
    size_t *node_of; /* of each table */
    int *column_x, *column_width;
} Draft;

/* A line from a table to itself leads nowhere. */
static bool is_loop(const DiagramLink *link)
{
    return link->child == link->parent;
}

static void fill_layers(Draft *draft, const Part *part)
{
    Mem *mem = draft->layers.mem;
    for (size_t i = 0; i < part->tables.len; i++) {
        const Box *box = &draft->layout->boxes[part->tables.at[i]];
        draft->node_of[part->tables.at[i]] = draft->layers.nodes.len;
        list_push(mem, &draft->layers.nodes, (Node){.width = box->width, .height = box->height});
    }
    for (size_t i = 0; i < part->links.len; i++) {
        const DiagramLink *link = &draft->diagram->links.at[part->links.at[i]];
        if (!is_loop(link)) {
            const Line line = {.left = draft->node_of[link->parent],
                               .right = draft->node_of[link->child]};
            list_push(mem, &draft->layers.lines, line);
        }
    }
}

static void measure_columns(Draft *draft, Box *out)
{
    const Layers *layers = &draft->layers;
    int64_t top = INT64_MAX, bottom = INT64_MIN;
    int x = 0;
    draft->column_x = MEM_ARRAY(layers->mem, int, layers->columns.len);
    draft->column_width = MEM_ARRAY(layers->mem, int, layers->columns.len);
    for (size_t c = 0; c < layers->columns.len; c++) {
        const Indexes *column = &layers->columns.at[c];
        int width = 0;
        for (size_t i = 0; i < column->len; i++) {
            const Node *node = &layers->nodes.at[column->at[i]];
            width = node->width > width ? node->width : width;
            top = node->y < top ? node->y : top;
            bottom = node->y + node->height > bottom ? node->y + node->height : bottom;
        }
        draft->column_x[c] = x;
        draft->column_width[c] = width;
        x += width + GAP_ACROSS;
    }
    *out = (Box){.y = (int)top, .width = x - GAP_ACROSS, .height = (int)(bottom - top)};
}

static Point port(const Draft *draft, size_t table, size_t row, bool right)
{
    const Box *box = &draft->layout->boxes[table];
    return (Point){box->x + (right ? box->width : 0), box->y + layout_row_middle(row)};
}

static void route_loop(Draft *draft, const DiagramLink *link, Route *out)
{
    const Point child = port(draft, link->child, link->child_row, true);
    const Point parent = port(draft, link->parent, NO_ROW, true);
    out->child_leaves_right = true;
    list_push(draft->diagram->mem, &out->points, child);
    list_push(draft->diagram->mem, &out->points, (Point){child.x + LOOP_REACH, child.y});
    list_push(draft->diagram->mem, &out->points, (Point){child.x + LOOP_REACH, parent.y});
    list_push(draft->diagram->mem, &out->points, parent);
}

/* From the child, as links are drawn: against the direction of a line that is not turned. */
static void route_line(Draft *draft, const DiagramLink *link, const Line *line, Route *out)
{
    Mem *mem = draft->diagram->mem;
    out->child_leaves_right = out->parent_enters_left = line->turned;
    list_push(mem, &out->points, port(draft, link->child, link->child_row, line->turned));
    for (size_t i = 0; i < line->bends.len; i++) {
        const size_t at = line->turned ? i : line->bends.len - 1 - i;
        const Node *bend = &draft->layers.nodes.at[line->bends.at[at]];
        const int y = (int)bend->y + bend->height / 2;
        const int left = draft->column_x[bend->column];
        const int right = left + draft->column_width[bend->column];
        list_push(mem, &out->points, (Point){line->turned ? left : right, y});
        list_push(mem, &out->points, (Point){line->turned ? right : left, y});
    }
    list_push(mem, &out->points, port(draft, link->parent, link->parent_row, !line->turned));
}

/* Boxes and routes of the part, as if it stood alone. */
static void draw_part(Mem *mem, const Diagram *diagram, Layout *layout, Part *part, size_t *node_of)
{
    Draft draft = {
        .diagram = diagram, .layout = layout, .layers = {.mem = mem}, .node_of = node_of};
    fill_layers(&draft, part);
    layers_break_cycles(&draft.layers);
    layers_assign(&draft.layers);
    layers_bend(&draft.layers);
    layers_place(&draft.layers);
    measure_columns(&draft, &part->box);
    part->box.width += LOOP_REACH;
    for (size_t i = 0; i < part->tables.len; i++) {
        const Node *node = &draft.layers.nodes.at[i];
        Box *box = &layout->boxes[part->tables.at[i]];
        box->x = draft.column_x[node->column];
        box->y = (int)node->y;
    }
    for (size_t i = 0, line = 0; i < part->links.len; i++) {
        const DiagramLink *link = &diagram->links.at[part->links.at[i]];
        Route *route = &layout->routes[part->links.at[i]];
        if (is_loop(link)) {
            route_loop(&draft, link, route);
        } else {
            route_line(&draft, link, &draft.layers.lines.at[line++], route);
        }
    }
}

static void move_part(Layout *layout, const Part *part, int x, int y)
{
    const int dx = x - part->box.x, dy = y - part->box.y;
    for (size_t i = 0; i < part->tables.len; i++) {
        layout->boxes[part->tables.at[i]].x += dx;
        layout->boxes[part->tables.at[i]].y += dy;
    }
    for (size_t i = 0; i < part->links.len; i++) {
        Route *route = &layout->routes[part->links.at[i]];
        for (size_t k = 0; k < route->points.len; k++) {
            route->points.at[k].x += dx;
            route->points.at[k].y += dy;
        }
    }
}

/* --- all parts -------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    const Part *left = a, *right = b;
    if (left->box.height != right->box.height) {
        return left->box.height > right->box.height ? -1 : 1;
    }
    return left->tables.at[0] < right->tables.at[0] ? -1 : 1;
}

/* A width for all of them that makes the picture wider than high, as screens are. */
static int width_for(const Parts *parts)
{
    int64_t area = 0, width = 0;
    for (size_t i = 0; i < parts->len; i++) {
        const Box *box = &parts->at[i].box;
        area += (int64_t)(box->width + PART_GAP) * (box->height + PART_GAP);
        width = box->width > width ? box->width : width;
    }
    while (width * width * 5 < area * 8) {
        width += width / 8 + 1;
    }
    return (int)width;
}

/* Shelves, the highest part first. On a shelf, lower ones stand on top of each other. */
static void pack(Layout *layout, Parts *parts)
{
    const int limit = width_for(parts);
    int x = MARGIN, y = MARGIN, shelf = 0, column_y = 0, column_width = 0;
    if (parts->len > 1) {
        qsort(parts->at, parts->len, sizeof *parts->at, by_size);
    }
    for (size_t i = 0; i < parts->len; i++) {
        const Box box = parts->at[i].box;
        bool below = shelf && column_y + box.height <= shelf && box.width <= column_width;
        if (!below) {
            x += column_width ? column_width + PART_GAP : 0;
            column_y = 0;
            column_width = box.width;
            if (shelf && x + box.width > MARGIN + limit) {
                x = MARGIN;
                y += shelf + PART_GAP;
                shelf = 0;
            }
        }
        shelf = box.height > shelf ? box.height : shelf;
        move_part(layout, &parts->at[i], x, y + column_y);
        column_y += box.height + GAP_DOWN;
        layout->width = x + box.width > layout->width ? x + box.width : layout->width;
    }
    layout->width += MARGIN;
    layout->height = y + shelf + MARGIN;
}

Layout layout_diagram(Mem *mem, const Diagram *diagram)
{
    Layout layout = {.boxes = MEM_ARRAY(mem, Box, diagram->tables.len),
                     .routes = MEM_ARRAY(mem, Route, diagram->links.len)};
    size_t *node_of = MEM_ARRAY(mem, size_t, diagram->tables.len);
    Parts parts = {0};
    for (size_t i = 0; i < diagram->tables.len; i++) {
        layout.boxes[i] = size_of(&diagram->tables.at[i]);
    }
    find_parts(mem, diagram, &parts);
    for (size_t i = 0; i < parts.len; i++) {
        draw_part(mem, diagram, &layout, &parts.at[i], node_of);
    }
    pack(&layout, &parts);
    return layout;
}
