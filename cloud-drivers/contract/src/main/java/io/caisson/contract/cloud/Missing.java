package io.caisson.contract.cloud;

/** Something well-formed that is not there. */
final class Missing {
  static final String ID = "00000000-dead-4bad-8bad-000000000000";

  private Missing() {}
}
