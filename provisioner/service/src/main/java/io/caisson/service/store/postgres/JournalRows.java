package io.caisson.service.store.postgres;

import io.caisson.domain.cluster.JournalEntry;
import io.caisson.service.store.ClusterChange;
import io.caisson.service.store.json.RecordJson;
import io.caisson.service.store.postgres.Schema.Journal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** The journal's lines as rows. The caller holds the lock on the cluster's row. */
final class JournalRows {
  private final RecordJson json;

  JournalRows(RecordJson json) {
    this.json = json;
  }

  void append(DSLContext inside, UUID cluster, List<JournalEntry> sentences) {
    if (sentences.isEmpty()) {
      return;
    }
    List<JournalEntry> news = ClusterChange.news(sentences, last(inside, cluster, sentences));
    if (news.isEmpty()) {
      return;
    }
    inside
        .batch(
            inside
                .insertInto(Journal.TABLE, Journal.CLUSTER, Journal.SUBJECT, Journal.DOC)
                .values((UUID) null, null, null))
        .bind(news.stream().map(entry -> row(cluster, entry)).toArray(Object[][]::new))
        .execute();
  }

  private Object[] row(UUID cluster, JournalEntry entry) {
    return new Object[] {
      cluster, entry.subject(), JSONB.valueOf(json.write(JournalEntry.class, entry))
    };
  }

  private Map<String, String> last(DSLContext inside, UUID cluster, List<JournalEntry> of) {
    String[] subjects = of.stream().map(JournalEntry::subject).distinct().toArray(String[]::new);
    Map<String, String> texts = new TreeMap<>();
    inside
        .select(Journal.SUBJECT, Journal.DOC)
        .distinctOn(Journal.SUBJECT)
        .from(Journal.TABLE)
        .where(Journal.CLUSTER.eq(cluster))
        .and(Journal.SUBJECT.eq(DSL.any(subjects)))
        .orderBy(Journal.SUBJECT, Journal.SEQUENCE.desc())
        .forEach(
            row ->
                texts.put(row.value1(), json.read(JournalEntry.class, row.value2().data()).text()));
    return texts;
  }
}
