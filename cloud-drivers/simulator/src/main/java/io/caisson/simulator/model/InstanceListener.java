package io.caisson.simulator.model;

/**
 * Told what happens to instances; the software inside an instance is attached to the data centre by
 * it. Calls come on the {@link Timeline}, one at a time, in the order of what happened, and without
 * any lock of the data centre, so that a listener may call the data centre. They must be quick: a
 * listener with work to do does it elsewhere.
 */
public interface InstanceListener {
  /** The instance runs from power-on: its first boot, a start after a stop, or a reboot. */
  default void started(BootedInstance instance) {}

  /** Its power went off: a stop, or the first half of a reboot. */
  default void stopped(String instanceId) {}

  /** It is gone for ever. Told without {@link #stopped} before it. */
  default void deleted(String instanceId) {}

  /** Its disk is what its image holds again. Told between {@link #stopped} and {@link #started}. */
  default void rebuilt(String instanceId) {}

  /** It runs on, and none of its interfaces leads anywhere until it is mended or starts anew. */
  default void cut(String instanceId) {}

  /** Its interfaces lead where they did. */
  default void mended(String instanceId) {}

  /** It keeps running for the cloud, but its software does nothing any more until a reboot. */
  default void hung(String instanceId) {}

  /** From now on what is sent to the floating address reaches the fixed one. */
  default void floatingIpAssociated(String instanceId, FloatingAddress address) {}

  /** From now on the floating address leads nowhere, or to another instance. */
  default void floatingIpDissociated(String instanceId, FloatingAddress address) {}

  /** From now on what is sent to these addresses of a load balancer reaches one of its members. */
  default void balanced(BalancedAddress now) {}
}
