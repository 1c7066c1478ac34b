package io.caisson.simulator.kubeapi;

import java.util.Comparator;

/**
 * Where an object lies among those of its kind, in the order of etcd's keys.
 *
 * @param namespace empty for kinds of the cluster scope
 */
record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
