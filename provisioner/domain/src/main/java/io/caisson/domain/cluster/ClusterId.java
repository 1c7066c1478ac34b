package io.caisson.domain.cluster;

import java.util.UUID;

/** A cluster's UUID in its canonical text form. */
public record ClusterId(String value) implements Comparable<ClusterId> {
  public ClusterId {
    value = UUID.fromString(value).toString();
  }

  /** The first eight digits, for names of things in the cloud. */
  public String shortForm() {
    return value.substring(0, 8);
  }

  @Override
  public int compareTo(ClusterId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
