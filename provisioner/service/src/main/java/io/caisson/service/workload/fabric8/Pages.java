package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.ArrayList;
import java.util.List;

/** Whole lists, page by page. */
final class Pages {
  private static final long PAGE = 500;

  private Pages() {}

  /** All of a kind. */
  static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> all(
      Listable<L> kind) {
    return all(kind, "");
  }

  /**
   * Those that a field selector names.
   *
   * @param fields empty for all
   */
  static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> all(
      Listable<L> kind, String fields) {
    return Faults.told(
        () -> {
          List<T> all = new ArrayList<>();
          String next = "";
          do {
            L page = page(kind, fields, next);
            all.addAll(page.getItems());
            next = page.getMetadata().getContinue();
          } while (next != null && !next.isEmpty());
          return all;
        });
  }

  /** A page without a version is no list: an empty one would mean that there is nothing. */
  private static <L extends KubernetesResourceList<?>> L page(
      Listable<L> kind, String fields, String from) {
    ListOptionsBuilder options = new ListOptionsBuilder().withLimit(PAGE);
    if (!fields.isEmpty()) {
      options.withFieldSelector(fields);
    }
    if (!from.isEmpty()) {
      options.withContinue(from);
    }
    L page = kind.list(options.build());
    if (page.getMetadata() == null || page.getMetadata().getResourceVersion() == null) {
      throw new KubernetesException(Kind.BROKEN, "the answer is no list");
    }
    return page;
  }
}
