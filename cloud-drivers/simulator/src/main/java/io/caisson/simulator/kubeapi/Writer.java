package io.caisson.simulator.kubeapi;

import java.util.Locale;

/**
 * Who writes, and how.
 *
 * @param manager the name by which it owns fields; empty if that is not kept, as for the cluster's
 *     own components, which write far more often than anybody asks who did
 */
record Writer(Caller caller, String manager, boolean force, boolean dryRun) {
  static Writer of(Call call) {
    Query query = call.query();
    String manager = query.text("fieldManager");
    String usual = call.agent().split("[/ ]", 2)[0];
    return new Writer(
        call.caller(),
        manager.isEmpty() ? (usual.isEmpty() ? "unknown" : usual.strip()) : manager,
        query.flag("force"),
        query.dryRun());
  }

  static Writer component(Caller caller) {
    return new Writer(caller, "", false, false);
  }

  boolean isKept() {
    return !manager.isEmpty();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s as %s", caller.name(), manager);
  }
}
