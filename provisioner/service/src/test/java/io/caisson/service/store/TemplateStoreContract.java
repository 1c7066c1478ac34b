package io.caisson.service.store;

import static io.caisson.service.store.SampleClusters.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.service.store.ClusterTemplate.Sharing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of templates does. */
public interface TemplateStoreContract {
  /** The store under test; empty when a test begins. */
  TemplateStore store();

  /** The clusters beside it. */
  ClusterStore clusters();

  private ClusterTemplate created(ClusterTemplate template) {
    store().create(template);
    return template;
  }

  private static ClusterTemplate template(String project, String name, Sharing sharing) {
    return template(UUID.randomUUID().toString(), project, name, sharing, NOW);
  }

  private static ClusterTemplate template(
      String id, String project, String name, Sharing sharing, Instant at) {
    return new ClusterTemplate(
        id,
        name,
        new ClusterTemplate.Owner(project, "user-1"),
        sharing,
        new ClusterTemplate.Times(at, Optional.empty()),
        new TreeMap<>(Map.of("image_id", "ubuntu")),
        new TreeMap<>(Map.of("kube_tag", "v1.34.4")));
  }

  private static ClusterTemplate shared(ClusterTemplate template, Sharing sharing) {
    return new ClusterTemplate(
        template.id(),
        template.name(),
        template.owner(),
        sharing,
        new ClusterTemplate.Times(template.times().created(), Optional.of(NOW)),
        template.attributes(),
        template.labels());
  }

  @Test
  default void aTemplateIsFoundAsItWasCreated() {
    ClusterTemplate template = created(template("project-1", "small", Sharing.PRIVATE));
    assertThat(store().find(template.id())).contains(template);
    assertThat(store().find(UUID.randomUUID().toString())).isEmpty();
  }

  @Test
  default void anIdIsTakenOnce() {
    ClusterTemplate template = created(template("project-1", "small", Sharing.PRIVATE));
    assertThatThrownBy(() -> store().create(template))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(template.id());
  }

  @Test
  default void severalTemplatesMayHaveOneNameAndAreListedOldestFirst() {
    ClusterTemplate young =
        created(template(uuid(1), "project-1", "small", Sharing.PRIVATE, NOW.plusSeconds(1)));
    ClusterTemplate old = created(template(uuid(2), "project-2", "small", Sharing.PRIVATE, NOW));
    assertThat(store().all()).containsExactly(old, young);
  }

  private static String uuid(int number) {
    return new UUID(number, 0).toString();
  }

  @Test
  default void aProjectSeesItsOwnAndWhatOthersShareAndDoNotHide() {
    ClusterTemplate own = created(template("project-1", "own", Sharing.PRIVATE));
    ClusterTemplate ownHidden = created(template("project-1", "hidden", new Sharing(false, true)));
    ClusterTemplate shared = created(template("project-2", "shared", new Sharing(true, false)));
    created(template("project-2", "foreign", Sharing.PRIVATE));
    created(template("project-2", "withdrawn", new Sharing(true, true)));
    assertThat(store().visible("project-1")).containsExactlyInAnyOrder(own, ownHidden, shared);
  }

  @Test
  default void aTemplateIsReplacedOnlyIfItIsStillTheSame() {
    ClusterTemplate first = created(template("project-1", "small", Sharing.PRIVATE));
    ClusterTemplate second = shared(first, new Sharing(true, false));
    assertThat(store().replace(first, second)).isTrue();
    assertThat(store().find(first.id())).contains(second);
    assertThat(store().visible("project-2")).containsExactly(second);
    assertThat(store().replace(first, second)).isFalse();
  }

  @Test
  default void aDeletedTemplateIsNotThereHoweverOftenItIsDeleted() {
    ClusterTemplate template = created(template("project-1", "small", Sharing.PRIVATE));
    store().delete(template.id());
    store().delete(template.id());
    assertThat(store().find(template.id())).isEmpty();
    assertThat(store().replace(template, template)).isFalse();
  }

  @Test
  default void hostileTextsSurviveAndUnstorableOnesAreRefused() {
    String all = String.join("|", AnyValue.HOSTILE_TEXTS);
    ClusterTemplate template = created(template(all, all, Sharing.PRIVATE));
    assertThat(store().find(template.id())).contains(template);
    assertThat(store().visible(all)).containsExactly(template);
    assertThatThrownBy(() -> store().create(template("p", "\u0000", Sharing.PRIVATE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void theClustersThatUseATemplateAreThoseThatLive() {
    Cluster living = SampleClusters.cluster("project-1");
    Cluster gone = SampleClusters.cluster("project-2");
    for (Cluster cluster : List.of(living, gone)) {
      clusters().create(cluster, ClusterStoreContract.SECRETS);
    }
    clusters().commit(gone, Optional.empty(), List.of(new ClusterRecord.ClusterGone("", NOW)));
    assertThat(store().clustersUsing(SampleClusters.TEMPLATE)).containsExactly(living.id());
    assertThat(store().clustersUsing(uuid(9))).isEmpty();
  }
}
