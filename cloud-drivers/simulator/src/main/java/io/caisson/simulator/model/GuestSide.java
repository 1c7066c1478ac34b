package io.caisson.simulator.model;

/** What the software inside an instance can do to the data centre. Safe to call from any thread. */
public interface GuestSide {
  /** Adds to the instance's console; an instance that is gone swallows it. */
  void appendConsole(String instanceId, String text);

  /** The guest switched itself off. The cloud shows SHUTOFF, and listeners are told. */
  void powerOff(String instanceId);

  /** The time by which the data centre lives. */
  Timeline timeline();
}
