package io.caisson.service.store;

import io.caisson.domain.cluster.ClusterId;
import java.util.List;
import java.util.Optional;

/**
 * The cluster templates of all projects. Adapters throw {@link StoreUnavailable} when the database
 * cannot be reached, and {@link IllegalArgumentException} for texts that are not {@linkplain
 * StorableText storable}.
 */
public interface TemplateStore {
  /**
   * @throws IllegalStateException if there is one with this id
   */
  void create(ClusterTemplate template);

  /** Puts the new one in the old one's place; false if that is there no more in this form. */
  boolean replace(ClusterTemplate old, ClusterTemplate changed);

  /** What is not there is deleted. */
  void delete(String id);

  Optional<ClusterTemplate> find(String id);

  /** Oldest first. */
  List<ClusterTemplate> all();

  /** Those of the project, and those that others share with everybody and do not hide. */
  List<ClusterTemplate> visible(String project);

  /** The clusters that were made from it and are not gone, by id. */
  List<ClusterId> clustersUsing(String id);
}
