package io.caisson.simulator.kubeapi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One loop of a control plane. It remembers nothing that it could see: each look compares all that
 * there is with what should be, and does the next step. A refusal by the API means that something
 * changed meanwhile; the next look begins anew.
 */
interface Controller {
  /** Plurals of the kinds whose changes make it look again. */
  List<String> follows();

  /** Looks once; tells when to look again although nothing changes, if ever. */
  Optional<Duration> look();
}
