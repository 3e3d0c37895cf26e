/* SARIF 2.1.0 (OASIS, sections 3.13 to 3.52): what code scanning services read. */
#include "cmd/review_item.h"

#include "schema/model.h"

static Doc *message_of(Mem *mem, const char *text)
{
    Doc *doc = json_object(mem);
    json_text(mem, doc, "text", text);
    return doc;
}

static const char *level_word(Severity severity)
{
    return severity == SEVERITY_OFF ? "none" : severity_word(severity);
}

/* "tenant-column" is TenantColumn there: "name" is an identifier for people (3.49.7). */
static const char *pascal_name(Mem *mem, const char *name)
{
    Buf buf = buf_new(mem);
    bool upper = true;
    for (; *name; name++) {
        if (*name == '-') {
            upper = true;
            continue;
        }
        buf_char(&buf, upper && *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name);
        upper = false;
    }
    return buf_text(&buf);
}

static Doc *rule_of(Mem *mem, const Rule *rule, Severity severity)
{
    Doc *doc = json_object(mem), *configuration = json_object(mem);
    json_text(mem, doc, "id", rule->code);
    json_text(mem, doc, "name", pascal_name(mem, rule->name));
    json_value(mem, doc, "shortDescription", message_of(mem, rule->what));
    json_value(mem, doc, "help", message_of(mem, rule->remedy));
    json_text(mem, configuration, "level", level_word(severity));
    json_value(mem, doc, "defaultConfiguration", configuration);
    return doc;
}

/* A path as a URI reference (RFC 3986): everything but what is unreserved is escaped. */
static const char *uri_of(Mem *mem, const char *path)
{
    Buf buf = buf_new(mem);
    buf_add(&buf, *path == '/' ? "file://" : "");
    for (const char *c = path; *c; c++) {
        bool plain = char_is_alpha(*c) || char_is_digit(*c) || *c == '/' || *c == '.' ||
                     *c == '-' || *c == '_' || *c == '~';
        if (plain) {
            buf_char(&buf, *c);
        } else {
            buf_fmt(&buf, "%%%02X", (unsigned)(unsigned char)*c);
        }
    }
    return buf_text(&buf);
}

static Doc *physical_of(Mem *mem, const Location *where)
{
    Doc *doc = json_object(mem), *artifact = json_object(mem), *region = json_object(mem);
    json_text(mem, artifact, "uri", uri_of(mem, where->file));
    json_value(mem, doc, "artifactLocation", artifact);
    if (where->line) {
        json_number(mem, region, "startLine", where->line);
        json_number(mem, region, "startColumn", where->column ? where->column : 1);
        json_value(mem, doc, "region", region);
    }
    return doc;
}

static Doc *locations_of(Mem *mem, const ReviewItem *item)
{
    Doc *list = json_array(mem), *location = json_object(mem);
    if (item->where.file) {
        json_value(mem, location, "physicalLocation", physical_of(mem, &item->where));
    }
    if (item->object) {
        Doc *logical = json_object(mem), *logicals = json_array(mem);
        json_text(mem, logical, "fullyQualifiedName", item->object);
        doc_append(mem, logicals, logical);
        json_value(mem, location, "logicalLocations", logicals);
    }
    if (item->where.file || item->object) {
        doc_append(mem, list, location);
    }
    return list;
}

static size_t rule_index(const RuleList *rules, const char *code)
{
    size_t i = 0;
    while (i + 1 < rules->len && !text_equal(rules->at[i]->code, code)) {
        i++;
    }
    return i;
}

static Doc *result_of(Mem *mem, const ReviewItem *item, const RuleList *rules)
{
    Doc *doc = json_object(mem);
    const char *text = mem_printf(mem, "%s\n%s", item->message, item->remedy);
    json_text(mem, doc, "ruleId", item->code);
    json_number(mem, doc, "ruleIndex", (int64_t)rule_index(rules, item->code));
    json_text(mem, doc, "level", level_word(item->severity));
    json_value(mem, doc, "message", message_of(mem, text));
    json_value(mem, doc, "locations", locations_of(mem, item));
    if (item->allowed) {
        Doc *list = json_array(mem), *suppression = json_object(mem);
        json_text(mem, suppression, "kind", "inSource");
        json_text(mem, suppression, "justification", item->allowed);
        doc_append(mem, list, suppression);
        json_value(mem, doc, "suppressions", list);
    }
    return doc;
}

static Doc *tool_of(Mem *mem, const Review *review, const RuleList *rules)
{
    Doc *tool = json_object(mem), *driver = json_object(mem), *list = json_array(mem);
    json_text(mem, driver, "name", "schemadiff");
    json_text(mem, driver, "version", PROJECT_VERSION);
    for (size_t i = 0; i < rules->len; i++) {
        RuleId id;
        Severity severity = rule_named(rules->at[i]->code, &id) ? review->lint->severities[id]
                                                                : rules->at[i]->severity;
        doc_append(mem, list, rule_of(mem, rules->at[i], severity));
    }
    json_value(mem, driver, "rules", list);
    json_value(mem, tool, "driver", driver);
    return tool;
}

static Doc *invocations_of(Context *ctx)
{
    Doc *list = json_array(ctx->mem), *one = json_object(ctx->mem);
    json_flag(ctx->mem, one, "executionSuccessful", true);
    json_number(ctx->mem, one, "exitCode", ctx->status);
    doc_append(ctx->mem, list, one);
    return list;
}

void review_sarif(Context *ctx, const Review *review, Buf *out)
{
    Mem *mem = ctx->mem;
    Doc *doc = json_object(mem), *runs = json_array(mem), *run = json_object(mem);
    Doc *results = json_array(mem);
    ReviewItems items = {0};
    RuleList rules = {0};
    review_items(mem, review, &items);
    review_rules_used(mem, review, &rules);
    for (size_t i = 0; i < items.len; i++) {
        doc_append(mem, results, result_of(mem, &items.at[i], &rules));
    }
    json_value(mem, run, "tool", tool_of(mem, review, &rules));
    json_value(mem, run, "invocations", invocations_of(ctx));
    json_text(mem, run, "columnKind", "unicodeCodePoints");
    json_value(mem, run, "results", results);
    doc_append(mem, runs, run);
    json_text(mem, doc, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_text(mem, doc, "version", "2.1.0");
    json_value(mem, doc, "runs", runs);
    json_write(doc, out);
}
