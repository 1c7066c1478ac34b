package io.caisson.service.api.rest;

import io.caisson.service.store.ClusterStore;
import java.time.Instant;
import java.util.List;

/**
 * Some lines of a journal, oldest first.
 *
 * @param next what to give as {@code after} to go on
 */
record JournalPage(List<Entry> entries, long next) {

  /**
   * One line.
   *
   * @param sequence its place, which only grows
   * @param version of the cluster that it came with
   * @param subject a machine's or resource's text form, or {@code cluster}
   */
  record Entry(long sequence, long version, Instant at, String subject, String text) {
    static Entry of(ClusterStore.Line line) {
      return new Entry(
          line.sequence(),
          line.entry().version(),
          line.entry().at(),
          line.entry().subject(),
          line.entry().text());
    }
  }

  static JournalPage of(List<ClusterStore.Line> lines, long after) {
    long next = lines.isEmpty() ? after : lines.getLast().sequence();
    return new JournalPage(lines.stream().map(Entry::of).toList(), next);
  }
}
