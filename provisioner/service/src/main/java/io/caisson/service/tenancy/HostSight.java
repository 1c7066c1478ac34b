package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import java.util.List;

/**
 * What of ours is on one compute host.
 *
 * @param clusters those with a machine there
 * @param unknown projects that did not answer: whether anything of them is there is not known
 */
public record HostSight(List<Part> clusters, List<Unknown> unknown) {
  public HostSight {
    clusters = List.copyOf(clusters);
    unknown = List.copyOf(unknown);
  }

  /** What becomes of a machine. */
  public enum Standing {
    /** It stays where it is, since nobody has asked for anything else. */
    STAYS,
    /** It is to be replaced, and waits for its turn. */
    MARKED,
    LEAVES,
    /** It is not replaced, for a reason. */
    REFUSES
  }

  /** One cluster's machines there. */
  public record Part(Cluster cluster, List<Occupant> occupants) {
    public Part {
      occupants = List.copyOf(occupants);
    }
  }

  /**
   * A machine whose server is on the host.
   *
   * @param reason why it refuses, or what it waits for; may be empty
   * @param justMarked by the request that is answered so
   */
  public record Occupant(Machine machine, Standing standing, String reason, boolean justMarked) {
    Occupant(Machine machine, Standing standing, String reason) {
      this(machine, standing, reason, false);
    }

    boolean stays() {
      return standing == Standing.STAYS;
    }

    /** The same, if nothing else is known of it than that it stays. */
    Occupant refusing(String why) {
      return stays() ? new Occupant(machine, Standing.REFUSES, why) : this;
    }
  }

  /**
   * A project whose servers could not be listed.
   *
   * @param clusters that it has
   */
  public record Unknown(String project, List<Cluster> clusters, String reason) {
    public Unknown {
      clusters = List.copyOf(clusters);
    }
  }
}
