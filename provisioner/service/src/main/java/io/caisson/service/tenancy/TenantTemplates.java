package io.caisson.service.tenancy;

import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.store.TemplateStore;
import java.util.List;

/** The templates that a caller may see: the project's own and those for everybody. */
public final class TenantTemplates {
  private final TemplateStore store;

  public TenantTemplates(TemplateStore store) {
    this.store = store;
  }

  /** Oldest first. */
  public List<ClusterTemplate> list(Principal who) {
    who.mustRead();
    return who.administrator()
        ? store.all()
        : store.visible(who.project()).stream()
            .filter(template -> !template.sharing().hidden())
            .toList();
  }

  /**
   * @throws Refused if the caller sees none of that UUID or name, or several of that name
   */
  public ClusterTemplate find(Principal who, String idOrName) {
    List<ClusterTemplate> found =
        list(who).stream()
            .filter(one -> one.id().equalsIgnoreCase(idOrName) || one.name().equals(idOrName))
            .toList();
    if (found.size() > 1) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "several cluster templates have the name %s: use the UUID instead"
              .formatted(Printable.of(idOrName)));
    }
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    Refused.Kind.NOT_FOUND,
                    "ClusterTemplate %s could not be found".formatted(Printable.of(idOrName))));
  }

  public void create(Principal who, ClusterTemplate template) {
    mustShare(who, ClusterTemplate.Sharing.PRIVATE, template);
    store.create(template);
  }

  /**
   * @throws Refused if it is not the caller's, or has changed in between
   */
  public void replace(Principal who, ClusterTemplate old, ClusterTemplate changed) {
    mustOwn(who, old);
    mustShare(who, old.sharing(), changed);
    if (!store.replace(old, changed)) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "ClusterTemplate %s was changed by somebody else, read it again".formatted(old.id()));
    }
  }

  /** Whether a cluster was made from it that is not gone. */
  public boolean used(ClusterTemplate template) {
    return !store.clustersUsing(template.id()).isEmpty();
  }

  public void delete(Principal who, ClusterTemplate template) {
    mustOwn(who, template);
    store.delete(template.id());
  }

  private static void mustOwn(Principal who, ClusterTemplate template) {
    who.mustWrite();
    if (!who.sees(template.owner().project())) {
      throw new Refused(
          Refused.Kind.FORBIDDEN,
          "ClusterTemplate %s belongs to another project: only that project may change it"
              .formatted(template.id()));
    }
  }

  private static void mustShare(
      Principal who, ClusterTemplate.Sharing before, ClusterTemplate template) {
    who.mustWrite();
    if (!template.sharing().equals(before) && !who.administrator()) {
      throw new Refused(
          Refused.Kind.FORBIDDEN, "only an administrator may make a template public or hidden");
    }
  }
}
