package io.caisson.lives;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts, at each change, what becomes of applications; it is told by them and by nobody else. */
final class RollWatch {
  private final Map<String, Integer> ready = new TreeMap<>();
  private final Map<String, Integer> moves = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();
  private boolean watching;

  /** From now on what misses is told. */
  void begin() {
    watching = true;
  }

  int ready(String app) {
    return ready.getOrDefault(app, 0);
  }

  void changed(RollPods.App app, int change) {
    int now = ready.merge(app.name(), change, Integer::sum);
    int wanted = app.replicas() - app.mayMiss();
    if (watching && change < 0 && now < wanted) {
      broken.add("%s has %d replicas ready, %d have to be".formatted(app.name(), now, wanted));
    }
  }

  void evicted(String replica) {
    moves.merge(replica, 1, Integer::sum);
  }

  /** A replica ended that nobody had told to. */
  void lost(String replica) {
    moves.merge(replica, 1, Integer::sum);
    broken.add(replica + " was lost with its node");
  }

  /** How often replicas had to move. */
  int moves() {
    return moves.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How often the one moved that moved most. */
  int mostMoves() {
    return moves.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Whatever was against a budget, in words. */
  List<String> broken() {
    return List.copyOf(broken);
  }
}
