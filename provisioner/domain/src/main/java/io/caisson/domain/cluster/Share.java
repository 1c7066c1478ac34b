package io.caisson.domain.cluster;

/**
 * A number of a group's machines, absolute or as a part of how many it is to have. Its text form is
 * {@code 3} or {@code 25%}.
 *
 * @param amount machines, or per cent
 */
public record Share(int amount, boolean percent) {
  public Share {
    if (amount < 0) {
      throw new IllegalArgumentException("%d machines: a share is not negative".formatted(amount));
    }
  }

  public static Share of(int machines) {
    return new Share(machines, false);
  }

  /**
   * @throws IllegalArgumentException if it is neither a number nor one with a per cent sign
   */
  public static Share parse(String text) {
    if (!text.matches("[0-9]{1,9}%?")) {
      throw new IllegalArgumentException(
          "'%s' is no number of machines such as 3, and no part such as 25%%".formatted(text));
    }
    boolean percent = text.endsWith("%");
    return new Share(Integer.parseInt(text.replace("%", "")), percent);
  }

  /** Of so many machines; what is left of a division counts as one more. */
  int roundedUp(int machines) {
    return percent ? (int) (((long) amount * machines + 99) / 100) : amount;
  }

  /** Of so many machines; what is left of a division does not count. */
  int roundedDown(int machines) {
    return percent ? (int) ((long) amount * machines / 100) : amount;
  }

  @Override
  public String toString() {
    return percent ? amount + "%" : String.valueOf(amount);
  }
}
