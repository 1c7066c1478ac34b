package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A cluster's own API; whatever is no success is a {@link CommandFailed}. */
interface ClusterApi {
  /**
   * @param path with the API's own prefix
   */
  JsonNode get(String path);

  /** Posts it; returns once the API has acknowledged it. */
  void create(String path, Object object);
}
