package io.caisson.domain.cluster;

/** Where a machine is in its life. */
public enum MachineState {
  /** Wanted; its server was not asked for yet. */
  PLANNED,
  /** Its server was asked for. */
  CREATING,
  /** Its server runs; its guest prepares and joins. */
  BOOTING,
  /** Its Node exists and is not Ready. */
  JOINED,
  /** Its Node is Ready. */
  READY,
  /** Its pods have left it; its server is made anew, and its old Node goes. */
  REBUILDING,
  /** It cannot become a node; its reason says why. */
  FAILED,
  /** It is to go: its Node takes no new pods, and those that are there leave. */
  LEAVING,
  /** It goes: what it has in the cloud is being removed. */
  DELETING;

  /** Whether it is one of the machines that its group is to have. */
  public boolean stays() {
    return this != LEAVING && this != DELETING;
  }

  /** Whether it has a Node and is to keep it. */
  public boolean joined() {
    return this == JOINED || this == READY;
  }

  /** Whether what it has is to be kept. */
  public boolean keeps() {
    return this != DELETING;
  }
}
