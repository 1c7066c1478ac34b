package io.caisson.service.store;

import java.util.List;
import java.util.Optional;

/**
 * The cluster templates of all projects. Adapters throw {@link StoreUnavailable} when the database
 * cannot be reached.
 */
public interface TemplateStore {
  void create(ClusterTemplate template);

  /** Puts the new one in the old one's place; false if that is there no more in this form. */
  boolean replace(ClusterTemplate old, ClusterTemplate changed);

  /** What is not there is deleted. */
  void delete(String id);

  Optional<ClusterTemplate> find(String id);

  /** Oldest first. */
  List<ClusterTemplate> all();
}
