package io.caisson.service.store.postgres;

import static io.caisson.service.store.SampleClusters.cluster;
import static io.caisson.service.store.SampleClusters.gone;
import static io.caisson.service.store.SampleClusters.planned;
import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterCacheTest {
  private final ClusterCache cache = new ClusterCache(10);

  @Test
  void aClusterIsKnownAtItsVersionOnly() {
    Cluster one = cluster("project-1");
    cache.keep(one);
    assertThat(cache.at(one.id(), 1)).contains(one);
    assertThat(cache.at(one.id(), 2)).isEmpty();
    Cluster next = one.apply(List.of(planned(1)));
    cache.keep(next);
    assertThat(cache.at(one.id(), 1)).isEmpty();
    assertThat(cache.at(one.id(), 2)).contains(next);
  }

  @Test
  void whatNobodyHasAskedForLongestGoesFirst() {
    Cluster old = cluster("project-1").apply(planned(1, 3));
    Cluster middle = cluster("project-1").apply(planned(1, 3));
    cache.keep(old);
    cache.keep(middle);
    assertThat(cache.at(old.id(), 2)).isPresent();
    Cluster young = cluster("project-1").apply(planned(1, 3));
    cache.keep(young);
    assertThat(cache.knows(old.id())).isTrue();
    assertThat(cache.knows(middle.id())).isFalse();
    assertThat(cache.knows(young.id())).isTrue();
  }

  @Test
  void aClusterThatIsTooBigLeavesTheOthersAlone() {
    Cluster small = cluster("project-1");
    cache.keep(small);
    Cluster big = cluster("project-1").apply(planned(1, 10));
    cache.keep(big);
    assertThat(cache.knows(big.id())).isFalse();
    assertThat(cache.knows(small.id())).isTrue();
  }

  @Test
  void aClusterThatIsGoneIsForgotten() {
    Cluster one = cluster("project-1");
    cache.keep(one);
    cache.keep(one.apply(List.of(gone())));
    assertThat(cache.knows(one.id())).isFalse();
  }
}
