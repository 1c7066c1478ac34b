package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one kind, the last changes of them, and who watches. Only {@link ObjectStore} uses
 * it, under its lock. Objects are never changed, only replaced.
 */
final class Shelf {
  private static final int HISTORY = 256;

  private final NavigableMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
  private final Deque<WatchEvent> history = new ArrayDeque<>();
  private final List<Consumer<WatchEvent>> watchers = new ArrayList<>();
  private long forgottenUpTo;

  Shelf(long forgottenUpTo) {
    this.forgottenUpTo = forgottenUpTo;
  }

  @Nullable ObjectNode get(ObjectKey key) {
    return objects.get(key);
  }

  NavigableMap<ObjectKey, ObjectNode> objects() {
    return objects;
  }

  void apply(WatchEvent event) {
    if (event.after() == null) {
      objects.remove(event.key());
    } else {
      objects.put(event.key(), event.after());
    }
    history.addLast(event);
    if (history.size() > HISTORY) {
      forgottenUpTo = history.removeFirst().version();
    }
    List.copyOf(watchers).forEach(watcher -> watcher.accept(event));
  }

  /** Forgets the changes up to that version, as a compaction of etcd does. */
  void forget(long version) {
    while (!history.isEmpty() && history.getFirst().version() <= version) {
      history.removeFirst();
    }
    forgottenUpTo = Math.max(forgottenUpTo, version);
  }

  boolean remembers(long version) {
    return version >= forgottenUpTo;
  }

  List<WatchEvent> after(long version) {
    return history.stream().filter(event -> event.version() > version).toList();
  }

  /** The objects as they were at a version that is still remembered. */
  NavigableMap<ObjectKey, ObjectNode> at(long version) {
    NavigableMap<ObjectKey, ObjectNode> then = new TreeMap<>(objects);
    for (Iterator<WatchEvent> back = history.descendingIterator(); back.hasNext(); ) {
      WatchEvent event = back.next();
      if (event.version() <= version) {
        break;
      }
      if (event.before() == null) {
        then.remove(event.key());
      } else {
        then.put(event.key(), event.before());
      }
    }
    return then;
  }

  void watch(Consumer<WatchEvent> watcher) {
    watchers.add(watcher);
  }

  void unwatch(Consumer<WatchEvent> watcher) {
    watchers.remove(watcher);
  }
}
