package io.caisson.domain.cluster;

/**
 * A machine's identity within its cluster, such as {@code worker-3}: the group's name and a number
 * that is never given twice.
 */
public record MachineId(String group, int number) implements Comparable<MachineId> {
  private static final int LONGEST = 40;

  public MachineId {
    if (!isName(group)) {
      throw new IllegalArgumentException("not a node group's name: '" + group + "'");
    }
    if (number < 1) {
      throw new IllegalArgumentException("machines count from 1, not " + number);
    }
  }

  /** Letters, digits and dashes, from a letter to no dash. By hand: ids are made all the time. */
  private static boolean isName(String group) {
    return !group.isEmpty()
        && group.length() <= LONGEST
        && isLetter(group.charAt(0))
        && group.charAt(group.length() - 1) != '-'
        && group.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '-');
  }

  private static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z';
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
