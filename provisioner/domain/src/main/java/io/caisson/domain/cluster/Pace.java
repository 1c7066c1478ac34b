package io.caisson.domain.cluster;

/**
 * How fast machines of a group are replaced by better ones.
 *
 * @param surge how many machines more than desired a group may have meanwhile
 * @param unavailable how many of the desired ones may be missing meanwhile
 */
public record Pace(int surge, int unavailable) {
  public static final Pace DEFAULT = new Pace(1, 0);

  public Pace {
    if (surge < 0 || unavailable < 0 || surge + unavailable == 0) {
      throw new IllegalArgumentException(
          "a surge of %d and %d unavailable machines: neither is negative, and one is above 0"
              .formatted(surge, unavailable));
    }
  }
}
