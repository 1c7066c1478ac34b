package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole lists, page by page. A list that changes so fast that its next page has expired (410) is
 * read in one piece, as client-go's {@code tools/pager} does.
 */
final class Pages {
  private static final long PAGE = 500;

  private Pages() {}

  /** All of a kind. */
  static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> all(
      Listable<L> kind) {
    return all(kind, "", "");
  }

  /**
   * Those that a field selector names.
   *
   * @param fields empty for all
   */
  static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> all(
      Listable<L> kind, String fields) {
    return all(kind, fields, "");
  }

  /**
   * Those that both selectors name.
   *
   * @param fields empty for all
   * @param labels empty for all
   */
  static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> all(
      Listable<L> kind, String fields, String labels) {
    return Faults.told(
        () -> {
          L page = page(kind, options(fields, labels).withLimit(PAGE));
          List<T> all = new ArrayList<>(page.getItems());
          while (goesOn(page)) {
            String next = page.getMetadata().getContinue();
            try {
              page = page(kind, options(fields, labels).withLimit(PAGE).withContinue(next));
            } catch (KubernetesClientException e) {
              if (e.getCode() != HttpURLConnection.HTTP_GONE) {
                throw e;
              }
              return page(kind, options(fields, labels)).getItems();
            }
            all.addAll(page.getItems());
          }
          return all;
        });
  }

  private static ListOptionsBuilder options(String fields, String labels) {
    ListOptionsBuilder options = new ListOptionsBuilder();
    if (!fields.isEmpty()) {
      options.withFieldSelector(fields);
    }
    return labels.isEmpty() ? options : options.withLabelSelector(labels);
  }

  private static boolean goesOn(KubernetesResourceList<?> page) {
    String next = page.getMetadata().getContinue();
    return next != null && !next.isEmpty();
  }

  /** A page without a version is no list: an empty one would mean that there is nothing. */
  private static <L extends KubernetesResourceList<?>> L page(
      Listable<L> kind, ListOptionsBuilder options) {
    L page = kind.list(options.build());
    if (page.getMetadata() == null || page.getMetadata().getResourceVersion() == null) {
      throw new KubernetesException(Kind.BROKEN, "the answer is no list");
    }
    return page;
  }
}
