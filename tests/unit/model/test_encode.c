#include "tests/unit/model/fixture.h"

/* The encoded text of a model of one table, for the parts that a test looks for. */
static const char *table_trip(const Dialect *dialect, const char *members)
{
    return round_trip(model_for(dialect, mem_printf(mem, "'tables': {'t': {%s}}", members)));
}

static const char *column_trip(const Dialect *dialect, const char *members)
{
    return table_trip(dialect, mem_printf(mem, "'columns': {'c': {%s}}", members));
}

/* Each member comes back as it was written, at the end of a column `c`. */
static void assert_column(const Dialect *dialect, const char *members)
{
    assert_has(column_trip(dialect, members), mem_printf(mem, "'c':{%s}", members));
}

static void assert_table(const Dialect *dialect, const char *members)
{
    const char *columns = "'columns':{'a':{'type':'text'},'b':{'type':'text'}}";
    assert_has(table_trip(dialect, mem_printf(mem, "%s,%s", columns, members)),
               mem_printf(mem, "%s,%s}", columns, members));
}

/* --- columns ---------------------------------------------------------------------------------- */

START_TEST(columns_of_postgresql)
{
    static const char *const columns[] = {
        "'type':'integer','null':false",
        "'type':'varchar(20)'",
        "'type':'text','default':'x'",
        "'type':'text','default':''",
        "'type':'numeric(12,2)','default':1.50",
        "'type':'boolean','default':false",
        "'type':'timestamptz','default':{'expr':'now()'}",
        "'type':'integer','identity':'always'",
        "'type':'integer','identity':'by default'",
        "'type':'bigint','identity':{'generated':'always','start':10,'increment':-5,'min':-9,'max':"
        "10,'cache':20,'cycle':true,'sequence':'s'}",
        "'type':'serial'",
        "'type':'bigserial','identity':{'sequence':'s'}",
        "'type':'smallserial','null':true",
        "'type':'integer','generated':'1 + 1'",
        "'type':'integer','generated':'1 + 1','generated_as':'virtual'",
        "'type':'text','collate':'C'",
        "'type':'text','unique':true",
        "'type':'text','check':'c > 0'",
        "'type':'text','unique':true,'check':'c > 0','tenant':true,'backfill':{'expr':'x'},"
        "'renamed_from':'d','note':'N'",
        "'type':'text','backfill':0",
        "'type':'text','postgresql':{'compression':'lz4','statistics':100,'storage':'external'}",
        "'type':'text[]'",
    };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        assert_column(&pg_dialect, columns[i]);
    }
}
END_TEST

START_TEST(columns_of_mysql)
{
    static const char *const columns[] = {
        "'type':'int unsigned','null':false",
        "'type':'tinyint(1)','default':true",
        "'type':'varchar(9)','collate':'latin1_bin','mysql':{'charset':'latin1'}",
        "'type':'datetime(6)','mysql':{'invisible':true,'on_update':'CURRENT_TIMESTAMP(6)'}",
        "'type':'datetime(6)','default':{'expr':'CURRENT_TIMESTAMP(6)'}",
        "'type':'geometry','null':false,'mysql':{'srid':4326}",
        "'type':'bigint','increment':true",
        "'type':'int','note':'N'",
    };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        assert_column(&mysql_dialect, columns[i]);
    }
    assert_has(column_trip(&maria_dialect, "'type': 'int', 'mariadb': {'invisible': true}"),
               "'mariadb':{'invisible':true}");
}
END_TEST

START_TEST(columns_of_sqlite)
{
    static const char *const columns[] = {
        "'type':'VARCHAR(20)'",
        "'type':'DATETIME','default':{'expr':'CURRENT_TIMESTAMP'}",
        "'type':'INTEGER','generated':'1','generated_as':'virtual'",
        "'type':'text','collate':'NOCASE','unique':true,'conflict':'replace','check':'c > 0'",
        "'type':'text','null':false,'sqlite':{'conflict':'ignore'}",
    };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        assert_column(&lite_dialect, columns[i]);
    }
}
END_TEST

START_TEST(keys_imply_not_null)
{
    const char *columns =
        "'columns': {'c': {'type': 'integer', 'null': false}}, 'primary_key': ['c']";
    assert_has(table_trip(&pg_dialect, columns), "{'c':{'type':'integer'}},'primary_key':['c']");
    assert_has(table_trip(&lite_dialect, columns), "'c':{'type':'integer','null':false}");
    const char *open = "'columns': {'c': {'type': 'text', 'null': true}}, 'primary_key': ['c']";
    assert_has(table_trip(&lite_dialect, open), "'c':{'type':'text','null':true}");
    const char *rowid =
        "'columns': {'c': {'type': 'INTEGER', 'increment': true}}, 'primary_key': ['c']";
    assert_has(table_trip(&lite_dialect, rowid), "'c':{'type':'INTEGER','increment':true}}");
}
END_TEST

START_TEST(numbers_become_json)
{
    static const char *const numbers[][2] = {{"+5", "5"},
                                             {".5", "0.5"},
                                             {"1.", "1.0"},
                                             {"007", "7"},
                                             {"-.5", "-0.5"},
                                             {"1e5", "1e5"},
                                             {"-0", "-0"},
                                             {"00", "0"},
                                             {"0x1F", "{'expr':'0x1F'}"},
                                             {"1e", "{'expr':'1e'}"},
                                             {".", "{'expr':'.'}"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        Schema *schema =
            model_for(&pg_dialect, "'tables': {'t': {'columns': {'c': {'type': 'int'}}}}");
        Column *column = schema->tables.at[0]->columns.at[0];
        column->default_value = (Default){.kind = DEFAULT_NUMBER, .value = numbers[i][0]};
        assert_has(round_trip(schema), mem_printf(mem, "'default':%s}", numbers[i][1]));
    }
}
END_TEST

/* --- constraints ------------------------------------------------------------------------------ */

START_TEST(constraints_of_postgresql)
{
    static const char *const parts[] = {
        "'primary_key':['a','b']",
        "'primary_key':{'name':'pk','columns':['a'],'include':['b'],'deferrable':"
        "'initially deferred','renamed_from':'x','note':'N','postgresql':{'tablespace':'ts','with':"
        "{'fillfactor':70}}}",
        "'unique':{'u':['a','b']}",
        "'unique':{'u':{'columns':['a'],'include':['b'],'nulls_not_distinct':true,'deferrable':"
        "'initially immediate','note':'N'}}",
        "'checks':{'c':'a > b','d':{'expr':'a > 0','no_inherit':true,'enforced':false},'e':{'expr':"
        "'a > 1','not_valid':true,'renamed_from':'x','note':'N'}}",
        "'checks':['a > b']",
        "'exclusions':{'x':{'elements':[{'key':'a','with':'='},{'key':{'expr':'lower(b)','opclass':"
        "'o'},'with':'&&'}],'where':'a > 0','deferrable':'initially immediate'}}",
        "'exclusions':{'x':{'using':'spgist','elements':[{'key':'a','with':'='}],'include':['b']}}",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        assert_table(&pg_dialect, parts[i]);
    }
    /* an array stands in the order of what it says */
    assert_has(table_trip(&pg_dialect, "'columns':{'a':{'type':'text'},'b':{'type':'text'}},"
                                       "'unique':[{'name':'u','columns':['b']},['a','b']]"),
               "'unique':[['a','b'],{'name':'u','columns':['b']}]");
}
END_TEST

START_TEST(foreign_keys)
{
    const char *model =
        "'tables': {'app.r': {'columns': {'i': {'type': 'int'}, 'j': {'type': 'int'}},"
        "'primary_key': ['i', 'j'], 'unique': {'u': ['i']}},"
        "'t': {'columns': {'a': {'type': 'int'}, 'b': {'type': 'int'}, 'c': {'type': 'int',"
        "'references': 'app.r.i', 'on_delete': 'cascade'}}, 'foreign_keys': {"
        "'f': {'columns': ['a', 'b'], 'references': {'table': 'app.r'}, 'on_delete': 'set null',"
        "'on_update': 'set default', 'delete_columns': ['a'], 'match': 'full', 'deferrable': "
        "'initially deferred', 'enforced': false, 'not_valid': true, 'renamed_from': 'g',"
        "'note': 'N'}, 'g': {'columns': ['a'], 'references': {'table': 'app.r', 'columns': ['i']},"
        "'on_delete': 'no action', 'on_update': 'restrict'}}}}";
    const char *text = round_trip(model_for(&pg_dialect, model));
    assert_has(text, "'c':{'type':'integer','references':'app.r.i','on_delete':'cascade'}");
    assert_has(text, "'f':{'columns':['a','b'],'references':{'table':'app.r'},"
                     "'on_delete':'set null','on_update':'set default','delete_columns':['a'],"
                     "'match':'full','deferrable':'initially deferred','enforced':false,"
                     "'not_valid':true,'renamed_from':'g','note':'N'}");
    assert_has(text, "'g':{'columns':['a'],'references':{'table':'app.r','columns':['i']},"
                     "'on_update':'restrict'}");
}
END_TEST

START_TEST(foreign_keys_to_the_outside)
{
    const char *text =
        table_trip(&mysql_dialect,
                   "'columns': {'a': {'type': 'int'}}, 'foreign_keys': {'f': {'columns': ['a'], "
                   "'references': {'table': 'other.t', 'columns': ['i']}, 'external': true}}");
    assert_has(text, "'references':{'table':'other.t','columns':['i']},'external':true}");
}
END_TEST

START_TEST(unnamed_ones_of_sqlite)
{
    const char *text = table_trip(
        &lite_dialect,
        "'columns': {'a': {'type': 'text', 'unique': true, 'check': 'a > 0', 'references': 't.b'},"
        "'b': {'type': 'text'}}, 'primary_key': {'columns': ['b'], 'conflict': 'replace'},"
        "'unique': [['b', 'a'], {'columns': ['b'], 'conflict': 'ignore'}, ['a']],"
        "'checks': ['a > b', {'name': 'c', 'expr': 'b > 0'}],"
        "'foreign_keys': [{'columns': ['a'], 'references': {'table': 't', 'columns': ['b']},"
        "'deferrable': 'initially deferred'}]");
    assert_has(text, "'a':{'type':'text','unique':true,'check':'a > 0','references':'t.b'},'b':"
                     "{'type':'text','null':false,'unique':true,'conflict':'ignore'}");
    assert_has(text, "'primary_key':{'columns':['b'],'conflict':'replace'}");
    assert_has(text, "'unique':[['a'],['b','a']]");
    assert_has(text, "'checks':['a > b',{'name':'c','expr':'b > 0'}]");
    assert_has(text, "'foreign_keys':[{'columns':['a'],'references':");
}
END_TEST

START_TEST(many_unnamed_ones_are_stable)
{
    Buf buf = buf_new(mem);
    for (int i = 0; i < 12; i++) {
        buf_fmt(&buf, "%s['a', {'column': 'b', 'collate': 'c%d'}]", i ? ", " : "", i);
    }
    table_trip(&lite_dialect, mem_printf(mem,
                                         "'columns': {'a': {'type': 'text'}, 'b': {'type': "
                                         "'text'}}, 'unique': [%s]",
                                         buf_text(&buf)));
}
END_TEST

START_TEST(unique_indexes_of_mysql)
{
    const char *text = table_trip(&mysql_dialect,
                                  "'columns': {'a': {'type': 'int', 'unique': true}, 'b': {'type': "
                                  "'text'}}, 'unique': {'u': [{'column': 'b', 'length': 9}]},"
                                  "'indexes': {'i': {'keys': ['a'], 'unique': true}}");
    assert_has(text, "'a':{'type':'int','unique':true}");
    assert_has(text, "'unique':{'u':[{'column':'b','length':9}]}");
    assert_has(text, "'indexes':{'i':{'keys':['a'],'unique':true}}");
}
END_TEST

/* --- indexes ---------------------------------------------------------------------------------- */

START_TEST(indexes)
{
    assert_table(
        &pg_dialect,
        "'indexes':{'i':{'keys':['a',{'column':'b','order':'desc','nulls':'last','collate':"
        "'C','opclass':'text_pattern_ops'},{'expr':'lower(a)','nulls':'first'}],'unique':"
        "true,'where':'a > 0','include':['b'],'nulls_not_distinct':true,'renamed_from':'j',"
        "'note':'N','postgresql':{'tablespace':'x','with':{'fillfactor':70,'x':'a,b','y':true"
        "}}},'j':{'keys':['a'],'type':'gin'}}");
    assert_table(
        &mysql_dialect,
        "'indexes':{'i':{'keys':[{'column':'a','order':'desc','length':10}],'note':'N','mysql':"
        "{'invisible':true,'key_block_size':8}},'j':{'keys':['a'],'type':'fulltext','mysql':"
        "{'parser':'ngram'}}}");
    assert_table(&lite_dialect,
                 "'indexes':{'i':{'keys':[{'expr':'lower(a)'}],'unique':true,'where':"
                 "'a > 0'}}");
}
END_TEST

START_TEST(memory_tables_hash)
{
    const char *memory = table_trip(
        &mysql_dialect, "'columns': {'a': {'type': 'int'}}, 'mysql': {'engine': 'MEMORY'},"
                        "'indexes': {'b': {'keys': ['a'], 'type': 'btree'},"
                        "'h': {'keys': ['a'], 'type': 'hash'}}");
    assert_has(memory, "'b':{'keys':['a'],'type':'btree'},'h':{'keys':['a']}");
    const char *usual =
        table_trip(&mysql_dialect, "'columns': {'a': {'type': 'int'}},"
                                   "'indexes': {'b': {'keys': ['a'], 'type': 'btree'},"
                                   "'h': {'keys': ['a'], 'type': 'hash'}}");
    assert_has(usual, "'b':{'keys':['a'],'type':'btree'},'h':{'keys':['a'],'type':'hash'}");
}
END_TEST

/* --- tables ----------------------------------------------------------------------------------- */

START_TEST(tables)
{
    assert_table(&pg_dialect, "'triggers':{'g':{'definition':'CREATE TRIGGER g `x`','note':'N'}}");
    assert_table(&pg_dialect, "'postgresql':{'inherits':['p','app.q'],'access_method':'heap2',"
                              "'row_security':'force','tablespace':'x','unlogged':true,'with':"
                              "{'autovacuum_enabled':false,'fillfactor':70}}");
    assert_table(&pg_dialect, "'postgresql':{'partition_by':'range (a)'}");
    assert_table(&pg_dialect, "'postgresql':{'partition_of':'app.p','partition_bound':'default'}");
    assert_table(&mysql_dialect, "'mysql':{'partition_by':'hash (a)','auto_increment':42,'charset':"
                                 "'utf8mb4','collate':'utf8mb4_bin','create_options':"
                                 "{'key_block_size':8},'engine':'InnoDB','row_format':'DYNAMIC'}");
    assert_table(&maria_dialect, "'mariadb':{'engine':'Aria','system_versioned':true}");
    assert_table(&lite_dialect, "'sqlite':{'strict':true}");
    const char *text =
        table_trip(&pg_dialect, "'columns': {'a': {'type': 'int'}}, 'managed': false,"
                                "'tenant': 'none', 'note': 'N', 'renamed_from': 'o'");
    assert_has(text,
               "'t':{'renamed_from':'o','note':'N','tenant':'none','managed':false,'columns'");
}
END_TEST

START_TEST(expressions_of_mysql_have_no_backticks)
{
    const char *text = table_trip(
        &mysql_dialect,
        "'columns': {'a b': {'type': 'int'}}, 'checks': {'c': '\\'a b\\' > ~`~'}, 'indexes': {'i': "
        "{'keys': [{'expr': '\\'a b\\' + 1'}]}}, 'mysql': {'partition_by': 'hash (\\'a b\\')'}");
    assert_has(text, "\\'a b\\' > '`''");
    assert_has(text, "\\'a b\\' + 1");
    assert_has(text, "hash (\\'a b\\')");
}
END_TEST

START_TEST(odd_names)
{
    const char *text = round_trip(
        model_for(&lite_dialect,
                  "'tables': {'\\'a.b\\'': {'columns': {'x.y': {'type': 'text', 'references': "
                  "'\\'a.b\\'.\\'x.y\\''}}, 'unique': {'it\\'s.': ['x.y']}}},"
                  "'views': {'\\'v.w\\'': {'query': 'select 1', 'depends_on': ['\\'a.b\\'']}}"));
    assert_has(text, "'references':'\\'a.b\\'.\\'x.y\\''");
    assert_has(text, "'\\'v.w\\'':{'query':'select 1','depends_on':['\\'a.b\\'']}");
}
END_TEST

/* --- other kinds ------------------------------------------------------------------------------ */

static const char objects_model[] =
    "'project': {'tenant': {'column': 'a', 'table': 'app.t'}, 'naming': {'check': 'c'},"
    " 'manage': ['trigger']},"
    "'schemas': {'app': {'note': 'N'}, 'other': {'renamed_from': 'o'}},"
    "'extensions': {'citext': {'version': '1.6', 'schema': 'app', 'note': 'N'}},"
    "'enums': {'app.e': {'values': ['x', {'name': 'y', 'renamed_from': 'z', 'note': 'N'}],"
    " 'renamed_from': 'f', 'note': 'N'}},"
    "'domains': {'a_first': {'type': 'b_second'}, 'b_second': {'type': 'text', 'null': false,"
    " 'default': 'x', 'checks': {'c': 'value > 0', 'd': {'expr': 'value > 1', 'not_valid': true}},"
    " 'collate': 'C', 'renamed_from': 'e', 'note': 'N'}, 'unnamed': {'type': 'int',"
    " 'checks': ['value > 0']}},"
    "'sequences': {'s': {'type': 'integer', 'start': 5, 'increment': 2, 'min': 1, 'max': 99,"
    " 'cache': 3, 'cycle': true, 'owned_by': 'app.t.id', 'renamed_from': 'r', 'note': 'N'},"
    " 'plain': {}},"
    "'tables': {'app.t': {'columns': {'id': {'type': 'app.e'}, 'a': {'type': 'a_first'},"
    " 'o': {'type': 'ext.geo'}}}},"
    "'views': {'app.m': {'query': 'select id from app.t;', 'materialized': true, 'columns': ['x'],"
    " 'depends_on': ['app.t', 'public.v'], 'indexes': {'i': {'keys': ['x'], 'unique': true}},"
    " 'renamed_from': 'n', 'note': 'N', 'postgresql': {'with': {'fillfactor': 70}}},"
    "'v': {'query': 'select 1', 'postgresql': {'check_option': 'local'}}}";

START_TEST(objects)
{
    const char *text = round_trip(model_for(&pg_dialect, objects_model));
    assert_has(text,
               "{'schemadiff':1,'project':{'dialects':['postgresql'],'tenant':{'column':'a',"
               "'table':'app.t'},'naming':{'check':'c'},'manage':['schema','extension','enum',"
               "'domain','sequence','view','trigger'],'opaque_types':true},"
               "'schemas':{'app':{'note':'N'},'other':{'renamed_from':'o'}},"
               "'extensions':{'citext':{'version':'1.6','schema':'app','note':'N'}},"
               "'enums':{'app.e':{'values':['x',{'name':'y','renamed_from':'z','note':'N'}],"
               "'renamed_from':'f','note':'N'}},"
               "'domains':{'a_first':{'type':'b_second'},'b_second':{'type':'text','null':false,"
               "'default':'x','checks':{'c':'value > 0','d':{'expr':'value > 1','not_valid':"
               "true}},'collate':'C','renamed_from':'e','note':'N'},'unnamed':{'type':"
               "'integer','checks':['value > 0']}},"
               "'sequences':{'plain':{},'s':{'type':'integer','start':5,'increment':2,'min':1,"
               "'max':99,'cache':3,'cycle':true,'owned_by':'app.t.id','renamed_from':'r','note':"
               "'N'}},'tables':");
    assert_has(text, "'app.m':{'query':'select id from app.t','materialized':true,'columns':['x'],"
                     "'depends_on':['app.t','v'],'indexes':{'i':{'keys':['x'],'unique':true}},"
                     "'renamed_from':'n','note':'N','postgresql':{'with':{'fillfactor':70}}}");
    assert_has(text, "'v':{'query':'select 1','postgresql':{'check_option':'local'}}");
}
END_TEST

static const char programs_model[] =
    "'composites': {'money': {'fields': {'amount': 'numeric(10,2)', 'cur': {'type': 'text',"
    " 'collate': 'C', 'note': 'N'}}, 'renamed_from': 'm', 'note': 'N'}},"
    "'functions': {'app.area(integer, text)': {'definition': 'CREATE FUNCTION `x`;',"
    " 'depends_on': ['t', 'money'], 'renamed_from': 'size', 'note': 'N'}},"
    "'procedures': {'p': {'definition': 'CREATE PROCEDURE'}},"
    "'collations': {'c': {'definition': 'CREATE COLLATION c;', 'note': 'N'}},"
    "'ranges': {'app.r': {'definition': 'CREATE TYPE r', 'renamed_from': 's'}},"
    "'statistics': {'app.s': {'definition': 'CREATE STATISTICS s;', 'postgresql': {'target':"
    " 5}}},"
    "'operators': {'app.===(integer, text)': {'definition': 'CREATE OPERATOR ===;'}},"
    "'casts': {'app.x as text': {'definition': 'CREATE CAST;', 'note': 'N'}},"
    "'event_triggers': {'e.t': {'definition': 'CREATE EVENT TRIGGER e;', 'renamed_from': 'a.b',"
    " 'postgresql': {'enabled': 'replica'}}},"
    "'tables': {'t': {'columns': {'id': {'type': 'money'}}, 'policies': {'r': {'command':"
    " 'select', 'restrictive': true, 'roles': ['b', 'a'], 'using': 'id > 1', 'check': 'id > 2',"
    " 'note': 'N'}, 'all': {'command': 'all'}}, 'triggers': {'g': {'definition': 'CREATE',"
    " 'postgresql': {'enabled': 'always'}}}, 'rules': {'u': {'definition': 'CREATE RULE;', 'note':"
    " 'N', 'postgresql': {'enabled': 'disabled'}}}}},"
    "'views': {'v': {'query': 'select 1 as id', 'triggers': {'i': {'definition': 'CREATE'}},"
    " 'rules': {'w': {'definition': 'CREATE RULE'}},"
    " 'column_notes': {'id': 'N'}}}";

START_TEST(programs)
{
    const char *text = round_trip(model_for(&pg_dialect, programs_model));
    assert_has(text, "'manage':['collation','composite','range','function','procedure','operator','"
                     "cast','view','"
                     "statistics','trigger','rule','policy','event trigger']");
    assert_has(text, "'composites':{'money':{'fields':{'amount':'numeric(10,2)','cur':{'type':"
                     "'text','collate':'C','note':'N'}},'renamed_from':'m','note':'N'}}");
    assert_has(text, "'functions':{'app.area(integer, text)':{'definition':'CREATE FUNCTION `x`',"
                     "'depends_on':['t','money'],'renamed_from':'size','note':'N'}}");
    assert_has(text, "'procedures':{'p':{'definition':'CREATE PROCEDURE'}}");
    assert_has(text, "'collations':{'c':{'definition':'CREATE COLLATION c','note':'N'}}");
    assert_has(text, "'ranges':{'app.r':{'definition':'CREATE TYPE r','renamed_from':'s'}}");
    assert_has(text, "'statistics':{'app.s':{'definition':'CREATE STATISTICS s','postgresql':{"
                     "'target':5}}}");
    assert_has(text, "'operators':{'app.===(integer, text)':{'definition':'CREATE OPERATOR ==="
                     "'}},'casts':{'app.x as text':{'definition':'CREATE CAST','note':'N'}}");
    assert_has(text, "'event_triggers':{'e.t':{'definition':'CREATE EVENT TRIGGER e',"
                     "'renamed_from':'a.b','postgresql':{'enabled':'replica'}}}");
    assert_has(text, "'policies':{'all':{},'r':{'command':'select','restrictive':true,'roles':"
                     "['b','a'],'using':'id > 1','check':'id > 2','note':'N'}}");
    assert_has(text, "'triggers':{'g':{'definition':'CREATE','postgresql':{'enabled':'always'}}}");
    assert_has(text, "'rules':{'u':{'definition':'CREATE RULE','note':'N','postgresql':{'enabled':"
                     "'disabled'}}}");
    assert_has(text, "'v':{'query':'select 1 as id','triggers':{'i':{'definition':'CREATE'}},"
                     "'rules':{'w':{'definition':'CREATE RULE'}},"
                     "'column_notes':{'id':'N'}}");
}
END_TEST

START_TEST(events_of_mysql)
{
    const char *model = "'events': {'e': {'definition': 'CREATE EVENT e;', 'note': 'N'}},"
                        "'functions': {'f': {'definition': 'CREATE FUNCTION f()'}}";
    const char *text = round_trip(model_for(&mysql_dialect, model));
    assert_has(text, "'functions':{'f':{'definition':'CREATE FUNCTION f()'}}");
    assert_has(text, "'events':{'e':{'definition':'CREATE EVENT e'");
}
END_TEST

START_TEST(sequences_of_mariadb)
{
    assert_has(
        round_trip(model_for(&maria_dialect, "'sequences': {'s': {'start': 3, 'cache': 0}}")),
        "'manage':['sequence']},'sequences':{'s':{'start':3,'cache':0}}");
}
END_TEST

START_TEST(known_types_need_no_permission)
{
    assert_lacks(column_trip(&pg_dialect, "'type': 'tsvector'"), "opaque");
    assert_has(column_trip(&pg_dialect, "'type': 'tsvector'"),
               "{'schemadiff':1,'project':{'dialects':['postgresql']},'tables'");
}
END_TEST

/* What a reader of a database may hand over that no model says. */
START_TEST(introspected_oddities)
{
    Schema *schema =
        model_for(&lite_dialect, "'tables': {'t': {'columns': {'c': {'type': 'text'}}}}");
    Table *table = schema->tables.at[0];
    Constraint *check = table_add_constraint(schema, table, CONSTRAINT_CHECK, "named");
    check->check.text = "`c` > 0";
    check->on_column = true;
    list_push(mem, &check->keys, (KeyPart){.column = "c"});
    table->columns.at[0]->default_value.kind = DEFAULT_NULL;
    const char *text = round_trip(schema);
    assert_has(text, "'c':{'type':'text','default':null}},'checks':{'named':'\\'c\\' > 0'}");
}
END_TEST

HARNESS_MAIN("model encode", columns_of_postgresql, columns_of_mysql, columns_of_sqlite,
             keys_imply_not_null, numbers_become_json, constraints_of_postgresql, foreign_keys,
             foreign_keys_to_the_outside, unnamed_ones_of_sqlite, many_unnamed_ones_are_stable,
             unique_indexes_of_mysql, indexes, memory_tables_hash, tables,
             expressions_of_mysql_have_no_backticks, odd_names, objects, programs, events_of_mysql,
             sequences_of_mariadb, known_types_need_no_permission, introspected_oddities)
