package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One change in the store.
 *
 * @param version of the store after it
 * @param before null if it was created
 * @param after null if it was deleted
 * @param last the object as a watcher is told: after a deletion the last state with the version of
 *     the deletion
 */
record WatchEvent(
    long version,
    ObjectKey key,
    @Nullable ObjectNode before,
    @Nullable ObjectNode after,
    ObjectNode last) {}
