package io.caisson.domain.cluster;

import java.util.regex.Pattern;

/**
 * A machine's identity within its cluster, such as {@code worker-3}: the group's name and a number
 * that is never given twice.
 */
public record MachineId(String group, int number) implements Comparable<MachineId> {
  private static final Pattern GROUP = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");

  public MachineId {
    if (!GROUP.matcher(group).matches()) {
      throw new IllegalArgumentException("not a node group's name: '" + group + "'");
    }
    if (number < 1) {
      throw new IllegalArgumentException("machines count from 1, not " + number);
    }
  }

  public static MachineId parse(String text) {
    int dash = text.lastIndexOf('-');
    if (dash < 1) {
      throw new IllegalArgumentException("not a machine: '" + text + "'");
    }
    return new MachineId(text.substring(0, dash), Integer.parseInt(text.substring(dash + 1)));
  }

  @Override
  public int compareTo(MachineId other) {
    int byGroup = group.compareTo(other.group);
    return byGroup != 0 ? byGroup : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return group + "-" + number;
  }
}
