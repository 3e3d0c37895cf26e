#include "schema/model/dialects.h"

const char *dialect_word(ModelDialect dialect)
{
    switch (dialect) {
    case MODEL_POSTGRESQL:
        return "postgresql";
    case MODEL_MYSQL:
        return "mysql";
    case MODEL_MARIADB:
        return "mariadb";
    case MODEL_SQLITE:
        return "sqlite";
    case MODEL_ALL:
        break;
    }
    return NULL;
}
