package io.caisson.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many control planes a cluster gets, one number after the other. The service would refuse
 * others too, but only when the cluster is there.
 *
 * @param first how many it begins with
 * @param then what it is changed to
 */
record MemberCounts(int first, List<Integer> then) {
  /** As the service has it, by etcd's FAQ. */
  private static final int MOST = 7;

  MemberCounts {
    then = List.copyOf(then);
    int before = first;
    for (int count : then) {
      require(count >= 1 && count <= MOST, "%d is not from 1 to %d".formatted(count, MOST));
      require(count % 2 == 1, count + " is even, and etcd is no safer by one more member");
      require(count != before, "%d after %d is no change".formatted(count, before));
      before = count;
    }
  }

  /**
   * @param text such as {@code 3,5,3}
   */
  static MemberCounts of(int first, String text) {
    List<Integer> then = new ArrayList<>();
    Arrays.stream(text.split(",", -1)).map(String::strip).forEach(one -> then.add(number(one)));
    return new MemberCounts(first, then);
  }

  private static int number(String text) {
    require(text.matches("\\d{1,3}"), "'%s' is no number".formatted(text));
    return Integer.parseInt(text);
  }

  private static void require(boolean right, String why) {
    if (!right) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE, "--members takes odd numbers such as 3,5,3: " + why);
    }
  }
}
