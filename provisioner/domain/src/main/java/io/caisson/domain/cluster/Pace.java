package io.caisson.domain.cluster;

/**
 * How fast machines of a group are replaced by better ones. Parts of a group are rounded as Cluster
 * API's MachineDeployments do it: the surge up, the unavailable down, and if that leaves nothing to
 * do it with, one machine may be unavailable.
 *
 * @param surge how many machines more than desired a group may have meanwhile
 * @param unavailable how many of the desired ones may be missing meanwhile
 */
public record Pace(Share surge, Share unavailable) {
  public static final Pace DEFAULT = new Pace(1, 0);

  public Pace {
    if (surge.amount() + unavailable.amount() == 0) {
      throw new IllegalArgumentException(
          "a surge of 0 and 0 unavailable machines: one of them must be above 0");
    }
  }

  public Pace(int surge, int unavailable) {
    this(Share.of(surge), Share.of(unavailable));
  }

  /** The surge of a group that is to have so many machines. */
  public int surge(int desired) {
    return surge.roundedUp(desired);
  }

  /** How many machines may be missing of a group that is to have so many. */
  public int unavailable(int desired) {
    int missing = unavailable.roundedDown(desired);
    return missing == 0 && surge(desired) == 0 ? 1 : missing;
  }
}
