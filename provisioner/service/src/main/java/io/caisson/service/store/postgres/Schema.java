package io.caisson.service.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The tables of {@code db/migration}, as far as statements name them. */
final class Schema {
  private Schema() {}

  static final class Clusters {
    static final Table<Record> TABLE = table(name("cluster"));
    static final Field<UUID> ID = field(name("cluster", "id"), SQLDataType.UUID);
    static final Field<String> PROJECT = field(name("cluster", "project"), SQLDataType.CLOB);
    static final Field<String> TEMPLATE = field(name("cluster", "template"), SQLDataType.CLOB);
    static final Field<OffsetDateTime> CREATED = time("created");
    static final Field<Long> VERSION = field(name("cluster", "version"), SQLDataType.BIGINT);
    static final Field<String> OWNER = field(name("cluster", "owner"), SQLDataType.CLOB);
    static final Field<Long> EPOCH = field(name("cluster", "epoch"), SQLDataType.BIGINT);
    static final Field<OffsetDateTime> UNTIL = time("until");
    static final Field<OffsetDateTime> GONE_AT = time("gone_at");
    static final Field<JSONB> DOC = field(name("cluster", "doc"), SQLDataType.JSONB);

    private Clusters() {}

    private static Field<OffsetDateTime> time(String column) {
      return field(name("cluster", column), SQLDataType.TIMESTAMPWITHTIMEZONE);
    }
  }

  /** A table with one row for each part of a cluster. */
  record Parts(Table<Record> table, Field<UUID> cluster, Field<String> id, Field<JSONB> doc) {
    static final Parts MACHINES = of("machine");
    static final Parts RESOURCES = of("resource");

    private static Parts of(String part) {
      return new Parts(
          DSL.table(name(part)),
          field(name(part, "cluster"), SQLDataType.UUID),
          field(name(part, "id"), SQLDataType.CLOB),
          field(name(part, "doc"), SQLDataType.JSONB));
    }
  }

  static final class Secrets {
    static final Table<Record> TABLE = table(name("secret"));
    static final Field<UUID> CLUSTER = field(name("secret", "cluster"), SQLDataType.UUID);
    static final Field<byte[]> SEALED = field(name("secret", "sealed"), SQLDataType.BLOB);

    private Secrets() {}
  }

  static final class Journal {
    static final Table<Record> TABLE = table(name("journal"));
    static final Field<Long> SEQUENCE = field(name("journal", "sequence"), SQLDataType.BIGINT);
    static final Field<UUID> CLUSTER = field(name("journal", "cluster"), SQLDataType.UUID);
    static final Field<String> SUBJECT = field(name("journal", "subject"), SQLDataType.CLOB);
    static final Field<JSONB> DOC = field(name("journal", "doc"), SQLDataType.JSONB);

    private Journal() {}
  }

  static final class Inbox {
    static final Table<Record> TABLE = table(name("inbox"));
    static final Field<Long> SEQUENCE = field(name("inbox", "sequence"), SQLDataType.BIGINT);
    static final Field<UUID> CLUSTER = field(name("inbox", "cluster"), SQLDataType.UUID);
    static final Field<JSONB> DOC = field(name("inbox", "doc"), SQLDataType.JSONB);

    private Inbox() {}
  }

  static final class Templates {
    static final Table<Record> TABLE = table(name("template"));
    static final Field<UUID> ID = field(name("template", "id"), SQLDataType.UUID);
    static final Field<String> PROJECT = field(name("template", "project"), SQLDataType.CLOB);
    static final Field<Boolean> EVERYBODY = flag("everybody");
    static final Field<Boolean> HIDDEN = flag("hidden");
    static final Field<OffsetDateTime> CREATED =
        field(name("template", "created"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    static final Field<JSONB> DOC = field(name("template", "doc"), SQLDataType.JSONB);

    private Templates() {}

    private static Field<Boolean> flag(String column) {
      return field(name("template", column), SQLDataType.BOOLEAN);
    }
  }

  static final class Quotas {
    static final Table<Record> TABLE = table(name("quota"));
    static final Field<String> PROJECT = field(name("quota", "project"), SQLDataType.CLOB);
    static final Field<Integer> CLUSTERS = number("clusters");
    static final Field<Integer> NODES = number("nodes");
    static final Field<Integer> GPUS = number("gpus");

    private Quotas() {}

    private static Field<Integer> number(String column) {
      return field(name("quota", column), SQLDataType.INTEGER);
    }
  }

  static final class Requests {
    static final Table<Record> TABLE = table(name("request"));
    static final Field<String> PROJECT = text("project");
    static final Field<String> SENDER = text("sender");
    static final Field<String> KEY = text("key");
    static final Field<String> FINGERPRINT = text("fingerprint");
    static final Field<UUID> SUBJECT = field(name("request", "subject"), SQLDataType.UUID);
    static final Field<OffsetDateTime> AT =
        field(name("request", "at"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    static final Field<Integer> STATUS = field(name("request", "status"), SQLDataType.INTEGER);
    static final Field<String> BODY = text("body");
    static final Field<String> LOCATION = text("location");

    private Requests() {}

    private static Field<String> text(String column) {
      return field(name("request", column), SQLDataType.CLOB);
    }
  }
}
