#include "tests/property/lite_model.h"

/* --- making ----------------------------------------------------------------------------------- */

static int new_id(LiteModel *model)
{
    return model->next_id++;
}

static bool is_key(const LiteTable *table, int place)
{
    return table->key != KEY_NONE && (place == 0 || (place == 1 && table->key == KEY_PAIR));
}

static LiteColumn make_column(Random *random, LiteModel *model, const LiteTable *table)
{
    LiteColumn column = {.id = new_id(model), .was = -1, .source = -1};
    column.name = column.id;
    column.type = random_below(random, 12);
    column.not_null = random_one_in(random, 3);
    column.def = random_one_in(random, 2) ? 1 + random_below(random, 4) : 0;
    column.collate = random_one_in(random, 6) ? 1 + random_below(random, 2) : 0;
    column.inline_check = random_one_in(random, 8);
    if (table->columns_len > 1 && random_one_in(random, 6)) {
        column.source = table->columns[0].id;
        column.generated = 1 + random_below(random, 3);
        column.stored = random_one_in(random, 2);
    }
    column.unique = !column.generated && random_one_in(random, 8);
    return column;
}

static LiteMember make_member(Random *random, LiteModel *model, const LiteTable *table)
{
    LiteMember member = {.id = new_id(model), .len = 1};
    int first = random_below(random, table->columns_len);
    member.columns[0] = table->columns[first].id;
    if (table->columns_len > 1 && random_one_in(random, 3)) {
        member.columns[member.len++] = table->columns[(first + 1) % table->columns_len].id;
    }
    member.kind = random_below(random, 6);
    member.named = random_one_in(random, 2);
    member.flag = random_one_in(random, 3);
    member.other = random_one_in(random, 4);
    member.target = model->tables[random_below(random, model->len)].id;
    return member;
}

static void push_member(Random *random, LiteModel *model, LiteTable *table, int which)
{
    LiteMember *lists[] = {table->uniques, table->checks, table->keys, table->indexes};
    int *lens[] = {&table->uniques_len, &table->checks_len, &table->keys_len, &table->indexes_len};
    if (*lens[which] < MEMBERS_MAX) {
        lists[which][(*lens[which])++] = make_member(random, model, table);
    }
}

static void push_column(Random *random, LiteModel *model, LiteTable *table)
{
    if (table->columns_len < COLUMNS_MAX) {
        LiteColumn column = make_column(random, model, table);
        table->columns[table->columns_len++] = column;
    }
}

static void push_table(Random *random, LiteModel *model)
{
    if (model->len == TABLES_MAX) {
        return;
    }
    LiteTable *table = &model->tables[model->len++];
    *table = (LiteTable){.id = new_id(model), .was = -1};
    table->name = table->id;
    table->key = (KeyKind)random_below(random, 5);
    table->strict = random_one_in(random, 4);
    table->without_rowid =
        (table->key == KEY_TEXT || table->key == KEY_PAIR) && random_one_in(random, 2);
    table->trigger = random_one_in(random, 5);
    int columns = 2 + random_below(random, 5);
    for (int i = 0; i < columns; i++) {
        push_column(random, model, table);
        if (is_key(table, i)) {
            table->columns[i].generated = 0;
        }
    }
    for (int i = random_below(random, 4); i > 0; i--) {
        push_member(random, model, table, random_below(random, 4));
    }
}

LiteModel lite_generate(Random *random)
{
    LiteModel model = {0};
    for (int i = 1 + random_below(random, 4); i > 0; i--) {
        push_table(random, &model);
    }
    model.view = random_one_in(random, 4);
    return model;
}

/* --- changing --------------------------------------------------------------------------------- */

static bool names(const LiteMember *member, int column)
{
    return member->columns[0] == column || (member->len > 1 && member->columns[1] == column);
}

static void drop_members(LiteMember *list, int *len, int column)
{
    int kept = 0;
    for (int i = 0; i < *len; i++) {
        if (!names(&list[i], column)) {
            list[kept++] = list[i];
        }
    }
    *len = kept;
}

static void drop_column(LiteTable *table, int place)
{
    int id = table->columns[place].id;
    for (int i = 0; i < table->columns_len; i++) {
        if (table->columns[i].source == id) {
            return;
        }
    }
    if (is_key(table, place) || table->columns_len < 3) {
        return;
    }
    table->columns_len--;
    for (int i = place; i < table->columns_len; i++) {
        table->columns[i] = table->columns[i + 1];
    }
    drop_members(table->uniques, &table->uniques_len, id);
    drop_members(table->checks, &table->checks_len, id);
    drop_members(table->keys, &table->keys_len, id);
    drop_members(table->indexes, &table->indexes_len, id);
}

static void change_column(Random *random, LiteModel *model, LiteTable *table)
{
    LiteColumn *column = &table->columns[random_below(random, table->columns_len)];
    switch (random_below(random, 7)) {
    case 0:
        column->type = random_below(random, 12);
        break;
    case 1:
        column->not_null = !column->not_null;
        break;
    case 2:
        column->def = random_below(random, 5);
        break;
    case 3:
        column->collate = random_below(random, 3);
        break;
    case 4:
        column->inline_check = !column->inline_check;
        break;
    case 5:
        column->generated = column->generated ? random_below(random, 4) : 0;
        break;
    default:
        column->was = column->was < 0 ? column->name : column->was;
        column->name = new_id(model);
        break;
    }
}

static void drop_last(int *len)
{
    *len -= *len > 0;
}

static void change_table(Random *random, LiteModel *model, LiteTable *table)
{
    switch (random_below(random, 6)) {
    case 0:
        table->strict = !table->strict;
        break;
    case 1:
        table->key = table->key == KEY_ROWID           ? KEY_AUTOINCREMENT
                     : table->key == KEY_AUTOINCREMENT ? KEY_ROWID
                                                       : table->key;
        break;
    case 2:
        table->trigger = !table->trigger;
        break;
    case 3:
        table->was = table->was < 0 ? table->name : table->was;
        table->name = new_id(model);
        break;
    default:
        drop_last(random_one_in(random, 2)   ? &table->checks_len
                  : random_one_in(random, 2) ? &table->uniques_len
                  : random_one_in(random, 2) ? &table->keys_len
                                             : &table->indexes_len);
        break;
    }
}

static void drop_table(LiteModel *model, int place)
{
    int id = model->tables[place].id;
    if (model->len < 2) {
        return;
    }
    model->len--;
    for (int i = place; i < model->len; i++) {
        model->tables[i] = model->tables[i + 1];
    }
    for (int i = 0; i < model->len; i++) {
        LiteTable *table = &model->tables[i];
        int kept = 0;
        for (int j = 0; j < table->keys_len; j++) {
            if (table->keys[j].target != id) {
                table->keys[kept++] = table->keys[j];
            }
        }
        table->keys_len = kept;
    }
}

void lite_mutate(Random *random, LiteModel *model)
{
    for (int i = 1 + random_below(random, 6); i > 0; i--) {
        LiteTable *table = &model->tables[random_below(random, model->len)];
        switch (random_below(random, 10)) {
        case 0:
            push_table(random, model);
            break;
        case 1:
            drop_table(model, random_below(random, model->len));
            break;
        case 2:
            push_column(random, model, table);
            break;
        case 3:
            drop_column(table, random_below(random, table->columns_len));
            break;
        case 4:
        case 5:
            push_member(random, model, table, random_below(random, 4));
            break;
        case 6:
            change_table(random, model, table);
            break;
        case 7:
            model->view = !model->view;
            break;
        default:
            change_column(random, model, table);
            break;
        }
    }
}
