#include "tests/property/pair.h"

/* --- looking ---------------------------------------------------------------------------------- */

PairTable *pair_table(Pair *pair, int id)
{
    for (int i = 0; i < pair->tables_len; i++) {
        if (pair->tables[i].id == id) {
            return &pair->tables[i];
        }
    }
    return NULL;
}

PairColumn *pair_column(PairTable *table, int id)
{
    for (int i = 0; i < table->columns_len; i++) {
        if (table->columns[i].id == id) {
            return &table->columns[i];
        }
    }
    return NULL;
}

PairEnum *pair_enum(Pair *pair, int id)
{
    for (int i = 0; i < pair->enums_len; i++) {
        if (pair->enums[i].id == id) {
            return &pair->enums[i];
        }
    }
    return NULL;
}

PairMember *pair_target(Pair *pair, PairMember *member, PairTable **table)
{
    for (int i = 0; i < pair->tables_len; i++) {
        *table = &pair->tables[i];
        for (int j = 0; j < (*table)->members_len; j++) {
            PairMember *key = &(*table)->members[j];
            if (key->id == member->target &&
                (key->kind == MEMBER_PRIMARY || key->kind == MEMBER_UNIQUE)) {
                return key;
            }
        }
    }
    return NULL;
}

PairColumn *pair_root(Pair *pair, PairColumn *column)
{
    for (int i = 0; column->like && i < pair->tables_len; i++) {
        PairColumn *next = pair_column(&pair->tables[i], column->like);
        if (next) {
            column = next;
            i = -1;
        }
    }
    return column;
}

bool pair_uses(PairMember *member, int column)
{
    for (int i = 0; i < member->len; i++) {
        if (member->columns[i] == column) {
            return true;
        }
    }
    return false;
}

/* --- making ----------------------------------------------------------------------------------- */

static int new_id(Pair *pair)
{
    return ++pair->next_id;
}

/* Mostly 0. */
static int seldom(Random *random, int one_in, int n)
{
    return n > 1 && random_one_in(random, one_in) ? 1 + random_below(random, n - 1) : 0;
}

static PairColumn make_column(Random *random, Pair *pair)
{
    const Engine *engine = pair->engine;
    PairColumn column = {.id = new_id(pair)};
    column.name = column.id;
    column.type = random_below(random, engine->types_len);
    if (pair->enums_len && random_one_in(random, 6)) {
        column.enumeration = pair->enums[random_below(random, pair->enums_len)].id;
    }
    column.def = random_one_in(random, 2) ? 0 : 1 + random_below(random, 5);
    column.collation = seldom(random, 4, engine->collations_len);
    column.comment = seldom(random, 5, 6);
    column.increment = seldom(random, 12, engine->increments_len);
    column.not_null = random_one_in(random, 3);
    column.virtual = random_one_in(random, 2);
    return column;
}

/* A column goes to any place. */
static PairColumn *push_column(Random *random, PairTable *table, PairColumn column)
{
    if (table->columns_len == COLUMNS_MAX) {
        return NULL;
    }
    int place = table->columns_len;
    if (random_one_in(random, 3)) {
        place = random_below(random, table->columns_len + 1);
    }
    for (int i = table->columns_len++; i > place; i--) {
        table->columns[i] = table->columns[i - 1];
    }
    table->columns[place] = column;
    return &table->columns[place];
}

static void add_column(Random *random, Pair *pair, PairTable *table)
{
    PairColumn column = make_column(random, pair);
    if (table->columns_len && random_one_in(random, 6)) {
        column.source = table->columns[random_below(random, table->columns_len)].id;
        column.generated = 1 + random_below(random, 3);
    }
    push_column(random, table, column);
}

/* Several different columns. */
static void choose_columns(Random *random, PairTable *table, int len, PairMember *member)
{
    int first = random_below(random, table->columns_len);
    int step = 1 + random_below(random, 2);
    for (int i = 0; i < len && i < table->columns_len; i++) {
        int id = table->columns[(first + i * step) % table->columns_len].id;
        if (!pair_uses(member, id)) {
            member->columns[member->len++] = id;
        }
    }
}

/* A foreign key to some key of some table, over new columns or ones that happen to fit. */
static void add_reference(Random *random, Pair *pair, PairTable *table, PairMember *member)
{
    PairTable *to = &pair->tables[random_below(random, pair->tables_len)];
    int first = to->members_len ? random_below(random, to->members_len) : 0;
    for (int i = 0; i < to->members_len; i++) {
        PairMember *key = &to->members[(first + i) % to->members_len];
        if (key->kind == MEMBER_PRIMARY || key->kind == MEMBER_UNIQUE) {
            member->target = key->id;
            member->len = key->len;
            for (int j = 0; j < key->len; j++) {
                PairColumn column = make_column(random, pair);
                column.like = key->columns[j];
                column.increment = 0;
                /* The table may be `to` itself, whose columns move. */
                PairColumn *pushed = push_column(random, table, column);
                member->columns[j] = pushed ? pushed->id : 0;
            }
            return;
        }
    }
}

static void add_member(Random *random, Pair *pair, PairTable *table, MemberKind kind)
{
    if (table->members_len == MEMBERS_MAX || !table->columns_len) {
        return;
    }
    PairMember member = {.id = new_id(pair), .kind = kind};
    member.variant = random_below(random, 12);
    member.comment = seldom(random, 8, 6);
    for (unsigned flag = FLAG_UNIQUE; flag <= FLAG_COLLATION; flag <<= 1) {
        member.flags |= random_one_in(random, 4) ? flag : 0;
    }
    member.flags |= random_one_in(random, 2) ? FLAG_NAMED : 0;
    member.flags |= random_one_in(random, 3) ? FLAG_INLINE : 0;
    if (kind == MEMBER_FOREIGN) {
        add_reference(random, pair, table, &member);
    } else {
        int len = random_one_in(random, 2) ? 1 : 1 + random_below(random, KEY_MAX);
        choose_columns(random, table, kind == MEMBER_CHECK ? 1 : len, &member);
    }
    table->members[table->members_len++] = member;
}

static MemberKind some_kind(Random *random)
{
    static const MemberKind kinds[] = {MEMBER_PRIMARY, MEMBER_UNIQUE,  MEMBER_CHECK, MEMBER_FOREIGN,
                                       MEMBER_FOREIGN, MEMBER_FOREIGN, MEMBER_INDEX, MEMBER_INDEX};
    return kinds[random_below(random, 8)];
}

static void add_primary(Random *random, Pair *pair, PairTable *table)
{
    PairColumn column = make_column(random, pair);
    column.type = 0;
    column.enumeration = 0;
    column.increment = seldom(random, 2, pair->engine->increments_len);
    push_column(random, table, column);
    PairMember key = {.id = new_id(pair), .kind = MEMBER_PRIMARY, .columns = {column.id}, .len = 1};
    table->members[table->members_len++] = key;
}

static void add_table(Random *random, Pair *pair)
{
    if (pair->tables_len == TABLES_MAX) {
        return;
    }
    PairTable *table = &pair->tables[pair->tables_len++];
    *table = (PairTable){.id = new_id(pair)};
    table->name = table->id;
    table->schema = seldom(random, 4, 3);
    table->comment = seldom(random, 5, 6);
    table->option = seldom(random, 4, pair->engine->options_len);
    if (!random_one_in(random, 4)) {
        add_primary(random, pair, table);
    }
    for (int i = 1 + random_below(random, 4); i > 0; i--) {
        add_column(random, pair, table);
    }
    for (int i = random_below(random, 5); i > 0; i--) {
        add_member(random, pair, table, some_kind(random));
    }
}

static void add_enum(Random *random, Pair *pair)
{
    if (pair->enums_len < ENUMS_MAX) {
        PairEnum *each = &pair->enums[pair->enums_len++];
        *each = (PairEnum){.id = new_id(pair), .schema = seldom(random, 4, 3)};
        each->comment = seldom(random, 5, 6);
        each->len = 1 + random_below(random, 3);
        for (int i = 0; i < each->len; i++) {
            each->values[i] = new_id(pair);
        }
    }
}

static void add_sequence(Random *random, Pair *pair)
{
    if (pair->sequences_len < SEQUENCES_MAX) {
        PairSequence *each = &pair->sequences[pair->sequences_len++];
        *each = (PairSequence){.id = new_id(pair), .schema = seldom(random, 4, 3)};
        each->variant = random_below(random, 100);
        each->comment = seldom(random, 5, 6);
    }
}

Pair pair_generate(Random *random, const Engine *engine)
{
    Pair pair = {.engine = engine};
    for (int i = random_below(random, 3); i > 0; i--) {
        add_enum(random, &pair);
    }
    for (int i = seldom(random, 3, 3); i > 0; i--) {
        add_sequence(random, &pair);
    }
    for (int i = 1 + random_below(random, 4); i > 0; i--) {
        add_table(random, &pair);
    }
    if (random_one_in(random, 4)) {
        pair.view = pair.tables[random_below(random, pair.tables_len)].id;
    }
    pair_repair(&pair);
    return pair;
}

/* --- changing --------------------------------------------------------------------------------- */

static void change_column(Random *random, Pair *pair, PairTable *table)
{
    PairColumn *column = &table->columns[random_below(random, table->columns_len)];
    PairColumn other = make_column(random, pair);
    switch (random_below(random, 10)) {
    case 0:
    case 1:
        column = pair_root(pair, column);
        column->type = other.type;
        column->enumeration = other.enumeration;
        break;
    case 2:
        column->not_null = !column->not_null;
        break;
    case 3:
    case 4:
        column->def = random_below(random, 6);
        break;
    case 5:
        column = pair_root(pair, column);
        column->collation = random_below(random, pair->engine->collations_len);
        break;
    case 6:
        column->comment = random_below(random, 6);
        break;
    case 7:
        column->increment = random_below(random, pair->engine->increments_len);
        break;
    case 8:
        column->generated = column->source ? random_below(random, 4) : 0;
        column->virtual = random_one_in(random, 2);
        break;
    default:
        column->was = column->was ? column->was : column->name;
        column->name = new_id(pair);
        break;
    }
}

static void change_member(Random *random, Pair *pair, PairTable *table)
{
    (void)pair;
    if (!table->members_len) {
        return;
    }
    PairMember *member = &table->members[random_below(random, table->members_len)];
    switch (random_below(random, 4)) {
    case 0:
        member->variant = random_below(random, 12);
        break;
    case 1:
        member->flags ^= (unsigned)FLAG_UNIQUE << random_below(random, 8);
        break;
    case 2:
        member->comment = random_below(random, 6);
        break;
    default:
        if (member->kind != MEMBER_FOREIGN && member->kind != MEMBER_CHECK) {
            member->len = 0;
            choose_columns(random, table, 1 + random_below(random, KEY_MAX), member);
        }
        break;
    }
}

static void change_table(Random *random, Pair *pair, PairTable *table)
{
    switch (random_below(random, 3)) {
    case 0:
        table->comment = random_below(random, 6);
        break;
    case 1:
        table->option = random_below(random, pair->engine->options_len);
        break;
    default:
        table->was = table->was ? table->was : table->name;
        table->name = new_id(pair);
        break;
    }
}

static void remove_at(void *list, int *len, size_t size, int place)
{
    unsigned char *at = list;
    --*len;
    for (size_t i = (size_t)place * size; i < (size_t)*len * size; i++) {
        at[i] = at[i + size];
    }
}

#define REMOVE(list, len, place) remove_at((list), (len), sizeof *(list), (place))

static void change_enum(Random *random, Pair *pair)
{
    if (!pair->enums_len) {
        return;
    }
    PairEnum *each = &pair->enums[random_below(random, pair->enums_len)];
    int place = random_below(random, each->len);
    switch (random_below(random, 4)) {
    case 0:
        if (each->len > 1) {
            REMOVE(each->values, &each->len, place);
        }
        break;
    case 1:
        each->comment = random_below(random, 6);
        break;
    default:
        if (each->len < VALUES_MAX) {
            for (int i = each->len++; i > place; i--) {
                each->values[i] = each->values[i - 1];
            }
            each->values[place] = new_id(pair);
        }
        break;
    }
}

static void change_sequence(Random *random, Pair *pair)
{
    if (pair->sequences_len) {
        PairSequence *each = &pair->sequences[random_below(random, pair->sequences_len)];
        each->variant = random_below(random, 100);
        each->comment = random_below(random, 6);
    }
}

static void add_or_drop_type(Random *random, Pair *pair)
{
    switch (random_below(random, 4)) {
    case 0:
        add_enum(random, pair);
        break;
    case 1:
        add_sequence(random, pair);
        break;
    case 2:
        if (pair->enums_len) {
            REMOVE(pair->enums, &pair->enums_len, random_below(random, pair->enums_len));
        }
        break;
    default:
        pair->sequences_len -= pair->sequences_len > 0;
        break;
    }
}

static void mutate_once(Random *random, Pair *pair)
{
    PairTable *table = &pair->tables[random_below(random, pair->tables_len)];
    switch (random_below(random, 14)) {
    case 0:
        add_table(random, pair);
        break;
    case 1:
        if (pair->tables_len > 1) {
            REMOVE(pair->tables, &pair->tables_len, random_below(random, pair->tables_len));
        }
        break;
    case 2:
        add_column(random, pair, table);
        break;
    case 3:
        if (table->columns_len > 1) {
            REMOVE(table->columns, &table->columns_len, random_below(random, table->columns_len));
        }
        break;
    case 4:
    case 5:
        add_member(random, pair, table, some_kind(random));
        break;
    case 6:
        if (table->members_len) {
            REMOVE(table->members, &table->members_len, random_below(random, table->members_len));
        }
        break;
    case 7:
        change_table(random, pair, table);
        break;
    case 8:
        change_member(random, pair, table);
        break;
    case 9:
        change_enum(random, pair);
        break;
    case 10:
        change_sequence(random, pair);
        break;
    case 11:
        if (random_one_in(random, 2)) {
            pair->view = pair->view ? 0 : table->id;
        } else {
            add_or_drop_type(random, pair);
        }
        break;
    default:
        change_column(random, pair, table);
        break;
    }
    pair_repair(pair);
}

void pair_mutate(Random *random, Pair *pair)
{
    for (int i = 1 + random_below(random, 6); i > 0; i--) {
        mutate_once(random, pair);
    }
}

/* --- shrinking -------------------------------------------------------------------------------- */

/* Counts down to the step that is asked for. */
static bool turn(int *step)
{
    return (*step)-- == 0;
}

static void forget_table(Pair *pair, int id)
{
    PairTable *table = pair_table(pair, id);
    if (table) {
        REMOVE(pair->tables, &pair->tables_len, (int)(table - pair->tables));
    }
}

static void forget_column(Pair *pair, int table_id, int id)
{
    PairTable *table = pair_table(pair, table_id);
    PairColumn *column = table ? pair_column(table, id) : NULL;
    if (column && table->columns_len > 1) {
        REMOVE(table->columns, &table->columns_len, (int)(column - table->columns));
    }
}

static void forget_member(Pair *pair, int table_id, int id)
{
    PairTable *table = pair_table(pair, table_id);
    for (int i = 0; table && i < table->members_len; i++) {
        if (table->members[i].id == id) {
            REMOVE(table->members, &table->members_len, i);
        }
    }
}

/* Things of `model` that leave both. */
static bool simpler_by_removal(Pair *model, Pair *a, Pair *b, int *step)
{
    for (int i = 0; i < model->tables_len; i++) {
        PairTable *table = &model->tables[i];
        if (turn(step)) {
            forget_table(a, table->id);
            forget_table(b, table->id);
            return true;
        }
        for (int j = 0; j < table->members_len; j++) {
            if (turn(step)) {
                forget_member(a, table->id, table->members[j].id);
                forget_member(b, table->id, table->members[j].id);
                return true;
            }
        }
        for (int j = 0; j < table->columns_len; j++) {
            if (turn(step)) {
                forget_column(a, table->id, table->columns[j].id);
                forget_column(b, table->id, table->columns[j].id);
                return true;
            }
        }
    }
    return false;
}

/* Columns, tables and members of B that become as in A again, or plain in both. */
static void plain_column(PairColumn *column, int what)
{
    int *const numbers[] = {&column->comment,   &column->def,    &column->collation,
                            &column->increment, &column->type,   &column->enumeration,
                            &column->generated, &column->source, &column->like};
    if (what < LEN(numbers)) {
        *numbers[what] = 0;
    } else if (what == LEN(numbers)) {
        column->not_null = false;
    } else {
        column->name = column->id;
        column->was = 0;
    }
}

enum { COLUMN_PARTS = 11, MEMBER_PARTS = 12 };

static void plain_member(PairMember *member, int what)
{
    if (what == 0) {
        member->comment = 0;
    } else if (what == 1) {
        member->variant = 0;
    } else {
        member->flags &= ~(1u << (what - 2));
    }
}

static bool simpler_column(Pair *a, Pair *b, PairTable *table, int place, int *step)
{
    int id = table->columns[place].id;
    PairTable *tables[] = {pair_table(a, table->id), pair_table(b, table->id)};
    PairColumn *left = tables[0] ? pair_column(tables[0], id) : NULL;
    PairColumn *right = tables[1] ? pair_column(tables[1], id) : NULL;
    if (turn(step)) {
        if (left && right) {
            *right = *left;
        }
        return true;
    }
    for (int what = 0; what < COLUMN_PARTS; what++) {
        if (turn(step)) {
            if (left) {
                plain_column(left, what);
            }
            if (right) {
                plain_column(right, what);
            }
            return true;
        }
    }
    return false;
}

static bool simpler_members(Pair *a, Pair *b, PairTable *table, int *step)
{
    for (int i = 0; i < table->members_len; i++) {
        for (int what = 0; what < MEMBER_PARTS; what++) {
            if (!turn(step)) {
                continue;
            }
            PairTable *tables[] = {pair_table(a, table->id), pair_table(b, table->id)};
            for (int side = 0; side < 2; side++) {
                for (int j = 0; tables[side] && j < tables[side]->members_len; j++) {
                    if (tables[side]->members[j].id == table->members[i].id) {
                        plain_member(&tables[side]->members[j], what);
                    }
                }
            }
            return true;
        }
    }
    return false;
}

static void plain_tables(Pair *pair, int id)
{
    PairTable *table = pair_table(pair, id);
    if (table) {
        table->comment = table->option = table->schema = table->was = 0;
        table->name = table->id;
    }
}

static bool simpler_by_parts(Pair *model, Pair *a, Pair *b, int *step)
{
    for (int i = 0; i < model->tables_len; i++) {
        PairTable *table = &model->tables[i];
        if (turn(step)) {
            plain_tables(a, table->id);
            plain_tables(b, table->id);
            return true;
        }
        for (int j = 0; j < table->columns_len; j++) {
            if (simpler_column(a, b, table, j, step)) {
                return true;
            }
        }
        if (simpler_members(a, b, table, step)) {
            return true;
        }
    }
    return false;
}

static bool simpler_types(Pair *a, Pair *b, int *step)
{
    Pair *const sides[] = {a, b};
    for (int i = 0; i < 2; i++) {
        Pair *pair = sides[i];
        for (int j = 0; j < pair->enums_len; j++) {
            if (turn(step)) {
                REMOVE(pair->enums, &pair->enums_len, j);
                return true;
            }
        }
        for (int j = 0; j < pair->sequences_len; j++) {
            if (turn(step)) {
                REMOVE(pair->sequences, &pair->sequences_len, j);
                return true;
            }
        }
        if (turn(step)) {
            pair->view = 0;
            return true;
        }
    }
    return false;
}

bool pair_simpler(Pair *a, Pair *b, int step)
{
    Pair copies[] = {*a, *b};
    bool more = simpler_by_removal(&copies[0], a, b, &step) ||
                simpler_by_removal(&copies[1], a, b, &step) || simpler_types(a, b, &step) ||
                simpler_by_parts(&copies[0], a, b, &step) ||
                simpler_by_parts(&copies[1], a, b, &step);
    pair_repair(a);
    pair_repair(b);
    return more;
}
