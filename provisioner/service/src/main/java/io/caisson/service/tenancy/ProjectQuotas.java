package io.caisson.service.tenancy;

import io.caisson.domain.plan.Footprint;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ProjectQuota;
import java.util.List;
import java.util.Optional;

/** What projects may have of this service. Everybody sees their own; operators set them. */
public final class ProjectQuotas {
  private final ClusterStore store;

  public ProjectQuotas(ClusterStore store) {
    this.store = store;
  }

  /** A project's limits, and what it has of it. */
  public record Standing(ProjectQuota quota, Footprint used) {}

  /** All that were set, by project, for an operator; else that of the caller's project. */
  public List<Standing> list(Principal who) {
    who.mustRead();
    return who.administrator()
        ? store.quotas().stream().map(this::standing).toList()
        : List.of(standing(store.quota(who.project())));
  }

  /**
   * @throws Refused if it is another one's
   */
  public Standing show(Principal who, String project) {
    who.mustRead();
    if (!who.sees(project)) {
      throw new Refused(
          Refused.Kind.FORBIDDEN, "project %s is another one's".formatted(Printable.of(project)));
    }
    return standing(store.quota(project));
  }

  /**
   * @throws Refused if the caller is no operator
   */
  public Standing set(Principal who, ProjectQuota quota) {
    mustOperate(who);
    who.mustWrite();
    store.limit(quota);
    return standing(quota);
  }

  private Standing standing(ProjectQuota quota) {
    return new Standing(quota, ProjectQuota.used(store.clusters(Optional.of(quota.project()))));
  }

  private static void mustOperate(Principal who) {
    if (!who.administrator()) {
      throw new Refused(
          Refused.Kind.FORBIDDEN,
          "user %s is no administrator of the cloud, and nobody else sets quotas"
              .formatted(who.caller().userName()));
    }
  }
}
