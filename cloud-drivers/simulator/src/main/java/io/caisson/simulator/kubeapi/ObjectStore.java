package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The objects of one cluster, as etcd and the watch cache hold them. One version counts all
 * changes. Invariants:
 *
 * <ol>
 *   <li>An object that was handed out is never changed: writers replace it.
 *   <li>Watchers are told each change of their kind once, in the order of versions, under the lock:
 *       they must be quick and must not write.
 *   <li>Whoever reads and then writes does both in {@link #atomically}.
 * </ol>
 */
final class ObjectStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Shelf> shelves = new LinkedHashMap<>();
  private long version = 1;
  private long forgottenUpTo;

  <T> T atomically(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  Optional<ObjectNode> get(ApiResource resource, ObjectKey key) {
    return atomically(() -> Optional.ofNullable(shelf(resource).get(key)));
  }

  /** All of a kind as they are now, in the order of their keys. */
  Content all(ApiResource resource) {
    return atomically(() -> new Content(new TreeMap<>(shelf(resource).objects()), version));
  }

  /** All of a kind as they were; empty if that is no longer remembered. */
  Optional<Content> all(ApiResource resource, long then) {
    return atomically(
        () ->
            shelf(resource).remembers(then)
                ? Optional.of(new Content(shelf(resource).at(then), then))
                : Optional.empty());
  }

  boolean isEmpty(ApiResource resource) {
    return atomically(() -> shelf(resource).objects().isEmpty());
  }

  long version() {
    return atomically(() -> version);
  }

  /** Creates or replaces; the stored object has the new version in it. */
  ObjectNode put(ApiResource resource, ObjectKey key, ObjectNode object) {
    return atomically(
        () -> {
          ObjectNode stored = stamp(object);
          shelf(resource)
              .apply(new WatchEvent(version, key, shelf(resource).get(key), stored, stored));
          return stored;
        });
  }

  /** Removes one that is there. */
  ObjectNode remove(ApiResource resource, ObjectKey key) {
    return atomically(
        () -> {
          ObjectNode before = shelf(resource).get(key);
          if (before == null) {
            throw Status.notFound(resource, key.name());
          }
          ObjectNode last = stamp(before);
          shelf(resource).apply(new WatchEvent(version, key, before, null, last));
          return last;
        });
  }

  /**
   * Tells the watcher the changes after that version and then all that come.
   *
   * @return false if the changes since then are no longer remembered; nothing is told then
   */
  boolean watch(ApiResource resource, long after, Consumer<WatchEvent> watcher) {
    return atomically(
        () -> {
          Shelf shelf = shelf(resource);
          if (!shelf.remembers(after)) {
            return false;
          }
          shelf.after(after).forEach(watcher);
          shelf.watch(watcher);
          return true;
        });
  }

  void unwatch(ApiResource resource, Consumer<WatchEvent> watcher) {
    atomically(
        () -> {
          shelf(resource).unwatch(watcher);
          return true;
        });
  }

  /** Forgets history as a compaction of etcd does: watches from before get 410. */
  void compact() {
    atomically(
        () -> {
          shelves.values().forEach(shelf -> shelf.forget(version));
          forgottenUpTo = version;
          return true;
        });
  }

  private ObjectNode stamp(ObjectNode object) {
    version++;
    ObjectNode stamped = object.deepCopy();
    Json.child(stamped, "metadata").put("resourceVersion", Long.toString(version));
    return stamped;
  }

  private Shelf shelf(ApiResource resource) {
    return shelves.computeIfAbsent(resource.qualified(), r -> new Shelf(forgottenUpTo));
  }

  /** The objects of one kind at one version. */
  record Content(NavigableMap<ObjectKey, ObjectNode> objects, long version) {
    List<ObjectNode> list() {
      return List.copyOf(objects.values());
    }
  }
}
