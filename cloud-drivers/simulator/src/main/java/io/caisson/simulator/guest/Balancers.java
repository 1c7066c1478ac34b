package io.caisson.simulator.guest;

import io.caisson.simulator.model.BalancedAddress;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays the load balancers of a data centre: their addresses lead on to members that answer. */
final class Balancers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Balancers.class);

  /** By load balancer and address. */
  private final Map<String, Map<String, Entrance>> entrances = new TreeMap<>();

  /** From now on a load balancer leads there, and only there. */
  synchronized void lead(BalancedAddress now) {
    Map<String, Entrance> open = entrances.computeIfAbsent(now.balancer(), _ -> new TreeMap<>());
    open.entrySet()
        .removeIf(
            one -> {
              boolean over = !now.addresses().contains(one.getKey());
              if (over) {
                one.getValue().close();
              }
              return over;
            });
    now.addresses().stream()
        .filter(address -> !open.containsKey(address))
        .forEach(address -> open(address, now.port(), open));
    open.values().forEach(entrance -> entrance.leadTo(now.members()));
    if (open.isEmpty()) {
      entrances.remove(now.balancer());
    }
  }

  private static void open(String address, int port, Map<String, Entrance> open) {
    try {
      open.put(address, Entrance.open(address, port));
    } catch (IOException taken) {
      LOG.warn("no load balancer at {}:{}: {}", address, port, taken.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    entrances.values().forEach(all -> all.values().forEach(Entrance::close));
    entrances.clear();
  }
}
